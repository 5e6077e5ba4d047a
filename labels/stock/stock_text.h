/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_STOCK_STOCK_TEXT_H
#define SELLO_LABELS_STOCK_STOCK_TEXT_H

/* Within labels/: what both readers of stock take off the front of a text. None depends on the
 * locale. */

#include "labels/stock/stock.h"

/* Spaces and tabs off its front; off both its ends. */
void stock_skip(struct sello_bytes *text);
struct sello_bytes stock_trim(struct sello_bytes text);

/* "12", "-1.5", "33,8", "11.", "4e-16"; at most 15 digits. The text is left as it was where it
 * begins with no number. */
SELLO_NODISCARD bool stock_number(struct sello_bytes *text, double *out);

/* A word, in lower or upper ASCII letters; the text is left as it was where it is another. */
SELLO_NODISCARD bool stock_word(struct sello_bytes *text, const char *word);

/* Into a NUL-terminated field, cut between characters where it is too long. */
void stock_copy(char *out, size_t size, struct sello_bytes text);

/* Are left and right, or top and bottom, over 0.3 mm apart? */
bool stock_is_asymmetric(const struct sello_stock *stock);

#endif

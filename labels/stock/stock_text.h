/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_STOCK_STOCK_TEXT_H
#define SELLO_LABELS_STOCK_STOCK_TEXT_H

/* Within labels/: taking words and numbers off the front of a text, regardless of the locale. */

#include "labels/stock/stock.h"

/* Take spaces and tabs off its front; off both ends. */
void stock_skip(struct sello_bytes *text);
struct sello_bytes stock_trim(struct sello_bytes text);

/* "12", "-1.5", "33,8", "11.", "4e-16"; at most 15 digits. If the text does not begin with a
 * number, it stays unchanged. */
SELLO_NODISCARD bool stock_number(struct sello_bytes *text, double *out);

/* This word, in ASCII letters of either case. If it is another one, the text stays unchanged. */
SELLO_NODISCARD bool stock_word(struct sello_bytes *text, const char *word);

/* Into a NUL-terminated field; a text that is too long is cut between characters. */
void stock_copy(char *out, size_t size, struct sello_bytes text);

/* Do the left and right margins, or those at top and bottom, differ by over 0.3 mm? */
bool stock_is_asymmetric(const struct sello_stock *stock);

#endif

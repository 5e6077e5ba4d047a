/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_STATEMENT_FOLD_H
#define SELLO_REGISTRY_PRINT_STATEMENT_FOLD_H

/* A statement that is too long for a code that phones read is added up until it fits. No label is
 * left out: the totals stay what they are. */

#include "registry/print/page_words.h"
#include "registry/print/statement_sign.h"

/* In this order, and no further than is needed: rows of three, six and twelve months; the products
 * with the fewest labels as one, which is the last and is named so in that language (Spanish or
 * English); rows of the whole time; and the certificates that ended first are only counted.
 *
 * out  as much as fits; freed with statement_free(). SELLO_E_MEMORY; rule "statement-too-long"
 *      where not even that fits. */
SELLO_NODISCARD enum sello_error statement_fold(struct session *session,
                                                const struct statement *whole,
                                                enum page_words words, struct statement **out);

/* The same for a statement made at that instant, behind a base URL of so many bytes.
 * SELLO_E_TOO_LONG where not even that fits. */
SELLO_NODISCARD enum sello_error statement_fold_within(const struct statement *whole,
                                                       enum page_words words, uint64_t now,
                                                       size_t base_url_len, struct statement **out);

#endif

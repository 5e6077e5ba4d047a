/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_NOTICE_H
#define SELLO_REGISTRY_PRINT_NOTICE_H

/* The status notice: the newest statuses as one symbol, on a page to hang up at a market
 * (docs/FORMAT.md section 10). The page is in Spanish and English, whoever prints it. */

#include "labels/page/page.h"

#define NOTICE_MODULE_MM 1.0 /* at least: it is photographed from an arm's length, by any phone */

#define NOTICE_ROWS_MAX 4

/* Labels that were withdrawn together. */
struct notice_row {
    uint64_t first, count;
    uint64_t reason; /* enum sello_reason */
    uint64_t day;
};

struct notice {
    const struct sello_root *root; /* the newest */
    struct sello_bytes bundle;     /* a status-only one */
    const struct notice_row *row;  /* the last that were withdrawn, as far as the bundle has them */
    size_t n_rows; /* NOTICE_ROWS_MAX at most; fewer are shown where room is short */
};

/* Its symbol: the text "<base URL>#<digits of the bundle>". SELLO_E_SYMBOL_TOO_LONG when too many
 * labels are withdrawn one by one; SELLO_E_STATE for a bundle that has more than statuses. */
SELLO_NODISCARD enum sello_error notice_symbol(const struct notice *notice,
                                               struct sello_symbol *out);

/* Appends the page; also what notice_symbol and sello_page_write return. */
SELLO_NODISCARD enum sello_error notice_write(const struct notice *notice, enum sello_paper paper,
                                              enum sello_page_form form, struct sello_writer *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_NOTICE_H
#define SELLO_REGISTRY_PRINT_NOTICE_H

/* The status notice: the newest statuses as one symbol, on a page to hang up at a market
 * (docs/FORMAT.md section 10). The page is in Spanish and English, whoever prints it. */

#include "labels/page/page.h"

#define NOTICE_MODULE_MM 1.0 /* at least: it is photographed from an arm's length, by any phone */

struct notice {
    const struct sello_root *root; /* the newest */
    struct sello_bytes bundle;     /* a status-only one */
};

/* Its symbol: the text "<base URL>#<digits of the bundle>". SELLO_E_SYMBOL_TOO_LONG when too many
 * labels are withdrawn one by one; SELLO_E_STATE for a bundle that has more than statuses. */
SELLO_NODISCARD enum sello_error notice_symbol(const struct notice *notice,
                                               struct sello_symbol *out);

/* Appends the page; also what notice_symbol and sello_page_write return. */
SELLO_NODISCARD enum sello_error notice_write(const struct notice *notice, enum sello_paper paper,
                                              enum sello_page_form form, struct sello_writer *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_STATEMENT_PAGE_H
#define SELLO_REGISTRY_PRINT_STATEMENT_PAGE_H

/* A statement of certified output, signed, on a page with a chart and its code. */

#include "labels/page/page.h"
#include "registry/print/page_words.h"
#include "registry/print/statement_sign.h"

struct statement_page {
    const struct sello_root *root;
    const struct statement *statement;
    const struct statement_signed *code;
    enum page_words words; /* Spanish or English */
    enum sello_paper paper;
    const char *path;
};

/* Draws it and lets it go. Rule "fonts-missing-for-report". */
SELLO_NODISCARD enum sello_error statement_page_write(struct session *session,
                                                      const struct statement_page *page);

#endif

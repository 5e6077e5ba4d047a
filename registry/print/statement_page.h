/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_STATEMENT_PAGE_H
#define SELLO_REGISTRY_PRINT_STATEMENT_PAGE_H

/* A statement of certified output, signed, and on one page with a chart and its code. */

#include "labels/page/page.h"
#include "registry/desk/statement.h"
#include "registry/print/page_words.h"

struct statement_signed {
    uint8_t token[SELLO_TOKEN_MAX];
    size_t token_len;
    char text[SELLO_LABEL_TEXT_MAX +
              SELLO_TOKEN_MAX * 3]; /* base URL, '#', digits; NUL-terminated */
    struct sello_symbol symbol;
};

/* Signs it with the status key and makes its code. Rules: "no-status-key", "statement-too-long"
 * where no symbol that phones read holds it. */
SELLO_NODISCARD enum sello_error statement_sign(struct session *session,
                                                const struct statement *statement,
                                                struct statement_signed *out);

struct statement_page {
    const struct sello_root *root;
    const struct statement *statement;
    const struct statement_signed *code;
    enum page_words words; /* Spanish or English */
    enum sello_paper paper;
    const char *path;
};

/* Draws it and lets it go. Rules "fonts-missing-for-report", "statement-too-long". */
SELLO_NODISCARD enum sello_error statement_page_write(struct session *session,
                                                      const struct statement_page *page);

#endif

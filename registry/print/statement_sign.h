/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_STATEMENT_SIGN_H
#define SELLO_REGISTRY_PRINT_STATEMENT_SIGN_H

/* The code of a statement of certified output. */

#include "labels/symbol/symbol.h"
#include "registry/desk/statement.h"

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

/* How many bytes its token has; 0: more than a reader takes, or more products. */
size_t statement_token_len(const struct statement *statement, uint64_t now);

/* Refuses it by that rule. */
SELLO_NODISCARD enum sello_error statement_refuse_long(struct session *session,
                                                       const struct statement *statement);

#endif

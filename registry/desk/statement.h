/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_STATEMENT_H
#define SELLO_REGISTRY_DESK_STATEMENT_H

/* What a producer had certified, issued, delivered, sold and withdrawn, by product and month: for a
 * lender or a fund, and only where the producer agreed. */

#include "registry/session/session.h"
#include "registry/store/consent.h"
#include "wire/statement.h"

struct statement_request {
    uint64_t producer;
    uint64_t from, until; /* days, both included */
    const char *consent;  /* a note of how the producer agrees, today; NULL: as it was recorded */
};

struct statement {
    struct statement_request request;
    struct sello_producer producer;
    struct sello_consent consent;
    char (*product)[SELLO_NAME_MAX + 1];
    size_t n_products, products_room;
    struct sello_statement_certificate *certificate; /* by number */
    size_t n_certificates, certificates_room;
    struct sello_statement_row *row; /* by product and month */
    size_t n_rows, rows_room;
    struct sello_statement_fold fold;
};

void statement_free(struct statement *statement);

/* The months of the time, those of its first and last day with them. */
uint64_t statement_months(const struct statement_request *request);

/* The row of a product and a month, made where there is none, in its place. NULL: no memory. */
struct sello_statement_row *statement_row(struct statement *statement, uint64_t product,
                                          uint64_t month);

/* Notes the consent or takes it back. */
SELLO_NODISCARD enum sello_error statement_consent(struct session *session, uint64_t producer,
                                                   const char *note);

/* Gathers all of it, as of one moment, however much it is. Rules: "no-consent", "statement-days".
 * Freed with statement_free(). */
SELLO_NODISCARD enum sello_error statement_make(struct session *session,
                                                const struct statement_request *request,
                                                struct statement **out);

#endif

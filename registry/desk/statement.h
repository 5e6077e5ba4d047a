/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_STATEMENT_H
#define SELLO_REGISTRY_DESK_STATEMENT_H

/* What a producer had certified, issued, delivered, sold and withdrawn, by product and month: for a
 * lender or a fund, and only where the producer agreed. */

#include "registry/session/session.h"
#include "registry/store/consent.h"
#include "wire/statement.h"

#define STATEMENT_ROWS_MAX 512
#define STATEMENT_CERTIFICATES_MAX 128

struct statement_request {
    uint64_t producer;
    uint64_t from, until; /* days, both included */
    const char *consent;  /* a note of how the producer agrees, today; NULL: as it was recorded */
};

struct statement {
    struct statement_request request;
    struct sello_producer producer;
    struct sello_consent consent;
    char product[SELLO_STATEMENT_PRODUCTS_MAX][SELLO_NAME_MAX + 1];
    size_t n_products;
    struct sello_statement_certificate certificate[STATEMENT_CERTIFICATES_MAX];
    size_t n_certificates;
    struct sello_statement_row row[STATEMENT_ROWS_MAX]; /* by product and month */
    size_t n_rows;
};

/* Notes the consent or takes it back. */
SELLO_NODISCARD enum sello_error statement_consent(struct session *session, uint64_t producer,
                                                   const char *note);

/* Gathers it, as of one moment. Rules: "no-consent", "statement-days", "statement-too-long" (more
 * products, certificates, months or rows than any has room for). Freed with free(). */
SELLO_NODISCARD enum sello_error statement_make(struct session *session,
                                                const struct statement_request *request,
                                                struct statement **out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_STATEMENT_H
#define SELLO_WIRE_STATEMENT_H

/* What a certifier states of a producer's certified output in a time (docs/FORMAT.md, section 21):
 * a COSE_Sign1 of a type of its own, in the claims of a CWT, so that a reader of labels alone says
 * that it is made for a newer one. */

#include "wire/label.h"

#define SELLO_TYPE_STATEMENT "application/sello-statement+cbor"
#define SELLO_STATEMENT_MONTHS_MAX 1200
#define SELLO_STATEMENT_PRODUCTS_MAX 64

/* What was added up so that it fits into a code; {1, 0, 0}: nothing was. */
struct sello_statement_fold {
    uint64_t months;       /* that each row covers, from the one it names */
    uint64_t products;     /* for which the last of the products stands, 2 or more; 0: for itself */
    uint64_t certificates; /* more that were good on a day of that time, and are not listed */
};

/* Taken apart and held to its limits, not yet checked. Texts and arrays point into the token. */
struct sello_statement {
    struct sello_sign1 sign1;
    uint64_t made;     /* instant */
    uint64_t producer; /* number */
    struct sello_bytes producer_name;
    uint64_t from, until;                            /* days, both included */
    uint64_t consent;                                /* day on which the producer agreed */
    struct sello_bytes products, certificates, rows; /* arrays */
    size_t n_products, n_certificates, n_rows;
    struct sello_statement_fold fold;
};

/* A certificate that was good on a day of that time; one that was withdrawn, until that day. */
struct sello_statement_certificate {
    uint64_t product; /* place among the products, from 0 */
    uint64_t number;
    uint64_t from, until; /* days; 0: none is set */
};

/* What was done with labels of a product in a month, or in as many as rows cover. */
struct sello_statement_row {
    uint64_t product; /* place among the products, from 0 */
    uint64_t month;   /* from 0, that of the day `from` */
    uint64_t issued, delivered, sold, withdrawn;
};

/* SELLO_E_NOT_LABEL: of another content type, or of none. SELLO_E_NEWER and _ALG: for newer
 * readers. SELLO_E_RANGE, _ORDER, _TEXT, ...: what it says is not held to the limits. */
SELLO_NODISCARD enum sello_error sello_statement_parse(struct sello_bytes token,
                                                       struct sello_statement *out);

/* The next of its arrays, which sello_statement_parse has held to their limits. */
struct sello_statement_list {
    struct sello_reader rest;
    size_t left;
};
struct sello_statement_list sello_statement_list(struct sello_bytes array);
bool sello_statement_product(struct sello_statement_list *list, struct sello_bytes *out);
bool sello_statement_certificate(struct sello_statement_list *list,
                                 struct sello_statement_certificate *out);
bool sello_statement_row(struct sello_statement_list *list, struct sello_statement_row *out);

/* Was anything added up? */
bool sello_statement_is_folded(const struct sello_statement_fold *fold);

/* The claims, to be signed under {.., 16: SELLO_TYPE_STATEMENT}; the arrays were written by the
 * caller with the functions below, behind sello_put_array. */
void sello_put_statement(struct sello_writer *w, const struct sello_statement *statement);
void sello_put_statement_certificate(struct sello_writer *w,
                                     const struct sello_statement_certificate *certificate);
void sello_put_statement_fold(struct sello_writer *w, const struct sello_statement_fold *fold);
void sello_put_statement_row(struct sello_writer *w, const struct sello_statement_row *row);

#endif

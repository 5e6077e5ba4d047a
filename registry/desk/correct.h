/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_CORRECT_H
#define SELLO_REGISTRY_DESK_CORRECT_H

/* The records that certificates name: added, and corrected. */

#include "registry/desk/desk.h"

/* ---- what was granted by then ---- */

#define TOUCHED_MAX 20

/* The certificates in force or suspended whose labels and page would say something else from now
 * on: those of a record whose words, as labels carry them, become others. */
struct touched {
    uint64_t n;                   /* how many */
    uint64_t number[TOUCHED_MAX]; /* the first of them */
    uint64_t n_labels;            /* that were issued under them, and keep the words of then */
};

/* Those of one more record. */
void touched_add(struct touched *all, const struct touched *one);

/* ---- producers ---- */

/* NULL and absent: left as it is. */
struct producer_request {
    uint64_t number; /* 0: a new one */
    const char *name, *origin, *state;
    struct sello_number is_public; /* 0 or 1 */
};

struct producer_outcome {
    struct sello_producer before; /* of a new one empty */
    struct sello_producer after;
    struct touched touched;
    uint64_t seen; /* of the record, and of the certificates that are touched */
};

/* The store's rules for texts (fields "name", "origin", "state"), "changed-meanwhile". */
SELLO_NODISCARD enum sello_error producer_plan(struct session *session,
                                               const struct producer_request *request,
                                               struct producer_outcome *out);
SELLO_NODISCARD enum sello_error producer_commit(struct session *session,
                                                 const struct producer_request *request,
                                                 const struct producer_outcome *shown,
                                                 struct producer_outcome *out);

/* Two records of one producer become one. */
struct merge_outcome {
    struct sello_producer from, into; /* as they are before */
    struct touched touched;           /* certificates of `from`: another name on their pages */
    uint64_t seen;
};

/* Certificates and deliveries of `from` become those of `into`, and `from` is gone; labels stay as
 * they were signed, and the history has both. Rules "no-such-record", "merged-with-itself",
 * "changed-meanwhile". */
SELLO_NODISCARD enum sello_error merge_plan(struct session *session, uint64_t from, uint64_t into,
                                            struct merge_outcome *out);
SELLO_NODISCARD enum sello_error merge_commit(struct session *session, uint64_t from, uint64_t into,
                                              const struct merge_outcome *shown,
                                              struct merge_outcome *out);

/* ---- products ---- */

struct product_request {
    uint64_t number; /* 0: a new one */
    const char *name, *traits, *net_content, *language;
    const struct sello_number *gtin; /* an absent number takes it away; NULL: left as it is */
};

struct product_outcome {
    struct sello_product before;
    struct sello_product after;
    struct touched touched;
    uint64_t seen;
};

SELLO_NODISCARD enum sello_error product_plan(struct session *session,
                                              const struct product_request *request,
                                              struct product_outcome *out);
SELLO_NODISCARD enum sello_error product_commit(struct session *session,
                                                const struct product_request *request,
                                                const struct product_outcome *shown,
                                                struct product_outcome *out);

#endif

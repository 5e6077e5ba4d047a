/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_CERTIFICATES_H
#define SELLO_REGISTRY_STORE_CERTIFICATES_H

/* Certificates: that a producer's product keeps to a scheme, and the steps of their life. What
 * holds for every function of the store is in store.h. */

#include "registry/store/records.h"

struct sello_store;

/* State machine, one row per step; any other is SELLO_E_STATE:
 *   pass      applied, failed, inspected -> inspected; granted, suspended stay
 *   fail      applied, failed, inspected -> failed; granted, suspended stay
 *   grant     inspected -> granted
 *   suspend   granted -> suspended        resume    suspended -> granted
 *   renew     granted stays, until changes
 *   withdraw  any but withdrawn -> withdrawn
 * A step changes no label's status: that is sello_status_set, in the same transaction. */

/* SELLO_E_NOT_FOUND with fault field "product", "producer" or "scheme" where one is missing. */
SELLO_NODISCARD enum sello_error sello_certificate_apply(struct sello_store *store,
                                                         const struct sello_certificate *request,
                                                         uint64_t *out_number);
SELLO_NODISCARD enum sello_error sello_certificate_move(struct sello_store *store,
                                                        const struct sello_certificate_move *move);
SELLO_NODISCARD enum sello_error sello_certificate_get(struct sello_store *store, uint64_t number,
                                                       struct sello_certificate *out);
SELLO_NODISCARD enum sello_error
sello_certificate_list(struct sello_store *store,
                       bool (*visit)(void *context, const struct sello_certificate *row),
                       void *context);
/* Which certificates; a zero field does not limit. */
struct sello_certificate_filter {
    uint64_t producer, product;
    struct sello_number scheme; /* code */
    enum sello_certificate_state state;
    uint64_t applied_from, applied_until; /* instants: the first, and the first one after */
    struct sello_number ends_from;        /* days: labels may be issued until then or later; */
    struct sello_number ends_by;          /* and not longer than until then */
};

/* Those of them, in order of number. */
SELLO_NODISCARD enum sello_error
sello_certificate_find(struct sello_store *store, const struct sello_certificate_filter *filter,
                       bool (*visit)(void *context, const struct sello_certificate *row),
                       void *context);

SELLO_NODISCARD enum sello_error
sello_certificate_history(struct sello_store *store, uint64_t number,
                          bool (*visit)(void *context, const struct sello_certificate_move *row),
                          void *context);

/* What may be told to everybody of one that was ever granted. */
struct sello_listed {
    uint64_t number;
    enum sello_certificate_state state; /* granted, suspended or withdrawn */
    struct sello_number until;
    uint64_t scheme;
    char product[SELLO_NAME_MAX + 1];
    char producer[SELLO_NAME_MAX + 1]; /* empty where it is not public */
    char origin[SELLO_NAME_MAX + 1], region[SELLO_NAME_MAX + 1];
};
SELLO_NODISCARD enum sello_error
sello_listed_list(struct sello_store *store,
                  bool (*visit)(void *context, const struct sello_listed *row), void *context);

/* May labels be issued under it on this day of the clerk's (base_here_day)? Granted, and from its
 * first day to its last one. */
bool sello_certificate_current(const struct sello_certificate *certificate, uint64_t day);

const char *sello_certificate_state_name(enum sello_certificate_state state); /* "granted" */
const char *sello_batch_state_name(enum sello_batch_state state);             /* "signed" */
const char *sello_label_status_name(enum sello_label_status status);          /* "valid" */

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_ENDORSEMENTS_H
#define SELLO_REGISTRY_STORE_ENDORSEMENTS_H

/* Other certifiers that this one vouches for. What holds for every function of the store is in
 * store.h. */

#include "registry/store/records.h"

struct sello_store;

struct sello_endorsement {
    uint64_t number;
    uint8_t fingerprint[SELLO_HASH_LEN];
    char name[SELLO_NAME_MAX + 1];
    char url[SELLO_BASE_URL_MAX + 1];
    uint64_t since; /* day */
    bool ended;
};

/* Vouches for a certifier, by its fingerprint: a new one, or one whose endorsement has ended
 * (`since` is the day it began anew). SELLO_E_EXISTS where it is vouched for already. */
SELLO_NODISCARD enum sello_error sello_endorsement_add(struct sello_store *store,
                                                       const struct sello_endorsement *endorsement,
                                                       uint64_t *out_number);

/* SELLO_E_STATE where it has ended already. */
SELLO_NODISCARD enum sello_error sello_endorsement_end(struct sello_store *store, uint64_t number);

SELLO_NODISCARD enum sello_error sello_endorsement_get(struct sello_store *store, uint64_t number,
                                                       struct sello_endorsement *out);
SELLO_NODISCARD enum sello_error
sello_endorsement_list(struct sello_store *store,
                       bool (*visit)(void *context, const struct sello_endorsement *row),
                       void *context);

#endif

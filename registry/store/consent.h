/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_CONSENT_H
#define SELLO_REGISTRY_STORE_CONSENT_H

/* Whether a producer agreed that others are told of their output, as the events have it. What holds
 * for every function of the store is in store.h. */

#include "registry/store/records.h"

struct sello_store;

struct sello_consent {
    bool given;   /* and not taken back since */
    uint64_t day; /* when */
    char note[SELLO_ROW_TEXT_MAX + 1];
};

/* Says so from `day` on, with a note of how (1 to SELLO_ROW_TEXT_MAX bytes, held to the rule of
 * signed texts: SELLO_E_TEXT and its like); given false: takes it back. */
SELLO_NODISCARD enum sello_error sello_consent_set(struct sello_store *store, uint64_t producer,
                                                   const struct sello_consent *consent);
SELLO_NODISCARD enum sello_error sello_consent_get(struct sello_store *store, uint64_t producer,
                                                   struct sello_consent *out);

#endif

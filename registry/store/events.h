/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_EVENTS_H
#define SELLO_REGISTRY_STORE_EVENTS_H

/* What was done, as it was written. What holds for every function of the store is in store.h. */

#include "registry/store/records.h"

struct sello_store;

/* Events with seq >= from, in order. */
SELLO_NODISCARD enum sello_error
sello_event_list(struct sello_store *store, uint64_t from,
                 bool (*visit)(void *context, const struct sello_event *row), void *context);

#endif

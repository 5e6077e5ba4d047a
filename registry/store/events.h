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

/* An event's bytes, for its hash and for auditors: the canonical CBOR [seq, instant, who, kind,
 * body], and behind them the role where there is one. At most SELLO_EVENT_BYTES_MAX. */
#define SELLO_EVENT_BYTES_MAX (SELLO_EVENT_MAX + SELLO_WHO_MAX + SELLO_ROLE_MAX + 128)
void sello_put_event(struct sello_writer *w, const struct sello_event *event);

/* The last event's number, and the hash that it leaves; SELLO_E_NOT_FOUND before the first. */
SELLO_NODISCARD enum sello_error sello_event_newest(struct sello_store *store, uint64_t *out_seq,
                                                    uint8_t out_chain[SELLO_LEN(SELLO_HASH_LEN)]);

/* The event that tells of the newest bundle since events are a chain, which a signed head must
 * reach; 0: there is none. */
SELLO_NODISCARD enum sello_error sello_event_of_bundle(struct sello_store *store,
                                                       uint64_t *out_seq);

#define SELLO_EVENT_HEAD_MAX 512 /* bytes */

/* The head of the chain as somebody signed it; what that means is theirs. */
struct sello_event_head {
    uint64_t seq;
    uint8_t bytes[SELLO_EVENT_HEAD_MAX];
    size_t len;
};

/* One for the newest event replaces what was there for it. Writes no event: it is of events. */
SELLO_NODISCARD enum sello_error sello_event_head_put(struct sello_store *store,
                                                      const struct sello_event_head *head);

/* The newest; SELLO_E_NOT_FOUND where nothing was signed yet. */
SELLO_NODISCARD enum sello_error sello_event_head_get(struct sello_store *store,
                                                      struct sello_event_head *out);

#endif

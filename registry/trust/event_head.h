/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_EVENT_HEAD_H
#define SELLO_REGISTRY_TRUST_EVENT_HEAD_H

/* The head of the chain of events under a status key's signature: whoever changes events up to it
 * needs that key. A COSE_Sign1 of {0: fingerprint, 1: event, 2: its chain hash, 3: signed at}. */

#include "keys/keys.h"
#include "registry/store/events.h"

#define SELLO_TYPE_EVENTS "application/sello-events+cbor"

/* Signs the newest event as it stands. */
SELLO_NODISCARD enum sello_error event_head_make(struct sello_store *store,
                                                 const struct sello_key *key, uint64_t now,
                                                 struct sello_event_head *out);

/* The same, and stores it. */
SELLO_NODISCARD enum sello_error event_head_sign(struct sello_store *store,
                                                 const struct sello_key *key, uint64_t now);

/* Holds the newest signed head to the events, under the status keys of the root. *out_seq: how far
 * the events are signed; 0: not at all. SELLO_E_SIGNATURE: it is not one of theirs.
 * SELLO_E_STORE_DAMAGED: the event it signs is another one. */
SELLO_NODISCARD enum sello_error event_head_check(struct sello_store *store,
                                                  const struct sello_root *root, uint64_t *out_seq);

#endif

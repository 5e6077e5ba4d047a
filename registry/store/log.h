/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_LOG_H
#define SELLO_REGISTRY_STORE_LOG_H

/* The certifier's public log: each root and each bundle that was stored, in the order of their
 * events. What holds for every function of the store is in store.h. */

#include "wire/wire.h"

struct sello_store;

/* Its entries, and their leaf hashes one after the other. Owned; freed by sello_store_log_free. */
struct sello_store_log {
    struct sello_log_entry *entry;
    uint8_t *leaf;
    size_t n, room, leaf_room;
};
void sello_store_log_free(struct sello_store_log *log);
struct sello_leaves sello_store_log_leaves(const struct sello_store_log *log);

SELLO_NODISCARD enum sello_error sello_store_log(struct sello_store *store,
                                                 struct sello_store_log *out);

/* One entry more, that is in no store. */
SELLO_NODISCARD enum sello_error sello_store_log_add(struct sello_store_log *log,
                                                     const struct sello_log_entry *entry);

/* Notes that a log of ours was found that this one does not go on from: another copy of the
 * registry publishes, too. */
SELLO_NODISCARD enum sello_error
sello_store_log_contradicted(struct sello_store *store, uint64_t size,
                             const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)]);

/* The newest such note: how many entries that log has; 0: there is none, or a root was stored
 * since. */
SELLO_NODISCARD enum sello_error sello_store_log_contradiction(struct sello_store *store,
                                                               uint64_t *out_size);

#endif

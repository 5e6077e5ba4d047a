/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "registry/store/history.h"
#include "registry/store/log.h"
#include "registry/store/store_internal.h"

void sello_store_log_free(struct sello_store_log *log) {
    free(log->entry);
    free(log->leaf);
    *log = (struct sello_store_log){.n = 0};
}

struct sello_leaves sello_store_log_leaves(const struct sello_store_log *log) {
    return (struct sello_leaves){log->leaf, log->n};
}

static enum sello_error add_entry(struct sello_store_log *log, uint64_t kind,
                                  const struct sello_event_facts *facts) {
    if (!facts->has_hash || !facts->number.present) {
        return SELLO_E_STORE_DAMAGED;
    }
    if (!base_grow(&log->entry, &log->room, log->n + 1, sizeof *log->entry) ||
        !base_grow(&log->leaf, &log->leaf_room, (log->n + 1) * SELLO_HASH_LEN, 1)) {
        return SELLO_E_MEMORY;
    }
    struct sello_log_entry *entry = &log->entry[log->n];
    *entry = (struct sello_log_entry){.kind = kind, .version = facts->number.value};
    memcpy(entry->hash, facts->hash, sizeof entry->hash);
    sello_log_entry_hash(entry, log->leaf + log->n++ * SELLO_HASH_LEN);
    return SELLO_OK;
}

/* Events are never changed, so the log only grows. */
enum sello_error sello_store_log(struct sello_store *store, struct sello_store_log *out) {
    struct sello_store_log log = {.n = 0};
    struct sello_event_facts facts;
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT kind, body FROM event"
                               " WHERE kind IN ('root.stored', 'bundle.stored') ORDER BY seq");
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && sello_row(&q)) {
        char kind[32];
        sello_col_text(&q, kind, sizeof kind);
        bool root = strcmp(kind, "root.stored") == 0;
        error = sello_event_read(sello_col_blob(&q), &facts);
        if (error == SELLO_OK) {
            error = add_entry(&log, root ? SELLO_LOG_ROOT : SELLO_LOG_BUNDLE, &facts);
        }
    }
    error = error == SELLO_OK ? q.error : error;
    if (error != SELLO_OK) {
        sello_store_log_free(&log);
        return error;
    }
    *out = log;
    return SELLO_OK;
}

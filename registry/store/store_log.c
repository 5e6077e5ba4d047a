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

enum sello_error sello_store_log_add(struct sello_store_log *log,
                                     const struct sello_log_entry *entry) {
    if (!base_grow(&log->entry, &log->room, log->n + 1, sizeof *log->entry) ||
        !base_grow(&log->leaf, &log->leaf_room, (log->n + 1) * SELLO_HASH_LEN, 1)) {
        return SELLO_E_MEMORY;
    }
    log->entry[log->n] = *entry;
    sello_log_entry_hash(entry, log->leaf + log->n++ * SELLO_HASH_LEN);
    return SELLO_OK;
}

static enum sello_error add_event(struct sello_store_log *log, uint64_t kind,
                                  const struct sello_event_facts *facts) {
    struct sello_log_entry entry = {.kind = kind, .version = facts->number.value};
    memcpy(entry.hash, facts->hash, sizeof entry.hash);
    return facts->has_hash && facts->number.present ? sello_store_log_add(log, &entry)
                                                    : SELLO_E_STORE_DAMAGED;
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
            error = add_event(&log, root ? SELLO_LOG_ROOT : SELLO_LOG_BUNDLE, &facts);
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

enum sello_error sello_store_log_contradicted(struct sello_store *store, uint64_t size,
                                              const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)]) {
    struct sello_change c = sello_change_begin(store);
    sello_change_event(&c, "log.contradicted", sello_part(SELLO_EVENT_COUNT, size),
                       sello_part_hash(SELLO_EVENT_HASH, root));
    return sello_change_end(&c);
}

/* A root ends the matter: whoever makes one has seen which copy is to go on. */
enum sello_error sello_store_log_contradiction(struct sello_store *store, uint64_t *out_size) {
    struct sello_event_facts facts;
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "SELECT body FROM event WHERE kind = 'log.contradicted' AND seq >"
                   " (SELECT coalesce(max(seq), 0) FROM event WHERE kind = 'root.stored')"
                   " ORDER BY seq DESC LIMIT 1");
    *out_size = 0;
    if (!sello_row(&q)) {
        return q.error;
    }
    enum sello_error error = sello_event_read(sello_col_blob(&q), &facts);
    *out_size = error == SELLO_OK ? facts.count.value : 0;
    return error;
}

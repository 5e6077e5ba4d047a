/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/trust_log.h"

void sello_trust_put_origin(const struct sello_trust *trust, struct sello_writer *w) {
    sello_put_log_origin(w, trust->address[0]);
}

/* Is the checkpoint signed by a log key of the newest root, when the bundle was made? */
static enum sello_error check_key(const struct sello_trust *t, struct sello_bytes origin,
                                  uint8_t out_key[SELLO_LEN(SELLO_KEY_LEN)]) {
    const struct sello_root *root = &t->root;
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        struct sello_note_key key = {.name = origin, .type = SELLO_NOTE_ED25519};
        if (!sello_root_key_logs(&root->key[i], t->bundle.generated)) {
            continue;
        }
        memcpy(key.key, root->key[i].public_key, sizeof key.key);
        if (sello_note_check(&t->bundle.checkpoint.note, &key, NULL, NULL) == SELLO_OK) {
            memcpy(out_key, key.key, sizeof key.key);
            return SELLO_OK;
        }
    }
    return SELLO_E_LOG_KEY;
}

void sello_trust_log_leaf(const struct sello_trust *t, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    struct sello_log_entry entry = {.kind = SELLO_LOG_BUNDLE, .version = t->bundle.version};
    sello_sha256(&t->bundle_bytes, 1, entry.hash);
    sello_log_entry_hash(&entry, out);
}

enum sello_error sello_trust_open_log(struct sello_trust *t) {
    const struct sello_checkpoint *c = &t->bundle.checkpoint;
    uint8_t buf[SELLO_NOTE_NAME_MAX], root[SELLO_HASH_LEN], leaf[SELLO_HASH_LEN];
    struct sello_writer origin = sello_writer_init(buf, sizeof buf);
    if (!t->bundle.has_log) {
        return SELLO_OK;
    }
    sello_trust_put_origin(t, &origin);
    if (!sello_bytes_eq(c->origin, sello_written(&origin))) {
        return SELLO_E_LOG_ORIGIN;
    }
    enum sello_error error = check_key(t, c->origin, t->log.key);
    if (error != SELLO_OK) {
        return error;
    }
    if (!sello_log_edge_root(&t->bundle.log, c->size, root) ||
        memcmp(root, c->root, sizeof root) != 0) {
        return SELLO_E_LOG_ROOT;
    }
    sello_trust_log_leaf(t, leaf);
    sello_log_edge_root_with(&t->bundle.log, c->size, leaf, t->log.root);
    t->log.size = c->size + 1;
    t->log.told = true;
    return SELLO_OK;
}

/* ---- one after another ---- */

static bool key_ended(const struct sello_trust *told, const struct sello_root *newest) {
    for (size_t i = newest->n_members; i < newest->n_keys; i++) {
        if (memcmp(newest->key[i].public_key, told->log.key, SELLO_KEY_LEN) == 0) {
            return !sello_root_key_logs(&newest->key[i], told->bundle.generated);
        }
    }
    return true;
}

/* The same trees, as far as both tell? What `next` tells goes back 256 entries at least, and to the
 * end of every full tile before; `told` is asked where that was not enough. */
static bool goes_on(const struct sello_trust *told, const struct sello_trust *next) {
    uint8_t before[SELLO_HASH_LEN], now[SELLO_HASH_LEN];
    uint64_t size = told->log.size;
    if (next->bundle.checkpoint.size < size) {
        return false;
    }
    if (sello_log_edge_root(&next->bundle.log, size, now)) {
        return memcmp(now, told->log.root, sizeof now) == 0;
    }
    size -= size % SELLO_TILE_WIDTH;
    return !sello_log_edge_root(&next->bundle.log, size, now) ||
           !sello_log_edge_root(&told->bundle.log, size, before) ||
           memcmp(now, before, sizeof now) == 0;
}

/* The file that told of the log, where it binds the next one; else NULL. */
static const struct sello_trust *told_before(const struct sello_trust *stored,
                                             const struct sello_trust *next) {
    bool merged = stored->bundle.status_only && stored->whole != NULL;
    const struct sello_trust *told = merged ? stored->whole : stored;
    bool binds = told->log.told && !next->bundle.status_only && !key_ended(told, &next->root) &&
                 !sello_bytes_eq(told->bundle_bytes, next->bundle_bytes);
    return binds ? told : NULL;
}

enum sello_error sello_trust_log_follows(const struct sello_trust *stored,
                                         const struct sello_trust *next) {
    const struct sello_trust *told = told_before(stored, next);
    if (told == NULL) {
        return SELLO_OK;
    }
    if (!next->log.told) {
        return SELLO_E_LOG_SILENT;
    }
    return goes_on(told, next) ? SELLO_OK : SELLO_E_LOG_SPLIT;
}

bool sello_trust_log_gap(const struct sello_trust *stored, const struct sello_trust *next,
                         uint64_t *out_tile) {
    const struct sello_trust *told = told_before(stored, next);
    uint8_t root[SELLO_HASH_LEN];
    if (told == NULL || !next->log.told ||
        sello_log_edge_root(&next->bundle.log, told->log.size, root)) {
        return false;
    }
    *out_tile = told->log.size / SELLO_TILE_WIDTH;
    return true;
}

enum sello_error sello_trust_log_bridge(const struct sello_trust *stored,
                                        const struct sello_trust *next, struct sello_bytes tile) {
    const struct sello_trust *told = told_before(stored, next);
    uint8_t root[SELLO_HASH_LEN];
    if (told == NULL) {
        return SELLO_OK;
    }
    if (!sello_log_edge_root_by_tile(&next->bundle.log, told->log.size, tile, root)) {
        return SELLO_E_LOG_TILE;
    }
    return memcmp(root, told->log.root, sizeof root) == 0 ? SELLO_OK : SELLO_E_LOG_SPLIT;
}

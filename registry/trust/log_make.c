/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/log_make.h"

#include <stdlib.h>

#include "registry/store/store.h"

enum sello_error log_origin(struct sello_store *store, char out[SELLO_LEN(LOG_ORIGIN_MAX)]) {
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct sello_root root = {.key = malloc(SELLO_ROOT_KEYS_MAX * sizeof *root.key)};
    enum sello_error error = root.key != NULL ? SELLO_OK : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        error = sello_store_root_bytes(store, 1, &bytes, &len);
    }
    if (error == SELLO_OK) {
        error = sello_root_parse(sello_bytes(bytes, len), &root);
    }
    if (error == SELLO_OK) {
        struct sello_writer w = sello_writer_init(out, LOG_ORIGIN_MAX - 1);
        sello_put_log_origin(&w, root.base_url);
        out[w.len] = '\0';
    }
    free(root.key);
    free(bytes);
    return error;
}

enum sello_error log_events_origin(struct sello_store *store, char out[SELLO_LEN(LOG_ORIGIN_MAX)]) {
    enum sello_error error = log_origin(store, out);
    size_t base = error == SELLO_OK ? strlen(out) - strlen("log") : 0;
    if (error == SELLO_OK && base + sizeof "events" > LOG_ORIGIN_MAX) {
        return SELLO_E_TOO_LONG;
    }
    if (error == SELLO_OK) {
        memcpy(out + base, "events", sizeof "events");
    }
    return error;
}

struct sello_note_key log_note_key(const char *origin, const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)],
                                   enum sello_note_type type) {
    struct sello_note_key note_key = {.name = sello_bytes_of(origin), .type = type};
    memcpy(note_key.key, key, sizeof note_key.key);
    return note_key;
}

void log_put_checkpoint(struct sello_writer *out, const char *origin,
                        const struct sello_leaves *leaves, const struct sello_key *key) {
    const struct sello_note_key note_key =
        log_note_key(origin, sello_key_public(key), SELLO_NOTE_ED25519);
    uint8_t root[SELLO_HASH_LEN], text[SELLO_CHECKPOINT_MAX], signature[SELLO_SIG_LEN];
    struct sello_writer t = sello_writer_init(text, sizeof text);
    sello_leaves_hash(leaves, 0, leaves->n, root);
    sello_put_checkpoint_text(&t, note_key.name, leaves->n, root);
    sello_key_sign(key, sello_written(&t), signature);
    sello_write(out, text, t.len);
    sello_write(out, "\n", 1);
    sello_put_note_signature(out, &note_key, 0, signature);
}

bool log_is_kept(const struct sello_root *root, uint64_t at) {
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        if (sello_root_key_logs(&root->key[i], at)) {
            return true;
        }
    }
    return false;
}

bool log_is_signed(const struct sello_root *root, const char *origin,
                   const struct sello_checkpoint *checkpoint, uint64_t at) {
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        const struct sello_note_key note_key =
            log_note_key(origin, key->public_key, SELLO_NOTE_ED25519);
        bool asked = at == SELLO_NEVER ? key->role == SELLO_ROLE_LOG : sello_root_key_logs(key, at);
        if (asked && sello_note_check(&checkpoint->note, &note_key, NULL, NULL) == SELLO_OK) {
            return true;
        }
    }
    return false;
}

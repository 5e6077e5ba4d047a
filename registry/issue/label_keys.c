/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/label_keys.h"

void label_keys_need(struct label_keys *keys, uint64_t scheme) {
    keys->scheme[scheme / 8] |= (uint8_t)(1u << scheme % 8);
}

const struct label_key *label_keys_find(const struct label_keys *keys, uint64_t scheme) {
    const struct sello_root *root = keys->root;
    const struct sello_number code = {true, scheme};
    for (size_t i = 0; i < keys->n; i++) {
        const struct sello_root_key *key = &root->key[root->n_members + keys->key[i].index];
        if (sello_root_key_allows(key, keys->now, code) == SELLO_OK) {
            return &keys->key[i];
        }
    }
    return NULL;
}

static enum sello_error open_one(struct session *session, struct label_keys *keys,
                                 uint64_t scheme) {
    const struct session_key_use use = {SELLO_ROLE_LABEL, keys->now, {true, scheme}, {false, 0}};
    struct label_key *next = &keys->key[keys->n];
    if (keys->n == LABEL_KEYS_MAX) {
        return session_refuse(
            session, &(struct problem){.error = SELLO_E_STATE, .rule = "too-many-label-keys"});
    }
    enum sello_error error = session_open_key(session, &use, &next->key, &next->index);
    keys->n += error == SELLO_OK ? 1 : 0;
    return error;
}

enum sello_error label_keys_open(struct session *session, struct label_keys *keys) {
    enum sello_error error = session_root(session, &keys->root);
    keys->now = session->now;
    for (uint64_t scheme = 0; scheme < 8 * sizeof keys->scheme && error == SELLO_OK; scheme++) {
        bool needed = (keys->scheme[scheme / 8] >> scheme % 8 & 1) != 0;
        if (needed && label_keys_find(keys, scheme) == NULL) {
            error = open_one(session, keys, scheme);
        }
    }
    return error;
}

void label_keys_close(struct label_keys *keys) {
    for (size_t i = 0; i < keys->n; i++) {
        sello_key_free(&keys->key[i].key);
    }
    keys->n = 0;
}

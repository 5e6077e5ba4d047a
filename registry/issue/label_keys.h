/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_LABEL_KEYS_H
#define SELLO_REGISTRY_ISSUE_LABEL_KEYS_H

/* The keys that sign the labels of several schemes: all are open before anything is reserved. */

#include "registry/session/session.h"

#define LABEL_KEYS_MAX 16

struct label_key {
    struct sello_key *key;
    uint64_t index; /* among the delegated keys */
};

struct label_keys {
    const struct sello_root *root;
    uint64_t now;
    uint8_t scheme[65536 / 8]; /* a bit for each scheme that labels are needed of */
    struct label_key key[LABEL_KEYS_MAX];
    size_t n;
};

void label_keys_need(struct label_keys *keys, uint64_t scheme);

/* Opens what is needed. Rules: "too-many-label-keys", those of session_open_key. Freed by
 * label_keys_close in any case. */
SELLO_NODISCARD enum sello_error label_keys_open(struct session *session, struct label_keys *keys);
void label_keys_close(struct label_keys *keys);

/* One that may sign the scheme's labels now, or NULL. */
const struct label_key *label_keys_find(const struct label_keys *keys, uint64_t scheme);

#endif

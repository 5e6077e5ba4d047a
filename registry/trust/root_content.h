/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_CONTENT_H
#define SELLO_REGISTRY_TRUST_ROOT_CONTENT_H

/* A root's content on the way to a root: filled in, then signed, judged as a verifier would, and
 * kept. */

#include "registry/session/session.h"

/* With memory for its keys, and for what is made of it. */
struct root_content {
    struct sello_root root;
    struct sello_root_key key[SELLO_ROOT_KEYS_MAX];
    uint8_t payload[SELLO_ROOT_MAX];
    uint8_t bytes[SELLO_ROOT_MAX];
    uint8_t scratch[SELLO_ROOT_SCRATCH];
    uint8_t addresses[SELLO_ROOT_MAX];               /* root.addresses, where one is added */
    uint8_t schemes[SELLO_ROOT_MAX];                 /* root.schemes points here */
    struct sello_root_key made[SELLO_ROOT_KEYS_MAX]; /* of the signed root, read back */
};

/* An empty one: version 1. NULL without memory. Freed with free(). */
struct root_content *root_content_new(void);

/* Makes it continue `before`: the same content, the next version. */
void root_content_follow(struct root_content *content, const struct sello_root *before,
                         uint64_t now);

/* Adds a key: members first, then the delegated ones. name: members only. */
void root_content_add(struct root_content *content, const struct sello_key *key,
                      struct sello_bytes name);

/* Writes the scheme table from the registry's schemes. */
SELLO_NODISCARD enum sello_error root_content_schemes(struct sello_store *store,
                                                      struct root_content *content);

/* Signs it with the keys, judges it as the successor of `before` (NULL: the first), and stores
 * it. */
SELLO_NODISCARD enum sello_error root_content_store(struct sello_store *store,
                                                    struct root_content *content,
                                                    const struct sello_root *before,
                                                    struct sello_key *const *keys, size_t n_keys);

#endif

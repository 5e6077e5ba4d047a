/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_MAKE_H
#define SELLO_REGISTRY_TRUST_ROOT_MAKE_H

/* Making roots: from a content to a signed root in the store, judged as a verifier would before it
 * is kept. */

#include "registry/commands/app.h"

/* A root's content on the way, with memory for its keys. */
struct root_draft {
    struct sello_root root;
    struct sello_root_key key[SELLO_ROOT_KEYS_MAX];
    uint8_t payload[SELLO_ROOT_MAX];
    uint8_t bytes[SELLO_ROOT_MAX];
    uint8_t scratch[SELLO_ROOT_SCRATCH];
    uint8_t schemes[SELLO_ROOT_MAX]; /* root.schemes points here */
};

/* A new draft, empty: version 1. NULL, having said so, without memory. Freed with free(). */
struct root_draft *root_draft_new(void);

/* A draft that continues `before`: the same content, the next version. */
struct root_draft *root_draft_after(struct app *app, const struct sello_root *before);

/* Adds a key: members first, then the delegated ones. name: members only. */
void root_draft_add(struct root_draft *draft, const struct sello_key *key, struct sello_bytes name);

/* Writes the scheme table from the registry's schemes. */
SELLO_NODISCARD enum sello_error root_draft_schemes(struct app *app, struct root_draft *draft);

/* Signs the draft with the keys, judges it as the successor of `before` (NULL: the first), and
 * stores it. */
SELLO_NODISCARD enum sello_error root_draft_store(struct app *app, struct root_draft *draft,
                                                  const struct sello_root *before,
                                                  struct sello_key *const *keys, size_t n_keys);

#endif

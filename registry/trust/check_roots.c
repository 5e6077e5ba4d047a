/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/trust/check_parts.h"

/* Two roots in turn: the one before, and the next. */
struct chain {
    struct sello_root root[2];
    struct sello_root_key key[2][SELLO_ROOT_KEYS_MAX];
    uint8_t *bytes[2];
    uint8_t scratch[SELLO_ROOT_SCRATCH];
};

/* Reads root `version` into its place, and holds it to the one before. */
static enum sello_error take_root(struct check_job *job, struct chain *chain, uint64_t version) {
    size_t at = version % 2, len = 0;
    free(chain->bytes[at]);
    chain->bytes[at] = NULL;
    enum sello_error error =
        sello_store_root_bytes(job->session->store, version, &chain->bytes[at], &len);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_root *root = &chain->root[at];
    *root = (struct sello_root){.key = chain->key[at]};
    error = sello_root_parse(sello_bytes(chain->bytes[at], len), root);
    if (error == SELLO_OK && root->version != version) {
        error = SELLO_E_ROOT_GAP;
    }
    return error == SELLO_OK ? sello_root_accept(version > 1 ? &chain->root[1 - at] : NULL, root,
                                                 chain->scratch, NULL)
                             : error;
}

/* The hash under which the newest root stands in the store is what bundles name it by. */
static void check_newest(struct check_job *job, const struct chain *chain,
                         const struct sello_stored_root *newest) {
    const struct sello_root *root = &chain->root[newest->version % 2];
    if (memcmp(root->hash, newest->hash, SELLO_HASH_LEN) != 0) {
        check_find(job, "root-hash", newest->version, SELLO_OK);
    }
}

static void walk(struct check_job *job, struct chain *chain,
                 const struct sello_stored_root *newest) {
    for (uint64_t version = 1; version <= newest->version; version++) {
        enum sello_error error = take_root(job, chain, version);
        if (error != SELLO_OK) { /* those that follow have nothing to be held to */
            check_find(job, "root", version, error);
            return;
        }
    }
    check_newest(job, chain, newest);
}

enum sello_error check_roots(struct check_job *job) {
    struct sello_stored_root newest;
    enum sello_error error = sello_store_newest_root(job->session->store, &newest);
    if (error == SELLO_E_NOT_FOUND) {
        check_find(job, "root-none", 0, SELLO_OK);
        return SELLO_OK;
    }
    if (error != SELLO_OK) {
        return error;
    }
    struct chain *chain = calloc(1, sizeof *chain);
    if (chain == NULL) {
        return SELLO_E_MEMORY;
    }
    walk(job, chain, &newest);
    free(chain->bytes[0]);
    free(chain->bytes[1]);
    free(chain);
    return SELLO_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/trust_ours.h"

#include <stdlib.h>

#include "registry/store/trust.h"
#include "registry/trust/bundle_make.h"
#include "registry/trust/trust_open.h"

static enum sello_error check_number(struct sello_store *store, const struct sello_trust *trust) {
    uint8_t hash[SELLO_HASH_LEN];
    bool other = false;
    sello_sha256(&trust->bundle_bytes, 1, hash);
    enum sello_error error = sello_store_signed_other(store, trust->bundle.version, hash, &other);
    return error == SELLO_OK && other ? SELLO_E_FORK : error;
}

/* Our own file was accepted when it was made: a failure to read it is the check's to tell. */
static enum sello_error check_after_newest(const struct trust_file *newest,
                                           const struct sello_trust *trust) {
    struct sello_trust *ours = NULL;
    void *memory = NULL;
    enum sello_error error = trust_open(trust_file_bytes(newest), &ours, &memory);
    if (error == SELLO_OK && trust->bundle.version > ours->bundle.version &&
        trust->root.version >= ours->root.version &&
        sello_trust_succeeds(ours, trust) != SELLO_OK) {
        error = SELLO_E_FORK;
    }
    free(memory);
    return error;
}

enum sello_error trust_ours(struct sello_store *store, const struct sello_trust *trust) {
    struct trust_file newest = {.ptr = NULL};
    enum sello_error error = check_number(store, trust);
    if (error == SELLO_OK) {
        error = trust_file_again(store, &newest);
    }
    if (error == SELLO_OK) {
        error = check_after_newest(&newest, trust);
    }
    trust_file_free(&newest);
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
}

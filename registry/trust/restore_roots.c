/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/restore_roots.h"

#include <stdlib.h>

#include "registry/session/session_files.h"
#include "registry/store/backup.h"
#include "registry/trust/scheme.h"
#include "registry/trust/trust_open.h"

void trust_roots_close(struct trust_roots *roots) {
    free(roots->file);
    free(roots->memory);
}

enum sello_error trust_roots_open(struct session *session, const char *path,
                                  struct trust_roots *out) {
    *out = (struct trust_roots){.file = NULL};
    enum sello_error error =
        session_read_file(session, path, SELLO_TRUST_FILE_MAX, &out->file, &out->len);
    if (error != SELLO_OK) {
        return error;
    }
    out->memory = malloc(TRUST_ROOTS_ROOM);
    struct sello_arena arena = {out->memory, TRUST_ROOTS_ROOM};
    struct sello_bytes rest;
    error = out->memory == NULL ? SELLO_E_MEMORY
                                : sello_trust_open_roots(sello_bytes(out->file, out->len), &arena,
                                                         &out->trust, &rest);
    return error == SELLO_OK
               ? SELLO_OK
               : session_refuse(session, &(struct problem){
                                             .error = error,
                                             .rule = "trust-file-not-usable",
                                             .value = {problem_text(path), problem_error(error)}});
}

/* ---- the same certifier, and the same roots as far as both go ---- */

static enum sello_error check_same(struct sello_store *store, const struct sello_trust *trust) {
    uint8_t fingerprint[SELLO_HASH_LEN];
    struct sello_stored_root newest;
    enum sello_error error = sello_store_fingerprint(store, fingerprint);
    if (error == SELLO_OK) {
        error = sello_store_newest_root(store, &newest);
    }
    if (error != SELLO_OK) {
        return error;
    }
    if (memcmp(fingerprint, trust->root.fingerprint, SELLO_HASH_LEN) != 0) {
        return SELLO_E_OTHER_CERTIFIER;
    }
    if (trust->n_roots < newest.version) {
        return SELLO_E_OLDER_ROOT;
    }
    return memcmp(trust->root_hash[newest.version - 1], newest.hash, SELLO_HASH_LEN) == 0
               ? SELLO_OK
               : SELLO_E_FORK;
}

/* ---- taking them ---- */

static enum sello_error put_roots(struct sello_store *store, const struct sello_trust *trust) {
    struct sello_stored_root newest;
    struct sello_bytes rest = trust->roots;
    enum sello_error error = sello_store_newest_root(store, &newest);
    for (uint64_t version = 1; error == SELLO_OK && version <= trust->n_roots; version++) {
        struct sello_bytes item;
        error = sello_cbor_first(rest, SELLO_DEPTH_TRUST, &item, NULL);
        if (error == SELLO_OK && version > newest.version) {
            error = sello_store_put_root_back(store, version, trust->root_hash[version - 1], item);
        }
        if (error == SELLO_OK) {
            rest = sello_bytes(rest.ptr + item.len, rest.len - item.len);
        }
    }
    return error;
}

static enum sello_error take_all(struct sello_store *store, void *context) {
    const struct sello_trust *const *given = context, *trust = *given;
    enum sello_error error = check_same(store, trust);
    if (error == SELLO_OK) {
        error = put_roots(store, trust);
    }
    return error == SELLO_OK ? scheme_take_all(store, &trust->root) : error;
}

enum sello_error restore_roots(struct sello_store *store, const struct sello_trust *trust) {
    return sello_store_do(store, take_all, &trust);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/restore_roots.h"

#include <stdlib.h>

#include "registry/commands/record.h"
#include "registry/store/backup.h"

/* Two roots with room for their keys, a scratch, and a hash of each root. */
#define ROOTS_MEMORY ((size_t)1 << 20)

void trust_roots_close(struct trust_roots *roots) {
    free(roots->file);
    free(roots->memory);
}

bool trust_roots_open(const char *path, struct trust_roots *out) {
    *out = (struct trust_roots){.file = NULL};
    if (!cli_file_read(path, SELLO_TRUST_FILE_MAX, &out->file, &out->len)) {
        return false;
    }
    out->memory = malloc(ROOTS_MEMORY);
    struct sello_arena arena = {out->memory, ROOTS_MEMORY};
    struct sello_bytes rest;
    enum sello_error error =
        out->memory == NULL
            ? SELLO_E_MEMORY
            : sello_trust_open_roots(sello_bytes(out->file, out->len), &arena, &out->trust, &rest);
    if (error != SELLO_OK) {
        cli_error(_("%s cannot be used: %s."), path, _(sello_error_text(error)));
    }
    return error == SELLO_OK;
}

/* ---- the same certifier, and the same roots as far as both go ---- */

static enum sello_error check_same(struct app *app, const struct sello_trust *trust) {
    uint8_t fingerprint[SELLO_HASH_LEN];
    struct sello_stored_root newest;
    enum sello_error error = sello_store_fingerprint(app->session.store, fingerprint);
    if (error == SELLO_OK) {
        error = sello_store_newest_root(app->session.store, &newest);
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

static enum sello_error put_roots(struct app *app, const struct sello_trust *trust) {
    struct sello_stored_root newest;
    struct sello_bytes rest = trust->roots;
    enum sello_error error = sello_store_newest_root(app->session.store, &newest);
    for (uint64_t version = 1; error == SELLO_OK && version <= trust->n_roots; version++) {
        struct sello_bytes item;
        error = sello_cbor_first(rest, SELLO_DEPTH_TRUST, &item, NULL);
        if (error == SELLO_OK && version > newest.version) {
            error = sello_store_put_root_back(app->session.store, version,
                                              trust->root_hash[version - 1], item);
        }
        if (error == SELLO_OK) {
            rest = sello_bytes(rest.ptr + item.len, rest.len - item.len);
        }
    }
    return error;
}

static void copy_name(struct sello_bytes name, char out[SELLO_LEN(SELLO_NAME_MAX + 1)]) {
    snprintf(out, SELLO_NAME_MAX + 1, "%.*s", (int)name.len, (const char *)name.ptr);
}

/* The scheme's record as the root has it; its web page is not there. */
static enum sello_error take_scheme(struct app *app, const struct sello_root *root, uint64_t code) {
    struct sello_scheme scheme = {.code = code};
    bool known = sello_scheme_get(app->session.store, code, &scheme) == SELLO_OK;
    struct sello_bytes english = sello_root_scheme_name_in(root, code, sello_bytes_of("en"));
    bool adds = scheme.name_en[0] == '\0' && english.len > 0;
    if (adds) {
        copy_name(english, scheme.name_en);
    }
    if (known) {
        return adds ? sello_scheme_edit(app->session.store, &scheme) : SELLO_OK;
    }
    copy_name(sello_root_scheme_name(root, code, sello_bytes_of("es")), scheme.name);
    return sello_scheme_add(app->session.store, &scheme);
}

enum sello_error restore_schemes(struct app *app, const struct sello_root *root) {
    struct sello_reader r = sello_reader_init(root->schemes);
    enum sello_error error = SELLO_OK;
    for (size_t n = root->schemes.len > 0 ? sello_take_map(&r) : 0; n > 0 && error == SELLO_OK;
         n--) {
        uint64_t code = sello_take_uint(&r);
        sello_take_item(&r); /* its names */
        error = r.error == SELLO_OK ? take_scheme(app, root, code) : r.error;
    }
    return error;
}

static enum sello_error take_all(struct app *app, const struct sello_trust *trust) {
    enum sello_error error = sello_store_begin(app->session.store);
    if (error != SELLO_OK) {
        return error;
    }
    error = check_same(app, trust);
    if (error == SELLO_OK) {
        error = put_roots(app, trust);
    }
    if (error == SELLO_OK) {
        error = restore_schemes(app, &trust->root);
    }
    return record_end(app->session.store, error, false);
}

bool restore_roots(struct app *app, const char *path) {
    struct trust_roots roots;
    bool done = trust_roots_open(path, &roots);
    enum sello_error error = done ? take_all(app, &roots.trust) : SELLO_OK;
    trust_roots_close(&roots);
    if (error != SELLO_OK) {
        app_failed(app, error, _("The missing roots were not taken from the trust file"));
    }
    return done && error == SELLO_OK;
}

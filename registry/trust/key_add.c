/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/key_add.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "registry/session/session_files.h"
#include "registry/trust/root_find.h"

struct added {
    uint8_t *bytes; /* owned: what was checked is what is written */
    size_t len;
};

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               const char *path, const char *other) {
    return session_refuse(session,
                          &(struct problem){.error = error,
                                            .rule = rule,
                                            .value = {problem_text(path), problem_text(other)}});
}

static enum sello_error read_one(struct session *session, const char *path, struct added *file,
                                 struct key_told *out) {
    struct sello_keyfile_info info;
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], name[64];
    *out = (struct key_told){.made = false};
    enum sello_error error =
        session_read_file(session, path, SELLO_KEYFILE_MAX, &file->bytes, &file->len);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_keyfile_peek(sello_bytes(file->bytes, file->len), &info);
    if (error != SELLO_OK) {
        return refuse(session, error, "not-a-key-file", path, "");
    }
    out->role = info.role;
    memcpy(out->public_key, info.public_key, SELLO_KEY_LEN);
    memcpy(out->kid, info.kid, SELLO_KID_LEN);
    base_hex(info.kid, SELLO_KID_LEN, kid);
    snprintf(name, sizeof name, "%s-%s.key", root_role_name(info.role), kid);
    return session_key_path(session, name, out->path);
}

/* ---- is it there already? ---- */

struct here {
    const uint8_t *public_key;
    char path[SESSION_PATH_MAX]; /* "": not here */
};

static bool compare(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct here *here = context;
    if (memcmp(info->public_key, here->public_key, SELLO_KEY_LEN) == 0) {
        snprintf(here->path, sizeof here->path, "%s", path);
    }
    return here->path[0] == '\0';
}

static enum sello_error check_one(struct session *session, const char *path,
                                  const struct key_told *told, size_t n_before) {
    const struct key_told *key = &told[n_before];
    struct here here = {.public_key = key->public_key};
    for (size_t i = 0; i < n_before; i++) {
        if (memcmp(told[i].public_key, key->public_key, SELLO_KEY_LEN) == 0) {
            return refuse(session, SELLO_E_STATE, "key-named-twice", path, "");
        }
    }
    enum sello_error error = session_key_files(session, compare, &here);
    if (error == SELLO_OK && here.path[0] != '\0') {
        return refuse(session, SELLO_E_EXISTS, "key-here-already", path, here.path);
    }
    return error == SELLO_OK && base_file_exists(key->path)
               ? refuse(session, SELLO_E_KEYFILE_EXISTS, "key-not-written", key->path, "")
               : error;
}

/* ---- plan and commit ---- */

static enum sello_error write_all(struct session *session, const struct added *file, size_t n,
                                  struct key_told *told) {
    for (size_t i = 0; i < n; i++) {
        enum sello_error error =
            sello_keyfile_restore(told[i].path, sello_bytes(file[i].bytes, file[i].len));
        if (error != SELLO_OK) {
            (void)refuse(session, error, "key-not-written", told[i].path, "");
            while (i > 0) {
                (void)unlink(told[--i].path);
            }
            return error;
        }
        told[i].made = true;
    }
    return SELLO_OK;
}

static enum sello_error add(struct session *session, const struct key_add_request *request,
                            bool commit, struct key_told *told) {
    struct added *file = calloc(request->n + 1, sizeof *file);
    enum sello_error error = file != NULL ? SELLO_OK : session_fail(session, SELLO_E_MEMORY);
    for (size_t i = 0; i < request->n && error == SELLO_OK; i++) {
        error = read_one(session, request->path[i], &file[i], &told[i]);
        error = error == SELLO_OK ? check_one(session, request->path[i], told, i) : error;
    }
    if (error == SELLO_OK && commit) {
        error = write_all(session, file, request->n, told);
    }
    for (size_t i = 0; file != NULL && i < request->n; i++) {
        free(file[i].bytes);
    }
    free(file);
    return error;
}

enum sello_error key_add_plan(struct session *session, const struct key_add_request *request,
                              struct key_told *told) {
    return add(session, request, false, told);
}

enum sello_error key_add_commit(struct session *session, const struct key_add_request *request,
                                struct key_told *told) {
    return add(session, request, true, told);
}

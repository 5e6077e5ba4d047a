/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/key_make.h"

#include <unistd.h>

#include "base/file.h"
#include "registry/trust/root_find.h"

static enum sello_error not_written(struct session *session, enum sello_error error,
                                    const char *path) {
    return session_refuse(session, &(struct problem){.error = error,
                                                     .rule = "key-not-written",
                                                     .value = {problem_text(path)}});
}

static void tell(const struct sello_key *key, struct key_told *out) {
    out->role = sello_key_role(key);
    memcpy(out->public_key, sello_key_public(key), SELLO_KEY_LEN);
    memcpy(out->kid, sello_key_kid(key), SELLO_KID_LEN);
    out->made = true;
}

/* ---- a key file alone ---- */

enum sello_error key_alone_plan(struct session *session, enum sello_role role, const char *path,
                                struct key_told *out) {
    *out = (struct key_told){.role = role};
    snprintf(out->path, sizeof out->path, "%s", path);
    return base_file_exists(path) ? not_written(session, SELLO_E_KEYFILE_EXISTS, path) : SELLO_OK;
}

enum sello_error key_alone_commit(struct session *session, enum sello_role role, const char *path,
                                  struct key_told *out) {
    struct sello_key *key = NULL;
    const struct sello_passphrase *passphrase = NULL;
    *out = (struct key_told){.role = role};
    snprintf(out->path, sizeof out->path, "%s", path);
    enum sello_error error = session_passphrase(session, true, &passphrase);
    if (error != SELLO_OK) {
        return error;
    }
    error = session_fail(session, sello_key_new(role, &key));
    if (error == SELLO_OK) {
        error = sello_keyfile_write(path, key, passphrase);
        error = error == SELLO_OK ? SELLO_OK : not_written(session, error, path);
    }
    if (error == SELLO_OK && role == SELLO_ROLE_MEMBER) {
        error = session_fail(session, sello_key_slhdsa(key, out->slhdsa));
    }
    if (error == SELLO_OK) {
        tell(key, out);
    }
    sello_key_free(&key);
    return error;
}

/* ---- a key of the registry ---- */

#define NUMBERS 10000 /* of key files of a role */

/* The n-th name of a role: "keys/label-2.key". */
static enum sello_error numbered(struct session *session, enum sello_role role, unsigned n,
                                 char path[SELLO_LEN(SESSION_PATH_MAX)]) {
    char name[32];
    snprintf(name, sizeof name, "%s-%u.key", root_role_name(role), n);
    return session_key_path(session, name, path);
}

/* Writes it under the first name that is free. */
static enum sello_error write_numbered(struct session *session, const struct sello_key *key,
                                       const struct sello_passphrase *passphrase,
                                       char path[SELLO_LEN(SESSION_PATH_MAX)]) {
    enum sello_error error = SELLO_E_KEYFILE_EXISTS;
    for (unsigned n = 1; n < NUMBERS && error == SELLO_E_KEYFILE_EXISTS; n++) {
        error = numbered(session, sello_key_role(key), n, path);
        if (error != SELLO_OK) {
            return error;
        }
        error = sello_keyfile_write(path, key, passphrase);
    }
    return error == SELLO_OK ? SELLO_OK : not_written(session, error, path);
}

static enum sello_error find_free(struct session *session, enum sello_role role, char *path) {
    enum sello_error error = SELLO_OK;
    bool taken = true;
    for (unsigned n = 1; n < NUMBERS && taken && error == SELLO_OK; n++) {
        error = numbered(session, role, n, path);
        taken = error == SELLO_OK && base_file_exists(path);
    }
    return taken && error == SELLO_OK ? not_written(session, SELLO_E_KEYFILE_EXISTS, path) : error;
}

enum sello_error key_plan(struct session *session, const struct key_request *request,
                          struct key_outcome *out) {
    const struct root_request root = {.window = request->window, .draft_path = request->draft_path};
    *out = (struct key_outcome){.key = {.role = request->role}};
    enum sello_error error = root_plan(session, &root, &out->root);
    if (error == SELLO_OK) {
        out->root_version = out->root.draft->root.version;
        root_outcome_free(&out->root);
        error = find_free(session, request->role, out->key.path);
    }
    return error;
}

/* In doubt it is: a key that a root lists must not be lost. */
static bool is_listed(struct session *session, const struct sello_key *key) {
    const struct problem why = session->problem;
    const struct sello_root *now = NULL;
    bool listed = session_root(session, &now) != SELLO_OK ||
                  draft_find_key(now, sello_key_public(key)) != NULL;
    session->problem = why; /* its texts are still there where the root could be read */
    return listed;
}

static enum sello_error enter(struct session *session, const struct key_request *request,
                              struct sello_key *key, struct key_outcome *out) {
    struct root_key_request row = {.role = request->role};
    struct sello_key *const keys[] = {key};
    const struct root_request root = {.key = &row,
                                      .n_keys = 1,
                                      .window = request->window,
                                      .new_key = keys,
                                      .n_new_keys = 1,
                                      .draft_path = request->draft_path};
    memcpy(row.public_key, sello_key_public(key), SELLO_KEY_LEN);
    enum sello_error error = root_commit(session, &root, NULL, &out->root);
    if (error != SELLO_OK && !is_listed(session, key)) {
        (void)unlink(out->key.path);
    }
    return error;
}

static bool take_daily(void *context, const char *path, const struct sello_keyfile_info *info) {
    char *found = context;
    bool daily = info->role != SELLO_ROLE_MEMBER;
    if (daily) {
        snprintf(found, SESSION_PATH_MAX, "%s", path);
    }
    return !daily;
}

/* That of the label and status keys that are here, where the members may have another; a mistyped
 * one would close a key for ever. */
static enum sello_error daily_passphrase(struct session *session,
                                         const struct sello_passphrase **out) {
    char path[SESSION_PATH_MAX] = "";
    struct sello_key *key = NULL;
    enum sello_error error = session_passphrase(session, false, out);
    if (error == SELLO_OK && session->hooks.key_passphrase != NULL) {
        error = session_key_files(session, take_daily, path);
    }
    if (error != SELLO_OK || path[0] == '\0') {
        return error;
    }
    error = session_unlock(session, path, &key, out);
    sello_key_free(&key);
    return error == SELLO_OK
               ? SELLO_OK
               : session_refuse(session, &(struct problem){.error = error,
                                                           .rule = "key-file-not-opened",
                                                           .value = {problem_text(path)}});
}

enum sello_error key_commit(struct session *session, const struct key_request *request,
                            struct key_outcome *out) {
    struct sello_key *key = NULL;
    const struct sello_passphrase *passphrase = NULL;
    enum sello_error error = key_plan(session, request, out);
    if (error == SELLO_OK) {
        error = out->root.is_draft ? session_passphrase(session, true, &passphrase)
                                   : daily_passphrase(session, &passphrase);
    }
    if (error == SELLO_OK) {
        error = session_fail(session, sello_key_new(request->role, &key));
    }
    if (error == SELLO_OK) {
        error = write_numbered(session, key, passphrase, out->key.path);
    }
    if (error == SELLO_OK) {
        tell(key, &out->key);
        error = enter(session, request, key, out);
    }
    if (error == SELLO_OK) {
        out->root_version = out->root.draft->root.version;
    }
    sello_key_free(&key);
    return error;
}

void key_outcome_free(struct key_outcome *outcome) {
    root_outcome_free(&outcome->root);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/key_find.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hex.h"
#include "registry/trust/draft.h"

struct file_search {
    const char *kid;
    size_t n;
    char path[SESSION_PATH_MAX];
    struct sello_keyfile_info info;
};

static bool match_kid(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct file_search *search = context;
    char hex[BASE_HEX_LEN(SELLO_KID_LEN)];
    base_hex(info->kid, SELLO_KID_LEN, hex);
    if (strncmp(hex, search->kid, strlen(search->kid)) == 0) {
        search->n++;
        snprintf(search->path, sizeof search->path, "%s", path);
        search->info = *info;
    }
    return true;
}

static bool is_kid(const char *text) {
    size_t len = strlen(text);
    return len >= 4 && len < BASE_HEX_LEN(SELLO_KID_LEN) && strspn(text, "0123456789abcdef") == len;
}

static enum sello_error find_by_kid(struct session *session, const char *name, char *out,
                                    struct sello_keyfile_info *out_info) {
    struct file_search search = {.kid = name};
    enum sello_error error = session_key_files(session, match_kid, &search);
    if (error == SELLO_OK && search.n != 1) {
        return session_refuse(
            session,
            &(struct problem){.error = SELLO_E_NOT_FOUND,
                              .rule = search.n == 0 ? "no-key-file" : "several-key-files",
                              .value = {problem_text(name), problem_text(session->folder)}});
    }
    if (error == SELLO_OK) {
        snprintf(out, SESSION_PATH_MAX, "%s", search.path);
        *out_info = search.info;
    }
    return error;
}

enum sello_error key_find_file(struct session *session, const char *name,
                               char out[SELLO_LEN(SESSION_PATH_MAX)],
                               struct sello_keyfile_info *out_info) {
    if (is_kid(name) && access(name, F_OK) != 0) {
        return find_by_kid(session, name, out, out_info);
    }
    errno = 0;
    enum sello_error error = sello_keyfile_info(name, out_info);
    if (error == SELLO_OK) {
        snprintf(out, SESSION_PATH_MAX, "%s", name);
        return SELLO_OK;
    }
    bool system = error == SELLO_E_SYSTEM && errno != 0;
    return session_refuse(
        session,
        &(struct problem){.error = error,
                          .rule = system                          ? "file-not-readable"
                                  : error == SELLO_E_KEYFILE_MODE ? "key-file-open-to-all"
                                                                  : "key-file-not-usable",
                          .value = {problem_text(name), system ? problem_text(strerror(errno))
                                                               : problem_error(error)}});
}

/* ---- listing ---- */

#define FILES_MAX 256 /* key files in keys/ */

struct key_files {
    struct sello_keyfile_info info[FILES_MAX];
    char name[FILES_MAX][80];
    size_t n;
};

static bool note_file(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct key_files *files = context;
    const char *slash = strrchr(path, '/');
    files->info[files->n] = *info;
    snprintf(files->name[files->n], sizeof files->name[0], "keys/%s",
             slash != NULL ? slash + 1 : path);
    return ++files->n < FILES_MAX;
}

static const char *file_of(const struct key_files *files, const uint8_t *public_key) {
    for (size_t i = 0; i < files->n; i++) {
        if (memcmp(files->info[i].public_key, public_key, SELLO_KEY_LEN) == 0) {
            return files->name[i];
        }
    }
    return NULL;
}

static void list_all(const struct sello_root *root, const struct key_files *files,
                     void (*visit)(void *context, const struct key_listed *listed), void *context) {
    for (size_t i = 0; i < root->n_keys; i++) {
        const struct key_listed l = {root->key[i], true, file_of(files, root->key[i].public_key)};
        visit(context, &l);
    }
    for (size_t i = 0; i < files->n; i++) {
        const struct sello_keyfile_info *info = &files->info[i];
        if (draft_find_key(root, info->public_key) != NULL) {
            continue;
        }
        struct key_listed l = {.file = files->name[i], .key = {.role = info->role}};
        memcpy(l.key.public_key, info->public_key, SELLO_KEY_LEN);
        memcpy(l.key.kid, info->kid, SELLO_KID_LEN);
        visit(context, &l);
    }
}

enum sello_error key_list(struct session *session,
                          void (*visit)(void *context, const struct key_listed *listed),
                          void *context) {
    const struct sello_root *root = NULL;
    struct key_files *files = calloc(1, sizeof *files);
    enum sello_error error =
        files != NULL ? session_root(session, &root) : session_fail(session, SELLO_E_MEMORY);
    if (error == SELLO_OK) {
        error = session_key_files(session, note_file, files);
    }
    if (error == SELLO_OK) {
        list_all(root, files, visit, context);
    }
    free(files);
    return error;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "registry/session/session_internal.h"

/* ---- the newest root ---- */

struct session_root {
    struct sello_root root;
    uint8_t *bytes; /* owned; what root points into */
    struct sello_root_key key[SELLO_ROOT_KEYS_MAX];
    struct session_root *older; /* owned; what was handed out before stays readable */
};

void session_root_free(struct session_root *root) {
    while (root != NULL) {
        struct session_root *older = root->older;
        free(root->bytes);
        free(root);
        root = older;
    }
}

/* The newest, where `older` is not it. */
static enum sello_error load_root(struct sello_store *store, struct session_root *older,
                                  struct session_root **out) {
    struct session_root *r = calloc(1, sizeof *r);
    if (r == NULL) {
        return SELLO_E_MEMORY;
    }
    size_t len = 0;
    uint64_t version = older != NULL ? older->root.version : 0;
    enum sello_error error = sello_store_root_after(store, version, &r->bytes, &len);
    if (error == SELLO_OK) {
        r->root.key = r->key;
        error = sello_root_parse(sello_bytes(r->bytes, len), &r->root);
    }
    if (error != SELLO_OK) {
        session_root_free(r);
        return error == SELLO_E_NOT_FOUND && older != NULL ? SELLO_OK : error;
    }
    r->older = older;
    *out = r;
    return SELLO_OK;
}

enum sello_error session_root(struct session *session, const struct sello_root **out) {
    enum sello_error error = load_root(session->store, session->root, &session->root);
    if (error != SELLO_OK) {
        return session_refuse(session,
                              &(struct problem){.error = error, .rule = "root-not-readable"});
    }
    *out = &session->root->root;
    return SELLO_OK;
}

/* ---- passphrases ---- */

enum sello_error session_start_keys(struct session *session) {
    if (session->keys_started) {
        return SELLO_OK;
    }
    bool locked = true;
    enum sello_error error = sello_keys_start(&locked);
    if (error != SELLO_OK) {
        return session_refuse(session, &(struct problem){.error = error, .rule = "keys-not-safe"});
    }
    if (!locked) {
        session_notice(session,
                       &(struct problem){.error = SELLO_E_SYSTEM, .rule = "memory-not-locked"});
    }
    session->keys_started = true;
    return SELLO_OK;
}

enum sello_error session_judge_passphrase(struct session *session,
                                          const struct sello_passphrase *passphrase) {
    enum sello_error error = sello_passphrase_judge(passphrase);
    return error == SELLO_OK ? SELLO_OK
                             : session_refuse(session, &(struct problem){.error = error,
                                                                         .rule = "passphrase-weak",
                                                                         .field = "passphrase"});
}

/* From whoever has it; a new one must be good enough. */
static enum sello_error get_passphrase(struct session *session, bool new,
                                       struct sello_passphrase **out) {
    if (session->hooks.passphrase == NULL) {
        return SELLO_E_PASSPHRASE_NONE;
    }
    struct sello_passphrase *p = NULL;
    enum sello_error error = session->hooks.passphrase(session, new, &p);
    if (error != SELLO_OK) {
        return error;
    }
    error = new ? session_judge_passphrase(session, p) : SELLO_OK;
    if (error != SELLO_OK) {
        sello_passphrase_free(&p);
        return error;
    }
    *out = p;
    return SELLO_OK;
}

enum sello_error session_passphrase(struct session *session, bool new,
                                    const struct sello_passphrase **out) {
    enum sello_error error = session_start_keys(session);
    if (error == SELLO_OK && session->passphrase == NULL) {
        error = get_passphrase(session, new, &session->passphrase);
        if (error != SELLO_OK) {
            return session->problem.error == error && session->problem.rule != NULL
                       ? error
                       : session_refuse(session,
                                        &(struct problem){.error = error, .rule = "keys-closed"});
        }
    }
    if (error == SELLO_OK) {
        *out = session->passphrase;
    }
    return error;
}

/* ---- key files ---- */

enum sello_error session_key_path(struct session *session, const char *name,
                                  char out[SELLO_LEN(SESSION_PATH_MAX)]) {
    return session_path(session, out, "keys/%s", name);
}

static int is_shown(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

/* An entry's order in the alphabet, independent of the locale. */
static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_named_key(const char *path) {
    size_t len = strlen(path);
    return len > 4 && strcmp(path + len - 4, ".key") == 0;
}

/* Does this entry hold a key file that may be used? */
static bool key_file_info(struct session *session, const char *path,
                          struct sello_keyfile_info *out) {
    errno = 0;
    enum sello_error error = sello_keyfile_info(path, out);
    const char *why = errno != 0 ? strerror(errno) : "";
    bool told = error == SELLO_E_KEYFILE_MODE || error == SELLO_E_KEYFILE_OWNER ||
                error == SELLO_E_KEYFILE_NEWER || (error != SELLO_OK && is_named_key(path));
    if (told) {
        session_notice(session,
                       &(struct problem){.error = error,
                                         .rule = "key-file-passed-over",
                                         .value = {problem_text(path), problem_text(why)}});
    }
    return error == SELLO_OK;
}

enum sello_error session_key_files(struct session *session,
                                   bool (*visit)(void *context, const char *path,
                                                 const struct sello_keyfile_info *info),
                                   void *context) {
    char path[SESSION_PATH_MAX];
    enum sello_error error = session_key_path(session, "", path);
    if (error != SELLO_OK) {
        return error;
    }
    struct dirent **entry = NULL;
    int n = scandir(path, &entry, is_shown, by_name);
    if (n < 0 && errno != ENOENT) { /* keys that are there would be taken for none */
        return errno == ENOMEM
                   ? session_fail(session, SELLO_E_MEMORY)
                   : session_refuse(session,
                                    &(struct problem){.error = SELLO_E_SYSTEM,
                                                      .rule = "keys-not-listed",
                                                      .value = {problem_text(path),
                                                                problem_text(strerror(errno))}});
    }
    bool more = true;
    for (int i = 0; i < n; i++) {
        struct sello_keyfile_info info;
        if (more && session_key_path(session, entry[i]->d_name, path) == SELLO_OK &&
            key_file_info(session, path, &info)) {
            more = visit(context, path, &info);
        }
        free(entry[i]);
    }
    free(entry);
    return SELLO_OK;
}

/* ---- opening a delegated key ---- */

struct key_search {
    const struct sello_root *root;
    const struct session_key_use *use;
    size_t found; /* index in the root; 0: none, as index 0 is always a member */
    char path[SESSION_PATH_MAX];
};

static bool fits(const struct sello_root_key *key, const struct session_key_use *use) {
    if (key->role != use->role || key->state != SELLO_KEY_ACTIVE) {
        return false;
    }
    if (use->role == SELLO_ROLE_LABEL) {
        return sello_root_key_allows(key, use->at, use->scheme) == SELLO_OK;
    }
    return key->not_before <= use->at && use->at < key->stop_signing;
}

/* The last of the root's keys is the newest: the field is append-only. */
static bool try_key_file(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct key_search *search = context;
    const struct sello_root *root = search->root;
    const struct sello_number only = search->use->index;
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        bool meant = !only.present || i - root->n_members == only.value;
        if (i > search->found && meant && fits(&root->key[i], search->use) &&
            memcmp(root->key[i].public_key, info->public_key, SELLO_KEY_LEN) == 0) {
            search->found = i;
            snprintf(search->path, sizeof search->path, "%s", path);
        }
    }
    return true;
}

/* With what was asked for last, else with what is asked for now, and kept then. */
static enum sello_error unlock_with_own(struct session *session, const char *path,
                                        struct sello_key **out) {
    struct sello_passphrase *asked = NULL;
    enum sello_error error = SELLO_E_PASSPHRASE;
    if (session->other != NULL) {
        error = sello_keyfile_open(path, session->other, out);
    }
    if (error != SELLO_E_PASSPHRASE || session->hooks.key_passphrase == NULL) {
        return error;
    }
    error = session->hooks.key_passphrase(session, path, &asked);
    if (error == SELLO_OK) {
        error = sello_keyfile_open(path, asked, out);
    }
    if (error != SELLO_OK) {
        sello_passphrase_free(&asked);
        return error;
    }
    sello_passphrase_free(&session->other);
    session->other = asked;
    return SELLO_OK;
}

enum sello_error session_unlock(struct session *session, const char *path, struct sello_key **out,
                                const struct sello_passphrase **out_passphrase) {
    const struct sello_passphrase *passphrase = NULL;
    enum sello_error error = session_passphrase(session, false, &passphrase);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_keyfile_open(path, passphrase, out);
    if (error == SELLO_E_PASSPHRASE) {
        error = unlock_with_own(session, path, out);
        passphrase = session->other;
    }
    if (error == SELLO_OK && out_passphrase != NULL) {
        *out_passphrase = passphrase;
    }
    return error;
}

enum sello_error session_open_key_file(struct session *session, const char *path,
                                       struct sello_key **out) {
    const struct sello_passphrase *passphrase = NULL;
    enum sello_error error = session_passphrase(session, false, &passphrase);
    if (error != SELLO_OK) {
        return error;
    }
    error = session_unlock(session, path, out, NULL);
    if (error != SELLO_OK) {
        return session_refuse(session, &(struct problem){.error = error,
                                                         .rule = "key-file-not-opened",
                                                         .value = {problem_text(path)}});
    }
    return SELLO_OK;
}

static enum sello_error find_key(struct session *session, struct key_search *search) {
    enum sello_error error = session_root(session, &search->root);
    if (error == SELLO_OK) {
        error = session_key_files(session, try_key_file, search);
    }
    if (error == SELLO_OK && search->found == 0) {
        static const char *const rules[] = {[SELLO_ROLE_LABEL] = "no-label-key",
                                            [SELLO_ROLE_STATUS] = "no-status-key",
                                            [SELLO_ROLE_LOG] = "no-log-key",
                                            [SELLO_ROLE_CREDENTIAL] = "no-credential-key"};
        const char *rule = rules[search->use->role];
        return session_refuse(session, &(struct problem){.error = SELLO_E_NOT_FOUND, .rule = rule});
    }
    return error;
}

enum sello_error session_find_key(struct session *session, const struct session_key_use *use,
                                  uint64_t *out_index) {
    struct key_search search = {.use = use};
    enum sello_error error = find_key(session, &search);
    if (error == SELLO_OK) {
        *out_index = search.found - search.root->n_members;
    }
    return error;
}

enum sello_error session_open_key(struct session *session, const struct session_key_use *use,
                                  struct sello_key **out, uint64_t *out_index) {
    struct key_search search = {.use = use};
    enum sello_error error = find_key(session, &search);
    if (error == SELLO_OK) {
        error = session_open_key_file(session, search.path, out);
    }
    if (error == SELLO_OK && out_index != NULL) {
        *out_index = search.found - search.root->n_members;
    }
    return error;
}

/* ---- opening the members' keys ---- */

struct member_search {
    struct session *session;
    const struct sello_root *root;
    struct sello_key **out;
    size_t n;
    enum sello_error error;
};

static bool try_member_file(void *context, const char *path,
                            const struct sello_keyfile_info *info) {
    struct member_search *search = context;
    for (size_t i = 0; i < search->root->n_members; i++) {
        if (memcmp(search->root->key[i].public_key, info->public_key, SELLO_KEY_LEN) == 0) {
            search->error = session_open_key_file(search->session, path, &search->out[search->n]);
            search->n += search->error == SELLO_OK ? 1 : 0;
            break;
        }
    }
    return search->error == SELLO_OK && search->n < SESSION_MEMBERS_MAX;
}

enum sello_error session_open_members(struct session *session,
                                      struct sello_key *out[SELLO_LEN(SESSION_MEMBERS_MAX)],
                                      size_t *out_n) {
    struct member_search search = {.session = session, .out = out, .error = SELLO_OK};
    enum sello_error error = session_root(session, &search.root);
    if (error == SELLO_OK) {
        error = session_key_files(session, try_member_file, &search);
    }
    error = error == SELLO_OK ? search.error : error;
    if (error != SELLO_OK) {
        session_free_members(out, search.n);
        return error;
    }
    *out_n = search.n;
    return SELLO_OK;
}

void session_free_members(struct sello_key *keys[SELLO_LEN(SESSION_MEMBERS_MAX)], size_t n) {
    for (size_t i = 0; i < n; i++) {
        sello_key_free(&keys[i]);
    }
}

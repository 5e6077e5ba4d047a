/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "registry/session/app_internal.h"

/* ---- the newest root ---- */

struct app_root {
    struct sello_root root;
    uint8_t *bytes; /* owned; what root points into */
    struct sello_root_key key[SELLO_ROOT_KEYS_MAX];
    struct app_root *older; /* owned; what was handed out before stays readable */
};

void app_root_free(struct app_root *root) {
    while (root != NULL) {
        struct app_root *older = root->older;
        free(root->bytes);
        free(root);
        root = older;
    }
}

static enum sello_error load_root(struct sello_store *store, uint64_t version,
                                  struct app_root **out) {
    struct app_root *r = calloc(1, sizeof *r);
    if (r == NULL) {
        return SELLO_E_MEMORY;
    }
    size_t len = 0;
    enum sello_error error = sello_store_root_bytes(store, version, &r->bytes, &len);
    if (error == SELLO_OK) {
        r->root.key = r->key;
        error = sello_root_parse(sello_bytes(r->bytes, len), &r->root);
    }
    if (error != SELLO_OK) {
        app_root_free(r);
        return error;
    }
    *out = r;
    return SELLO_OK;
}

const struct sello_root *app_root(struct app *app) {
    struct sello_stored_root newest = {0};
    enum sello_error error = sello_store_newest_root(app->store, &newest);
    if (error == SELLO_OK && app->root != NULL && app->root->root.version == newest.version) {
        return &app->root->root;
    }
    struct app_root *older = app->root;
    if (error == SELLO_OK) {
        error = load_root(app->store, newest.version, &app->root);
    }
    if (error == SELLO_OK) {
        app->root->older = older;
    }
    if (error != SELLO_OK) {
        app_failed(app, error, _("The list of who may sign (the root) could not be read"));
        return NULL;
    }
    return &app->root->root;
}

/* ---- passphrases ---- */

bool app_start_keys(struct app *app) {
    if (app->keys_started) {
        return true;
    }
    bool locked = true;
    enum sello_error error = sello_keys_start(&locked);
    if (error != SELLO_OK) {
        app_failed(app, error, _("Secrets cannot be kept safe on this system"));
        return false;
    }
    if (!locked) {
        cli_warning(_("This system does not let the keys' memory be locked: while they are open, a "
                      "copy could reach the swap file."));
    }
    app->keys_started = true;
    return true;
}

/* The system's own words where it refused to read: a wrong name is the likeliest mistake. */
static void say_no_passphrase(const struct app *app, enum sello_error error) {
    const char *file = cli_text(app->args, "passphrase-file");
    if (error == SELLO_E_INTERRUPTED) {
        (void)raise(SIGINT); /* the prompt held it back; nothing is begun: end by it, exit 130 */
    }
    if (error == SELLO_E_SYSTEM && errno != 0 && file != NULL) {
        cli_error(_("The passphrase file %s could not be read: %s."), file, strerror(errno));
    } else if (error == SELLO_E_SYSTEM && errno != 0) {
        cli_error(_("The passphrase could not be read: %s."), strerror(errno));
    } else {
        app_failed(app, error, _("The keys stay closed"));
    }
}

static enum sello_error get_passphrase(const struct app *app, const uint64_t *fd, bool new,
                                       struct sello_passphrase **out) {
    const char *file = cli_text(app->args, "passphrase-file");
    if (file != NULL) {
        return sello_passphrase_from_file(file, out);
    }
    if (fd != NULL) {
        return sello_passphrase_from_fd((int)*fd, out);
    }
    if (app->no_input) {
        return SELLO_E_PASSPHRASE_NONE;
    }
    return new ? sello_passphrase_ask(_("New passphrase: "), _("The same again: "), out)
               : sello_passphrase_ask(_("Passphrase: "), NULL, out);
}

const struct sello_passphrase *app_passphrase(struct app *app, bool new) {
    uint64_t fd = 0;
    bool has_fd = cli_text(app->args, "passphrase-fd") != NULL;
    if (app->passphrase != NULL || !cli_number(app->args, "passphrase-fd", 0, 65535, &fd) ||
        !app_start_keys(app)) {
        return app->passphrase;
    }
    errno = 0;
    enum sello_error error = get_passphrase(app, has_fd ? &fd : NULL, new, &app->passphrase);
    if (error != SELLO_OK) {
        app->passphrase = NULL;
        say_no_passphrase(app, error);
    }
    return app->passphrase;
}

/* ---- key files ---- */

bool app_key_path(const struct app *app, const char *name, char out[SELLO_LEN(APP_PATH_MAX)]) {
    return app_path(app, out, "keys/%s", name);
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
static bool key_file_info(const char *path, struct sello_keyfile_info *out) {
    enum sello_error error = sello_keyfile_info(path, out);
    if (error == SELLO_E_KEYFILE_MODE) {
        cli_warning(_("%s is passed over: other users can read it. Mend it with: chmod 600 %s"),
                    path, path);
    } else if (error == SELLO_E_KEYFILE_OWNER) {
        cli_warning(_("%s is passed over: it belongs to another user."), path);
    } else if (error == SELLO_E_KEYFILE_NEWER) {
        cli_warning(_("%s is passed over: it was made by a newer version of sello."), path);
    } else if (error != SELLO_OK && is_named_key(path)) {
        cli_warning(_("%s is passed over: %s."), path, _(sello_error_text(error)));
    }
    return error == SELLO_OK;
}

bool app_key_files(const struct app *app,
                   bool (*visit)(void *context, const char *path,
                                 const struct sello_keyfile_info *info),
                   void *context) {
    char path[APP_PATH_MAX];
    if (!app_key_path(app, "", path)) {
        return false;
    }
    struct dirent **entry = NULL;
    int n = scandir(path, &entry, is_shown, by_name);
    bool more = true;
    for (int i = 0; i < n; i++) {
        struct sello_keyfile_info info;
        if (more && app_key_path(app, entry[i]->d_name, path) && key_file_info(path, &info)) {
            more = visit(context, path, &info);
        }
        free(entry[i]);
    }
    free(entry);
    return true; /* a registry without keys/ has no key files */
}

/* ---- opening a delegated key ---- */

struct key_search {
    const struct sello_root *root;
    const struct app_key_use *use;
    size_t found; /* index in the root; 0: none, as index 0 is always a member */
    char path[APP_PATH_MAX];
};

static bool fits(const struct sello_root_key *key, const struct app_key_use *use) {
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

static void say_no_key(const struct app_key_use *use) {
    if (use->role == SELLO_ROLE_LABEL) {
        cli_error(_("No label key that may be used today for this scheme is in the registry's "
                    "keys folder."));
    } else {
        cli_error(_("No status key that may be used today is in the registry's keys folder."));
    }
}

static bool open_file(struct app *app, const char *path, struct sello_key **out) {
    const struct sello_passphrase *passphrase = app_passphrase(app, false);
    if (passphrase == NULL) {
        return false;
    }
    enum sello_error error = sello_keyfile_open(path, passphrase, out);
    if (error != SELLO_OK) {
        char what[APP_PATH_MAX + 100];
        snprintf(what, sizeof what, _("%s could not be opened"), path);
        app_failed(app, error, what);
    }
    return error == SELLO_OK;
}

bool app_open_key(struct app *app, const struct app_key_use *use, struct sello_key **out,
                  uint64_t *out_index) {
    struct key_search search = {.root = app_root(app), .use = use};
    if (search.root == NULL || !app_key_files(app, try_key_file, &search)) {
        return false;
    }
    if (search.found == 0) {
        say_no_key(use);
        return false;
    }
    if (!open_file(app, search.path, out)) {
        return false;
    }
    if (out_index != NULL) {
        *out_index = search.found - search.root->n_members;
    }
    return true;
}

/* ---- opening the members' keys ---- */

struct member_search {
    struct app *app;
    const struct sello_root *root;
    struct sello_key **out;
    size_t n;
    bool failed;
};

static bool try_member_file(void *context, const char *path,
                            const struct sello_keyfile_info *info) {
    struct member_search *search = context;
    for (size_t i = 0; i < search->root->n_members; i++) {
        if (memcmp(search->root->key[i].public_key, info->public_key, SELLO_KEY_LEN) == 0) {
            search->failed = !open_file(search->app, path, &search->out[search->n]);
            search->n += search->failed ? 0 : 1;
            break;
        }
    }
    return !search->failed && search->n < APP_MEMBERS_MAX;
}

bool app_open_members(struct app *app, struct sello_key *out[SELLO_LEN(APP_MEMBERS_MAX)],
                      size_t *out_n) {
    struct member_search search = {.app = app, .root = app_root(app), .out = out};
    if (search.root == NULL || !app_key_files(app, try_member_file, &search) || search.failed) {
        app_free_members(out, search.n);
        return false;
    }
    *out_n = search.n;
    return true;
}

void app_free_members(struct sello_key *keys[SELLO_LEN(APP_MEMBERS_MAX)], size_t n) {
    for (size_t i = 0; i < n; i++) {
        sello_key_free(&keys[i]);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_here.h"

#include <assert.h>
#include <stdlib.h>

#include "registry/trust/restore_roots.h"
#include "registry/trust/root_view.h"
#include "registry/trust/sign.h"

bool root_may_follow(struct app *app) {
    struct sello_store_gap gap;
    enum sello_error error = sello_store_gap(app->session.store, &gap);
    if (error == SELLO_OK && gap.unknown) {
        error = SELLO_E_STORE_UNKNOWN;
    } else if (error == SELLO_OK && gap.root_versions > 0) {
        error = SELLO_E_STORE_BEHIND;
    }
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("No root can be made"));
    }
    return error == SELLO_OK;
}

/* ---- at once ---- */

struct member_count {
    const struct sello_root *root;
    bool seen[SELLO_ROOT_KEYS_MAX]; /* a key may have several copies */
    size_t n;
};

static bool count_member(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct member_count *count = context;
    (void)path;
    const struct sello_root_key *key = draft_find_key(count->root, info->public_key);
    if (key != NULL && key->role == SELLO_ROLE_MEMBER && !count->seen[key - count->root->key]) {
        count->seen[key - count->root->key] = true;
        count->n++;
    }
    return true;
}

bool root_signs_here(struct app *app, const struct sello_root *before) {
    struct member_count count = {.root = before};
    return cli_text(app->args, "draft") == NULL && app_key_files(app, count_member, &count) &&
           count.n >= before->threshold;
}

bool root_store_here(struct app *app, const struct sello_root *before, struct root_draft *content,
                     struct sello_key *const *new_keys, size_t n_new) {
    struct sello_key *key[SIGN_KEYS_MAX] = {NULL};
    size_t n = 0;
    assert(n_new <= SIGN_KEYS_MAX - APP_MEMBERS_MAX);
    if (!app_open_members(app, key, &n)) {
        return false;
    }
    for (size_t i = 0; i < n_new; i++) {
        key[n + i] = new_keys[i];
    }
    enum sello_error error = root_draft_store(app, content, before, key, n + n_new);
    app_free_members(key, n);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The new root was not made"));
    }
    return error == SELLO_OK;
}

/* ---- as a draft ---- */

static enum sello_error sign_draft(struct draft *draft, struct sello_key *const *keys, size_t n) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < n && error == SELLO_OK; i++) {
        struct sello_root_signature signature;
        error = sign_root_once(draft->root.payload, keys[i], &signature);
        if (error == SELLO_OK) {
            error = draft_add(draft, &signature, 1);
        }
    }
    return error;
}

bool root_make_draft(const struct sello_root *before, struct root_draft *content,
                     struct sello_key *const *new_keys, size_t n_new, struct draft **out) {
    struct sello_writer payload = sello_writer_init(content->payload, sizeof content->payload);
    size_t entry = SIZE_MAX;
    struct draft *draft = NULL;
    sello_put_root_payload(&payload, &content->root);
    enum sello_error error =
        payload.failed ? SELLO_E_TOO_LONG
                       : draft_make(before->payload, sello_written(&payload), &draft, &entry);
    if (error == SELLO_OK) {
        error = sign_draft(draft, new_keys, n_new);
    }
    if (error != SELLO_OK) {
        root_say_refused(error, NULL,
                         entry < content->root.n_keys ? &content->root.key[entry] : NULL);
        free(draft);
        return false;
    }
    *out = draft;
    return true;
}

static void say_draft(struct app *app, const struct draft *draft, const char *path) {
    FILE *to = app->json ? stderr : stdout;
    root_put_draft(to, draft);
    cli_print(
        to,
        _("\nThe draft is in %s. Give it to the members; each one looks at it and signs with: "
          "sello root approve %s --key KEYFILE\n"
          "When enough have signed: sello root assemble %s\n"),
        path, path, path);
}

bool root_write_draft(struct app *app, const struct sello_root *before, struct root_draft *content,
                      struct sello_key *const *new_keys, size_t n_new) {
    struct draft *draft = NULL;
    char name[40];
    const char *path = cli_text(app->args, "o");
    path = path != NULL ? path : cli_text(app->args, "draft");
    snprintf(name, sizeof name, "root-%llu.draft", (unsigned long long)content->root.version);
    path = path != NULL ? path : name;
    if (!root_make_draft(before, content, new_keys, n_new, &draft)) {
        return false;
    }
    bool ok = cli_file_create(path, draft_file(draft), 0644);
    if (ok) {
        say_draft(app, draft, path);
    }
    free(draft);
    return ok;
}

struct draft *root_load_draft(const char *path) {
    uint8_t *file = NULL;
    size_t len = 0;
    struct draft *draft = NULL;
    if (!cli_file_read(path, DRAFT_MAX, &file, &len)) {
        return NULL;
    }
    enum sello_error error = draft_open(sello_bytes(file, len), &draft, NULL);
    free(file);
    if (error != SELLO_OK) {
        root_say_refused(error, path, NULL);
    }
    return error == SELLO_OK ? draft : NULL;
}

bool root_follows_trust(struct app *app, const struct draft *draft) {
    const char *path = cli_text(app->args, "trust");
    struct trust_roots roots;
    if (path == NULL) {
        return true;
    }
    bool opened = trust_roots_open(path, &roots);
    bool follows = opened && memcmp(roots.trust.root.hash, draft->before.hash, SELLO_HASH_LEN) == 0;
    trust_roots_close(&roots);
    if (opened && !follows) {
        cli_error(_("The draft does not follow the newest root of %s. Ask who made it for a newer "
                    "trust file, and compare fingerprints before you sign."),
                  path);
    }
    return follows;
}

/* ---- what is said ---- */

static const char *refusal(enum sello_error error) {
    switch ((int)error) {
    case SELLO_E_TYPE: return _("it is not a draft of a root");
    case SELLO_E_ROOT_REPLAY: return _("its version exists already: make the draft anew");
    case SELLO_E_ROOT_GAP: return _("a root between it and the newest one is missing");
    case SELLO_E_ROOT_PREVIOUS: return _("it does not follow the newest root: make the draft anew");
    default: return _(sello_error_text(error));
    }
}

void root_say_refused(enum sello_error error, const char *path, const struct sello_root_key *key) {
    char words[ROOT_KEY_WORDS] = "";
    bool at_key =
        key != NULL && (error == SELLO_E_ROOT_KEY_TWICE || error == SELLO_E_ROOT_WEAK_KEY ||
                        error == SELLO_E_ROOT_DROPPED_KEY || error == SELLO_E_ROOT_UNSIGNED_KEY);
    if (at_key) {
        root_key_words(key, words);
    }
    const char *what = path != NULL ? path : _("The draft");
    if (at_key) {
        cli_error(_("%s is refused: %s (%s)."), what, refusal(error), words);
    } else {
        cli_error(_("%s is refused: %s."), what, refusal(error));
    }
}

void root_say_stored(struct app *app, const struct sello_root *root) {
    char hash[SELLO_FINGERPRINT_TEXT_LEN];
    sello_fingerprint_text(root->hash, hash);
    cli_print(app->json ? stderr : stdout,
              _("Root %llu is signed and kept. Its hash: %s\n"
                "Now write a new trust file and give it to whoever verifies: sello trust export -o "
                "trust.sello\n"),
              (unsigned long long)root->version, hash);
}

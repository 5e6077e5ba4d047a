/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/root_answer.h"

#include "base/hex.h"
#include "registry/trust/root_find.h"

int root_not_made(struct app *app) {
    return app_problem(app, _("The new root was not made"));
}

void root_warn_all_must_sign(void) {
    cli_warning(_("All members must sign: if one member key is lost, the root can never change "
                  "again. Fewer signatures than members are safer."));
}

void root_tell_stored(struct app *app, const struct sello_root *root) {
    char hash[SELLO_FINGERPRINT_TEXT_LEN];
    sello_fingerprint_text(root->hash, hash);
    cli_print(app->json ? stderr : stdout,
              _("Root %llu is signed and kept. Its hash: %s\n"
                "Now write a new trust file and give it to whoever verifies: sello trust export -o "
                "trust.sello\n"),
              (unsigned long long)root->version, hash);
}

struct old_keys {
    const struct sello_root_key *key; /* whose file is looked for */
    char file[SESSION_PATH_MAX];
};

static bool take_file(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct old_keys *old = context;
    if (memcmp(info->public_key, old->key->public_key, SELLO_KEY_LEN) != 0) {
        return true;
    }
    snprintf(old->file, sizeof old->file, "%s", path);
    return false;
}

/* Each member of the old root who is none any more, and where the key is, as far as it is known. */
static void name_old_keys(struct app *app, const struct draft *draft) {
    for (size_t i = 0; i < draft->before.n_members; i++) {
        struct old_keys old = {.key = &draft->before.key[i]};
        char words[ROOT_KEY_WORDS];
        if (draft_find_key(&draft->root, old.key->public_key) != NULL) {
            continue;
        }
        root_key_words(old.key, words);
        bool known = session_key_files(&app->session, take_file, &old) == SELLO_OK;
        cli_note("- %s: %s", words,
                 known && old.file[0] != '\0' ? old.file : _("its file is not here"));
    }
}

static size_t n_left(const struct draft *draft) {
    size_t n = 0;
    for (size_t i = 0; i < draft->before.n_members; i++) {
        n += draft_find_key(&draft->root, draft->before.key[i].public_key) == NULL;
    }
    return n;
}

void root_tell_grown(struct app *app, const struct draft *draft) {
    const struct sello_root *before = &draft->before, *root = &draft->root;
    char hash[SELLO_FINGERPRINT_TEXT_LEN];
    if (root->threshold <= before->threshold && root->n_members <= before->n_members) {
        return;
    }
    sello_fingerprint_text(root->hash, hash);
    cli_note(_("The committee has grown. Print the poster anew, with the fingerprint and with root "
               "%llu, %s. With the keys of the old root somebody could make another root %llu, and "
               "who compares the fingerprint alone would take it."),
             (unsigned long long)root->version, hash, (unsigned long long)root->version);
    if (n_left(draft) > 0) {
        cli_note(_("So destroy these keys, every copy, also on paper:"));
        name_old_keys(app, draft);
    }
    if (before->n_members - n_left(draft) >= before->threshold) {
        cli_note(
            _("Those of the old root who go on as members are enough to have made it: let them "
              "take new keys too (sello root draft --replace-member), and destroy the old."));
    }
}

static void tell_draft(FILE *to, const struct root_outcome *outcome) {
    const char *path = outcome->draft_path;
    cli_print(
        to,
        _("\nThe draft is in %s. Give it to the members; each one looks at it and signs with: "
          "sello root approve %s --key KEYFILE\n"
          "When enough have signed: sello root assemble %s\n"),
        path, path, path);
}

void root_tell(struct app *app, const struct root_outcome *outcome) {
    FILE *to = app->json ? stderr : stdout;
    app_say_dry_run(app);
    if (outcome->is_draft) {
        root_put_draft(to, outcome->draft);
    } else if (app->dry_run) {
        root_put_changes(to, &outcome->draft->before, &outcome->draft->root);
    } else {
        root_tell_stored(app, &outcome->draft->root);
        root_tell_grown(app, outcome->draft);
    }
    if (outcome->is_draft && !app->dry_run) {
        tell_draft(to, outcome);
    }
}

void root_json_outcome(struct cli_json *j, const struct root_outcome *outcome) {
    char hash[BASE_HEX_LEN(SELLO_HASH_LEN)];
    base_hex(outcome->draft->root.hash, SELLO_HASH_LEN, hash);
    cli_json_number(j, "root", outcome->draft->root.version);
    cli_json_string(j, "hash", hash);
    cli_json_string(j, "draft", outcome->is_draft ? outcome->draft_path : NULL);
}

void root_answer(struct app *app, const struct root_outcome *outcome) {
    root_tell(app, outcome);
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        root_json_outcome(&j, outcome);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    }
}

void root_json_key(struct app *app, const struct key_told *key) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)];
    struct cli_json j;
    base_hex(key->kid, SELLO_KID_LEN, kid);
    cli_json_open(&j, stdout);
    cli_json_string(&j, "kid", kid);
    cli_json_string(&j, "role", root_role_name(key->role));
    cli_json_string(&j, "file", key->path);
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

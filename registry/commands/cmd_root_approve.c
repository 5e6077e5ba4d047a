/* SPDX-License-Identifier: Apache-2.0 */
/* A member's part: to look at a draft, and sign it. No registry is needed. */
#include <stdlib.h>

#include "base/hex.h"
#include "registry/commands/commands.h"
#include "registry/trust/root_here.h"
#include "registry/trust/root_view.h"
#include "registry/trust/sign.h"

/* clang-format off */
const struct cli_option cmd_root_approve_options[] = {
    {"key", N_("KEYFILE"), N_("the key file to sign with (else those in the registry)"), true},
    {"o", N_("FILE"), N_("where to write it (else over FILE)"), false},
    {"trust", N_("FILE"), N_("hold it to this trust file: does it follow its newest root?"), false},
    {"expect", N_("HASH"), N_("sign without asking if the draft's hash is this"), false},
    {"yes", NULL, N_("sign without asking"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- which keys sign ---- */

#define SIGNERS_MAX SIGN_KEYS_MAX

struct signers {
    const struct draft *draft;
    char path[SIGNERS_MAX][APP_PATH_MAX];
    struct sello_root_key key[SIGNERS_MAX];
    size_t n, n_done; /* to sign; of keys that have signed already */
};

/* The key's row in the next root, else in the one before; *out_signed: has it signed? */
static const struct sello_root_key *find_row(const struct draft *draft, const uint8_t *public_key,
                                             bool *out_signed) {
    const struct sello_root_key *now = draft_find_key(&draft->root, public_key);
    const struct sello_root_key *old = draft_find_key(&draft->before, public_key);
    *out_signed = now != NULL   ? draft->signed_now[now - draft->root.key]
                  : old != NULL ? draft->signed_before[old - draft->before.key]
                                : false;
    return now != NULL ? now : old;
}

/* Members sign, and what is new in this root; a delegated key that was there before has no say. */
static bool may_sign(const struct draft *draft, const struct sello_root_key *row) {
    return row->role == SELLO_ROLE_MEMBER ||
           draft_find_key(&draft->before, row->public_key) == NULL;
}

static bool take_signer(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct signers *signers = context;
    bool done = false;
    const struct sello_root_key *row = find_row(signers->draft, info->public_key, &done);
    if (row != NULL && may_sign(signers->draft, row) && signers->n < SIGNERS_MAX) {
        signers->n_done += done;
        if (!done) {
            snprintf(signers->path[signers->n], APP_PATH_MAX, "%s", path);
            signers->key[signers->n++] = *row;
        }
    }
    return true;
}

static bool take_named(struct app *app, struct signers *signers, const char *path) {
    struct sello_keyfile_info info;
    size_t n = signers->n + signers->n_done;
    enum sello_error error = sello_keyfile_info(path, &info);
    if (error != SELLO_OK) {
        char what[APP_PATH_MAX + 60];
        snprintf(what, sizeof what, _("%.4000s could not be read"), path);
        (void)app_failed(app, error, what);
        return false;
    }
    (void)take_signer(signers, path, &info);
    if (signers->n + signers->n_done == n) {
        cli_error(_("%s has no say in this draft: it is the key of no member and of nothing new."),
                  path);
    }
    return signers->n + signers->n_done > n;
}

static bool find_signers(struct app *app, struct signers *signers) {
    const char *path = cli_text(app->args, "key");
    if (path == NULL && !app_key_files(app, take_signer, signers)) {
        return false;
    }
    for (size_t i = 0; (path = cli_text_at(app->args, "key", i)) != NULL; i++) {
        if (!take_named(app, signers, path)) {
            return false;
        }
    }
    if (signers->n + signers->n_done == 0) {
        cli_error(_("No key that has a say in this draft is in %s/keys. Name your key file with "
                    "--key."),
                  app->session.folder);
    }
    return signers->n + signers->n_done > 0;
}

/* ---- agreeing ---- */

/* Is this the start of the hash, 32 digits at least? Spaces, hyphens and capitals aside. */
static bool hash_is(const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)], const char *typed) {
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    size_t n = 0;
    base_hex(hash, SELLO_HASH_LEN, hex);
    for (; *typed != '\0'; typed++) {
        char c = *typed >= 'A' && *typed <= 'F' ? (char)(*typed - 'A' + 'a') : *typed;
        if (c == ' ' || c == '-' || c == ':') {
            continue;
        }
        if (n == sizeof hex - 1 || hex[n] != c) {
            return false;
        }
        n++;
    }
    return n >= 32;
}

static bool agreed(struct app *app, const struct draft *draft) {
    const char *expected = cli_text(app->args, "expect");
    if (expected != NULL) {
        bool same = hash_is(draft->root.hash, expected);
        if (!same) {
            cli_error(_("Nothing was signed: the draft's hash is not the one that was expected."));
        }
        return same;
    }
    if (cli_flag(app->args, "yes")) {
        return true;
    }
    if (app->no_input ||
        !cli_confirm(_("Is this what was agreed, and is the hash the one the others have?"))) {
        cli_error(_("Nothing was signed. To sign, answer yes, or give --expect with the hash."));
        return false;
    }
    return true;
}

/* ---- signing ---- */

static bool sign_with(struct app *app, struct draft *draft, const char *path) {
    struct sello_key *key = NULL;
    struct sello_root_signature signature;
    const struct sello_passphrase *passphrase = app_passphrase(app, false);
    if (passphrase == NULL) {
        return false;
    }
    enum sello_error error = sello_keyfile_open(path, passphrase, &key);
    if (error == SELLO_OK) {
        error = sign_root_once(draft->root.payload, key, &signature);
        sello_key_free(&key);
    }
    if (error == SELLO_OK) {
        error = draft_add(draft, &signature, 1);
    }
    if (error != SELLO_OK) {
        char what[APP_PATH_MAX + 60];
        snprintf(what, sizeof what, _("%.4000s did not sign"), path);
        (void)app_failed(app, error, what);
    }
    return error == SELLO_OK;
}

static bool approve(struct app *app, struct draft *draft, struct signers *signers) {
    FILE *to = app->json ? stderr : stdout;
    root_put_draft(to, draft);
    if (signers->n == 0) {
        cli_note(_("Nothing to do: the key has signed already."));
        return true;
    }
    for (size_t i = 0; i < signers->n; i++) {
        char words[ROOT_KEY_WORDS];
        root_key_words(&signers->key[i], words);
        cli_print(to, _("You sign as: %s\n"), words);
    }
    if (!agreed(app, draft)) {
        return false;
    }
    for (size_t i = 0; i < signers->n; i++) {
        if (!sign_with(app, draft, signers->path[i])) {
            return false;
        }
    }
    return true;
}

static int write_approved(struct app *app, const struct draft *draft, const char *path) {
    const char *to = cli_text(app->args, "o") != NULL ? cli_text(app->args, "o") : path;
    if (!cli_file_replace(to, draft_file(draft), 0644)) {
        return CLI_FAILURE;
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", to);
        root_put_signers_json(&j, draft);
        cli_json_close(&j);
    } else if (draft->missing == SELLO_OK) {
        cli_print(stdout, _("%s is signed and complete. Now: sello root assemble %s\n"), to, to);
    } else {
        cli_print(stdout, _("%s is signed. Send it on: signatures are still missing.\n"), to);
    }
    return CLI_OK;
}

int cmd_root_approve(const struct cli_args *args) {
    struct app app;
    const char *path = cli_operand(args, 0);
    int result = CLI_FAILURE;
    app_start(args, &app);
    struct draft *draft = root_load_draft(path);
    struct signers *signers = draft != NULL ? calloc(1, sizeof *signers) : NULL;
    if (signers != NULL) {
        signers->draft = draft;
        if (root_follows_trust(&app, draft) && find_signers(&app, signers) &&
            approve(&app, draft, signers)) {
            result = write_approved(&app, draft, path);
        }
    }
    free(signers);
    free(draft);
    app_close(&app);
    return result;
}

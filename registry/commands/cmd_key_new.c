/* SPDX-License-Identifier: Apache-2.0 */
/* New keys. A member makes one on a computer of their own, without a registry; a label or status
 * key goes into the registry, and into a new root. */
#include <stdlib.h>
#include <unistd.h>

#include "base/hex.h"
#include "registry/commands/commands.h"
#include "registry/trust/root_edit.h"
#include "registry/trust/root_here.h"
#include "registry/trust/root_view.h"

/* clang-format off */
const struct cli_option cmd_key_new_options[] = {
    {"role", N_("ROLE"), N_("what it is for: member, label or status"), false},
    {"name", N_("NAME"), N_("a member's name, for the root"), false},
    {"o", N_("FILE"), N_("write the key file here, and change no registry"), false},
    {"not-before", N_("DATE"), N_("the first day it may sign"), false},
    {"stop", N_("DATE"), N_("the last day it may sign"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    {.name = NULL},
};
/* clang-format on */

static bool take_role(const struct cli_args *args, enum sello_role *out) {
    const char *text;
    if (!cli_require(args, "role", &text)) {
        return false;
    }
    for (uint64_t role = SELLO_ROLE_MEMBER; role <= SELLO_ROLE_STATUS; role++) {
        if (strcmp(text, root_role_name(role)) == 0) {
            *out = (enum sello_role)role;
            return true;
        }
    }
    cli_error(_("--role takes member, label or status, not '%s'."), text);
    return false;
}

static bool make_key(struct app *app, enum sello_role role, struct sello_key **out) {
    enum sello_error error = sello_key_new(role, out);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("No key could be made"));
    }
    return error == SELLO_OK;
}

static bool say_not_written(struct app *app, enum sello_error error, const char *path) {
    char what[APP_PATH_MAX + 60];
    snprintf(what, sizeof what, _("%.4000s was not written"), path);
    (void)app_failed(app, error, what);
    return false;
}

/* ---- what is said ---- */

static void say_json(const struct sello_key *key, const char *path) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], public_key[BASE_HEX_LEN(SELLO_KEY_LEN)];
    struct cli_json j;
    base_hex(sello_key_kid(key), SELLO_KID_LEN, kid);
    base_hex(sello_key_public(key), SELLO_KEY_LEN, public_key);
    cli_json_open(&j, stdout);
    cli_json_string(&j, "kid", kid);
    cli_json_string(&j, "public_key", public_key);
    cli_json_string(&j, "role", root_role_name(sello_key_role(key)));
    cli_json_string(&j, "file", path);
    cli_json_close(&j);
}

static void say_key(struct app *app, const struct sello_key *key, const char *path) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], public_key[BASE_HEX_LEN(SELLO_KEY_LEN)];
    if (app->json) {
        say_json(key, path);
        return;
    }
    base_hex(sello_key_kid(key), SELLO_KID_LEN, kid);
    base_hex(sello_key_public(key), SELLO_KEY_LEN, public_key);
    cli_print(stdout, _("File:       %s\n"), path);
    cli_print(stdout, _("Kid:        %s\n"), kid);
    cli_print(stdout, _("Public key: %s\n"), public_key);
}

/* What the holder of a new key hands on, and to whom. */
static void say_next(struct app *app, const struct sello_key *key) {
    char public_key[BASE_HEX_LEN(SELLO_KEY_LEN)];
    const char *name = cli_text(app->args, "name");
    base_hex(sello_key_public(key), SELLO_KEY_LEN, public_key);
    if (sello_key_role(key) == SELLO_ROLE_MEMBER) {
        cli_note(
            _("Keep the file and its passphrase, and print a copy: sello key backup. Give only "
              "the public key to who keeps the registry, who enters it with: sello root draft "
              "--add-member \"%s=%s\" -o FILE"),
            name != NULL ? name : _("NAME"), public_key);
    } else {
        cli_note(_("The registry takes it with: sello root draft --add-key %s=%s -o FILE"),
                 root_role_name(sello_key_role(key)), public_key);
    }
}

/* ---- a key file alone ---- */

static int new_alone(const struct cli_args *args, enum sello_role role) {
    struct app app;
    struct sello_key *key = NULL;
    const char *path = cli_text(args, "o");
    app_start(args, &app);
    const struct sello_passphrase *passphrase = app_passphrase(&app, true);
    bool ok = passphrase != NULL && make_key(&app, role, &key);
    if (ok) {
        enum sello_error error = sello_keyfile_write(path, key, passphrase);
        ok = error == SELLO_OK || say_not_written(&app, error, path);
    }
    if (ok) {
        say_key(&app, key, path);
        say_next(&app, key);
    }
    sello_key_free(&key);
    app_close(&app);
    return ok ? CLI_OK : CLI_FAILURE;
}

/* ---- a key of the registry ---- */

/* Writes it as the first "label-2.key" that is free. */
static bool write_numbered(struct app *app, const struct sello_key *key,
                           const struct sello_passphrase *passphrase,
                           char path[SELLO_LEN(APP_PATH_MAX)]) {
    enum sello_error error = SELLO_E_KEYFILE_EXISTS;
    for (unsigned n = 1; n < 10000 && error == SELLO_E_KEYFILE_EXISTS; n++) {
        char name[32];
        snprintf(name, sizeof name, "%s-%u.key", root_role_name(sello_key_role(key)), n);
        if (!app_key_path(app, name, path)) {
            return false;
        }
        error = sello_keyfile_write(path, key, passphrase);
    }
    return error == SELLO_OK || say_not_written(app, error, path);
}

/* The root with the key in it: signed, or a draft. */
static bool enter(struct app *app, const struct sello_root *before, struct sello_key *key,
                  bool here) {
    struct root_draft *content = root_draft_after(app, before);
    if (content == NULL) {
        return false;
    }
    root_draft_add(content, key, sello_bytes("", 0));
    bool ok = root_edit_window(app->args, &content->key[content->root.n_keys - 1]) &&
              (here ? root_store_here(app, before, content, &key, 1)
                    : root_write_draft(app, before, content, &key, 1));
    free(content);
    return ok;
}

/* In doubt it is: a key that a root lists must not be lost. */
static bool is_listed(struct app *app, const struct sello_key *key) {
    const struct sello_root *now = app_root(app);
    return now == NULL || draft_find_key(now, sello_key_public(key)) != NULL;
}

/* The file is there before the root that needs it; it goes again when there is no such root. A root
 * may be kept although what comes after it failed. */
static bool make_and_enter(struct app *app, const struct sello_root *before, struct sello_key *key,
                           bool here) {
    char path[APP_PATH_MAX];
    const struct sello_passphrase *passphrase = app_passphrase(app, !here);
    if (passphrase == NULL || !write_numbered(app, key, passphrase, path)) {
        return false;
    }
    if (!enter(app, before, key, here)) {
        if (!is_listed(app, key)) {
            (void)unlink(path);
        }
        return false;
    }
    say_key(app, key, path);
    return true;
}

static int new_here(struct app *app) {
    enum sello_role role;
    struct sello_key *key = NULL;
    const struct sello_root *before = app_root(app);
    if (!take_role(app->args, &role)) {
        return CLI_USAGE;
    }
    if (before == NULL || !root_may_follow(app) || !app_start_keys(app) ||
        !make_key(app, role, &key)) {
        return CLI_FAILURE;
    }
    bool here = root_signs_here(app, before);
    bool ok = make_and_enter(app, before, key, here);
    sello_key_free(&key);
    const struct sello_root *now = ok && here ? app_root(app) : NULL;
    if (now != NULL) {
        root_say_stored(app, now);
    }
    return ok ? CLI_OK : CLI_FAILURE;
}

int cmd_key_new(const struct cli_args *args) {
    enum sello_role role;
    if (!take_role(args, &role)) {
        return CLI_USAGE;
    }
    if (cli_text(args, "o") != NULL) {
        return new_alone(args, role);
    }
    if (role == SELLO_ROLE_MEMBER) {
        cli_error(_("A member's key is kept by the member, not in the registry: name its file with "
                    "-o FILE."));
        return CLI_USAGE;
    }
    return app_run(args, APP_CHANGE, new_here);
}

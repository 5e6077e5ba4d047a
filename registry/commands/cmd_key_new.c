/* SPDX-License-Identifier: Apache-2.0 */
/* New keys. A member makes one on a computer of their own, without a registry; any other
 * goes into the registry, and into a new root. */
#include "base/hex.h"
#include "registry/commands/commands.h"
#include "registry/commands/root_answer.h"
#include "registry/commands/root_request.h"
#include "registry/trust/key_make.h"
#include "registry/trust/root_find.h"

/* clang-format off */
const struct cli_option cmd_key_new_options[] = {
    {"role", N_("ROLE"), N_("what it is for: member, label, status, log or credential"), false},
    {"name", N_("NAME"), N_("a member's name, for the root"), false},
    {"o", N_("FILE"), N_("write the key file here, and change no registry"), false},
    {"not-before", N_("DATE"), N_("the first day it may sign"), false},
    {"stop", N_("DATE"), N_("the last day it may sign"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

static bool take_role(const struct cli_args *args, enum sello_role *out) {
    const char *text;
    if (!cli_require(args, "role", &text)) {
        return false;
    }
    static const char *const spanish[] = {[SELLO_ROLE_MEMBER] = "integrante",
                                          [SELLO_ROLE_LABEL] = "etiquetas",
                                          [SELLO_ROLE_STATUS] = "estado",
                                          [SELLO_ROLE_LOG] = "bitacora",
                                          [SELLO_ROLE_CREDENTIAL] = "credencial"};
    for (uint64_t role = SELLO_ROLE_MEMBER; role <= SELLO_ROLE_LAST; role++) {
        if (sello_role_known(role) && cli_value_is(text, root_role_name(role), spanish[role])) {
            *out = (enum sello_role)role;
            return true;
        }
    }
    cli_error(_("--role takes member, label, status, log or credential, not '%s'."), text);
    return false;
}

/* ---- what is said ---- */

/* root: what came of it with a key of the registry; NULL: the file is alone. */
static void say_json(struct app *app, const struct key_told *key, const struct key_outcome *root) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], public_key[BASE_HEX_LEN(SELLO_KEY_LEN)];
    struct cli_json j;
    base_hex(key->kid, SELLO_KID_LEN, kid);
    base_hex(key->public_key, SELLO_KEY_LEN, public_key);
    cli_json_open(&j, stdout);
    cli_json_string(&j, "kid", key->made ? kid : NULL);
    cli_json_string(&j, "public_key", key->made ? public_key : NULL);
    if (key->made && key->role == SELLO_ROLE_MEMBER) {
        base_hex(key->slhdsa, SELLO_SLHDSA_KEY_LEN, public_key);
        cli_json_string(&j, "post_quantum_key", public_key);
    }
    cli_json_string(&j, "role", root_role_name(key->role));
    cli_json_string(&j, "file", key->path);
    if (root != NULL) {
        cli_json_number(&j, "root", root->root_version);
        cli_json_string(&j, "draft", root->root.is_draft ? root->root.draft_path : NULL);
    }
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

static void say_key(struct app *app, const struct key_told *key, const struct key_outcome *root) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], public_key[BASE_HEX_LEN(SELLO_KEY_LEN)];
    if (app->json) {
        say_json(app, key, root);
        return;
    }
    app_say_dry_run(app);
    base_hex(key->kid, SELLO_KID_LEN, kid);
    base_hex(key->public_key, SELLO_KEY_LEN, public_key);
    cli_print(stdout, _("File:              %s\n"), key->path);
    if (key->made) {
        cli_print(stdout, _("Kid:               %s\n"), kid);
        cli_print(stdout, _("Public key:        %s\n"), public_key);
    }
    if (key->made && key->role == SELLO_ROLE_MEMBER) {
        base_hex(key->slhdsa, SELLO_SLHDSA_KEY_LEN, public_key);
        cli_print(stdout, _("Post-quantum key:  %s\n"), public_key);
    }
    if (!key->made && root != NULL && root->root.is_draft) {
        cli_print(stdout, _("Root %llu comes as a draft for the members: %s\n"),
                  (unsigned long long)root->root_version, root->root.draft_path);
    } else if (!key->made && root != NULL) {
        cli_print(stdout, _("Root %llu is signed here.\n"), (unsigned long long)root->root_version);
    }
}

/* What the holder of a new key hands on, and to whom. */
static void say_next(struct app *app, const struct key_told *key) {
    char public_key[BASE_HEX_LEN(SELLO_KEY_LEN)], slhdsa[BASE_HEX_LEN(SELLO_SLHDSA_KEY_LEN)];
    const char *name = cli_text(app->args, "name");
    base_hex(key->slhdsa, SELLO_SLHDSA_KEY_LEN, slhdsa);
    base_hex(key->public_key, SELLO_KEY_LEN, public_key);
    if (key->role == SELLO_ROLE_MEMBER) {
        cli_note(
            _("Keep the file and its passphrase, and print a copy: sello key backup. Give only "
              "both public keys, one behind the other, to who keeps the registry, who enters them "
              "with: sello root draft --add-member \"%s=%s%s\" -o FILE"),
            name != NULL ? name : _("NAME"), public_key, slhdsa);
    } else {
        cli_note(_("The registry takes it with: sello root draft --add-key %s=%s -o FILE"),
                 root_role_name(key->role), public_key);
    }
}

/* ---- a key file alone ---- */

static int new_alone(const struct cli_args *args, enum sello_role role) {
    struct app app;
    struct key_told key;
    const char *path = cli_text(args, "o");
    app_start(args, &app);
    enum sello_error error = app.dry_run ? key_alone_plan(&app.session, role, path, &key)
                                         : key_alone_commit(&app.session, role, path, &key);
    if (error != SELLO_OK) {
        (void)app_problem(&app, _("No key could be made"));
    } else {
        say_key(&app, &key, NULL);
        if (key.made) {
            say_next(&app, &key);
        }
    }
    app_close(&app);
    return app_done(&app, error == SELLO_OK ? CLI_OK : CLI_FAILURE);
}

/* ---- a key of the registry ---- */

static int new_of_registry(struct app *app) {
    struct key_request request = {.draft_path = cli_text(app->args, "draft")};
    struct key_outcome outcome;
    if (!take_role(app->args, &request.role) || !root_take_window(app->args, &request.window)) {
        return CLI_USAGE;
    }
    enum sello_error error = app->dry_run ? key_plan(&app->session, &request, &outcome)
                                          : key_commit(&app->session, &request, &outcome);
    if (error != SELLO_OK) {
        key_outcome_free(&outcome);
        return root_not_made(app);
    }
    if (!app->dry_run && outcome.root.is_draft) {
        root_tell(app, &outcome.root);
    }
    say_key(app, &outcome.key, &outcome);
    if (!app->dry_run && !outcome.root.is_draft) {
        root_tell(app, &outcome.root);
    }
    key_outcome_free(&outcome);
    return CLI_OK;
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
    return app_run(args, APP_CHANGE, new_of_registry);
}

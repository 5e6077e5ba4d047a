/* SPDX-License-Identifier: Apache-2.0 */
/* What a key file is: for its holder, who gives the public keys to who keeps the registry. */
#include "base/hex.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/root_words.h"
#include "registry/trust/key_file.h"
#include "registry/trust/root_find.h"

struct texts {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], public_key[BASE_HEX_LEN(SELLO_KEY_LEN)];
    char slhdsa[BASE_HEX_LEN(SELLO_SLHDSA_KEY_LEN)];
};

static void show_json(const struct key_told *key, const struct texts *t) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "file", key->path);
    cli_json_string(&j, "role", root_role_name(key->role));
    cli_json_string(&j, "kid", t->kid);
    cli_json_string(&j, "public_key", t->public_key);
    cli_json_string(&j, "post_quantum_key", key->role == SELLO_ROLE_MEMBER ? t->slhdsa : NULL);
    cli_json_close(&j);
}

static void show_words(const struct key_told *key, const struct texts *t) {
    cli_print(stdout, _("File:              %s\n"), key->path);
    cli_print(stdout, _("Role:              %s\n"), root_role_word(key->role));
    cli_print(stdout, _("Kid:               %s\n"), t->kid);
    cli_print(stdout, _("Public key:        %s\n"), t->public_key);
    if (key->role == SELLO_ROLE_MEMBER) {
        cli_print(stdout, _("Post-quantum key:  %s\n"), t->slhdsa);
        cli_print(stdout, _("Both, to give to who keeps the registry:\n%s%s\n"), t->public_key,
                  t->slhdsa);
        cli_note(_("Who keeps the registry enters both with: sello root draft --add-member "
                   "NAME=DIGITS, or for a member who is one already: --replace-member "
                   "MEMBER=DIGITS"));
    }
}

int cmd_key_show(const struct cli_args *args) {
    struct app app;
    struct key_told key;
    app_start(args, &app);
    enum sello_error error = key_show(&app.session, cli_operand(args, 0), &key);
    if (error != SELLO_OK) {
        (void)app_problem(&app, _("The key file could not be read"));
    } else {
        struct texts t;
        base_hex(key.kid, SELLO_KID_LEN, t.kid);
        base_hex(key.public_key, SELLO_KEY_LEN, t.public_key);
        base_hex(key.slhdsa, SELLO_SLHDSA_KEY_LEN, t.slhdsa);
        app.json ? show_json(&key, &t) : show_words(&key, &t);
    }
    app_close(&app);
    return error == SELLO_OK ? CLI_OK : CLI_FAILURE;
}

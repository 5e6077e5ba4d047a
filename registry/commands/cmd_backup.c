/* SPDX-License-Identifier: Apache-2.0 */
/* Keeping a copy of the registry. */
#include <unistd.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/backup.h"

/* clang-format off */
const struct cli_option cmd_backup_options[] = {
    {"without-keys", NULL, N_("leave the key files out: they are kept apart, by you"), false},
    {"unsigned", NULL, N_("do not sign the events in it: no passphrase is needed"), false},
    {.name = NULL},
};
/* clang-format on */

/* A backup that runs by itself at night has no passphrase, and is better than none. */
static bool can_sign(const struct app *app) {
    bool given = cli_text(app->args, "passphrase-file") != NULL ||
                 cli_text(app->args, "passphrase-fd") != NULL;
    return !cli_flag(app->args, "unsigned") &&
           (given || (!app->no_input && isatty(STDIN_FILENO) == 1));
}

static void say_keys(const struct app *app, const struct backup_outcome *done) {
    if (done->n_keys > 0) {
        cli_note(P_("With it is %llu key file, encrypted as it is here: without its passphrase "
                    "nobody signs with it.",
                    "With it are %llu key files, encrypted as they are here: without their "
                    "passphrases nobody signs with them.",
                    done->n_keys),
                 (unsigned long long)done->n_keys);
    } else {
        cli_note(_("The keys are not in it: copy the folder %s/keys as well, and keep that copy "
                   "apart from this one."),
                 app->session.folder);
    }
}

static void say_made(const struct app *app, const struct backup_outcome *done) {
    cli_print(stdout, _("The backup is in %s, and was read back whole.\n"), done->path);
    say_keys(app, done);
    if (!done->is_signed) {
        cli_note(_("Nobody signed what was done since the newest trust file: whoever has this "
                   "copy could change that in it unseen. With the status key's passphrase it "
                   "is signed."));
    }
    if (done->same_disk) {
        cli_note(_("It lies on the same disk as the registry: copy it to a stick, and keep that in "
                   "another house."));
    }
}

static int backup(struct app *app) {
    const struct backup_request request = {.path = cli_operand(app->args, 0),
                                           .sign = can_sign(app),
                                           .without_keys = cli_flag(app->args, "without-keys")};
    struct backup_outcome done;
    enum sello_error error = backup_write(&app->session, &request, &done);
    if (error == SELLO_E_INTERRUPTED) {
        cli_error(_("Interrupted: no backup was made."));
        return CLI_INTERRUPTED;
    }
    if (error != SELLO_OK) {
        return app_problem(app, _("No backup was made"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", done.path);
        cli_json_bool(&j, "signed", done.is_signed);
        cli_json_number(&j, "keys", done.n_keys);
        cli_json_number(&j, "bytes", done.size);
        cli_json_bool(&j, "same_disk", done.same_disk);
        cli_json_close(&j);
    } else {
        say_made(app, &done);
    }
    return app_done(app, CLI_OK);
}

int cmd_backup(const struct cli_args *args) {
    if (strcmp(cli_operand(args, 0), "-") == 0) {
        cli_error(_("A backup is read back when it is written, so it does not go to standard "
                    "output: name a folder, or a file."));
        return CLI_USAGE;
    }
    return app_run(args, APP_READ, backup);
}

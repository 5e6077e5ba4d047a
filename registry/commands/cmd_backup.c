/* SPDX-License-Identifier: Apache-2.0 */
/* Keeping a copy of the registry. */
#include <unistd.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/backup_files.h"

/* clang-format off */
const struct cli_option cmd_backup_options[] = {
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

static int backup(struct app *app) {
    const char *path = cli_operand(app->args, 0);
    bool is_signed = false;
    if (backup_write(&app->session, path, can_sign(app), &is_signed) != SELLO_OK) {
        return app_problem(app, _("No backup was made"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", path);
        cli_json_bool(&j, "signed", is_signed);
        cli_json_close(&j);
    } else {
        cli_print(stdout, _("The backup is in %s. Keep it on another disk.\n"), path);
        if (!is_signed) {
            cli_note(_("Nobody signed what was done since the newest trust file: whoever has this "
                       "copy could change that in it unseen. With the status key's passphrase it "
                       "is signed."));
        }
        cli_note(_("The keys are not in it: copy the folder %s/keys as well, and keep that copy "
                   "apart from this one."),
                 app->session.folder);
    }
    return CLI_OK;
}

int cmd_backup(const struct cli_args *args) {
    return app_run(args, APP_READ, backup);
}

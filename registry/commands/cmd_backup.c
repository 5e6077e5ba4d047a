/* SPDX-License-Identifier: Apache-2.0 */
/* Keeping a copy of the registry. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/backup_files.h"

static int backup(struct app *app) {
    const char *path = cli_operand(app->args, 0);
    if (backup_write(&app->session, path) != SELLO_OK) {
        return app_problem(app, _("No backup was made"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", path);
        cli_json_close(&j);
    } else {
        cli_print(stdout, _("The backup is in %s. Keep it on another disk.\n"), path);
        cli_note(_("The keys are not in it: copy the folder %s/keys as well, and keep that copy "
                   "apart from this one."),
                 app->session.folder);
    }
    return CLI_OK;
}

int cmd_backup(const struct cli_args *args) {
    return app_run(args, APP_READ, backup);
}

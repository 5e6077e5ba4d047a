/* SPDX-License-Identifier: Apache-2.0 */
/* Taking an import back. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/desk/correct.h"

const struct cli_option cmd_undo_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};

static int undo(struct app *app) {
    uint64_t number = 0;
    struct undo_outcome outcome;
    if (!app_id(app->args, 0, SELLO_KIND_IMPORT, &number)) {
        return CLI_USAGE;
    }
    enum sello_error error = app->dry_run ? undo_plan(&app->session, number, &outcome)
                                          : undo_commit(&app->session, number, NULL, &outcome);
    if (error != SELLO_OK) {
        return app_problem(app, _("Nothing was taken back"));
    }
    app_say_id(app, (struct sello_id){SELLO_KIND_IMPORT, number}, _("Import %s was taken back.%s"),
               "");
    return CLI_OK;
}

int cmd_undo(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, undo);
}

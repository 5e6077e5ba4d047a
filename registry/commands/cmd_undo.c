/* SPDX-License-Identifier: Apache-2.0 */
/* Taking an import back. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"

static int undo(struct app *app) {
    uint64_t number = 0, certificate = 0;
    if (!app_id(app->args, 0, SELLO_KIND_IMPORT, &number)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_import_undo(app->session.store, number, &certificate);
    if (error == SELLO_E_STATE) {
        char id[SELLO_ID_LEN];
        sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, certificate}, id);
        cli_error(_("Nothing was taken back: certificate %s uses a record of this import, and "
                    "certificates are kept for life."),
                  id);
        return CLI_FAILURE;
    }
    if (error != SELLO_OK) {
        return app_failed(app, error, _("Nothing was taken back"));
    }
    app_say_id(app, (struct sello_id){SELLO_KIND_IMPORT, number}, _("Import %s was taken back.%s"),
               "");
    return CLI_OK;
}

int cmd_undo(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, undo);
}

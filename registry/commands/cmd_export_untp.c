/* SPDX-License-Identifier: Apache-2.0 */
/* sello export untp: certificates and products as credentials. */
#include "base/interrupt.h"
#include "registry/commands/export_others.h"
#include "registry/interop/untp.h"

static void say(const struct app *app, const struct untp_exported *done, const char *folder) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_number(&j, "certificates", done->certificates);
        cli_json_number(&j, "stopped", done->stopped);
        cli_json_number(&j, "products", done->products);
        cli_json_string(&j, "path", folder);
        cli_json_close(&j);
        return;
    }
    cli_print(stdout, _("Certificates: %llu. Products: %llu. Their credentials are in %s.\n"),
              (unsigned long long)done->certificates, (unsigned long long)done->products, folder);
    cli_note(_("Put what is in it beside your page, and again after each change of a certificate: "
               "whoever has a credential asks there whether it still holds."));
}

int export_untp(struct app *app) {
    const struct untp_request request = {.folder = cli_operand(app->args, 1),
                                         .country = cli_text(app->args, "country")};
    struct untp_exported done;
    if (cli_n_operands(app->args) != 2 || cli_text(app->args, "csv") != NULL ||
        cli_text(app->args, "o") != NULL) {
        cli_error(_("Credentials go into a folder: sello export untp FOLDER --country MX"));
        return CLI_USAGE;
    }
    if (request.country == NULL) {
        cli_error(_("Say where the products are made: --country MX. Records do not tell it, and a "
                    "passport has to."));
        return CLI_USAGE;
    }
    base_interrupt_catch();
    enum sello_error error = untp_export(&app->session, &request, &done);
    base_interrupt_release();
    if (error == SELLO_E_INTERRUPTED) {
        cli_error(_("Interrupted: not all credentials were written."));
        return CLI_INTERRUPTED;
    }
    if (error != SELLO_OK) {
        return app_problem(app, _("Not all credentials were written"));
    }
    say(app, &done, request.folder);
    return CLI_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* `sello stock forget`: a part-used sheet is not there any more. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/part_used.h"

/* clang-format off */
const struct cli_option cmd_stock_forget_options[] = {
    {"all", NULL, N_("all part-used sheets of this stock"), false},
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static void say_json(const struct app *app, const struct forget_outcome *outcome) {
    struct cli_json j;
    char place[PART_USED_PLACE_LEN];
    cli_json_open(&j, stdout);
    cli_json_string(&j, "stock", outcome->stock.name);
    cli_json_open_in(&j, "forgotten", '[');
    for (size_t i = 0; i < outcome->n; i++) {
        part_used_place(&outcome->stock, &outcome->sheet[i], place);
        cli_json_string(&j, NULL, place);
    }
    cli_json_close_in(&j, ']');
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

static void say(const struct app *app, const struct forget_outcome *outcome) {
    app_say_dry_run(app);
    for (size_t i = 0; i < outcome->n; i++) {
        char place[PART_USED_PLACE_LEN];
        part_used_place(&outcome->stock, &outcome->sheet[i], place);
        cli_print(stdout, _("Forgotten: a sheet of %s, free from row and column %s on.\n"),
                  outcome->stock.name, place);
    }
}

static int forget(struct app *app) {
    const struct forget_request request = {
        .stock = cli_operand(app->args, 0),
        .place = cli_n_operands(app->args) > 1 ? cli_operand(app->args, 1) : NULL,
        .all = cli_flag(app->args, "all")};
    struct forget_outcome outcome;
    if (request.all && request.place != NULL) {
        cli_error(_("--all is all of them: name no place with it."));
        return CLI_USAGE;
    }
    enum sello_error error = app->dry_run ? forget_plan(&app->session, &request, &outcome)
                                          : forget_commit(&app->session, &request, &outcome);
    if (error != SELLO_OK) {
        return app_problem(app, _("Nothing was forgotten"));
    }
    if (app->json) {
        say_json(app, &outcome);
    } else {
        say(app, &outcome);
    }
    return CLI_OK;
}

int cmd_stock_forget(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, forget);
}

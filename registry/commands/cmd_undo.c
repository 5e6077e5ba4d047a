/* SPDX-License-Identifier: Apache-2.0 */
/* Taking an import back. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/commands/table.h"
#include "registry/commands/touched.h"
#include "registry/desk/undo.h"

/* clang-format off */
const struct cli_option cmd_undo_options[] = {
    {"yes", NULL, N_("do not ask"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

static void put_row(void *context, const struct undo_row *row) {
    struct table *t = context;
    char id[SELLO_ID_LEN], day[CLI_DAY_LEN];
    sello_id_format(row->record, id);
    table_cell(t, id);
    table_cell(t, row->name);
    table_cell(t, app_field_label(row->edit->field));
    table_cell(t, app_field_text(row->edit->field, row->edit->after, day));
    table_cell(t, app_field_text(row->edit->field, row->edit->before, day));
}

static void start(struct table *t) {
    const char *const titles[] = {_("Id"), _("Name"), _("Field"), _("Now"), _("To be")};
    table_start(t, titles, sizeof titles / sizeof *titles);
}

/* Where programs listen, the question alone needs it, and no table. */
static bool say_plan(const struct app *app, struct table *t, const struct undo_outcome *plan) {
    bool printed = true;
    if (app->json && !app_may_ask(app)) {
        return true;
    }
    if (plan->n_restored > 0) {
        printed = app->json || table_end(t, stdout, "");
        cli_note(P_("%llu record that the import changed is to be what it was before.",
                    "%llu records that the import changed are to be what they were before.",
                    plan->n_restored),
                 (unsigned long long)plan->n_restored);
    }
    if (plan->n_removed > 0) {
        cli_note(P_("%llu record that the import added is to go.",
                    "%llu records that the import added are to go.", plan->n_removed),
                 (unsigned long long)plan->n_removed);
    }
    return printed;
}

static bool agreed(void) {
    bool yes = cli_confirm(_("Take it back?"));
    if (!yes) {
        cli_note(_("Nothing was changed."));
    }
    return yes;
}

static void done_json(const struct app *app, const struct undo_outcome *o) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    record_json_id(&j, "id", (struct sello_id){SELLO_KIND_IMPORT, o->import.number});
    cli_json_number(&j, "removed", o->n_removed);
    cli_json_number(&j, "restored", o->n_restored);
    touched_json(&j, &o->touched);
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

static int undo(struct app *app) {
    struct table t;
    struct undo_request request = {.row = put_row, .context = &t};
    struct undo_outcome plan, outcome;
    if (!app_id(app->args, 0, SELLO_KIND_IMPORT, &request.import)) {
        return CLI_USAGE;
    }
    start(&t);
    enum sello_error error = undo_plan(&app->session, &request, &plan);
    bool asks = app_may_ask(app);
    bool printed = error != SELLO_OK || say_plan(app, &t, &plan);
    table_free(&t);
    if (!printed) {
        return CLI_FAILURE;
    }
    if (error == SELLO_OK && asks && plan.touched.n > 0) {
        touched_say_which(&plan.touched); /* with --json too: somebody is asked */
    }
    if (error == SELLO_OK && asks && !agreed()) {
        return CLI_FAILURE;
    }
    if (error == SELLO_OK && app->dry_run) {
        outcome = plan;
    } else if (error == SELLO_OK) {
        request.row = NULL;
        error = undo_commit(&app->session, &request, &plan, &outcome);
    }
    if (error != SELLO_OK) {
        return app_problem(app, _("Nothing was taken back"));
    }
    if (app->json) {
        done_json(app, &outcome);
        return CLI_OK;
    }
    app_say_id(app, (struct sello_id){SELLO_KIND_IMPORT, request.import},
               _("Import %s was taken back.%s"), "");
    touched_say(app, &outcome.touched, asks, !app->dry_run);
    return CLI_OK;
}

int cmd_undo(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, undo);
}

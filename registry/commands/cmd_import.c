/* SPDX-License-Identifier: Apache-2.0 */
/* Taking producers or products from a table: shown first, then all or nothing. */
#include "registry/commands/commands.h"
#include "registry/commands/import_report.h"
#include "registry/commands/record.h"

/* clang-format off */
const struct cli_option cmd_import_options[] = {
    {"csv", N_("FILE"), N_("the table, with a first line that names its columns (-: standard input)"), false},
    {"commit", NULL, N_("write it; without this, what would happen is shown"), false},
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

/* ---- what the clerk is told at the end ---- */

static void summary_json(const struct import_report *report, const struct import_outcome *o) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    record_json_id(&j, "import", (struct sello_id){SELLO_KIND_IMPORT, o->kept ? o->number : 0});
    record_json_id(&j, "first_id", (struct sello_id){report->kind, o->kept ? o->first : 0});
    record_json_id(&j, "last_id", (struct sello_id){report->kind, o->kept ? o->last : 0});
    cli_json_number(&j, "added", o->n_added);
    cli_json_number(&j, "present", o->n_present);
    cli_json_number(&j, "repeated", o->n_repeated);
    cli_json_number(&j, "refused", o->n_refused);
    cli_json_number(&j, "composed", o->n_composed);
    cli_json_number(&j, "eaten", o->eaten.n);
    cli_json_string(&j, "encoding", o->encoding == CSV_WINDOWS_1252 ? "windows-1252" : "utf-8");
    cli_json_bool(&j, "committed", o->kept);
    app_json_dry_run(report->app, &j);
    cli_json_close(&j);
}

static void say_summary(const struct import_report *report, const struct import_outcome *o) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_IMPORT, o->number}, id);
    cli_print(stdout, _("New: %zu. Here already: %zu. Repeated: %zu. Refused: %zu.\n"), o->n_added,
              o->n_present, o->n_repeated, o->n_refused);
    if (o->kept) {
        cli_print(stdout, _("Added as import %s. To take it back: sello undo %s\n"), id, id);
    } else if (o->n_refused > 0) {
        (void)app_problem(report->app, "");
    } else if (o->n_added == 0) {
        cli_note(_("Nothing was written: there is nothing new."));
    } else {
        cli_note(_("Nothing was written. To write it, add --commit."));
    }
}

static bool say_end(struct import_report *report, const struct import_outcome *outcome) {
    if (report->app->json) {
        summary_json(report, outcome);
        return true;
    }
    import_say_reading(report, outcome->encoding, outcome->n_composed, &outcome->eaten);
    bool printed = table_end(&report->table, stdout, _("No row can be taken."));
    say_summary(report, outcome);
    return printed;
}

/* ---- the command ---- */

static bool is_committed(const struct cli_args *args) {
    return cli_flag(args, "commit") && !cli_flag(args, "dry-run");
}

static int run(struct import_report *report) {
    struct app *app = report->app;
    const char *const titles[] = {_("Line"), _("What"), _("Name"),
                                  report->kind == SELLO_KIND_PRODUCER ? _("Origin") : _("Traits")};
    const struct import_request request = {.kind = report->kind,
                                           .file = report->file,
                                           .text = sello_bytes(report->bytes, report->len),
                                           .watch = import_report_watch(report)};
    struct import_outcome outcome;
    table_start(&report->table, titles, 4);
    enum sello_error error = is_committed(app->args)
                                 ? import_commit(&app->session, &request, &outcome)
                                 : import_plan(&app->session, &request, &outcome);
    bool refused = error == SELLO_E_STATE && outcome.n_refused > 0;
    if (error == SELLO_OK || refused) {
        return say_end(report, &outcome) && !refused ? CLI_OK : CLI_FAILURE;
    }
    if (error != SELLO_E_TYPE) {
        return app_problem(app, outcome.number == 0 ? _("The import could not begin")
                                                    : _("Nothing was imported"));
    }
    import_say_fault(report, &outcome.fault);
    if (outcome.number > 0) {
        cli_error(_("Nothing was written."));
    }
    return CLI_FAILURE;
}

static int import(struct app *app) {
    const char *word = cli_operand(app->args, 0), *path;
    struct import_report report = {.app = app, .kind = import_kind(word)};
    if (report.kind == SELLO_KIND_NONE) {
        cli_error(_("'%s' cannot be imported. Write producers or products."), word);
        return CLI_USAGE;
    }
    if (!cli_require(app->args, "csv", &path)) {
        return CLI_USAGE;
    }
    int result = import_report_read(&report, path) ? run(&report) : CLI_FAILURE;
    import_report_free(&report);
    return result;
}

int cmd_import(const struct cli_args *args) {
    return app_run(args, is_committed(args) ? APP_CHANGE : APP_PREVIEW, import);
}

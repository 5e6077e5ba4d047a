/* SPDX-License-Identifier: Apache-2.0 */
/* Taking producers, products or certificates from a table: shown first, then all or nothing. */
#include "registry/commands/commands.h"
#include "registry/commands/import_report.h"
#include "registry/commands/record.h"
#include "registry/commands/touched.h"

/* clang-format off */
const struct cli_option cmd_import_options[] = {
    {"csv", N_("FILE"), N_("the table: CSV, .xlsx or .ods, with a line that names its columns (-: standard input)"), false},
    {"sheet", N_("NAME"), N_("of a spreadsheet's file: the sheet (else the first)"), false},
    {"map", N_("COLUMN=FIELD"), N_("what a column holds that its heading does not tell (may be repeated)"), true},
    {"update", NULL, N_("also change records that are here already: by id, else by name"), false},
    {"commit", NULL, N_("write it; without this, what would happen is shown"), false},
    {"yes", NULL, N_("do not ask"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
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
    cli_json_number(&j, "changed", o->n_changed);
    cli_json_number(&j, "present", o->n_present);
    cli_json_number(&j, "differing", o->n_differing);
    cli_json_number(&j, "repeated", o->n_repeated);
    cli_json_number(&j, "refused", o->n_refused);
    cli_json_number(&j, "composed", o->n_composed);
    cli_json_number(&j, "eaten", o->eaten.n);
    if (o->encoding != 0) { /* a spreadsheet's own file has none to choose */
        cli_json_string(&j, "encoding", o->encoding == CSV_WINDOWS_1252 ? "windows-1252" : "utf-8");
    }
    touched_json(&j, &o->touched);
    cli_json_bool(&j, "committed", o->kept);
    app_json_dry_run(report->app, &j);
    cli_json_close(&j);
}

static void say_summary(const struct import_report *report, const struct import_outcome *o) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_IMPORT, o->number}, id);
    if (o->n_changed > 0) {
        cli_print(stdout, _("Changed: %zu. "), o->n_changed);
    }
    cli_print(stdout, _("New: %zu. Here already: %zu. Repeated: %zu. Refused: %zu.\n"), o->n_added,
              o->n_present, o->n_repeated, o->n_refused);
    if (o->kept && report->kind == SELLO_KIND_CERTIFICATE) {
        cli_print(stdout, _("Written as import %s.\n"), id);
        if (o->n_added > 0) {
            cli_note(_("An application that was not meant is taken back with: sello certificate "
                       "cancel"));
        }
    } else if (o->kept) {
        cli_print(stdout, _("Written as import %s. To take it back: sello undo %s\n"), id, id);
    } else if (o->n_refused > 0) {
        (void)app_problem(report->app, "");
    } else if (o->n_added + o->n_changed == 0) {
        cli_note(_("Nothing was written: there is nothing new."));
    } else {
        cli_note(_("Nothing was written. To write it, add --commit."));
    }
    if (o->n_differing > 0 && report->kind == SELLO_KIND_CERTIFICATE) {
        cli_note(P_("%zu row says something else than the registry, which stays as it is. With "
                    "--update a table changes until when a certificate is valid; for all else: "
                    "sello certificate",
                    "%zu rows say something else than the registry, which stays as it is. With "
                    "--update a table changes until when a certificate is valid; for all else: "
                    "sello certificate",
                    o->n_differing),
                 o->n_differing);
    } else if (o->n_differing > 0) {
        cli_note(P_("%zu row says something else than the registry. To change it there, add "
                    "--update.",
                    "%zu rows say something else than the registry. To change it there, add "
                    "--update.",
                    o->n_differing),
                 o->n_differing);
    }
}

/* asked: what granted certificates feel of it was said with the question. */
static bool say_end(struct import_report *report, const struct import_outcome *outcome,
                    bool asked) {
    if (report->app->json) {
        summary_json(report, outcome);
        return true;
    }
    import_say_reading(report, outcome->encoding, outcome->n_composed, &outcome->eaten);
    bool shown = report->table.cell == NULL; /* with the question */
    bool printed = shown || table_end(&report->table, stdout, _("No row can be taken."));
    say_summary(report, outcome);
    touched_say(report->app, &outcome->touched, asked, outcome->kept);
    return printed;
}

/* ---- the command ---- */

static bool is_committed(const struct cli_args *args) {
    return cli_flag(args, "commit") && !cli_flag(args, "dry-run");
}

static int say_failed(struct import_report *report, enum sello_error error,
                      const struct import_outcome *outcome) {
    if (error != SELLO_E_TYPE) {
        return app_problem(report->app, outcome->number == 0 ? _("The import could not begin")
                                                             : _("Nothing was imported"));
    }
    import_say_fault(report, &outcome->fault);
    if (outcome->number > 0) {
        cli_error(_("Nothing was written."));
    }
    return CLI_FAILURE;
}

/* Changes that granted certificates feel are asked about, as those of one record are. */
static bool agreed(struct import_report *report, const struct import_outcome *plan) {
    if (plan->touched.n == 0) {
        return true;
    }
    bool printed =
        report->app->json || table_end(&report->table, stdout, _("No row can be taken."));
    return printed && touched_agreed(report->app, &plan->touched, NULL, 0);
}

static int run(struct import_report *report) {
    struct app *app = report->app;
    struct import_request request = {.kind = report->kind,
                                     .file = report->file,
                                     .source = import_report_source(report),
                                     .update = cli_flag(app->args, "update"),
                                     .watch = import_report_watch(report)};
    struct import_outcome plan, outcome;
    bool commit = is_committed(app->args);
    bool asks = commit && request.update && app_may_ask(app);
    enum sello_error error = asks ? import_plan(&app->session, &request, &plan) : SELLO_OK;
    if (asks && error == SELLO_OK) {
        if (!agreed(report, &plan)) {
            return CLI_FAILURE;
        }
        report->quiet = true;
        request.watch = import_report_watch(report);
    }
    if (asks && error != SELLO_OK) {
        outcome = plan;
    } else if (commit) {
        error = import_commit(&app->session, &request, asks ? &plan : NULL, &outcome);
    } else {
        error = import_plan(&app->session, &request, &outcome);
    }
    bool refused = error == SELLO_E_STATE && outcome.n_refused > 0;
    if (error == SELLO_OK || refused) {
        bool asked = asks && outcome.touched.n > 0;
        bool said = say_end(report, &outcome, asked);
        return refused || (!said && !commit) ? CLI_FAILURE : said ? CLI_OK : CLI_UNTOLD;
    }
    return say_failed(report, error, &outcome);
}

static int import(struct app *app) {
    const char *word = cli_operand(app->args, 0), *path;
    struct import_report report = {.app = app, .kind = import_kind(word)};
    if (report.kind == SELLO_KIND_NONE) {
        cli_error(_("'%s' cannot be imported. Write producers, products or certificates."), word);
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

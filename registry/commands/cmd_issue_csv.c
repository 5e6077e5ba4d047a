/* SPDX-License-Identifier: Apache-2.0 */
/* `sello issue --csv`: every row judged and shown; then, with --commit, issued. */
#include <inttypes.h>

#include "registry/commands/import_report.h"
#include "registry/commands/issue_say.h"
#include "registry/commands/record.h"

/* ---- what the clerk is told ---- */

static void summary_json(struct app *app, const struct issue_table_outcome *o) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "rows_to_issue", o->n_to_issue);
    cli_json_number(&j, "labels_to_issue", o->n_labels);
    cli_json_number(&j, "rows_present", o->n_present);
    cli_json_number(&j, "rows_refused", o->n_refused);
    issue_for_json(&j, o);
    cli_json_bool(&j, "committed", false);
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

/* Of a preview, or of a table that cannot be issued as it is. */
static int say_preview(struct import_report *report, const struct issue_table_request *request,
                       const struct issue_table_outcome *o, bool commit) {
    struct app *app = report->app;
    bool printed = true;
    if (app->json) {
        summary_json(app, o);
    } else {
        import_say_reading(report, o->encoding, o->n_composed, &o->eaten);
        printed = commit || table_end(&report->table, stdout, _("No row can be taken."));
        cli_print(stdout,
                  _("Rows to issue: %zu. Their labels: %" PRIu64
                    ". Issued already: %zu. Refused: %zu.\n"),
                  o->n_to_issue, o->n_labels, o->n_present, o->n_refused);
    }
    issue_for_say_rows(app, request, o);
    if (o->n_refused > 0) {
        (void)app_problem(app, "");
    } else if (o->n_to_issue == 0) {
        cli_note(_("No label was issued: every row has its batch already."));
    } else {
        cli_note(_("No label was issued. To issue them, add --commit."));
    }
    return printed && o->n_refused == 0 ? CLI_OK : CLI_FAILURE;
}

static void say_row(void *context, uint64_t line, const struct sello_batch *batch) {
    const struct app *app = context;
    struct cli_json j;
    if (!app->json) {
        return;
    }
    cli_json_open(&j, stdout);
    cli_json_number(&j, "line", line);
    record_json_id(&j, "batch", (struct sello_id){SELLO_KIND_BATCH, batch->number});
    record_json_id(&j, "certificate",
                   (struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate});
    cli_json_number(&j, "first_serial", batch->first);
    cli_json_number(&j, "last_serial", batch->first + batch->count - 1);
    cli_json_number(&j, "count", batch->count);
    cli_json_close(&j);
}

/* Why it stopped on its way. A row that was refused meanwhile was told of already. */
static int say_stopped(struct app *app, enum sello_error error,
                       const struct issue_table_outcome *o) {
    if (o->end.early) {
        return issue_say_failed(app, error, &o->end);
    }
    if (o->n_refused > 0) {
        return CLI_FAILURE;
    }
    char what[100];
    snprintf(what, sizeof what, _("Line %zu was not issued"), o->refused_line);
    return app_problem(app, o->refused_line > 0 ? what : _("Issuing stopped"));
}

static int say_end(struct app *app, enum sello_error error, const struct issue_table_outcome *o) {
    int result = error == SELLO_OK ? CLI_OK : say_stopped(app, error, o);
    if (!app->json && o->n_rows > 0) {
        cli_print(stdout,
                  _("Issued: %" PRIu64 " rows, %" PRIu64 " labels, serials %" PRIu64 " to %" PRIu64
                    ".\n"),
                  o->n_rows, o->n_labels_issued, o->first_serial, o->last_serial);
    }
    if (error != SELLO_OK) {
        cli_error(_("Rows issued by now: %" PRIu64 " of %zu. Run the same command again with the "
                    "same file for the others: no row is issued twice."),
                  o->n_rows, o->n_to_issue);
    }
    return result;
}

/* ---- the command ---- */

static int run(struct import_report *report, unsigned n_workers) {
    struct app *app = report->app;
    struct label_place place;
    struct issue_table_request request = {.source = import_report_source(report),
                                          .lean = cli_flag(app->args, "lean"),
                                          .n_workers = n_workers,
                                          .watch = import_report_watch(report),
                                          .issued = say_row,
                                          .context = app};
    if (!issue_for_rows(app, &place, &request)) {
        return CLI_FAILURE;
    }
    bool commit = cli_flag(app->args, "commit") && !app->dry_run;
    struct issue_table_outcome outcome;
    enum sello_error error = commit ? issue_table_commit(&app->session, &request, &outcome)
                                    : issue_table_plan(&app->session, &request, &outcome);
    if (outcome.began) {
        issue_for_say_rows(app, &request, &outcome);
        return say_end(app, error, &outcome);
    }
    bool refused = error == SELLO_E_STATE && outcome.n_refused > 0;
    if (error == SELLO_OK || refused) {
        return say_preview(report, &request, &outcome, commit);
    }
    if (error != SELLO_E_TYPE) {
        return app_problem(app, _("No label was issued"));
    }
    import_say_fault(report, &outcome.fault);
    if (outcome.fault.rows.line > 1) {
        cli_error(_("No label was issued."));
    }
    return CLI_FAILURE;
}

int issue_csv(struct app *app) {
    struct import_report report = {.app = app, .kind = SELLO_KIND_BATCH};
    const char *path = NULL;
    unsigned n_workers = 0;
    if (!cli_require(app->args, "csv", &path) || !cli_jobs(app->args, &n_workers)) {
        return CLI_USAGE;
    }
    int result = import_report_read(&report, path) ? run(&report, n_workers) : CLI_FAILURE;
    import_report_free(&report);
    return result;
}

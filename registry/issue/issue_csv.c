/* SPDX-License-Identifier: Apache-2.0 */
/* `sello issue --csv`: every row judged and shown; then, with --commit, issued. */
#include "registry/issue/issue_csv.h"

#include <inttypes.h>
#include <stdlib.h>

#include "registry/commands/record.h"

/* ---- judging all rows ---- */

static void count(struct issue_job *job, const struct import_batch *row,
                  const struct import_result *result) {
    struct importer *im = &job->rows.importer;
    im->n_added += result->action == IMPORT_ADDED ? 1 : 0;
    im->n_present += result->action == IMPORT_PRESENT ? 1 : 0;
    im->n_refused += result->action == IMPORT_REFUSED ? 1 : 0;
    if (result->action == IMPORT_ADDED) {
        uint64_t scheme = job->records.certificate.scheme;
        job->scheme[scheme / 8] |= (uint8_t)(1u << scheme % 8);
        job->n_labels += row->count;
    }
}

static enum sello_error judge_rows(struct issue_job *job) {
    struct csv_row row;
    struct cli_progress progress;
    enum sello_error error = SELLO_OK;
    cli_progress_start(&progress, _("Reading rows"), 0);
    while (error == SELLO_OK && csv_next(&job->rows.csv, &row)) {
        struct import_batch batch;
        struct import_result result;
        error = issue_csv_judge(job, &row, &batch, &result);
        if (error == SELLO_OK) {
            count(job, &batch, &result);
        }
        bool shown = !job->rows.commit || result.action == IMPORT_REFUSED;
        if (error == SELLO_OK && shown) {
            import_report_row(&job->rows, &result);
        }
        cli_progress_at(&progress, job->rows.csv.n_rows);
    }
    cli_progress_end(&progress);
    return error;
}

/* ---- what the clerk is told ---- */

static void summary_json(const struct issue_job *job) {
    const struct importer *im = &job->rows.importer;
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "rows_to_issue", im->n_added);
    cli_json_number(&j, "labels_to_issue", job->n_labels);
    cli_json_number(&j, "rows_present", im->n_present);
    cli_json_number(&j, "rows_refused", im->n_refused);
    cli_json_bool(&j, "committed", false);
    cli_json_close(&j);
}

/* Of a preview, or of a table that cannot be issued as it is. */
static int say_preview(struct issue_job *job) {
    const struct importer *im = &job->rows.importer;
    bool printed = true;
    if (job->rows.app->json) {
        summary_json(job);
    } else {
        import_say_reading(&job->rows);
        printed =
            job->rows.commit || table_end(&job->rows.table, stdout, _("No row can be taken."));
        cli_print(stdout,
                  _("Rows to issue: %zu. Their labels: %" PRIu64
                    ". Issued already: %zu. Refused: %zu.\n"),
                  im->n_added, job->n_labels, im->n_present, im->n_refused);
    }
    if (im->n_refused > 0) {
        cli_error(_("No label was issued. Mend the refused rows, then try again."));
    } else if (im->n_added == 0) {
        cli_note(_("No label was issued: every row has its batch already."));
    } else {
        cli_note(_("No label was issued. To issue them, add --commit."));
    }
    return printed && im->n_refused == 0 ? CLI_OK : CLI_FAILURE;
}

/* ---- the command ---- */

static int run(struct issue_job *job) {
    struct app *app = job->rows.app;
    enum sello_error error = issue_csv_learn(job);
    if (error == SELLO_OK) {
        error = judge_rows(job);
    }
    if (error != SELLO_OK) {
        return app_failed(app, error, _("No label was issued"));
    }
    if (job->rows.csv.fault.problem != CSV_GOOD) {
        import_say_fault(&job->rows);
        cli_error(_("No label was issued."));
        return CLI_FAILURE;
    }
    bool good = job->rows.importer.n_refused == 0 && job->rows.importer.n_added > 0;
    return job->rows.commit && good ? issue_csv_commit(job) : say_preview(job);
}

static int run_open(struct issue_job *job) {
    const char *const titles[] = {_("Line"), _("What"), _("Certificate"), _("Labels and lot")};
    enum sello_error error =
        importer_start(&job->rows.importer, job->rows.app->session.store, SELLO_KIND_BATCH);
    int result = CLI_FAILURE;
    if (error != SELLO_OK) {
        result = app_failed(job->rows.app, error, _("The registry could not be read"));
    } else if (issue_csv_open(job, true)) {
        table_start(&job->rows.table, titles, 4);
        result = run(job);
        table_free(&job->rows.table);
    }
    importer_end(&job->rows.importer);
    csv_close(&job->rows.csv);
    free(job->issued);
    return result;
}

int issue_csv(struct app *app) {
    static struct issue_job job; /* large; one process is one command */
    job = (struct issue_job){.rows = {.app = app, .commit = cli_flag(app->args, "commit")},
                             .lean = cli_flag(app->args, "lean")};
    if (!cli_require(app->args, "csv", &job.rows.path)) {
        return CLI_USAGE;
    }
    const char *slash = strrchr(job.rows.path, '/');
    job.rows.file = slash != NULL ? slash + 1 : job.rows.path;
    if (!cli_file_read(job.rows.path, CSV_BYTES_MAX, &job.file, &job.len)) {
        return CLI_FAILURE;
    }
    const struct sello_bytes bytes = sello_bytes(job.file, job.len);
    sello_sha256(&bytes, 1, job.hash);
    int result = run_open(&job);
    free(job.file);
    return result;
}

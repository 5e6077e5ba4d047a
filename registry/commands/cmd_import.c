/* SPDX-License-Identifier: Apache-2.0 */
/* Taking producers or products from a table: shown first, then all or nothing. */
#include <stdlib.h>

#include "registry/commands/commands.h"
#include "registry/commands/import_report.h"

/* clang-format off */
const struct cli_option cmd_import_options[] = {
    {"csv", N_("FILE"), N_("the table, with a first line that names its columns (-: standard input)"), false},
    {"commit", NULL, N_("write it; without this, what would happen is shown"), false},
    {.name = NULL},
};
/* clang-format on */

static bool take_header(struct import_job *job) {
    struct csv_row row;
    bool twice;
    if (!csv_next(&job->csv, &row)) {
        return import_say_fault(job);
    }
    const struct import_field *fault = importer_header(&job->importer, &row, &twice);
    if (fault != NULL) {
        import_say_header(job, fault, twice);
        return false;
    }
    for (size_t c = 1; c <= row.n; c++) {
        if (!importer_uses(&job->importer, c) && row.field[c - 1].len > 0) {
            cli_note(_("Column %zu, '%.*s', is not known and is passed over."), c,
                     (int)row.field[c - 1].len, (const char *)row.field[c - 1].ptr);
        }
    }
    return true;
}

static enum sello_error take_rows(struct import_job *job) {
    struct csv_row row;
    struct cli_progress progress;
    enum sello_error error = SELLO_OK;
    cli_progress_start(&progress, _("Reading rows"), 0);
    while (error == SELLO_OK && csv_next(&job->csv, &row)) {
        struct import_result result;
        error = importer_row(&job->importer, &row, &result);
        if (error == SELLO_OK) {
            import_report_row(job, &result);
        }
        cli_progress_at(&progress, job->csv.n_rows);
    }
    cli_progress_end(&progress);
    return error;
}

/* Everything is done as if it were to stay, so that the preview judges by the store's own rules;
 * then it is kept or given up. */
static int run_rows(struct import_job *job) {
    struct app *app = job->app;
    enum sello_error error =
        sello_import_begin(app->session.store, job->importer.kind, job->file, &job->number);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The import could not begin"));
    }
    error = take_rows(job);
    bool readable = job->csv.fault.problem == CSV_GOOD;
    bool good = error == SELLO_OK && readable && job->importer.n_refused == 0;
    bool keep = job->commit && good && job->importer.n_added > 0;
    enum sello_error end = sello_import_end(app->session.store, keep);
    if (error != SELLO_OK || end != SELLO_OK) {
        return app_failed(app, error != SELLO_OK ? error : end, _("Nothing was imported"));
    }
    if (!readable) {
        import_say_fault(job);
        cli_error(_("Nothing was written."));
        return CLI_FAILURE;
    }
    return import_report_end(job, keep) && good ? CLI_OK : CLI_FAILURE;
}

static int run_open(struct import_job *job, enum sello_kind kind) {
    const char *const titles[] = {_("Line"), _("What"), _("Name"),
                                  kind == SELLO_KIND_PRODUCER ? _("Origin") : _("Traits")};
    enum sello_error error = importer_start(&job->importer, job->app->session.store, kind);
    int exit_status = CLI_FAILURE;
    if (error != SELLO_OK) {
        exit_status = app_failed(job->app, error, _("The registry could not be read"));
    } else if (take_header(job)) {
        table_start(&job->table, titles, 4);
        exit_status = run_rows(job);
        table_free(&job->table);
    }
    importer_end(&job->importer);
    return exit_status;
}

static int import(struct app *app) {
    struct import_job job = {.app = app, .commit = cli_flag(app->args, "commit")};
    enum sello_kind kind = import_kind(cli_operand(app->args, 0));
    if (kind == SELLO_KIND_NONE) {
        cli_error(_("'%s' cannot be imported. Write producers or products."),
                  cli_operand(app->args, 0));
        return CLI_USAGE;
    }
    if (!cli_require(app->args, "csv", &job.path)) {
        return CLI_USAGE;
    }
    const char *slash = strrchr(job.path, '/');
    job.file = slash != NULL ? slash + 1 : job.path;
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (!cli_file_read(job.path, CSV_BYTES_MAX, &bytes, &len)) {
        return CLI_FAILURE;
    }
    bool opened = csv_open(&job.csv, sello_bytes(bytes, len));
    free(bytes);
    int status = opened ? run_open(&job, kind) : (import_say_fault(&job), CLI_FAILURE);
    csv_close(&job.csv);
    return status;
}

int cmd_import(const struct cli_args *args) {
    return app_run(args, cli_flag(args, "commit") ? APP_CHANGE : APP_PREVIEW, import);
}

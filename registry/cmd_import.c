/* SPDX-License-Identifier: Apache-2.0 */
/* Taking producers or products from a table: shown first, then all or nothing. */
#include <stdlib.h>

#include "registry/app.h"
#include "registry/commands.h"
#include "registry/importer.h"
#include "registry/record.h"
#include "registry/table.h"

#define SHOWN_ROWS 40    /* of the preview, for people */
#define SHOWN_ERRORS 100 /* for people */

/* clang-format off */
const struct cli_option cmd_import_options[] = {
    {"csv", N_("FILE"), N_("the table, with a first line that names its columns (-: standard input)"), false},
    {"commit", NULL, N_("write it; without this, what would happen is shown"), false},
    {.name = NULL},
};
/* clang-format on */

struct import_job {
    struct app *app;
    const char *path, *file; /* file: its name without the folder */
    bool commit;
    struct csv csv;
    struct importer importer;
    struct table table;
    size_t n_shown;
    uint64_t number, first, last; /* of the import; of the records it added */
};

/* ---- what is wrong with the file ---- */

static const char *problem_text(enum csv_problem problem) {
    switch (problem) {
    case CSV_EMPTY: return _("there is nothing in it");
    case CSV_UTF16: return _("it is saved as UTF-16; save it again as \"CSV UTF-8\"");
    case CSV_NUL: return _("it is not a text file: it has a NUL byte");
    case CSV_MIXED_ENCODING:
        return _("part of it is UTF-8 and part is not; save it again as \"CSV UTF-8\"");
    case CSV_NOT_1252:
        return _("its letters are of an unknown encoding; save it again as \"CSV UTF-8\"");
    case CSV_OPEN_QUOTE: return _("a quotation mark opens here and nothing closes it");
    case CSV_AFTER_QUOTE:
        return _("something stands between a closing quotation mark and the "
                 "separator");
    case CSV_MANY_COLUMNS: return _("there are too many columns (more than 64)");
    case CSV_MANY_ROWS: return _("there are too many rows (more than 200000); split the file");
    case CSV_LONG_FIELD: return _("the text is too long (more than 4096 bytes)");
    case CSV_MEMORY: return _("there is not enough memory");
    case CSV_GOOD: break;
    }
    return "";
}

static bool say_fault(const struct import_job *job) {
    const struct csv_fault *f = &job->csv.fault;
    const char *text = problem_text(f->problem);
    if (f->column > 0) {
        cli_error(_("%s, line %zu, column %zu: %s."), job->file, f->line, f->column, text);
    } else if (f->line > 0) {
        cli_error(_("%s, line %zu: %s."), job->file, f->line, text);
    } else {
        cli_error(_("%s: %s."), job->file, text);
    }
    return false;
}

static void say_header_fault(const struct import_job *job, const struct import_field *field,
                             bool twice) {
    if (twice) {
        cli_error(_("%s: two columns are headed as the same thing: %s."), job->file,
                  _(field->label));
    } else {
        cli_error(
            _("%s: no column is headed '%s' (or '%s'). The first line must name the columns."),
            job->file, field->headers[0], field->headers[1]);
    }
}

static bool take_header(struct import_job *job) {
    struct csv_row row;
    bool twice;
    if (!csv_next(&job->csv, &row)) {
        return say_fault(job);
    }
    const struct import_field *fault = importer_header(&job->importer, &row, &twice);
    if (fault != NULL) {
        say_header_fault(job, fault, twice);
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

/* ---- what becomes of the rows ---- */

static const char *action_name(enum import_action action) {
    switch (action) {
    case IMPORT_ADDED: return "add";
    case IMPORT_PRESENT: return "present";
    case IMPORT_REPEATED: return "repeated";
    case IMPORT_REFUSED: return "refused";
    }
    return "";
}

static void row_json(const struct import_job *job, const struct import_result *r) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "line", r->line);
    cli_json_string(&j, "action", action_name(r->action));
    record_json_text(&j, "name", r->name);
    if (r->action == IMPORT_PRESENT) {
        record_json_id(&j, "id", (struct sello_id){job->importer.kind, r->number});
    } else if (r->action == IMPORT_REPEATED) {
        cli_json_number(&j, "first_line", r->first_line);
    } else if (r->action == IMPORT_REFUSED) {
        if (r->column > 0) {
            cli_json_number(&j, "column", r->column);
        }
        cli_json_string(&j, "field", r->field != NULL ? r->field->name : NULL);
        cli_json_string(&j, "reason", r->reason);
    }
    cli_json_close(&j);
}

static void say_refused(const struct import_job *job, const struct import_result *r) {
    if (job->importer.n_refused > SHOWN_ERRORS) {
        return;
    }
    if (r->field != NULL) {
        cli_error(_("%s, line %zu, column %zu (%s): %s."), job->file, r->line, r->column,
                  _(r->field->label), r->reason);
    } else {
        cli_error(_("%s, line %zu, column %zu: %s."), job->file, r->line, r->column, r->reason);
    }
}

static void action_text(const struct import_job *job, const struct import_result *r, char *buf,
                        size_t size) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){job->importer.kind, r->number}, id);
    if (r->action == IMPORT_PRESENT) {
        snprintf(buf, size, _("here already: %s"), id);
    } else if (r->action == IMPORT_REPEATED) {
        snprintf(buf, size, _("repeats line %zu"), r->first_line);
    } else {
        snprintf(buf, size, "%s", _("new"));
    }
}

static void show_row(struct import_job *job, const struct import_result *r) {
    char line[24], action[80];
    if (job->n_shown++ >= SHOWN_ROWS) {
        return;
    }
    snprintf(line, sizeof line, "%zu", r->line);
    action_text(job, r, action, sizeof action);
    table_cell(&job->table, line);
    table_cell(&job->table, action);
    table_cell(&job->table, r->name);
    table_cell(&job->table, r->second);
}

static void report(struct import_job *job, const struct import_result *r) {
    if (r->action == IMPORT_ADDED) {
        job->first = job->first == 0 ? r->number : job->first;
        job->last = r->number;
    }
    if (job->app->json) {
        row_json(job, r);
    } else if (r->action != IMPORT_REFUSED) {
        show_row(job, r);
    }
    if (r->action == IMPORT_REFUSED) {
        say_refused(job, r);
    }
}

/* ---- the whole ---- */

static void summary_json(const struct import_job *job, bool kept) {
    const struct importer *im = &job->importer;
    struct cli_json j;
    cli_json_open(&j, stdout);
    record_json_id(&j, "import", (struct sello_id){SELLO_KIND_IMPORT, kept ? job->number : 0});
    record_json_id(&j, "first_id", (struct sello_id){im->kind, kept ? job->first : 0});
    record_json_id(&j, "last_id", (struct sello_id){im->kind, kept ? job->last : 0});
    cli_json_number(&j, "added", im->n_added);
    cli_json_number(&j, "present", im->n_present);
    cli_json_number(&j, "repeated", im->n_repeated);
    cli_json_number(&j, "refused", im->n_refused);
    cli_json_number(&j, "composed", im->n_composed);
    cli_json_string(&j, "encoding",
                    job->csv.encoding == CSV_WINDOWS_1252 ? "windows-1252" : "utf-8");
    cli_json_bool(&j, "committed", kept);
    cli_json_close(&j);
}

static void say_reading(const struct import_job *job) {
    if (job->csv.encoding == CSV_WINDOWS_1252) {
        cli_note(_("%s is not UTF-8. It was read as Windows-1252: look whether the accents below "
                   "are right."),
                 job->file);
    }
    if (job->importer.n_composed > 0) {
        cli_note(
            _("Letters and accents that stood apart were joined (NFC): texts changed so: %zu."),
            job->importer.n_composed);
    }
    if (job->n_shown > SHOWN_ROWS) {
        cli_note(_("Rows not shown here: %zu."), job->n_shown - SHOWN_ROWS);
    }
    if (job->importer.n_refused > SHOWN_ERRORS) {
        cli_note(_("Rows refused and not shown here: %zu."),
                 job->importer.n_refused - SHOWN_ERRORS);
    }
}

static void say_summary(const struct import_job *job, bool kept) {
    const struct importer *im = &job->importer;
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_IMPORT, job->number}, id);
    cli_print(stdout, _("New: %zu. Here already: %zu. Repeated: %zu. Refused: %zu.\n"), im->n_added,
              im->n_present, im->n_repeated, im->n_refused);
    if (kept) {
        cli_print(stdout, _("Added as import %s. To take it back: sello undo %s\n"), id, id);
    } else if (im->n_refused > 0) {
        cli_error(_("Nothing was written. Mend the refused rows, then try again."));
    } else if (im->n_added == 0) {
        cli_note(_("Nothing was written: there is nothing new."));
    } else {
        cli_note(_("Nothing was written. To write it, add --commit."));
    }
}

static bool finish_report(struct import_job *job, bool kept) {
    if (job->app->json) {
        summary_json(job, kept);
        return true;
    }
    say_reading(job);
    bool printed = table_end(&job->table, stdout, _("No row can be taken."));
    say_summary(job, kept);
    return printed;
}

/* ---- running ---- */

static enum sello_status take_rows(struct import_job *job) {
    struct csv_row row;
    struct cli_progress progress;
    enum sello_status status = SELLO_OK;
    cli_progress_start(&progress, _("Reading rows"), 0);
    while (status == SELLO_OK && csv_next(&job->csv, &row)) {
        struct import_result result;
        status = importer_row(&job->importer, &row, &result);
        if (status == SELLO_OK) {
            report(job, &result);
        }
        cli_progress_at(&progress, job->csv.n_rows);
    }
    cli_progress_end(&progress);
    return status;
}

/* Everything is done as if it were to stay, so that the preview judges by the store's own rules;
 * then it is kept or given up. */
static int run_rows(struct import_job *job) {
    struct app *app = job->app;
    enum sello_status status =
        sello_import_begin(app->store, job->importer.kind, job->file, &job->number);
    if (status != SELLO_OK) {
        return app_failed(app, status, _("The import could not begin"));
    }
    status = take_rows(job);
    bool readable = job->csv.fault.problem == CSV_GOOD;
    bool good = status == SELLO_OK && readable && job->importer.n_refused == 0;
    bool keep = job->commit && good && job->importer.n_added > 0;
    enum sello_status end = sello_import_end(app->store, keep);
    if (status != SELLO_OK || end != SELLO_OK) {
        return app_failed(app, status != SELLO_OK ? status : end, _("Nothing was imported"));
    }
    if (!readable) {
        say_fault(job);
        cli_error(_("Nothing was written."));
        return CLI_FAILURE;
    }
    return finish_report(job, keep) && good ? CLI_OK : CLI_FAILURE;
}

static int run_open(struct import_job *job, enum sello_kind kind) {
    const char *const titles[] = {_("Line"), _("What"), _("Name"),
                                  kind == SELLO_KIND_PRODUCER ? _("Origin") : _("Traits")};
    enum sello_status status = importer_start(&job->importer, job->app->store, kind);
    int exit_status = CLI_FAILURE;
    if (status != SELLO_OK) {
        exit_status = app_failed(job->app, status, _("The registry could not be read"));
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
    int status = opened ? run_open(&job, kind) : (say_fault(&job), CLI_FAILURE);
    csv_close(&job.csv);
    return status;
}

int cmd_import(const struct cli_args *args) {
    return app_run(args, cli_flag(args, "commit") ? APP_CHANGE : APP_READ, import);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/import_report.h"

#include "registry/commands/record.h"

#define SHOWN_ROWS 40    /* of the preview, for people */
#define SHOWN_ERRORS 100 /* for people */

/* ---- what is wrong with the file ---- */

static const char *csv_problem_text(enum csv_problem problem) {
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

bool import_say_fault(const struct import_job *job) {
    const struct csv_fault *f = &job->csv.fault;
    const char *text = csv_problem_text(f->problem);
    if (f->column > 0) {
        cli_error(_("%s, line %zu, column %zu: %s."), job->file, f->line, f->column, text);
    } else if (f->line > 0) {
        cli_error(_("%s, line %zu: %s."), job->file, f->line, text);
    } else {
        cli_error(_("%s: %s."), job->file, text);
    }
    return false;
}

void import_say_header(const struct import_job *job, const struct import_field *field, bool twice) {
    if (twice) {
        cli_error(_("%s: two columns are headed as the same thing: %s."), job->file,
                  _(field->label));
    } else {
        cli_error(
            _("%s: no column is headed '%s' (or '%s'). The first line must name the columns."),
            job->file, field->headers[0], field->headers[1]);
    }
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

void import_report_row(struct import_job *job, const struct import_result *r) {
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

void import_say_reading(const struct import_job *job) {
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

bool import_report_end(struct import_job *job, bool kept) {
    if (job->app->json) {
        summary_json(job, kept);
        return true;
    }
    import_say_reading(job);
    bool printed = table_end(&job->table, stdout, _("No row can be taken."));
    say_summary(job, kept);
    return printed;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/import_report.h"

#include <stdlib.h>

#include "registry/commands/problem_words.h"
#include "registry/commands/record.h"

#define SHOWN_ROWS 40    /* of the preview, for people */
#define SHOWN_ERRORS 100 /* for people */

/* ---- the file ---- */

bool import_report_read(struct import_report *report, const char *path) {
    const char *slash = strrchr(path, '/');
    report->file = slash != NULL ? slash + 1 : path;
    return cli_file_read(path, CSV_BYTES_MAX, &report->bytes, &report->len);
}

void import_report_free(struct import_report *report) {
    free(report->bytes);
    table_free(&report->table);
}

/* ---- columns ---- */

/* How people call a column; the records' fields have their names already. */
static const char *column_label(const char *name) {
    static const struct {
        const char *name, *label;
    } labels[] = {{"certificate", N_("Certificate")},
                  {"count", N_("Labels")},
                  {"made", N_("Made")},
                  {"expires", N_("Expires")}};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (strcmp(labels[i].name, name) == 0) {
            return _(labels[i].label);
        }
    }
    return app_field_label(name);
}

static void say_passed_over(void *context, size_t column, struct sello_bytes heading) {
    (void)context;
    cli_note(_("Column %zu, '%.*s', is not known and is passed over."), column, (int)heading.len,
             (const char *)heading.ptr);
}

/* ---- what is wrong with the table ---- */

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

static void say_text_fault(const char *file, const struct csv_fault *f) {
    const char *text = csv_problem_text(f->problem);
    if (f->column > 0) {
        cli_error(_("%s, line %zu, column %zu: %s."), file, f->line, f->column, text);
    } else if (f->line > 0) {
        cli_error(_("%s, line %zu: %s."), file, f->line, text);
    } else {
        cli_error(_("%s: %s."), file, text);
    }
}

void import_say_fault(const struct import_report *report, const struct table_fault *fault) {
    const struct import_field *field = fault->field;
    cli_fault("table-not-readable", "csv");
    if (field == NULL) {
        say_text_fault(report->file, &fault->csv);
    } else if (fault->twice) {
        cli_error(_("%s: two columns are headed as the same thing: %s."), report->file,
                  column_label(field->name));
    } else {
        cli_error(
            _("%s: no column is headed '%s' (or '%s'). The first line must name the columns."),
            report->file, field->headers[0], field->headers[1]);
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

/* Why a row was refused: a clause. */
static void refusal_words(const struct problem *p, char *buf, size_t size) {
    if (p->rule != NULL) {
        problem_words(p, buf, size);
    } else {
        const struct sello_store_fault fault = {.field = p->field, .name = p->name};
        app_reason(p->error, &fault, buf, size);
    }
}

static void row_json(const struct import_report *report, const struct import_result *r) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "line", r->line);
    cli_json_string(&j, "action", action_name(r->action));
    record_json_text(&j, "name", r->name);
    if (r->action == IMPORT_PRESENT) {
        record_json_id(&j, "id", (struct sello_id){report->kind, r->number});
    } else if (r->action == IMPORT_REPEATED) {
        cli_json_number(&j, "first_line", r->first_line);
    } else if (r->action == IMPORT_REFUSED) {
        if (r->column > 0) {
            cli_json_number(&j, "column", r->column);
        }
        char reason[PROBLEM_WORDS];
        refusal_words(&r->problem, reason, sizeof reason);
        cli_json_string(&j, "field", r->field);
        cli_json_string(&j, "reason", reason);
    }
    cli_json_close(&j);
}

static void say_refused(const struct import_report *report, const struct import_result *r) {
    char reason[PROBLEM_WORDS];
    if (report->n_refused > SHOWN_ERRORS) {
        return;
    }
    refusal_words(&r->problem, reason, sizeof reason);
    if (r->field != NULL) {
        cli_error(_("%s, line %zu, column %zu (%s): %s."), report->file, r->line, r->column,
                  column_label(r->field), reason);
    } else {
        cli_error(_("%s, line %zu, column %zu: %s."), report->file, r->line, r->column, reason);
    }
}

static void action_text(const struct import_report *report, const struct import_result *r,
                        char *buf, size_t size) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){report->kind, r->number}, id);
    if (r->action == IMPORT_PRESENT) {
        snprintf(buf, size, _("here already: %s"), id);
    } else if (r->action == IMPORT_REPEATED) {
        snprintf(buf, size, _("repeats line %zu"), r->first_line);
    } else {
        snprintf(buf, size, "%s", _("new"));
    }
}

static void show_row(struct import_report *report, const struct import_result *r) {
    char line[24], action[80];
    if (report->n_shown++ >= SHOWN_ROWS) {
        return;
    }
    snprintf(line, sizeof line, "%zu", r->line);
    action_text(report, r, action, sizeof action);
    table_cell(&report->table, line);
    table_cell(&report->table, action);
    table_cell(&report->table, r->name);
    table_cell(&report->table, r->second);
}

void import_report_row(struct import_report *report, const struct import_result *r) {
    report->n_refused += r->action == IMPORT_REFUSED ? 1 : 0;
    if (report->app->json) {
        row_json(report, r);
    } else if (r->action != IMPORT_REFUSED) {
        show_row(report, r);
    }
    if (r->action == IMPORT_REFUSED) {
        say_refused(report, r);
    }
}

static void watch_row(void *context, const struct import_result *row) {
    import_report_row(context, row);
}

struct import_watch import_report_watch(struct import_report *report) {
    return (struct import_watch){report, say_passed_over, watch_row};
}

/* ---- the whole ---- */

void import_say_reading(const struct import_report *report, enum csv_encoding encoding,
                        size_t n_composed, const struct eaten *eaten) {
    if (encoding == CSV_WINDOWS_1252) {
        cli_note(_("%s is not UTF-8. It was read as Windows-1252: look whether the accents below "
                   "are right."),
                 report->file);
    }
    if (n_composed > 0) {
        cli_note(
            _("Letters and accents that stood apart were joined (NFC): texts changed so: %zu."),
            n_composed);
    }
    if (eaten->n > 0) {
        cli_warning(P_("%zu text looks as if a spreadsheet had changed it: line %zu, column %zu, "
                       "'%s'. Compare it with what was written, and write it again as a text.",
                       "%zu texts look as if a spreadsheet had changed them, the first in line "
                       "%zu, column %zu: '%s'. Compare them with what was written, and write them "
                       "again as texts.",
                       eaten->n),
                    eaten->n, eaten->line, eaten->column, eaten->text);
    }
    if (report->n_shown > SHOWN_ROWS) {
        cli_note(_("Rows not shown here: %zu."), report->n_shown - SHOWN_ROWS);
    }
    if (report->n_refused > SHOWN_ERRORS) {
        cli_note(_("Rows refused and not shown here: %zu."), report->n_refused - SHOWN_ERRORS);
    }
}

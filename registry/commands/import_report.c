/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/import_report.h"

#include <stdlib.h>

#include "registry/commands/import_columns.h"
#include "registry/commands/problem_words.h"
#include "registry/commands/record.h"

#define SHOWN_ROWS 40    /* of the preview, for people */
#define SHOWN_ERRORS 100 /* for people */

/* ---- the file ---- */

bool import_report_read(struct import_report *report, const char *path) {
    const char *slash = strrchr(path, '/');
    report->file = slash != NULL ? slash + 1 : path;
    return cli_file_read(path, ROWS_FILE_MAX, &report->bytes, &report->len);
}

struct import_source import_report_source(struct import_report *report) {
    const struct cli_args *args = report->app->args;
    size_t n = 0;
    while (n < IMPORT_MAPS_MAX + 1 && cli_text_at(args, "map", n) != NULL) {
        report->map[n] = cli_text_at(args, "map", n);
        n++;
    }
    return (struct import_source){.file = sello_bytes(report->bytes, report->len),
                                  .sheet = cli_text(args, "sheet"),
                                  .map = report->map,
                                  .n_map = n};
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
                  {"lot", N_("Lot")},
                  {"product_name", N_("Product")},
                  {"producer_name", N_("Producer")},
                  {"scheme_name", N_("Scheme")},
                  {"from", N_("From")},
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

/* What is not called so, but was taken to mean it. */
static void say_guessed(const struct importer *im) {
    for (size_t i = 0; i < im->n_fields; i++) {
        if (im->at.by_word[i]) {
            cli_note(
                _("Column %zu, '%s', is taken for: %s. If that is not so: --map \"%s=nothing\""),
                im->at.column[i], im->heading[im->at.column[i] - 1],
                column_label(im->field[i].name), im->heading[im->at.column[i] - 1]);
        }
    }
}

/* ---- places ---- */

/* "B7", or "line 7, column 2" of a text. */
static void put_place(const struct import_report *report, size_t line, size_t column, char *buf,
                      size_t size) {
    if (column == 0) {
        snprintf(buf, size, _("line %zu"), line);
        return;
    }
    if (report->sheet[0] == '\0') {
        snprintf(buf, size, _("line %zu, column %zu"), line, column);
        return;
    }
    char letters[4] = "", *at = letters + sizeof letters - 1;
    for (size_t c = column; c > 0 && at > letters; c = (c - 1) / 26) {
        *--at = (char)('A' + (c - 1) % 26);
    }
    snprintf(buf, size, "%s%zu", at, line);
}

/* The file, its sheet where it has such, and the place in it. */
static void put_where(const struct import_report *report, size_t line, size_t column, char *buf,
                      size_t size) {
    const char *comma = report->sheet[0] != '\0' ? ", " : "";
    char place[64] = "";
    if (line > 0) {
        put_place(report, line, column, place, sizeof place);
    }
    snprintf(buf, size, "%s%s%s%s%s", report->file, comma, report->sheet, line > 0 ? ", " : "",
             place);
}

#define WHERE_LEN (SELLO_FILE_MAX + SHEET_NAME_MAX + 80)

/* ---- what is wrong with the table ---- */

static const char *rows_problem_text(enum rows_problem problem) {
    switch (problem) {
    case ROWS_EMPTY: return _("there is nothing in it");
    case ROWS_UTF16: return _("it is saved as UTF-16; save it again as \"CSV UTF-8\"");
    case ROWS_NUL: return _("it is not a text file: it has a NUL byte");
    case ROWS_MIXED_ENCODING:
        return _("part of it is UTF-8 and part is not; save it again as \"CSV UTF-8\"");
    case ROWS_NOT_1252:
        return _("its letters are of an unknown encoding; save it again as \"CSV UTF-8\"");
    case ROWS_OPEN_QUOTE: return _("a quotation mark opens here and nothing closes it");
    case ROWS_AFTER_QUOTE:
        return _("something stands between a closing quotation mark and the "
                 "separator");
    case ROWS_MANY_COLUMNS: return _("there are too many columns (more than 64)");
    case ROWS_MANY_ROWS: return _("there are too many rows (more than 200000); split the file");
    case ROWS_LONG_FIELD: return _("the text is too long (more than 4096 bytes)");
    case ROWS_MEMORY: return _("there is not enough memory");
    case ROWS_OLD_EXCEL:
        return _("it is an old Excel file (.xls), or has a password; open it and save it as .xlsx, "
                 "without a password");
    case ROWS_BINARY_EXCEL: return _("it is a binary Excel file (.xlsb); save it as .xlsx");
    case ROWS_PASSWORD: return _("it has a password; save it without one");
    case ROWS_NOT_SPREADSHEET:
        return _("it is no spreadsheet; save the table as .xlsx, .ods or \"CSV UTF-8\"");
    case ROWS_BROKEN:
        return _("the file is damaged, or not as spreadsheets are; open it and save it again");
    case ROWS_TOO_LARGE:
        return _("it unpacks to more than a table is; split it, or save it as CSV");
    case ROWS_ENTITIES: return _("it defines entities of its own, which no spreadsheet does");
    case ROWS_NO_SHEET: return _("it has no sheet of that name");
    case ROWS_ALL_HIDDEN: return _("all its sheets are hidden; name one with --sheet");
    case ROWS_NO_SHEETS: return _("it is a text and has no sheets; leave --sheet out");
    case ROWS_NO_PART: return _("a part of the program is missing (sello-zip.so)");
    case ROWS_GOOD: break;
    }
    return "";
}

static void say_rows_fault(const struct import_report *report, const struct table_fault *fault) {
    char where[WHERE_LEN];
    put_where(report, fault->rows.line, fault->rows.column, where, sizeof where);
    cli_error("%s: %s.", where, rows_problem_text(fault->rows.problem));
    bool may_name = fault->rows.problem == ROWS_NO_SHEET || fault->rows.problem == ROWS_ALL_HIDDEN;
    if (may_name && fault->sheets[0] != '\0') {
        cli_note(_("Its sheets: %s"), fault->sheets);
    }
}

static void say_fields(enum sello_kind kind) {
    char list[400] = "";
    size_t n, len = 0;
    const struct import_field *field = import_fields(kind, &n);
    bool english = strcmp(cli_language_name(), "en") == 0;
    for (size_t i = 0; i < n && len < sizeof list; i++) {
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", i > 0 ? ", " : "",
                                field[i].titles[english ? 1 : 0]);
    }
    cli_note(_("Fields: %s"), list);
}

static void say_headings(const char *headings) {
    char list[2 * IMPORT_HEADINGS_MAX] = "";
    size_t len = 0;
    for (struct sello_bytes h; import_next_heading(&headings, &h);) {
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%.*s", len > 0 ? ", " : "",
                                (int)h.len, (const char *)h.ptr);
    }
    cli_note(_("Its columns: %s"), list);
}

static void say_heading_fault(const struct import_report *report,
                              const struct heading_fault *fault) {
    const struct import_field *field = fault->field;
    char where[WHERE_LEN];
    put_where(report, 0, 0, where, sizeof where);
    switch (fault->trouble) {
    case HEADING_TWICE:
        cli_error(_("%s: two columns are headed as the same thing: %s."), where,
                  column_label(field->name));
        break;
    case HEADING_MISSING:
        cli_error(
            _("%s: no column is headed '%s' (or '%s'). One of the first %d lines must name the "
              "columns."),
            where, field->titles[0], field->titles[1], IMPORT_TITLE_ROWS_MAX);
        break;
    case HEADING_MAP_FORM:
        cli_error(_("--map takes \"Column=field\", not '%s'."), fault->text);
        return;
    case HEADING_MAP_MANY:
        cli_error(_("--map is given more often than a table has columns (%d)."), IMPORT_MAPS_MAX);
        return;
    case HEADING_MAP_FIELD:
        cli_error(_("--map: there is no field '%s'."), fault->text);
        say_fields(report->kind);
        return;
    case HEADING_MAP_COLUMN:
        cli_error(_("%s: no column is headed '%s', which --map names."), where, fault->text);
        break;
    case HEADING_FINE: return;
    }
    if (fault->headings[0] != '\0') {
        say_headings(fault->headings);
    }
    if (field != NULL) {
        bool english = strcmp(cli_language_name(), "en") == 0;
        cli_note(_("Say which it is: --map \"Column=%s\""), field->titles[english ? 1 : 0]);
    }
}

/* For who asks what a table is: else the JSON of an import begins with its rows. */
static bool tells_columns(const struct import_report *report) {
    return report->app->json && cli_flag(report->app->args, "dry-run");
}

void import_say_fault(struct import_report *report, const struct table_fault *fault) {
    if (tells_columns(report) && fault->heading.headings[0] != '\0') {
        import_json_headings(fault->heading.headings); /* before the command's answer */
    }
    cli_fault("table-not-readable", "csv");
    snprintf(report->sheet, sizeof report->sheet, "%s", fault->sheet);
    if (fault->rows.problem != ROWS_GOOD) {
        say_rows_fault(report, fault);
    } else {
        say_heading_fault(report, &fault->heading);
    }
}

/* ---- what becomes of the rows ---- */

static const char *action_name(enum import_action action) {
    switch (action) {
    case IMPORT_ADDED: return "add";
    case IMPORT_PRESENT: return "present";
    case IMPORT_REPEATED: return "repeated";
    case IMPORT_REFUSED: return "refused";
    case IMPORT_CHANGED: return "change";
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

/* Which fields are shown: those that the table has; a producer's name on labels always, as it
 * counts as no where nothing says yes. The id, and a name beside what is shown with it, say nothing
 * more. */
static bool is_shown(const struct importer *im, size_t i) {
    const char *name = im->field[i].name;
    for (size_t k = 0; k < im->n_fields; k++) {
        bool stands_in = im->field[k].instead != NULL && strcmp(im->field[k].instead, name) == 0;
        if (stands_in && im->at.column[k] > 0) {
            return false;
        }
    }
    return strcmp(name, "id") != 0 && (im->at.column[i] > 0 || strcmp(name, "public") == 0);
}

static const char *field_text(const struct import_report *report, size_t i, const char *text) {
    const char *name = report->importer->field[i].name;
    if (strcmp(name, "public") == 0) {
        return strcmp(text, "yes") == 0 ? _("yes") : _("no");
    }
    for (int s = SELLO_CERTIFICATE_APPLIED; s <= SELLO_CERTIFICATE_WITHDRAWN; s++) {
        enum sello_certificate_state state = (enum sello_certificate_state)s;
        if (report->kind == SELLO_KIND_CERTIFICATE && strcmp(name, "state") == 0 &&
            strcmp(text, sello_certificate_state_name(state)) == 0) {
            return record_state_text(state);
        }
    }
    return text;
}

static void put_fields_json(const struct import_report *report, struct cli_json *j,
                            const char *name, const char (*text)[IMPORT_TEXT_MAX + 1],
                            const bool *wanted) {
    const struct importer *im = report->importer;
    cli_json_open_in(j, name, '{');
    for (size_t i = 0; i < im->n_fields; i++) {
        if ((wanted != NULL ? wanted[i] : is_shown(im, i))) {
            cli_json_string(j, im->field[i].name, text[i]);
        }
    }
    cli_json_close_in(j, '}');
}

static void row_json(const struct import_report *report, const struct import_result *r) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "line", r->line);
    cli_json_string(&j, "action", action_name(r->action));
    record_json_text(&j, "name", r->name);
    if (r->action == IMPORT_PRESENT || r->action == IMPORT_CHANGED) {
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
        cli_json_string(&j, "heading", r->heading);
        cli_json_string(&j, "reason", reason);
    }
    put_fields_json(report, &j, "values", r->text, NULL);
    if (import_differs_anywhere(r)) {
        put_fields_json(report, &j, "before", r->before, r->differs);
    }
    cli_json_close(&j);
}

static void say_refused(const struct import_report *report, const struct import_result *r) {
    char reason[PROBLEM_WORDS], where[WHERE_LEN];
    if (report->n_refused > SHOWN_ERRORS) {
        return;
    }
    refusal_words(&r->problem, reason, sizeof reason);
    put_where(report, r->line, r->column, where, sizeof where);
    if (r->heading != NULL || r->field != NULL) {
        cli_error(_("%s (%s): %s."), where,
                  r->heading != NULL ? r->heading : column_label(r->field), reason);
    } else {
        cli_error(_("%s: %s."), where, reason);
    }
}

static void action_text(const struct import_report *report, const struct import_result *r,
                        char *buf, size_t size) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){report->kind, r->number}, id);
    if (r->action == IMPORT_PRESENT) {
        snprintf(buf, size,
                 import_differs_anywhere(r) ? _("here already: %s, differs")
                                            : _("here already: %s"),
                 id);
    } else if (r->action == IMPORT_CHANGED) {
        snprintf(buf, size, _("changes %s"), id);
    } else if (r->action == IMPORT_REPEATED) {
        snprintf(buf, size, _("repeats line %zu"), r->first_line);
    } else {
        snprintf(buf, size, "%s", _("new"));
    }
}

static void show_row(struct import_report *report, const struct import_result *r) {
    const struct importer *im = report->importer;
    char line[24], action[80];
    if (report->n_shown++ >= SHOWN_ROWS) {
        return;
    }
    snprintf(line, sizeof line, "%zu", r->line);
    action_text(report, r, action, sizeof action);
    table_cell(&report->table, line);
    table_cell(&report->table, action);
    for (size_t i = 0; i < im->n_fields; i++) {
        char change[2 * IMPORT_TEXT_MAX + 8];
        if (!is_shown(im, i)) {
            continue;
        }
        const char *after = field_text(report, i, r->text[i]);
        if (r->differs[i]) {
            snprintf(change, sizeof change, "%s → %s", field_text(report, i, r->before[i]), after);
        }
        table_cell(&report->table, r->differs[i] ? change : after);
    }
}

/* The preview's columns, once the table's are known. */
static void start_preview(void *context, const struct importer *im) {
    struct import_report *report = context;
    const char *titles[IMPORT_FIELDS_MAX + 2] = {_("Line"), _("What")};
    size_t n = 2;
    if (report->quiet) {
        return; /* it was shown */
    }
    report->importer = im;
    snprintf(report->sheet, sizeof report->sheet, "%s", im->fault.sheet);
    for (size_t i = 0; i < im->n_fields; i++) {
        if (is_shown(im, i)) {
            titles[n++] = column_label(im->field[i].name);
        }
    }
    table_free(&report->table);
    table_start(&report->table, titles, n);
    if (tells_columns(report)) {
        import_json_columns(im);
    }
    say_guessed(im);
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
    return (struct import_watch){report, start_preview, report->quiet ? NULL : say_passed_over,
                                 report->quiet ? NULL : watch_row};
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
        char place[64];
        put_place(report, eaten->line, eaten->column, place, sizeof place);
        cli_warning(P_("%zu text looks as if a spreadsheet had changed it: %s, '%s'. Compare it "
                       "with what was written, and write it again as a text.",
                       "%zu texts look as if a spreadsheet had changed them, the first in %s: "
                       "'%s'. Compare them with what was written, and write them again as texts.",
                       eaten->n),
                    eaten->n, place, eaten->text);
    }
    if (report->n_shown > SHOWN_ROWS) {
        cli_note(_("Rows not shown here: %zu."), report->n_shown - SHOWN_ROWS);
    }
    if (report->n_refused > SHOWN_ERRORS) {
        cli_note(_("Rows refused and not shown here: %zu."), report->n_refused - SHOWN_ERRORS);
    }
}

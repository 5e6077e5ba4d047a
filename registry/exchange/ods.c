/* SPDX-License-Identifier: Apache-2.0 */
/* OpenDocument spreadsheets, in content.xml:
 *
 *     <style:style style:name="ta2" style:family="table">
 *       <style:table-properties table:display="false"/></style:style>
 *     ...
 *     <table:table table:name="Hoja1" table:style-name="ta1">
 *       <table:table-row table:number-rows-repeated="2">
 *         <table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></...>
 *         <table:table-cell table:number-columns-repeated="3"/>
 */
#include "registry/exchange/sheet_build.h"
#include "registry/exchange/sheet_value.h"
#include "registry/exchange/sheet_xml.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"

#define REPEATED_MAX ((size_t)1 << 24) /* beyond any sheet */

enum { STYLE_NAME_LEN = 64, HIDING_MAX = 1000 };

struct style_name {
    char text[STYLE_NAME_LEN];
};

struct ods {
    struct spreadsheet *s;
    const char *wanted;
    bool is_spreadsheet;
    struct style_name style;   /* the one being read, or the last one */
    struct style_name *hiding; /* owned; of the styles whose tables are hidden */
    size_t n_hiding, hiding_room;
    size_t tables;  /* within each other, the one that is read among them; 0: none is read */
    size_t passing; /* elements within each other that are passed over */
    size_t line, column, row_repeated, cell_repeated;
    bool in_cell, in_text;
    char type[16], value[SHEET_VALUE_LEN];
    size_t n_paragraphs;
    struct sheet_text text;
};

static bool is(const char *name, const char *other) {
    return strcmp(name, other) == 0;
}

static size_t repeated(const char **attributes, const char *name) {
    size_t n = sheet_number(sheet_attribute(attributes, name), REPEATED_MAX, 1);
    return n > 0 ? n : 1;
}

static void start_style(struct ods *o, const char **attributes) {
    const char *name = sheet_attribute(attributes, "style:name");
    snprintf(o->style.text, sizeof o->style.text, "%s", name != NULL ? name : "");
}

static enum rows_problem note_display(struct ods *o, const char **attributes) {
    const char *display = sheet_attribute(attributes, "table:display");
    if (display == NULL || !is(display, "false") || o->n_hiding == HIDING_MAX) {
        return ROWS_GOOD;
    }
    if (!base_grow(&o->hiding, &o->hiding_room, o->n_hiding + 1, sizeof *o->hiding)) {
        return ROWS_MEMORY;
    }
    o->hiding[o->n_hiding++] = o->style;
    return ROWS_GOOD;
}

static bool is_hidden(const struct ods *o, const char *style) {
    bool hidden = false;
    for (size_t i = 0; style != NULL && i < o->n_hiding; i++) {
        hidden = hidden || strncmp(o->hiding[i].text, style, STYLE_NAME_LEN - 1) == 0;
    }
    return hidden;
}

static void start_table(struct ods *o, const char **attributes) {
    const char *name = sheet_attribute(attributes, "table:name");
    bool hidden = is_hidden(o, sheet_attribute(attributes, "table:style-name"));
    if (o->tables > 0) {
        o->tables++; /* a table within a cell */
    } else if (sheet_is_wanted(o->s, name != NULL ? name : "", hidden, o->wanted)) {
        o->tables = 1;
        o->line = 0;
    }
}

static void start_cell(struct ods *o, const char **attributes) {
    static const char *const values[] = {"office:value", "office:date-value",
                                         "office:boolean-value"};
    const char *type = sheet_attribute(attributes, "office:value-type");
    o->in_cell = true;
    o->in_text = false;
    o->text.len = 0;
    o->n_paragraphs = 0;
    o->cell_repeated = repeated(attributes, "table:number-columns-repeated");
    snprintf(o->type, sizeof o->type, "%s", type != NULL ? type : "");
    o->value[0] = '\0';
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        const char *value = sheet_attribute(attributes, values[i]);
        if (value != NULL) {
            snprintf(o->value, sizeof o->value, "%s", value);
        }
    }
}

/* What stands in a cell: paragraphs. All else in it are notes and drawings. */
static void start_in_cell(struct ods *o, const char *name, const char **attributes) {
    if (is(name, "p") && !o->in_text) {
        sheet_text_add(&o->text, sello_bytes("\n", o->n_paragraphs++ > 0 ? 1 : 0));
        o->in_text = true;
    } else if (!o->in_text || is(name, "note") || is(name, "annotation") || is(name, "ruby-text")) {
        o->passing = 1;
    } else if (is(name, "s")) {
        size_t n = sheet_number(sheet_attribute(attributes, "text:c"), ROWS_FIELD_MAX, 1);
        for (size_t i = 0; i < n; i++) {
            sheet_text_add(&o->text, sello_bytes(" ", 1));
        }
    } else if (is(name, "tab") || is(name, "line-break")) {
        sheet_text_add(&o->text, sello_bytes(is(name, "tab") ? "\t" : "\n", 1));
    }
}

static enum rows_problem on_start(void *context, const char *name, const char **attributes) {
    struct ods *o = context;
    if (o->passing > 0) {
        o->passing++;
    } else if (is(name, "spreadsheet")) {
        o->is_spreadsheet = true;
    } else if (is(name, "table")) {
        start_table(o, attributes);
    } else if (is(name, "style")) {
        start_style(o, attributes);
    } else if (is(name, "table-properties")) {
        return note_display(o, attributes);
    } else if (o->tables != 1) {
        return ROWS_GOOD;
    } else if (o->in_cell) {
        start_in_cell(o, name, attributes);
    } else if (is(name, "table-row")) {
        o->line++;
        o->column = 1;
        o->row_repeated = repeated(attributes, "table:number-rows-repeated");
    } else if (is(name, "table-cell") || is(name, "covered-table-cell")) {
        start_cell(o, attributes);
    }
    return o->line <= REPEATED_MAX ? ROWS_GOOD : ROWS_BROKEN;
}

/* "007" of 7: shown with zeros in front. */
static bool is_padded(const struct sheet_text *shown, const char *number) {
    size_t len = strlen(number);
    size_t zeros = shown->len > len ? shown->len - len : 0;
    for (size_t i = 0; i < zeros; i++) {
        if (shown->text[i] != '0') {
            return false;
        }
    }
    return zeros > 0 && memcmp(shown->text + zeros, number, len) == 0;
}

static struct sello_bytes cell_text(const struct ods *o, char buf[SELLO_LEN(SHEET_VALUE_LEN)],
                                    bool *is_date) {
    const struct sello_bytes shown = sello_bytes(o->text.text, o->text.len);
    *is_date = is(o->type, "date");
    if (*is_date) {
        sheet_iso_text(o->value, buf);
    } else if (is(o->type, "float") || is(o->type, "currency") || is(o->type, "percentage")) {
        sheet_number_text(sello_bytes_of(o->value), 0, buf);
    } else if (is(o->type, "boolean")) {
        snprintf(buf, SHEET_VALUE_LEN, "%s", o->value);
    } else {
        return shown;
    }
    return buf[0] == '\0' || is_padded(&o->text, buf) ? shown : sello_bytes_of(buf);
}

static enum rows_problem end_cell(struct ods *o) {
    char buf[SHEET_VALUE_LEN] = "";
    bool is_date = false;
    struct sello_bytes text = row_trimmed(cell_text(o, buf, &is_date));
    o->in_cell = false;
    for (size_t i = 0; i < o->cell_repeated && text.len > 0; i++) {
        if (!sheet_cell(o->s, o->line, o->column + i, text, is_date)) {
            return o->s->fault.problem;
        }
    }
    o->column += o->cell_repeated;
    return o->column <= REPEATED_MAX ? ROWS_GOOD : ROWS_BROKEN;
}

static enum rows_problem on_end(void *context, const char *name) {
    struct ods *o = context;
    if (o->passing > 0) {
        o->passing--;
    } else if (is(name, "table") && o->tables > 0) {
        o->tables--;
    } else if (o->tables != 1) {
        return ROWS_GOOD;
    } else if (o->in_cell && (is(name, "table-cell") || is(name, "covered-table-cell"))) {
        return end_cell(o);
    } else if (o->in_cell && is(name, "p")) {
        o->in_text = false;
    } else if (is(name, "table-row")) {
        bool room = sheet_repeat(o->s, o->line, o->row_repeated - 1);
        o->line += o->row_repeated - 1;
        return room ? ROWS_GOOD : o->s->fault.problem;
    }
    return ROWS_GOOD;
}

static void on_text(void *context, struct sello_bytes piece) {
    struct ods *o = context;
    if (o->tables == 1 && o->in_cell && o->in_text && o->passing == 0) {
        sheet_text_add(&o->text, piece);
    }
}

/* A file with a password has its list of entries in the open. */
struct search {
    bool found;
};

static enum rows_problem find_encryption(void *context, const char *name, const char **attributes) {
    struct search *search = context;
    (void)attributes;
    search->found = search->found || is(name, "encryption-data");
    return ROWS_GOOD;
}

static bool is_encrypted(struct package *package) {
    struct search search = {false};
    const struct sheet_xml listener = {.context = &search, .start = find_encryption};
    return package->has(package->context, "META-INF/manifest.xml") &&
           sheet_xml_read(package, "META-INF/manifest.xml", &listener) == ROWS_GOOD && search.found;
}

void ods_read(struct spreadsheet *s, struct package *package, const char *sheet) {
    static const struct sheet_xml parts = {.start = on_start, .end = on_end, .text = on_text};
    struct ods o = {.s = s, .wanted = sheet};
    struct sheet_xml listener = parts;
    listener.context = &o;
    enum rows_problem problem = sheet_xml_read(package, "content.xml", &listener);
    if (problem == ROWS_BROKEN && is_encrypted(package)) {
        problem = ROWS_PASSWORD;
    } else if (problem == ROWS_GOOD && !o.is_spreadsheet) {
        problem = ROWS_NOT_SPREADSHEET;
    }
    if (problem != ROWS_GOOD && s->fault.problem == ROWS_GOOD) {
        s->fault = (struct rows_fault){problem, o.tables > 0 ? o.line : 0, 0};
    }
    free(o.hiding);
}

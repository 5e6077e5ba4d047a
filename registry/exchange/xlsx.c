/* SPDX-License-Identifier: Apache-2.0 */
/* Excel's workbooks. A list of relations tells which entry is the workbook, and another one, beside
 * that, which are its sheets, its shared texts and its formats:
 *
 *     <row r="7"><c r="B7" t="s"><v>3</v></c><c r="C7" s="2"><v>46349</v></c></row>
 */
#include "registry/exchange/sheet_build.h"
#include "registry/exchange/sheet_value.h"
#include "registry/exchange/sheet_xml.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/hex.h"

enum { PATH_LEN = 256, ID_LEN = 64, SHARED_MAX = 4000000, FORMATS_MAX = 65536, COLUMN_MAX = 16384 };

struct custom_format {
    size_t id;
    struct sheet_format format;
};

struct xlsx {
    struct spreadsheet *s;
    struct package *package;
    const char *wanted;
    bool from_1904;
    char workbook[PATH_LEN], strings[PATH_LEN], styles[PATH_LEN], sheet[PATH_LEN];
    char sheet_id[ID_LEN]; /* of the relation to the sheet */

    /* texts that cells share */
    char *shared; /* owned; each with a NUL behind it */
    size_t shared_len, shared_room;
    size_t *at; /* owned; where each begins */
    size_t n_shared, at_room;

    struct custom_format *custom; /* owned */
    size_t n_custom, custom_room;
    struct sheet_format *format; /* owned; by a cell's style */
    size_t n_formats, format_room;
    bool in_cell_formats;

    /* the cell being read */
    size_t line, column, style;
    char type[12];
    bool takes_text, in_phonetic;
    struct sheet_text text;
};

static bool is(const char *name, const char *other) {
    return strcmp(name, other) == 0;
}

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), n = strlen(end);
    return len >= n && strcmp(text + len - n, end) == 0;
}

/* ---- relations ---- */

/* "worksheets/sheet1.xml" beside "xl/workbook.xml" is "xl/worksheets/sheet1.xml". */
static void resolve(const char *from, const char *target, char out[SELLO_LEN(PATH_LEN)]) {
    const char *slash = strrchr(from, '/');
    int folder = target[0] != '/' && slash != NULL ? (int)(slash - from) + 1 : 0;
    snprintf(out, PATH_LEN, "%.*s%s", folder, from, target + (target[0] == '/' ? 1 : 0));
}

static enum rows_problem on_relation(void *context, const char *name, const char **attributes) {
    struct xlsx *x = context;
    const char *type = sheet_attribute(attributes, "Type"), *id = sheet_attribute(attributes, "Id");
    const char *target = sheet_attribute(attributes, "Target");
    if (!is(name, "Relationship") || type == NULL || target == NULL || id == NULL) {
        return ROWS_GOOD;
    }
    if (ends_with(type, "/officeDocument")) {
        resolve("", target, x->workbook);
    } else if (ends_with(type, "/sharedStrings")) {
        resolve(x->workbook, target, x->strings);
    } else if (ends_with(type, "/styles")) {
        resolve(x->workbook, target, x->styles);
    } else if (x->sheet_id[0] != '\0' && is(id, x->sheet_id)) {
        resolve(x->workbook, target, x->sheet);
    }
    return ROWS_GOOD;
}

static enum rows_problem read_relations(struct xlsx *x, const char *of) {
    char path[PATH_LEN + 16];
    const char *slash = strrchr(of, '/');
    const char *file = slash != NULL ? slash + 1 : of;
    snprintf(path, sizeof path, "%.*s_rels/%s.rels", (int)(file - of), of, file);
    const struct sheet_xml listener = {.context = x, .start = on_relation};
    return sheet_xml_read(x->package, path, &listener);
}

/* ---- the workbook: its sheets ---- */

static bool is_true(const char *text) {
    return text != NULL && (is(text, "1") || is(text, "true") || is(text, "on"));
}

/* r:id, whatever the prefix. */
static const char *relation_id(const char **attributes) {
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (ends_with(attributes[i], ":id")) {
            return attributes[i + 1];
        }
    }
    return "";
}

static enum rows_problem on_workbook(void *context, const char *name, const char **attributes) {
    struct xlsx *x = context;
    if (is(name, "workbookPr")) {
        x->from_1904 = is_true(sheet_attribute(attributes, "date1904"));
    } else if (is(name, "sheet")) {
        const char *title = sheet_attribute(attributes, "name");
        const char *state = sheet_attribute(attributes, "state");
        bool hidden = state != NULL && !is(state, "visible");
        if (sheet_is_wanted(x->s, title != NULL ? title : "", hidden, x->wanted)) {
            snprintf(x->sheet_id, sizeof x->sheet_id, "%s", relation_id(attributes));
        }
    }
    return ROWS_GOOD;
}

/* ---- formats ---- */

/* Those that are not spelt out (ECMA-376 part 1, 18.8.30, and what Excel adds in Asia). */
static bool is_date_by_number(size_t id) {
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}

static struct sheet_format format_of(const struct xlsx *x, size_t id) {
    for (size_t i = 0; i < x->n_custom; i++) {
        if (x->custom[i].id == id) {
            return x->custom[i].format;
        }
    }
    return (struct sheet_format){.is_date = is_date_by_number(id)};
}

static enum rows_problem on_style(void *context, const char *name, const char **attributes) {
    struct xlsx *x = context;
    const char *code = sheet_attribute(attributes, "formatCode");
    size_t id = sheet_number(sheet_attribute(attributes, "numFmtId"), FORMATS_MAX, 0);
    if (is(name, "cellXfs")) {
        x->in_cell_formats = true;
    } else if (is(name, "numFmt") && code != NULL && x->n_custom < FORMATS_MAX / 16) {
        if (!base_grow(&x->custom, &x->custom_room, x->n_custom + 1, sizeof *x->custom)) {
            return ROWS_MEMORY;
        }
        x->custom[x->n_custom++] = (struct custom_format){id, sheet_format_of(code)};
    } else if (is(name, "xf") && x->in_cell_formats && x->n_formats < FORMATS_MAX) {
        if (!base_grow(&x->format, &x->format_room, x->n_formats + 1, sizeof *x->format)) {
            return ROWS_MEMORY;
        }
        x->format[x->n_formats++] = format_of(x, id);
    }
    return ROWS_GOOD;
}

static enum rows_problem on_style_end(void *context, const char *name) {
    struct xlsx *x = context;
    x->in_cell_formats = x->in_cell_formats && !is(name, "cellXfs");
    return ROWS_GOOD;
}

/* ---- texts ---- */

/* _x000D_ stands for a character that XML does not take; one code point below 0x80, the others
 * need no escape. */
static void unescape(struct sheet_text *t) {
    size_t to = 0;
    for (size_t i = 0; i < t->len; i++) {
        const char *p = t->text + i;
        int high = -1, low = -1;
        if (t->len - i >= 7 && memcmp(p, "_x00", 4) == 0 && p[6] == '_') {
            high = base_hex_digit_typed((uint8_t)p[4]);
            low = base_hex_digit_typed((uint8_t)p[5]);
        }
        bool escape = high >= 0 && high < 8 && low >= 0;
        t->text[to++] = escape ? (char)(16 * high + low) : p[0];
        i += escape ? 6 : 0;
    }
    t->len = to;
}

static void on_text(void *context, struct sello_bytes piece) {
    struct xlsx *x = context;
    if (x->takes_text && !x->in_phonetic) {
        sheet_text_add(&x->text, piece);
    }
}

static enum rows_problem on_shared(void *context, const char *name, const char **attributes) {
    struct xlsx *x = context;
    (void)attributes;
    if (is(name, "si")) {
        x->text.len = 0;
    }
    x->in_phonetic = x->in_phonetic || is(name, "rPh");
    x->takes_text = is(name, "t");
    return ROWS_GOOD;
}

static enum rows_problem on_shared_end(void *context, const char *name) {
    struct xlsx *x = context;
    x->takes_text = false;
    x->in_phonetic = x->in_phonetic && !is(name, "rPh");
    if (!is(name, "si")) {
        return ROWS_GOOD;
    }
    unescape(&x->text);
    size_t len = x->text.len;
    if (x->n_shared == SHARED_MAX || x->shared_len + len + 1 > ROWS_FILE_MAX) {
        return ROWS_TOO_LARGE;
    }
    if (!base_grow(&x->at, &x->at_room, x->n_shared + 1, sizeof *x->at) ||
        !base_grow(&x->shared, &x->shared_room, x->shared_len + len + 1, 1)) {
        return ROWS_MEMORY;
    }
    x->at[x->n_shared++] = x->shared_len;
    memcpy(x->shared + x->shared_len, x->text.text, len);
    x->shared[x->shared_len + len] = '\0';
    x->shared_len += len + 1;
    return ROWS_GOOD;
}

/* ---- cells ---- */

/* "B7": column 2. 0 where it is none. */
static size_t column_of(const char *place) {
    size_t column = 0;
    for (; *place >= 'A' && *place <= 'Z' && column <= COLUMN_MAX; place++) {
        column = 26 * column + (size_t)(*place - 'A') + 1;
    }
    return column <= COLUMN_MAX ? column : 0;
}

static enum rows_problem start_row(struct xlsx *x, const char **attributes) {
    const char *number = sheet_attribute(attributes, "r");
    size_t line = number != NULL ? sheet_number(number, 1 << 24, 0) : x->line + 1;
    if (line <= x->line) {
        return ROWS_BROKEN;
    }
    x->line = line;
    x->column = 0;
    return ROWS_GOOD;
}

static enum rows_problem start_cell(struct xlsx *x, const char **attributes) {
    const char *place = sheet_attribute(attributes, "r"), *type = sheet_attribute(attributes, "t");
    size_t column = place != NULL ? column_of(place) : x->column + 1;
    if (column <= x->column || column > COLUMN_MAX || x->line == 0) {
        return ROWS_BROKEN;
    }
    x->column = column;
    x->style = sheet_number(sheet_attribute(attributes, "s"), FORMATS_MAX, 0);
    snprintf(x->type, sizeof x->type, "%s", type != NULL ? type : "n");
    x->text.len = 0;
    return ROWS_GOOD;
}

static enum rows_problem on_sheet(void *context, const char *name, const char **attributes) {
    struct xlsx *x = context;
    x->takes_text = is(name, "v") || is(name, "t");
    x->in_phonetic = x->in_phonetic || is(name, "rPh");
    if (is(name, "row")) {
        return start_row(x, attributes);
    }
    return is(name, "c") ? start_cell(x, attributes) : ROWS_GOOD;
}

/* False: there is none of that number. */
static bool shared_text(struct xlsx *x, struct sello_bytes *out) {
    x->text.text[x->text.len < sizeof x->text.text ? x->text.len : 0] = '\0';
    size_t index = sheet_number(x->text.text, SHARED_MAX, SHARED_MAX);
    if (index < x->n_shared) {
        *out = sello_bytes_of(x->shared + x->at[index]);
    }
    return index < x->n_shared;
}

static struct sello_bytes number_text(struct xlsx *x, char buf[SELLO_LEN(SHEET_VALUE_LEN)],
                                      bool *is_date) {
    const struct sello_bytes raw = sello_bytes(x->text.text, x->text.len);
    const struct sheet_format none = {.is_date = false};
    const struct sheet_format *format = x->style < x->n_formats ? &x->format[x->style] : &none;
    *is_date = format->is_date && sheet_day_text(raw, x->from_1904, buf);
    if (!*is_date) {
        sheet_number_text(raw, format->digits, buf);
    }
    return buf[0] != '\0' ? sello_bytes_of(buf) : raw;
}

static struct sello_bytes cell_text(struct xlsx *x, char buf[SELLO_LEN(SHEET_VALUE_LEN)],
                                    bool *is_date) {
    const struct sello_bytes raw = sello_bytes(x->text.text, x->text.len);
    if (is(x->type, "n")) {
        return number_text(x, buf, is_date);
    }
    if (is(x->type, "b")) {
        return sello_bytes_of(raw.len == 1 && raw.ptr[0] == '1' ? "true" : "false");
    }
    if (is(x->type, "d") && raw.len < SHEET_VALUE_LEN) {
        char iso[SHEET_VALUE_LEN];
        snprintf(iso, sizeof iso, "%.*s", (int)raw.len, (const char *)raw.ptr);
        sheet_iso_text(iso, buf);
        *is_date = true;
        return sello_bytes_of(buf);
    }
    unescape(&x->text);
    return sello_bytes(x->text.text, x->text.len);
}

static enum rows_problem on_sheet_end(void *context, const char *name) {
    struct xlsx *x = context;
    char buf[SHEET_VALUE_LEN] = "";
    bool is_date = false;
    x->takes_text = false;
    x->in_phonetic = x->in_phonetic && !is(name, "rPh");
    if (!is(name, "c") || x->text.len == 0) {
        return ROWS_GOOD;
    }
    struct sello_bytes text;
    if (!is(x->type, "s")) {
        text = cell_text(x, buf, &is_date);
    } else if (!shared_text(x, &text)) {
        return ROWS_BROKEN;
    }
    bool room = sheet_cell(x->s, x->line, x->column, text, is_date);
    x->text.len = 0;
    return room ? ROWS_GOOD : x->s->fault.problem;
}

/* ---- the whole ---- */

static enum rows_problem read_part(struct xlsx *x, const char *path,
                                   const struct sheet_xml *listener) {
    struct sheet_xml copy = *listener;
    copy.context = x;
    return path[0] == '\0' ? ROWS_GOOD : sheet_xml_read(x->package, path, &copy);
}

static enum rows_problem read_workbook(struct xlsx *x) {
    static const struct sheet_xml workbook = {.start = on_workbook};
    static const struct sheet_xml shared = {
        .start = on_shared, .end = on_shared_end, .text = on_text};
    static const struct sheet_xml styles = {.start = on_style, .end = on_style_end};
    static const struct sheet_xml sheet = {.start = on_sheet, .end = on_sheet_end, .text = on_text};
    enum rows_problem problem = read_relations(x, "");
    if (problem == ROWS_GOOD && x->workbook[0] == '\0') {
        return ROWS_NOT_SPREADSHEET;
    }
    if (problem == ROWS_GOOD && ends_with(x->workbook, ".bin")) {
        return ROWS_BINARY_EXCEL;
    }
    if (problem == ROWS_GOOD && strstr(x->workbook, "workbook") == NULL) {
        return ROWS_NOT_SPREADSHEET; /* word/document.xml */
    }
    problem = problem == ROWS_GOOD ? read_part(x, x->workbook, &workbook) : problem;
    if (problem != ROWS_GOOD || x->sheet_id[0] == '\0') {
        return problem; /* no sheet is called so */
    }
    problem = read_relations(x, x->workbook);
    problem = problem == ROWS_GOOD ? read_part(x, x->styles, &styles) : problem;
    problem = problem == ROWS_GOOD ? read_part(x, x->strings, &shared) : problem;
    if (problem == ROWS_GOOD && x->sheet[0] == '\0') {
        return ROWS_BROKEN;
    }
    return problem == ROWS_GOOD ? read_part(x, x->sheet, &sheet) : problem;
}

void xlsx_read(struct spreadsheet *s, struct package *package, const char *sheet) {
    struct xlsx x = {.s = s, .package = package, .wanted = sheet};
    enum rows_problem problem = read_workbook(&x);
    if (problem != ROWS_GOOD && s->fault.problem == ROWS_GOOD) {
        s->fault = (struct rows_fault){problem, x.line, 0};
    }
    free(x.shared);
    free(x.at);
    free(x.custom);
    free(x.format);
}

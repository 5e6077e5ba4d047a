/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/csv.h"

#include <stdlib.h>

#include "registry/exchange/csv_text.h"

static bool fail(struct csv *csv, enum csv_problem problem, size_t line, size_t column) {
    csv->fault = (struct csv_fault){problem, line, column};
    return false;
}

/* ---- opening ---- */

static size_t count_outside_quotes(const struct csv *csv, char wanted) {
    size_t n = 0;
    bool quoted = false;
    for (size_t i = csv->at; i < csv->len; i++) {
        char c = csv->text[i];
        if (!quoted && (c == '\n' || c == '\r')) {
            break;
        }
        quoted = c == '"' ? !quoted : quoted;
        n += !quoted && c == wanted ? 1 : 0;
    }
    return n;
}

/* The candidate that the first line has most of; where two have as many, the one less likely to be
 * part of a text. */
static void detect_separator(struct csv *csv) {
    static const char candidates[] = {'\t', ';', ','};
    size_t most = 0;
    csv->separator = ',';
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t n = count_outside_quotes(csv, candidates[i]);
        if (n > most) {
            most = n;
            csv->separator = candidates[i];
        }
    }
}

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

/* Passes one line end, CRLF as one. */
static void pass_line_end(struct csv *csv) {
    bool pair =
        csv->text[csv->at] == '\r' && csv->at + 1 < csv->len && csv->text[csv->at + 1] == '\n';
    csv->at += pair ? 2 : 1;
    csv->line++;
}

static void pass_empty_lines(struct csv *csv) {
    while (csv->at < csv->len && is_line_end(csv->text[csv->at])) {
        pass_line_end(csv);
    }
}

/* A line "sep=;" in front, by which some spreadsheets tell the separator. */
static bool take_separator_line(struct csv *csv) {
    static const char word[] = "sep=";
    size_t len = sizeof word - 1;
    const char *p = csv->text + csv->at;
    if (csv->len - csv->at < len + 2 || memcmp(p, word, len) != 0 || !is_line_end(p[len + 1])) {
        return false;
    }
    csv->separator = p[len];
    csv->at += len + 1;
    pass_line_end(csv);
    return true;
}

bool csv_open(struct csv *out, struct sello_bytes file) {
    *out = (struct csv){.line = 1};
    if (!csv_decode(file, out)) {
        return false;
    }
    pass_empty_lines(out);
    if (out->at == out->len) {
        return fail(out, CSV_EMPTY, 0, 0);
    }
    if (!take_separator_line(out)) {
        detect_separator(out);
    }
    return true;
}

void csv_close(struct csv *csv) {
    free(csv->text);
    csv->text = NULL;
}

/* ---- fields ---- */

static bool ends_field(const struct csv *csv, size_t at) {
    return at == csv->len || csv->text[at] == csv->separator || is_line_end(csv->text[at]);
}

/* A quoted field, its doubled quotes made single in place: it never grows. */
static bool take_quoted(struct csv *csv, size_t column, struct sello_bytes *out) {
    size_t first_line = csv->line;
    size_t from = ++csv->at, to = from;
    for (;;) {
        if (csv->at == csv->len) {
            return fail(csv, CSV_OPEN_QUOTE, first_line, column);
        }
        char c = csv->text[csv->at];
        if (c == '"') {
            csv->at++;
            if (csv->at == csv->len || csv->text[csv->at] != '"') {
                break;
            }
        } else if (is_line_end(c)) {
            size_t start = csv->at;
            pass_line_end(csv);
            memmove(csv->text + to, csv->text + start, csv->at - start);
            to += csv->at - start;
            continue;
        }
        csv->text[to++] = c;
        csv->at++;
    }
    *out = sello_bytes(csv->text + from, to - from);
    return ends_field(csv, csv->at) || fail(csv, CSV_AFTER_QUOTE, csv->line, column);
}

static void take_plain(struct csv *csv, struct sello_bytes *out) {
    size_t from = csv->at;
    while (!ends_field(csv, csv->at)) {
        csv->at++;
    }
    *out = sello_bytes(csv->text + from, csv->at - from);
}

static bool is_space(uint8_t c) {
    return c == ' ' || c == '\t';
}

/* A space typed behind a name is never part of it; U+00A0 comes from copied web pages. */
static struct sello_bytes trimmed(struct sello_bytes b) {
    for (;;) {
        if (b.len > 0 && is_space(b.ptr[0])) {
            b = sello_bytes(b.ptr + 1, b.len - 1);
        } else if (b.len > 0 && is_space(b.ptr[b.len - 1])) {
            b.len--;
        } else if (b.len >= 2 && memcmp(b.ptr, "\xc2\xa0", 2) == 0) {
            b = sello_bytes(b.ptr + 2, b.len - 2);
        } else if (b.len >= 2 && memcmp(b.ptr + b.len - 2, "\xc2\xa0", 2) == 0) {
            b.len -= 2;
        } else {
            return b;
        }
    }
}

/* ---- rows ---- */

static bool take_field(struct csv *csv, size_t column, struct sello_bytes *out) {
    size_t line = csv->line;
    bool quoted = csv->at < csv->len && csv->text[csv->at] == '"';
    if (quoted && !take_quoted(csv, column, out)) {
        return false;
    }
    if (!quoted) {
        take_plain(csv, out);
    }
    *out = trimmed(*out);
    return out->len <= CSV_FIELD_MAX || fail(csv, CSV_LONG_FIELD, line, column);
}

/* Up to and with the line end. */
static bool take_row(struct csv *csv, struct csv_row *out) {
    out->line = csv->line;
    out->n = 0;
    for (;;) {
        if (out->n == CSV_COLUMNS_MAX) {
            return fail(csv, CSV_MANY_COLUMNS, out->line, 0);
        }
        if (!take_field(csv, out->n + 1, &out->field[out->n])) {
            return false;
        }
        out->n++;
        if (csv->at == csv->len) {
            return true;
        }
        if (csv->text[csv->at] != csv->separator) {
            pass_line_end(csv);
            return true;
        }
        csv->at++;
    }
}

static bool is_empty(const struct csv_row *row) {
    for (size_t i = 0; i < row->n; i++) {
        if (row->field[i].len > 0) {
            return false;
        }
    }
    return true;
}

bool csv_next(struct csv *csv, struct csv_row *out) {
    while (csv->fault.problem == CSV_GOOD && csv->at < csv->len) {
        if (!take_row(csv, out)) {
            return false;
        }
        if (is_empty(out)) {
            continue;
        }
        if (csv->n_rows == CSV_ROWS_MAX) {
            return fail(csv, CSV_MANY_ROWS, out->line, 0);
        }
        csv->n_rows++;
        return true;
    }
    return false;
}

/* ---- writing ---- */

static bool is_formula(const char *text) {
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

void csv_put(struct sello_writer *w, const char *text) {
    bool quoted = strpbrk(text, "\",;\t\r\n") != NULL;
    sello_write(w, "\"", quoted ? 1 : 0);
    sello_write(w, "'", is_formula(text) ? 1 : 0);
    for (const char *p = text; *p != '\0'; p++) {
        sello_write(w, p, 1);
        sello_write(w, "\"", *p == '"' ? 1 : 0);
    }
    sello_write(w, "\"", quoted ? 1 : 0);
}

struct sello_bytes csv_plain(struct sello_bytes field) {
    bool guarded =
        field.len >= 2 && field.ptr[0] == '\'' && memchr("=+-@\t\r", field.ptr[1], 6) != NULL;
    return guarded ? sello_bytes(field.ptr + 1, field.len - 1) : field;
}

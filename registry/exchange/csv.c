/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/csv.h"

#include <stdlib.h>

#include "registry/exchange/text_mark.h"

static bool fail(struct csv *csv, enum rows_problem problem, size_t line, size_t column) {
    csv->fault = (struct rows_fault){problem, line, column};
    return false;
}

/* ---- from a file's bytes to UTF-8 ---- */

static size_t line_at(struct sello_bytes file, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at; i++) {
        bool pair = file.ptr[i] == '\r' && i + 1 < file.len && file.ptr[i + 1] == '\n';
        line += (file.ptr[i] == '\n' || (file.ptr[i] == '\r' && !pair)) ? 1 : 0;
    }
    return line;
}

static bool starts_with(struct sello_bytes file, const char *mark, size_t len) {
    return file.len >= len && memcmp(file.ptr, mark, len) == 0;
}

/* What a file is made of, beside ASCII. */
struct census {
    size_t n_utf8;  /* characters of two bytes or more */
    size_t n_other; /* bytes that are not UTF-8 */
    size_t first_other;
};

static struct census take_census(struct sello_bytes file) {
    struct census census = {0};
    for (size_t at = 0; at < file.len;) {
        uint32_t code_point;
        size_t n = sello_utf8_next(sello_bytes(file.ptr + at, file.len - at), &code_point);
        if (n == 0 && census.n_other++ == 0) {
            census.first_other = at;
        }
        census.n_utf8 += n > 1 ? 1 : 0;
        at += n == 0 ? 1 : n;
    }
    return census;
}

/* ---- Windows-1252 ---- */

/* 80..9f; the rest is as in Latin-1. 0: no character. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static uint32_t character_of(uint8_t byte) {
    return byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;
}

static void put_utf8(struct sello_writer *w, uint32_t c) {
    uint8_t bytes[3] = {(uint8_t)c};
    size_t len = 1;
    if (c >= 0x800) {
        bytes[0] = (uint8_t)(0xe0 | c >> 12);
        bytes[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        bytes[2] = (uint8_t)(0x80 | (c & 0x3f));
        len = 3;
    } else if (c >= 0x80) {
        bytes[0] = (uint8_t)(0xc0 | c >> 6);
        bytes[1] = (uint8_t)(0x80 | (c & 0x3f));
        len = 2;
    }
    sello_write(w, bytes, len);
}

static bool decode_1252(struct sello_bytes file, struct csv *out) {
    size_t room = 3 * file.len; /* no character takes more */
    out->text = malloc(room);
    if (out->text == NULL) {
        return fail(out, ROWS_MEMORY, 0, 0);
    }
    struct sello_writer w = sello_writer_init(out->text, room);
    for (size_t i = 0; i < file.len; i++) {
        uint32_t c = character_of(file.ptr[i]);
        if (c == 0) {
            return fail(out, ROWS_NOT_1252, line_at(file, i), 0);
        }
        put_utf8(&w, c);
    }
    out->len = w.len;
    out->encoding = CSV_WINDOWS_1252;
    return true;
}

/* ---- telling them apart ---- */

static bool copy_utf8(struct sello_bytes file, enum csv_encoding encoding, struct csv *out) {
    out->text = malloc(file.len + 1);
    if (out->text == NULL) {
        return fail(out, ROWS_MEMORY, 0, 0);
    }
    if (file.len > 0) {
        memcpy(out->text, file.ptr, file.len);
    }
    out->len = file.len;
    out->encoding = encoding;
    return true;
}

static bool decode(struct sello_bytes file, struct csv *out) {
    if (starts_with(file, "\xff\xfe", 2) || starts_with(file, "\xfe\xff", 2)) {
        return fail(out, ROWS_UTF16, 0, 0);
    }
    bool bom = starts_with(file, "\xef\xbb\xbf", 3);
    if (bom) {
        file = sello_bytes(file.ptr + 3, file.len - 3);
    }
    const uint8_t *nul = file.len > 0 ? memchr(file.ptr, 0, file.len) : NULL;
    if (nul != NULL) {
        size_t line = line_at(file, (size_t)(nul - file.ptr));
        return fail(out, ROWS_NUL, line, 0);
    }
    struct census census = take_census(file);
    if (census.n_other == 0) {
        return copy_utf8(file, bom ? CSV_UTF8_BOM : CSV_UTF8, out);
    }
    /* In a text saved as Windows-1252 hardly two letters in a row happen to be UTF-8: a file that
     * has both was pasted together, and no reading of it is right. */
    if (bom || census.n_utf8 > 0) {
        return fail(out, ROWS_MIXED_ENCODING, line_at(file, census.first_other), 0);
    }
    return decode_1252(file, out);
}

/* ---- opening ---- */

/* On the line that begins there. */
static size_t count_outside_quotes(const struct csv *csv, size_t from, char wanted) {
    size_t n = 0;
    bool quoted = false;
    for (size_t i = from; i < csv->len; i++) {
        char c = csv->text[i];
        if (!quoted && (c == '\n' || c == '\r')) {
            break;
        }
        quoted = c == '"' ? !quoted : quoted;
        n += !quoted && c == wanted ? 1 : 0;
    }
    return n;
}

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

/* The candidate that the line has most of; where two have as many, the one less likely to be part
 * of a text. 0: it has none. */
static char separator_of_line(const struct csv *csv, size_t from) {
    static const char candidates[] = {'\t', ';', ','};
    size_t most = 0;
    char separator = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t n = count_outside_quotes(csv, from, candidates[i]);
        if (n > most) {
            most = n;
            separator = candidates[i];
        }
    }
    return separator;
}

/* By the first line that has any: a title may stand above the names of the columns. */
static void detect_separator(struct csv *csv) {
    csv->separator = 0;
    for (size_t at = csv->at; csv->separator == 0 && at < csv->len;) {
        csv->separator = separator_of_line(csv, at);
        while (at < csv->len && !is_line_end(csv->text[at])) {
            at++;
        }
        while (at < csv->len && is_line_end(csv->text[at])) {
            at++;
        }
    }
    csv->separator = csv->separator == 0 ? ',' : csv->separator;
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
    if (!decode(file, out)) {
        return false;
    }
    pass_empty_lines(out);
    if (out->at == out->len) {
        return fail(out, ROWS_EMPTY, 0, 0);
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
            return fail(csv, ROWS_OPEN_QUOTE, first_line, column);
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
    return ends_field(csv, csv->at) || fail(csv, ROWS_AFTER_QUOTE, csv->line, column);
}

static void take_plain(struct csv *csv, struct sello_bytes *out) {
    size_t from = csv->at;
    while (!ends_field(csv, csv->at)) {
        csv->at++;
    }
    *out = sello_bytes(csv->text + from, csv->at - from);
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
    *out = row_trimmed(*out);
    return out->len <= ROWS_FIELD_MAX || fail(csv, ROWS_LONG_FIELD, line, column);
}

/* Up to and with the line end. */
static bool take_row(struct csv *csv, struct row *out) {
    out->line = csv->line;
    out->n = 0;
    out->dates = 0;
    for (;;) {
        if (out->n == ROWS_COLUMNS_MAX) {
            return fail(csv, ROWS_MANY_COLUMNS, out->line, 0);
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

static bool is_empty(const struct row *row) {
    for (size_t i = 0; i < row->n; i++) {
        if (row->field[i].len > 0) {
            return false;
        }
    }
    return true;
}

bool csv_next(struct csv *csv, struct row *out) {
    while (csv->fault.problem == ROWS_GOOD && csv->at < csv->len) {
        if (!take_row(csv, out)) {
            return false;
        }
        if (is_empty(out)) {
            continue;
        }
        if (csv->n_rows == ROWS_MAX) {
            return fail(csv, ROWS_MANY_ROWS, out->line, 0);
        }
        csv->n_rows++;
        return true;
    }
    return false;
}

/* ---- writing ---- */

void csv_put(struct sello_writer *w, const char *text, enum csv_mark mark) {
    const struct sello_bytes bytes = sello_bytes_of(text);
    bool quoted = strpbrk(text, "\",;\t\r\n") != NULL;
    bool marked = mark == CSV_MARK_TEXTS ? is_text_at_risk(bytes)
                                         : mark == CSV_MARK_FORMULAS && is_text_formula(bytes);
    sello_write(w, "\"", quoted ? 1 : 0);
    sello_write(w, "'", marked ? 1 : 0);
    for (const char *p = text; *p != '\0'; p++) {
        sello_write(w, p, 1);
        sello_write(w, "\"", *p == '"' ? 1 : 0);
    }
    sello_write(w, "\"", quoted ? 1 : 0);
}

struct sello_bytes csv_plain(struct sello_bytes field) {
    bool marked = field.len >= 2 && field.ptr[0] == '\'' &&
                  is_text_at_risk(sello_bytes(field.ptr + 1, field.len - 1));
    return marked ? sello_bytes(field.ptr + 1, field.len - 1) : field;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/sheet_build.h"

#include <stdio.h>

#include "base/array.h"

bool sheet_fail(struct spreadsheet *s, enum rows_problem problem, size_t line, size_t column) {
    s->fault = (struct rows_fault){problem, line, column};
    return false;
}

bool sheet_is_wanted(struct spreadsheet *s, const char *name, bool hidden, const char *wanted) {
    size_t len = strlen(s->names);
    snprintf(s->names + len, sizeof s->names - len, "%s%s", len > 0 ? ", " : "", name);
    bool is_first = !hidden && !s->has_first;
    bool is_it = wanted != NULL ? strcmp(name, wanted) == 0 : is_first;
    s->has_first = s->has_first || is_first;
    if (!is_it || s->sheet[0] != '\0') {
        return false;
    }
    snprintf(s->sheet, sizeof s->sheet, "%s", name[0] != '\0' ? name : "1");
    s->is_first = is_first;
    return true;
}

static bool put(struct spreadsheet *s, struct sello_bytes text) {
    if (s->len + text.len + 1 > ROWS_FILE_MAX) {
        return sheet_fail(s, ROWS_TOO_LARGE, 0, 0);
    }
    if (!base_grow(&s->text, &s->room, s->len + text.len + 1, 1)) {
        return sheet_fail(s, ROWS_MEMORY, 0, 0);
    }
    if (text.len > 0) {
        memcpy(s->text + s->len, text.ptr, text.len);
    }
    s->len += text.len;
    s->text[s->len++] = '\0';
    return true;
}

static bool begin_row(struct spreadsheet *s, size_t line) {
    if (s->n_rows == ROWS_MAX) {
        return sheet_fail(s, ROWS_MANY_ROWS, line, 0);
    }
    if (!base_grow(&s->row, &s->rows_room, s->n_rows + 1, sizeof *s->row)) {
        return sheet_fail(s, ROWS_MEMORY, 0, 0);
    }
    s->row[s->n_rows++] = (struct sheet_row){.line = line, .at = s->len};
    return true;
}

bool sheet_cell(struct spreadsheet *s, size_t line, size_t column, struct sello_bytes text,
                bool is_date) {
    text = row_trimmed(text);
    if (text.len == 0) {
        return true;
    }
    if (column > ROWS_COLUMNS_MAX || text.len > ROWS_FIELD_MAX) {
        return sheet_fail(s, text.len > ROWS_FIELD_MAX ? ROWS_LONG_FIELD : ROWS_MANY_COLUMNS, line,
                          column);
    }
    if (memchr(text.ptr, '\0', text.len) != NULL) {
        return sheet_fail(s, ROWS_NUL, line, column);
    }
    size_t before = s->n_rows > 0 ? s->row[s->n_rows - 1].line : 0;
    if (line < before || (line > before && !begin_row(s, line))) {
        return s->fault.problem != ROWS_GOOD ? false : sheet_fail(s, ROWS_BROKEN, line, column);
    }
    struct sheet_row *row = &s->row[s->n_rows - 1];
    if (column <= row->n) {
        return sheet_fail(s, ROWS_BROKEN, line, column);
    }
    for (; row->n + 1 < column; row->n++) {
        if (!put(s, sello_bytes("", 0))) {
            return false;
        }
    }
    row->n++;
    row->dates |= (uint64_t)is_date << (column - 1);
    return put(s, text);
}

bool sheet_repeat(struct spreadsheet *s, size_t line, size_t n) {
    if (s->n_rows == 0 || s->row[s->n_rows - 1].line != line) {
        return true; /* an empty one */
    }
    const struct sheet_row first = s->row[s->n_rows - 1];
    for (size_t i = 1; i <= n; i++) {
        if (!begin_row(s, line + i)) {
            return false;
        }
        struct sheet_row *row = &s->row[s->n_rows - 1];
        *row = (struct sheet_row){line + i, first.at, first.n, first.dates};
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/table.h"

#include <stdlib.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/array.h"
#include "cli/cli.h"

#define GAP 2          /* columns between cells */
#define CELL_LEAST 8   /* no column is cut below this */
#define NO_LIMIT 10000 /* columns */

void table_start(struct table *t, const char *const *titles, size_t n_columns) {
    *t = (struct table){.n_columns = n_columns};
    for (size_t i = 0; i < n_columns; i++) {
        table_cell(t, titles[i]);
    }
}

static bool make_room(struct table *t) {
    return base_grow(&t->cell, &t->room, t->n_cells + 1, sizeof *t->cell);
}

void table_cell(struct table *t, const char *text) {
    char *copy = t->failed || !make_room(t) ? NULL : strdup(text != NULL ? text : "");
    if (copy == NULL) {
        t->failed = true;
        return;
    }
    t->cell[t->n_cells++] = copy;
}

/* Columns one character takes: control characters, which are shown as escapes, about four. */
static size_t character_columns(ucs4_t c) {
    int columns = uc_width(c, "UTF-8");
    return columns < 0 ? 4 : (size_t)columns;
}

/* The bytes of a text that fit, and the columns they take. */
static size_t fitting(const char *text, size_t most, size_t *out_columns) {
    struct sello_bytes rest = sello_bytes_of(text);
    size_t len = 0;
    *out_columns = 0;
    while (rest.len > 0) {
        uint32_t c = 0xfffd;
        size_t n = sello_utf8_next(rest, &c);
        size_t columns = n == 0 ? 4 : character_columns(c);
        if (*out_columns + columns > most) {
            break;
        }
        *out_columns += columns;
        n = n == 0 ? 1 : n;
        len += n;
        rest = sello_bytes(rest.ptr + n, rest.len - n);
    }
    return len;
}

static size_t text_columns(const char *text) {
    size_t columns;
    fitting(text, SIZE_MAX / 2, &columns);
    return columns;
}

/* How wide a row may be. */
static size_t line_columns(FILE *to) {
    const char *wanted = getenv("COLUMNS");
    unsigned long columns = wanted != NULL ? strtoul(wanted, NULL, 10) : 0;
    if (columns >= 20 && columns < NO_LIMIT) {
        return columns;
    }
    columns = cli_terminal_columns(to);
    return columns < NO_LIMIT ? columns : NO_LIMIT;
}

static void natural_widths(const struct table *t, size_t width[SELLO_LEN(TABLE_COLUMNS_MAX)]) {
    for (size_t i = 0; i < t->n_cells; i++) {
        size_t columns = text_columns(t->cell[i]);
        size_t column = i % t->n_columns;
        width[column] = columns > width[column] ? columns : width[column];
    }
}

/* Takes from the widest column until the row fits, or nothing can be taken. */
static void fit_widths(size_t width[SELLO_LEN(TABLE_COLUMNS_MAX)], size_t n, size_t most) {
    for (;;) {
        size_t sum = (n - 1) * GAP, widest = 0;
        for (size_t i = 0; i < n; i++) {
            sum += width[i];
            widest = width[i] > width[widest] ? i : widest;
        }
        if (sum <= most || width[widest] <= CELL_LEAST) {
            return;
        }
        width[widest]--;
    }
}

static void print_cell(FILE *to, const char *text, size_t width, bool last) {
    size_t columns = text_columns(text);
    bool cut = columns > width;
    size_t len = cut ? fitting(text, width - 1, &columns) : strlen(text);
    cli_show(to, sello_bytes(text, len));
    if (cut) {
        fputs("…", to);
        columns++;
    }
    fprintf(to, "%*s", last ? 0 : (int)(width - columns) + GAP, "");
}

static void print_rows(const struct table *t, FILE *to) {
    size_t width[TABLE_COLUMNS_MAX] = {0};
    natural_widths(t, width);
    fit_widths(width, t->n_columns, line_columns(to));
    for (size_t i = 0; i < t->n_cells; i++) {
        size_t column = i % t->n_columns;
        bool last = column + 1 == t->n_columns;
        print_cell(to, t->cell[i], width[column], last);
        if (last) {
            fputc('\n', to);
        }
    }
}

void table_free(struct table *t) {
    for (size_t i = 0; i < t->n_cells; i++) {
        free(t->cell[i]);
    }
    free(t->cell);
    t->cell = NULL;
    t->n_cells = 0;
}

bool table_end(struct table *t, FILE *to, const char *empty) {
    if (t->failed) {
        cli_error(_("There is not enough memory."));
    } else if (t->n_cells <= t->n_columns) {
        cli_note("%s", empty);
    } else {
        print_rows(t, to);
    }
    table_free(t);
    return !t->failed;
}

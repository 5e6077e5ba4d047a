/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/print/print.h"

/* Where on a part-used sheet the labels begin. Cells are counted in the job's order. */

static unsigned cell_of(const struct print_job *job, unsigned row, unsigned column) {
    return job->order == SELLO_ORDER_COLUMN ? column * job->stock.rows + row
                                            : row * job->stock.columns + column;
}

void print_cell_text(const struct print_job *job, unsigned cell,
                     char out[SELLO_LEN(PRINT_CELL_LEN)]) {
    bool columns = job->order == SELLO_ORDER_COLUMN;
    unsigned line = columns ? job->stock.rows : job->stock.columns;
    unsigned row = columns ? cell % line : cell / line;
    unsigned column = columns ? cell / line : cell % line;
    snprintf(out, PRINT_CELL_LEN, "%u:%u", row + 1, column + 1);
}

/* ---- what is written ---- */

/* A number of at most four digits, up to `end`. */
static bool take_number(const char **at, char end, unsigned *out) {
    unsigned value = 0, n = 0;
    while (n < 4 && (*at)[n] >= '0' && (*at)[n] <= '9') {
        value = 10 * value + (unsigned)((*at)[n++] - '0');
    }
    bool ok = n > 0 && (*at)[n] == end;
    *at += ok && end != '\0' ? n + 1 : n;
    *out = value;
    return ok;
}

/* "3:2" */
static bool parse_place(const struct print_job *job, const char *text, unsigned *out) {
    unsigned row, column;
    if (!take_number(&text, ':', &row) || !take_number(&text, '\0', &column) || row < 1 ||
        row > job->stock.rows || column < 1 || column > job->stock.columns) {
        return false;
    }
    *out = cell_of(job, row - 1, column - 1);
    return true;
}

/* "7" used labels */
static bool parse_count(const struct print_job *job, const char *text, unsigned *out) {
    unsigned used;
    if (!take_number(&text, '\0', &used) || used >= sello_stock_cells(&job->stock)) {
        return false;
    }
    *out = used;
    return true;
}

static bool parse(const struct print_job *job, const char *text, unsigned *out) {
    if (parse_place(job, text, out) || parse_count(job, text, out)) {
        return true;
    }
    cli_error(_("--start %s is no cell of %s, which has %u rows and %u columns. Write row and "
                "column, like 3:2, or how many labels of the sheet are used."),
              text, job->stock.name, job->stock.rows, job->stock.columns);
    return false;
}

/* ---- what is remembered ---- */

static bool recall(struct app *app, const struct print_job *job, unsigned *out) {
    uint64_t cell = 0;
    enum sello_error error = sello_stock_position_get(app->session.store, job->stock.name, &cell);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("Nothing was printed"));
        return false;
    }
    bool known = job->order == SELLO_ORDER_ROW && cell < sello_stock_cells(&job->stock);
    *out = known ? (unsigned)cell : 0;
    return true;
}

/* A part-used sheet is offered; nobody answering, a fresh one is taken. */
static unsigned offer(const struct print_job *job, unsigned cell) {
    char place[PRINT_CELL_LEN], question[200];
    print_cell_text(job, cell, place);
    snprintf(question, sizeof question,
             _("The last sheet of %s is free from row and column %s on. Begin there?"),
             job->stock.name, place);
    if (cli_confirm(question)) {
        return cell;
    }
    cli_note(_("A fresh sheet is begun. The part-used one of %s is free from %s on: --start next "
               "begins there."),
             job->stock.name, place);
    return 0;
}

bool print_start(struct app *app, const struct print_job *job, unsigned *out) {
    const char *text = cli_text(app->args, "start");
    unsigned cell = 0;
    *out = 0;
    if (job->format != PRINT_PDF || job->order == SELLO_ORDER_STACK) {
        return true;
    }
    if (text != NULL && strcmp(text, "next") != 0) {
        return parse(job, text, out);
    }
    if (!recall(app, job, &cell)) {
        return false;
    }
    *out = text != NULL || cell == 0 ? cell : offer(job, cell);
    return true;
}

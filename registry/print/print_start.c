/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdlib.h>

#include "registry/print/print_work.h"
#include "wire/crypto.h"

/* Where a job on sheets begins, and what is remembered of where it ended. */

/* ---- cells are counted in the job's order ---- */

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

/* A number of at most four digits, up to `end`. */
static bool take_cell_number(const char **at, char end, unsigned *out) {
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
    if (!take_cell_number(&text, ':', &row) || !take_cell_number(&text, '\0', &column) || row < 1 ||
        row > job->stock.rows || column < 1 || column > job->stock.columns) {
        return false;
    }
    *out = cell_of(job, row - 1, column - 1);
    return true;
}

/* "7" used labels */
static bool parse_count(const struct print_job *job, const char *text, unsigned *out) {
    unsigned used;
    if (!take_cell_number(&text, '\0', &used) || used >= sello_stock_cells(&job->stock)) {
        return false;
    }
    *out = used;
    return true;
}

/* ---- which job it is ---- */

/* However the file is written, it is the same: "a.pdf", "./a.pdf". */
static void whole_path(const struct print_job *job, char out[SELLO_LEN(PATH_MAX)]) {
    char folder[PATH_MAX], real[PATH_MAX];
    const char *slash = strrchr(job->path, '/'), *name = slash != NULL ? slash + 1 : job->path;
    snprintf(folder, sizeof folder, "%.*s", slash != NULL ? (int)(slash + 1 - job->path) : 1,
             slash != NULL ? job->path : ".");
    bool known = !job->stream && !job->to_queue && realpath(folder, real) != NULL;
    int n = known ? snprintf(out, PATH_MAX, "%s/%s", real, name) : -1;
    if (n < 0 || n >= PATH_MAX) {
        snprintf(out, PATH_MAX, "%s", job->path);
    }
}

static void add_to_hash(uint8_t hash[SELLO_HASH_LEN], struct sello_bytes more) {
    const struct sello_bytes parts[] = {sello_bytes(hash, SELLO_HASH_LEN), more};
    sello_sha256(parts, sizeof parts / sizeof *parts, hash);
}

/* The labels in their order, the copies, and the file. */
static void name_job(const struct print_job *job, uint8_t out[SELLO_HASH_LEN]) {
    char path[PATH_MAX], text[100];
    memset(out, 0, SELLO_HASH_LEN);
    whole_path(job, path);
    add_to_hash(out, sello_bytes_of(path));
    snprintf(text, sizeof text, "%d %llu", (int)job->order, (unsigned long long)job->copies);
    add_to_hash(out, sello_bytes_of(text));
    for (size_t i = 0; i < job->n_runs; i++) {
        snprintf(text, sizeof text, "%llu %llu", (unsigned long long)job->run[i].first,
                 (unsigned long long)job->run[i].count);
        add_to_hash(out, sello_bytes_of(text));
    }
}

static struct sello_used_sheet sheet_of(const struct print_job *job) {
    struct sello_used_sheet sheet = {.began_on = job->began_on, .start = job->start};
    snprintf(sheet.stock, sizeof sheet.stock, "%s", job->stock.name);
    name_job(job, sheet.job);
    return sheet;
}

/* ---- sheets that are used in part ---- */

/* Cells are remembered along the rows: what is left of a sheet used by columns is none, and of
 * sheets that are cut together nothing is left. */
static bool goes_by_row(const struct print_job *job) {
    return job->format == PRINT_PDF && job->order == SELLO_ORDER_ROW;
}

static void add_part_used(struct print_job *job, const struct print_part_used *sheet) {
    if (sheet->cell < sello_stock_cells(&job->stock) && job->n_part_used < PRINT_PART_USED_MAX) {
        job->part_used[job->n_part_used++] = *sheet;
    }
}

/* Those of other jobs, or what this one left when it was made before. */
static void add_sheets(struct print_job *job, const struct sello_used_sheet *sheet, size_t n,
                       const struct sello_used_sheet *same, bool own) {
    for (size_t i = 0; i < n; i++) {
        if (own == (memcmp(sheet[i].job, same->job, sizeof same->job) == 0)) {
            add_part_used(job, &(struct print_part_used){.number = sheet[i].number,
                                                         .cell = (unsigned)sheet[i].next,
                                                         .last_serial = sheet[i].last_serial});
        }
    }
}

/* Where this very job began before; then where other sheets are free, the newest first. */
static enum sello_error recall(struct sello_store *store, struct print_job *job) {
    struct sello_used_sheet sheet[SELLO_USED_SHEETS_MAX], same = sheet_of(job), before;
    size_t n = 0;
    job->n_part_used = 0;
    enum sello_error error = sello_used_sheet_of_job(store, &same, &before);
    if (error == SELLO_OK) {
        add_part_used(job, &(struct print_part_used){.number = before.began_on,
                                                     .cell = (unsigned)before.start,
                                                     .again = true});
    }
    if (error == SELLO_OK || error == SELLO_E_NOT_FOUND) {
        error = sello_used_sheets(store, job->stock.name, sheet, &n);
    }
    add_sheets(job, sheet, n, &same, false);
    job->n_offered = job->n_part_used;
    add_sheets(job, sheet, n, &same, true);
    return error;
}

void print_take_part_used(struct print_job *job) {
    const struct print_part_used *sheet = &job->part_used[0];
    if (job->n_offered > 0) {
        job->start = sheet->cell;
        job->began_on = sheet->number;
        job->takes_part_used = true;
    }
}

/* A cell that was named: of the sheet that is free there, or else of the newest, of which somebody
 * knows better. */
static void find_sheet_of_start(struct print_job *job) {
    for (size_t i = 0; i < job->n_part_used && job->start > 0; i++) {
        const struct print_part_used *sheet = &job->part_used[i];
        bool fits = sheet->cell == job->start;
        if (fits || (job->began_on == 0 && !sheet->again)) {
            job->began_on = sheet->number;
        }
        if (fits) {
            return;
        }
    }
}

enum sello_error print_choose_start(struct session *session, const struct print_request *request,
                                    struct print_job *job) {
    const char *text = request->start;
    bool next = text != NULL && strcmp(text, "next") == 0;
    if (job->format != PRINT_PDF || job->order == SELLO_ORDER_STACK) {
        return SELLO_OK;
    }
    enum sello_error error = goes_by_row(job) ? recall(session->store, job) : SELLO_OK;
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    if (next) {
        print_take_part_used(job);
        return SELLO_OK;
    }
    if (text == NULL) {
        return SELLO_OK;
    }
    if (!parse_place(job, text, &job->start) && !parse_count(job, text, &job->start)) {
        return session_refuse(
            session, &(struct problem){.error = SELLO_E_RANGE,
                                       .rule = "start-not-on-stock",
                                       .field = "start",
                                       .value = {problem_text(text), problem_text(job->stock.name),
                                                 problem_number(job->stock.rows),
                                                 problem_number(job->stock.columns)}});
    }
    find_sheet_of_start(job);
    job->n_offered = 0;
    return SELLO_OK;
}

/* ---- when files are let go ---- */

static bool is_still_free(const struct print_job *now, const struct print_job *job) {
    for (size_t i = 0; i < now->n_part_used; i++) {
        const struct print_part_used *sheet = &now->part_used[i];
        if (sheet->number == job->began_on && sheet->cell == job->start) {
            return true;
        }
    }
    return false;
}

enum sello_error print_check_start(struct session *session, const struct print_job *job) {
    struct print_job now = *job; /* whose list alone is read anew */
    enum sello_error error = recall(session->store, &now);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    return is_still_free(&now, job)
               ? SELLO_OK
               : session_refuse(session,
                                &(struct problem){.error = SELLO_E_STATE,
                                                  .rule = "sheet-used-meanwhile",
                                                  .field = "start",
                                                  .value = {problem_text(job->stock.name)}});
}

/* A job that stopped midway stopped with a full sheet. */
enum sello_error print_put_start(struct sello_store *store, const struct print_job *job,
                                 const struct print_done *done) {
    struct sello_used_sheet sheet = sheet_of(job);
    if (job->format != PRINT_PDF || job->proof || job->order == SELLO_ORDER_STACK) {
        return SELLO_OK;
    }
    if (done->n_labels == job->n_labels && goes_by_row(job)) {
        const struct print_run *last = &job->run[job->n_runs - 1];
        sheet.next = print_next_cell(job);
        sheet.last_serial = last->first + last->count - 1;
    }
    return sello_used_sheet_put(store, &sheet);
}

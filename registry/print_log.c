/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/print.h"

/* What is remembered of a job: the log, and where its last sheet is free. */

struct ranges {
    struct sello_serials *range; /* owned */
    size_t n;
};

/* A label more: at the end of the last range, or one of its own. */
static void add_serial(struct ranges *r, uint64_t serial) {
    struct sello_serials *last = r->n > 0 ? &r->range[r->n - 1] : NULL;
    if (last != NULL && serial == last->first + last->count) {
        last->count++;
    } else {
        r->range[r->n++] = (struct sello_serials){serial, 1};
    }
}

static uint64_t serial_at(const struct print_job *job, uint64_t at) {
    const struct print_run *run = job->run;
    while (at >= run->at + run->count) {
        run++;
    }
    return run->first + (at - run->at);
}

/* A proof is the labels of its only page, whatever their order. */
static void ranges_of_proof(const struct print_job *job, struct ranges *out) {
    uint64_t n = print_n_cells(job), cells = sello_stock_cells(&job->stock);
    for (uint64_t i = 0; i < n && out->n < cells; i++) {
        struct sello_place place = sello_place_of(&job->stock, job->order, job->start, n, i);
        bool first_copy = i % job->copies == 0;
        if (place.page == 0 && first_copy) {
            add_serial(out, serial_at(job, i / job->copies));
        }
    }
}

/* Labels from..to-1 of the job. */
static void ranges_between(const struct print_job *job, uint64_t from, uint64_t to,
                           struct ranges *out) {
    for (size_t i = 0; i < job->n_runs; i++) {
        const struct print_run *run = &job->run[i];
        uint64_t first = from > run->at ? from : run->at;
        uint64_t end = to < run->at + run->count ? to : run->at + run->count;
        if (first < end) {
            out->range[out->n++] =
                (struct sello_serials){run->first + (first - run->at), end - first};
        }
    }
}

static enum sello_status add_print(struct app *app, const struct print_job *job,
                                   const struct print_done *done) {
    bool page = job->proof && job->format == PRINT_PDF;
    struct sello_print print = {.proof = job->proof, .copies = job->copies};
    struct ranges ranges = {0};
    uint64_t number;
    snprintf(print.format, sizeof print.format, "%s", print_format_name(job->format));
    snprintf(print.stock, sizeof print.stock, "%s", job->whole ? job->stock.name : "");
    snprintf(print.printer, sizeof print.printer, "%s", job->printer);
    ranges.range =
        calloc(page ? sello_stock_cells(&job->stock) : job->n_runs, sizeof *ranges.range);
    if (ranges.range == NULL) {
        return SELLO_E_MEMORY;
    }
    if (page) {
        ranges_of_proof(job, &ranges);
    } else {
        ranges_between(job, done->n_kept, done->n_labels, &ranges);
    }
    enum sello_status status = sello_print_add(app->store, &print, ranges.range, ranges.n, &number);
    free(ranges.range);
    return status;
}

/* Cells are remembered along the rows: what is left of a sheet used by columns is none, and of
 * sheets that are cut together nothing is left. A job that stopped midway stopped with a full
 * sheet.
 */
static enum sello_status put_position(struct app *app, const struct print_job *job,
                                      const struct print_done *done) {
    bool sheet = job->format == PRINT_PDF && !job->proof && job->order != SELLO_ORDER_STACK;
    bool whole = done->n_labels == job->n_labels;
    unsigned next = whole && job->order == SELLO_ORDER_ROW ? print_next_cell(job) : 0;
    return sheet ? sello_stock_position_put(app->store, job->stock.name, next) : SELLO_OK;
}

static enum sello_status log_both(struct app *app, const struct print_job *job,
                                  const struct print_done *done) {
    enum sello_status status = sello_store_begin(app->store);
    if (status != SELLO_OK) {
        return status;
    }
    status = add_print(app, job, done);
    if (status == SELLO_OK) {
        status = put_position(app, job, done);
    }
    if (status != SELLO_OK) {
        sello_store_rollback(app->store);
        return status;
    }
    return sello_store_commit(app->store);
}

bool print_log(struct app *app, const struct print_job *job, const struct print_done *done) {
    enum sello_status status = log_both(app, job, done);
    if (status != SELLO_OK) {
        (void)app_failed(app, status, _("The labels were written, but the log of prints was not"));
    }
    return status == SELLO_OK;
}

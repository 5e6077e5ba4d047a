/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "registry/print/print_work.h"

/* The end of a job: what waits is let go, and remembered in the log with where the last sheet is
 * free, in one transaction in which no label of it was withdrawn. */

struct ranges {
    struct sello_serials *range; /* owned */
    size_t n, room;
    bool failed; /* memory ran out */
};

static bool need_range_room(struct ranges *r) {
    r->failed = !base_grow(&r->range, &r->room, r->n + 1, sizeof *r->range);
    return !r->failed;
}

/* Labels more: at the end of the last range, or one of their own. */
static bool add_range(void *context, const struct sello_serials *row) {
    struct ranges *r = context;
    struct sello_serials *last = r->n > 0 ? &r->range[r->n - 1] : NULL;
    if (last != NULL && row->first == last->first + last->count) {
        last->count += row->count;
    } else if (need_range_room(r)) {
        r->range[r->n++] = *row;
    }
    return !r->failed;
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
            (void)add_range(out, &(struct sello_serials){serial_at(job, i / job->copies), 1});
        }
    }
}

/* The part of a run that is among the labels from..to-1 of the job; none: count 0. */
static struct sello_serials part_of(const struct print_run *run, uint64_t from, uint64_t to) {
    uint64_t first = from > run->at ? from : run->at;
    uint64_t end = to < run->at + run->count ? to : run->at + run->count;
    return first < end ? (struct sello_serials){run->first + (first - run->at), end - first}
                       : (struct sello_serials){run->first, 0};
}

/* Of what was there before, what no log has: whoever wrote it was killed before it was logged.
 * Proofs are never counted as printed, and tell nothing of that. */
static enum sello_error ranges_before(struct sello_store *store, const struct print_job *job,
                                      const struct print_done *done, struct ranges *out) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < job->n_runs && error == SELLO_OK && !job->proof; i++) {
        struct sello_serials before = part_of(&job->run[i], 0, done->n_before);
        if (before.count > 0) {
            error = sello_prints_missing(store, before.first, before.count, add_range, out);
        }
    }
    return error;
}

static void ranges_written(const struct print_job *job, const struct print_done *done,
                           struct ranges *out) {
    for (size_t i = 0; i < job->n_runs; i++) {
        struct sello_serials written = part_of(&job->run[i], done->n_before, done->n_labels);
        if (written.count > 0) {
            (void)add_range(out, &written);
        }
    }
}

static enum sello_error ranges_of(struct sello_store *store, const struct print_job *job,
                                  const struct print_done *done, struct ranges *out) {
    enum sello_error error = SELLO_OK;
    if (job->proof && job->format == PRINT_PDF) {
        if (done->n_labels > done->n_before) {
            ranges_of_proof(job, out);
        }
    } else {
        error = ranges_before(store, job, done, out);
        ranges_written(job, done, out);
    }
    return error == SELLO_OK && out->failed ? SELLO_E_MEMORY : error;
}

static enum sello_error add_print(struct sello_store *store, const struct print_job *job,
                                  const struct ranges *ranges, uint64_t *out_reprints) {
    struct sello_print print = {.proof = job->proof, .copies = job->copies};
    uint64_t number;
    snprintf(print.format, sizeof print.format, "%s", print_format_name(job->format));
    snprintf(print.stock, sizeof print.stock, "%s", job->whole ? job->stock.name : "");
    snprintf(print.printer, sizeof print.printer, "%s", job->printer);
    return sello_print_add(store, &print, ranges->range, ranges->n, &number, out_reprints);
}

static enum sello_error write_log(struct sello_store *store, const struct print_job *job,
                                  struct print_done *done) {
    struct ranges ranges = {0};
    enum sello_error error = ranges_of(store, job, done, &ranges);
    if (error == SELLO_OK && ranges.n > 0) {
        error = add_print(store, job, &ranges, &done->n_reprints);
        error = error == SELLO_OK ? print_put_start(store, job, done) : error;
    }
    free(ranges.range);
    return error;
}

/* ---- the end ---- */

struct ending {
    struct print_end *end;
    bool finished;
    enum sello_error error;
};

static void finish_once(struct ending *ending, bool keep) {
    struct print_end *end = ending->end;
    enum sello_error error = end->finish(end->context, keep);
    ending->error = error != SELLO_OK ? error : ending->error;
    ending->finished = true;
}

/* A stream's bytes are gone already: that a label was withdrawn is told all the same. */
static enum sello_error finish_and_log(struct sello_store *store, void *context) {
    struct ending *ending = context;
    const struct print_end *end = ending->end;
    if (!ending->finished) { /* what is in place stays there, however often this is run */
        enum sello_error checked =
            end->pending ? print_check_again(end->session, end->job, end->done) : SELLO_OK;
        ending->error = checked != SELLO_OK ? checked : ending->error;
        finish_once(ending, checked == SELLO_OK || end->job->stream);
    }
    return write_log(store, end->job, end->done);
}

/* That it failed before is what is told; then this is a notice. */
static enum sello_error refuse_unlogged(struct print_end *end, enum sello_error earlier,
                                        enum sello_error error) {
    struct problem problem = {.error = error, .rule = "prints-not-logged"};
    end->done->unlogged = true;
    if (earlier == SELLO_OK) {
        return session_refuse(end->session, &problem);
    }
    session_notice(end->session, &problem);
    return earlier;
}

enum sello_error print_end(struct print_end *end) {
    struct ending ending = {.end = end, .error = end->error};
    enum sello_error error = sello_store_do(end->session->store, finish_and_log, &ending);
    if (error == SELLO_OK) {
        return ending.error;
    }
    if (ending.finished) {
        return refuse_unlogged(end, ending.error, error);
    }
    if (ending.error == SELLO_OK) {
        ending.error = session_fail(end->session, error);
    }
    finish_once(&ending, false);
    return ending.error;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/deliver.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/time.h"

void deliver_outcome_free(struct deliver_outcome *outcome) {
    targets_free(&outcome->given);
    targets_free(&outcome->spoiled);
    free(outcome->batch);
    outcome->batch = NULL;
}

struct job {
    struct session *session;
    const struct deliver_request *request;
    const struct deliver_outcome *shown; /* NULL: nothing was */
    bool keeps;                          /* a commit */
    struct deliver_outcome outcome;
};

/* ---- what is named ---- */

static enum sello_error take(struct job *job) {
    const struct deliver_request *request = job->request;
    struct session *session = job->session;
    struct deliver_outcome *out = &job->outcome;
    struct sello_producer producer;
    enum sello_error error = targets_take(session, request->given, request->n_given, &out->given);
    if (error == SELLO_OK) {
        error = targets_take(session, request->spoiled, request->n_spoiled, &out->spoiled);
    }
    if (error == SELLO_OK && out->given.n > 0) {
        error = sello_producer_get(session->store, request->producer, &producer);
        error = desk_no_record(session, error,
                               (struct sello_id){SELLO_KIND_PRODUCER, request->producer});
    }
    return error == SELLO_OK ? targets_without(&out->given, &out->spoiled) : error;
}

/* ---- whose they are ---- */

struct batches {
    struct job *job;
    enum sello_error error;
};

static enum sello_error refuse_batch(struct session *session, const struct sello_batch *batch) {
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_STATE,
                                   .rule = batch->state == SELLO_BATCH_LOST ? "batch-lost"
                                                                            : "batch-not-signed",
                                   .field = "serials",
                                   .subject = {SELLO_KIND_BATCH, batch->number},
                                   .value = {problem_id(SELLO_KIND_BATCH, batch->number)}});
}

static enum sello_error check_producer(const struct job *job, const struct sello_batch *batch) {
    struct session *session = job->session;
    if (batch->producer == job->request->producer || job->request->any_producer) {
        return SELLO_OK;
    }
    return session_refuse(
        session,
        &(struct problem){.error = SELLO_E_STATE,
                          .rule = "labels-of-another",
                          .field = "to",
                          .subject = {SELLO_KIND_BATCH, batch->number},
                          .value = {problem_id(SELLO_KIND_BATCH, batch->number),
                                    problem_id(SELLO_KIND_CERTIFICATE, batch->certificate),
                                    problem_id(SELLO_KIND_PRODUCER, batch->producer),
                                    problem_id(SELLO_KIND_PRODUCER, job->request->producer)}});
}

static bool check_batch(void *context, const struct sello_batch *batch) {
    struct batches *b = context;
    b->error = batch->state == SELLO_BATCH_SIGNED ? check_producer(b->job, batch)
                                                  : refuse_batch(b->job->session, batch);
    return b->error == SELLO_OK;
}

/* Calls visit with each batch that the labels are of. */
static enum sello_error each_batch(struct job *job,
                                   bool (*visit)(void *context, const struct sello_batch *batch)) {
    const struct targets *given = &job->outcome.given;
    struct batches b = {job, SELLO_OK};
    for (size_t i = 0; i < given->n && b.error == SELLO_OK; i++) {
        const struct sello_batch_filter within = {.first_serial = given->at[i].first,
                                                  .last_serial = given->at[i].last};
        enum sello_error error = sello_batch_list(job->session->store, &within, visit, &b);
        b.error = b.error == SELLO_OK ? error : b.error;
    }
    return b.error;
}

/* ---- withdrawn and suspended ---- */

struct looking {
    const struct targets *given;
    size_t at;            /* the first run that may still have rows */
    struct targets ended; /* of named batches, withdrawn */
    struct target refused;
    struct sello_status_range why; /* of `refused`; status valid: none is refused */
    enum sello_error error;
};

static void look_at(struct looking *l, const struct sello_status_range *row, struct target part) {
    if (row->status == SELLO_LABEL_RETIRED) {
        return;
    }
    if (row->status == SELLO_LABEL_WITHDRAWN && part.source == SELLO_SOURCE_BATCH) {
        l->error = targets_add(&l->ended, part);
    } else if (l->why.status == SELLO_LABEL_VALID) {
        l->refused = part;
        l->why = *row;
    }
}

/* Both come in order of serials. */
static bool visit_status(void *context, const struct sello_status_range *row) {
    struct looking *l = context;
    const struct targets *given = l->given;
    uint64_t row_last = row->first + row->count - 1;
    while (l->at < given->n && given->at[l->at].last < row->first) {
        l->at++;
    }
    for (size_t i = l->at; i < given->n && given->at[i].first <= row_last; i++) {
        struct target part = given->at[i];
        part.first = part.first > row->first ? part.first : row->first;
        part.last = part.last < row_last ? part.last : row_last;
        look_at(l, row, part);
    }
    return l->error == SELLO_OK && l->at < given->n;
}

static enum sello_error refuse_label(struct session *session, const struct looking *l) {
    return session_refuse(session,
                          &(struct problem){.error = SELLO_E_STATE,
                                            .rule = l->why.status == SELLO_LABEL_SUSPENDED
                                                        ? "label-suspended"
                                                        : "label-withdrawn",
                                            .field = "serials",
                                            .value = {problem_number(l->refused.first),
                                                      problem_reason(l->why.reason, l->why.text)}});
}

static enum sello_error check_statuses(struct job *job) {
    struct targets *given = &job->outcome.given;
    struct looking l = {.given = given, .error = SELLO_OK};
    enum sello_error error = SELLO_OK;
    if (given->n > 0) {
        error = sello_status_between(job->session->store, given->at[0].first,
                                     given->at[given->n - 1].last, visit_status, &l);
    }
    error = error == SELLO_OK ? l.error : error;
    job->outcome.left_out = targets_labels(&l.ended);
    if (error == SELLO_OK && l.why.status == SELLO_LABEL_VALID) {
        error = targets_without(given, &l.ended);
    }
    targets_free(&l.ended);
    if (error == SELLO_OK && l.why.status != SELLO_LABEL_VALID) {
        error = refuse_label(job->session, &l);
    }
    return error;
}

/* ---- delivered before ---- */

static enum sello_error refuse_delivered(struct session *session, const struct target *t,
                                         uint64_t serial, const struct sello_delivery *before) {
    return session_refuse(
        session,
        &(struct problem){.error = SELLO_E_EXISTS,
                          .rule = t->source == SELLO_SOURCE_BATCH ? "label-of-batch-delivered"
                                                                  : "label-delivered",
                          .field = "serials",
                          .subject = {SELLO_KIND_DELIVERY, before->number},
                          .value = {problem_number(serial),
                                    problem_id(SELLO_KIND_PRODUCER, before->producer),
                                    problem_day(base_here_day(before->at)),
                                    problem_id(SELLO_KIND_DELIVERY, before->number)}});
}

static enum sello_error check_deliveries(struct job *job) {
    const struct targets *given = &job->outcome.given;
    for (size_t i = 0; i < given->n; i++) {
        const struct target *t = &given->at[i];
        struct sello_delivery before;
        uint64_t serial = 0;
        enum sello_error error = sello_delivery_of(job->session->store, t->first,
                                                   t->last - t->first + 1, &serial, &before);
        if (error != SELLO_E_NOT_FOUND) {
            return error == SELLO_OK ? refuse_delivered(job->session, t, serial, &before) : error;
        }
    }
    return SELLO_OK;
}

/* ---- doing it: all of it or nothing ---- */

/* What a person is shown: which labels are spoiled and which go, and what holds for each. */
static enum sello_error see(struct job *job) {
    struct deliver_outcome *out = &job->outcome;
    struct status_counts spoiled, given;
    enum sello_error error = targets_count(job->session->store, &out->spoiled, &spoiled);
    if (error == SELLO_OK) {
        error = targets_count(job->session->store, &out->given, &given);
    }
    if (error != SELLO_OK) {
        return error;
    }
    out->seen = SEEN_NOTHING;
    seen_number(&out->seen, spoiled.seen);
    seen_number(&out->seen, given.seen);
    seen_number(&out->seen, out->left_out);
    return desk_check_shown(job->session, job->shown != NULL ? &job->shown->seen : NULL, out->seen);
}

static enum sello_error void_spoiled(struct job *job) {
    struct sello_status_range range = {.status = SELLO_LABEL_WITHDRAWN,
                                       .reason = SELLO_REASON_MISPRINT,
                                       .day = base_here_day(job->session->now)};
    return targets_change(job->session->store, &job->outcome.spoiled, &range, &job->outcome.voided);
}

static enum sello_error add_delivery(struct job *job) {
    const struct targets *given = &job->outcome.given;
    struct sello_serials *ranges = calloc(given->n, sizeof *ranges);
    if (ranges == NULL) {
        return SELLO_E_MEMORY;
    }
    size_t n = 0;
    for (size_t i = 0; i < given->n; i++) { /* runs that touch become one */
        const struct target *t = &given->at[i];
        if (n > 0 && ranges[n - 1].first + ranges[n - 1].count == t->first) {
            ranges[n - 1].count += t->last - t->first + 1;
        } else {
            ranges[n++] = (struct sello_serials){t->first, t->last - t->first + 1};
        }
    }
    enum sello_error error = sello_delivery_add(job->session->store, job->request->producer, ranges,
                                                n, &job->outcome.delivery);
    free(ranges);
    return error;
}

/* Runs are in order of serials, and so are batches: one is met again only at once. */
static bool count_batch(void *context, const struct sello_batch *batch) {
    struct batches *b = context;
    struct deliver_outcome *out = &b->job->outcome;
    struct deliver_batch one = {.number = batch->number};
    if (out->n_batches > 0 && out->batch[out->n_batches - 1].number == batch->number) {
        return true;
    }
    b->error = sello_batch_counts(b->job->session->store, batch, &one.counts);
    if (b->error == SELLO_OK &&
        !base_grow(&out->batch, &out->room, out->n_batches + 1, sizeof *out->batch)) {
        b->error = SELLO_E_MEMORY;
    }
    if (b->error == SELLO_OK) {
        out->batch[out->n_batches++] = one;
    }
    return b->error == SELLO_OK;
}

static enum sello_error check(struct job *job) {
    enum sello_error error = take(job);
    if (error == SELLO_OK && job->outcome.given.n > 0) {
        error = each_batch(job, check_batch);
        error = error == SELLO_OK ? check_statuses(job) : error;
        error = error == SELLO_OK ? check_deliveries(job) : error;
    }
    if (error == SELLO_OK && job->outcome.given.n == 0 && job->outcome.spoiled.n == 0) {
        error = session_refuse(
            job->session,
            &(struct problem){.error = SELLO_E_STATE, .rule = "all-withdrawn", .field = "serials"});
    }
    return error == SELLO_OK ? see(job) : error;
}

static enum sello_error deliver(struct session *session, void *context) {
    struct job *job = context;
    const struct deliver_request *request = job->request;
    deliver_outcome_free(&job->outcome); /* of a run before this one */
    job->outcome = (struct deliver_outcome){0};
    job->session = session;
    enum sello_error error = check(job);
    if (error == SELLO_OK) {
        error = void_spoiled(job);
    }
    if (error == SELLO_OK && job->outcome.given.n > 0) {
        error = add_delivery(job);
        error = error == SELLO_OK ? each_batch(job, count_batch) : error;
        if (error == SELLO_OK && job->keeps && request->receipt != NULL) {
            error = request->receipt(session, job->outcome.delivery, request->context);
        }
    }
    return error;
}

static enum sello_error finish(struct job *job, enum sello_error error,
                               struct deliver_outcome *out) {
    if (error != SELLO_OK) {
        deliver_outcome_free(&job->outcome);
        return error;
    }
    *out = job->outcome;
    return SELLO_OK;
}

enum sello_error deliver_plan(struct session *session, const struct deliver_request *request,
                              struct deliver_outcome *out) {
    struct job job = {.request = request};
    return finish(&job, session_preview(session, deliver, &job), out);
}

enum sello_error deliver_commit(struct session *session, const struct deliver_request *request,
                                const struct deliver_outcome *shown, struct deliver_outcome *out) {
    struct job job = {.request = request, .shown = shown, .keeps = true};
    return finish(&job, session_do(session, deliver, &job), out);
}

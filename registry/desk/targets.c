/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/targets.h"

#include <stdlib.h>

#include "base/array.h"

void targets_free(struct targets *t) {
    free(t->at);
    *t = (struct targets){0};
}

enum sello_error targets_add(struct targets *t, struct target one) {
    if (!base_grow(&t->at, &t->room, t->n + 1, sizeof *t->at)) {
        return SELLO_E_MEMORY;
    }
    t->at[t->n++] = one;
    return SELLO_OK;
}

/* ---- order ---- */

/* By their first serial; of two that begin together the longer, then the batch, comes first. */
static int in_order(const void *a, const void *b) {
    const struct target *x = a, *y = b;
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    if (x->last != y->last) {
        return x->last > y->last ? -1 : 1;
    }
    return (int)y->source - (int)x->source;
}

/* Sorts, and cuts from each run what the ones before it have. */
static void make_disjoint(struct targets *t) {
    uint64_t done = 0; /* the last serial so far */
    size_t n = 0;
    if (t->n > 0) {
        qsort(t->at, t->n, sizeof *t->at, in_order);
    }
    for (size_t i = 0; i < t->n; i++) {
        struct target one = t->at[i];
        one.first = one.first > done ? one.first : done + 1;
        if (one.first <= one.last) {
            done = one.last;
            t->at[n++] = one;
        }
    }
    t->n = n;
}

/* ---- what was named ---- */

/* Before anything is changed, in one sentence. */
static enum sello_error check_serials(struct session *session, const struct targets *t) {
    uint64_t highest = 0;
    if (t->n == 0) {
        return SELLO_OK;
    }
    enum sello_error error = sello_store_highest(session->store, &highest);
    for (size_t i = 0; i < t->n && error == SELLO_OK; i++) {
        uint64_t first = t->at[i].first, last = t->at[i].last;
        if (first == 0 || last < first || last > highest) {
            error = session_refuse(
                session, &(struct problem){.error = SELLO_E_RANGE,
                                           .rule = "no-such-label",
                                           .field = "serials",
                                           .value = {problem_number(first == 0 ? 0 : last),
                                                     problem_number(highest)}});
        }
    }
    return error;
}

static enum sello_error take_batch(struct session *session, uint64_t number, struct targets *t) {
    struct sello_batch batch;
    enum sello_error error = sello_batch_get(session->store, number, &batch);
    if (error != SELLO_OK) {
        return desk_no_record(session, error, (struct sello_id){SELLO_KIND_BATCH, number});
    }
    return targets_add(
        t, (struct target){batch.first, batch.first + batch.count - 1, SELLO_SOURCE_BATCH});
}

static enum sello_error take_certificate(struct session *session, uint64_t number,
                                         struct targets *t) {
    struct sello_certificate certificate;
    enum sello_error error = sello_certificate_get(session->store, number, &certificate);
    if (error != SELLO_OK) {
        return desk_no_record(session, error, (struct sello_id){SELLO_KIND_CERTIFICATE, number});
    }
    return targets_of_certificate(session->store, number, SELLO_SOURCE_BATCH, t);
}

static enum sello_error take_one(struct session *session, const struct labels_named *named,
                                 struct targets *t) {
    if (named->kind == SELLO_KIND_BATCH) {
        return take_batch(session, named->number, t);
    }
    if (named->kind == SELLO_KIND_CERTIFICATE) {
        return take_certificate(session, named->number, t);
    }
    return targets_add(t, (struct target){named->first, named->last, SELLO_SOURCE_SERIALS});
}

enum sello_error targets_take(struct session *session, const struct labels_named *named, size_t n,
                              struct targets *out) {
    struct targets t = {0};
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < n && error == SELLO_OK; i++) {
        error = take_one(session, &named[i], &t);
    }
    error = error == SELLO_OK ? check_serials(session, &t) : error;
    make_disjoint(&t);
    if (error != SELLO_OK) {
        targets_free(&t);
        return error;
    }
    *out = t;
    return SELLO_OK;
}

/* ---- taking away ---- */

/* What is left of one run, in `left`; *from is the first of `less` that can reach it. */
static enum sello_error cut(struct target one, const struct targets *less, size_t *from,
                            struct targets *left) {
    enum sello_error error = SELLO_OK;
    while (*from < less->n && less->at[*from].last < one.first) {
        ++*from;
    }
    for (size_t i = *from; i < less->n && less->at[i].first <= one.last; i++) {
        if (less->at[i].first > one.first && error == SELLO_OK) {
            error =
                targets_add(left, (struct target){one.first, less->at[i].first - 1, one.source});
        }
        one.first = less->at[i].last + 1;
        if (one.first > one.last) {
            return error;
        }
    }
    return error == SELLO_OK ? targets_add(left, one) : error;
}

enum sello_error targets_without(struct targets *t, const struct targets *less) {
    struct targets left = {0};
    size_t from = 0;
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < t->n && error == SELLO_OK; i++) {
        error = cut(t->at[i], less, &from, &left);
    }
    if (error != SELLO_OK) {
        targets_free(&left);
        return error;
    }
    targets_free(t);
    *t = left;
    return SELLO_OK;
}

/* ---- a certificate's ---- */

struct gathering {
    struct targets *targets;
    enum sello_status_source source;
    enum sello_error error;
};

/* Void serials are withdrawn for good, and no labels. */
static bool visit_batch(void *context, const struct sello_batch *batch) {
    struct gathering *g = context;
    if (batch->state != SELLO_BATCH_VOID) {
        g->error = targets_add(
            g->targets, (struct target){batch->first, batch->first + batch->count - 1, g->source});
    }
    return g->error == SELLO_OK;
}

enum sello_error targets_of_certificate(struct sello_store *store, uint64_t certificate,
                                        enum sello_status_source source, struct targets *out) {
    const struct sello_batch_filter of_it = {.certificate = certificate};
    struct gathering g = {out, source, SELLO_OK};
    enum sello_error error = sello_batch_list(store, &of_it, visit_batch, &g);
    return error == SELLO_OK ? g.error : error;
}

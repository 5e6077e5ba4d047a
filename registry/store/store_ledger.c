/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "registry/store/store_sweep.h"

/* What became of labels, and when. Each thing that can be done with labels is a layer: disjoint
 * ranges of serials in order, each with its date. The batches are gone over in order of serials,
 * and cut wherever a layer begins or ends. Ranges are read whole, and batches a page at a time:
 * both are few beside the labels. */

struct mark {
    uint64_t first, last; /* serials */
    uint64_t at;          /* instant or day */
    uint64_t reason;
};

struct layer {
    struct mark *mark; /* owned */
    size_t n, room;
    size_t at; /* the first that ends at or behind the place we are at */
};

enum { PRINTED, DELIVERED, SOLD, WITHDRAWN, SUSPENDED, N_LAYERS };

static enum sello_error layer_add(struct layer *layer, struct mark mark) {
    if (!base_grow(&layer->mark, &layer->room, layer->n + 1, sizeof *layer->mark)) {
        return SELLO_E_MEMORY;
    }
    layer->mark[layer->n++] = mark;
    return SELLO_OK;
}

/* ---- printed: the first time counts ---- */

/* Runs of the printer in order of their first serial; they may overlap. */
static enum sello_error read_runs(struct sello_store *store, struct layer *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT r.first_serial, r.n_labels, e.made_at FROM print_range r"
                               " JOIN print_run p ON p.number = r.print"
                               " JOIN event e ON e.seq = p.event WHERE p.is_proof = 0"
                               " ORDER BY r.first_serial");
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && sello_row(&q)) {
        uint64_t first = sello_col_uint(&q), count = sello_col_uint(&q), at = sello_col_uint(&q);
        error = layer_add(out, (struct mark){first, first + count - 1, at, 0});
    }
    return error == SELLO_OK ? q.error : error;
}

/* Those that reach the place, of the ones that have begun; the earliest date of them, and where it
 * may change. */
static struct mark earliest(struct layer *begun, uint64_t place, uint64_t end) {
    struct mark found = {place, end, UINT64_MAX, 0};
    size_t n = 0;
    for (size_t i = 0; i < begun->n; i++) {
        struct mark m = begun->mark[i];
        if (m.last >= place) {
            begun->mark[n++] = m;
            found.last = m.last < found.last ? m.last : found.last;
            found.at = m.at < found.at ? m.at : found.at;
        }
    }
    begun->n = n;
    return found;
}

static enum sello_error flatten_runs(const struct layer *runs, struct layer *begun,
                                     struct layer *out) {
    enum sello_error error = SELLO_OK;
    uint64_t place = 0;
    for (size_t next = 0; error == SELLO_OK && (next < runs->n || begun->n > 0);) {
        while (next < runs->n && error == SELLO_OK &&
               (runs->mark[next].first <= place || begun->n == 0)) {
            place = begun->n == 0 ? runs->mark[next].first : place;
            error = layer_add(begun, runs->mark[next++]);
        }
        uint64_t end = next < runs->n ? runs->mark[next].first - 1 : UINT64_MAX;
        struct mark found = earliest(begun, place, end);
        if (error == SELLO_OK && begun->n > 0) {
            error = layer_add(out, found);
            place = found.last + 1;
        }
    }
    return error;
}

static enum sello_error read_printed(struct sello_store *store, struct layer *out) {
    struct layer runs = {.mark = NULL}, begun = {.mark = NULL};
    enum sello_error error = read_runs(store, &runs);
    if (error == SELLO_OK) {
        error = flatten_runs(&runs, &begun, out);
    }
    free(runs.mark);
    free(begun.mark);
    return error;
}

/* ---- the others ---- */

static enum sello_error read_delivered(struct sello_store *store, struct layer *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT r.first_serial, r.n_labels, e.made_at FROM delivery_range r"
                               " JOIN delivery d ON d.number = r.delivery"
                               " JOIN event e ON e.seq = d.event ORDER BY r.first_serial");
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && sello_row(&q)) {
        uint64_t first = sello_col_uint(&q), count = sello_col_uint(&q), at = sello_col_uint(&q);
        error = layer_add(out, (struct mark){first, first + count - 1, at, 0});
    }
    return error == SELLO_OK ? q.error : error;
}

/* What was sold and came back is not sold. */
static enum sello_error read_status(struct sello_store *store, enum sello_label_status status,
                                    struct layer *out) {
    SELLO_AUTO(sweep) struct sello_sweep sweep;
    struct sello_run run;
    enum sello_error error = SELLO_OK;
    sello_sweep_open(&sweep, store, sello_layers_of(status), 1, SELLO_INT_MAX);
    while (error == SELLO_OK && sello_sweep_next(&sweep, &run)) {
        if (run.covered && run.row.status == status) {
            error = layer_add(out, (struct mark){run.first, run.first + run.count - 1, run.row.day,
                                                 run.row.reason});
        }
    }
    return error == SELLO_OK ? sweep.page.error : error;
}

/* ---- going along ---- */

struct ledger {
    const struct sello_batch_filter *filter;
    bool (*visit)(void *context, const struct sello_ledger_run *run);
    void *context;
    struct layer layer[N_LAYERS];
};

/* The layer's mark at the place, or NULL; *end comes nearer where it begins or ends before. */
static const struct mark *mark_at(struct layer *layer, uint64_t place, uint64_t *end) {
    while (layer->at < layer->n && layer->mark[layer->at].last < place) {
        layer->at++;
    }
    const struct mark *mark = layer->at < layer->n ? &layer->mark[layer->at] : NULL;
    if (mark == NULL) {
        return NULL;
    }
    bool covers = mark->first <= place;
    uint64_t until = covers ? mark->last : mark->first - 1;
    *end = until < *end ? until : *end;
    return covers ? mark : NULL;
}

static struct sello_number date_of(const struct mark *mark) {
    return (struct sello_number){mark != NULL, mark != NULL ? mark->at : 0};
}

static bool visit_batch(void *context, const struct sello_batch *batch) {
    struct ledger *l = context;
    bool issued = batch->state == SELLO_BATCH_SIGNED || batch->state == SELLO_BATCH_LOST;
    uint64_t last = batch->first + batch->count - 1;
    for (uint64_t place = batch->first; issued && place <= last;) {
        const struct mark *mark[N_LAYERS];
        uint64_t end = last;
        for (int i = 0; i < N_LAYERS; i++) {
            mark[i] = mark_at(&l->layer[i], place, &end);
        }
        const struct mark *shows = mark[WITHDRAWN] != NULL ? mark[WITHDRAWN]
                                   : mark[SOLD] != NULL    ? mark[SOLD]
                                                           : mark[SUSPENDED];
        const struct sello_ledger_run run = {
            .batch = batch,
            .first = place,
            .count = end - place + 1,
            .printed = date_of(mark[PRINTED]),
            .delivered = date_of(mark[DELIVERED]),
            .sold = date_of(mark[SOLD]),
            .withdrawn = date_of(mark[WITHDRAWN]),
            .suspended = date_of(mark[SUSPENDED]),
            .reason = shows != NULL ? shows->reason : 0,
        };
        if (!l->visit(l->context, &run)) {
            return false;
        }
        place = end + 1;
    }
    return true;
}

static enum sello_error list_ledger(struct sello_store *store, void *context) {
    struct ledger *l = context;
    static const enum sello_label_status status[] = {
        [SOLD] = SELLO_LABEL_RETIRED,
        [WITHDRAWN] = SELLO_LABEL_WITHDRAWN,
        [SUSPENDED] = SELLO_LABEL_SUSPENDED,
    };
    enum sello_error error = read_printed(store, &l->layer[PRINTED]);
    if (error == SELLO_OK) {
        error = read_delivered(store, &l->layer[DELIVERED]);
    }
    for (int i = SOLD; i <= SUSPENDED && error == SELLO_OK; i++) {
        error = read_status(store, status[i], &l->layer[i]);
    }
    return error == SELLO_OK ? sello_batch_list(store, l->filter, visit_batch, l) : error;
}

enum sello_error sello_ledger_list(struct sello_store *store,
                                   const struct sello_batch_filter *filter,
                                   bool (*visit)(void *context, const struct sello_ledger_run *run),
                                   void *context) {
    struct ledger l = {.filter = filter, .visit = visit, .context = context};
    enum sello_error error = sello_store_look(store, list_ledger, &l);
    for (int i = 0; i < N_LAYERS; i++) {
        free(l.layer[i].mark);
    }
    return error;
}

enum sello_label_status sello_ledger_status(const struct sello_ledger_run *run) {
    return run->withdrawn.present   ? SELLO_LABEL_WITHDRAWN
           : run->sold.present      ? SELLO_LABEL_RETIRED
           : run->suspended.present ? SELLO_LABEL_SUSPENDED
                                    : SELLO_LABEL_VALID;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_sweep.h"

#include <stdlib.h>

/* ---- one layer ---- */

static void next_range(struct sello_sweep *sweep, struct sello_sweep_layer *layer) {
    struct sello_query *q = &layer->query;
    layer->live = sello_row(q);
    if (layer->live) {
        layer->row.first = sello_col_uint(q);
        layer->row.count = sello_col_uint(q);
        layer->row.reason = sello_col_uint(q);
        layer->row.day = sello_col_uint(q);
        sello_col_text(q, layer->row.text, sizeof layer->row.text);
    }
    if (q->error != SELLO_OK && sweep->error == SELLO_OK) {
        sweep->error = q->error;
    }
}

/* Ranges of a layer are disjoint: of those that begin before `first` only the last can reach it. */
static void open_layer(struct sello_sweep *sweep, struct sello_store *store, unsigned i,
                       uint64_t first, uint64_t last) {
    struct sello_sweep_layer *layer = &sweep->layers[i];
    layer->row.status = (enum sello_label_status)(i / SELLO_SOURCES + 1);
    layer->row.source = (enum sello_status_source)(i % SELLO_SOURCES + 1);
    layer->query = sello_query(
        store->db, "SELECT first_serial, n_labels, reason, day, text FROM status_range"
                   " WHERE source = ? AND status = ? AND first_serial <= ? AND first_serial >="
                   " coalesce((SELECT max(first_serial) FROM status_range"
                   " WHERE source = ? AND status = ? AND first_serial <= ?), 0)"
                   " ORDER BY first_serial");
    struct sello_query *q = &layer->query;
    sello_bind_uint(q, layer->row.source);
    sello_bind_uint(q, layer->row.status);
    sello_bind_uint(q, last);
    sello_bind_uint(q, layer->row.source);
    sello_bind_uint(q, layer->row.status);
    sello_bind_uint(q, first);
    next_range(sweep, layer);
}

static uint64_t end_of(const struct sello_status_range *row) {
    return row->first + row->count;
}

/* ---- all of them ---- */

void sello_sweep_open(struct sello_sweep *sweep, struct sello_store *store, unsigned layers,
                      uint64_t first, uint64_t last) {
    *sweep = (struct sello_sweep){.at = first, .last = last};
    for (unsigned i = 0; i < SELLO_LAYERS; i++) {
        if ((layers & 1u << i) != 0) {
            open_layer(sweep, store, i, first, last);
        }
    }
}

void sello_cleanup_sweep(struct sello_sweep *sweep) {
    for (unsigned i = 0; i < SELLO_LAYERS; i++) {
        if (sweep->layers[i].query.stmt != NULL) {
            sello_cleanup_query(&sweep->layers[i].query);
        }
    }
}

/* Passes over ranges that end before the place we are at. */
static void catch_up(struct sello_sweep *sweep) {
    for (unsigned i = 0; i < SELLO_LAYERS; i++) {
        struct sello_sweep_layer *layer = &sweep->layers[i];
        while (layer->live && end_of(&layer->row) <= sweep->at) {
            next_range(sweep, layer);
        }
    }
}

bool sello_sweep_next(struct sello_sweep *sweep, struct sello_run *out) {
    catch_up(sweep);
    if (sweep->error != SELLO_OK || sweep->at > sweep->last) {
        return false;
    }
    uint64_t end = sweep->last + 1;
    *out = (struct sello_run){.first = sweep->at};
    for (unsigned i = 0; i < SELLO_LAYERS; i++) { /* the gravest layers come first */
        const struct sello_sweep_layer *layer = &sweep->layers[i];
        if (!layer->live) {
            continue;
        }
        bool here = layer->row.first <= sweep->at;
        uint64_t change = here ? end_of(&layer->row) : layer->row.first;
        end = change < end ? change : end;
        if (here && !out->covered) {
            out->covered = true;
            out->row = layer->row;
        }
    }
    out->count = end - sweep->at;
    sweep->at = end;
    return true;
}

static enum sello_error append(struct sello_run **runs, size_t *n, size_t *room,
                               const struct sello_run *run) {
    if (*n == *room) {
        size_t more = *room == 0 ? 16 : 2 * *room;
        struct sello_run *grown = reallocarray(*runs, more, sizeof **runs);
        if (grown == NULL) {
            return SELLO_E_MEMORY;
        }
        *runs = grown;
        *room = more;
    }
    (*runs)[(*n)++] = *run;
    return SELLO_OK;
}

enum sello_error sello_sweep_collect(struct sello_store *store, unsigned layers, uint64_t first,
                                     uint64_t last, bool covered, struct sello_run **out,
                                     size_t *out_n) {
    SELLO_AUTO(sweep) struct sello_sweep sweep;
    struct sello_run run, *runs = NULL;
    size_t n = 0, room = 0;
    sello_sweep_open(&sweep, store, layers, first, last);
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && sello_sweep_next(&sweep, &run)) {
        if (run.covered == covered) {
            error = append(&runs, &n, &room, &run);
        }
    }
    error = error == SELLO_OK ? sweep.error : error;
    if (error != SELLO_OK) {
        free(runs);
        return error;
    }
    *out = runs;
    *out_n = n;
    return SELLO_OK;
}

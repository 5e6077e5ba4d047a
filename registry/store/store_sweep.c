/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_sweep.h"

#include "base/array.h"

#include <stdlib.h>

/* ---- reading: all layers in one query ---- */

/* Ranges of a layer are disjoint: of those that begin before the first serial only the last can
 * reach it. Later pages begin at a serial. Parameters: last serial, first one, layers, rows. */
#define LAYER(bit, source_is, status_is, from)                                                     \
    "SELECT first_serial, n_labels, reason, day, text, source, status FROM status_range"           \
    " WHERE (?3 & " #bit ") <> 0 AND source = " #source_is " AND status = " #status_is             \
    " AND first_serial <= ?1 AND first_serial >= " from(source_is, status_is)
#define REACHING(source_is, status_is)                                                             \
    "coalesce((SELECT max(first_serial) FROM status_range WHERE source = " #source_is              \
    " AND status = " #status_is " AND first_serial <= ?2), 0)"
#define AT(source_is, status_is) "?2"

#define AND " UNION ALL "
#define LAYERS(from)                                                                               \
    LAYER(1, 1, 1, from)                                                                           \
    AND LAYER(2, 2, 1, from)                                                                       \
    AND LAYER(4, 3, 1, from)                                                                       \
    AND LAYER(8, 4, 1, from)                                                                       \
    AND LAYER(16, 1, 2, from)                                                                      \
    AND LAYER(32, 2, 2, from)                                                                      \
    AND LAYER(64, 3, 2, from)                                                                      \
    AND LAYER(128, 4, 2, from)                                                                     \
    AND LAYER(256, 1, 3, from)                                                                     \
    AND LAYER(512, 2, 3, from)                                                                     \
    AND LAYER(1024, 3, 3, from)                                                                    \
    AND LAYER(2048, 4, 3, from) " ORDER BY first_serial LIMIT ?4"

static uint64_t read_range(struct sello_query *q, void *row) {
    struct sello_status_range *range = row;
    *range = (struct sello_status_range){.first = sello_col_uint(q)};
    range->count = sello_col_uint(q);
    range->reason = sello_col_uint(q);
    range->day = sello_col_uint(q);
    sello_col_text(q, range->text, sizeof range->text);
    range->source = (enum sello_status_source)sello_col_uint(q); /* 1..4 and 1..3, says the table */
    range->status = (enum sello_label_status)sello_col_uint(q);
    return range->first;
}

/* Several layers may have a range that begins at the page's last serial, and not all of them may be
 * in it: all come with the next page. */
static void leave_last_serial(struct sello_page *page) {
    const struct sello_status_range *rows = page->rows;
    uint64_t last = rows[page->n - 1].first;
    while (page->n > 0 && rows[page->n - 1].first == last) {
        page->n--;
    }
    page->next = last;
}

static void read_page(struct sello_sweep *sweep, const char *sql) {
    struct sello_query q = sello_query(sweep->store->db, sql);
    sello_bind_uint(&q, sweep->last);
    sello_bind_uint(&q, sweep->page.next);
    sello_bind_uint(&q, sweep->layers);
    sello_page_read(&sweep->page, &q, read_range);
    if (sweep->page.more) {
        leave_last_serial(&sweep->page);
    }
}

static void next_ahead(struct sello_sweep *sweep) {
    sweep->ahead = sello_page_row(&sweep->page);
    if (sweep->ahead == NULL && sello_page_turn(&sweep->page)) {
        read_page(sweep, LAYERS(AT));
        sweep->ahead = sello_page_row(&sweep->page);
    }
}

void sello_sweep_open(struct sello_sweep *sweep, struct sello_store *store, unsigned layers,
                      uint64_t first, uint64_t last) {
    *sweep = (struct sello_sweep){.store = store,
                                  .layers = layers,
                                  .at = first,
                                  .end = last + 1,
                                  .last = last,
                                  .page = sello_page(sizeof(struct sello_status_range))};
    sweep->page.next = first;
    read_page(sweep, LAYERS(REACHING));
    next_ahead(sweep);
}

void sello_cleanup_sweep(struct sello_sweep *sweep) {
    sello_cleanup_page(&sweep->page);
}

void sello_sweep_between(struct sello_sweep *sweep, uint64_t first, uint64_t last) {
    sweep->at = first;
    sweep->end = last + 1;
}

/* ---- going along ---- */

static uint64_t end_of(const struct sello_status_range *row) {
    return row->first + row->count;
}

/* Takes the ranges that have begun at the place we are at. */
static void catch_up(struct sello_sweep *sweep) {
    while (sweep->ahead != NULL && sweep->ahead->first <= sweep->at) {
        unsigned layer = ((unsigned)sweep->ahead->status - 1) * SELLO_SOURCES +
                         ((unsigned)sweep->ahead->source - 1);
        sweep->begun[layer] = *sweep->ahead;
        next_ahead(sweep);
    }
}

/* The layers from the one that shows over all others on. A sold label stays sold while its
 * certificate is suspended: verifiers refuse data in which it is not so any more. */
static unsigned layer_at(unsigned place) {
    static const unsigned first[SELLO_STATUSES] = {
        (SELLO_LABEL_WITHDRAWN - 1) * SELLO_SOURCES,
        (SELLO_LABEL_RETIRED - 1) * SELLO_SOURCES,
        (SELLO_LABEL_SUSPENDED - 1) * SELLO_SOURCES,
    };
    return first[place / SELLO_SOURCES] + place % SELLO_SOURCES;
}

static bool is_returned(const struct sello_status_range *row) {
    return row->status == SELLO_LABEL_RETIRED && row->reason == SELLO_REASON_RETURNED;
}

/* What was sold before, and is not any more, whatever else holds of it. */
static void show_returned(struct sello_run *out, const struct sello_status_range *returned) {
    if (!out->covered) {
        out->covered = true;
        out->row = *returned;
        out->row.status = SELLO_LABEL_VALID;
    } else if (out->row.status == SELLO_LABEL_SUSPENDED) {
        out->row.reason = SELLO_REASON_RETURNED;
    }
}

bool sello_sweep_next(struct sello_sweep *sweep, struct sello_run *out) {
    const struct sello_status_range *returned = NULL;
    catch_up(sweep);
    if (sweep->page.error != SELLO_OK || sweep->at >= sweep->end) {
        return false;
    }
    uint64_t end = sweep->end;
    end = sweep->ahead != NULL && sweep->ahead->first < end ? sweep->ahead->first : end;
    *out = (struct sello_run){.first = sweep->at};
    for (unsigned i = 0; i < SELLO_LAYERS; i++) {
        const struct sello_status_range *row = &sweep->begun[layer_at(i)];
        if (end_of(row) <= sweep->at) {
            continue;
        }
        end = end_of(row) < end ? end_of(row) : end;
        if (is_returned(row)) {
            returned = row;
        } else if (!out->covered) {
            out->covered = true;
            out->row = *row;
        }
    }
    if (returned != NULL) {
        show_returned(out, returned);
    }
    out->count = end - sweep->at;
    sweep->at = end;
    return true;
}

static enum sello_error append(struct sello_run **runs, size_t *n, size_t *room,
                               const struct sello_run *run) {
    if (!base_grow(runs, room, *n + 1, sizeof **runs)) {
        return SELLO_E_MEMORY;
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
    error = error == SELLO_OK ? sweep.page.error : error;
    if (error != SELLO_OK) {
        free(runs);
        return error;
    }
    *out = runs;
    *out_n = n;
    return SELLO_OK;
}

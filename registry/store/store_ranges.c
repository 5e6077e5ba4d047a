/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_ranges.h"

enum sello_error sello_ranges_check(struct sello_store *store, const struct sello_serials *ranges,
                                    size_t n, uint64_t *out_labels) {
    uint64_t highest = 0, labels = 0;
    enum sello_error error = sello_store_counter(store, "serial", &highest);
    if (error != SELLO_OK) {
        return error;
    }
    for (size_t i = 0; i < n; i++) {
        bool there = ranges[i].first >= 1 && ranges[i].first <= highest && ranges[i].count >= 1 &&
                     ranges[i].count <= highest - ranges[i].first + 1;
        if (!there || ranges[i].count > SELLO_INT_MAX - labels) {
            return sello_store_refuse(store, "serial", SELLO_E_RANGE);
        }
        labels += ranges[i].count;
    }
    if (labels == 0) {
        return sello_store_refuse(store, "serial", SELLO_E_RANGE);
    }
    *out_labels = labels;
    return SELLO_OK;
}

enum sello_error sello_ranges_visit(struct sello_query *q,
                                    bool (*visit)(void *context, const struct sello_serials *row),
                                    void *context) {
    while (sello_row(q)) {
        struct sello_serials row = {.first = sello_col_uint(q)};
        row.count = sello_col_uint(q);
        if (q->error != SELLO_OK || !visit(context, &row)) {
            break;
        }
    }
    return q->error;
}

/* ---- walking ---- */

void sello_walk_next(struct sello_range_walk *walk) {
    walk->live = sello_row(&walk->query);
    if (walk->live) {
        walk->row.first = sello_col_uint(&walk->query);
        walk->row.count = sello_col_uint(&walk->query);
        walk->live = walk->query.error == SELLO_OK;
    }
}

/* The ranges are disjoint: of those that begin before `first` only the last can reach it. */
static struct sello_range_walk walk(struct sello_query query, uint64_t first, uint64_t last) {
    struct sello_range_walk walk = {.query = query};
    sello_bind_uint(&walk.query, last);
    sello_bind_uint(&walk.query, first);
    sello_walk_next(&walk);
    if (walk.live && sello_serials_last(&walk.row) < first) {
        sello_walk_next(&walk);
    }
    return walk;
}

struct sello_range_walk sello_walk_printed(struct sello_store *store, uint64_t first,
                                           uint64_t last) {
    return walk(sello_query(store->db,
                            "SELECT first_serial, n_labels FROM printed WHERE first_serial <= ?"
                            " AND first_serial >= coalesce((SELECT max(first_serial) FROM printed"
                            " WHERE first_serial <= ?), 0) ORDER BY first_serial"),
                first, last);
}

struct sello_range_walk sello_walk_delivered(struct sello_store *store, uint64_t first,
                                             uint64_t last) {
    return walk(
        sello_query(store->db,
                    "SELECT first_serial, n_labels FROM delivery_range WHERE first_serial <= ?"
                    " AND first_serial >= coalesce((SELECT max(first_serial) FROM delivery_range"
                    " WHERE first_serial <= ?), 0) ORDER BY first_serial"),
        first, last);
}

void sello_cleanup_range_walk(struct sello_range_walk *walk) {
    sello_cleanup_query(&walk->query);
}

static uint64_t overlap(const struct sello_serials *row, uint64_t first, uint64_t last) {
    uint64_t from = row->first > first ? row->first : first;
    uint64_t to = sello_serials_last(row) < last ? sello_serials_last(row) : last;
    return from <= to ? to - from + 1 : 0;
}

uint64_t sello_walk_count(struct sello_range_walk *walk, uint64_t first, uint64_t last) {
    uint64_t count = 0;
    while (walk->live && walk->row.first <= last) {
        count += overlap(&walk->row, first, last);
        if (sello_serials_last(&walk->row) > last) {
            break;
        }
        sello_walk_next(walk);
    }
    return count;
}

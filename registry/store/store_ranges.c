/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_ranges.h"

static enum sello_error highest_known(struct sello_store *store, uint64_t *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT (SELECT value FROM counter WHERE name = 'serial'),"
                               " (SELECT value FROM counter WHERE name = 'unknown_since')");
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        uint64_t highest = sello_col_uint(&q), since = sello_col_uint(&q);
        error = q.error == SELLO_OK && since > 0 ? SELLO_E_STORE_UNKNOWN : q.error;
        *out = error == SELLO_OK ? highest : *out;
    }
    return error;
}

enum sello_error sello_ranges_check(struct sello_store *store, const struct sello_serials *ranges,
                                    size_t n, uint64_t *out_labels) {
    uint64_t highest = 0, labels = 0;
    enum sello_error error = highest_known(store, &highest);
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

uint64_t sello_read_serials(struct sello_query *q, void *row) {
    struct sello_serials *range = row;
    range->first = sello_col_uint(q);
    range->count = sello_col_uint(q);
    return range->first;
}

/* ---- walking ---- */

/* The ranges are disjoint: of those that begin before the first serial only the last can reach it.
 * From there on each page begins behind the one before it. */
struct sello_range_table {
    const char *begin, *go_on;
};

#define WALK(table, from)                                                                          \
    "SELECT first_serial, n_labels FROM " table                                                    \
    " WHERE first_serial <= ? AND first_serial >= " from " ORDER BY first_serial LIMIT ?"
#define REACHING(table)                                                                            \
    "coalesce((SELECT max(first_serial) FROM " table " WHERE first_serial <= ?), 0)"

static const struct sello_range_table printed = {WALK("printed", REACHING("printed")),
                                                 WALK("printed", "?")};
static const struct sello_range_table delivered = {
    WALK("delivery_range", REACHING("delivery_range")), WALK("delivery_range", "?")};

static void read_page(struct sello_range_walk *walk, const char *sql) {
    struct sello_query q = sello_query(walk->store->db, sql);
    sello_bind_uint(&q, walk->last);
    sello_bind_uint(&q, walk->page.next);
    sello_page_read(&walk->page, &q, sello_read_serials);
}

void sello_walk_next(struct sello_range_walk *walk) {
    const struct sello_serials *row = sello_page_row(&walk->page);
    if (row == NULL && sello_page_turn(&walk->page)) {
        read_page(walk, walk->table->go_on);
        row = sello_page_row(&walk->page);
    }
    walk->live = row != NULL;
    walk->row = row != NULL ? *row : walk->row;
}

static struct sello_range_walk begin_walk(struct sello_store *store,
                                          const struct sello_range_table *table, uint64_t first,
                                          uint64_t last) {
    struct sello_range_walk walk = {.store = store,
                                    .table = table,
                                    .last = last,
                                    .page = sello_page(sizeof(struct sello_serials))};
    walk.page.next = first;
    read_page(&walk, table->begin);
    sello_walk_next(&walk);
    if (walk.live && sello_serials_last(&walk.row) < first) {
        sello_walk_next(&walk);
    }
    return walk;
}

struct sello_range_walk sello_walk_printed(struct sello_store *store, uint64_t first,
                                           uint64_t last) {
    return begin_walk(store, &printed, first, last);
}

struct sello_range_walk sello_walk_delivered(struct sello_store *store, uint64_t first,
                                             uint64_t last) {
    return begin_walk(store, &delivered, first, last);
}

void sello_cleanup_range_walk(struct sello_range_walk *walk) {
    sello_cleanup_page(&walk->page);
}

uint64_t sello_serials_common(const struct sello_serials *range, uint64_t first, uint64_t last) {
    uint64_t from = range->first > first ? range->first : first;
    uint64_t to = sello_serials_last(range) < last ? sello_serials_last(range) : last;
    return from <= to ? to - from + 1 : 0;
}

uint64_t sello_walk_count(struct sello_range_walk *walk, uint64_t first, uint64_t last) {
    uint64_t count = 0;
    while (walk->live && walk->row.first <= last) {
        count += sello_serials_common(&walk->row, first, last);
        if (sello_serials_last(&walk->row) > last) {
            break;
        }
        sello_walk_next(walk);
    }
    return count;
}

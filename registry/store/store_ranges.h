/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_STORE_RANGES_H
#define SELLO_REGISTRY_STORE_STORE_RANGES_H

/* Inside store_*.c only: rows that are ranges of serials. */

#include "registry/store/store_pages.h"

static inline uint64_t sello_serials_last(const struct sello_serials *range) {
    return range->first + range->count - 1;
}

/* How many of the serials first..last are in it. */
uint64_t sello_serials_common(const struct sello_serials *range, uint64_t first, uint64_t last);

/* There is a range, and all of them lie among the serials that were reserved; else SELLO_E_RANGE,
 * fault field "serial"; and it is known which these are, as sello_store_known asks. *out_labels:
 * how many serials. */
SELLO_NODISCARD enum sello_error sello_ranges_check(struct sello_store *store,
                                                    const struct sello_serials *ranges, size_t n,
                                                    uint64_t *out_labels);

/* Reads a row whose columns are first serial and count; its key is the serial. */
uint64_t sello_read_serials(struct sello_query *q, void *row);

/* Going along disjoint ranges, in order of serials, beside something else that is in that order. */
struct sello_range_walk {
    struct sello_store *store;
    const struct sello_range_table *table;
    uint64_t last;
    struct sello_page page; /* what was read, and its failure */
    struct sello_serials row;
    bool live; /* `row` is one */
};

/* Over the labels that were printed, or delivered, among the serials first..last. Ended by
 * SELLO_AUTO(range_walk). */
struct sello_range_walk sello_walk_printed(struct sello_store *store, uint64_t first,
                                           uint64_t last);
struct sello_range_walk sello_walk_delivered(struct sello_store *store, uint64_t first,
                                             uint64_t last);
void sello_cleanup_range_walk(struct sello_range_walk *walk);

void sello_walk_next(struct sello_range_walk *walk);

/* How many of the serials first..last are in the ranges ahead; stops at the range that reaches
 * beyond them. Failures stay in walk->page.error. */
uint64_t sello_walk_count(struct sello_range_walk *walk, uint64_t first, uint64_t last);

#endif

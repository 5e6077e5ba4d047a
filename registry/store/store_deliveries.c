/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_ranges.h"
#include "registry/store/store_sweep.h"

/* What was handed to producers, and what became of a batch's labels. */

/* ---- adding ---- */

static enum sello_error check_producer(struct sello_store *store, uint64_t number) {
    struct sello_producer producer;
    enum sello_error error = sello_producer_get(store, number, &producer);
    return error == SELLO_E_NOT_FOUND ? sello_store_refuse(store, "producer", error) : error;
}

static void insert_delivery(struct sello_change *c, const struct sello_delivery *delivery) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db,
                    "INSERT INTO delivery (number, event, producer, n_labels) VALUES (?, ?, ?, ?)");
    sello_bind_uint(&q, delivery->number);
    sello_bind_uint(&q, c->event);
    sello_bind_uint(&q, delivery->producer);
    sello_bind_uint(&q, delivery->labels);
    sello_change_run(c, &q);
}

static void refuse_delivered(struct sello_change *c, const struct sello_serials *range) {
    uint64_t last = sello_serials_last(range);
    SELLO_AUTO(range_walk)
    struct sello_range_walk walk = sello_walk_delivered(c->store, range->first, last);
    sello_change_fail(c, walk.page.error);
    if (c->error == SELLO_OK && sello_walk_count(&walk, range->first, last) > 0) {
        c->error = sello_store_refuse(c->store, "serial", SELLO_E_EXISTS);
    }
}

/* What is withdrawn is nobody's to sell, and what is suspended not yet. */
static void refuse_ended(struct sello_change *c, const struct sello_serials *range) {
    SELLO_AUTO(sweep) struct sello_sweep sweep;
    struct sello_run run;
    sello_sweep_open(&sweep, c->store,
                     sello_layers_of(SELLO_LABEL_WITHDRAWN) |
                         sello_layers_of(SELLO_LABEL_SUSPENDED),
                     range->first, sello_serials_last(range));
    while (c->error == SELLO_OK && sello_sweep_next(&sweep, &run)) {
        if (run.covered) {
            c->error = sello_store_refuse(c->store, "serial", SELLO_E_STATE);
            c->store->fault.number = run.first;
        }
    }
    sello_change_fail(c, sweep.page.error);
}

/* Those before it in the same delivery are written already, and found as well. */
static void insert_range(struct sello_change *c, uint64_t delivery,
                         const struct sello_serials *range) {
    refuse_delivered(c, range);
    refuse_ended(c, range);
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "INSERT INTO delivery_range (first_serial, n_labels, delivery) VALUES (?, ?, ?)");
    sello_bind_uint(&q, range->first);
    sello_bind_uint(&q, range->count);
    sello_bind_uint(&q, delivery);
    sello_change_run(c, &q);
}

enum sello_error sello_delivery_add(struct sello_store *store, uint64_t producer,
                                    const struct sello_serials *ranges, size_t n,
                                    uint64_t *out_number) {
    struct sello_delivery row = {.producer = producer};
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        c.error = check_producer(store, producer);
    }
    if (c.error == SELLO_OK) {
        c.error = sello_ranges_check(store, ranges, n, &row.labels);
    }
    row.number = sello_change_next(&c, "delivery");
    sello_change_event(&c, "labels.delivered", sello_part(SELLO_EVENT_NUMBER, row.number),
                       sello_part(SELLO_EVENT_PRODUCER, producer),
                       sello_part(SELLO_EVENT_FIRST, n > 0 ? ranges[0].first : 0),
                       sello_part(SELLO_EVENT_COUNT, row.labels));
    insert_delivery(&c, &row);
    for (size_t i = 0; i < n && c.error == SELLO_OK; i++) {
        insert_range(&c, row.number, &ranges[i]);
    }
    enum sello_error error = sello_change_end(&c);
    if (error == SELLO_OK) {
        *out_number = row.number;
    }
    return error;
}

/* ---- reading ---- */

#define DELIVERY_COLUMNS                                                                           \
    "d.number, e.made_at, e.who, d.producer, d.n_labels, coalesce(p.name, '') FROM delivery d"     \
    " JOIN event e ON e.seq = d.event LEFT JOIN producer p ON p.number = d.producer"

static struct sello_delivery read_delivery(struct sello_query *q) {
    struct sello_delivery delivery = {.number = sello_col_uint(q)};
    delivery.at = sello_col_uint(q);
    sello_col_text(q, delivery.who, sizeof delivery.who);
    delivery.producer = sello_col_uint(q);
    delivery.labels = sello_col_uint(q);
    sello_col_text(q, delivery.producer_name, sizeof delivery.producer_name);
    return delivery;
}

static enum sello_error one_delivery(struct sello_query *q, struct sello_delivery *out) {
    enum sello_error error = sello_one(q);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_delivery delivery = read_delivery(q);
    if (q->error == SELLO_OK) {
        *out = delivery;
    }
    return q->error;
}

enum sello_error sello_delivery_get(struct sello_store *store, uint64_t number,
                                    struct sello_delivery *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT " DELIVERY_COLUMNS " WHERE d.number = ?");
    sello_bind_uint(&q, number);
    return one_delivery(&q, out);
}

static uint64_t read_delivery_row(struct sello_query *q, void *row) {
    struct sello_delivery *delivery = row;
    *delivery = read_delivery(q);
    return delivery->number;
}

enum sello_error sello_delivery_list(struct sello_store *store,
                                     bool (*visit)(void *context, const struct sello_delivery *row),
                                     void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_delivery));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT " DELIVERY_COLUMNS " WHERE d.number >= ?"
                                   " ORDER BY d.number LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_delivery_row);
        const struct sello_delivery *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

enum sello_error sello_delivery_ranges(struct sello_store *store, uint64_t number,
                                       bool (*visit)(void *context,
                                                     const struct sello_serials *row),
                                       void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_serials));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT first_serial, n_labels FROM delivery_range"
                                   " WHERE delivery = ? AND first_serial >= ?"
                                   " ORDER BY first_serial LIMIT ?");
        sello_bind_uint(&q, number);
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, sello_read_serials);
        const struct sello_serials *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

/* The delivery whose range begins there. */
static enum sello_error delivery_at(struct sello_store *store, uint64_t first_serial,
                                    struct sello_delivery *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT " DELIVERY_COLUMNS " JOIN delivery_range r"
                               " ON r.delivery = d.number WHERE r.first_serial = ?");
    sello_bind_uint(&q, first_serial);
    return one_delivery(&q, out);
}

enum sello_error sello_delivery_of(struct sello_store *store, uint64_t first, uint64_t count,
                                   uint64_t *out_serial, struct sello_delivery *out) {
    struct sello_delivery delivery;
    SELLO_AUTO(range_walk)
    struct sello_range_walk walk = sello_walk_delivered(store, first, first + count - 1);
    if (walk.page.error != SELLO_OK || !walk.live) {
        return walk.page.error != SELLO_OK ? walk.page.error : SELLO_E_NOT_FOUND;
    }
    enum sello_error error = delivery_at(store, walk.row.first, &delivery);
    if (error == SELLO_OK) {
        *out_serial = walk.row.first > first ? walk.row.first : first;
        *out = delivery;
    }
    return error;
}

/* ---- what became of a batch's labels ---- */

/* Goes along the serials: what was printed, what is withdrawn or retired, and what was delivered of
 * the rest. */
struct counting {
    struct sello_range_walk printed, delivered;
    struct sello_sweep sweep;
};

static void counting_open(struct counting *c, struct sello_store *store, uint64_t first,
                          uint64_t last) {
    c->printed = sello_walk_printed(store, first, last);
    c->delivered = sello_walk_delivered(store, first, last);
    sello_sweep_open(&c->sweep, store,
                     sello_layers_of(SELLO_LABEL_WITHDRAWN) | sello_layers_of(SELLO_LABEL_RETIRED),
                     first, last);
}

static void sello_cleanup_counting(struct counting *c) {
    sello_cleanup_range_walk(&c->printed);
    sello_cleanup_range_walk(&c->delivered);
    sello_cleanup_sweep(&c->sweep);
}

/* The next serials from `at` on, to `end` at most, that were all delivered, or all not: their last.
 */
static uint64_t piece_end(struct sello_range_walk *delivered, uint64_t at, uint64_t end,
                          bool *out_delivered) {
    while (delivered->live && sello_serials_last(&delivered->row) < at) {
        sello_walk_next(delivered);
    }
    *out_delivered = delivered->live && delivered->row.first <= at;
    if (!delivered->live) {
        return end;
    }
    uint64_t last = *out_delivered ? sello_serials_last(&delivered->row) : delivered->row.first - 1;
    return last < end ? last : end;
}

static void count_run(struct counting *c, const struct sello_run *run,
                      struct sello_label_counts *counts) {
    const uint64_t end = run->first + run->count - 1;
    for (uint64_t at = run->first; at <= end;) {
        bool delivered = false;
        uint64_t last = piece_end(&c->delivered, at, end, &delivered), n = last - at + 1;
        uint64_t printed = sello_walk_count(&c->printed, at, last);
        counts->printed += printed;
        if (delivered) {
            counts->delivered += n;
        } else if (!run->covered) {
            counts->left += n;
            counts->to_print += n - printed;
            counts->to_deliver += printed;
        }
        at = last + 1;
    }
    if (run->covered && run->row.status == SELLO_LABEL_WITHDRAWN &&
        run->row.reason == SELLO_REASON_MISPRINT) {
        counts->spoiled += run->count;
    }
}

/* The batch's counts; each batch lies behind the one before it. */
static enum sello_error count_batch(struct counting *c, const struct sello_batch *batch,
                                    struct sello_label_counts *out) {
    struct sello_label_counts counts = {0};
    struct sello_run run;
    uint64_t last = batch->first + batch->count - 1;
    if (batch->state == SELLO_BATCH_RESERVED || batch->state == SELLO_BATCH_VOID) {
        *out = counts;
        return SELLO_OK;
    }
    counts.issued = batch->count;
    sello_sweep_between(&c->sweep, batch->first, last);
    while (sello_sweep_next(&c->sweep, &run)) {
        count_run(c, &run, &counts);
    }
    enum sello_error error = c->sweep.page.error;
    error = error == SELLO_OK ? c->delivered.page.error : error;
    error = error == SELLO_OK ? c->printed.page.error : error;
    *out = error == SELLO_OK ? counts : *out;
    return error;
}

enum sello_error sello_batch_counts(struct sello_store *store, const struct sello_batch *batch,
                                    struct sello_label_counts *out) {
    SELLO_AUTO(counting) struct counting counting;
    counting_open(&counting, store, batch->first, batch->first + batch->count - 1);
    return count_batch(&counting, batch, out);
}

struct counted_list {
    struct counting counting;
    bool (*visit)(void *context, const struct sello_batch *row,
                  const struct sello_label_counts *counts);
    void *context;
    enum sello_error error;
};

static bool visit_counted(void *context, const struct sello_batch *batch) {
    struct counted_list *list = context;
    struct sello_label_counts counts;
    list->error = count_batch(&list->counting, batch, &counts);
    return list->error == SELLO_OK && list->visit(list->context, batch, &counts);
}

enum sello_error
sello_batch_find_counted(struct sello_store *store, const struct sello_batch_filter *filter,
                         bool (*visit)(void *context, const struct sello_batch *row,
                                       const struct sello_label_counts *counts),
                         void *context) {
    struct counted_list list = {.visit = visit, .context = context, .error = SELLO_OK};
    counting_open(&list.counting, store, 1, SELLO_INT_MAX);
    enum sello_error error = sello_batch_list(store, filter, visit_counted, &list);
    sello_cleanup_counting(&list.counting);
    return error == SELLO_OK ? list.error : error;
}

enum sello_error sello_batch_list_counted(struct sello_store *store,
                                          bool (*visit)(void *context,
                                                        const struct sello_batch *row,
                                                        const struct sello_label_counts *counts),
                                          void *context) {
    const struct sello_batch_filter all = {0};
    return sello_batch_find_counted(store, &all, visit, context);
}

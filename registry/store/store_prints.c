/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_ranges.h"

/* What was printed, when, by whom, and where the next labels go on a part-used sheet. */

/* ---- the labels that were ever printed: merged, so that they stay few rows ---- */

static void delete_printed(struct sello_change *c, const struct sello_serials *range) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db, "DELETE FROM printed WHERE first_serial >= ? AND first_serial <= ?");
    sello_bind_uint(&q, range->first);
    sello_bind_uint(&q, sello_serials_last(range));
    sello_change_run(c, &q);
}

static void insert_printed(struct sello_change *c, const struct sello_serials *range) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db, "INSERT INTO printed (first_serial, n_labels) VALUES (?, ?)");
    sello_bind_uint(&q, range->first);
    sello_bind_uint(&q, range->count);
    sello_change_run(c, &q);
}

/* The range with all that overlap it or touch it; *before: how many of its labels they have. */
static struct sello_serials widened(struct sello_change *c, const struct sello_serials *range,
                                    uint64_t *before) {
    uint64_t first = range->first, last = sello_serials_last(range), from = first, to = last;
    SELLO_AUTO(range_walk)
    struct sello_range_walk walk = sello_walk_printed(c->store, first - 1, last + 1);
    for (; walk.live; sello_walk_next(&walk)) {
        uint64_t end = sello_serials_last(&walk.row);
        from = walk.row.first < from ? walk.row.first : from;
        to = end > to ? end : to;
        *before += sello_serials_common(&walk.row, first, last);
    }
    sello_change_fail(c, walk.page.error);
    return (struct sello_serials){from, to - from + 1};
}

/* Returns how many of them were printed before. */
static uint64_t add_printed(struct sello_change *c, const struct sello_serials *range) {
    uint64_t before = 0;
    struct sello_serials all = widened(c, range, &before);
    if (before < range->count && (before > 0 || all.count > range->count)) {
        delete_printed(c, &all);
    }
    if (before < range->count) {
        insert_printed(c, &all);
    }
    return before;
}

enum sello_error sello_prints_of(struct sello_store *store, uint64_t first, uint64_t count,
                                 uint64_t *out_printed) {
    uint64_t last = first + count - 1;
    SELLO_AUTO(range_walk) struct sello_range_walk walk = sello_walk_printed(store, first, last);
    uint64_t printed = sello_walk_count(&walk, first, last);
    if (walk.page.error == SELLO_OK) {
        *out_printed = printed;
    }
    return walk.page.error;
}

enum sello_error sello_prints_missing(struct sello_store *store, uint64_t first, uint64_t count,
                                      bool (*visit)(void *context, const struct sello_serials *row),
                                      void *context) {
    uint64_t end = first + count, from = first;
    bool more = true;
    SELLO_AUTO(range_walk) struct sello_range_walk walk = sello_walk_printed(store, first, end - 1);
    for (; walk.live && more; sello_walk_next(&walk)) {
        uint64_t next = sello_serials_last(&walk.row) + 1;
        if (from < walk.row.first) {
            more = visit(context, &(struct sello_serials){from, walk.row.first - from});
        }
        from = next > from ? next : from;
    }
    if (walk.page.error == SELLO_OK && more && from < end) {
        (void)visit(context, &(struct sello_serials){from, end - from});
    }
    return walk.page.error;
}

/* ---- a run ---- */

static enum sello_error check_print(struct sello_store *store, const struct sello_print *print) {
    const struct sello_text_rule rules[] = {{"format", print->format, SELLO_FORMAT_MAX, true},
                                            {"stock", print->stock, SELLO_STOCK_MAX, false},
                                            {"printer", print->printer, SELLO_STOCK_MAX, false}};
    enum sello_error error = sello_store_check_texts(store, rules, COUNT_OF(rules));
    if (error == SELLO_OK && (print->copies == 0 || print->copies > SELLO_INT_MAX)) {
        return sello_store_refuse(store, "copies", SELLO_E_RANGE);
    }
    return error;
}

static void insert_run(struct sello_change *c, const struct sello_print *print) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db, "INSERT INTO print_run (number, event, format, stock, printer, is_proof,"
                      " n_copies, n_labels, n_reprints) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sello_bind_uint(&q, print->number);
    sello_bind_uint(&q, c->event);
    sello_bind_text(&q, print->format);
    sello_bind_text(&q, print->stock);
    sello_bind_text(&q, print->printer);
    sello_bind_uint(&q, print->proof);
    sello_bind_uint(&q, print->copies);
    sello_bind_uint(&q, print->labels);
    sello_bind_uint(&q, print->reprints);
    sello_change_run(c, &q);
}

static void insert_range(struct sello_change *c, uint64_t print, uint64_t place,
                         const struct sello_serials *range) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "INSERT INTO print_range (print, place, first_serial, n_labels) VALUES (?, ?, ?, ?)");
    sello_bind_uint(&q, print);
    sello_bind_uint(&q, place);
    sello_bind_uint(&q, range->first);
    sello_bind_uint(&q, range->count);
    sello_change_run(c, &q);
}

enum sello_error sello_print_add(struct sello_store *store, const struct sello_print *print,
                                 const struct sello_serials *ranges, size_t n, uint64_t *out_number,
                                 uint64_t *out_reprints) {
    struct sello_print row = *print;
    row.labels = row.reprints = 0;
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        c.error = check_print(store, print);
    }
    if (c.error == SELLO_OK) {
        c.error = sello_ranges_check(store, ranges, n, &row.labels);
    }
    for (size_t i = 0; i < n && c.error == SELLO_OK && !print->proof; i++) {
        row.reprints += add_printed(&c, &ranges[i]);
    }
    row.number = sello_change_next(&c, "print");
    sello_change_event(&c, print->proof ? "labels.proofed" : "labels.printed",
                       sello_part(SELLO_EVENT_NUMBER, row.number),
                       sello_part(SELLO_EVENT_FIRST, n > 0 ? ranges[0].first : 0),
                       sello_part(SELLO_EVENT_COUNT, row.labels),
                       sello_part(SELLO_EVENT_COPIES, row.copies),
                       sello_part(SELLO_EVENT_REPRINTS, row.reprints),
                       sello_part_text(SELLO_EVENT_STOCK, row.stock));
    insert_run(&c, &row);
    for (size_t i = 0; i < n && c.error == SELLO_OK; i++) {
        insert_range(&c, row.number, i + 1, &ranges[i]);
    }
    enum sello_error error = sello_change_end(&c);
    if (error == SELLO_OK) {
        *out_number = row.number;
    }
    if (error == SELLO_OK && out_reprints != NULL) {
        *out_reprints = row.reprints;
    }
    return error;
}

/* ---- reading ---- */

static uint64_t read_run(struct sello_query *q, void *row) {
    struct sello_print *print = row;
    *print = (struct sello_print){.number = sello_col_uint(q)};
    print->at = sello_col_uint(q);
    sello_col_text(q, print->who, sizeof print->who);
    sello_col_text(q, print->format, sizeof print->format);
    sello_col_text(q, print->stock, sizeof print->stock);
    sello_col_text(q, print->printer, sizeof print->printer);
    print->proof = sello_col_uint(q) != 0;
    print->copies = sello_col_uint(q);
    print->labels = sello_col_uint(q);
    print->reprints = sello_col_uint(q);
    return print->number;
}

enum sello_error sello_print_list(struct sello_store *store,
                                  bool (*visit)(void *context, const struct sello_print *row),
                                  void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_print));
    while (sello_page_turn(&page)) {
        struct sello_query q = sello_query(
            store->db,
            "SELECT p.number, e.made_at, e.who, p.format, p.stock, p.printer, p.is_proof,"
            " p.n_copies, p.n_labels, p.n_reprints FROM print_run p"
            " JOIN event e ON e.seq = p.event WHERE p.number >= ?"
            " ORDER BY p.number LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_run);
        const struct sello_print *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

enum sello_error sello_print_last_stock(struct sello_store *store, const char *format, bool in_it,
                                        char out[SELLO_LEN(SELLO_STOCK_MAX + 1)]) {
    char stock[SELLO_STOCK_MAX + 1];
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, in_it ? "SELECT stock FROM print_run WHERE stock <> '' AND format = ?"
                           " ORDER BY number DESC LIMIT 1"
                         : "SELECT stock FROM print_run WHERE stock <> '' AND format <> ?"
                           " ORDER BY number DESC LIMIT 1");
    sello_bind_text(&q, format);
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    sello_col_text(&q, stock, sizeof stock);
    if (q.error == SELLO_OK) {
        memcpy(out, stock, sizeof stock);
    }
    return q.error;
}

/* They are in the order of printing, which their places give. */
static uint64_t read_print_range(struct sello_query *q, void *row) {
    struct sello_serials *range = row;
    range->first = sello_col_uint(q);
    range->count = sello_col_uint(q);
    return sello_col_uint(q);
}

enum sello_error sello_print_ranges(struct sello_store *store, uint64_t number,
                                    bool (*visit)(void *context, const struct sello_serials *row),
                                    void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_serials));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT first_serial, n_labels, place FROM print_range"
                                   " WHERE print = ? AND place >= ? ORDER BY place LIMIT ?");
        sello_bind_uint(&q, number);
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_print_range);
        const struct sello_serials *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

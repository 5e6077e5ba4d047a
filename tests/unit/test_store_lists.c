/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/store_fixture.h"

/* Lists come in pages: in order, whole, and whatever their visitors do meanwhile. And how often the
 * database is asked for what. */

#define MANY 2500 /* more than two pages */

static enum sello_error add_many(struct sello_store *store, void *context) {
    const uint64_t *n = context;
    const struct sello_producer p = {.name = "Taller", .origin = "Olinalá"};
    uint64_t number = 0;
    enum sello_error error = SELLO_OK;
    for (uint64_t i = 0; i < *n && error == SELLO_OK; i++) {
        error = sello_producer_add(store, &p, &number);
    }
    return error;
}

struct seen {
    struct sello_store *store;
    uint64_t n, last, stop_at;
    enum sello_error error;
};

/* Asks for each row, and changes it. */
static bool visit_producer(void *context, const struct sello_producer *row) {
    struct seen *s = context;
    struct sello_producer got;
    assert_int_equal(row->number, s->last + 1);
    s->last = row->number;
    s->n++;
    s->error = sello_producer_get(s->store, row->number, &got);
    if (s->error == SELLO_OK && row->number % 500 == 0) {
        got.is_public = true;
        s->error = sello_producer_edit(s->store, &got);
    }
    return s->error == SELLO_OK && s->n != s->stop_at;
}

static void pages_make_a_whole(void **state) {
    struct fixture *f = *state;
    uint64_t n = MANY - 1; /* the fixture has one */
    assert_status(sello_store_do(f->store, add_many, &n), SELLO_OK);
    struct seen all = {.store = f->store};
    assert_status(sello_producer_list(f->store, visit_producer, &all), SELLO_OK);
    assert_status(all.error, SELLO_OK);
    assert_int_equal(all.n, MANY);

    static const uint64_t stops[] = {1, 999, 1000, 1001, 2000, MANY};
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        struct seen some = {.store = f->store, .stop_at = stops[i]};
        assert_status(sello_producer_list(f->store, visit_producer, &some), SELLO_OK);
        assert_int_equal(some.n, stops[i]);
    }
}

/* ---- what was delivered, printed and withdrawn, over more than a page of ranges ---- */

#define RANGES 1500

struct ranges {
    struct fixture *f;
    struct sello_batch batch;
};

static struct sello_batch issue_signed(struct fixture *f, uint64_t count) {
    struct sello_batch batch = fixture_issue(f, count);
    assert_status(sello_batch_get(f->store, batch.number, &batch), SELLO_OK);
    return batch;
}

/* Every other label is withdrawn; the whole batch is suspended as well. */
static enum sello_error withdraw_every_other(struct sello_store *store, void *context) {
    const struct ranges *r = context;
    struct sello_status_range range = {.first = r->batch.first,
                                       .count = r->batch.count,
                                       .status = SELLO_LABEL_SUSPENDED,
                                       .source = SELLO_SOURCE_BATCH};
    enum sello_error error = sello_status_set(store, &range, NULL);
    range.status = SELLO_LABEL_WITHDRAWN;
    range.source = SELLO_SOURCE_SERIALS;
    range.count = 1;
    for (uint64_t i = 0; i < RANGES && error == SELLO_OK; i++) {
        range.first = r->batch.first + 2 * i;
        error = sello_status_set(store, &range, NULL);
    }
    return error;
}

static bool visit_status(void *context, const struct sello_status_range *row) {
    struct seen *s = context;
    bool withdrawn = s->n % 2 == 0;
    assert_int_equal(row->first, s->last + 1);
    assert_int_equal(row->count, 1);
    assert_int_equal(row->status, withdrawn ? SELLO_LABEL_WITHDRAWN : SELLO_LABEL_SUSPENDED);
    s->last = row->first;
    s->n++;
    return s->n != s->stop_at;
}

static void many_statuses(void **state) {
    struct fixture *f = *state;
    struct ranges r = {f, issue_signed(f, 2 * RANGES)};
    assert_status(sello_store_do(f->store, withdraw_every_other, &r), SELLO_OK);
    struct seen all = {.last = r.batch.first - 1};
    assert_status(sello_status_list(f->store, visit_status, &all), SELLO_OK);
    assert_int_equal(all.n, 2 * RANGES);

    struct sello_label_counts counts;
    assert_status(sello_batch_counts(f->store, &r.batch, &counts), SELLO_OK);
    assert_int_equal(counts.left, RANGES);
    assert_int_equal(fixture_findings(f), 0);
}

static enum sello_error print_every_other(struct sello_store *store, void *context) {
    const struct ranges *r = context;
    const struct sello_print print = {.format = "pdf", .copies = 1};
    enum sello_error error = SELLO_OK;
    for (uint64_t i = 0; i < RANGES && error == SELLO_OK; i++) {
        struct sello_serials one = {r->batch.first + 2 * i, 1};
        uint64_t number = 0;
        error = sello_print_add(store, &print, &one, 1, &number, NULL);
        error =
            error == SELLO_OK ? sello_delivery_add(store, r->f->producer, &one, 1, &number) : error;
    }
    return error;
}

static bool visit_missing(void *context, const struct sello_serials *row) {
    struct seen *s = context;
    assert_int_equal(row->first, s->last + 2);
    assert_int_equal(row->count, 1);
    s->last = row->first;
    s->n++;
    return true;
}

static void many_ranges(void **state) {
    struct fixture *f = *state;
    struct ranges r = {f, issue_signed(f, 2 * RANGES)};
    assert_status(sello_store_do(f->store, print_every_other, &r), SELLO_OK);
    struct seen missing = {.last = r.batch.first - 1};
    assert_status(
        sello_prints_missing(f->store, r.batch.first, r.batch.count, visit_missing, &missing),
        SELLO_OK);
    assert_int_equal(missing.n, RANGES);
    struct sello_label_counts counts;
    assert_status(sello_batch_counts(f->store, &r.batch, &counts), SELLO_OK);
    assert_int_equal(counts.printed, RANGES);
    assert_int_equal(counts.delivered, RANGES);
    assert_int_equal(counts.left, RANGES);
}

/* ---- as one ---- */

static enum sello_error add_and_fail(struct sello_store *store, void *context) {
    uint64_t n = 3;
    enum sello_error error = add_many(store, &n);
    return error == SELLO_OK ? *(const enum sello_error *)context : error;
}

static uint64_t producers(struct sello_store *store) {
    struct sello_store_summary summary;
    assert_status(sello_store_summary(store, &summary), SELLO_OK);
    return summary.n_producers;
}

static void work_as_one(void **state) {
    struct fixture *f = *state;
    enum sello_error good = SELLO_OK, bad = SELLO_E_STATE;
    uint64_t before = producers(f->store);
    assert_status(sello_store_do(f->store, add_and_fail, &bad), SELLO_E_STATE);
    assert_status(sello_store_preview(f->store, add_and_fail, &bad), SELLO_E_STATE);
    assert_status(sello_store_preview(f->store, add_and_fail, &good), SELLO_OK);
    assert_int_equal(producers(f->store), before);
    assert_status(sello_store_do(f->store, add_and_fail, &good), SELLO_OK);
    assert_int_equal(producers(f->store), before + 3);
}

/* ---- how often the database is asked ---- */

static enum sello_error apply_many(struct sello_store *store, void *context) {
    const struct fixture *f = context;
    const struct sello_certificate request = {
        .product = f->product, .producer = f->producer, .scheme = 7};
    uint64_t number = 0;
    enum sello_error error = SELLO_OK;
    for (int i = 1; i < 100 && error == SELLO_OK; i++) { /* the fixture has one */
        error = sello_certificate_apply(store, &request, &number);
    }
    return error;
}

static bool visit_certificate(void *context, const struct sello_certificate *row) {
    assert_true(row->product_name[0] != '\0' && row->producer_name[0] != '\0');
    assert_true(row->scheme_name[0] != '\0');
    ++*(uint64_t *)context;
    return true;
}

/* The opening included. */
static void listing_certificates(void **state) {
    struct fixture *f = *state;
    struct sello_store *store = NULL;
    uint64_t n = 0;
    assert_status(sello_store_do(f->store, apply_many, f), SELLO_OK);
    assert_status(sello_store_open_reading(f->folder, &store), SELLO_OK);
    assert_status(sello_certificate_list(store, visit_certificate, &n), SELLO_OK);
    assert_int_equal(n, 100);
    assert_in_range(sello_store_queries(store), 1, 3);
    sello_store_close(&store);
}

static bool visit_counted(void *context, const struct sello_batch *row,
                          const struct sello_label_counts *counts) {
    struct seen *s = context;
    struct sello_label_counts alone;
    assert_status(sello_batch_counts(s->store, row, &alone), SELLO_OK);
    assert_memory_equal(counts, &alone, sizeof alone);
    s->n++;
    return true;
}

static bool count_counted(void *context, const struct sello_batch *row,
                          const struct sello_label_counts *counts) {
    assert_string_equal(row->product_name, "Rebozo de seda");
    assert_int_equal(counts->issued, row->count);
    ++*(uint64_t *)context;
    return true;
}

/* With what became of their labels: the same as batch by batch. */
static void listing_batches(void **state) {
    struct fixture *f = *state;
    const struct sello_print print = {.format = "pdf", .copies = 1};
    struct seen s = {.store = f->store};
    uint64_t number = 0, n = 0;
    for (uint64_t i = 0; i < 20; i++) {
        struct sello_batch batch = fixture_issue(f, 10 + i);
        const struct sello_serials some = {batch.first + i % 3, 4}, more = {batch.first + 5, 2};
        const struct sello_status_range spoiled = {.first = batch.first + i % 5,
                                                   .count = 2,
                                                   .status = SELLO_LABEL_WITHDRAWN,
                                                   .reason = SELLO_REASON_MISPRINT,
                                                   .source = SELLO_SOURCE_SERIALS};
        assert_status(sello_print_add(f->store, &print, &some, 1, &number, NULL), SELLO_OK);
        assert_status(sello_delivery_add(f->store, f->producer, &more, 1, &number), SELLO_OK);
        if (i % 2 == 0) {
            assert_status(sello_status_set(f->store, &spoiled, NULL), SELLO_OK);
        }
    }
    assert_status(sello_batch_list_counted(f->store, visit_counted, &s), SELLO_OK);
    assert_int_equal(s.n, 20);
    uint64_t before = sello_store_queries(f->store);
    assert_status(sello_batch_list_counted(f->store, count_counted, &n), SELLO_OK);
    assert_int_equal(n, 20);
    assert_in_range(sello_store_queries(f->store) - before, 1, 4);
}

static bool visit_batch(void *context, const struct sello_batch *row) {
    ++*(uint64_t *)context;
    return row->count > 0;
}

/* As `sello withdraw` goes about it: opened, looked at, withdrawn. */
static void withdrawing_a_label(void **state) {
    struct fixture *f = *state;
    struct sello_batch batch = fixture_issue(f, 3);
    const struct sello_batch_filter within = {.first_serial = batch.first,
                                              .last_serial = batch.first};
    const struct sello_status_range one = {.first = batch.first,
                                           .count = 1,
                                           .status = SELLO_LABEL_WITHDRAWN,
                                           .source = SELLO_SOURCE_SERIALS};
    uint64_t highest = 0, n = 0;
    fixture_reopen(f);
    assert_status(sello_store_highest(f->store, &highest), SELLO_OK);
    assert_status(sello_batch_list(f->store, &within, visit_batch, &n), SELLO_OK);
    assert_status(sello_status_set(f->store, &one, NULL), SELLO_OK);
    assert_in_range(sello_store_queries(f->store), 3, 15);
}

/* As `sello print` does: with the root, what holds for the label, its signature, and the log. */
static void printing_a_label(void **state) {
    struct fixture *f = *state;
    struct sello_batch batch = fixture_issue(f, 3);
    const struct sello_batch_filter within = {.first_serial = batch.first,
                                              .last_serial = batch.first};
    const struct sello_serials one = {batch.first, 1};
    const struct sello_print print = {.format = "pdf", .copies = 1};
    struct sello_stored_root root;
    struct sello_status_range status;
    struct sello_issued label;
    uint8_t *bytes = NULL;
    size_t len = 0;
    uint64_t n = 0;
    fixture_reopen(f);
    assert_status(sello_store_newest_root(f->store, &root), SELLO_OK);
    assert_status(sello_store_root_bytes(f->store, root.version, &bytes, &len), SELLO_OK);
    free(bytes);
    assert_status(sello_batch_list(f->store, &within, visit_batch, &n), SELLO_OK);
    assert_status(sello_status_at(f->store, batch.first, &status), SELLO_OK);
    assert_status(sello_prints_of(f->store, batch.first, 1, &n), SELLO_OK);
    assert_status(sello_store_label(f->store, batch.first, &label), SELLO_OK);
    assert_status(sello_print_add(f->store, &print, &one, 1, &n, NULL), SELLO_OK);
    assert_in_range(sello_store_queries(f->store), 5, 20);
}

#define lists_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        lists_test(pages_make_a_whole),   lists_test(many_statuses),
        lists_test(many_ranges),          lists_test(work_as_one),
        lists_test(listing_certificates), lists_test(listing_batches),
        lists_test(withdrawing_a_label),  lists_test(printing_a_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "tests/support/store_fixture.h"

/* What became of labels, and when; and lists of what is asked for. */

static void print_some(struct fixture *f, uint64_t first, uint64_t count, bool proof) {
    const struct sello_print print = {.format = "pdf", .copies = 1, .proof = proof};
    const struct sello_serials range = {first, count};
    uint64_t number = 0;
    assert_status(sello_print_add(f->store, &print, &range, 1, &number, NULL), SELLO_OK);
}

static void deliver_some(struct fixture *f, uint64_t first, uint64_t count) {
    const struct sello_serials range = {first, count};
    uint64_t number = 0;
    assert_status(sello_delivery_add(f->store, f->producer, &range, 1, &number), SELLO_OK);
}

static void set_status(struct fixture *f, uint64_t first, uint64_t count,
                       enum sello_label_status status, enum sello_reason reason, uint64_t day) {
    const struct sello_status_range range = {.first = first,
                                             .count = count,
                                             .status = status,
                                             .reason = reason,
                                             .day = day,
                                             .source = SELLO_SOURCE_SERIALS};
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_OK);
}

struct seen {
    struct sello_ledger_run run[32];
    uint64_t batch[32];
    size_t n;
};

static bool on_run(void *context, const struct sello_ledger_run *run) {
    struct seen *seen = context;
    assert_true(seen->n < 32);
    seen->batch[seen->n] = run->batch->number;
    seen->run[seen->n++] = *run;
    return true;
}

static struct seen ledger(struct fixture *f, const struct sello_batch_filter *filter) {
    struct seen seen = {.n = 0};
    assert_status(sello_ledger_list(f->store, filter, on_run, &seen), SELLO_OK);
    return seen;
}

/* The run that the serial is in. */
static const struct sello_ledger_run *run_at(const struct seen *seen, uint64_t serial) {
    for (size_t i = 0; i < seen->n; i++) {
        const struct sello_ledger_run *run = &seen->run[i];
        if (serial >= run->first && serial - run->first < run->count) {
            return run;
        }
    }
    fail_msg("no run has it");
    return NULL;
}

static void each_label_has_its_dates(void **state) {
    struct fixture *f = *state;
    const struct sello_batch_filter all = {0};
    struct sello_batch a = fixture_issue(f, 20), b = fixture_issue(f, 5);
    uint64_t day = base_here_day(T0);
    print_some(f, a.first, 20, true); /* a proof counts for nothing */
    sello_store_set_now(f->store, T0 + 1000);
    print_some(f, a.first + 5, 5, false);
    sello_store_set_now(f->store, T0 + 2000);
    print_some(f, a.first, 15, false);
    print_some(f, a.first + 14, 8, false); /* over the end of the batch */
    deliver_some(f, a.first, 3);
    set_status(f, a.first + 1, 4, SELLO_LABEL_RETIRED, SELLO_REASON_SOLD, day);
    set_status(f, a.first + 2, 1, SELLO_LABEL_VALID, SELLO_REASON_RETURNED, day);
    set_status(f, a.first + 4, 2, SELLO_LABEL_WITHDRAWN, SELLO_REASON_MISPRINT, day - 3);
    set_status(f, b.first + 4, 1, SELLO_LABEL_SUSPENDED, SELLO_REASON_OTHER, day);

    struct seen seen = ledger(f, &all);
    uint64_t next = a.first;
    for (size_t i = 0; i < seen.n; i++) { /* whole, in order, within batches */
        assert_int_equal(seen.run[i].first, next);
        next += seen.run[i].count;
    }
    assert_int_equal(next, b.first + 5);
    assert_int_equal(run_at(&seen, a.first + 4)->printed.value, T0 + 2000);
    assert_int_equal(run_at(&seen, a.first + 5)->printed.value, T0 + 1000);
    assert_int_equal(run_at(&seen, a.first + 9)->printed.value, T0 + 1000);
    assert_int_equal(run_at(&seen, a.first + 19)->printed.value, T0 + 2000);
    assert_true(run_at(&seen, b.first + 1)->printed.present);
    assert_false(run_at(&seen, b.first + 2)->printed.present);
    assert_int_equal(run_at(&seen, a.first + 2)->delivered.value, T0 + 2000);
    assert_false(run_at(&seen, a.first + 3)->delivered.present);
    assert_int_equal(run_at(&seen, a.first + 1)->sold.value, day);
    assert_false(run_at(&seen, a.first + 2)->sold.present); /* it came back */
    assert_int_equal(sello_ledger_status(run_at(&seen, a.first + 2)), SELLO_LABEL_VALID);
    assert_int_equal(sello_ledger_status(run_at(&seen, a.first + 3)), SELLO_LABEL_RETIRED);
    const struct sello_ledger_run *both = run_at(&seen, a.first + 4);
    assert_true(both->sold.present);
    assert_int_equal(both->withdrawn.value, day - 3);
    assert_int_equal(both->reason, SELLO_REASON_MISPRINT);
    assert_int_equal(sello_ledger_status(both), SELLO_LABEL_WITHDRAWN);
    assert_int_equal(sello_ledger_status(run_at(&seen, b.first + 4)), SELLO_LABEL_SUSPENDED);
}

/* Runs of the printer over each other in every way: held against serial by serial. */
static void the_first_print_counts(void **state) {
    struct fixture *f = *state;
    const struct sello_batch_filter all = {0};
    struct sello_batch batch = fixture_issue(f, 12);
    static const uint64_t runs[][2] = {{3, 4}, {0, 2}, {1, 6}, {5, 1}, {9, 2}, {8, 4}, {0, 12}};
    uint64_t first_time[12] = {0};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        sello_store_set_now(f->store, T0 + 100 * (i + 1));
        print_some(f, batch.first + runs[i][0], runs[i][1], false);
        for (uint64_t k = runs[i][0]; k < runs[i][0] + runs[i][1]; k++) {
            first_time[k] = first_time[k] == 0 ? T0 + 100 * (i + 1) : first_time[k];
        }
        struct seen seen = ledger(f, &all);
        for (uint64_t k = 0; k < 12; k++) {
            const struct sello_ledger_run *run = run_at(&seen, batch.first + k);
            assert_int_equal(run->printed.present, first_time[k] > 0);
            assert_int_equal(run->printed.value, first_time[k]);
        }
    }
}

static void what_was_never_issued_is_left_out(void **state) {
    struct fixture *f = *state;
    const struct sello_batch_filter all = {0};
    struct sello_batch reserved, given_up;
    assert_status(fixture_reserve(f, 3, &given_up), SELLO_OK);
    assert_status(sello_store_void_batch(f->store, given_up.number), SELLO_OK);
    struct sello_batch batch = fixture_issue(f, 2);
    assert_status(fixture_reserve(f, 3, &reserved), SELLO_OK);
    struct seen seen = ledger(f, &all);
    assert_int_equal(seen.n, 1);
    assert_int_equal(seen.batch[0], batch.number);
}

/* ---- what is asked for ---- */

static bool count_certificate(void *context, const struct sello_certificate *row) {
    ++*(uint64_t *)context;
    return row->number > 0;
}

static uint64_t certificates(struct fixture *f, struct sello_certificate_filter filter) {
    uint64_t n = 0;
    assert_status(sello_certificate_find(f->store, &filter, count_certificate, &n), SELLO_OK);
    return n;
}

static bool count_batch(void *context, const struct sello_batch *row) {
    ++*(uint64_t *)context;
    return row->number > 0;
}

static uint64_t batches(struct fixture *f, struct sello_batch_filter filter) {
    uint64_t n = 0;
    assert_status(sello_batch_list(f->store, &filter, count_batch, &n), SELLO_OK);
    return n;
}

static bool count_producer(void *context, const struct sello_producer *row) {
    ++*(uint64_t *)context;
    return row->number > 0;
}

static uint64_t producers(struct fixture *f, struct sello_record_filter filter) {
    uint64_t n = 0;
    assert_status(sello_producer_find(f->store, &filter, count_producer, &n), SELLO_OK);
    return n;
}

static void each_filter_limits(void **state) {
    struct fixture *f = *state;
    const struct sello_number seven = {true, 7}, zero = {true, 0}, today = {true, 100};
    const struct sello_producer other = {.name = "Ana", .origin = "Temoaya", .state = "México"};
    uint64_t ana = 0;
    assert_status(sello_producer_add(f->store, &other, &ana), SELLO_OK);
    const struct sello_certificate request = {.product = f->product, .producer = ana, .scheme = 7};
    uint64_t second = 0;
    assert_status(sello_certificate_apply(f->store, &request, &second), SELLO_OK);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){0}), 2);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.producer = ana}), 1);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.product = f->product}), 2);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.product = 99}), 0);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.scheme = seven}), 2);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.scheme = zero}), 0);
    assert_int_equal(
        certificates(f, (struct sello_certificate_filter){.state = SELLO_CERTIFICATE_APPLIED}), 1);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.applied_from = T0}), 2);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.applied_until = T0}), 0);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.ends_from = today}), 0);

    struct sello_certificate_move renew = {
        .certificate = f->certificate, .step = SELLO_STEP_RENEW, .until = {true, 30000}};
    assert_status(sello_certificate_move(f->store, &renew), SELLO_OK);
    const struct sello_number last = {true, 30000}, before = {true, 29999};
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.ends_by = last}), 1);
    assert_int_equal(certificates(f, (struct sello_certificate_filter){.ends_by = before}), 0);

    fixture_issue(f, 4);
    assert_int_equal(batches(f, (struct sello_batch_filter){.producer = f->producer}), 1);
    assert_int_equal(batches(f, (struct sello_batch_filter){.producer = ana}), 0);
    assert_int_equal(batches(f, (struct sello_batch_filter){.product = f->product}), 1);
    assert_int_equal(batches(f, (struct sello_batch_filter){.scheme = seven}), 1);
    assert_int_equal(batches(f, (struct sello_batch_filter){.scheme = zero}), 0);
    assert_int_equal(batches(f, (struct sello_batch_filter){.issued_from = T0 + 9}), 0);
    assert_int_equal(batches(f, (struct sello_batch_filter){.issued_until = T0 + 9}), 1);
    assert_int_equal(batches(f, (struct sello_batch_filter){.lot = "Otro"}), 0);

    assert_int_equal(producers(f, (struct sello_record_filter){.state = "mexico"}), 1);
    assert_int_equal(producers(f, (struct sello_record_filter){.state = "mex"}), 0);
    assert_int_equal(producers(f, (struct sello_record_filter){.product = f->product}), 2);
    assert_int_equal(producers(f, (struct sello_record_filter){.scheme = zero}), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_label_has_its_dates, fixture_make, fixture_remove),
        cmocka_unit_test_setup_teardown(the_first_print_counts, fixture_make, fixture_remove),
        cmocka_unit_test_setup_teardown(what_was_never_issued_is_left_out, fixture_make,
                                        fixture_remove),
        cmocka_unit_test_setup_teardown(each_filter_limits, fixture_make, fixture_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

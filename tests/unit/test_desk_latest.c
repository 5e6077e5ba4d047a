/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/certify.h"
#include "registry/desk/correct.h"
#include "registry/desk/latest.h"
#include "registry/desk/undo.h"
#include "registry/desk/withdraw.h"
#include "tests/support/desk_fixture.h"

/* The latest steps: what takes each back, that it does, and what is over by then. */

struct wanted {
    size_t back_to; /* 0: the newest */
    size_t n;       /* how many were told */
    char kind[32];
    struct latest_step step;
};

static bool take(void *context, const struct latest_step *step) {
    struct wanted *wanted = context;
    if (wanted->n++ == wanted->back_to) {
        snprintf(wanted->kind, sizeof wanted->kind, "%s", step->row->kind);
        wanted->step = *step;
    }
    return wanted->n <= wanted->back_to;
}

/* The step before so many newer ones is of this kind, and this is told of it. */
static struct latest_step expect(struct desk *desk, size_t back_to, const char *kind,
                                 enum step_back back, enum step_stays stays) {
    struct wanted wanted = {.back_to = back_to};
    assert_status(latest_steps(&desk->session, 100, take, &wanted), SELLO_OK);
    assert_int_equal(wanted.n, back_to + 1);
    assert_string_equal(wanted.kind, kind);
    assert_int_equal(wanted.step.back, back);
    assert_int_equal(wanted.step.stays, stays);
    return wanted.step;
}

static bool count(void *context, const struct latest_step *step) {
    size_t *n = context;
    assert_true(step->row->seq > 0);
    (*n)++;
    return true;
}

static void test_how_many(void **state) {
    struct desk *desk = *state;
    size_t n = 0, all = 0;
    assert_status(latest_steps(&desk->session, 2, count, &n), SELLO_OK);
    assert_int_equal(n, 2);
    assert_status(latest_steps(&desk->session, 0, count, &n), SELLO_OK);
    assert_int_equal(n, 2);
    assert_status(latest_steps(&desk->session, 1000, count, &all), SELLO_OK);
    assert_true(all > 2 && all < desk_events(desk)); /* what goes along is not told */
}

static void set(struct desk *desk, enum sello_label_status status, bool returned,
                struct labels_named named) {
    const struct withdraw_request request = {
        .status = status, .returned = returned, .named = &named, .n_named = 1, .reason = "obra"};
    struct withdraw_outcome done = {0};
    assert_status(withdraw_commit(&desk->session, &request, NULL, &done), SELLO_OK);
    assert_true(done.change.n_changed > 0);
    withdraw_outcome_free(&done);
}

static void test_suspended_labels(void **state) {
    const struct labels_named three = {.first = 3, .last = 5};
    const struct labels_named batch = {.kind = SELLO_KIND_BATCH, .number = 1};
    struct desk *desk = *state;
    set(desk, SELLO_LABEL_SUSPENDED, false, three);
    struct latest_step step = expect(desk, 0, "labels.status", STEP_BACK_RESUME, STEP_STAYS_NOT);
    assert_int_equal(step.record.kind, SELLO_KIND_NONE);
    assert_int_equal(step.first, 3);
    assert_int_equal(step.last, 5);
    set(desk, SELLO_LABEL_VALID, false, three);
    expect(desk, 0, "labels.status", STEP_BACK_NOTHING, STEP_STAYS_DECIDED);
    expect(desk, 1, "labels.status", STEP_BACK_NOTHING, STEP_STAYS_OVER);

    /* Serials would resume none of what was suspended by its batch. */
    set(desk, SELLO_LABEL_SUSPENDED, false, batch);
    step = expect(desk, 0, "labels.status", STEP_BACK_RESUME, STEP_STAYS_NOT);
    assert_int_equal(step.record.kind, SELLO_KIND_BATCH);
    assert_int_equal(step.record.number, 1);
    set(desk, SELLO_LABEL_VALID, false, batch);
    expect(desk, 1, "labels.status", STEP_BACK_NOTHING, STEP_STAYS_OVER);
}

static void test_sold_labels(void **state) {
    const struct labels_named two = {.first = 7, .last = 8}, one = {.first = 9, .last = 9};
    struct desk *desk = *state;
    set(desk, SELLO_LABEL_RETIRED, false, one);
    set(desk, SELLO_LABEL_RETIRED, false, two);
    expect(desk, 0, "labels.status", STEP_BACK_RETURNED, STEP_STAYS_NOT);
    set(desk, SELLO_LABEL_VALID, true, one);
    expect(desk, 1, "labels.status", STEP_BACK_RETURNED, STEP_STAYS_NOT);
    expect(desk, 2, "labels.status", STEP_BACK_NOTHING, STEP_STAYS_OVER);
    desk_other_sets(desk, SELLO_LABEL_WITHDRAWN, 8, 8); /* was stolen, and not sold: for good */
    expect(desk, 0, "labels.status", STEP_BACK_NOTHING, STEP_STAYS_FINAL);
    expect(desk, 2, "labels.status", STEP_BACK_NOTHING, STEP_STAYS_OVER);
}

/* By the step that the list names. */
static void certify(struct desk *desk, const struct latest_step *step,
                    enum sello_certificate_step how) {
    const struct certify_request request = {.certificate = step->record.number,
                                            .step = how,
                                            .application =
                                                step->back == STEP_BACK_CERTIFICATE_CANCEL};
    struct certify_outcome done = {.already = false};
    assert_int_equal(step->record.kind, SELLO_KIND_CERTIFICATE);
    assert_status(certify_commit(&desk->session, &request, NULL, &done), SELLO_OK);
    certify_outcome_free(&done);
}

static void test_certificates(void **state) {
    struct desk *desk = *state;
    const struct sello_certificate application = {
        .product = desk->fixture->product, .producer = desk->fixture->producer, .scheme = 7};
    uint64_t number = 0;
    desk_other_moves(desk, SELLO_STEP_SUSPEND); /* and its labels with it: one step */
    struct latest_step step =
        expect(desk, 0, "certificate.moved", STEP_BACK_CERTIFICATE_RESUME, STEP_STAYS_NOT);
    certify(desk, &step, SELLO_STEP_RESUME);
    expect(desk, 0, "certificate.moved", STEP_BACK_NOTHING, STEP_STAYS_SEEN);
    expect(desk, 1, "certificate.moved", STEP_BACK_NOTHING, STEP_STAYS_OVER);

    assert_status(sello_certificate_apply(desk->other, &application, &number), SELLO_OK);
    step = expect(desk, 0, "certificate.applied", STEP_BACK_CERTIFICATE_CANCEL, STEP_STAYS_NOT);
    assert_int_equal(step.record.number, number);
    certify(desk, &step, SELLO_STEP_WITHDRAW);
    expect(desk, 0, "certificate.moved", STEP_BACK_NOTHING, STEP_STAYS_FINAL);
    expect(desk, 1, "certificate.applied", STEP_BACK_NOTHING, STEP_STAYS_OVER);
    desk_other_moves(desk, SELLO_STEP_WITHDRAW);
    expect(desk, 0, "certificate.moved", STEP_BACK_NOTHING, STEP_STAYS_FINAL);
}

static void rename_producer(struct desk *desk, const char *name) {
    struct producer_outcome done;
    const struct producer_request request = {.number = desk->fixture->producer, .name = name};
    assert_status(producer_commit(&desk->session, &request, NULL, &done), SELLO_OK);
}

static void test_corrections(void **state) {
    struct desk *desk = *state;
    const struct product_request traits = {.number = desk->fixture->product, .traits = "azul"};
    struct product_outcome done;
    rename_producer(desk, "Otra");
    struct latest_step step =
        expect(desk, 0, "producer.edited", STEP_BACK_PRODUCER, STEP_STAYS_NOT);
    assert_int_equal(step.record.number, desk->fixture->producer);
    rename_producer(desk, "Y otra");
    expect(desk, 0, "producer.edited", STEP_BACK_PRODUCER, STEP_STAYS_NOT);
    expect(desk, 1, "producer.edited", STEP_BACK_NOTHING, STEP_STAYS_OVER);
    rename_producer(desk, "Otra"); /* the newer of the two taken back: the older one can be */
    expect(desk, 2, "producer.edited", STEP_BACK_PRODUCER, STEP_STAYS_NOT);
    assert_status(product_commit(&desk->session, &traits, NULL, &done), SELLO_OK);
    expect(desk, 0, "product.edited", STEP_BACK_PRODUCT, STEP_STAYS_NOT);
}

static void test_imports_and_merges(void **state) {
    struct desk *desk = *state;
    const struct sello_producer ana = {.name = "Ana", .origin = "Tepeji"};
    struct merge_outcome merged;
    struct undo_outcome undone;
    uint64_t import = 0, number = 0;
    assert_status(sello_import_begin(desk->other, SELLO_KIND_PRODUCER, "t.csv", &import), SELLO_OK);
    assert_status(sello_producer_add(desk->other, &ana, &number), SELLO_OK);
    assert_status(sello_import_end(desk->other, true), SELLO_OK);
    struct latest_step step = expect(desk, 0, "import.made", STEP_BACK_UNDO, STEP_STAYS_NOT);
    assert_int_equal(step.record.number, import);
    assert_status(
        undo_commit(&desk->session, &(struct undo_request){.import = import}, NULL, &undone),
        SELLO_OK);
    expect(desk, 0, "import.undone", STEP_BACK_NOTHING, STEP_STAYS_OVER);
    expect(desk, 1, "import.made", STEP_BACK_NOTHING, STEP_STAYS_OVER); /* no record beside it */

    assert_status(sello_producer_add(desk->other, &ana, &number), SELLO_OK);
    expect(desk, 0, "producer.added", STEP_BACK_NOTHING, STEP_STAYS_RECORD);
    assert_status(merge_commit(&desk->session, number, desk->fixture->producer, NULL, &merged),
                  SELLO_OK);
    expect(desk, 0, "producer.merged", STEP_BACK_NOTHING, STEP_STAYS_MERGED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_how_many, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_suspended_labels, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_sold_labels, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_certificates, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_corrections, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_imports_and_merges, desk_make, desk_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

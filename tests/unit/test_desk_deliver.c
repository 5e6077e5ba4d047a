/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/deliver.h"
#include "tests/support/desk_fixture.h"

/* Handing labels to a producer, and what another clerk does meanwhile. */

static uint64_t deliveries(struct desk *desk) {
    struct sello_store_summary summary;
    assert_status(sello_store_summary(desk->other, &summary), SELLO_OK);
    return summary.n_deliveries;
}

static struct deliver_request request(struct desk *desk, const struct labels_named *given,
                                      const struct labels_named *spoiled) {
    return (struct deliver_request){.producer = desk->fixture->producer,
                                    .given = given,
                                    .n_given = given != NULL,
                                    .spoiled = spoiled,
                                    .n_spoiled = spoiled != NULL};
}

/* `sello deliver 26-30 --to R1 --spoiled 31` waits at its question; label 27 is stolen. */
static void test_stolen_while_it_waits(void **state) {
    struct desk *desk = *state;
    const struct labels_named given = {.first = 26, .last = 30},
                              spoiled = {.first = 31, .last = 31};
    struct deliver_request r = request(desk, &given, &spoiled);
    struct deliver_outcome plan = {0}, done = {0};
    assert_status(deliver_plan(&desk->session, &r, &plan), SELLO_OK);
    assert_int_equal(plan.voided.n_changed, 1);
    assert_int_equal(deliveries(desk), 0);
    desk_other_sets(desk, SELLO_LABEL_WITHDRAWN, 27, 27);
    uint64_t events = desk_events(desk);
    assert_status(deliver_commit(&desk->session, &r, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "label-withdrawn", "serials");
    assert_int_equal(desk->session.problem.value[0].number, 27);
    assert_int_equal(desk->session.problem.value[1].number, SELLO_REASON_STOLEN);
    assert_int_equal(deliveries(desk), 0);
    assert_int_equal(desk_status(desk, 31), SELLO_LABEL_VALID);
    assert_int_equal(desk_events(desk), events);
    deliver_outcome_free(&plan);
}

/* Of a batch what is withdrawn is left out; but not behind the back of who said yes. */
static void test_left_out_meanwhile(void **state) {
    struct desk *desk = *state;
    const struct labels_named given = {.kind = SELLO_KIND_BATCH, .number = 1},
                              spoiled = {.first = 31, .last = 31};
    struct deliver_request r = request(desk, &given, &spoiled);
    struct deliver_outcome plan = {0}, done = {0};
    assert_status(deliver_plan(&desk->session, &r, &plan), SELLO_OK);
    desk_other_sets(desk, SELLO_LABEL_WITHDRAWN, 27, 27);
    assert_status(deliver_commit(&desk->session, &r, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-meanwhile", "");
    assert_int_equal(deliveries(desk), 0);
    assert_int_equal(desk_status(desk, 31), SELLO_LABEL_VALID);
    assert_status(deliver_commit(&desk->session, &r, NULL, &done), SELLO_OK);
    assert_int_equal(done.left_out, 1);
    assert_int_equal(targets_labels(&done.given), 38);
    assert_int_equal(done.n_batches, 1);
    assert_int_equal(done.batch[0].counts.delivered, 38);
    assert_int_equal(done.batch[0].counts.spoiled, 1);
    deliver_outcome_free(&plan);
    deliver_outcome_free(&done);
}

static void test_delivered_meanwhile(void **state) {
    struct desk *desk = *state;
    const struct labels_named given = {.first = 26, .last = 30};
    const struct sello_serials theirs = {30, 2};
    struct deliver_request r = request(desk, &given, NULL);
    struct deliver_outcome plan = {0}, done = {0};
    uint64_t number = 0;
    assert_status(deliver_plan(&desk->session, &r, &plan), SELLO_OK);
    assert_status(sello_delivery_add(desk->other, desk->fixture->producer, &theirs, 1, &number),
                  SELLO_OK);
    assert_status(deliver_commit(&desk->session, &r, &plan, &done), SELLO_E_EXISTS);
    assert_rule(desk, "label-delivered", "serials");
    assert_int_equal(deliveries(desk), 1);
    deliver_outcome_free(&plan);
}

static void test_refusals(void **state) {
    struct desk *desk = *state;
    const struct sello_producer ana = {.name = "Ana", .origin = "Tepeji"};
    uint64_t other = 0;
    assert_status(sello_producer_add(desk->other, &ana, &other), SELLO_OK);
    desk_other_sets(desk, SELLO_LABEL_SUSPENDED, 5, 5);
    desk_other_sets(desk, SELLO_LABEL_WITHDRAWN, 6, 6);
    uint64_t events = desk_events(desk);
    const struct row {
        struct labels_named given;
        uint64_t producer;
        enum sello_error error;
        const char *rule, *field;
    } rows[] = {
        {{.first = 4, .last = 5},
         desk->fixture->producer,
         SELLO_E_STATE,
         "label-suspended",
         "serials"},
        {{.first = 6, .last = 7},
         desk->fixture->producer,
         SELLO_E_STATE,
         "label-withdrawn",
         "serials"},
        {{.kind = SELLO_KIND_BATCH, .number = 1},
         desk->fixture->producer,
         SELLO_E_STATE,
         "label-suspended",
         "serials"},
        {{.first = 1, .last = 2}, other, SELLO_E_STATE, "labels-of-another", "to"},
        {{.first = 1, .last = 2}, 9, SELLO_E_NOT_FOUND, "no-such-record", ""},
        {{.first = 40, .last = 41}, other, SELLO_E_RANGE, "no-such-label", "serials"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct deliver_request r = request(desk, &rows[i].given, NULL);
        struct deliver_outcome out = {0};
        r.producer = rows[i].producer;
        assert_status(deliver_plan(&desk->session, &r, &out), rows[i].error);
        assert_rule(desk, rows[i].rule, rows[i].field);
        assert_status(deliver_commit(&desk->session, &r, NULL, &out), rows[i].error);
        assert_rule(desk, rows[i].rule, rows[i].field);
    }
    assert_int_equal(desk_events(desk), events);
    assert_int_equal(deliveries(desk), 0);
}

static enum sello_error no_page(struct session *session, uint64_t delivery, void *context) {
    struct sello_delivery row;
    uint64_t *seen = context;
    assert_status(sello_delivery_get(session->store, delivery, &row), SELLO_OK);
    *seen = row.labels;
    return SELLO_E_PAGE_FULL;
}

/* What cannot be signed for is not handed over, and its spoiled labels stay as they were. */
static void test_no_receipt(void **state) {
    struct desk *desk = *state;
    const struct labels_named given = {.first = 1, .last = 4}, spoiled = {.first = 5, .last = 5};
    struct deliver_request r = request(desk, &given, &spoiled);
    struct deliver_outcome out = {0};
    uint64_t seen = 0;
    r.receipt = no_page;
    r.context = &seen;
    assert_status(deliver_commit(&desk->session, &r, NULL, &out), SELLO_E_PAGE_FULL);
    assert_int_equal(seen, 4);
    assert_int_equal(deliveries(desk), 0);
    assert_int_equal(desk_status(desk, 5), SELLO_LABEL_VALID);
}

static void test_spoiled_alone(void **state) {
    struct desk *desk = *state;
    const struct labels_named spoiled = {.first = 5, .last = 6};
    struct deliver_request r = request(desk, NULL, &spoiled);
    struct deliver_outcome out = {0};
    r.producer = 0;
    assert_status(deliver_commit(&desk->session, &r, NULL, &out), SELLO_OK);
    assert_int_equal(out.delivery, 0);
    assert_int_equal(out.voided.n_changed, 2);
    assert_int_equal(desk_status(desk, 5), SELLO_LABEL_WITHDRAWN);
    deliver_outcome_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_stolen_while_it_waits, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_left_out_meanwhile, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_delivered_meanwhile, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_refusals, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_no_receipt, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_spoiled_alone, desk_make, desk_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

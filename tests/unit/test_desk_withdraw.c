/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/withdraw.h"
#include "tests/support/desk_fixture.h"

/* Withdrawing, suspending, resuming and retiring labels. */

static struct labels_named serials(uint64_t first, uint64_t last) {
    return (struct labels_named){.first = first, .last = last};
}

static struct withdraw_request request(enum sello_label_status status,
                                       const struct labels_named *named) {
    return (struct withdraw_request){.status = status, .named = named, .n_named = 1};
}

/* Commits without having shown anything. */
static enum sello_error do_it(struct desk *desk, const struct withdraw_request *r,
                              uint64_t *changed) {
    struct withdraw_outcome done = {0};
    enum sello_error error = withdraw_commit(&desk->session, r, NULL, &done);
    *changed = done.change.n_changed;
    withdraw_outcome_free(&done);
    return error;
}

static void test_plan_changes_nothing(void **state) {
    struct desk *desk = *state;
    const struct labels_named named = serials(3, 7);
    struct withdraw_request r = request(SELLO_LABEL_WITHDRAWN, &named);
    struct withdraw_outcome plan = {0}, done = {0};
    uint64_t events = desk_events(desk);
    r.reason = "perdida";
    assert_status(withdraw_plan(&desk->session, &r, &plan), SELLO_OK);
    assert_int_equal(plan.change.n_labels, 5);
    assert_int_equal(plan.change.n_changed, 5);
    assert_int_equal(plan.reason.code, SELLO_REASON_LOST);
    assert_int_equal(plan.change.after.n[SELLO_LABEL_WITHDRAWN], 5);
    assert_int_equal(desk_events(desk), events);
    assert_int_equal(desk_status(desk, 5), SELLO_LABEL_VALID);
    assert_status(withdraw_commit(&desk->session, &r, &plan, &done), SELLO_OK);
    assert_int_equal(done.change.n_changed, 5);
    assert_int_equal(desk_status(desk, 5), SELLO_LABEL_WITHDRAWN);
    withdraw_outcome_free(&plan);
    withdraw_outcome_free(&done);
}

/* Each way that the other clerk can come between a plan and its commit. */
static void test_changed_meanwhile(void **state) {
    static const struct row {
        enum sello_label_status mine, theirs;
        const char *rule;
    } rows[] = {
        {SELLO_LABEL_WITHDRAWN, SELLO_LABEL_WITHDRAWN, "changed-meanwhile"},
        {SELLO_LABEL_WITHDRAWN, SELLO_LABEL_RETIRED, "changed-meanwhile"},
        {SELLO_LABEL_SUSPENDED, SELLO_LABEL_WITHDRAWN, "changed-meanwhile"},
        {SELLO_LABEL_RETIRED, SELLO_LABEL_SUSPENDED, "changed-meanwhile"},
        {SELLO_LABEL_VALID, SELLO_LABEL_WITHDRAWN, "resume-withdrawn"},
    };
    struct desk *desk = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t first = 1 + 3 * i;
        const struct labels_named named = rows[i].mine == SELLO_LABEL_VALID
                                              ? serials(first + 1, first + 1)
                                              : serials(first, first + 2);
        struct withdraw_request r = request(rows[i].mine, &named);
        struct withdraw_outcome plan = {0}, done = {0};
        assert_status(withdraw_plan(&desk->session, &r, &plan), SELLO_OK);
        desk_other_sets(desk, rows[i].theirs, first + 1, first + 1);
        uint64_t events = desk_events(desk);
        assert_status(withdraw_commit(&desk->session, &r, &plan, &done), SELLO_E_STATE);
        assert_rule(desk, rows[i].rule, rows[i].mine == SELLO_LABEL_VALID ? "serials" : "");
        assert_int_equal(desk_events(desk), events);
        assert_int_equal(desk_status(desk, first), SELLO_LABEL_VALID);
        assert_int_equal(desk_status(desk, first + 1), rows[i].theirs);
        withdraw_outcome_free(&plan);
    }
}

/* What was not shown is as it is when it is done; another clerk's labels are no matter of ours. */
static void test_others_changes_that_do_not_matter(void **state) {
    struct desk *desk = *state;
    const struct labels_named named = serials(3, 7);
    struct withdraw_request r = request(SELLO_LABEL_WITHDRAWN, &named);
    struct withdraw_outcome plan = {0}, done = {0};
    uint64_t changed = 0;
    assert_status(withdraw_plan(&desk->session, &r, &plan), SELLO_OK);
    desk_other_sets(desk, SELLO_LABEL_WITHDRAWN, 8, 9);
    assert_status(withdraw_commit(&desk->session, &r, &plan, &done), SELLO_OK);
    assert_status(do_it(desk, &r, &changed), SELLO_OK);
    assert_int_equal(changed, 0);
    withdraw_outcome_free(&plan);
    withdraw_outcome_free(&done);
}

static void test_a_batch_that_is_new(void **state) {
    struct desk *desk = *state;
    const struct labels_named named = {.kind = SELLO_KIND_CERTIFICATE,
                                       .number = desk->fixture->certificate};
    struct withdraw_request r = request(SELLO_LABEL_WITHDRAWN, &named);
    struct withdraw_outcome plan = {0}, done = {0};
    assert_status(withdraw_plan(&desk->session, &r, &plan), SELLO_OK);
    fixture_issue(desk->fixture, 2);
    assert_status(withdraw_commit(&desk->session, &r, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-meanwhile", "");
    withdraw_outcome_free(&plan);
}

static void test_refusals(void **state) {
    static const struct row {
        enum sello_label_status status;
        struct labels_named named;
        const char *reason;
        struct sello_number day;
        enum sello_error error;
        const char *rule, *field;
    } rows[] = {
        {SELLO_LABEL_WITHDRAWN,
         {.first = 1, .last = 1},
         "la vendió el TALLER  pena",
         {0},
         SELLO_E_TEXT,
         "reason-names-producer",
         "reason"},
        {SELLO_LABEL_WITHDRAWN,
         {.first = 1, .last = 1},
         "a\x1b[2J",
         {0},
         SELLO_E_TEXT,
         "",
         "reason"},
        {SELLO_LABEL_WITHDRAWN, {.first = 1, .last = 1}, "", {0}, SELLO_E_TEXT, "", "reason"},
        {SELLO_LABEL_WITHDRAWN,
         {.first = 1, .last = 1},
         NULL,
         {true, 39812},
         SELLO_E_RANGE,
         "date-to-come",
         "date"},
        {SELLO_LABEL_WITHDRAWN,
         {.first = 40, .last = 41},
         NULL,
         {0},
         SELLO_E_RANGE,
         "no-such-label",
         "serials"},
        {SELLO_LABEL_WITHDRAWN,
         {.first = 0, .last = 1},
         NULL,
         {0},
         SELLO_E_RANGE,
         "no-such-label",
         "serials"},
        {SELLO_LABEL_WITHDRAWN,
         {.kind = SELLO_KIND_BATCH, .number = 9},
         NULL,
         {0},
         SELLO_E_NOT_FOUND,
         "no-such-record",
         ""},
        {SELLO_LABEL_WITHDRAWN,
         {.kind = SELLO_KIND_CERTIFICATE, .number = 9},
         NULL,
         {0},
         SELLO_E_NOT_FOUND,
         "no-such-record",
         ""},
        {SELLO_LABEL_VALID,
         {.first = 20, .last = 20},
         NULL,
         {0},
         SELLO_E_STATE,
         "resume-withdrawn",
         "serials"},
        {SELLO_LABEL_VALID,
         {.first = 20, .last = 21},
         NULL,
         {0},
         SELLO_E_STATE,
         "resume-withdrawn-all",
         "serials"},
    };
    struct desk *desk = *state;
    desk_other_sets(desk, SELLO_LABEL_WITHDRAWN, 20, 21);
    uint64_t events = desk_events(desk), changed = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct withdraw_request r = request(rows[i].status, &rows[i].named);
        struct withdraw_outcome plan = {0};
        r.reason = rows[i].reason;
        r.day = rows[i].day;
        assert_status(withdraw_plan(&desk->session, &r, &plan), rows[i].error);
        assert_rule(desk, rows[i].rule, rows[i].field);
        assert_status(do_it(desk, &r, &changed), rows[i].error);
        assert_rule(desk, rows[i].rule, rows[i].field);
    }
    assert_int_equal(desk_events(desk), events);
}

/* A producer who was added after the plan may not be named either. */
static void test_a_producer_that_is_new(void **state) {
    struct desk *desk = *state;
    const struct labels_named named = serials(3, 3);
    struct withdraw_request r = request(SELLO_LABEL_WITHDRAWN, &named);
    struct withdraw_outcome plan = {0}, done = {0};
    const struct sello_producer ana = {.name = "Ana", .origin = "Tepeji"};
    uint64_t number = 0;
    r.reason = "a petición de Ana";
    assert_status(withdraw_plan(&desk->session, &r, &plan), SELLO_OK);
    assert_status(sello_producer_add(desk->other, &ana, &number), SELLO_OK);
    assert_status(withdraw_commit(&desk->session, &r, &plan, &done), SELLO_E_TEXT);
    assert_rule(desk, "reason-names-producer", "reason");
    assert_int_equal(desk_status(desk, 3), SELLO_LABEL_VALID);
    withdraw_outcome_free(&plan);
}

/* The clock a month ahead of the last event, and nobody said that it is right. */
static void test_clock(void **state) {
    struct desk *desk = *state;
    const struct labels_named named = serials(3, 3);
    struct withdraw_request r = request(SELLO_LABEL_WITHDRAWN, &named);
    uint64_t changed = 0;
    session_start(&desk->session, desk->fixture->folder, T0 + 40 * 86400, "es", NULL);
    desk->session.store = desk->other; /* opened after the last event */
    assert_status(do_it(desk, &r, &changed), SELLO_E_RANGE);
    assert_rule(desk, "clock-ahead", "");
    assert_status(session_take_clock(&desk->session, true), SELLO_OK);
    assert_status(do_it(desk, &r, &changed), SELLO_OK);
}

/* One label withdrawn by its serial. */
static void test_queries(void **state) {
    struct desk *desk = *state;
    const struct labels_named named = serials(3, 3);
    struct withdraw_request r = request(SELLO_LABEL_WITHDRAWN, &named);
    uint64_t changed = 0, before = sello_store_queries(desk->session.store);
    r.reason = "cayó al río";
    assert_status(do_it(desk, &r, &changed), SELLO_OK);
    uint64_t asked = sello_store_queries(desk->session.store) - before;
    print_message("withdrawing one label: %llu queries\n", (unsigned long long)asked);
    assert_in_range(asked, 1, 15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_plan_changes_nothing, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_changed_meanwhile, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_others_changes_that_do_not_matter, desk_make,
                                        desk_remove),
        cmocka_unit_test_setup_teardown(test_a_batch_that_is_new, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_refusals, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_a_producer_that_is_new, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_clock, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_queries, desk_make, desk_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

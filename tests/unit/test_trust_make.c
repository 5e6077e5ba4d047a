/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/trust_make.h"
#include "tests/support/certifier_fixture.h"

/* Trust files that are given out: planned, made, repeated, while another clerk works too. */

static const struct trust_request whole = {.scope = BUNDLE_WHOLE}, again = {.again = true};

static enum sello_label_status status_in(const struct trust_made *made, uint64_t serial) {
    struct sello_reader r = sello_reader_init(made->bundle.rows);
    for (size_t n = made->bundle.rows.len > 0 ? sello_take_array(&r) : 0; n > 0; n--) {
        struct sello_status_row row;
        assert_status(sello_take_status_row(&r, &row), SELLO_OK);
        if (row.first <= serial && serial - row.first < row.count) {
            return (enum sello_label_status)row.status;
        }
    }
    return SELLO_LABEL_VALID;
}

static void test_plan_changes_nothing(void **state) {
    struct certifier *c = *state;
    struct trust_made plan, made;
    certifier_issue(c, 5);
    certifier_other_withdraws(c, 2, 3);
    uint64_t events = certifier_events(c);
    assert_status(trust_make_plan(&c->session, &whole, &plan), SELLO_OK);
    assert_int_equal(certifier_events(c), events);
    assert_int_equal(plan.bundle.version, 1);
    assert_int_equal(plan.bundle.highest, 5);
    assert_int_equal(plan.bundle.n_batches, 1);
    assert_int_equal(status_in(&plan, 3), SELLO_LABEL_WITHDRAWN);
    assert_int_not_equal(trust_file_judge(&plan.file), SELLO_OK);
    assert_status(trust_make_commit(&c->session, &whole, &plan, &made), SELLO_OK);
    assert_int_equal(made.bundle.version, plan.bundle.version);
    assert_int_equal(made.bundle.generated, plan.bundle.generated);
    assert_int_equal(made.file.len, plan.file.len);
    assert_status(trust_file_judge(&made.file), SELLO_OK);
    trust_made_free(&plan);
    trust_made_free(&made);
}

/* A plan asks for no passphrase. */
static void must_not_be_asked(struct certifier *c) {
    (void)c;
    fail_msg("the passphrase was asked for");
}

static void test_plan_opens_no_key(void **state) {
    struct certifier *c = *state;
    struct trust_made plan;
    c->meanwhile = must_not_be_asked;
    assert_status(trust_make_plan(&c->session, &whole, &plan), SELLO_OK);
    trust_made_free(&plan);
}

static void test_another_was_exported_meanwhile(void **state) {
    struct certifier *c = *state;
    struct trust_made plan, made;
    assert_status(trust_make_plan(&c->session, &whole, &plan), SELLO_OK);
    assert_int_equal(certifier_other_exports(c), 1);
    uint64_t events = certifier_events(c);
    assert_status(trust_make_commit(&c->session, &whole, &plan, &made), SELLO_E_STATE);
    certifier_refused(c, "changed-meanwhile", "");
    assert_int_equal(certifier_events(c), events);
    /* nobody was shown anything: then it is the next one */
    assert_status(trust_make_commit(&c->session, &whole, NULL, &made), SELLO_OK);
    assert_int_equal(made.bundle.version, 2);
    trust_made_free(&plan);
    trust_made_free(&made);
}

static void test_another_root_meanwhile(void **state) {
    struct certifier *c = *state;
    struct trust_made plan, made;
    assert_status(trust_make_plan(&c->session, &whole, &plan), SELLO_OK);
    certifier_other_root(c, "Consejo de Prueba");
    assert_status(trust_make_commit(&c->session, &whole, &plan, &made), SELLO_E_STATE);
    certifier_refused(c, "changed-meanwhile", "");
    trust_made_free(&plan);
}

static void store_another_root(struct certifier *c) {
    certifier_other_root(c, "Consejo de Prueba");
}

/* While the passphrase is typed: it is done again from its start, under the new one. */
static void test_another_root_while_asked(void **state) {
    struct certifier *c = *state;
    struct trust_made made;
    certifier_issue(c, 1);
    sello_passphrase_free(&c->session.passphrase);
    c->meanwhile = store_another_root;
    assert_status(trust_make_commit(&c->session, &whole, NULL, &made), SELLO_OK);
    assert_int_equal(made.bundle.root_version, 2);
    assert_int_equal(made.bundle.version, 1);
    assert_status(trust_file_judge(&made.file), SELLO_OK);
    trust_made_free(&made);
}

static void end_label_key(struct certifier *c) {
    c->row[CERTIFIER_LABEL].state = SELLO_KEY_COMPROMISED;
    certifier_other_root(c, "Consejo de Prueba");
}

/* After the key was opened and before the bundle is dated: by the root before, the batches of a key
 * that was stolen would not be listed, and its labels be refused. */
static void test_key_stolen_at_the_last_moment(void **state) {
    struct certifier *c = *state;
    const struct trust_request small = {.scope = BUNDLE_NO_BATCHES};
    struct sello_batch left_over;
    struct trust_made made;
    certifier_issue(c, 2);
    assert_status(fixture_reserve(c->fixture, 5, &left_over), SELLO_OK);
    c->at_notice = end_label_key; /* of the batch that is left over */
    assert_status(trust_make_commit(&c->session, &small, NULL, &made), SELLO_OK);
    assert_string_equal(c->notice, "batch-void");
    assert_int_equal(made.bundle.root_version, 2);
    assert_int_equal(made.bundle.version, 1);
    assert_int_equal(made.bundle.n_batches, 1);
    trust_made_free(&made);
}

/* What is withdrawn between the two is in it: that is what it is for. */
static void test_withdrawn_meanwhile(void **state) {
    struct certifier *c = *state;
    struct trust_made plan, made;
    certifier_issue(c, 5);
    assert_status(trust_make_plan(&c->session, &whole, &plan), SELLO_OK);
    certifier_other_withdraws(c, 4, 4);
    assert_status(trust_make_commit(&c->session, &whole, &plan, &made), SELLO_OK);
    assert_int_equal(status_in(&plan, 4), SELLO_LABEL_VALID);
    assert_int_equal(status_in(&made, 4), SELLO_LABEL_WITHDRAWN);
    trust_made_free(&plan);
    trust_made_free(&made);
}

static void test_again(void **state) {
    struct certifier *c = *state;
    struct trust_made made, repeated;
    assert_status(trust_make_commit(&c->session, &again, NULL, &made), SELLO_E_NOT_FOUND);
    assert_status(trust_make_commit(&c->session, &whole, NULL, &made), SELLO_OK);
    assert_status(trust_make_commit(&c->session, &again, NULL, &repeated), SELLO_OK);
    assert_int_equal(made.file.len, repeated.file.len);
    assert_memory_equal(made.file.ptr, repeated.file.ptr, made.file.len);
    trust_made_free(&repeated);
    assert_status(trust_make_plan(&c->session, &again, &repeated), SELLO_OK);
    assert_memory_equal(made.file.ptr, repeated.file.ptr, made.file.len);
    trust_made_free(&repeated);
    certifier_other_root(c, "Consejo de Prueba");
    assert_status(trust_make_commit(&c->session, &again, NULL, &repeated), SELLO_OK);
    trust_made_free(&repeated);
    trust_made_free(&made);
}

static void test_days(void **state) {
    struct certifier *c = *state;
    struct trust_made made;
    struct trust_request request = {.fresh_days = {true, 100}, .age_days = {true, 90}};
    assert_status(trust_make_plan(&c->session, &request, &made), SELLO_E_RANGE);
    certifier_refused(c, "age-below-fresh", "max-age-days");
    assert_status(trust_make_commit(&c->session, &request, NULL, &made), SELLO_E_RANGE);
    certifier_refused(c, "age-below-fresh", "max-age-days");
    request.age_days.value = 100;
    assert_status(trust_make_commit(&c->session, &request, NULL, &made), SELLO_OK);
    assert_int_equal(made.bundle.fresh_days, 100);
    assert_int_equal(made.bundle.age_days, 100);
    trust_made_free(&made);
}

static void test_no_key_at_hand(void **state) {
    struct certifier *c = *state;
    struct trust_made made;
    assert_int_equal(remove(fixture_path(c->fixture, "keys/estado.key")), 0);
    assert_status(trust_make_plan(&c->session, &whole, &made), SELLO_E_NOT_FOUND);
    certifier_refused(c, "no-status-key", "");
    assert_status(trust_make_commit(&c->session, &whole, NULL, &made), SELLO_E_NOT_FOUND);
    certifier_refused(c, "no-status-key", "");
}

#define CERTIFIER_TEST(name) cmocka_unit_test_setup_teardown(name, certifier_make, certifier_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        CERTIFIER_TEST(test_plan_changes_nothing),
        CERTIFIER_TEST(test_plan_opens_no_key),
        CERTIFIER_TEST(test_another_was_exported_meanwhile),
        CERTIFIER_TEST(test_another_root_meanwhile),
        CERTIFIER_TEST(test_another_root_while_asked),
        CERTIFIER_TEST(test_key_stolen_at_the_last_moment),
        CERTIFIER_TEST(test_withdrawn_meanwhile),
        CERTIFIER_TEST(test_again),
        CERTIFIER_TEST(test_days),
        CERTIFIER_TEST(test_no_key_at_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/certify.h"
#include "tests/support/desk_fixture.h"

/* A certificate's steps, and what another clerk does meanwhile. */

#define TODAY (T0 / 86400)

static enum sello_certificate_state state_of(struct desk *desk) {
    struct sello_certificate c;
    assert_status(sello_certificate_get(desk->other, desk->fixture->certificate, &c), SELLO_OK);
    return c.state;
}

static struct certify_request request(struct desk *desk, enum sello_certificate_step step) {
    return (struct certify_request){.certificate = desk->fixture->certificate, .step = step};
}

static void test_labels_go_along(void **state) {
    struct desk *desk = *state;
    struct certify_request r = request(desk, SELLO_STEP_SUSPEND);
    struct certify_outcome out = {0};
    r.reason = "taller en obra";
    assert_status(certify_plan(&desk->session, &r, &out), SELLO_OK);
    assert_int_equal(out.labels.n_changed, DESK_LABELS);
    assert_int_equal(desk_status(desk, 1), SELLO_LABEL_VALID);
    assert_int_equal(state_of(desk), SELLO_CERTIFICATE_GRANTED);
    certify_outcome_free(&out);
    assert_status(certify_commit(&desk->session, &r, NULL, &out), SELLO_OK);
    assert_int_equal(desk_status(desk, 1), SELLO_LABEL_SUSPENDED);
    certify_outcome_free(&out);
    assert_status(certify_commit(&desk->session, &r, NULL, &out), SELLO_OK);
    assert_true(out.already);
    certify_outcome_free(&out);
    r = request(desk, SELLO_STEP_RESUME);
    assert_status(certify_commit(&desk->session, &r, NULL, &out), SELLO_OK);
    assert_int_equal(desk_status(desk, 1), SELLO_LABEL_VALID);
    certify_outcome_free(&out);
}

static void others_withdraw_a_label(struct desk *desk) {
    desk_other_sets(desk, SELLO_LABEL_WITHDRAWN, 7, 7);
}

static void others_suspend(struct desk *desk) {
    desk_other_moves(desk, SELLO_STEP_SUSPEND);
}

static void others_withdraw(struct desk *desk) {
    desk_other_moves(desk, SELLO_STEP_WITHDRAW);
}

static void others_issue(struct desk *desk) {
    fixture_issue(desk->fixture, 1);
}

static void test_changed_meanwhile(void **state) {
    static const struct row {
        enum sello_certificate_step step;
        void (*others)(struct desk *desk);
    } rows[] = {
        {SELLO_STEP_SUSPEND, others_withdraw_a_label},
        {SELLO_STEP_WITHDRAW, others_issue},
        {SELLO_STEP_WITHDRAW, others_suspend},
        {SELLO_STEP_RESUME, others_withdraw},
        {SELLO_STEP_PASS, others_withdraw},
    };
    struct desk *desk = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct certify_request r = request(desk, rows[i].step);
        struct certify_outcome plan = {0}, done = {0};
        r.reason = rows[i].step == SELLO_STEP_PASS ? NULL : "lost";
        assert_status(certify_plan(&desk->session, &r, &plan), SELLO_OK);
        rows[i].others(desk);
        uint64_t events = desk_events(desk);
        enum sello_certificate_state was = state_of(desk);
        assert_status(certify_commit(&desk->session, &r, &plan, &done), SELLO_E_STATE);
        assert_rule(desk, "changed-meanwhile", "");
        assert_int_equal(desk_events(desk), events);
        assert_int_equal(state_of(desk), was);
        certify_outcome_free(&plan);
        if (i == 3) { /* the end of the granted one; go on with one that is applied for */
            const struct sello_certificate next = {.product = desk->fixture->product,
                                                   .producer = desk->fixture->producer,
                                                   .scheme = 7};
            assert_status(sello_certificate_apply(desk->other, &next, &desk->fixture->certificate),
                          SELLO_OK);
        }
    }
}

static void test_refusals(void **state) {
    struct desk *desk = *state;
    uint64_t applied = 0;
    const struct sello_certificate next = {
        .product = desk->fixture->product, .producer = desk->fixture->producer, .scheme = 7};
    assert_status(sello_certificate_apply(desk->other, &next, &applied), SELLO_OK);
    const uint64_t granted = desk->fixture->certificate;
    const struct row {
        struct certify_request request;
        enum sello_error error;
        const char *rule, *field;
    } rows[] = {
        {{.certificate = 9, .step = SELLO_STEP_PASS}, SELLO_E_NOT_FOUND, "", ""},
        {{.certificate = applied, .step = SELLO_STEP_GRANT},
         SELLO_E_STATE,
         "certificate-not-inspected",
         ""},
        {{.certificate = granted, .step = SELLO_STEP_GRANT},
         SELLO_E_STATE,
         "certificate-state",
         ""},
        {{.certificate = applied,
          .step = SELLO_STEP_GRANT,
          .from = {true, TODAY},
          .until = {true, TODAY - 1}},
         SELLO_E_RANGE,
         "until-before-from",
         "until"},
        {{.certificate = granted, .step = SELLO_STEP_RENEW, .until = {true, TODAY - 1}},
         SELLO_E_RANGE,
         "until-past",
         "until"},
        {{.certificate = granted, .step = SELLO_STEP_SUSPEND},
         SELLO_E_MISSING,
         "reason-missing",
         "reason"},
        {{.certificate = granted, .step = SELLO_STEP_WITHDRAW, .reason = "Taller Peña cerró"},
         SELLO_E_TEXT,
         "reason-names-producer",
         "reason"},
        {{.certificate = granted,
          .step = SELLO_STEP_SUSPEND,
          .reason = "lost",
          .day = {true, 39812}},
         SELLO_E_RANGE,
         "date-to-come",
         "date"},
        {{.certificate = applied, .step = SELLO_STEP_SUSPEND, .reason = "lost"},
         SELLO_E_STATE,
         "certificate-state",
         ""},
    };
    uint64_t events = desk_events(desk);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct certify_outcome out = {0};
        assert_status(certify_plan(&desk->session, &rows[i].request, &out), rows[i].error);
        assert_rule(desk, rows[i].rule, rows[i].field);
        assert_status(certify_commit(&desk->session, &rows[i].request, NULL, &out), rows[i].error);
        assert_rule(desk, rows[i].rule, rows[i].field);
    }
    assert_int_equal(desk_events(desk), events);
}

/* The records that were looked at are the records granted. */
static void test_record_changed_meanwhile(void **state) {
    struct desk *desk = *state;
    const struct sello_certificate next = {
        .product = desk->fixture->product, .producer = desk->fixture->producer, .scheme = 7};
    struct certify_request r = {.step = SELLO_STEP_GRANT};
    struct certify_outcome plan = {0}, done = {0};
    struct sello_product product;
    assert_status(sello_certificate_apply(desk->other, &next, &r.certificate), SELLO_OK);
    const struct sello_certificate_move pass = {.certificate = r.certificate,
                                                .step = SELLO_STEP_PASS};
    assert_status(sello_certificate_move(desk->other, &pass), SELLO_OK);
    assert_status(certify_plan(&desk->session, &r, &plan), SELLO_OK);
    assert_string_equal(plan.product, "Rebozo de seda");
    assert_status(sello_product_get(desk->other, next.product, &product), SELLO_OK);
    snprintf(product.name, sizeof product.name, "Rebozo de lana");
    assert_status(sello_product_edit(desk->other, &product), SELLO_OK);
    assert_status(certify_commit(&desk->session, &r, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-meanwhile", "");
    assert_status(certify_commit(&desk->session, &r, NULL, &done), SELLO_OK);
    assert_string_equal(done.product, "Rebozo de lana");
}

static void test_apply(void **state) {
    struct desk *desk = *state;
    const struct sello_certificate ask = {
        .product = desk->fixture->product, .producer = desk->fixture->producer, .scheme = 7};
    struct certify_applied plan, done;
    struct sello_product product;
    assert_status(certify_apply_plan(&desk->session, &ask, &plan), SELLO_OK);
    assert_string_equal(plan.product, "Rebozo de seda");
    assert_status(sello_product_get(desk->other, ask.product, &product), SELLO_OK);
    snprintf(product.name, sizeof product.name, "Rebozo de lana");
    assert_status(sello_product_edit(desk->other, &product), SELLO_OK);
    assert_status(certify_apply_commit(&desk->session, &ask, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-meanwhile", "");
    assert_status(certify_apply_commit(&desk->session, &ask, NULL, &done), SELLO_OK);
    assert_int_equal(done.certificate, plan.certificate);
    const struct sello_certificate none = {.product = 9, .producer = ask.producer, .scheme = 7};
    assert_status(certify_apply_commit(&desk->session, &none, NULL, &done), SELLO_E_NOT_FOUND);
    assert_rule(desk, "", "product");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_labels_go_along, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_changed_meanwhile, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_refusals, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_record_changed_meanwhile, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_apply, desk_make, desk_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/correct.h"
#include "tests/support/desk_fixture.h"

/* Records added, corrected and taken back; and what is due. */

#include "registry/desk/due.h"

static void test_producer(void **state) {
    struct desk *desk = *state;
    const struct producer_request add = {.name = "Ana", .origin = "Tepeji"};
    struct producer_outcome plan, done;
    struct sello_producer row;
    uint64_t events = desk_events(desk);
    assert_status(producer_plan(&desk->session, &add, &plan), SELLO_OK);
    assert_int_equal(desk_events(desk), events);
    assert_status(producer_commit(&desk->session, &add, &plan, &done), SELLO_OK);
    assert_int_equal(done.after.number, plan.after.number);

    const struct producer_request edit = {
        .number = done.after.number, .origin = "Tula", .is_public = {true, 1}};
    assert_status(producer_plan(&desk->session, &edit, &plan), SELLO_OK);
    assert_string_equal(plan.before.origin, "Tepeji");
    assert_string_equal(plan.after.origin, "Tula");
    row = plan.before;
    snprintf(row.state, sizeof row.state, "Hidalgo");
    assert_status(sello_producer_edit(desk->other, &row), SELLO_OK);
    assert_status(producer_commit(&desk->session, &edit, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-meanwhile", "");
    assert_status(producer_commit(&desk->session, &edit, NULL, &done), SELLO_OK);
    assert_string_equal(done.after.state, "Hidalgo"); /* what was not given stays */
    assert_string_equal(done.after.name, "Ana");
    assert_true(done.after.is_public);

    char long_name[SELLO_NAME_MAX + 2];
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    const struct producer_request bad = {.number = edit.number, .name = long_name};
    assert_status(producer_commit(&desk->session, &bad, NULL, &done), SELLO_E_TOO_LONG);
    assert_rule(desk, "", "name");
    const struct producer_request none = {.number = 99, .name = "Ana"};
    assert_status(producer_commit(&desk->session, &none, NULL, &done), SELLO_E_NOT_FOUND);
}

static void test_product(void **state) {
    struct desk *desk = *state;
    const struct sello_number gtin = {true, 96385074}, mistyped = {true, 96385075};
    struct product_request edit = {.number = desk->fixture->product, .gtin = &gtin};
    struct product_outcome plan, done;
    assert_status(product_plan(&desk->session, &edit, &plan), SELLO_OK);
    struct sello_product row = plan.before;
    snprintf(row.name, sizeof row.name, "Rebozo de lana");
    assert_status(sello_product_edit(desk->other, &row), SELLO_OK);
    assert_status(product_commit(&desk->session, &edit, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-meanwhile", "");
    assert_status(product_commit(&desk->session, &edit, NULL, &done), SELLO_OK);
    assert_string_equal(done.after.name, "Rebozo de lana");
    assert_int_equal(done.after.gtin.value, gtin.value);
    edit.gtin = &mistyped;
    assert_status(product_commit(&desk->session, &edit, NULL, &done), SELLO_E_RANGE);
    assert_rule(desk, "", "gtin");
}

/* I1 with one producer. */
static uint64_t import_one(struct desk *desk) {
    const struct sello_producer ana = {.name = "Ana", .origin = "Tepeji"};
    uint64_t import = 0, number = 0;
    assert_status(sello_import_begin(desk->other, SELLO_KIND_PRODUCER, "t.csv", &import), SELLO_OK);
    assert_status(sello_producer_add(desk->other, &ana, &number), SELLO_OK);
    assert_status(sello_import_end(desk->other, true), SELLO_OK);
    desk->fixture->producer = number;
    return import;
}

static void test_undo(void **state) {
    struct desk *desk = *state;
    uint64_t import = import_one(desk), certificate = 0;
    struct undo_outcome plan, done;
    assert_status(undo_plan(&desk->session, import, &plan), SELLO_OK);
    assert_string_equal(plan.import.file, "t.csv");
    const struct sello_certificate use = {
        .product = desk->fixture->product, .producer = desk->fixture->producer, .scheme = 7};
    assert_status(sello_certificate_apply(desk->other, &use, &certificate), SELLO_OK);
    assert_status(undo_commit(&desk->session, import, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "import-in-use", "");
    assert_int_equal(desk->session.problem.value[0].number, certificate);
    import = import_one(desk);
    assert_status(undo_plan(&desk->session, import, &plan), SELLO_OK);
    assert_status(sello_import_undo(desk->other, import, &certificate), SELLO_OK);
    assert_status(undo_commit(&desk->session, import, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-meanwhile", "");
    assert_status(undo_commit(&desk->session, import, NULL, &done), SELLO_E_NOT_FOUND);
}

struct dues {
    char codes[200];
    char rules[400];
};

static void on_due(void *context, const struct due *due) {
    struct dues *dues = context;
    snprintf(dues->codes + strlen(dues->codes), sizeof dues->codes - strlen(dues->codes), "%s ",
             due->code);
    snprintf(dues->rules + strlen(dues->rules), sizeof dues->rules - strlen(dues->rules), "%s ",
             due->about.rule);
}

static void test_due(void **state) {
    struct desk *desk = *state;
    struct due_facts facts = {.root = NULL};
    struct dues dues = {"", ""};
    uint64_t number = 0;
    const struct sello_certificate ask = {
        .product = desk->fixture->product, .producer = desk->fixture->producer, .scheme = 7};
    assert_status(sello_certificate_apply(desk->other, &ask, &number), SELLO_OK);
    assert_status(sello_store_summary(desk->other, &facts.summary), SELLO_OK);
    assert_status(due_list(&desk->session, &facts, on_due, &dues), SELLO_OK);
    assert_string_equal(dues.codes, "unfinished to-inspect trust-file ");
    assert_string_equal(dues.rules, "due-no-root due-to-inspect due-no-trust-file ");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_producer, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_product, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_undo, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_due, desk_make, desk_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

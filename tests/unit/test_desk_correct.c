/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/correct.h"
#include "registry/desk/undo.h"
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
    uint64_t import = import_one(desk), certificate = 0, removed = 0;
    struct undo_outcome plan, done;
    struct undo_request request = {.import = import};
    assert_status(undo_plan(&desk->session, &request, &plan), SELLO_OK);
    assert_string_equal(plan.import.file, "t.csv");
    const struct sello_certificate use = {
        .product = desk->fixture->product, .producer = desk->fixture->producer, .scheme = 7};
    assert_status(sello_certificate_apply(desk->other, &use, &certificate), SELLO_OK);
    assert_status(undo_commit(&desk->session, &request, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "import-in-use", "");
    assert_int_equal(desk->session.problem.value[0].number, certificate);
    request.import = import = import_one(desk);
    assert_status(undo_plan(&desk->session, &request, &plan), SELLO_OK);
    assert_status(sello_import_undo(desk->other, import, 0, &removed, &certificate), SELLO_OK);
    assert_status(undo_commit(&desk->session, &request, &plan, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-meanwhile", "");
    assert_status(undo_commit(&desk->session, &request, NULL, &done), SELLO_E_NOT_FOUND);
}

/* An import that changes the fixture's producer. */
static uint64_t import_change(struct desk *desk, const char *name, bool is_public) {
    struct sello_producer p;
    uint64_t import = 0;
    assert_status(sello_producer_get(desk->other, desk->fixture->producer, &p), SELLO_OK);
    snprintf(p.name, sizeof p.name, "%s", name);
    p.is_public = is_public;
    assert_status(sello_import_begin(desk->other, SELLO_KIND_PRODUCER, "t.csv", &import), SELLO_OK);
    assert_status(sello_producer_edit(desk->other, &p), SELLO_OK);
    assert_status(sello_import_end(desk->other, true), SELLO_OK);
    return import;
}

static void collect_row(void *context, const struct undo_row *row) {
    char *text = context;
    snprintf(text + strlen(text), 200 - strlen(text), "%c%d %s %s>%s ", (char)row->record.kind,
             (int)row->record.number, row->edit->field, row->edit->after, row->edit->before);
}

static void test_undo_of_changes(void **state) {
    struct desk *desk = *state;
    char rows[200] = "";
    struct sello_producer before, after;
    struct undo_outcome plan, done;
    struct undo_request request = {.row = collect_row, .context = rows};
    assert_status(sello_producer_get(desk->other, desk->fixture->producer, &before), SELLO_OK);
    uint64_t first = import_change(desk, "Otra", !before.is_public);
    request.import = import_change(desk, "Otra m\u00e1s", !before.is_public);
    assert_status(undo_plan(&desk->session, &request, &plan), SELLO_OK);
    assert_string_equal(rows, "R1 name Otra m\u00e1s>Otra ");
    assert_int_equal(plan.n_restored, 1);
    assert_int_equal(plan.import.rows, 1);
    assert_int_equal(plan.touched.n, 1);
    assert_int_equal(plan.touched.n_labels, DESK_LABELS);
    /* The first one's name is another import's by now. */
    request.import = first;
    assert_status(undo_commit(&desk->session, &request, NULL, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-since-import", "");
    request.import = plan.import.number;
    assert_status(undo_commit(&desk->session, &request, &plan, &done), SELLO_OK);
    request.import = first;
    assert_status(undo_commit(&desk->session, &request, NULL, &done), SELLO_OK);
    assert_status(sello_producer_get(desk->other, before.number, &after), SELLO_OK);
    assert_memory_equal(&after, &before, sizeof after);
    /* Labels carry what it wrote. */
    request.import = import_change(desk, "Otra", true);
    fixture_issue(desk->fixture, 2);
    assert_status(undo_plan(&desk->session, &request, &plan), SELLO_E_STATE);
    assert_rule(desk, "issued-since-import", "");
    /* A record that is gone has nothing to get back. */
    uint64_t added = import_one(desk);
    request.import = import_change(desk, "Ana Ruiz", true);
    assert_status(undo_commit(&desk->session, &(struct undo_request){.import = added}, NULL, &done),
                  SELLO_OK);
    assert_status(undo_commit(&desk->session, &request, NULL, &done), SELLO_OK);
    assert_int_equal(done.n_restored, 0);
    assert_int_equal(done.n_removed, 0);
}

static void test_undo_of_products(void **state) {
    struct desk *desk = *state;
    uint64_t import = 0;
    struct sello_product before, after;
    struct undo_outcome done;
    assert_status(sello_product_get(desk->other, desk->fixture->product, &before), SELLO_OK);
    struct sello_product p = before;
    p.gtin = (struct sello_number){true, 7501031311309};
    snprintf(p.traits, sizeof p.traits, "azul");
    assert_status(sello_import_begin(desk->other, SELLO_KIND_PRODUCT, "t.csv", &import), SELLO_OK);
    assert_status(sello_product_edit(desk->other, &p), SELLO_OK);
    assert_status(sello_import_end(desk->other, true), SELLO_OK);
    p.gtin = (struct sello_number){true, 12345670};
    assert_status(sello_product_edit(desk->other, &p), SELLO_OK);
    const struct undo_request request = {.import = import};
    assert_status(undo_commit(&desk->session, &request, NULL, &done), SELLO_E_STATE);
    assert_rule(desk, "changed-since-import", "");
    p.gtin.value = 7501031311309;
    assert_status(sello_product_edit(desk->other, &p), SELLO_OK);
    assert_status(undo_commit(&desk->session, &request, NULL, &done), SELLO_OK);
    assert_status(sello_product_get(desk->other, before.number, &after), SELLO_OK);
    assert_memory_equal(&after, &before, sizeof after);
    assert_status(sello_import_begin(desk->other, SELLO_KIND_CERTIFICATE, "t.csv", &import),
                  SELLO_OK);
    assert_status(sello_import_end(desk->other, true), SELLO_OK);
    assert_status(undo_plan(&desk->session, &(struct undo_request){.import = import}, &done),
                  SELLO_E_STATE);
    assert_rule(desk, "import-of-certificates", "");
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
        cmocka_unit_test_setup_teardown(test_undo_of_changes, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_undo_of_products, desk_make, desk_remove),
        cmocka_unit_test_setup_teardown(test_due, desk_make, desk_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

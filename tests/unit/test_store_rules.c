/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/store_fixture.h"

/* What nobody may do, whoever asks the store: the rules hold here, and not in a command line alone.
 */

#define DAY ((uint64_t)86400)
#define YEAR_2079 ((uint64_t)3439756800)

static struct sello_status_range withdrawal(const struct sello_batch *batch, const char *text) {
    struct sello_status_range range = {.first = batch->first,
                                       .count = 1,
                                       .status = SELLO_LABEL_WITHDRAWN,
                                       .day = T0 / DAY,
                                       .source = SELLO_SOURCE_SERIALS};
    snprintf(range.text, sizeof range.text, "%s", text);
    return range;
}

static enum sello_label_status status_of(struct fixture *f, uint64_t serial) {
    struct sello_status_range range;
    assert_status(sello_status_at(f->store, serial, &range), SELLO_OK);
    return range.status;
}

/* A reason is published for ever. */
static void a_reason_names_nobody(void **state) {
    struct fixture *f = *state;
    static const char *const refused[] = {"Lo pidió el Taller Peña", "taller pena, por teléfono",
                                          "TALLER-PEÑA", "del taller_peña."};
    static const char *const allowed[] = {"lo pidió R1", "un tallerista de la Peña",
                                          "taller penacho"};
    struct sello_batch batch = fixture_issue(f, 10);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const struct sello_status_range range = withdrawal(&batch, refused[i]);
        assert_status(sello_status_set(f->store, &range, NULL), SELLO_E_TEXT);
        assert_string_equal(sello_store_fault(f->store)->field, "text");
        assert_int_equal(sello_store_fault(f->store)->number, f->producer);
    }
    assert_int_equal(status_of(f, batch.first), SELLO_LABEL_VALID);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        struct sello_status_range range = withdrawal(&batch, allowed[i]);
        range.first += i;
        assert_status(sello_status_set(f->store, &range, NULL), SELLO_OK);
    }
}

static void a_day_has_come(void **state) {
    struct fixture *f = *state;
    struct sello_batch batch = fixture_issue(f, 1);
    struct sello_status_range range = withdrawal(&batch, "");
    range.day = YEAR_2079 / DAY;
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_E_RANGE);
    assert_string_equal(sello_store_fault(f->store)->field, "day");
    range.day = T0 / DAY + 2;
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_E_RANGE);
    assert_int_equal(status_of(f, batch.first), SELLO_LABEL_VALID);
    range.day = T0 / DAY + 1; /* there it is tomorrow */
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_OK);
}

/* A clock far ahead would hold all later dates. */
static void a_clock_is_plausible(void **state) {
    struct fixture *f = *state;
    const struct sello_product p = {.name = "Rebozo"};
    uint64_t number = 0;
    sello_store_close(&f->store);
    assert_status(sello_store_open(f->folder, "tester", YEAR_2079, &f->store), SELLO_OK);
    assert_status(sello_product_add(f->store, &p, &number), SELLO_E_RANGE);
    assert_string_equal(sello_store_fault(f->store)->field, "now");
    sello_store_set_now(f->store, T0 + SELLO_CLOCK_AHEAD + 1);
    assert_status(sello_product_add(f->store, &p, &number), SELLO_E_RANGE);
    sello_store_set_now(f->store, T0 + SELLO_CLOCK_AHEAD);
    assert_status(sello_product_add(f->store, &p, &number), SELLO_OK);
    sello_store_set_now(f->store, T0 + 2 * SELLO_CLOCK_AHEAD); /* the last event moved on */
    assert_status(sello_product_add(f->store, &p, &number), SELLO_OK);
    sello_store_set_now(f->store, YEAR_2079);
    sello_store_confirm_clock(f->store);
    assert_status(sello_product_add(f->store, &p, &number), SELLO_OK);
}

static enum sello_error deliver(struct fixture *f, uint64_t first, uint64_t count) {
    const struct sello_serials range = {first, count};
    uint64_t number = 0;
    return sello_delivery_add(f->store, f->producer, &range, 1, &number);
}

static void what_ended_is_not_delivered(void **state) {
    struct fixture *f = *state;
    struct sello_batch batch = fixture_issue(f, 10);
    struct sello_status_range range = withdrawal(&batch, "");
    range.first = batch.first + 3;
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_OK);
    assert_status(deliver(f, batch.first, 10), SELLO_E_STATE);
    assert_string_equal(sello_store_fault(f->store)->field, "serial");
    assert_int_equal(sello_store_fault(f->store)->number, batch.first + 3);
    assert_status(deliver(f, batch.first, 3), SELLO_OK);

    range.first = batch.first + 5;
    range.status = SELLO_LABEL_SUSPENDED;
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_OK);
    assert_status(deliver(f, batch.first + 4, 3), SELLO_E_STATE);
    assert_int_equal(sello_store_fault(f->store)->number, batch.first + 5);
    range.status = SELLO_LABEL_VALID;
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_OK);
    assert_status(deliver(f, batch.first + 4, 3), SELLO_OK);

    range.first = batch.first + 8;
    range.status = SELLO_LABEL_RETIRED;
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_OK);
    assert_status(deliver(f, batch.first + 7, 3), SELLO_OK);
    assert_int_equal(fixture_findings(f), 0);
}

#define rules_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        rules_test(a_reason_names_nobody),
        rules_test(a_day_has_come),
        rules_test(a_clock_is_plausible),
        rules_test(what_ended_is_not_delivered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_internal.h"
#include "tests/support/store_fixture.h"

/* Where jobs on sheets began and ended. */

/* "7 3": the free cells of the stock's part-used sheets, the newest first. */
static const char *free_cells(struct fixture *f, const char *stock) {
    static char text[100];
    struct sello_used_sheet sheet[SELLO_USED_SHEETS_MAX];
    size_t n = 0, len = 0;
    text[0] = '\0';
    assert_status(sello_used_sheets(f->store, stock, sheet, &n), SELLO_OK);
    for (size_t i = 0; i < n; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%llu", i > 0 ? " " : "",
                                (unsigned long long)sheet[i].next);
    }
    return text;
}

static void test_used_sheets(void **state) {
    struct fixture *f = *state;
    struct sello_used_sheet sheet[SELLO_USED_SHEETS_MAX],
        on = fixture_used_sheet("avery-l7160", 3, 7, 9);
    const struct sello_used_sheet first = fixture_used_sheet("avery-l7160", 1, 0, 7),
                                  second = fixture_used_sheet("avery-l7160", 2, 0, 3),
                                  other = fixture_used_sheet("mía", 1, 0, 4);
    size_t n = 0;
    assert_string_equal(free_cells(f, "avery-l7160"), "");
    assert_status(sello_used_sheet_put(f->store, &first), SELLO_OK);
    assert_status(sello_used_sheet_put(f->store, &other), SELLO_OK);
    assert_status(sello_used_sheet_put(f->store, &second), SELLO_OK);
    assert_string_equal(free_cells(f, "avery-l7160"), "3 7"); /* the older is not forgotten */
    assert_string_equal(free_cells(f, "mía"), "4");
    struct sello_event event = fixture_newest_event(f);
    assert_string_equal(event.kind, "stock.position");
    assert_status(sello_used_sheet_put(f->store, &first), SELLO_OK); /* made again */
    assert_int_equal(fixture_newest_event(f).seq, event.seq);
    assert_string_equal(free_cells(f, "avery-l7160"), "3 7");
    assert_status(sello_used_sheets(f->store, "avery-l7160", sheet, &n), SELLO_OK);
    on.began_on = sheet[1].number;
    assert_status(sello_used_sheet_of_job(f->store, &on, &sheet[0]), SELLO_E_NOT_FOUND);
    assert_status(sello_used_sheet_put(f->store, &on), SELLO_OK);
    assert_string_equal(free_cells(f, "avery-l7160"), "9 3");
    assert_status(sello_used_sheet_of_job(f->store, &on, &sheet[0]), SELLO_OK);
    assert_int_equal(sheet[0].began_on, on.began_on);
    assert_int_equal(sheet[0].start, 7);
    on.next = 0; /* it stopped midway, and is gone on with */
    assert_status(sello_used_sheet_put(f->store, &on), SELLO_OK);
    assert_string_equal(free_cells(f, "avery-l7160"), "3");
    fixture_reopen(f);
    assert_string_equal(free_cells(f, "avery-l7160"), "3");
    assert_status(sello_used_sheet_put(f->store, &(struct sello_used_sheet){.stock = ""}),
                  SELLO_E_TEXT);
}

/* Old ones go, and no sheet seems free for that. */
static void test_old_sheets_go(void **state) {
    struct fixture *f = *state;
    uint64_t began_on = 0;
    for (unsigned i = 0; i < 200; i++) {
        struct sello_used_sheet sheet[SELLO_USED_SHEETS_MAX];
        struct sello_used_sheet next = fixture_used_sheet("mía", (uint8_t)i, i % 9, i % 9 + 1);
        size_t n = 0;
        next.began_on = began_on;
        assert_status(sello_used_sheet_put(f->store, &next), SELLO_OK);
        assert_status(sello_used_sheets(f->store, "mía", sheet, &n), SELLO_OK);
        assert_int_equal(n, 1);
        began_on = sheet[0].number;
    }
    SELLO_AUTO(query)
    struct sello_query q = sello_query(f->store->db, "SELECT count(*) FROM sheet");
    assert_true(sello_row(&q));
    assert_int_equal(sello_col_uint(&q), 64);
}

#define sheet_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        sheet_test(test_used_sheets),
        sheet_test(test_old_sheets_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

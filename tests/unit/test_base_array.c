/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "base/array.h"

static void items_are_added_one_by_one(void **state) {
    (void)state;
    uint32_t *item = NULL;
    size_t room = 0, n_moves = 0;
    for (uint32_t n = 0; n < 100000; n++) {
        size_t before = room;
        assert_true(base_grow(&item, &room, n + 1, sizeof *item));
        assert_true(room > n);
        n_moves += room != before ? 1 : 0;
        item[n] = n;
    }
    assert_in_range(n_moves, 1, 20);
    for (uint32_t n = 0; n < 100000; n++) {
        assert_int_equal(item[n], n);
    }
    free(item);
}

static void many_are_made_room_for_at_once(void **state) {
    (void)state;
    uint8_t *bytes = NULL;
    size_t room = 0;
    assert_true(base_grow(&bytes, &room, 1000000, 1));
    assert_true(room >= 1000000);
    memset(bytes, 1, room);
    size_t before = room;
    assert_true(base_grow(&bytes, &room, 1000000, 1));
    assert_int_equal(room, before);
    free(bytes);
}

struct large {
    char bytes[3000];
};

static void what_cannot_be_had_changes_nothing(void **state) {
    (void)state;
    struct large *item = NULL;
    size_t room = 0;
    assert_true(base_grow(&item, &room, 1, sizeof *item));
    item[0].bytes[0] = 'x';
    const struct large *before = item;
    size_t room_before = room;
    assert_false(base_grow(&item, &room, SIZE_MAX / sizeof *item + 2, sizeof *item));
    assert_false(base_grow(&item, &room, SIZE_MAX, sizeof *item));
    assert_ptr_equal(item, before);
    assert_int_equal(room, room_before);
    assert_int_equal(item[0].bytes[0], 'x');
    free(item);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_added_one_by_one),
        cmocka_unit_test(many_are_made_room_for_at_once),
        cmocka_unit_test(what_cannot_be_had_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

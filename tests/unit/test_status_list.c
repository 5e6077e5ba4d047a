/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "wire/status_list.h"

/* Entry 0 is in the lowest bits of the first byte, whatever the width. */
static void test_get(void **state) {
    static const struct {
        unsigned bits;
        uint64_t i;
        unsigned value;
    } rows[] = {
        {1, 0, 1}, {1, 1, 0},  {1, 7, 1},  {1, 8, 0},   {1, 15, 0},   {1, 9, 1},
        {2, 0, 1}, {2, 1, 2},  {2, 2, 3},  {2, 3, 2},   {2, 4, 2},    {2, 7, 1},
        {4, 0, 9}, {4, 1, 11}, {4, 2, 10}, {4, 3, 0x6}, {8, 0, 0xb9}, {8, 1, 0x6a},
    };
    static const uint8_t list[] = {0xb9, 0x6a}; /* 10111001 01101010 */
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(sello_list_get(list, rows[i].bits, rows[i].i), rows[i].value);
    }
}

/* Setting one entry leaves its neighbours. */
static void test_set(void **state) {
    (void)state;
    for (unsigned bits = 1; bits <= 8; bits *= 2) {
        uint8_t list[8];
        size_t n = 8 * sizeof list / bits;
        memset(list, 0x55, sizeof list);
        for (size_t i = 0; i < n; i++) {
            sello_list_set(list, bits, i, (unsigned)(i * 5) % (1u << bits));
        }
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(sello_list_get(list, bits, i), (i * 5) % (1u << bits));
        }
        uint8_t before[8];
        memcpy(before, list, sizeof list);
        sello_list_set(list, bits, 3, 0);
        sello_list_set(list, bits, 3, (3 * 5) % (1u << bits));
        assert_memory_equal(list, before, sizeof list);
    }
}

static void test_sizes(void **state) {
    static const struct {
        uint64_t highest, k, entries;
    } rows[] = {
        {0, 0, 1},
        {1, 0, 2},
        {SELLO_LIST_ENTRIES - 1, 0, SELLO_LIST_ENTRIES},
        {SELLO_LIST_ENTRIES, 0, SELLO_LIST_ENTRIES},
        {SELLO_LIST_ENTRIES, 1, 1},
        {5 * SELLO_LIST_ENTRIES + 9, 5, 10},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(sello_list_entries(rows[i].highest, rows[i].k), rows[i].entries);
    }
    assert_int_equal(sello_list_bytes(1), 1);
    assert_int_equal(sello_list_bytes(4), 1);
    assert_int_equal(sello_list_bytes(5), 2);
    assert_int_equal(sello_list_bytes(SELLO_LIST_ENTRIES), SELLO_LIST_BYTES);
}

static void test_sub(void **state) {
    static const uint8_t fingerprint[SELLO_HASH_LEN] = {0x0a, 0xff};
    char out[SELLO_SUB_MAX];
    (void)state;
    struct sello_writer w = sello_writer_init(out, sizeof out);
    sello_put_status_sub(&w, fingerprint, 1023);
    assert_true(sello_bytes_eq(
        sello_written(&w),
        sello_bytes_of("urn:sello:"
                       "0aff000000000000000000000000000000000000000000000000000000000000:1023")));
    w = sello_writer_init(out, sizeof out);
    sello_put_status_sub(&w, fingerprint, UINT64_MAX); /* the widest fits */
    assert_false(w.failed);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_get),
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_sub),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/unit/status_list_draft.h"
#include "wire/crypto.h"
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

/* The published `lst` inflated: to be freed. */
static uint8_t *inflated(const char *lst, size_t size) {
    uint8_t zlib[2048];
    uint8_t *list = malloc(size);
    assert_non_null(list);
    assert_true(sello_inflate(from_hex(lst, zlib, sizeof zlib), list, size));
    return list;
}

/* The draft's two short examples (section 4.1), every entry of them. */
static void test_draft_examples(void **state) {
    static const struct {
        unsigned bits;
        const char *lst; /* zlib */
        const char *bytes;
        unsigned entries;
        uint8_t values[16];
    } rows[] = {
        {1, "78dadbb918000217015d", "b9a3", 16, {1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1}},
        {2, "78da3be9f2130003df0207", "c944f9", 12, {1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t buf[4];
        struct sello_bytes bytes = from_hex(rows[i].bytes, buf, sizeof buf);
        uint8_t *list = inflated(rows[i].lst, bytes.len);
        assert_memory_equal(list, bytes.ptr, bytes.len);
        for (unsigned k = 0; k < rows[i].entries; k++) {
            assert_int_equal(sello_list_get(list, rows[i].bits, k), rows[i].values[k]);
        }
        free(list);
    }
}

static unsigned entries_set(const uint8_t *list, unsigned bits) {
    unsigned n = 0;
    for (uint64_t i = 0; i < SELLO_LIST_ENTRIES; i++) {
        n += sello_list_get(list, bits, i) != 0;
    }
    return n;
}

/* The draft's long lists: the entries it names have their values, and all others are 0. */
static void test_draft_vectors(void **state) {
    static const struct {
        unsigned bits;
        const char *lst;
        unsigned set;
        uint32_t i[15];
        uint8_t value[15];
    } rows[] = {
        {1,
         DRAFT_LST_1,
         11,
         {0, 1993, 25460, 159495, 495669, 554353, 645645, 723232, 854545, 934534, 1000345},
         {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
        {2,
         DRAFT_LST_2,
         11,
         {0, 1993, 25460, 159495, 495669, 554353, 645645, 723232, 854545, 934534, 1000345},
         {1, 2, 1, 3, 1, 1, 2, 1, 1, 2, 3}},
        {4,
         DRAFT_LST_4,
         15,
         {0, 1993, 35460, 459495, 595669, 754353, 845645, 923232, 924445, 934534, 1004534, 1000345,
          1030203, 1030204, 1030205},
         {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}},
    };
    (void)state;
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        uint8_t *list = inflated(rows[r].lst, SELLO_LIST_ENTRIES * rows[r].bits / 8);
        for (unsigned k = 0; k < rows[r].set; k++) {
            assert_int_equal(sello_list_get(list, rows[r].bits, rows[r].i[k]), rows[r].value[k]);
        }
        assert_int_equal(entries_set(list, rows[r].bits), rows[r].set);
        free(list);
    }
}

static void test_draft_eight_bits(void **state) {
    uint8_t *list = inflated(DRAFT_LST_8, SELLO_LIST_ENTRIES);
    (void)state;
    for (unsigned value = 0; value < 256; value++) {
        assert_int_equal(sello_list_get(list, 8, DRAFT_EIGHT[value]), value);
    }
    assert_int_equal(entries_set(list, 8), 255);
    free(list);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_get),
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_sub),
        cmocka_unit_test(test_draft_examples),
        cmocka_unit_test(test_draft_vectors),
        cmocka_unit_test(test_draft_eight_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

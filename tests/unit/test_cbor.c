/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/reencode.h"
#include "wire/cbor.h"

enum { DEPTH = 4 };

static const struct {
    const char *what;
    const char *hex;
    enum sello_error error;
} rows[] = {
    {"nothing", "", SELLO_E_TRUNCATED},
    {"0", "00", SELLO_OK},
    {"23", "17", SELLO_OK},
    {"24", "1818", SELLO_OK},
    {"24, two bytes wide", "190018", SELLO_E_CBOR},
    {"23, a byte wide", "1817", SELLO_E_CBOR},
    {"255, two bytes wide", "1900ff", SELLO_E_CBOR},
    {"65535, four bytes wide", "1a0000ffff", SELLO_E_CBOR},
    {"2^32 - 1, eight bytes wide", "1b00000000ffffffff", SELLO_E_CBOR},
    {"2^53 - 1", "1b001fffffffffffff", SELLO_OK},
    {"2^53", "1b0020000000000000", SELLO_E_CBOR},
    {"2^63", "1b8000000000000000", SELLO_E_CBOR},
    {"2^64 - 1", "1bffffffffffffffff", SELLO_E_CBOR},
    {"-1", "20", SELLO_OK},
    {"-(2^53 - 1)", "3b001ffffffffffffe", SELLO_OK},
    {"-2^53", "3b001fffffffffffff", SELLO_E_CBOR},
    {"-24, a byte wide", "3817", SELLO_E_CBOR},
    {"false", "f4", SELLO_OK},
    {"true", "f5", SELLO_OK},
    {"null", "f6", SELLO_E_CBOR},
    {"undefined", "f7", SELLO_E_CBOR},
    {"simple 16", "f0", SELLO_E_CBOR},
    {"simple 255", "f8ff", SELLO_E_CBOR},
    {"false, a byte wide", "f814", SELLO_E_CBOR},
    {"half float", "f90000", SELLO_E_CBOR},
    {"half float NaN", "f97e00", SELLO_E_CBOR},
    {"float", "fa00000000", SELLO_E_CBOR},
    {"double", "fb0000000000000000", SELLO_E_CBOR},
    {"break alone", "ff", SELLO_E_CBOR},
    {"reserved head 28", "1c", SELLO_E_CBOR},
    {"reserved head 29", "5d", SELLO_E_CBOR},
    {"reserved head 30", "9e", SELLO_E_CBOR},
    {"head ends early", "1b00", SELLO_E_TRUNCATED},
    {"empty bytes", "40", SELLO_OK},
    {"bytes", "43010203", SELLO_OK},
    {"bytes end early", "430102", SELLO_E_TRUNCATED},
    {"bytes of 2^53 - 1", "5b001fffffffffffff00", SELLO_E_TRUNCATED},
    {"bytes of 2^63", "5b800000000000000000", SELLO_E_CBOR},
    {"bytes, indefinite", "5f4100ff", SELLO_E_CBOR},
    {"length not shortest", "580100", SELLO_E_CBOR},
    {"text", "63c3b161", SELLO_OK},
    {"text ends within a letter", "61c3", SELLO_E_UTF8},
    {"text with a surrogate", "63eda080", SELLO_E_UTF8},
    {"text with an overlong slash", "62c0af", SELLO_E_UTF8},
    {"text above U+10FFFF", "64f4908080", SELLO_E_UTF8},
    {"text with a lone continuation", "6180", SELLO_E_UTF8},
    {"text with a NUL is still CBOR", "6100", SELLO_OK},
    {"text, indefinite", "7f6161ff", SELLO_E_CBOR},
    {"empty array", "80", SELLO_OK},
    {"array", "83010203", SELLO_OK},
    {"array ends early", "830102", SELLO_E_TRUNCATED},
    {"array of 2^53 - 1", "9b001fffffffffffff", SELLO_E_TRUNCATED},
    {"array, indefinite", "9f01ff", SELLO_E_CBOR},
    {"empty map", "a0", SELLO_OK},
    {"map", "a201020304", SELLO_OK},
    {"map without its last value", "a2010203", SELLO_E_TRUNCATED},
    {"map of 2^53 - 1", "bb001fffffffffffff", SELLO_E_TRUNCATED},
    {"map, indefinite", "bf0102ff", SELLO_E_CBOR},
    {"key twice", "a201020103", SELLO_E_CBOR_ORDER},
    {"keys the other way", "a203040102", SELLO_E_CBOR_ORDER},
    {"keys: 10 before -1", "a20a002000", SELLO_OK},
    {"keys: -1 before 10", "a220000a00", SELLO_E_CBOR_ORDER},
    {"keys: 24 before -1, by bytes", "a21818002000", SELLO_OK},
    {"keys: text by length first", "a2617a0062616100", SELLO_OK},
    {"keys: long text first", "a2626161 00617a00", SELLO_E_CBOR_ORDER},
    {"keys: arrays in order", "a28101008102 00", SELLO_OK},
    {"keys: arrays out of order", "a2810200810100", SELLO_E_CBOR_ORDER},
    {"keys: the same array twice", "a2810100810100", SELLO_E_CBOR_ORDER},
    {"keys: maps in order", "a2a1010100a1010200", SELLO_OK},
    {"keys: tags in order", "a2c10000c10100", SELLO_OK},
    {"keys: a tag twice", "a2c10000c10000", SELLO_E_CBOR_ORDER},
    {"keys: tags out of order", "a2c20000c10100", SELLO_E_CBOR_ORDER},
    {"keys: disorder within a value", "a101a202000100", SELLO_E_CBOR_ORDER},
    {"keys: disorder within a key", "a1a20200010000", SELLO_E_CBOR_ORDER},
    {"keys: each map has its own order", "a205a105010701", SELLO_OK},
    {"depth 4", "81818180", SELLO_OK},
    {"depth 4 with a number", "8181818101", SELLO_OK},
    {"depth 5", "8181818180", SELLO_E_CBOR_DEPTH},
    {"depth 5 of maps in keys", "a1a1a1a1a0000000 00", SELLO_E_CBOR_DEPTH},
    {"depth is left again", "82818180818180", SELLO_OK},
    {"tag", "c101", SELLO_OK},
    {"tag without content", "c1", SELLO_E_TRUNCATED},
    {"tag not shortest", "d80101", SELLO_E_CBOR},
    {"tags within tags", "c1c2c301", SELLO_OK},
    {"a byte too many", "0000", SELLO_E_TRAILING},
    {"an array and more", "810000", SELLO_E_TRAILING},
};

static void test_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t buf[64];
        struct sello_bytes item = guarded_copy(from_hex(rows[i].hex, buf, sizeof buf));
        enum sello_error error = sello_cbor_check(item, DEPTH, NULL);
        if (error != rows[i].error) {
            fail_msg("%s: %s instead of %s", rows[i].what, sello_error_name(error),
                     sello_error_name(rows[i].error));
        }
        guarded_free(item);
    }
}

/* What is accepted re-encodes to itself, and each of its beginnings is too short. */
static void test_accepted_rows_reencode(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t buf[64], again[64];
        struct sello_bytes item = from_hex(rows[i].hex, buf, sizeof buf);
        struct sello_reader r = sello_reader_init(item);
        struct sello_writer w = sello_writer_init(again, sizeof again);
        if (rows[i].error != SELLO_OK) {
            continue;
        }
        assert_true(reencode(&r, &w));
        assert_status(sello_reader_end(&r), SELLO_OK);
        assert_true(sello_bytes_eq(sello_written(&w), item));
        for (size_t n = 0; n < item.len; n++) {
            struct sello_bytes part = guarded_copy(sello_bytes(item.ptr, n));
            assert_status(sello_cbor_check(part, DEPTH, NULL), SELLO_E_TRUNCATED);
            guarded_free(part);
        }
    }
}

/* Every item of one to three bytes: it is refused, or it re-encodes to itself. */
static void test_every_short_item(void **state) {
    (void)state;
    for (uint32_t value = 0; value < 1u << 24; value += value < 1u << 16 ? 1 : 7) {
        uint8_t in[3] = {(uint8_t)(value >> 16), (uint8_t)(value >> 8), (uint8_t)value};
        uint8_t again[3];
        struct sello_bytes item;
        if (sello_cbor_first(sello_bytes(in, 3), DEPTH, &item, NULL) != SELLO_OK) {
            continue;
        }
        struct sello_reader r = sello_reader_init(item);
        struct sello_writer w = sello_writer_init(again, sizeof again);
        assert_true(reencode(&r, &w));
        assert_true(sello_bytes_eq(sello_written(&w), item));
    }
}

static void test_tagged(void **state) {
    static const struct {
        const char *hex;
        bool tagged;
    } cases[] = {
        {"c101", false},    {"c1c101", true}, {"81c101", true},  {"a1c10100", true},
        {"a100c101", true}, {"8101", false},  {"c18101", false}, {"c181c101", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t buf[16];
        bool tagged = !cases[i].tagged;
        struct sello_bytes item = from_hex(cases[i].hex, buf, sizeof buf);
        assert_status(sello_cbor_check(item, DEPTH, &tagged), SELLO_OK);
        assert_int_equal(tagged, cases[i].tagged);
    }
}

/* Depth is refused early and without recursion, however deep. */
static void test_deep(void **state) {
    static uint8_t deep[100000];
    (void)state;
    memset(deep, 0x81, sizeof deep);
    assert_status(sello_cbor_check(sello_bytes(deep, sizeof deep), SELLO_DEPTH_TRUST, NULL),
                  SELLO_E_CBOR_DEPTH);
    memset(deep, 0xc1, sizeof deep);
    assert_status(sello_cbor_check(sello_bytes(deep, sizeof deep), SELLO_DEPTH_TRUST, NULL),
                  SELLO_E_TRUNCATED);
    deep[sizeof deep - 1] = 0;
    assert_status(sello_cbor_check(sello_bytes(deep, sizeof deep), SELLO_DEPTH_TRUST, NULL),
                  SELLO_OK);
    assert_status(sello_cbor_check(sello_bytes("\x00", 1), SELLO_DEPTH_TRUST + 1, NULL),
                  SELLO_E_CBOR_DEPTH);
}

/* A sequence gives up its items one by one. */
static void test_sequence(void **state) {
    (void)state;
    uint8_t buf[8];
    struct sello_bytes rest = from_hex("0182020343aabbcc", buf, sizeof buf), item;
    static const size_t lens[] = {1, 3, 4};
    for (size_t i = 0; i < 3; i++) {
        assert_status(sello_cbor_first(rest, DEPTH, &item, NULL), SELLO_OK);
        assert_int_equal(item.len, lens[i]);
        rest = sello_bytes(rest.ptr + item.len, rest.len - item.len);
    }
    assert_status(sello_cbor_first(rest, DEPTH, &item, NULL), SELLO_E_TRUNCATED);
}

/* The first failure stays, and nothing more is given. */
static void test_reader_stays_failed(void **state) {
    (void)state;
    struct sello_reader r = sello_reader_init(sello_bytes("\x01\x02\x43xyz", 6));
    assert_int_equal(sello_take_uint(&r), 1);
    assert_ptr_equal(sello_take_text(&r).ptr, NULL);
    assert_int_equal(sello_take_uint(&r), 0);
    assert_int_equal(sello_take_bytes(&r).len, 0);
    assert_status(sello_reader_end(&r), SELLO_E_TYPE);
    sello_reader_fail(&r, SELLO_E_RANGE);
    assert_status(r.error, SELLO_E_TYPE);
}

static void test_reader_limits(void **state) {
    uint8_t out[3] = {0x55, 0x55, 0x55};
    (void)state;
    struct sello_reader lie = sello_reader_init(sello_bytes("\x9a\xff\xff\xff\xff\x00", 6));
    assert_int_equal(sello_take_array(&lie), 0);
    assert_status(lie.error, SELLO_E_TRUNCATED);
    struct sello_reader map = sello_reader_init(sello_bytes("\xa2\x00\x00\x00", 4));
    assert_int_equal(sello_take_map(&map), 0);
    struct sello_reader fixed = sello_reader_init(sello_bytes("\x42xy", 3));
    sello_take_fixed(&fixed, out, 3);
    assert_status(fixed.error, SELLO_E_RANGE);
    assert_int_equal(out[0], 0x55);
    struct sello_reader rest = sello_reader_init(sello_bytes("\x01\x02", 2));
    assert_int_equal(sello_take_uint(&rest), 1);
    assert_status(sello_reader_end(&rest), SELLO_E_TRAILING);
}

/* A writer fills its buffer to the last byte; one more fails it for good. */
static void test_writer_limits(void **state) {
    (void)state;
    uint8_t buf[4] = {0, 0, 0, 0x55};
    struct sello_writer w = sello_writer_init(buf, 3);
    sello_put_uint(&w, 1000);
    assert_false(w.failed);
    assert_int_equal(sello_written(&w).len, 3);
    sello_put_uint(&w, 1);
    assert_true(w.failed);
    assert_ptr_equal(sello_written(&w).ptr, NULL);
    assert_int_equal(buf[3], 0x55);
}

static void test_arena(void **state) {
    (void)state;
    uint64_t block[4];
    struct sello_arena a = {(uint8_t *)block, sizeof block};
    assert_ptr_equal(sello_arena_take(&a, SIZE_MAX / 2, 3), NULL);
    assert_ptr_equal(sello_arena_take(&a, SIZE_MAX, 1), NULL);
    assert_non_null(sello_arena_take(&a, 1, 1));
    assert_ptr_equal(sello_arena_take(&a, 3, 8), &block[1]); /* aligned */
    assert_ptr_equal(sello_arena_take(&a, 1, 1), NULL);
    assert_non_null(sello_arena_take(&a, 0, 8));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_accepted_rows_reencode),
        cmocka_unit_test(test_every_short_item),
        cmocka_unit_test(test_tagged),
        cmocka_unit_test(test_deep),
        cmocka_unit_test(test_sequence),
        cmocka_unit_test(test_reader_stays_failed),
        cmocka_unit_test(test_reader_limits),
        cmocka_unit_test(test_writer_limits),
        cmocka_unit_test(test_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

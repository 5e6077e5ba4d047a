/* SPDX-License-Identifier: Apache-2.0 */

/* Serials seen: the lines of the file, and what is counted of them. */

#include "tests/support/sello_test.h"

#include "verify/tool/memory.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define INSTANT "2026-11-23T20:00:00Z"

static struct sight noted(struct seen *seen, size_t trust, uint64_t serial, uint64_t instant) {
    struct sight before;
    assert_true(seen_note(seen, trust, serial, instant, &before));
    return before;
}

static const struct {
    const char *line;
    bool good;
    uint64_t serial;
} lines[] = {
    {INSTANT " " HASH " 12 0123456789abcdef-1", true, 12},
    {INSTANT " " HASH " 9007199254740991 0123456789abcdef-18446744073709551615", true,
     9007199254740991},
    {INSTANT " " HASH " 1 0", true, 1}, /* torn within its mark: it was seen all the same */
    {INSTANT " " HASH " 1 ", false, 0},
    {INSTANT " " HASH " 1", false, 0},
    {INSTANT " " HASH " ", false, 0},
    {INSTANT " " HASH, false, 0},
    {INSTANT, false, 0},
    {"", false, 0},
    {INSTANT " " HASH " 0 ab-1", false, 0},
    {INSTANT " " HASH " 012 ab-1", false, 0},
    {INSTANT " " HASH " 9007199254740992 ab-1", false, 0},
    {INSTANT " " HASH " 99999999999999999999999 ab-1", false, 0},
    {INSTANT " " HASH " 00000A-A ab-1", false, 0},
    {INSTANT " " HASH " -1 ab-1", false, 0},
    {INSTANT " " HASH " 1 ab 1", false, 0},
    {INSTANT " " HASH " 1 AB-1", false, 0},
    {INSTANT " " HASH "  1 ab-1", false, 0},
    {INSTANT " " HASH "1 1 ab-1", false, 0},
    {"2026-13-23T20:00:00Z " HASH " 1 ab-1", false, 0},
    {"2026-11-23T20:00:00+ " HASH " 1 ab-1", false, 0},
    {INSTANT " 0011223344556677_899aabbccddeeff00112233445566778899aabbccddeeff 1 ab-1", false, 0},
    {INSTANT " 0011223344556677A899aabbccddeeff00112233445566778899aabbccddeeff 1 ab-1", false, 0},
    {"# sello-verify remember 1", false, 0},
};

static bool parse(struct sello_bytes line, struct memory_line *out) {
    struct sello_bytes copy = guarded_copy(line);
    bool good = memory_line_parse(copy, out);
    guarded_free(copy);
    return good;
}

static void test_lines(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct memory_line l = {.serial = 0};
        if (parse(sello_bytes_of(lines[i].line), &l) != lines[i].good) {
            fail_msg("%s", lines[i].line);
        }
        assert_int_equal(l.serial, lines[i].serial);
    }
}

static void test_a_line_comes_back(void **state) {
    (void)state;
    struct memory_line l = {.instant = 1795464000, .serial = SELLO_INT_MAX}, again;
    char text[MEMORY_LINE_MAX];
    memset(l.fingerprint, 0xa5, sizeof l.fingerprint);
    size_t len = memory_line_put(text, &l, "0123456789abcdef", UINT64_MAX);
    assert_true(len < sizeof text);
    assert_int_equal(text[len - 1], '\n');
    assert_true(parse(sello_bytes(text, len - 1), &again));
    assert_int_equal(again.instant, l.instant);
    assert_int_equal(again.serial, l.serial);
    assert_memory_equal(again.fingerprint, l.fingerprint, SELLO_HASH_LEN);
    for (size_t n = 0; n < len - 1; n++) { /* torn anywhere: it never tells of something else */
        again.serial = l.serial;
        assert_true(!parse(sello_bytes(text, n), &again) || again.serial == l.serial);
    }
}

static void test_bits(void **state) {
    (void)state;
    struct seen *seen = seen_new(false);
    assert_non_null(seen);
    for (unsigned round = 0; round < 2; round++) {
        for (uint64_t serial = 1; serial < 1000000; serial += 997) {
            assert_int_equal(noted(seen, serial % 7, serial, 1).times, round);
        }
        assert_int_equal(noted(seen, 0, SELLO_INT_MAX, 1).times, round);
        assert_int_equal(noted(seen, 1, SELLO_INT_MAX, 1).times, round);
    }
    seen_free(seen);
}

static void test_sights(void **state) {
    (void)state;
    static const uint64_t instants[] = {50, 70, 20, 20, 60};
    static const struct sight before[] = {
        {0, 0, 0}, {50, 50, 1}, {50, 70, 2}, {20, 70, 3}, {20, 70, 4}};
    struct seen *seen = seen_new(true);
    assert_non_null(seen);
    for (size_t i = 0; i < sizeof instants / sizeof *instants; i++) {
        struct sight got = noted(seen, 3, 32768, instants[i]);
        assert_int_equal(got.first, before[i].first);
        assert_int_equal(got.last, before[i].last);
        assert_int_equal(got.times, before[i].times);
    }
    assert_int_equal(noted(seen, 3, 32767, 1).times, 0);
    assert_int_equal(noted(seen, 2, 32768, 1).times, 0);
    seen_free(seen);
    seen_free(NULL);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_a_line_comes_back),
        cmocka_unit_test(test_bits),
        cmocka_unit_test(test_sights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <inttypes.h>

#include "cli/internal.h"

/* What a function writes to a stream, as a text. */
static char written[4096];

static FILE *start(void) {
    memset(written, 0, sizeof written);
    FILE *to = fmemopen(written, sizeof written, "w");
    assert_non_null(to);
    return to;
}

static void untrusted_bytes_are_shown(void **state) {
    (void)state;
    static const struct {
        const char *text, *shown;
        size_t columns;
    } rows[] = {
        {"", "", 0},
        {"rebozo de bolita", "rebozo de bolita", 16},
        {"San Bartolo Coyotepec, ñandú", "San Bartolo Coyotepec, ñandú", 28},
        {"saltillo \xea\x9e\x8c", "saltillo \xea\x9e\x8c", 10},
        {"n\xcc\x83", "n\xcc\x83", 1}, /* a combining mark takes no column */
        {"a\nb", "a\\x0ab", 6},
        {"\x1b[2J", "\\x1b[2J", 7},
        {"\x1b]52;c;AAAA\x07", "\\x1b]52;c;AAAA\\x07", 18},
        {"\rover", "\\x0dover", 8},
        {"\x7f", "\\x7f", 4},
        {"\xc2\x9b"
         "2J",
         "\\u{9b}2J", 8},
        {"\xc2\x85", "\\u{85}", 6},
        {"\xe2\x80\xae"
         "abc",
         "\\u{202e}abc", 11},
        {"\xe2\x81\xa6", "\\u{2066}", 8},
        {"\xe2\x80\x8b", "\\u{200b}", 8},
        {"\xef\xbb\xbf", "\\u{feff}", 8},
        {"\xc2\xad", "\\u{ad}", 6},
        {"\xf3\xa0\x81\x81", "\\u{e0041}", 9},
        {"\xe2\x80\xa8", "\\u{2028}", 8},
        {"\xff\xfe", "\\xff\\xfe", 8},
        {"\xc3", "\\xc3", 4},
        {"\xc0\x80", "\\xc0\\x80", 8},           /* not the shortest form */
        {"\xed\xa0\x80", "\\xed\\xa0\\x80", 12}, /* a surrogate */
        {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80", 16},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        FILE *to = start();
        struct sello_bytes copy = guarded_copy(sello_bytes_of(rows[i].text));
        cli_show(to, copy);
        fclose(to);
        assert_string_equal(written, rows[i].shown);
        assert_int_equal(cli_columns(copy), rows[i].columns);
        guarded_free(copy);
    }
}

static void a_nul_is_shown(void **state) {
    (void)state;
    FILE *to = start();
    cli_show(to, sello_bytes("a\0b", 3));
    fclose(to);
    assert_string_equal(written, "a\\x00b");
}

#define assert_printed(wanted, ...)                                                                \
    do {                                                                                           \
        FILE *to_ = start();                                                                       \
        cli_print(to_, __VA_ARGS__);                                                               \
        fclose(to_);                                                                               \
        assert_string_equal(written, wanted);                                                      \
    } while (0)

static void formats(void **state) {
    (void)state;
    const char *volatile no_text = NULL; /* volatile: hides it from the compiler's own check */
    assert_printed("plain\n", "plain\n");
    assert_printed("100%", "100%%");
    assert_printed("-7 7 ff FF", "%d %u %x %X", -7, 7u, 255u, 255u);
    assert_printed("4294967295", "%u", UINT32_MAX);
    assert_printed("18446744073709551615", "%" PRIu64, UINT64_MAX);
    assert_printed("-9223372036854775808", "%" PRId64, INT64_MIN);
    assert_printed("12 -3 4", "%zu %ld %llu", (size_t)12, -3L, 4ULL);
    assert_printed("000042|-00042", "%06" PRIu64 "|%06d", (uint64_t)42, -42);
    assert_printed("   42|42   ", "%5d|%-5d", 42, 42);
    assert_printed("   42|42   ", "%*d|%-*d", 5, 42, 5, 42);
    assert_printed("42   ", "%*d", -5, 42);
    assert_printed("1.50 0 2.5", "%.2f %.0f %g", 1.5, 0.25, 2.5);
    assert_printed("a\\x0ab\n", "%s\n", "a\nb");
    assert_printed("abc", "%.*s", 3, "abcdef");
    assert_printed("ñu  |", "%-4s|", "ñu"); /* columns, not bytes */
    assert_printed("  ñu|", "%4s|", "ñu");
    assert_printed("x\\x1b", "%c%c", 'x', 0x1b);
    assert_printed("", "%s", no_text);
}

/* Positions reach the program in translations only, which the compiler does not see. */
static void translate(FILE *to, const char *format, ...) {
    va_list values;
    va_start(values, format);
    cli_format(to, format, values);
    va_end(values);
}

static void translated_formats(void **state) {
    (void)state;
    FILE *to = start();
    translate(to, "%2$s then %1$s", "A", "B");
    translate(to, "; %2$d of %3$" PRIu64 ": %1$s", "x", 7, (uint64_t)9);
    translate(to, "; %1$-*2$s|%3$.*4$s", "a", 3, "bcd", 2);
    fclose(to);
    assert_string_equal(written, "B then A; 7 of 9: x; a  |bc");
}

static void sentences_are_filled_in(void **state) {
    (void)state;
    static const char *const value[] = {"A", "50 %", "%2$s"};
    static const struct {
        const char *sentence, *wanted;
    } rows[] = {
        {"%1$s and %2$s", "A and 50 %"},
        {"%3$s: %1$s", "%2$s: A"}, /* a value is no sentence; the second is left out */
        {"%2$s%2$s", "50 %50 %"},
        {"none", "none"},
        {"", ""},
        {"100 %% of %1$s", "100 % of A"},
        {"%4$s %0$s %s %1$d %", "%4$s %0$s %s %1$d %"}, /* names no value: as it is */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[40];
        cli_fill(out, sizeof out, rows[i].sentence, value, 3);
        assert_string_equal(out, rows[i].wanted);
        for (size_t size = 1; size <= strlen(rows[i].wanted); size++) {
            cli_fill(out, size, rows[i].sentence, value, 3);
            assert_int_equal(strlen(out), size - 1);
            assert_memory_equal(out, rows[i].wanted, size - 1);
        }
    }
}

static void no_byte_past_a_slice_is_read(void **state) {
    (void)state;
    struct sello_bytes copy = guarded_copy(sello_bytes_of("abc"));
    assert_printed("abc", "%.*s", (int)copy.len, (const char *)copy.ptr);
    guarded_free(copy);
}

static void json_of_every_kind(void **state) {
    (void)state;
    struct cli_json j;
    FILE *to = start();
    cli_json_open(&j, to);
    cli_json_string(&j, "a", "x");
    cli_json_string(&j, "left out", NULL);
    cli_json_number(&j, "n", UINT64_MAX);
    cli_json_integer(&j, "i", INT64_MIN);
    cli_json_bool(&j, "t", true);
    cli_json_bool(&j, "f", false);
    cli_json_open_in(&j, "o", '{');
    cli_json_number(&j, "code", 5);
    cli_json_close_in(&j, '}');
    cli_json_open_in(&j, "list", '[');
    cli_json_string(&j, NULL, "p");
    cli_json_string(&j, NULL, "q");
    cli_json_close_in(&j, ']');
    cli_json_open_in(&j, "none", '[');
    cli_json_close_in(&j, ']');
    cli_json_close(&j);
    fclose(to);
    assert_string_equal(written,
                        "{\"a\":\"x\",\"n\":18446744073709551615,\"i\":-9223372036854775808,"
                        "\"t\":true,\"f\":false,\"o\":{\"code\":5},\"list\":[\"p\",\"q\"],"
                        "\"none\":[]}\n");
}

static void json_escapes(void **state) {
    (void)state;
    static const struct {
        const char *text, *json;
    } rows[] = {
        {"\"\\/", "\"\\\"\\\\/\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\""},
        {"ñandú", "\"ñandú\""},
        {"\xff"
         "a",
         "\"\\ufffda\""},
        {"\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\""},
        {"\xc2\x9b", "\"\\u009b\""},
        {"\xe2\x80\xae", "\"\\u202e\""},
        {"\xf0\x9f\xaa\xa1", "\"\xf0\x9f\xaa\xa1\""},
        {"\xf3\xa0\x81\x81", "\"\\udb40\\udc41\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cli_json j = {{start(), false}};
        struct sello_bytes copy = guarded_copy(sello_bytes_of(rows[i].text));
        cli_json_text(&j, NULL, copy);
        fclose(j.base.to);
        assert_string_equal(written, rows[i].json);
        guarded_free(copy);
    }
}

static void distances(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        size_t distance;
    } rows[] = {
        {"", "", 0},
        {"", "abc", 3},
        {"issue", "issue", 0},
        {"isue", "issue", 1},
        {"isseu", "issue", 1},
        {"kitten", "sitting", 3},
        {"serach", "search", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(cli_distance(rows[i].a, rows[i].b), rows[i].distance);
        assert_int_equal(cli_distance(rows[i].b, rows[i].a), rows[i].distance);
    }
    char word[66] = {0};
    memset(word, 'a', 63);
    assert_int_equal(cli_distance(word, ""), 63);
    word[63] = 'a';
    assert_true(cli_distance(word, "") == SIZE_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(untrusted_bytes_are_shown),
        cmocka_unit_test(a_nul_is_shown),
        cmocka_unit_test(formats),
        cmocka_unit_test(translated_formats),
        cmocka_unit_test(sentences_are_filled_in),
        cmocka_unit_test(no_byte_past_a_slice_is_read),
        cmocka_unit_test(json_of_every_kind),
        cmocka_unit_test(json_escapes),
        cmocka_unit_test(distances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "wire/text.h"

static void test_rows(void **state) {
    static const struct {
        const char *what, *text;
        enum sello_error error;
        size_t at;
    } rows[] = {
        {"a name", "Rebozo de Santa María del Río", SELLO_OK, 0},
        {"saltillo", "Jñaꞌtjo", SELLO_OK, 0},
        {"combining marks", "n\xcc\x83o\xcc\x81", SELLO_OK, 0},
        {"a private character", "\xee\x80\x80", SELLO_OK, 0},
        {"U+10FFFF", "\xf4\x8f\xbf\xbf", SELLO_OK, 0},
        {"empty", "", SELLO_E_TEXT, 0},
        {"tab", "a\tb", SELLO_E_TEXT, 1},
        {"newline", "a\n", SELLO_E_TEXT, 1},
        {"escape", "\x1b[2J", SELLO_E_TEXT, 0},
        {"U+001F", "\x1f", SELLO_E_TEXT, 0},
        {"space is allowed", " ", SELLO_OK, 0},
        {"tilde is allowed", "~", SELLO_OK, 0},
        {"delete", "ab\x7f", SELLO_E_TEXT, 2},
        {"C1: U+0080", "\xc2\x80", SELLO_E_TEXT, 0},
        {"C1: U+009F", "\xc2\x9f", SELLO_E_TEXT, 0},
        {"U+00A0 is allowed", "\xc2\xa0", SELLO_OK, 0},
        {"U+061B is allowed", "\xd8\x9b", SELLO_OK, 0},
        {"U+061C", "\xd8\x9c", SELLO_E_TEXT, 0},
        {"U+061D is allowed", "\xd8\x9d", SELLO_OK, 0},
        {"U+200A is allowed", "\xe2\x80\x8a", SELLO_OK, 0},
        {"U+200B", "a\xe2\x80\x8b", SELLO_E_TEXT, 1},
        {"U+200F", "\xe2\x80\x8f", SELLO_E_TEXT, 0},
        {"U+2010 is allowed", "\xe2\x80\x90", SELLO_OK, 0},
        {"U+2027 is allowed", "\xe2\x80\xa7", SELLO_OK, 0},
        {"U+2028", "\xe2\x80\xa8", SELLO_E_TEXT, 0},
        {"U+202E", "\xe2\x80\xae", SELLO_E_TEXT, 0},
        {"U+202F is allowed", "\xe2\x80\xaf", SELLO_OK, 0},
        {"U+205F is allowed", "\xe2\x81\x9f", SELLO_OK, 0},
        {"U+2060", "\xe2\x81\xa0", SELLO_E_TEXT, 0},
        {"U+206F", "\xe2\x81\xaf", SELLO_E_TEXT, 0},
        {"U+2070 is allowed", "\xe2\x81\xb0", SELLO_OK, 0},
        {"U+FEFE is allowed", "\xef\xbb\xbe", SELLO_OK, 0},
        {"U+FEFF", "\xef\xbb\xbf", SELLO_E_TEXT, 0},
        {"overlong NUL", "a\xc0\x80", SELLO_E_UTF8, 1},
        {"overlong of three", "\xe0\x9f\xbf", SELLO_E_UTF8, 0},
        {"overlong of four", "\xf0\x8f\xbf\xbf", SELLO_E_UTF8, 0},
        {"a surrogate", "\xed\xa0\x80", SELLO_E_UTF8, 0},
        {"the last surrogate", "\xed\xbf\xbf", SELLO_E_UTF8, 0},
        {"above U+10FFFF", "\xf4\x90\x80\x80", SELLO_E_UTF8, 0},
        {"five bytes", "\xf8\x88\x80\x80\x80", SELLO_E_UTF8, 0},
        {"0xff", "ab\xff", SELLO_E_UTF8, 2},
        {"continuation alone", "\x80", SELLO_E_UTF8, 0},
        {"ends within a letter", "ab\xe2\x80", SELLO_E_UTF8, 2},
        {"letter cut by another",
         "\xc3"
         "a",
         SELLO_E_UTF8, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t at = 0;
        struct sello_bytes text = guarded_copy(sello_bytes_of(rows[i].text));
        enum sello_error error = sello_text_check(text, 1, 64, &at);
        if (error != rows[i].error || at != rows[i].at) {
            fail_msg("%s: %s at %zu", rows[i].what, sello_error_name(error), at);
        }
        guarded_free(text);
    }
}

static void test_nul(void **state) {
    size_t at = 9;
    (void)state;
    assert_status(sello_text_check(sello_bytes("ab\0c", 4), 1, 64, &at), SELLO_E_TEXT);
    assert_int_equal(at, 2);
}

static void test_limits(void **state) {
    (void)state;
    size_t at = 99;
    assert_status(sello_text_check(sello_bytes_of("abcd"), 1, 4, NULL), SELLO_OK);
    assert_status(sello_text_check(sello_bytes_of("abcde"), 1, 4, &at), SELLO_E_TEXT);
    assert_int_equal(at, 4);
    /* The limit is of bytes: ñ has two, and is not cut. */
    assert_status(sello_text_check(sello_bytes_of("abc\xc3\xb1"), 1, 4, &at), SELLO_E_TEXT);
    assert_int_equal(at, 3);
    assert_status(sello_text_check(sello_bytes_of("ab\xc3\xb1"), 1, 4, NULL), SELLO_OK);
    assert_status(sello_text_check(sello_bytes(NULL, 0), 0, 4, NULL), SELLO_OK);
    assert_status(sello_text_check(sello_bytes(NULL, 0), 1, 4, NULL), SELLO_E_TEXT);
}

static size_t put_utf8(uint32_t c, uint8_t out[4]) {
    if (c < 0x80) {
        out[0] = (uint8_t)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6) {
        out[i] = (uint8_t)(0x80 | (c & 0x3f));
    }
    out[0] = (uint8_t)((0xf00 >> len) | c);
    return len;
}

/* Every scalar value is read back; surrogates are not scalar values. */
static void test_every_code_point(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        uint8_t buf[4];
        uint32_t read = 0;
        size_t len = put_utf8(c, buf);
        bool surrogate = c >= 0xd800 && c <= 0xdfff;
        assert_int_equal(sello_utf8_next(sello_bytes(buf, len), &read), surrogate ? 0 : len);
        assert_true(surrogate || read == c);
        assert_int_equal(sello_utf8_next(sello_bytes(buf, len - 1), &read), 0);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_nul),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_every_code_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

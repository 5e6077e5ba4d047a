/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "wire/digits.h"

static enum sello_error decode(const char *digits, uint8_t *buf, size_t cap, size_t *out_len,
                               size_t *out_at) {
    struct sello_bytes in = guarded_copy(sello_bytes_of(digits));
    struct sello_writer w = sello_writer_init(buf, cap);
    enum sello_error error = sello_digits_get(in, &w, out_at);
    *out_len = sello_written(&w).len;
    guarded_free(in);
    return error;
}

/* CTAP 2.2's example, and the greatest chunk of each length. */
static void test_known(void **state) {
    static const struct {
        const char *hex, *digits;
    } rows[] = {
        {"", ""},
        {"6162ff", "16736865"},
        {"00", "000"},
        {"ff", "255"},
        {"ffff", "65535"},
        {"ffffff", "16777215"},
        {"ffffffff", "4294967295"},
        {"ffffffffff", "1099511627775"},
        {"ffffffffffff", "281474976710655"},
        {"ffffffffffffff", "72057594037927935"},
        {"01000000000000", "00000000000000001"},
        {"0100000000000001", "00000000000000001001"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t buf[16], back[16], out[32];
        struct sello_bytes bytes = from_hex(rows[i].hex, buf, sizeof buf);
        struct sello_writer w = sello_writer_init(out, sizeof out);
        size_t len = 0;
        sello_digits_put(&w, bytes);
        assert_true(sello_bytes_eq(sello_written(&w), sello_bytes_of(rows[i].digits)));
        assert_status(decode(rows[i].digits, back, sizeof back, &len, NULL), SELLO_OK);
        assert_true(sello_bytes_eq(sello_bytes(back, len), bytes));
        assert_int_equal(sello_digits_len(bytes.len), w.len);
        assert_int_equal(sello_digits_bytes(w.len), bytes.len);
    }
}

static void test_refused(void **state) {
    static const struct {
        const char *what, *digits;
        enum sello_error error;
        size_t at;
    } rows[] = {
        {"one digit", "0", SELLO_E_DIGITS_LENGTH, 0},
        {"two digits", "00", SELLO_E_DIGITS_LENGTH, 0},
        {"four", "0000", SELLO_E_DIGITS_LENGTH, 0},
        {"sixteen", "0000000000000000", SELLO_E_DIGITS_LENGTH, 0},
        {"a chunk and one", "000000000000000000", SELLO_E_DIGITS_LENGTH, 17},
        {"256", "256", SELLO_E_DIGITS_RANGE, 0},
        {"999", "999", SELLO_E_DIGITS_RANGE, 0},
        {"2^16", "65536", SELLO_E_DIGITS_RANGE, 0},
        {"2^24", "16777216", SELLO_E_DIGITS_RANGE, 0},
        {"2^32", "4294967296", SELLO_E_DIGITS_RANGE, 0},
        {"2^40", "1099511627776", SELLO_E_DIGITS_RANGE, 0},
        {"2^48", "281474976710656", SELLO_E_DIGITS_RANGE, 0},
        {"2^56", "72057594037927936", SELLO_E_DIGITS_RANGE, 0},
        {"all nines", "99999999999999999", SELLO_E_DIGITS_RANGE, 0},
        {"the second chunk", "0000000000000000099999999999999999", SELLO_E_DIGITS_RANGE, 17},
        {"a letter", "00a", SELLO_E_DIGIT, 2},
        {"a space within", "0000000000 000000", SELLO_E_DIGIT, 10},
        {"a letter in the second chunk", "000000000000000000x0", SELLO_E_DIGIT, 18},
        {"a letter before a wrong length", "0x", SELLO_E_DIGIT, 1},
        {"a sign", "+12", SELLO_E_DIGIT, 0},
        {"slash, below 0", "0/0", SELLO_E_DIGIT, 1},
        {"colon, above 9", "0:0", SELLO_E_DIGIT, 1},
        {"arabic-indic digit", "0\xd9\xa1", SELLO_E_DIGIT, 1},
        {"fullwidth digit", "\xef\xbc\x91", SELLO_E_DIGIT, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t back[32];
        size_t len = 0, at = 99;
        enum sello_error error = decode(rows[i].digits, back, sizeof back, &len, &at);
        if (error != rows[i].error || at != rows[i].at) {
            fail_msg("%s: %s at %zu", rows[i].what, sello_error_name(error), at);
        }
    }
}

/* Bytes of every length come back; every other number of digits is impossible. */
static void test_every_length(void **state) {
    (void)state;
    bool possible[340] = {false};
    for (size_t n = 0; n <= 130; n++) {
        uint8_t bytes[130], back[130], digits[340];
        for (size_t i = 0; i < n; i++) {
            bytes[i] = (uint8_t)(i * 73 + n);
        }
        struct sello_writer w = sello_writer_init(digits, sizeof digits);
        struct sello_writer again = sello_writer_init(back, n);
        sello_digits_put(&w, sello_bytes(bytes, n));
        assert_int_equal(w.len, sello_digits_len(n));
        assert_status(sello_digits_get(sello_written(&w), &again, NULL), SELLO_OK);
        assert_true(sello_bytes_eq(sello_written(&again), sello_bytes(bytes, n)));
        possible[w.len] = true;
    }
    for (size_t n = 1; n < 300; n++) {
        assert_int_equal(sello_digits_bytes(n) != 0, possible[n]);
    }
}

/* One text for one content: what decodes is written the same way again. */
static void test_tails_are_unique(void **state) {
    (void)state;
    for (unsigned value = 0; value < 1000; value++) {
        char digits[4];
        uint8_t back[1], again[3];
        size_t len;
        snprintf(digits, sizeof digits, "%03u", value);
        enum sello_error error = decode(digits, back, sizeof back, &len, NULL);
        assert_status(error, value < 256 ? SELLO_OK : SELLO_E_DIGITS_RANGE);
        struct sello_writer w = sello_writer_init(again, sizeof again);
        sello_digits_put(&w, sello_bytes(back, 1));
        assert_true(error != SELLO_OK || memcmp(again, digits, 3) == 0);
    }
}

static void test_no_room(void **state) {
    uint8_t back[7] = {0};
    size_t len;
    (void)state;
    assert_status(decode("00000000000000001", back, 6, &len, NULL), SELLO_E_NO_ROOM);
    assert_status(decode("00000000000000001", back, 7, &len, NULL), SELLO_OK);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_every_length), cmocka_unit_test(test_tails_are_unique),
        cmocka_unit_test(test_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

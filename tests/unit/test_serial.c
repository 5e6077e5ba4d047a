/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "wire/cbor.h"
#include "wire/serial.h"

static void test_known(void **state) {
    static const struct {
        uint64_t serial;
        const char *text;
    } rows[] = {
        {5, "000005-5"},
        {1, "000001-1"},
        {32, "000010-*"},
        {33, "000011-~"},
        {34, "000012-$"},
        {35, "000013-="},
        {36, "000014-U"},
        {37, "000015-0"},
        {1073741823, "ZZZZZZ-A"},
        {1073741824, "1000000-B"},
        {SELLO_INT_MAX, "7ZZZZZZZZZZ-H"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[SELLO_SERIAL_LEN];
        uint64_t serial = 0;
        sello_serial_format(rows[i].serial, text);
        assert_string_equal(text, rows[i].text);
        assert_status(sello_serial_parse(sello_bytes_of(text), &serial), SELLO_OK);
        assert_int_equal(serial, rows[i].serial);
    }
}

static void test_parse(void **state) {
    static const struct {
        const char *what, *text;
        enum sello_error error;
        uint64_t serial;
    } rows[] = {
        {"plain", "5", SELLO_OK, 5},
        {"plain, 2^53 - 1", "9007199254740991", SELLO_OK, SELLO_INT_MAX},
        {"plain, 2^53", "9007199254740992", SELLO_E_RANGE, 0},
        {"plain, 2^64 + 1", "18446744073709551617", SELLO_E_RANGE, 0},
        {"zero", "0", SELLO_E_RANGE, 0},
        {"zero, printed", "000000-0", SELLO_E_RANGE, 0},
        {"leading zero", "05", SELLO_E_DIGIT, 0},
        {"empty", "", SELLO_E_DIGIT, 0},
        {"hyphen", "-", SELLO_E_DIGIT, 0},
        {"negative", "-5", SELLO_E_DIGIT, 0},
        {"space", " 5", SELLO_E_DIGIT, 0},
        {"letters", "ABC", SELLO_E_DIGIT, 0},
        {"small letters", "00000a-a", SELLO_OK, 10},
        {"O for 0", "OOooO5-5", SELLO_OK, 5},
        {"I and L for 1", "00000I-L", SELLO_OK, 1},
        {"small i and l", "00000i-l", SELLO_OK, 1},
        {"small check symbol", "000014-u", SELLO_OK, 36},
        {"wrong check symbol", "000005-6", SELLO_E_SYMBOL_TEXT, 0},
        {"two digits swapped", "000050-5", SELLO_E_SYMBOL_TEXT, 0},
        {"no such check symbol", "000005-!", SELLO_E_SYMBOL_TEXT, 0},
        {"no check symbol", "000005-", SELLO_E_DIGIT, 0},
        {"U in the body", "00000U-U", SELLO_E_DIGIT, 0},
        {"check symbol in the body", "0000*5-5", SELLO_E_DIGIT, 0},
        {"too short", "00005-5", SELLO_E_DIGIT, 0},
        {"seven with a leading zero", "0000005-5", SELLO_E_DIGIT, 0},
        {"seven with a leading O", "O000005-5", SELLO_E_DIGIT, 0},
        {"2^53, printed", "8000000000000-0", SELLO_E_RANGE, 0},
        {"very long", "ZZZZZZZZZZZZZZZZZZZZZZZZZ-0", SELLO_E_RANGE, 0},
        {"two hyphens", "0000-05-5", SELLO_E_DIGIT, 0},
        {"look-alike digit", "\xd9\xa1", SELLO_E_DIGIT, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t serial = 0;
        struct sello_bytes text = guarded_copy(sello_bytes_of(rows[i].text));
        enum sello_error error = sello_serial_parse(text, &serial);
        if (error != rows[i].error || serial != rows[i].serial) {
            fail_msg("%s: %s, %llu", rows[i].what, sello_error_name(error),
                     (unsigned long long)serial);
        }
        guarded_free(text);
    }
}

static bool reads_as(const char *text, uint64_t wanted) {
    uint64_t serial = 0;
    return sello_serial_parse(sello_bytes_of(text), &serial) == SELLO_OK && serial == wanted;
}

/* The check symbol finds each single wrong character and each swap of neighbours. */
static void test_check_symbol_finds(void **state) {
    (void)state;
    static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char text[SELLO_SERIAL_LEN];
    sello_serial_format(734512899, text);
    for (size_t at = 0; at < 6; at++) {
        for (const char *symbol = symbols; *symbol != '\0'; symbol++) {
            char mistyped[SELLO_SERIAL_LEN];
            memcpy(mistyped, text, sizeof text);
            mistyped[at] = *symbol;
            assert_int_equal(reads_as(mistyped, 734512899), *symbol == text[at]);
            uint64_t serial;
            assert_true(*symbol == text[at] || sello_serial_parse(sello_bytes_of(mistyped),
                                                                  &serial) == SELLO_E_SYMBOL_TEXT);
        }
        char swapped[SELLO_SERIAL_LEN];
        memcpy(swapped, text, sizeof text);
        swapped[at] = text[at + 1 < 6 ? at + 1 : at];
        swapped[at + 1 < 6 ? at + 1 : at] = text[at];
        assert_true(swapped[at] == text[at] || !reads_as(swapped, 734512899));
    }
}

static void test_round_trip(void **state) {
    (void)state;
    for (uint64_t serial = 1; serial <= SELLO_INT_MAX; serial += serial / 3 + 1) {
        char text[SELLO_SERIAL_LEN];
        memset(text, 0x55, sizeof text);
        sello_serial_format(serial, text);
        assert_true(reads_as(text, serial));
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_check_symbol_finds),
        cmocka_unit_test(test_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

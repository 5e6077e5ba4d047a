/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/ids.h"
#include "tests/support/sello_test.h"

static const struct row {
    const char *text;
    enum sello_error error;
    char kind;
    uint64_t number;
} rows[] = {
    {"P1", SELLO_OK, 'P', 1},
    {"p12", SELLO_OK, 'P', 12},
    {"r3", SELLO_OK, 'R', 3},
    {"C4", SELLO_OK, 'C', 4},
    {"b5", SELLO_OK, 'B', 5},
    {"S0", SELLO_OK, 'S', 0},
    {"S65535", SELLO_OK, 'S', 65535},
    {"I9007199254740991", SELLO_OK, 'I', 9007199254740991},
    {"S65536", SELLO_E_RANGE, 0, 0},
    {"P0", SELLO_E_RANGE, 0, 0},
    {"P9007199254740992", SELLO_E_RANGE, 0, 0},
    {"P99999999999999999999999", SELLO_E_RANGE, 0, 0},
    {"P", SELLO_E_DIGIT, 0, 0},
    {"P01", SELLO_E_DIGIT, 0, 0},
    {"P 1", SELLO_E_DIGIT, 0, 0},
    {"P1 ", SELLO_E_DIGIT, 0, 0},
    {"P-1", SELLO_E_DIGIT, 0, 0},
    {"P+1", SELLO_E_DIGIT, 0, 0},
    {"P1\xd9\xa1", SELLO_E_DIGIT, 0, 0}, /* an Arabic-Indic one */
    {"X1", SELLO_E_TYPE, 0, 0},
    {"12", SELLO_E_TYPE, 0, 0}, /* bare numbers are serials */
    {"", SELLO_E_TYPE, 0, 0},
};

static void test_parse(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_id id = {SELLO_KIND_NONE, 77};
        print_message("%s\n", rows[i].text);
        assert_status(sello_id_parse(rows[i].text, &id), rows[i].error);
        assert_int_equal(id.kind, rows[i].kind); /* untouched on failure */
        assert_int_equal(id.number, rows[i].error == SELLO_OK ? rows[i].number : 77);
    }
}

static void test_format_round_trip(void **state) {
    (void)state;
    char text[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, 4}, text);
    assert_string_equal(text, "C4");
    sello_id_format((struct sello_id){SELLO_KIND_BATCH, UINT64_MAX}, text);
    assert_string_equal(text, "B18446744073709551615"); /* the longest fits */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_id id, again;
        if (sello_id_parse(rows[i].text, &id) == SELLO_OK) {
            sello_id_format(id, text);
            assert_status(sello_id_parse(text, &again), SELLO_OK);
            assert_true(again.kind == id.kind && again.number == id.number);
        }
    }
}

static void test_one_kind(void **state) {
    (void)state;
    uint64_t number = 0;
    assert_status(sello_id_parse_kind("c9", SELLO_KIND_CERTIFICATE, false, &number), SELLO_OK);
    assert_int_equal(number, 9);
    assert_status(sello_id_parse_kind("P9", SELLO_KIND_CERTIFICATE, false, &number), SELLO_E_TYPE);
    assert_status(sello_id_parse_kind("9", SELLO_KIND_CERTIFICATE, false, &number), SELLO_E_TYPE);
    assert_status(sello_id_parse_kind("0", SELLO_KIND_SCHEME, true, &number), SELLO_OK);
    assert_int_equal(number, 0);
    assert_status(sello_id_parse_kind("70000", SELLO_KIND_SCHEME, true, &number), SELLO_E_RANGE);
    assert_status(sello_id_parse_kind("0", SELLO_KIND_BATCH, true, &number), SELLO_E_RANGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_format_round_trip),
        cmocka_unit_test(test_one_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/names.h"
#include "tests/support/sello_test.h"

/* Characters are written as bytes: an editor must not normalize them. */
static const struct row {
    const char *what;
    const char *text;
    enum sello_error error;
    uint32_t code_point;
    size_t position;
} rows[] = {
    {"plain", "Rebozo de seda", SELLO_OK, 0, 0},
    {"accents, composed",
     "Santa Mar\xc3\xad"
     "a del R\xc3\xad"
     "o, Pe\xc3\xb1"
     "a",
     SELLO_OK, 0, 0},
    {"saltillo, small",
     "Xe\xea\x9e\x8c"
     "a",
     SELLO_OK, 0, 0},
    {"saltillo, capital",
     "\xea\x9e\x8b"
     "Anuu",
     SELLO_OK, 0, 0},
    {"modifier apostrophe",
     "k\xca\xbc"
     "inal",
     SELLO_OK, 0, 0},
    {"macron + tilde: precomposed and one mark", "c\xc4\x81\xcc\x83", SELLO_OK, 0, 0},
    {"two marks in a row", "x\xcc\x84\xcc\x83", SELLO_OK, 0, 0},
    {"barred i with tone", "\xc9\xa8\xcc\x81", SELLO_OK, 0, 0},
    {"a Greek word beside a Latin one", "Taller \xce\xa9\xce\xbc\xce\xad\xce\xb3\xce\xb1", SELLO_OK,
     0, 0},
    {"quotes and signs",
     "\xc2\xab"
     "Alebrije\xc2\xbb n.\xc2\xba 3 \xe2\x80\x93 50 %",
     SELLO_OK, 0, 0},
    {"SQL", "';DROP TABLE batch;--", SELLO_OK, 0, 0},
    {"empty", "", SELLO_E_TEXT, 0, 0},
    {"only a space", " ", SELLO_E_NAME_SPACES, ' ', 1},
    {"space before", " Rebozo", SELLO_E_NAME_SPACES, ' ', 1},
    {"space behind", "Rebozo ", SELLO_E_NAME_SPACES, ' ', 7},
    {"no-break space behind", "Rebozo\xc2\xa0", SELLO_E_NAME_SPACES, 0xa0, 7},
    {"ideographic space before", "\xe3\x80\x80Rebozo", SELLO_E_NAME_SPACES, 0x3000, 1},
    {"right-to-left override",
     "Oaxaca\xe2\x80\xae"
     "acaxaO",
     SELLO_E_TEXT, 0x202e, 7},
    {"left-to-right isolate",
     "a\xe2\x81\xa6"
     "b",
     SELLO_E_TEXT, 0x2066, 2},
    {"zero-width space", "Ol\xe2\x80\x8binal\xc3\xa1", SELLO_E_TEXT, 0x200b, 3},
    {"zero-width joiner",
     "a\xe2\x80\x8d"
     "b",
     SELLO_E_TEXT, 0x200d, 2},
    {"soft hyphen",
     "Oa\xc2\xad"
     "xaca",
     SELLO_E_TEXT, 0xad, 3},
    {"variation selector", "a\xef\xb8\x8f", SELLO_E_TEXT, 0xfe0f, 2},
    {"Hangul filler",
     "a\xe3\x85\xa4"
     "b",
     SELLO_E_TEXT, 0x3164, 2},
    {"Hangul leading filler",
     "a\xe1\x85\x9f"
     "b",
     SELLO_E_TEXT, 0x115f, 2},
    {"half-width filler", "ab\xef\xbe\xa0", SELLO_E_TEXT, 0xffa0, 3},
    {"Braille cell without dots", "ab\xe2\xa0\x80", SELLO_E_TEXT, 0x2800, 3},
    {"note without a head", "a\xf0\x9d\x85\x99", SELLO_E_TEXT, 0x1d159, 2},
    {"byte order mark", "\xef\xbb\xbfRebozo", SELLO_E_TEXT, 0xfeff, 1},
    {"tab", "a\tb", SELLO_E_TEXT, '\t', 2},
    {"escape", "a\x1b[2J", SELLO_E_TEXT, 0x1b, 2},
    {"C1 control", "a\xc2\x9b", SELLO_E_TEXT, 0x9b, 2},
    {"not UTF-8", "ca\xf1o", SELLO_E_UTF8, 0xf1, 3}, /* Windows-1252 */
    {"cut character", "ni\xc3", SELLO_E_UTF8, 0xc3, 3},
    {"overlong", "\xc0\xaf", SELLO_E_UTF8, 0xc0, 1},
    {"surrogate", "\xed\xa0\x80", SELLO_E_UTF8, 0xed, 1},
    {"e and its accent apart",
     "caf"
     "e\xcc\x81",
     SELLO_E_NAME_NFC, 'e', 4},
    {"Angstrom sign", "\xe2\x84\xab", SELLO_E_NAME_NFC, 0x212b, 1},
    {"three marks on one letter", "x\xcc\x84\xcc\x83\xcc\x8c", SELLO_E_NAME_MARKS, 0x30c, 4},
    {"a mark on nothing",
     "\xcc\x81"
     "a",
     SELLO_E_NAME_MARKS, 0x301, 1},
    {"a mark on a space",
     "a \xcc\x84"
     "b",
     SELLO_E_NAME_MARKS, 0x304, 3},
    {"Cyrillic a in Oaxaca", "Oaxac\xd0\xb0", SELLO_E_NAME_MIXED, 0x430, 6},
    {"Greek omicron in rebozo", "reb\xce\xbfzo", SELLO_E_NAME_MIXED, 0x3bf, 4},
    {"in the second word",
     "Rebozo \xd0\x9e"
     "axaca",
     SELLO_E_NAME_MIXED, 'a', 9},
};

static void test_rules(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_name_fault fault = {0, 0};
        struct sello_bytes text = guarded_copy(sello_bytes_of(rows[i].text));
        print_message("%s\n", rows[i].what);
        assert_status(sello_name_check(text, 64, &fault), rows[i].error);
        assert_int_equal(fault.code_point, rows[i].code_point);
        assert_int_equal(fault.position, rows[i].position);
        assert_status(sello_name_check(text, 64, NULL), rows[i].error);
        guarded_free(text);
    }
}

static void test_lengths(void **state) {
    (void)state;
    struct sello_name_fault fault = {9, 9};
    char text[66];
    memset(text, 'x', sizeof text);
    assert_status(sello_name_check(sello_bytes(text, 64), 64, &fault), SELLO_OK);
    assert_int_equal(fault.position, 9);
    assert_status(sello_name_check(sello_bytes(text, 65), 64, &fault), SELLO_E_TOO_LONG);
    assert_int_equal(fault.position, 0);
}

static void test_fold(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"Santa Mar\xc3\xad"
         "a del R\xc3\xad"
         "o",
         "santa maria del rio"},
        {"  Pe\xc3\x91"
         "A \xc2\xa0 ",
         "pena"},
        {"caf"
         "e\xcc\x81",
         "cafe"},
        {"Xe\xea\x9e\x8c"
         "a",
         "xe'a"},
        {"xe\xe2\x80\x99"
         "a",
         "xe'a"},
        {"Stra\xc3\x9f"
         "e",
         "strasse"},
        {"\xc4\xb0stanbul", "istanbul"}, /* whatever the locale */
        {"", ""},
    };
    char out[64];
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_status(sello_name_fold(sello_bytes_of(pairs[i][0]), out, sizeof out), SELLO_OK);
        assert_string_equal(out, pairs[i][1]);
    }
    char small[4];
    assert_status(sello_name_fold(sello_bytes_of("ab\xce\xa9"), small, sizeof small), SELLO_OK);
    assert_string_equal(small, "ab"); /* cut before the character that does not fit */
}

static void test_gtin(void **state) {
    (void)state;
    uint64_t gtin = 0;
    assert_status(sello_gtin_parse("4006381333931", &gtin), SELLO_OK); /* GTIN-13 */
    assert_int_equal(gtin, 4006381333931);
    assert_status(sello_gtin_parse("036000291452", &gtin), SELLO_OK);   /* GTIN-12 */
    assert_status(sello_gtin_parse("96385074", &gtin), SELLO_OK);       /* GTIN-8 */
    assert_status(sello_gtin_parse("00012345600012", &gtin), SELLO_OK); /* GTIN-14 */
    for (char digit = '0'; digit <= '9'; digit++) {
        char text[] = "400638133393x";
        text[12] = digit;
        assert_status(sello_gtin_parse(text, &gtin), digit == '1' ? SELLO_OK : SELLO_E_RANGE);
    }
    assert_status(sello_gtin_parse("400638133393", &gtin), SELLO_E_RANGE);
    assert_status(sello_gtin_parse("40063813339", &gtin), SELLO_E_DIGIT);
    assert_status(sello_gtin_parse("4006381333 31", &gtin), SELLO_E_DIGIT);
    assert_status(sello_gtin_parse("00000000", &gtin), SELLO_E_RANGE);
    assert_false(sello_gtin_ok(100000000000000));
}

static void test_language(void **state) {
    (void)state;
    static const char *const good[] = {"es", "es-MX", "nah", "nci-Latn-MX", "yua", "ES-419"};
    static const char *const bad[] = {"",           "e",      "es-",          "-es", "es_MX",
                                      "espanolmex", "es--MX", "es-abcdefghi", "1s",  "\xc3\xb1"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(sello_language_ok(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(sello_language_ok(bad[i]));
    }
    assert_true(sello_language_ok("es-abcdefgh-abcdefgh-abcdefgh-abcde"));   /* 35 */
    assert_false(sello_language_ok("es-abcdefgh-abcdefgh-abcdefgh-abcdef")); /* 36 */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules), cmocka_unit_test(test_lengths),  cmocka_unit_test(test_fold),
        cmocka_unit_test(test_gtin),  cmocka_unit_test(test_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/symbol.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

#include <math.h>

#define URL "https://sello.example/v/#" /* 25 bytes */

/* The level written in the symbol: the first two of its format bits, beside the upper left finder,
 * masked by binary 10 (ISO/IEC 18004:2015 section 7.9.1). */
static char written_level(const struct sello_symbol *symbol) {
    const uint8_t *format = symbol->module + 8 * symbol->side;
    static const char levels[] = {'H', 'Q', 'M', 'L'};
    return levels[2 * format[0] + format[1]];
}

static struct sello_symbol make(struct sello_bytes text, unsigned max_version) {
    struct sello_symbol symbol;
    memset(&symbol, 0x55, sizeof symbol);
    assert_status(sello_symbol_make(text, max_version, &symbol), SELLO_OK);
    assert_int_equal(symbol.side, 17 + 4 * symbol.version);
    assert_int_equal(written_level(&symbol), symbol.level);
    return symbol;
}

static void assert_too_long(struct sello_bytes text, unsigned max_version) {
    static struct sello_symbol symbol, before;
    memset(&symbol, 0x55, sizeof symbol);
    before = symbol;
    assert_status(sello_symbol_make(text, max_version, &symbol), SELLO_E_SYMBOL_TOO_LONG);
    assert_memory_equal(&symbol, &before, sizeof symbol);
}

/* ---- one byte segment ---- */

/* Bytes held at M and Q: ISO/IEC 18004:2015 table 7, versions 1..22. */
static const unsigned bytes_held[][2] = {
    {14, 11},   {26, 20},   {42, 32},   {62, 46},   {84, 60},   {106, 74},  {122, 86},  {152, 108},
    {180, 130}, {213, 151}, {251, 177}, {287, 203}, {331, 241}, {362, 258}, {412, 292}, {450, 322},
    {504, 364}, {560, 394}, {624, 442}, {666, 482}, {711, 509}, {779, 565},
};

static void bytes_at_the_standards_limits(void **state) {
    (void)state;
    char text[800];
    memset(text, 'x', sizeof text);
    for (unsigned version = 1; version <= SELLO_SYMBOL_VERSION_MAX; version++) {
        unsigned most_m = bytes_held[version - 1][0], most_q = bytes_held[version - 1][1];
        struct sello_symbol at_m = make(sello_bytes(text, most_m), version);
        assert_int_equal(at_m.version, version);
        assert_int_equal(at_m.level, 'M');
        assert_too_long(sello_bytes(text, most_m + 1), version);
        unsigned least = version == 1 ? 0 : bytes_held[version - 2][0];
        if (most_q > least) { /* else the version before holds them at M */
            struct sello_symbol at_q = make(sello_bytes(text, most_q), version);
            assert_int_equal(at_q.version, version);
            assert_int_equal(at_q.level, 'Q');
        }
        struct sello_symbol past_q = make(sello_bytes(text, most_q + 1), version);
        assert_false(past_q.version == version && past_q.level == 'Q');
    }
}

/* ---- bytes and digits ---- */

/* Ours against what libqrencode picks by itself: the version at M, and Q where it is the same. */
static void assert_agrees(const char *head, size_t n_digits) {
    char buf[ORACLE_TEXT_MAX];
    struct sello_bytes text = oracle_text(head, n_digits, buf);
    unsigned at_m = oracle_version(head, n_digits, 'M');
    if (at_m == 0 || at_m > SELLO_SYMBOL_VERSION_MAX) {
        assert_too_long(text, SELLO_SYMBOL_VERSION_MAX);
        return;
    }
    struct sello_symbol symbol = make(text, at_m);
    assert_int_equal(symbol.version, at_m);
    assert_int_equal(symbol.level, oracle_version(head, n_digits, 'Q') == at_m ? 'Q' : 'M');
    if (at_m > 1) {
        assert_too_long(text, at_m - 1);
    }
}

static void many_lengths_agree_with_libqrencode(void **state) {
    (void)state;
    static const char *const heads[] = {
        "#", URL, "https://sello.cooperativa-de-artesanas.example.org/verif/#"};
    for (size_t h = 0; h < 3; h++) {
        for (size_t n = 0; n < 1900; n += 29 + h) {
            assert_agrees(heads[h], n);
        }
    }
}

static void each_versions_limits_agree_with_libqrencode(void **state) {
    (void)state;
    for (unsigned version = 1; version <= SELLO_SYMBOL_VERSION_MAX; version++) {
        const char *head = version < 4 ? "#" : URL;
        for (const char *level = "MQ"; *level != '\0'; level++) {
            size_t most = oracle_most_digits(head, version, *level);
            assert_agrees(head, most);
            assert_agrees(head, most + 1);
        }
    }
}

static void version_for_is_what_the_text_needs(void **state) {
    (void)state;
    for (size_t token_len = 1; token_len < 820; token_len += 11) {
        unsigned version = oracle_version(URL, sello_digits_len(token_len), 'M');
        version = version > SELLO_SYMBOL_VERSION_MAX ? 0 : version;
        assert_int_equal(sello_symbol_version_for(strlen(URL) - 1, token_len), version);
    }
}

static void version_for_known_labels(void **state) {
    (void)state;
    static const struct {
        size_t base_url_len, token_len;
        unsigned version;
    } rows[] = {
        {24, 231, 12},      {24, 107, 8},  {60, 107, 9},          {60, 540, 19},
        {26, 249, 12},      {39, 249, 13}, /* with a photo: 18 bytes more */
        {0, 0, 1},          {779, 0, 0},   {778, 0, 22},          {0, SIZE_MAX, 0},
        {SIZE_MAX, 231, 0}, {783, 1, 0},   {24, SIZE_MAX / 2, 0}, {SIZE_MAX, SIZE_MAX, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(sello_symbol_version_for(rows[i].base_url_len, rows[i].token_len),
                         rows[i].version);
    }
}

/* ---- how the text is divided ---- */

static void only_digits_behind_the_hash_are_numeric(void **state) {
    (void)state;
    /* 40 digits: as one byte segment every text of 42 bytes needs version 3 at M. */
    static const struct {
        const char *text;
        unsigned version;
    } rows[] = {
        {"a#1234567890123456789012345678901234567890", 2},
        {"##1234567890123456789012345678901234567890", 2},
        {"aa1234567890123456789012345678901234567890", 3}, /* no '#' */
        {"a#12345678901234567890123456789012345678x0", 3},
        {"a#123456789012345678901234567890123456789\x30", 2},
        {"a#123456789012345678901234567890123456789:", 3}, /* one past '9' */
        {"a#/12345678901234567890123456789012345678/", 3}, /* one before '0' */
        {"a1234567890123456789012345678901234567890#", 3}, /* nothing behind it */
        {"#", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(make(sello_bytes_of(rows[i].text), 20).version, rows[i].version);
    }
}

static void nothing_is_read_past_the_text(void **state) {
    (void)state;
    char buf[ORACLE_TEXT_MAX];
    struct sello_bytes copy = guarded_copy(oracle_text(URL, 200, buf));
    make(copy, 20);
    guarded_free(copy);
    struct sello_symbol symbol;
    assert_status(sello_symbol_make(sello_bytes(NULL, 0), 20, &symbol), SELLO_E_TEXT);
}

static void no_version_is_allowed_above_the_most(void **state) {
    (void)state;
    char text[800];
    memset(text, 'x', sizeof text);
    assert_too_long(sello_bytes(text, 780), 40);
    assert_too_long(sello_bytes(text, 1), 0);
}

/* ---- the page ---- */

static void the_page_has_a_light_border(void **state) {
    (void)state;
    struct sello_symbol symbol = make(sello_bytes_of("#0123456789"), 20);
    unsigned page = sello_symbol_page(&symbol);
    assert_int_equal(page, symbol.side + 8);
    for (unsigned y = 0; y < page + 2; y++) {
        for (unsigned x = 0; x < page + 2; x++) {
            bool inside = x >= 4 && y >= 4 && x < page - 4 && y < page - 4;
            bool dark = inside && symbol.module[(y - 4) * symbol.side + x - 4] == 1;
            assert_int_equal(sello_symbol_dark(&symbol, x, y), dark);
        }
    }
    assert_true(sello_symbol_dark(&symbol, 4, 4)); /* a finder pattern's corner */
    assert_false(sello_symbol_dark(&symbol, UINT32_MAX, 4));
}

/* ---- print size ---- */

static void print_sizes(void **state) {
    (void)state;
    static const struct {
        unsigned dpi;
        double module_mm;
        bool forced;
        enum sello_error error;
        unsigned dots;
        bool small;
    } rows[] = {
        {203, 0, false, SELLO_OK, 4, false},
        {300, 0, false, SELLO_OK, 5, false},
        {600, 0, false, SELLO_OK, 10, false},
        {720, 0, false, SELLO_OK, 12, false},
        {1200, 0, false, SELLO_OK, 20, false},
        {4800, 0, false, SELLO_OK, 80, false},
        {203, 0.375, false, SELLO_OK, 3, true},
        {300, 0.339, false, SELLO_OK, 4, true},
        {600, 0.339, false, SELLO_OK, 8, true},
        {600, 0.381, false, SELLO_OK, 9, true},
        {600, 0.396, false, SELLO_OK, 9, true},
        {600, 0.508, false, SELLO_OK, 12, false},
        {300, 1.0, false, SELLO_OK, 11, false},
        {300, 0.33, false, SELLO_E_SYMBOL_TOO_SMALL, 0, false}, /* 3 dots: 0.254 mm */
        {300, 0.33, true, SELLO_OK, 3, true},
        {600, 0.32, false, SELLO_E_SYMBOL_TOO_SMALL, 0, false},
        {600, 0.32, true, SELLO_OK, 7, true},
        {96, 0, false, SELLO_E_SYMBOL_TOO_SMALL, 0, false},
        {96, 0, true, SELLO_OK, 1, true},
        {50, 0, true, SELLO_E_SYMBOL_TOO_SMALL, 0, false}, /* a dot is larger than the aim */
        {0, 0, true, SELLO_E_RANGE, 0, false},
        {4801, 0, true, SELLO_E_RANGE, 0, false},
        {300, -0.5, true, SELLO_E_RANGE, 0, false},
        {300, 10.16, false, SELLO_OK, 120, false},
        {300, 10.25, true, SELLO_E_RANGE, 0, false},
        {300, 1e300, true, SELLO_E_RANGE, 0, false},
        {300, (double)INFINITY, true, SELLO_E_RANGE, 0, false},
        {300, (double)NAN, true, SELLO_E_RANGE, 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sello_print_size size = {77, 77};
        bool small = !rows[i].small;
        assert_status(
            sello_print_size(rows[i].dpi, rows[i].module_mm, rows[i].forced, &size, &small),
            rows[i].error);
        bool ok = rows[i].error == SELLO_OK;
        assert_int_equal(size.dots_per_module, ok ? rows[i].dots : 77);
        assert_int_equal(size.dpi, ok ? rows[i].dpi : 77);
        assert_int_equal(small, ok ? rows[i].small : !rows[i].small);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_at_the_standards_limits),
        cmocka_unit_test(many_lengths_agree_with_libqrencode),
        cmocka_unit_test(each_versions_limits_agree_with_libqrencode),
        cmocka_unit_test(version_for_is_what_the_text_needs),
        cmocka_unit_test(version_for_known_labels),
        cmocka_unit_test(only_digits_behind_the_hash_are_numeric),
        cmocka_unit_test(nothing_is_read_past_the_text),
        cmocka_unit_test(no_version_is_allowed_above_the_most),
        cmocka_unit_test(the_page_has_a_light_border),
        cmocka_unit_test(print_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

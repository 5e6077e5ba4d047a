/* SPDX-License-Identifier: Apache-2.0 */
/* A statement that is too long for a code is added up: how far, what goes first, and that no label
 * is lost. */
#include <stdlib.h>

#include "registry/print/statement_fold.h"
#include "tests/support/sello_test.h"

enum { NOW = 1780000000, URL_LEN = 26 };

/* So many products, each with a certificate a time, and labels in each of so many months; the later
 * the product, the more. */
static struct statement *whole_of(size_t n_products, size_t n_months, size_t n_certificates) {
    struct statement *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->product = calloc(n_products + 1, sizeof *s->product);
    s->certificate = calloc(n_certificates + 1, sizeof *s->certificate);
    assert_true(s->product != NULL && s->certificate != NULL);
    s->request = (struct statement_request){.producer = 7, .from = 20454}; /* 1 January 2026 */
    s->request.until = s->request.from + (n_months - 1) * 3652425 / 120000 + 15;
    snprintf(s->producer.name, sizeof s->producer.name, "Taller Hernández");
    s->consent = (struct sello_consent){.given = true, .day = 20500};
    s->fold.months = 1;
    for (size_t i = 0; i < n_products; i++) {
        snprintf(s->product[i], sizeof *s->product, "Rebozo de bolita %zu", i);
        for (size_t m = 0; m < n_months; m++) {
            struct sello_statement_row *row = statement_row(s, i, m);
            assert_non_null(row);
            row->issued = 2 * (i + 1);
            row->delivered = m;
            row->withdrawn = i % 2;
        }
    }
    s->n_products = n_products;
    for (size_t i = 0; i < n_certificates; i++) {
        s->certificate[i] = (struct sello_statement_certificate){
            .product = i % n_products, .number = i + 1, .until = i % 5 == 0 ? 0 : 20500 + i};
    }
    s->n_certificates = n_certificates;
    assert_int_equal(statement_months(&s->request), n_months);
    return s;
}

static struct sello_statement_row total_of(const struct statement *s) {
    struct sello_statement_row total = {.month = 0};
    for (size_t i = 0; i < s->n_rows; i++) {
        total.issued += s->row[i].issued;
        total.delivered += s->row[i].delivered;
        total.sold += s->row[i].sold;
        total.withdrawn += s->row[i].withdrawn;
    }
    return total;
}

static void assert_as_long_as_a_code(const struct statement *s) {
    size_t len = statement_token_len(s, NOW);
    assert_in_range(len, 1, SELLO_TOKEN_MAX);
    assert_in_range(sello_symbol_version_for(URL_LEN, len), 1, SELLO_SYMBOL_VERSION_MAX);
}

static void test_how_far(void **state) {
    (void)state;
    static const struct {
        size_t products, months, certificates;
        struct sello_statement_fold want;
        size_t n_products; /* of which the last may stand for others */
    } rows[] = {
        {2, 12, 2, {1, 0, 0}, 2},        {5, 12, 5, {1, 0, 0}, 5},
        {6, 12, 6, {3, 0, 0}, 6},        {10, 12, 10, {6, 0, 0}, 10},
        {8, 36, 8, {12, 0, 0}, 8},       {1, 240, 1, {6, 0, 0}, 1},
        {30, 1, 30, {1, 19, 0}, 12},     {40, 12, 40, {12, 33, 0}, 8},
        {300, 24, 20, {12, 291, 0}, 10}, {3, 1200, 3, {1200, 0, 0}, 3},
        {2, 12, 100, {12, 2, 29}, 1},    {1, 12, 100, {12, 0, 28}, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct statement *whole = whole_of(rows[i].products, rows[i].months, rows[i].certificates);
        struct statement *out = NULL;
        assert_status(statement_fold_within(whole, PAGE_WORDS_ES, NOW, URL_LEN, &out), SELLO_OK);
        assert_as_long_as_a_code(out);
        struct sello_statement_row before = total_of(whole), after = total_of(out);
        assert_memory_equal(&before, &after, sizeof before);
        assert_int_equal(out->fold.months, rows[i].want.months);
        assert_int_equal(out->fold.products, rows[i].want.products);
        assert_int_equal(out->fold.certificates, rows[i].want.certificates);
        assert_int_equal(out->n_products, rows[i].n_products);
        assert_int_equal(out->n_certificates + out->fold.certificates, rows[i].certificates);
        statement_free(out);
        statement_free(whole);
    }
}

/* The products with most labels keep their names and their order; a certificate goes with its
 * product. */
static void test_what_goes_first(void **state) {
    (void)state;
    struct statement *whole = whole_of(40, 12, 40), *out = NULL;
    assert_status(statement_fold_within(whole, PAGE_WORDS_EN, NOW, URL_LEN, &out), SELLO_OK);
    size_t own = out->n_products - 1;
    for (size_t i = 0; i < own; i++) {
        assert_string_equal(out->product[i], whole->product[40 - own + i]);
    }
    char rest[SELLO_NAME_MAX + 1];
    snprintf(rest, sizeof rest, "The other products (%zu)", 40 - own);
    assert_string_equal(out->product[own], rest);
    for (size_t i = 0; i < 40; i++) {
        size_t place = i < 40 - own ? own : i - (40 - own);
        assert_int_equal(out->certificate[i].number, i + 1);
        assert_int_equal(out->certificate[i].product, place);
    }
    statement_free(out);
    statement_free(whole);
}

/* Listed are those that end last, or never, by number. */
static void test_certificates_that_ended_first_are_counted(void **state) {
    (void)state;
    struct statement *whole = whole_of(2, 12, 100), *out = NULL;
    assert_status(statement_fold_within(whole, PAGE_WORDS_ES, NOW, URL_LEN, &out), SELLO_OK);
    assert_string_equal(out->product[0], "Todos los productos (2)");
    uint64_t last = 0, first_dated = 0;
    size_t endless = 0;
    for (size_t i = 0; i < out->n_certificates; i++) {
        assert_true(out->certificate[i].number > last);
        last = out->certificate[i].number;
        endless += out->certificate[i].until == 0;
        first_dated = first_dated > 0 ? first_dated : out->certificate[i].until;
    }
    assert_int_equal(endless, 20);
    assert_int_equal(first_dated, 20500 + 100 - (out->n_certificates - endless) * 5 / 4);
    statement_free(out);
    statement_free(whole);
}

/* An address that leaves no room for anything. */
static void test_nothing_fits(void **state) {
    (void)state;
    struct statement *whole = whole_of(2, 3, 2), *out = NULL;
    assert_status(statement_fold_within(whole, PAGE_WORDS_ES, NOW, 2000, &out), SELLO_E_TOO_LONG);
    assert_null(out);
    statement_free(whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_how_far),
        cmocka_unit_test(test_what_goes_first),
        cmocka_unit_test(test_certificates_that_ended_first_are_counted),
        cmocka_unit_test(test_nothing_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

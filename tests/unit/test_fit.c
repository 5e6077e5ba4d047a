/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "labels/stock/fit.h"
#include "tests/support/sello_test.h"

static const struct sello_stock *stock_of(const char *name) {
    const struct sello_stock *stock = sello_stock_find(name);
    assert_non_null(stock);
    return stock;
}

/* ---- the largest version, computed elsewhere from the sizes of each stock ---- */

/* clang-format off */
static const struct {
    const char *name;
    unsigned version[4]; /* at 0.339, 0.396, 0.423 and 0.500 mm */
} largest[] = {
    {"avery-5160", {10, 7, 6, 4}},
    {"avery-5161", {10, 7, 6, 4}},
    {"avery-5162", {16, 13, 11, 9}},
    {"avery-5163", {29, 23, 22, 17}},
    {"avery-5164", {40, 40, 40, 34}},
    {"avery-5167", {0, 0, 0, 0}},
    {"avery-5366", {4, 2, 1, 0}},
    {"avery-6570", {14, 11, 10, 8}},
    {"avery-6871", {14, 11, 10, 8}},
    {"avery-6873", {29, 23, 22, 17}},
    {"avery-6879", {14, 11, 10, 8}},
    {"avery-3111", {38, 31, 29, 24}},
    {"avery-3112", {12, 9, 8, 6}},
    {"avery-5193", {13, 10, 9, 7}},
    {"avery-5371", {29, 23, 22, 17}},
    {"onlinelabels-ol5175", {25, 20, 18, 15}},
    {"onlinelabels-ol6300", {19, 15, 14, 11}},
    {"onlinelabels-ol3016", {29, 23, 22, 17}},
    {"onlinelabels-ol291", {38, 31, 29, 24}},
    {"avery-l7160", {19, 15, 14, 11}},
    {"avery-l7161", {25, 21, 19, 15}},
    {"avery-l7162", {16, 13, 11, 9}},
    {"avery-l7163", {19, 15, 14, 11}},
    {"avery-l7164", {38, 31, 29, 24}},
    {"avery-l7165", {40, 34, 32, 26}},
    {"avery-l7173", {33, 27, 25, 20}},
    {"avery-l7651", {7, 5, 4, 2}},
    {"avery-l7157", {9, 7, 6, 4}},
    {"avery-l7159", {16, 13, 11, 9}},
    {"avery-l6009", {7, 5, 4, 2}},
    {"avery-l6011", {13, 10, 9, 7}},
    {"avery-l6112", {13, 10, 9, 6}},
    {"avery-l6113", {7, 5, 4, 2}},
    {"zweckform-3475", {18, 14, 13, 10}},
    {"zweckform-3652", {22, 18, 17, 13}},
    {"zweckform-4780", {10, 7, 6, 4}},
    {"rayfilm-2307", {17, 13, 12, 9}},
    {"rayfilm-2626", {28, 23, 21, 17}},
};
/* clang-format on */

static void the_largest_version_is_that_of_the_published_table(void **state) {
    (void)state;
    static const double module[4] = {0.339, 0.396, 0.423, 0.500};
    size_t n = 0;
    for (size_t i = 0; i < sizeof largest / sizeof *largest; i++) {
        const struct sello_stock *stock = stock_of(largest[i].name);
        n += !stock->roll;
        for (size_t k = 0; k < 4; k++) {
            unsigned version = sello_fit_version(stock, module[k]);
            if (version != largest[i].version[k]) {
                fail_msg("%s at %.3f mm: version %u, not %u", stock->name, module[k], version,
                         largest[i].version[k]);
            }
        }
    }
    for (size_t i = 0; i < sello_stock_count(); i++) {
        n -= !sello_stock_at(i)->roll;
    }
    assert_int_equal(n, 0); /* every sheet stands in it */
}

/* ---- one symbol on one label ---- */

static void the_module_is_the_most_whole_dots_that_fit(void **state) {
    (void)state;
    static const struct {
        const char *what, *stock;
        unsigned dpi, version;
        double aim;
        bool forced;
        enum sello_error error;
        unsigned dots;
        bool small;
    } rows[] = {
        {"the usual aim", "avery-l7160", 600, 12, 0, false, SELLO_OK, 10, false},
        {"more on a larger label", "avery-5163", 600, 12, 0, false, SELLO_OK, 12, false},
        {"more still on a large square", "avery-5164", 600, 12, 0, false, SELLO_OK, 13, false},
        {"up to 0.8 mm on a very large one", "roll-102x152", 300, 10, 0, false, SELLO_OK, 9, false},
        {"the same at 203 dpi", "roll-76x51", 203, 12, 0, false, SELLO_OK, 4, false},
        {"the same at 300 dpi", "roll-76x51", 300, 12, 0, false, SELLO_OK, 5, false},
        {"an aim of one's own", "avery-5164", 600, 12, 0.85, false, SELLO_OK, 20, false},
        {"an aim above what fits", "avery-5163", 600, 12, 2, false, SELLO_OK, 15, false},
        {"version 6 on the common sheet", "avery-5160", 600, 6, 0, false, SELLO_OK, 10, false},
        {"version 7 there", "avery-5160", 600, 7, 0, false, SELLO_OK, 9, true},
        {"version 10 there", "avery-5160", 600, 10, 0, false, SELLO_OK, 8, true},
        {"version 11 there", "avery-5160", 600, 11, 0, false, SELLO_E_SYMBOL_TOO_SMALL, 0, false},
        {"forced", "avery-5160", 600, 11, 0, true, SELLO_OK, 7, true},
        {"version 10 by 300 dpi", "avery-5160", 300, 10, 0, false, SELLO_OK, 4, true},
        {"an aim under 0.33 mm", "avery-5164", 600, 6, 0.3, false, SELLO_E_SYMBOL_TOO_SMALL, 0,
         false},
        {"that forced", "avery-5164", 600, 6, 0.3, true, SELLO_OK, 7, true},
        {"3 dots at 203 dpi", "roll-50x25", 203, 8, 0, false, SELLO_OK, 3, true},
        {"2 dots at 203 dpi", "roll-50x25", 203, 15, 0, false, SELLO_E_SYMBOL_TOO_SMALL, 0, false},
        {"not one dot, forced", "roll-50x25", 30, 12, 2, true, SELLO_E_SYMBOL_TOO_SMALL, 0, false},
        {"round: the inscribed square", "avery-3112", 600, 8, 0, false, SELLO_OK, 10, false},
        {"round, one version more", "avery-3112", 600, 9, 0, false, SELLO_OK, 9, true},
        {"no dpi", "avery-3112", 0, 9, 0, false, SELLO_E_RANGE, 0, false},
        {"no number", "avery-3112", 600, 9, NAN, false, SELLO_E_RANGE, 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_fit fit = {.small = false};
        unsigned page = 17 + 4 * rows[i].version + 8;
        enum sello_error error = sello_fit(stock_of(rows[i].stock), rows[i].dpi, rows[i].aim,
                                           rows[i].forced, page, &fit);
        if (error != rows[i].error || fit.size.dots_per_module != rows[i].dots ||
            fit.small != rows[i].small) {
            fail_msg("%s: %s, %u dots, %ssmall", rows[i].what, sello_error_name(error),
                     fit.size.dots_per_module, fit.small ? "" : "not ");
        }
        assert_int_equal(fit.size.dpi, error == SELLO_OK ? rows[i].dpi : 0);
    }
}

static void a_symbol_never_leaves_its_square(void **state) {
    (void)state;
    static const unsigned dpis[] = {203, 300, 360, 600, 1200};
    for (size_t i = 0; i < sello_stock_count(); i++) {
        const struct sello_stock *stock = sello_stock_at(i);
        for (unsigned version = 1; version <= 22; version++) {
            for (size_t k = 0; k < sizeof dpis / sizeof *dpis; k++) {
                struct sello_fit fit;
                unsigned page = 17 + 4 * version + 8;
                if (sello_fit(stock, dpis[k], 0, true, page, &fit) == SELLO_OK) {
                    double side = page * sello_module_mm(fit.size);
                    assert_true(side <= sello_fit_square(stock) + 1e-6);
                    assert_int_equal(fit.small, sello_module_mm(fit.size) < 0.396);
                }
            }
        }
    }
}

/* ---- what would help ---- */

static void what_would_help_really_helps(void **state) {
    (void)state;
    static const struct {
        const char *stock;
        unsigned dpi, version;
        const char *other[SELLO_FIT_STOCK_MAX];
        unsigned finer, here;
    } rows[] = {
        /* clang-format off */
        {"avery-5160", 600, 12,
         {"onlinelabels-ol5175", "onlinelabels-ol3016", "avery-3111", "onlinelabels-ol291"}, 0, 10},
        {"avery-l7651", 300, 8,
         {"rayfilm-2307", "avery-l6112", "avery-l6011", "avery-l7159"}, 0, 7},
        {"avery-5160", 203, 10,
         {"onlinelabels-ol5175", "onlinelabels-ol3016", "avery-3111", "onlinelabels-ol291"}, 300, 8},
        {"roll-50x25", 203, 12,
         {"roll-60x40", "roll-50x50", "roll-76x51", "roll-100x50"}, 0, 8},
        {"avery-5167", 600, 20,
         {"onlinelabels-ol3016", "avery-3111", "onlinelabels-ol291", "avery-5371"}, 0, 0},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_fit_help help;
        unsigned page = 17 + 4 * rows[i].version + 8;
        sello_fit_help(stock_of(rows[i].stock), rows[i].dpi, page, &help);
        for (size_t k = 0; k < help.n_stock; k++) {
            assert_true(help.stock[k]->width * help.stock[k]->height >
                        stock_of(rows[i].stock)->width * stock_of(rows[i].stock)->height);
            struct sello_fit fit;
            assert_status(sello_fit(help.stock[k], rows[i].dpi, 0, false, page, &fit), SELLO_OK);
            assert_false(fit.small);
            assert_string_equal(help.stock[k]->name, rows[i].other[k]);
        }
        assert_int_equal(help.n_stock, SELLO_FIT_STOCK_MAX);
        assert_int_equal(help.dpi, rows[i].finer);
        assert_int_equal(help.version, rows[i].here);
    }
}

static void nothing_helps_a_symbol_that_no_stock_takes(void **state) {
    (void)state;
    struct sello_fit_help help;
    sello_fit_help(stock_of("avery-5160"), 600, 400, &help);
    assert_int_equal(help.n_stock, 0);
    assert_int_equal(help.dpi, 0);
    sello_fit_help(stock_of("avery-5160"), 600, 185, &help); /* version 40: two take it */
    assert_int_equal(help.n_stock, 1);
    assert_string_equal(help.stock[0]->name, "avery-5164");
}

static void a_square_keeps_room_for_its_words(void **state) {
    (void)state;
    static const struct {
        const char *stock;
        unsigned dpi, dots, page;
        bool leaves;
    } rows[] = {
        {"onlinelabels-ol6300", 600, 10, 73, false}, /* 27.8 of 38.1 mm at 9 dots */
        {"onlinelabels-ol6300", 600, 10, 65, true},  /* 24.8 at 9 dots */
        {"onlinelabels-ol6300", 300, 5, 65, false},  /* 27.5, and 4 dots are too few */
        {"onlinelabels-ol5175", 600, 10, 73, true},  {"avery-5160", 600, 10, 57, true},
        {"avery-3112", 600, 10, 57, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sello_print_size size = {rows[i].dpi, rows[i].dots};
        bool leaves = sello_fit_leaves_words(sello_stock_find(rows[i].stock), size, rows[i].page);
        if (leaves != rows[i].leaves) {
            fail_msg("row %zu", i);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_square_keeps_room_for_its_words),
        cmocka_unit_test(the_largest_version_is_that_of_the_published_table),
        cmocka_unit_test(the_module_is_the_most_whole_dots_that_fit),
        cmocka_unit_test(a_symbol_never_leaves_its_square),
        cmocka_unit_test(what_would_help_really_helps),
        cmocka_unit_test(nothing_helps_a_symbol_that_no_stock_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

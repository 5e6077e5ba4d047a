/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "labels/stock/stock.h"
#include "tests/support/sello_test.h"

static void every_row_can_be_printed(void **state) {
    (void)state;
    for (size_t i = 0; i < sello_stock_count(); i++) {
        const struct sello_stock *s = sello_stock_at(i);
        if (sello_stock_check(s) != SELLO_STOCK_GOOD) {
            fail_msg("%s: problem %d", s->name, sello_stock_check(s));
        }
        assert_true(s->title[0] != '\0' && s->source[0] != '\0');
        assert_true(s->roll || sello_stock_is_letter(s) || sello_stock_is_a4(s));
        assert_true(s->shape == SELLO_STOCK_RECTANGLE || s->width == s->height);
        assert_true(!s->roll || sello_stock_cells(s) == 1);
    }
}

static void margins_are_symmetric_but_where_the_row_says_so(void **state) {
    (void)state;
    for (size_t i = 0; i < sello_stock_count(); i++) {
        const struct sello_stock *s = sello_stock_at(i);
        double across = fabs(s->left - sello_stock_right(s));
        double down = fabs(s->top - sello_stock_bottom(s));
        bool symmetric = s->roll || (across <= 0.3 && down <= 0.3);
        if (symmetric == s->asymmetric) {
            fail_msg("%s: margins differ by %.2f and %.2f mm", s->name, across, down);
        }
    }
}

static void letter_comes_first_then_a4_then_rolls(void **state) {
    (void)state;
    unsigned before = 0;
    for (size_t i = 0; i < sello_stock_count(); i++) {
        const struct sello_stock *s = sello_stock_at(i);
        unsigned kind = s->roll ? 3 : sello_stock_is_a4(s) ? 2 : 1;
        assert_true(kind >= before);
        before = kind;
    }
    assert_int_equal(before, 3);
}

static void names_are_of_one_form_and_stand_once(void **state) {
    (void)state;
    for (size_t i = 0; i < sello_stock_count(); i++) {
        const struct sello_stock *s = sello_stock_at(i);
        assert_non_null(strchr(s->name, '-'));
        assert_int_equal(strspn(s->name, "abcdefghijklmnopqrstuvwxyz0123456789-."),
                         strlen(s->name));
        assert_ptr_equal(sello_stock_find(s->name), s);
        assert_ptr_equal(sello_stock_find(strchr(s->name, '-') + 1), s);
        for (size_t k = 0; sello_stock_alias(s, k) != NULL; k++) {
            assert_ptr_equal(sello_stock_find(sello_stock_alias(s, k)), s);
        }
    }
}

static void stock_is_found_by_the_names_it_is_sold_under(void **state) {
    (void)state;
    static const struct {
        const char *asked, *found;
    } rows[] = {
        {"avery-5160", "avery-5160"},
        {"Avery-5160", "avery-5160"},
        {"5160", "avery-5160"},
        {"avery-8160", "avery-5160"},
        {"5260", "avery-5160"},
        {"L7160", "avery-l7160"},
        {"j8160", "avery-l7160"},
        {"avery-J8160", "avery-l7160"},
        {"CIL-W108", "avery-l7160"},
        {"avery-3475", "zweckform-3475"},
        {"zweckform-3490", "zweckform-3475"},
        {"ol5175", "onlinelabels-ol5175"},
        {"50x25", "roll-50x25"},
        {"3274.2", "avery-3112"},
        {"avery-516", NULL},
        {"avery-51600", NULL},
        {"avery", NULL},
        {"", NULL},
        {"-", NULL},
        {"7160", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sello_stock *s = sello_stock_find(rows[i].asked);
        if ((s == NULL) != (rows[i].found == NULL) ||
            (s != NULL && strcmp(s->name, rows[i].found) != 0)) {
            fail_msg("%s is %s", rows[i].asked, s != NULL ? s->name : "not found");
        }
    }
}

/* ---- the check: a good stock, and what makes it bad ---- */

static void what_cannot_be_printed_is_told(void **state) {
    (void)state;
    static const struct sello_stock good = {.paper_width = 215.9,
                                            .paper_height = 279.4,
                                            .columns = 2,
                                            .rows = 5,
                                            .width = 100,
                                            .height = 50,
                                            .left = 5,
                                            .top = 14,
                                            .pitch_x = 105,
                                            .pitch_y = 50,
                                            .shape = SELLO_STOCK_RECTANGLE};
    static const struct {
        size_t field;
        double value;
        enum sello_stock_problem problem;
    } rows[] = {
#define F(name) offsetof(struct sello_stock, name)
        {F(left), 5, SELLO_STOCK_GOOD},
        {F(left), -0.4, SELLO_STOCK_GOOD},
        {F(left), -0.6, SELLO_STOCK_OFF},
        {F(left), 11.3, SELLO_STOCK_GOOD},
        {F(left), 11.5, SELLO_STOCK_OFF},
        {F(left), NAN, SELLO_STOCK_OFF},
        {F(top), -1, SELLO_STOCK_OFF},
        {F(top), 30, SELLO_STOCK_OFF},
        {F(pitch_x), 99.95, SELLO_STOCK_GOOD},
        {F(pitch_x), 99, SELLO_STOCK_OVERLAP},
        {F(pitch_y), 49, SELLO_STOCK_OVERLAP},
        {F(pitch_y), 54, SELLO_STOCK_OFF},
        {F(pitch_x), -105, SELLO_STOCK_OVERLAP},
        {F(pitch_x), NAN, SELLO_STOCK_OFF},
        {F(width), 4.9, SELLO_STOCK_SIZE},
        {F(width), -50, SELLO_STOCK_SIZE},
        {F(width), NAN, SELLO_STOCK_SIZE},
        {F(width), INFINITY, SELLO_STOCK_SIZE},
        {F(height), 0, SELLO_STOCK_SIZE},
        {F(corner), 25, SELLO_STOCK_GOOD},
        {F(corner), 26, SELLO_STOCK_SIZE},
        {F(corner), -1, SELLO_STOCK_SIZE},
        {F(paper_width), 0, SELLO_STOCK_PAPER},
        {F(paper_width), 1201, SELLO_STOCK_PAPER},
        {F(paper_width), NAN, SELLO_STOCK_PAPER},
        {F(paper_height), 200, SELLO_STOCK_OFF},
#undef F
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_stock s = good;
        memcpy((char *)&s + rows[i].field, &rows[i].value, sizeof rows[i].value);
        if (sello_stock_check(&s) != rows[i].problem) {
            fail_msg("row %zu: problem %d", i, sello_stock_check(&s));
        }
    }
    struct sello_stock s = good;
    s.columns = 0;
    assert_int_equal(sello_stock_check(&s), SELLO_STOCK_COUNT);
    s.columns = 101;
    assert_int_equal(sello_stock_check(&s), SELLO_STOCK_COUNT);
    s = good;
    s.columns = 1, s.pitch_x = 0; /* no next one to lie over */
    assert_int_equal(sello_stock_check(&s), SELLO_STOCK_GOOD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_can_be_printed),
        cmocka_unit_test(margins_are_symmetric_but_where_the_row_says_so),
        cmocka_unit_test(letter_comes_first_then_a4_then_rolls),
        cmocka_unit_test(names_are_of_one_form_and_stand_once),
        cmocka_unit_test(stock_is_found_by_the_names_it_is_sold_under),
        cmocka_unit_test(what_cannot_be_printed_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

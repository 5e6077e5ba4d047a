/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/stock/stock_read.h"
#include "tests/support/sello_test.h"

enum { STOCKS_MAX = 8 };

struct found {
    struct sello_stock stock[STOCKS_MAX];
    size_t n;
};

static bool keep(void *context, const struct sello_stock *stock) {
    struct found *found = context;
    assert_int_equal(sello_stock_check(stock), SELLO_STOCK_GOOD);
    found->stock[found->n++] = *stock;
    return found->n < STOCKS_MAX;
}

static enum sello_error parse(const char *text, struct found *out,
                              struct sello_stock_fault *out_fault) {
    struct sello_bytes file = guarded_copy(sello_bytes_of(text));
    *out = (struct found){.n = 0};
    enum sello_error error = sello_stock_parse(file, "stock.txt", keep, out, out_fault);
    guarded_free(file);
    return error;
}

static void assert_mm(double got, double wanted) {
    if (!(got > wanted - 1e-6 && got < wanted + 1e-6)) {
        fail_msg("%f mm, not %f", got, wanted);
    }
}

/* ---- what can be said ---- */

static void a_whole_sheet_is_read(void **state) {
    (void)state;
    struct found found;
    struct sello_stock_fault fault;
    static const char text[] = "\xEF\xBB\xBF# nuestras hojas\r\n\r\n"
                               "hoja papeleria-24   # de la esquina\r\n"
                               "T\u00EDtulo: Papeler\u00EDa \"La Luz\", 24\r\n"
                               "papel a4\r\netiquetas 3 x 8\r\nmedida = 64mmx33,8mm\r\n"
                               "inicio 7.2 13\r\npaso 66 \u00D7 33.9\r\nesquina 2 mm";
    assert_status(parse(text, &found, &fault), SELLO_OK);
    assert_int_equal(found.n, 1);
    const struct sello_stock *s = &found.stock[0];
    assert_string_equal(s->name, "papeleria-24");
    assert_string_equal(s->title, "Papeler\u00EDa \"La Luz\", 24");
    assert_string_equal(s->source, "stock.txt");
    assert_true(sello_stock_is_a4(s));
    assert_int_equal(s->columns, 3);
    assert_int_equal(s->rows, 8);
    const double numbers[][2] = {{s->width, 64},   {s->height, 33.8},  {s->left, 7.2}, {s->top, 13},
                                 {s->pitch_x, 66}, {s->pitch_y, 33.9}, {s->corner, 2}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_mm(numbers[i][0], numbers[i][1]);
    }
    assert_int_equal(s->shape, SELLO_STOCK_RECTANGLE);
    assert_true(s->asymmetric); /* 13 mm above, 12.9 below, but 6.8 on the right */
    assert_false(s->roll);
}

static void what_is_not_said_is_the_usual(void **state) {
    (void)state;
    struct found found;
    struct sello_stock_fault fault;
    static const char text[] = "stock round-20\nsize round 40\nlabels 4 x 5\npitch 50 50\n"
                               "stock tags\nlabels 2 x 5\nsize 90 x 50\n"
                               "stock zebra\nroll 3\nsize 50 x 25\n";
    assert_status(parse(text, &found, &fault), SELLO_OK);
    assert_int_equal(found.n, 3);
    const struct sello_stock *s = found.stock;
    assert_true(sello_stock_is_letter(s));
    assert_int_equal(s->shape, SELLO_STOCK_ROUND);
    assert_mm(s->height, 40);
    assert_mm(s->left, (215.9 - 190) / 2);
    assert_mm(s->top, (279.4 - 240) / 2);
    assert_string_equal(s->title, "round-20");
    assert_false(s->asymmetric);
    assert_mm(s[1].pitch_x, 90); /* labels that touch */
    assert_mm(s[1].pitch_y, 50);
    assert_true(s[2].roll);
    assert_int_equal(sello_stock_cells(&s[2]), 1);
    assert_mm(s[2].paper_width, 50);
    assert_mm(s[2].paper_height, 28);
    assert_mm(s[2].left + s[2].top, 0);
}

static void nothing_is_no_mistake(void **state) {
    (void)state;
    struct found found;
    struct sello_stock_fault fault;
    static const char *const texts[] = {"", "\n\n", "# hoja", "\xEF\xBB\xBF", " \t\r\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_status(parse(texts[i], &found, &fault), SELLO_OK);
        assert_int_equal(found.n, 0);
    }
}

static void visit_ends_the_reading(void **state) {
    (void)state;
    struct found found;
    struct sello_stock_fault fault;
    char text[600] = "";
    size_t len = 0;
    for (unsigned i = 0; i < 12; i++) {
        len +=
            (size_t)snprintf(text + len, sizeof text - len, "stock a%u\nroll 3\nsize 50 25\n", i);
    }
    assert_status(parse(text, &found, &fault), SELLO_OK);
    assert_int_equal(found.n, STOCKS_MAX);
}

/* ---- mistakes ---- */

static void a_mistake_is_told_with_its_line(void **state) {
    (void)state;
#define HEAD "stock a\nlabels 2 x 5\n"
#define GOOD HEAD "size 90 x 50\n"
    static const struct {
        const char *text;
        size_t line;
        enum sello_stock_wrong wrong;
        const char *word;
        enum sello_stock_problem problem;
    } rows[] = {
        /* clang-format off */
        {"papeles carta", 1, SELLO_STOCK_WRONG_WORD, NULL, 0},
        {"\n\xFF\xFE", 2, SELLO_STOCK_WRONG_WORD, NULL, 0},
        {"paper a4\n" GOOD, 1, SELLO_STOCK_WRONG_START, "paper", 0},
        {"stock", 1, SELLO_STOCK_WRONG_VALUE, "stock", 0},
        {"stock A", 1, SELLO_STOCK_WRONG_VALUE, "stock", 0},
        {"stock a b", 1, SELLO_STOCK_WRONG_VALUE, "stock", 0},
        {"stock -a", 1, SELLO_STOCK_WRONG_VALUE, "stock", 0},
        {"stock ../a", 1, SELLO_STOCK_WRONG_VALUE, "stock", 0},
        {"stock aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1, SELLO_STOCK_WRONG_VALUE, "stock", 0},
        {GOOD "title", 4, SELLO_STOCK_WRONG_VALUE, "title", 0},
        {GOOD "title a\x1b[2J", 4, SELLO_STOCK_WRONG_VALUE, "title", 0},
        {GOOD "title \xC3", 4, SELLO_STOCK_WRONG_VALUE, "title", 0},
        {GOOD "paper a5", 4, SELLO_STOCK_WRONG_VALUE, "paper", 0},
        {GOOD "paper letters", 4, SELLO_STOCK_WRONG_VALUE, "paper", 0},
        {GOOD "paper 200", 4, SELLO_STOCK_WRONG_VALUE, "paper", 0},
        {"stock a\nlabels 2.5 x 5", 2, SELLO_STOCK_WRONG_VALUE, "labels", 0},
        {"stock a\nlabels -2 x 5", 2, SELLO_STOCK_WRONG_VALUE, "labels", 0},
        {"stock a\nlabels 4294967298 x 5", 2, SELLO_STOCK_WRONG_VALUE, "labels", 0},
        {HEAD "size 90 x", 3, SELLO_STOCK_WRONG_VALUE, "size", 0},
        {HEAD "size 90 x 50 cm", 3, SELLO_STOCK_WRONG_VALUE, "size", 0},
        {HEAD "size 90 x 50 x 2", 3, SELLO_STOCK_WRONG_VALUE, "size", 0},
        {HEAD "size nan x inf", 3, SELLO_STOCK_WRONG_VALUE, "size", 0},
        {HEAD "size 0x10 50", 3, SELLO_STOCK_WRONG_VALUE, "size", 0},
        {HEAD "size 1234567890123456 x 50", 3, SELLO_STOCK_WRONG_VALUE, "size", 0},
        {HEAD "medida redonda", 3, SELLO_STOCK_WRONG_VALUE, "size", 0},
        {GOOD "start 5", 4, SELLO_STOCK_WRONG_VALUE, "start", 0},
        {GOOD "corner two", 4, SELLO_STOCK_WRONG_VALUE, "corner", 0},
        {"stock a\nroll -1", 2, SELLO_STOCK_WRONG_VALUE, "roll", 0},
        {GOOD "etiquetas 2 x 5", 4, SELLO_STOCK_WRONG_TWICE, "labels", 0},
        {"stock a\nsize 90 50", 1, SELLO_STOCK_WRONG_MISSING, "labels", 0},
        {GOOD "stock b\nlabels 2 x 5", 4, SELLO_STOCK_WRONG_MISSING, "size", 0},
        {"stock a\nroll 3\nstock b", 1, SELLO_STOCK_WRONG_MISSING, "size", 0},
        {GOOD "roll 3", 2, SELLO_STOCK_WRONG_ROLL, "labels", 0},
        {"stock a\nroll 3\nsize 50 25\nstart 0 0", 4, SELLO_STOCK_WRONG_ROLL, "start", 0},
        {"stock a\nlabels 3 x 5\nsize 90 x 50", 1, SELLO_STOCK_WRONG_STOCK, NULL, SELLO_STOCK_OFF},
        {GOOD "pitch 80 50", 1, SELLO_STOCK_WRONG_STOCK, NULL, SELLO_STOCK_OVERLAP},
        {GOOD "pitch 1e9 50", 1, SELLO_STOCK_WRONG_STOCK, NULL, SELLO_STOCK_OFF},
        {GOOD "corner 30", 1, SELLO_STOCK_WRONG_STOCK, NULL, SELLO_STOCK_SIZE},
        {GOOD "paper 2000 x 2000", 1, SELLO_STOCK_WRONG_STOCK, NULL, SELLO_STOCK_PAPER},
        {"stock a\nlabels 0 x 5\nsize 90 50", 1, SELLO_STOCK_WRONG_STOCK, NULL, SELLO_STOCK_COUNT},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct found found;
        struct sello_stock_fault fault = {0};
        enum sello_error error = parse(rows[i].text, &found, &fault);
        bool same_word = rows[i].word == NULL
                             ? fault.word == NULL
                             : fault.word != NULL && strcmp(fault.word, rows[i].word) == 0;
        if (error != SELLO_E_TEXT || fault.line != rows[i].line || fault.wrong != rows[i].wrong ||
            !same_word || fault.problem != rows[i].problem) {
            fail_msg("%s: %s, line %zu, wrong %d, %s, problem %d", rows[i].text,
                     sello_error_name(error), fault.line, fault.wrong, fault.word, fault.problem);
        }
    }
}

static void a_huge_file_is_not_read(void **state) {
    (void)state;
    struct found found = {.n = 0};
    struct sello_stock_fault fault;
    size_t len = SELLO_STOCK_FILE_MAX + 1;
    char *text = malloc(len);
    assert_non_null(text);
    memset(text, '\n', len);
    assert_status(sello_stock_parse(sello_bytes(text, len), "", keep, &found, &fault),
                  SELLO_E_TEXT);
    assert_int_equal(fault.wrong, SELLO_STOCK_WRONG_LONG);
    assert_status(sello_stock_parse(sello_bytes(text, len - 1), "", keep, &found, &fault),
                  SELLO_OK);
    free(text);
}

static void every_word_has_its_spanish(void **state) {
    (void)state;
    assert_string_equal(sello_stock_word_es("stock"), "hoja");
    assert_string_equal(sello_stock_word_es("title"), "t\u00EDtulo");
    assert_string_equal(sello_stock_word_es("other"), "other");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_sheet_is_read),
        cmocka_unit_test(what_is_not_said_is_the_usual),
        cmocka_unit_test(nothing_is_no_mistake),
        cmocka_unit_test(visit_ends_the_reading),
        cmocka_unit_test(a_mistake_is_told_with_its_line),
        cmocka_unit_test(a_huge_file_is_not_read),
        cmocka_unit_test(every_word_has_its_spanish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

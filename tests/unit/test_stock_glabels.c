/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/stock/stock_read.h"
#include "tests/support/sello_test.h"

enum { STOCKS_MAX = 16 };

struct found {
    struct sello_stock stock[STOCKS_MAX];
    size_t n, passed_over;
};

static bool keep(void *context, const struct sello_stock *stock) {
    struct found *found = context;
    assert_int_equal(sello_stock_check(stock), SELLO_STOCK_GOOD);
    found->stock[found->n++] = *stock;
    return found->n < STOCKS_MAX;
}

static enum sello_error parse(const char *text, struct found *out) {
    struct sello_bytes file = guarded_copy(sello_bytes_of(text));
    *out = (struct found){.n = 0};
    enum sello_error error = sello_stock_glabels(file, keep, out, &out->passed_over);
    guarded_free(file);
    return error;
}

static void assert_mm(double got, double wanted) {
    if (!(got > wanted - 0.001 && got < wanted + 0.001)) {
        fail_msg("%f mm, not %f", got, wanted);
    }
}

#define DOCUMENT(inside)                                                                           \
    "<?xml version=\"1.0\"?>\n<Glabels-templates>" inside "</Glabels-templates>\n"
#define TEMPLATE(part, label)                                                                      \
    "<Template brand=\"Acme\" part=\"" part "\" size=\"US-Letter\">" label "</Template>"

static void a_template_is_read(void **state) {
    (void)state;
    struct found found;
    static const char text[] = DOCUMENT(
        "<Template brand=\"Casa \u00D1and\u00FA\" part=\"X 24/B\" size=\"A4\""
        " _description=\"Etiquetas &lt;blancas&gt;\">"
        "<Meta category=\"label\"/><Label-rectangle id=\"0\" width=\"2.5in\" height=\"96pt\""
        " round=\"0.5pc\"><Markup-margin size=\"5\"/>"
        "<Layout nx=\"3\" ny=\"8\" x0=\"20.5\" y0=\"1.3cm\" dx=\"66mm\" dy=\"96 pt\"/>"
        "</Label-rectangle></Template>");
    assert_status(parse(text, &found), SELLO_OK);
    assert_int_equal(found.n, 1);
    assert_int_equal(found.passed_over, 0);
    const struct sello_stock *s = found.stock;
    assert_string_equal(s->name, "casa-and-x-24-b");
    assert_string_equal(s->title, "Casa \u00D1and\u00FA X 24/B, Etiquetas <blancas>");
    assert_string_equal(s->source, "gLabels");
    assert_true(sello_stock_is_a4(s));
    assert_int_equal(sello_stock_cells(s), 24);
    const double numbers[][2] = {{s->width, 63.5},   {s->height, 33.8667}, {s->left, 7.2319},
                                 {s->top, 13},       {s->pitch_x, 66},     {s->pitch_y, 33.8667},
                                 {s->corner, 2.1167}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_mm(numbers[i][0], numbers[i][1]);
    }
}

#define LAYOUT "<Layout nx=\"2\" ny=\"3\" x0=\"1in\" y0=\"1in\" dx=\"3in\" dy=\"3in\"/>"
#define RECTANGLE "<Label-rectangle width=\"2in\" height=\"2in\">" LAYOUT "</Label-rectangle>"

static void equivalents_and_layouts_are_stocks_of_their_own(void **state) {
    (void)state;
    struct found found;
    static const char text[] = DOCUMENT(
        TEMPLATE("1", "<Label-round radius=\"1in\">" LAYOUT LAYOUT "</Label-round>") TEMPLATE(
            "2",
            RECTANGLE) "<Template brand=\"Other\" part=\"9\" equiv=\"1\"/>" /* another brand's */
                       "<Template brand=\"Acme\" part=\"3\" equiv=\"1\"/>"
                       "<Template brand=\"Acme\" part=\"4\" equiv=\"5\"/>"); /* none before it */
    static const char *const names[] = {"acme-1", "acme-1-2", "acme-2", "acme-3", "acme-3-2"};
    assert_status(parse(text, &found), SELLO_OK);
    assert_int_equal(found.n, 5);
    assert_int_equal(found.passed_over, 2);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(found.stock[i].name, names[i]);
    }
    assert_int_equal(found.stock[0].shape, SELLO_STOCK_ROUND);
    assert_mm(found.stock[0].width, 50.8);
    assert_int_equal(found.stock[3].shape, SELLO_STOCK_ROUND);
    assert_string_equal(found.stock[3].title, "Acme 3");
}

static void a_label_as_large_as_its_paper_is_on_a_roll(void **state) {
    (void)state;
    struct found found;
    static const char text[] = DOCUMENT(
        "<Template brand=\"Dymo\" part=\"11354\" size=\"Other\" width=\"32mm\" height=\"57mm\">"
        "<Label-rectangle width=\"32mm\" height=\"57mm\" round=\"0\">"
        "<Layout nx=\"1\" ny=\"1\" x0=\"0\" y0=\"0\" dx=\"32mm\" dy=\"57mm\"/></Label-rectangle>"
        "</Template>");
    assert_status(parse(text, &found), SELLO_OK);
    assert_int_equal(found.n, 1);
    assert_true(found.stock[0].roll);
    assert_mm(found.stock[0].paper_height, 57);
}

/* ---- what cannot be printed on ---- */

#define LABEL(width)                                                                               \
    "<Label-rectangle width=\"" width "\" height=\"2in\">" LAYOUT "</Label-rectangle>"
#define GRID(nx)                                                                                   \
    "<Label-rectangle width=\"2in\" height=\"2in\"><Layout nx=\"" nx "\" ny=\"3\""                 \
    " x0=\"1in\" y0=\"1in\" dx=\"3in\" dy=\"3in\"/></Label-rectangle>"

static void others_are_passed_over(void **state) {
    (void)state;
    static const char *const labels[] = {
        "",
        "<Label-cd radius=\"58mm\" hole=\"9mm\">" LAYOUT "</Label-cd>",
        "<Label-ellipse width=\"2in\" height=\"1in\">" LAYOUT "</Label-ellipse>",
        LAYOUT,
        LABEL(""),
        LABEL("two"),
        LABEL("2 feet"),
        LABEL("-2in"),
        LABEL("4in"),
        LABEL("1e99"),
        LABEL("2inx"),
        GRID("0"),
        GRID("-1"),
        GRID("1.5"),
        GRID("200"),
        GRID("3"),
        GRID("2in"),
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        struct found found;
        char text[1000];
        snprintf(text, sizeof text, DOCUMENT(TEMPLATE("1", "%s") TEMPLATE("2", RECTANGLE)),
                 labels[i]);
        assert_status(parse(text, &found), SELLO_OK);
        if (found.n != 1 || found.passed_over != 1) {
            fail_msg("%s: %zu found", labels[i], found.n);
        }
        assert_string_equal(found.stock[0].name, "acme-2");
    }
}

static void what_is_no_template_file_is_refused(void **state) {
    (void)state;
    struct found found;
    static const char *const texts[] = {
        "",
        "hoja a",
        "<Glabels-templates>",
        "<a></b>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><Glabels-templates/>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY % b SYSTEM \"c\">]><a/>",
        "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>",
        "<a>&b;</a>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        found.passed_over = 7;
        assert_status(parse(texts[i], &found), SELLO_E_TEXT);
        assert_int_equal(found.n, 0);
    }
    size_t len = SELLO_STOCK_FILE_MAX + 1;
    void *huge = calloc(1, len);
    assert_non_null(huge);
    assert_status(sello_stock_glabels(sello_bytes(huge, len), keep, &found, &found.passed_over),
                  SELLO_E_TOO_LONG);
    free(huge);
    assert_status(parse("<Other-file><Template/></Other-file>", &found), SELLO_OK);
    assert_int_equal(found.passed_over, 1);
}

static void every_truncation_ends_well(void **state) {
    (void)state;
    static const char text[] = DOCUMENT(TEMPLATE("1", RECTANGLE) "<Template brand=\"Acme\""
                                                                 " part=\"3\" equiv=\"1\"/>");
    for (size_t len = 0; len < sizeof text - 3; len++) {
        struct found found = {.n = 0};
        struct sello_bytes file = guarded_copy(sello_bytes(text, len));
        assert_status(sello_stock_glabels(file, keep, &found, &found.passed_over), SELLO_E_TEXT);
        guarded_free(file);
    }
}

static void visit_ends_the_reading(void **state) {
    (void)state;
    static char text[200 * 40];
    struct found found;
    size_t len = (size_t)snprintf(text, sizeof text, "<a>");
    for (unsigned i = 0; i < 20; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, TEMPLATE("%u", RECTANGLE), i);
    }
    snprintf(text + len, sizeof text - len, "</a>");
    assert_status(parse(text, &found), SELLO_OK);
    assert_int_equal(found.n, STOCKS_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_template_is_read),
        cmocka_unit_test(equivalents_and_layouts_are_stocks_of_their_own),
        cmocka_unit_test(a_label_as_large_as_its_paper_is_on_a_roll),
        cmocka_unit_test(others_are_passed_over),
        cmocka_unit_test(what_is_no_template_file_is_refused),
        cmocka_unit_test(every_truncation_ends_well),
        cmocka_unit_test(visit_ends_the_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

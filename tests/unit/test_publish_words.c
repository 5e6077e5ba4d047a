/* SPDX-License-Identifier: Apache-2.0 */

/* What publish writes into the page's files, and the initials of a name. */

#include "tests/support/sello_test.h"

#include "registry/publish/publish_words.h"

static void test_kinds(void **state) {
    (void)state;
    assert_int_equal(publish_kind_of("index.html"), PUBLISH_HTML);
    assert_int_equal(publish_kind_of("manifest.webmanifest"), PUBLISH_JSON);
    assert_int_equal(publish_kind_of("sw.js"), PUBLISH_WORKER);
    assert_int_equal(publish_kind_of("assets/index.html"), PUBLISH_COPY);
    assert_int_equal(publish_kind_of("trust.sello"), PUBLISH_COPY);
}

static void test_fill(void **state) {
    (void)state;
    static const struct {
        enum publish_kind kind;
        const char *file, *word, *filled;
        size_t n_places;
    } rows[] = {
        {PUBLISH_HTML, "<title>Sello</title>", "Flor", "<title>Flor</title>", 1},
        {PUBLISH_HTML, "<title>Sello 2</title><p>Sello</p>", "Flor",
         "<title>Sello 2</title><p>Sello</p>", 0},
        {PUBLISH_HTML, "<title>Sello</title>", "<b>&\"'",
         "<title>&lt;b&gt;&amp;&quot;&#39;</title>", 1},
        {PUBLISH_HTML, "<title>Sello</title>", "<title>Sello</title>",
         "<title>&lt;title&gt;Sello&lt;/title&gt;</title>", 1},
        {PUBLISH_HTML, "<title>Sel", "Flor", "<title>Sel", 0},
        {PUBLISH_HTML, "<title>Sello</title", "Flor", "<title>Sello</title", 0},
        {PUBLISH_HTML, "", "Flor", "", 0},
        {PUBLISH_HTML, "\"name\":\"Sello\"", "Flor", "\"name\":\"Sello\"", 0},
        {PUBLISH_JSON, "{\"name\":\"Sello\",\"short_name\":\"Sello\"}", "Ñ\"\\<",
         "{\"name\":\"Ñ\\u0022\\u005c\\u003c\",\"short_name\":\"Ñ\\u0022\\u005c\\u003c\"}", 2},
        {PUBLISH_WORKER, "a='sello-publish-revision'", "0f", "a='0f'", 1},
        {PUBLISH_COPY, "<title>Sello</title>", "Flor", "<title>Sello</title>", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[256] = "";
        size_t n = 99;
        struct sello_writer w = sello_writer_init(out, sizeof out - 1);
        publish_fill(rows[i].kind, sello_bytes_of(rows[i].file), sello_bytes_of(rows[i].word), &w,
                     &n);
        assert_string_equal(out, rows[i].filled);
        assert_int_equal(n, rows[i].n_places);
    }
}

static void test_initials(void **state) {
    (void)state;
    static const struct {
        const char *name, *initials;
    } rows[] = {
        {"Consejo Regulador del Rebozo de Santa María", "CRR"},
        {"Cooperativa Flor de Seda", "CFS"},
        {"tejedoras de la sierra", "TDL"},
        {"Ñuu Savi", "ÑS"},
        {"éxito", "É"},
        {"Sello", "S"},
        {"Tosepan", "T"},
        {"Ja'a Kuxlejal", "JK"},
        {"L’Artesà Viu", "LV"},
        {"¡Viva! 100 % Lana", "VL"},
        {"123", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char initials[PUBLISH_INITIALS_MAX];
        publish_initials(sello_bytes_of(rows[i].name), initials);
        assert_string_equal(initials, rows[i].initials);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_fill),
        cmocka_unit_test(test_initials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

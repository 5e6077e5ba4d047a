/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "tests/support/program.h"
#include "tests/support/sello_test.h"
#include "tests/support/sheet_sample.h"

static struct sello_sheet_setup usual_setup(void) {
    return (struct sello_sheet_setup){
        .stock = sello_stock_find("avery-l7159"), .profile = {0, 0, 1, 1}, .dpi = 600};
}

static struct sheet_job usual_job(uint64_t n) {
    return (struct sheet_job){.sample = sheet_sample_find("avery-l7159"),
                              .order = SELLO_ORDER_ROW,
                              .n = n,
                              .dots_per_module = 10,
                              .header = "Tanda B7"};
}

/* ---- limits ---- */

struct change {
    double offset_x, offset_y, scale_x, scale_y, bleed;
    unsigned dpi;
    enum sello_error wanted;
};

static void limits_are_kept(void **state) {
    (void)state;
    static const struct change rows[] = {
        {0, 0, 1, 1, 0, 600, SELLO_OK},          {20, -20, 1.05, 0.95, 10, 4800, SELLO_OK},
        {20.01, 0, 1, 1, 0, 600, SELLO_E_RANGE}, {0, -20.01, 1, 1, 0, 600, SELLO_E_RANGE},
        {NAN, 0, 1, 1, 0, 600, SELLO_E_RANGE},   {0, INFINITY, 1, 1, 0, 600, SELLO_E_RANGE},
        {0, 0, 0, 1, 0, 600, SELLO_E_RANGE},     {0, 0, 1, 1.051, 0, 600, SELLO_E_RANGE},
        {0, 0, 0.949, 1, 0, 600, SELLO_E_RANGE}, {0, 0, 1, NAN, 0, 600, SELLO_E_RANGE},
        {0, 0, 1, 1, 10.01, 600, SELLO_E_RANGE}, {0, 0, 1, 1, -1, 600, SELLO_E_RANGE},
        {0, 0, 1, 1, NAN, 600, SELLO_E_RANGE},   {0, 0, 1, 1, 0, 0, SELLO_E_RANGE},
        {0, 0, 1, 1, 0, 4801, SELLO_E_RANGE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_sheet_setup setup = usual_setup();
        setup.profile = (struct sello_profile){rows[i].offset_x, rows[i].offset_y, rows[i].scale_x,
                                               rows[i].scale_y};
        setup.bleed = rows[i].bleed;
        setup.dpi = rows[i].dpi;
        struct sello_sheet *sheet = NULL;
        assert_status(sello_sheet_new(&setup, &sheet), rows[i].wanted);
        assert_int_equal(sheet != NULL, rows[i].wanted == SELLO_OK);
        sello_sheet_free(&sheet);
        assert_null(sheet);
    }
}

static void a_stock_beyond_its_paper_is_refused(void **state) {
    (void)state;
    struct sello_stock stock = *sello_stock_find("avery-l7159");
    struct sello_sheet_setup setup = usual_setup();
    struct sello_sheet *sheet = NULL;
    setup.stock = &stock;
    stock.left = 40;
    assert_status(sello_sheet_new(&setup, &sheet), SELLO_E_RANGE);
    assert_null(sheet);
}

/* ---- the order of calls ---- */

static void calls_out_of_order_are_refused(void **state) {
    (void)state;
    char text[SHEET_TEXT_MAX];
    struct sello_symbol symbol;
    struct sheet_job job = usual_job(1), coarse_job = job;
    coarse_job.dots_per_module = 5;
    const struct sello_art_label label = {&symbol, sello_bytes_of("000001-1")};
    struct sello_sheet_setup setup = usual_setup();
    struct sello_sheet *sheet;
    struct sello_art *art = sheet_sample_art(&job, 600),
                     *coarse = sheet_sample_art(&coarse_job, 300);
    assert_status(sello_symbol_make(sheet_sample_text(job.sample, 0, text), 22, &symbol), SELLO_OK);
    assert_status(sello_sheet_new(&setup, &sheet), SELLO_OK);
    assert_status(sello_sheet_put(sheet, 0, art, &label), SELLO_E_RANGE); /* no page */
    assert_status(sello_sheet_page(sheet, sello_bytes_of("")), SELLO_OK);
    assert_status(sello_sheet_put(sheet, 24, art, &label), SELLO_E_RANGE); /* no such cell */
    assert_status(sello_sheet_put(sheet, 23, coarse, &label), SELLO_E_RANGE);
    assert_status(sello_sheet_put(sheet, 23, art, &label), SELLO_OK);
    sello_sheet_free(&sheet);
    sello_art_free(&art);
    sello_art_free(&coarse);
}

static void a_sheet_without_a_page_is_none(void **state) {
    (void)state;
    struct sello_sheet_setup setup = usual_setup();
    struct sello_sheet *sheet;
    uint8_t *ptr = NULL;
    size_t len = 0;
    assert_status(sello_sheet_new(&setup, &sheet), SELLO_OK);
    assert_status(sello_sheet_finish(&sheet, &ptr, &len), SELLO_E_RANGE);
    assert_null(sheet);
    assert_null(ptr);
}

/* ---- words ---- */

/* What poppler reads of a page without its labels' words. */
static void words_of_header(const char *header, const char *title, char *out, size_t cap) {
    struct sheet_job job = usual_job(1);
    struct sello_sheet_setup setup = usual_setup();
    job.header = header;
    setup.title = sello_bytes_of(title);
    struct sello_bytes pdf = sheet_sample_pdf(&job, setup);
    struct sello_bytes words = program_output(pdf, "pdfinfo in; pdftotext -l 1 -H 36 -W 600 in -");
    assert_true(words.len < cap);
    memcpy(out, words.ptr, words.len);
    out[words.len] = '\0';
    program_free(words);
    program_free(pdf);
}

static void headers_and_titles_are_data(void **state) {
    (void)state;
    char words[4096], header[400];
    words_of_header("<b>B7</b> & (a) \\ ñ ꞌ", "Tanda ñ (1)", words, sizeof words);
    assert_non_null(strstr(words, "<b>B7</b> & (a) \\ ñ ꞌ\n"));
    assert_non_null(strstr(words, "Tanda ñ (1)\n"));
    words_of_header("one\ntwo \xff", "\xff", words, sizeof words);
    assert_null(strstr(words, "Title"));
    memset(header, 'm', sizeof header - 1);
    header[sizeof header - 1] = '\0';
    words_of_header(header, "", words, sizeof words);
    assert_non_null(strstr(words, "mmm…")); /* cut, on one line */
    assert_null(strstr(words, "…m"));
}

/* ---- the same job, the same bytes ---- */

static void the_same_job_gives_the_same_bytes(void **state) {
    (void)state;
    struct sheet_job job = usual_job(30), other = usual_job(31);
    struct sello_bytes a = sheet_sample_pdf(&job, usual_setup());
    struct sello_bytes b = sheet_sample_pdf(&job, usual_setup());
    struct sello_bytes c = sheet_sample_pdf(&other, usual_setup());
    assert_true(sello_bytes_eq(a, b));
    assert_false(sello_bytes_eq(a, c));
    program_free(a);
    program_free(b);
    program_free(c);
}

/* ---- how large a file is ---- */

/* With all fonts: small enough to be sent from a telephone. */
static void a_sheet_of_24_is_at_most_80_kb(void **state) {
    (void)state;
    static const char *const designs[] = {"simple", "marco", "etiqueta", "sello", "tierra"};
    for (size_t i = 0; i < sizeof designs / sizeof *designs; i++) {
        struct sheet_job job = usual_job(24);
        job.design = designs[i];
        struct sello_bytes pdf = sheet_sample_pdf(&job, usual_setup());
        if (pdf.len > 80000 || pdf.len < 20000) {
            fail_msg("%s: %zu bytes", designs[i], pdf.len);
        }
        program_free(pdf);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(a_stock_beyond_its_paper_is_refused),
        cmocka_unit_test(calls_out_of_order_are_refused),
        cmocka_unit_test(a_sheet_without_a_page_is_none),
        cmocka_unit_test(headers_and_titles_are_data),
        cmocka_unit_test(the_same_job_gives_the_same_bytes),
        cmocka_unit_test(a_sheet_of_24_is_at_most_80_kb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

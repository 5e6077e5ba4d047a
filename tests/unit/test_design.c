/* SPDX-License-Identifier: Apache-2.0 */
/* A user's own design: the file's rules, line by line, and the labels it makes. */
#include <math.h>

#include "labels/art/art_parts.h"
#include "tests/support/labels_fixture.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

#define HEAD "sello-design 1\n"
#define SYMBOL "symbol 2 4 31\n"

/* ---- the file ---- */

static void each_line_is_as_the_format_has_it(void **state) {
    (void)state;
    static const struct {
        const char *file;
        size_t line; /* at fault; 0: none */
    } rows[] = {
        {HEAD SYMBOL, 0},
        {"sello-design 1\r\nsymbol 2 4 31\r\n", 0},
        {HEAD "symbol 2 4 31", 0},
        {HEAD "\n  \t\n# words\n  # more\nsymbol\t2   4  31 \n", 0},
        {HEAD "symbol 0 0 100%\n", 0},
        {HEAD SYMBOL "text product 40 4 20 9 left 12 bold\n", 0},
        {HEAD SYMBOL "text product 50% 4 20.125 9.5% center 4.5\n", 0},
        {HEAD SYMBOL "words 40 4 20 9 right 7 bold : Hecho a mano, con orgullo\n", 0},
        {HEAD SYMBOL "mark 40 4 20 9\nbar 40 20 20 0.2\nframe 1 1 60 30 0.25\n", 0},
        {"", 1},
        {"\n", 1},
        {"sello-design 2\n" SYMBOL, 1},
        {"sello-design 1 \n" SYMBOL, 1},
        {HEAD, 2}, /* no symbol */
        {HEAD "text product 40 4 20 9 left 12\n", 3},
        {HEAD SYMBOL SYMBOL, 3},
        {HEAD "symbol 2 4\n", 2},
        {HEAD "symbol 2 4 31 0\n", 2},
        {HEAD "symbol 2 4 0\n", 2},
        {HEAD "symbol -2 4 31\n", 2},
        {HEAD "symbol +2 4 31\n", 2},
        {HEAD "symbol 2, 4 31\n", 2},
        {HEAD "symbol 2. 4 31\n", 2},
        {HEAD "symbol .5 4 31\n", 2},
        {HEAD "symbol 2 4 31mm\n", 2},
        {HEAD "symbol 1e1 4 31\n", 2},
        {HEAD "symbol 2 4 0x31\n", 2},
        {HEAD "symbol 2 4 101%\n", 2},
        {HEAD "symbol 2 4 %\n", 2},
        {HEAD "symbol 2 4 31%%\n", 2},
        {HEAD "symbol 1001 4 31\n", 2},
        {HEAD "symbol 12345 4 31\n", 2},
        {HEAD "symbol 1.2345 4 31\n", 2},
        {HEAD "symbol nan 4 31\n", 2},
        {HEAD "Symbol 2 4 31\n", 2},
        {HEAD SYMBOL "text price 40 4 20 9 left 12\n", 3},
        {HEAD SYMBOL "text product 40 4 20 9 middle 12\n", 3},
        {HEAD SYMBOL "text product 40 4 20 9 left 4.4\n", 3},
        {HEAD SYMBOL "text product 40 4 20 9 left 145\n", 3},
        {HEAD SYMBOL "text product 40 4 20 9 left 12%\n", 3},
        {HEAD SYMBOL "text product 40 4 20 9 left 12 italic\n", 3},
        {HEAD SYMBOL "text product 40 4 20 9 left 12 bold bold\n", 3},
        {HEAD SYMBOL "text product 40 4 0 9 left 12\n", 3},
        {HEAD SYMBOL "text web 40 4 9 9 left 7\ntext web 50 4 9 9 left 7\n", 4},
        {HEAD SYMBOL "words 40 4 20 9 left 7 Hecho\n", 3},
        {HEAD SYMBOL "words 40 4 20 9 left 7 :\n", 3},
        {HEAD SYMBOL "words 40 4 20 9 left 7 : \xff\n", 3},
        {HEAD SYMBOL "words 40 4 20 9 left 7 : \u202Eback\n", 3},
        {HEAD SYMBOL "mark 40 4 9 9\nmark 50 4 9 9\n", 4},
        {HEAD SYMBOL "frame 1 1 60 30\n", 3},
        {HEAD SYMBOL "frame 1 1 60 30 0.05\n", 3},
        {HEAD SYMBOL "frame 1 1 60 30 6\n", 3},
        {HEAD SYMBOL "ground #F4ead5\n", 0},
        {HEAD SYMBOL "ground #c8c8c8\n", 0}, /* the darkest grey */
        {HEAD SYMBOL "ground #c7c7c7\n", 3},
        {HEAD SYMBOL "ground #f4ead5\nground #eeeeee\n", 4},
        {HEAD SYMBOL "ground f4ead5\n", 3},
        {HEAD SYMBOL "ground #eee\n", 3},
        {HEAD SYMBOL "ground #f4eadg\n", 3},
        {HEAD SYMBOL "ground #f4ead5ff\n", 3},
        {HEAD SYMBOL "ground #f4ead5 1\n", 3},
        {HEAD SYMBOL "ground\n", 3},
        {HEAD SYMBOL "circle 1 1 60 30\n", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_design *design = NULL;
        size_t line = 0;
        struct sello_bytes copy = guarded_copy(sello_bytes_of(rows[i].file));
        enum sello_error got = sello_design_parse(copy, &design, &line);
        if (line != rows[i].line) {
            print_error("row %zu: line %zu\n", i, line);
        }
        assert_status(got, rows[i].line == 0 ? SELLO_OK : SELLO_E_DESIGN);
        assert_int_equal(line, rows[i].line);
        sello_design_free(&design);
        guarded_free(copy);
    }
}

static void the_limits_are_kept(void **state) {
    (void)state;
    static char file[DESIGN_FILE_MAX + 64];
    struct sello_design *design = NULL;
    size_t line = 0;
    for (int boxes = DESIGN_BOXES_MAX; boxes <= DESIGN_BOXES_MAX + 1; boxes++) {
        struct sello_writer w = sello_writer_init(file, sizeof file);
        sello_write(&w, HEAD SYMBOL, sizeof HEAD SYMBOL - 1);
        for (int i = 1; i < boxes; i++) {
            sello_write(&w, "bar 40 20 20 0.2\n", 17);
        }
        enum sello_error got = sello_design_parse(sello_written(&w), &design, &line);
        assert_status(got, boxes == DESIGN_BOXES_MAX ? SELLO_OK : SELLO_E_DESIGN);
        sello_design_free(&design);
    }
    assert_int_equal(line, DESIGN_BOXES_MAX + 2);
    struct sello_writer w = sello_writer_init(file, sizeof file);
    sello_write(&w, HEAD SYMBOL "#", sizeof HEAD SYMBOL);
    memset(file + w.len, 'x', sizeof file - w.len);
    assert_status(sello_design_parse(sello_bytes(file, DESIGN_FILE_MAX), &design, &line), SELLO_OK);
    sello_design_free(&design);
    assert_status(sello_design_parse(sello_bytes(file, DESIGN_FILE_MAX + 1), &design, &line),
                  SELLO_E_DESIGN);
}

/* ---- where its boxes may stand ---- */

static void boxes_lie_on_the_label_and_apart(void **state) {
    (void)state;
    static const struct {
        const char *lines;
        bool round;
        size_t line; /* at fault, the symbol's is 2 */
    } rows[] = {
        {"", false, 0},
        {"text product 35 4 28 9 left 12\n", false, 0},
        {"text product 33 4 28 9 left 12\n", false, 0}, /* they touch */
        {"text product 32.9 4 28 9 left 12\n", false, 3},
        {"text product 35 4 29 9 left 12\n", false, 3},
        {"text product 35 30 28 9 left 12\n", false, 3},
        {"text product 35 4 28 9 left 12\ntext web 35 12 28 9 left 7\n", false, 4},
        {"text product 35 4 28 9 left 12\nmark 40 5 5 5\n", false, 4},
        {"bar 0 0 50% 3\nbar 0 0 3 3\n", false, 0},
        {"bar 0 0 50% 5\n", false, 3},
        {"frame 1 1 61 36 0.3\n", false, 0},
        {"frame 1 1 30 36 0.3\n", false, 3},
        {"frame 1.8 1 61 36 0.3\n", false, 3},
        {"frame 40 10 1 1 0.5\n", false, 3},
        {"frame 40 10 10 10 0.3\ntext web 41 11 8 8 left 7\n", false, 0},
        {"frame 40 10 10 10 0.3\ntext web 41 11 10 8 left 7\n", false, 4},
        {"", true, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char file[512];
        struct sello_design *design = NULL;
        size_t line = 0;
        struct sello_stock stock = {.width = 63.5, .height = 38.1, .shape = SELLO_STOCK_RECTANGLE};
        if (rows[i].round) {
            stock.height = stock.width;
            stock.shape = SELLO_STOCK_ROUND;
        }
        snprintf(file, sizeof file, "%s%s%s", HEAD, SYMBOL, rows[i].lines);
        assert_status(sello_design_parse(sello_bytes_of(file), &design, &line), SELLO_OK);
        enum sello_error got = sello_design_check(design, &stock, &line);
        if (line != rows[i].line) {
            print_error("row %zu: line %zu\n", i, line);
        }
        assert_status(got, rows[i].line == 0 ? SELLO_OK : SELLO_E_DESIGN_PLACE);
        assert_int_equal(line, rows[i].line);
        sello_design_free(&design);
    }
}

/* ---- labels of it ---- */

static struct sello_design *example(void) {
    static char file[DESIGN_FILE_MAX];
    FILE *f = fopen(SELLO_SOURCE_DIR "/examples/diseno.txt", "rb");
    assert_non_null(f);
    size_t len = fread(file, 1, sizeof file, f), line = 0;
    fclose(f);
    struct sello_design *design = NULL;
    assert_status(sello_design_parse(sello_bytes(file, len), &design, &line), SELLO_OK);
    return design;
}

static void check_example(const char *stock, size_t words) {
    struct label_job job;
    struct sello_art *art = NULL;
    char text[2048];
    struct sello_design *design = example();
    assert_true(
        label_job_make(sello_stock_find(stock), "plain", label_words_at(words).words, &job));
    job.setup.design = design;
    assert_status(sello_art_size(&job.setup, &job.setup.size), SELLO_OK);
    assert_status(sello_art_new(&job.setup, &art), SELLO_OK);
    for (size_t i = 0; i < art->n_boxes; i++) {
        const struct art_box *box = &art->box[i];
        PangoRectangle extent;
        pango_layout_get_extents(box->layout, NULL, &extent);
        assert_int_equal(pango_layout_get_unknown_glyphs_count(box->layout), 0);
        assert_true((double)extent.height / PANGO_SCALE <= box->at.height + 0.05);
        assert_true((double)extent.width / PANGO_SCALE <= box->at.width + 0.05);
        assert_int_equal(pango_layout_is_ellipsized(box->layout), box->cut);
        assert_true(box->field != ART_SERIAL || !box->cut);
    }
    size_t room = sello_art_room(art);
    struct sello_writer w = sello_writer_init(malloc(room), room);
    const struct sello_art_label label = {&job.symbol, sello_bytes_of(LABEL_SERIAL)};
    struct oracle_picture picture;
    assert_status(sello_art_png(art, &label, &w), SELLO_OK);
    assert_true(oracle_png_read(sello_written(&w), &picture));
    assert_true(oracle_both_read(&picture, label_job_text(&job, text)));
    oracle_picture_free(&picture);
    free(w.buf);
    sello_art_free(&art);
    sello_design_free(&design);
}

static void the_example_makes_labels(void **state) {
    (void)state;
    for (size_t words = 0; words < label_words_count(); words++) {
        check_example(words % 2 ? "avery-5163" : "avery-l7160", words);
    }
}

static void it_is_refused_where_it_does_not_fit(void **state) {
    (void)state;
    struct label_job job;
    struct sello_art *art = NULL;
    struct sello_design *design = example();
    assert_true(
        label_job_make(sello_stock_find("avery-l7159"), "plain", label_words_at(0).words, &job));
    job.setup.design = design;
    assert_status(sello_art_new(&job.setup, &art), SELLO_E_DESIGN_PLACE);
    job.setup.stock = sello_stock_find("avery-5163");
    job.setup.size.dots_per_module++; /* wider than the symbol's square */
    job.setup.symbol_page = 77;
    assert_status(sello_art_new(&job.setup, &art), SELLO_E_PAGE_FULL);
    sello_design_free(&design);
}

static void ours_have_names(void **state) {
    (void)state;
    static const char *const names[][2] = {{"simple", "plain"},
                                           {"marco", "framed"},
                                           {"etiqueta", "tag"},
                                           {"sello", "seal"},
                                           {"tierra", "earth"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct sello_design *design = sello_design_find(names[i][0]);
        assert_ptr_equal(design, sello_design_at(i));
        assert_ptr_equal(design, sello_design_find(names[i][1])); /* as logs before named it */
        assert_string_equal(sello_design_name(design), names[i][0]);
    }
    assert_null(sello_design_at(sizeof names / sizeof *names));
    assert_null(sello_design_find("Plain"));
    assert_null(sello_design_find(""));
}

/* The pairs that WCAG's own page names, and what an accent must have. */
static void contrast_is_that_of_wcag(void **state) {
    (void)state;
    assert_true(fabs(sello_contrast(0x000000, 0xffffff) - 21) < 0.001);
    assert_true(fabs(sello_contrast(0xffffff, 0x777777) - 4.48) < 0.005);
    assert_true(fabs(sello_contrast(0x0000ff, 0xffffff) - 8.59) < 0.005);
    assert_true(sello_contrast(0x801221, 0xffffff) > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_is_as_the_format_has_it),
        cmocka_unit_test(the_limits_are_kept),
        cmocka_unit_test(boxes_lie_on_the_label_and_apart),
        cmocka_unit_test(the_example_makes_labels),
        cmocka_unit_test(it_is_refused_where_it_does_not_fit),
        cmocka_unit_test(ours_have_names),
        cmocka_unit_test(contrast_is_that_of_wcag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Labels as PNG and SVG: the same bytes, whatever the texts and whoever draws them. */
#include <pthread.h>
#include <unistd.h>

#include "labels/art/art_parts.h"
#include "tests/support/labels_fixture.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

enum form { PNG, SVG };

/* A label of this job by an art of its own; freed by free_bytes. */
static struct sello_bytes label_of(const struct label_job *job, enum form form) {
    const struct sello_art_label label = {&job->symbol, sello_bytes_of(LABEL_SERIAL)};
    struct sello_art *art = NULL;
    if (sello_art_new(&job->setup, &art) != SELLO_OK) {
        return sello_bytes(NULL, 0);
    }
    size_t room = sello_art_room(art);
    struct sello_writer w = sello_writer_init(malloc(room), room);
    enum sello_error error =
        form == SVG ? sello_art_svg(art, &label, &w) : sello_art_png(art, &label, &w);
    sello_art_free(&art);
    return error == SELLO_OK ? sello_written(&w) : sello_bytes(w.buf, 0);
}

static void free_bytes(struct sello_bytes bytes) {
    free((void *)(uintptr_t)bytes.ptr);
}

static void make_job(const char *stock, const char *design, size_t words, struct label_job *out) {
    assert_true(label_job_make(sello_stock_find(stock), design, label_words_at(words).words, out));
}

static bool has(struct sello_bytes bytes, const char *words) {
    return memmem(bytes.ptr, bytes.len, words, strlen(words)) != NULL;
}

/* ---- the same bytes ---- */

static void the_same_label_gives_the_same_bytes(void **state) {
    (void)state;
    static const char *const designs[] = {"plain", "framed", "tag"};
    for (size_t i = 0; i < 3; i++) {
        struct label_job job;
        make_job("avery-5163", designs[i], i, &job);
        job.setup.proof = i == 2;
        for (int form = PNG; form <= SVG; form++) {
            struct sello_bytes a = label_of(&job, (enum form)form);
            struct sello_bytes b = label_of(&job, (enum form)form);
            assert_true(a.len > 0 && sello_bytes_eq(a, b));
            free_bytes(a);
            free_bytes(b);
        }
    }
}

/* One art makes many labels: the second first label is as the first was. */
static void labels_leave_nothing_behind(void **state) {
    (void)state;
    static const char *const serials[] = {"000001-1", "7ZZZZZZZZZZ-$", "000001-1"};
    struct label_job job;
    struct sello_art *art = NULL;
    make_job("avery-l7159", "framed", 0, &job);
    assert_status(sello_art_new(&job.setup, &art), SELLO_OK);
    size_t room = sello_art_room(art);
    struct sello_writer w[3];
    for (size_t i = 0; i < 3; i++) {
        const struct sello_art_label label = {&job.symbol, sello_bytes_of(serials[i])};
        w[i] = sello_writer_init(malloc(room), room);
        assert_status(sello_art_png(art, &label, &w[i]), SELLO_OK);
    }
    assert_true(sello_bytes_eq(sello_written(&w[0]), sello_written(&w[2])));
    assert_false(sello_bytes_eq(sello_written(&w[0]), sello_written(&w[1])));
    for (size_t i = 0; i < 3; i++) {
        free(w[i].buf);
    }
    sello_art_free(&art);
}

static void *draw_in_thread(void *context) {
    struct sello_bytes *png = malloc(sizeof *png);
    *png = label_of(context, PNG);
    return png;
}

static void threads_draw_the_same(void **state) {
    (void)state;
    struct label_job job;
    pthread_t thread[4];
    make_job("avery-l7160", "framed", 3, &job);
    struct sello_bytes wanted = label_of(&job, PNG);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&thread[i], NULL, draw_in_thread, &job), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        void *got = NULL;
        assert_int_equal(pthread_join(thread[i], &got), 0);
        assert_true(sello_bytes_eq(*(struct sello_bytes *)got, wanted));
        free_bytes(*(struct sello_bytes *)got);
        free(got);
    }
    free_bytes(wanted);
}

static void a_label_is_appended_or_taken_back(void **state) {
    (void)state;
    struct label_job job;
    struct sello_art *art = NULL;
    make_job("avery-l7159", "plain", 0, &job);
    assert_status(sello_art_new(&job.setup, &art), SELLO_OK);
    const struct sello_art_label label = {&job.symbol, sello_bytes_of(LABEL_SERIAL)};
    for (int form = PNG; form <= SVG; form++) {
        struct sello_bytes whole = label_of(&job, (enum form)form);
        uint8_t *buf = malloc(whole.len + 6);
        for (int i = 0; i <= 9; i++) { /* eighths of what it needs, one byte too few, enough */
            struct sello_writer w = sello_writer_init(
                buf, 6 + (i < 8 ? whole.len * (size_t)i / 8 : whole.len - (i == 8)));
            sello_write(&w, "before", 6);
            enum sello_error got =
                form == SVG ? sello_art_svg(art, &label, &w) : sello_art_png(art, &label, &w);
            assert_status(got, i == 9 ? SELLO_OK : SELLO_E_NO_ROOM);
            assert_int_equal(w.len, i == 9 ? 6 + whole.len : 6);
        }
        assert_memory_equal(buf + 6, whole.ptr, whole.len);
        free(buf);
        free_bytes(whole);
    }
    sello_art_free(&art);
}

/* ---- texts are data ---- */

static void hostile_texts_are_shown_as_they_are(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        const char *shown; /* NULL: as given */
    } rows[] = {
        {"<span size='900pt'>&amp;</span>", 31, NULL},
        {"^XZ~JA", 6, NULL},
        {"a\0b", 3, "a\uFFFDb"},
        {"\xff\xfe \xc3", 4, "\uFFFD\uFFFD \uFFFD"},
        {"\xe2\x80\xae"
         "abc",
         6, "\uFFFDabc"}, /* turns direction */
        {"a\nb\tc", 5, "a b\uFFFDc"},
        {"\x1b[31m", 5, "\uFFFD[31m"},
        {"\xE6\xB1\x89\xF0\x9F\xA7\xB5", 7,
         "\uFFFD\uFFFD"}, /* our fonts have no letters for these */
        {"\xEF\xBF\xBE", 3, "\uFFFD"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct label_job job;
        struct sello_art *art = NULL;
        make_job("avery-5163", "plain", 0, &job);
        struct sello_bytes copy = guarded_copy(sello_bytes(rows[i].text, rows[i].len));
        job.words.product = job.words.web = job.words.lot = copy;
        assert_status(sello_art_new(&job.setup, &art), SELLO_OK);
        const struct art_box *box = art_box_of(art, ART_PRODUCT);
        assert_non_null(box);
        assert_string_equal(pango_layout_get_text(box->layout),
                            rows[i].shown != NULL ? rows[i].shown : rows[i].text);
        assert_int_equal(pango_layout_get_unknown_glyphs_count(box->layout), 0);
        sello_art_free(&art);
        guarded_free(copy);
    }
}

/* Who asks whether a letter is missing passes those over without asking the fonts. */
static void the_fonts_have_the_usual_letters(void **state) {
    char letter[SELLO_LETTER_LEN];
    (void)state;
    for (unsigned c = 0xa1; c < 0x149; c++) {
        const char text[] = {(char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f)), '\0'};
        assert_status(sello_letter_missing(sello_bytes_of(text), letter), SELLO_OK);
        assert_string_equal(letter, "");
    }
    assert_status(sello_letter_missing(sello_bytes_of("a\u6f06\u6c49"), letter), SELLO_OK);
    assert_string_equal(letter, "\u6f06");
}

static void hostile_serials_are_refused(void **state) {
    (void)state;
    static const char *const serials[] = {"", "\xff", "00\n01", "\u202E0001"};
    struct label_job job;
    struct sello_art *art = NULL;
    make_job("avery-l7159", "plain", 0, &job);
    assert_status(sello_art_new(&job.setup, &art), SELLO_OK);
    for (size_t i = 0; i < sizeof serials / sizeof *serials; i++) {
        struct sello_writer w = sello_writer_count();
        const struct sello_art_label label = {&job.symbol, sello_bytes_of(serials[i])};
        assert_int_not_equal(sello_art_svg(art, &label, &w), SELLO_OK);
        assert_int_not_equal(sello_art_png(art, &label, &w), SELLO_OK);
        assert_int_equal(w.len, 0);
    }
    sello_art_free(&art);
}

static void a_megabyte_of_text_is_cut(void **state) {
    (void)state;
    struct label_job job;
    make_job("avery-5160", "framed", 0, &job);
    char *much = malloc(1 << 20);
    memset(much, 'W', 1 << 20);
    job.words.product = job.words.certifier = job.words.lot = sello_bytes(much, 1 << 20);
    struct sello_bytes png = label_of(&job, PNG);
    assert_true(png.len > 0);
    free_bytes(png);
    free(much);
}

/* ---- SVG ---- */

/* Runs rsvg-convert over a file; the picture into png[cap], its length, or 0 where it is not
 * installed. */
static size_t rendered(struct sello_bytes svg, uint8_t *png, size_t cap) {
    char folder[TEST_FOLDER_MAX], line[400];
    make_test_folder(folder);
    snprintf(line, sizeof line, "%s/label.svg", folder);
    FILE *file = fopen(line, "wb");
    assert_int_equal(fwrite(svg.ptr, 1, svg.len, file), svg.len);
    fclose(file);
    snprintf(line, sizeof line,
             "cd %s && rsvg-convert -d 300 -p 300 -o label.png label.svg >/dev/null 2>&1", folder);
    size_t len = 0;
    if (system(line) == 0) {
        snprintf(line, sizeof line, "%s/label.png", folder);
        file = fopen(line, "rb");
        assert_non_null(file);
        len = fread(png, 1, cap, file);
        fclose(file);
    }
    snprintf(line, sizeof line, "rm -rf %s", folder);
    assert_int_equal(system(line), 0);
    return len;
}

static void others_read_the_svg(void **state) {
    (void)state;
    static uint8_t png[1 << 22];
    static const char *const rows[][2] = {
        {"avery-l7159", "plain"}, {"avery-5371", "tag"}, {"avery-3112", "framed"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct label_job job;
        char text[2048];
        struct oracle_picture picture;
        make_job(rows[i][0], rows[i][1], 3, &job);
        struct sello_bytes svg = label_of(&job, SVG);
        assert_true(svg.len > 0);
        assert_false(has(svg, "<text") || has(svg, " id="));
        size_t len = rendered(svg, png, sizeof png);
        free_bytes(svg);
        if (len == 0) {
            print_message("rsvg-convert is not here: SVG was not rendered\n");
            return;
        }
        assert_true(oracle_png_read(sello_bytes(png, len), &picture));
        assert_true(oracle_both_read(&picture, label_job_text(&job, text)));
        oracle_picture_free(&picture);
    }
}

/* ---- PRUEBA ---- */

static unsigned dark_pixels(const struct oracle_picture *picture) {
    unsigned n = 0;
    for (size_t i = 0; i < (size_t)picture->width * picture->height; i++) {
        n += picture->grey[i] < 200;
    }
    return n;
}

static void a_proof_says_so_and_still_reads(void **state) {
    (void)state;
    static const char *const stocks[] = {"avery-5160", "avery-3112", "avery-5163", "avery-l7651"};
    for (size_t i = 0; i < sizeof stocks / sizeof *stocks; i++) {
        struct label_job job;
        struct oracle_picture usual, proof;
        char text[2048];
        make_job(stocks[i], "plain", 0, &job);
        struct sello_bytes png = label_of(&job, PNG);
        assert_true(oracle_png_read(png, &usual));
        free_bytes(png);
        job.setup.proof = true;
        png = label_of(&job, PNG);
        assert_true(oracle_png_read(png, &proof));
        free_bytes(png);
        assert_true(dark_pixels(&proof) > dark_pixels(&usual) + 500);
        assert_true(oracle_both_read(&proof, label_job_text(&job, text)));
        unsigned left, top, side = job.setup.symbol_page * job.setup.size.dots_per_module;
        struct sello_art *art = NULL;
        assert_status(sello_art_new(&job.setup, &art), SELLO_OK);
        art_symbol_at(art, &job.symbol, &left, &top);
        sello_art_free(&art);
        for (unsigned y = top; y < top + side; y++) {
            assert_memory_equal(proof.grey + (size_t)y * proof.width + left,
                                usual.grey + (size_t)y * usual.width + left, side);
        }
        oracle_picture_free(&usual);
        oracle_picture_free(&proof);
    }
}

/* On a stub where there is room, else around the symbol; and the symbol is as it always is. */
static void practice_says_so_and_still_reads(void **state) {
    (void)state;
    static const struct {
        const char *stock, *design;
        bool stub;
    } rows[] = {
        {"avery-5162", "plain", true}, {"avery-5162", "framed", true}, {"roll-50x50", "tag", true},
        {"avery-5160", "plain", true}, {"avery-3112", "plain", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct label_job job;
        struct oracle_picture usual, practice;
        char text[2048];
        make_job(rows[i].stock, rows[i].design, 0, &job);
        struct sello_bytes png = label_of(&job, PNG);
        assert_true(oracle_png_read(png, &usual));
        free_bytes(png);
        job.setup.practice = true;
        png = label_of(&job, PNG);
        assert_true(oracle_png_read(png, &practice));
        free_bytes(png);
        struct sello_art *art = NULL;
        assert_status(sello_art_new(&job.setup, &art), SELLO_OK);
        assert_int_equal(art->has_stub, rows[i].stub);
        assert_int_equal(art_has_proof(art), !rows[i].stub);
        assert_true(!rows[i].stub || art_kept_main(art_kept(art)) == ART_KEPT_MAIN_ALL);
        sello_art_free(&art);
        assert_true(dark_pixels(&practice) > dark_pixels(&usual) + 500);
        assert_true(oracle_both_read(&practice, label_job_text(&job, text)));
        struct sello_bytes svg = label_of(&job, SVG);
        assert_true(svg.len > 0);
        free_bytes(svg);
        oracle_picture_free(&usual);
        oracle_picture_free(&practice);
    }
}

/* A proof of it says both. */
static void a_proof_for_practice_says_both(void **state) {
    (void)state;
    struct label_job job;
    struct sello_art *art = NULL;
    make_job("avery-3112", "plain", 0, &job);
    job.setup.proof = job.setup.practice = true;
    assert_status(sello_art_new(&job.setup, &art), SELLO_OK);
    assert_true(art_proof_words(art) >= 2);
    sello_art_free(&art);
    struct sello_bytes both = label_of(&job, SVG);
    job.setup.proof = false;
    struct sello_bytes practice = label_of(&job, SVG);
    assert_false(sello_bytes_eq(both, practice));
    free_bytes(both);
    free_bytes(practice);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_label_gives_the_same_bytes),
        cmocka_unit_test(labels_leave_nothing_behind),
        cmocka_unit_test(threads_draw_the_same),
        cmocka_unit_test(a_label_is_appended_or_taken_back),
        cmocka_unit_test(hostile_texts_are_shown_as_they_are),
        cmocka_unit_test(the_fonts_have_the_usual_letters),
        cmocka_unit_test(hostile_serials_are_refused),
        cmocka_unit_test(a_megabyte_of_text_is_cut),
        cmocka_unit_test(others_read_the_svg),
        cmocka_unit_test(a_proof_says_so_and_still_reads),
        cmocka_unit_test(practice_says_so_and_still_reads),
        cmocka_unit_test(a_proof_for_practice_says_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "labels/page/page.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

#define URL "https://sello.example/v/#"

enum { FULL_DIGITS = 1712 }; /* behind URL: version 22 */

static struct sello_bytes text(const char *words) {
    return sello_bytes_of(words);
}

static struct sello_symbol symbol_of(size_t n_digits) {
    char buf[ORACLE_TEXT_MAX];
    struct sello_symbol symbol;
    assert_status(sello_symbol_make(oracle_text(URL, n_digits, buf), 22, &symbol), SELLO_OK);
    return symbol;
}

/* The page in memory; freed by free_page. */
static struct sello_bytes write_page(const struct sello_page *page, enum sello_page_form form) {
    struct sello_writer w = sello_writer_init(malloc(SELLO_PAGE_ROOM), SELLO_PAGE_ROOM);
    assert_status(sello_page_write(page, form, &w), SELLO_OK);
    return sello_written(&w);
}

static void free_page(struct sello_bytes bytes) {
    free((void *)(uintptr_t)bytes.ptr);
}

static enum sello_error status_of(const struct sello_page_part *part, size_t n) {
    const struct sello_page page = {.paper = SELLO_PAPER_LETTER, .part = part, .n_parts = n};
    struct sello_writer w = sello_writer_init(malloc(SELLO_PAGE_ROOM), SELLO_PAGE_ROOM);
    enum sello_error error = sello_page_write(&page, SELLO_PAGE_PDF, &w);
    assert_true(error == SELLO_OK || w.len == 0);
    free(w.buf);
    return error;
}

/* ---- a page with every kind of part ---- */

struct sample {
    struct sello_symbol symbol;
    struct sello_page_part part[7];
    struct sello_page page;
};

static void make_sample(struct sample *s, size_t n_digits, double module_mm) {
    s->symbol = symbol_of(n_digits);
    const struct sello_page_part parts[] = {
        {.kind = SELLO_PART_TITLE, .text = text("Cooperativa Ñuu Savi")},
        {.kind = SELLO_PART_LEAD, .text = text("ta\uA78Cnu, áéíóúü, x\u0331; <b>&amp;</b>")},
        {.kind = SELLO_PART_SYMBOL, .symbol = &s->symbol, .module_mm = module_mm},
        {.kind = SELLO_PART_HEADING, .text = text("Qué es"), .beside = text("What it is")},
        {.kind = SELLO_PART_TEXT, .text = text("Un papel."), .beside = text("A piece of paper.")},
        {.kind = SELLO_PART_COMMAND, .text = text("sello-verify --help")},
        {.kind = SELLO_PART_LINES, .text = text("0123 4567 89AB\nCDEF 0123 4567\n\nlast")},
    };
    memcpy(s->part, parts, sizeof parts);
    s->page = (struct sello_page){.paper = SELLO_PAPER_LETTER,
                                  .name = text("Una página"),
                                  .part = s->part,
                                  .n_parts = sizeof parts / sizeof *parts,
                                  .footer = text("Al pie · At the foot")};
}

/* ---- what other programs see ---- */

static void assert_symbol_reads(struct sello_bytes png, size_t n_digits) {
    char buf[ORACLE_TEXT_MAX];
    struct oracle_picture picture;
    assert_true(oracle_png_read(png, &picture));
    assert_true(oracle_both_read(&picture, oracle_text(URL, n_digits, buf)));
    oracle_picture_free(&picture);
}

static void a_picture_shows_whole_pixels(void **state) {
    (void)state;
    struct sample s;
    struct oracle_picture picture;
    make_sample(&s, 300, 1.0); /* 12 dots of 300 dpi */
    struct sello_bytes png = write_page(&s.page, SELLO_PAGE_PNG);
    assert_true(oracle_png_read(png, &picture));
    assert_int_equal(picture.width, 2550);
    assert_int_equal(picture.height, 3300);
    unsigned side = s.symbol.side * 12, left = 0, top = 0;
    /* The finder's corner: the only run of 7 black modules in the middle of the page. */
    for (top = 0; left == 0; top++) {
        unsigned x = (2550 - side) / 2 - 12;
        for (; x < (2550 - side) / 2 + 12; x++) {
            bool all = picture.grey[top * 2550 + x - 1] == 255;
            for (unsigned i = 0; i < 7 * 12; i++) {
                all = all && picture.grey[top * 2550 + x + i] == 0;
            }
            left = all ? x : left;
        }
    }
    top--;
    for (unsigned i = 0; i < side * side; i++) {
        unsigned x = i % side, y = i / side;
        bool dark = s.symbol.module[y / 12 * s.symbol.side + x / 12] != 0;
        assert_int_equal(picture.grey[(top + y) * 2550 + left + x], dark ? 0 : 255);
    }
    oracle_picture_free(&picture);
    free_page(png);
}

static void zbar_and_zxing_read_the_picture(void **state) {
    (void)state;
    static const size_t n_digits[] = {40, 404, FULL_DIGITS};
    for (size_t i = 0; i < sizeof n_digits / sizeof *n_digits; i++) {
        struct sample s;
        make_sample(&s, n_digits[i], 1.0);
        struct sello_bytes png = write_page(&s.page, SELLO_PAGE_PNG);
        assert_symbol_reads(png, n_digits[i]);
        free_page(png);
    }
}

/* Runs a program that turns the file into page.png, in a folder of its own. False where it is not
 * installed. */
static bool rendered(struct sello_bytes page, const char *command, size_t n_digits) {
    char folder[TEST_FOLDER_MAX], line[400];
    make_test_folder(folder);
    snprintf(line, sizeof line, "%s/page", folder);
    FILE *file = fopen(line, "wb");
    assert_int_equal(fwrite(page.ptr, 1, page.len, file), page.len);
    fclose(file);
    snprintf(line, sizeof line, "cd %s && %s >/dev/null 2>&1", folder, command);
    bool here = system(line) == 0;
    if (here) {
        static uint8_t png[1 << 24];
        snprintf(line, sizeof line, "%s/page.png", folder);
        file = fopen(line, "rb");
        assert_non_null(file);
        size_t len = fread(png, 1, sizeof png, file);
        fclose(file);
        assert_symbol_reads(sello_bytes(png, len), n_digits);
    }
    snprintf(line, sizeof line, "rm -rf %s", folder);
    assert_int_equal(system(line), 0);
    return here;
}

static void others_render_pdf_and_svg(void **state) {
    (void)state;
    static const size_t n_digits[] = {404, FULL_DIGITS};
    for (size_t i = 0; i < 2; i++) {
        struct sample s;
        make_sample(&s, n_digits[i], 1.0);
        struct sello_bytes pdf = write_page(&s.page, SELLO_PAGE_PDF);
        struct sello_bytes svg = write_page(&s.page, SELLO_PAGE_SVG);
        if (!rendered(pdf, "pdftoppm -r 150 -png -singlefile page page", n_digits[i]) ||
            !rendered(pdf, "pdftoppm -r 300 -png -singlefile page page", n_digits[i])) {
            print_message("pdftoppm is not here: PDF was not rendered\n");
        }
        if (!rendered(svg, "rsvg-convert -z 2 -o page.png page", n_digits[i])) {
            print_message("rsvg-convert is not here: SVG was not rendered\n");
        }
        free_page(pdf);
        free_page(svg);
    }
}

static void text_is_data(void **state) {
    (void)state;
    struct sello_page_part part = {.kind = SELLO_PART_TEXT};
    static const char *const texts[] = {
        "<span size='1000pt'>&",
        "\xff\xfe broken \xc3",
        "\x1b[31m\x01\x7f",
        "\u202Eback\u200B",
        "\n\n\n",
        "",
        "\xF0\x9F\xA7\xB5",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct sello_bytes copy = guarded_copy(text(texts[i]));
        part.text = part.beside = copy;
        assert_status(status_of(&part, 1), SELLO_OK);
        guarded_free(copy);
    }
    part.text = part.beside = sello_bytes("a\0b", 3);
    assert_status(status_of(&part, 1), SELLO_OK);
}

/* ---- the same page gives the same bytes ---- */

static bool has(struct sello_bytes bytes, const char *words) {
    return memmem(bytes.ptr, bytes.len, words, strlen(words)) != NULL;
}

static void the_same_page_gives_the_same_bytes(void **state) {
    (void)state;
    for (int form = SELLO_PAGE_PDF; form <= SELLO_PAGE_PNG; form++) {
        struct sample one, two;
        make_sample(&one, 404, 1.0);
        make_sample(&two, 404, 1.0);
        struct sello_bytes a = write_page(&one.page, (enum sello_page_form)form);
        if (form == SELLO_PAGE_PDF) {
            sleep(1); /* were a date inside, it would be another one */
        }
        struct sello_bytes b = write_page(&two.page, (enum sello_page_form)form);
        assert_true(sello_bytes_eq(a, b));
        assert_false(has(a, "CreationDate") || has(a, "ModDate"));
        free_page(a);
        free_page(b);
    }
}

static void a_page_is_appended_or_taken_back(void **state) {
    (void)state;
    struct sample s;
    make_sample(&s, 40, 1.0);
    for (int form = SELLO_PAGE_PDF; form <= SELLO_PAGE_PNG; form++) {
        struct sello_bytes whole = write_page(&s.page, (enum sello_page_form)form);
        uint8_t *buf = malloc(whole.len + 64);
        for (int i = 0; i <= 8; i++) { /* eighths of what it needs */
            struct sello_writer w =
                sello_writer_init(buf, 6 + whole.len * (size_t)i / 8 - (i == 8));
            sello_write(&w, "before", 6);
            assert_status(sello_page_write(&s.page, (enum sello_page_form)form, &w),
                          SELLO_E_NO_ROOM);
            assert_int_equal(w.len, 6);
        }
        struct sello_writer w = sello_writer_init(buf, whole.len + 64);
        sello_write(&w, "before", 6);
        assert_status(sello_page_write(&s.page, (enum sello_page_form)form, &w), SELLO_OK);
        assert_memory_equal(buf, "before", 6);
        assert_memory_equal(buf + 6, whole.ptr, whole.len);
        free(buf);
        free_page(whole);
    }
}

/* ---- limits ---- */

static void what_does_not_fit_is_refused(void **state) {
    (void)state;
    char lines[4096], line[SELLO_PAGE_LINE_MAX];
    struct sello_symbol symbol = symbol_of(FULL_DIGITS);
    struct sello_page_part part = {.kind = SELLO_PART_LINES, .symbol = &symbol};

    memset(line, 'W', sizeof line);
    part.text = sello_bytes(line, SELLO_PAGE_LINE_MAX);
    assert_status(status_of(&part, 1), SELLO_OK);
    memset(lines, 'W', sizeof lines);
    part.text = sello_bytes(lines, SELLO_PAGE_LINE_MAX + 10);
    assert_status(status_of(&part, 1), SELLO_E_PAGE_FULL);

    memset(lines, '\n', sizeof lines);
    part.text = sello_bytes(lines, 30);
    assert_status(status_of(&part, 1), SELLO_OK);
    part.text = sello_bytes(lines, 90);
    assert_status(status_of(&part, 1), SELLO_E_PAGE_FULL);

    part.kind = SELLO_PART_SYMBOL;
    static const struct {
        double mm;
        enum sello_error wanted;
    } rows[] = {{1, SELLO_OK},          {0.1, SELLO_OK},
                {3, SELLO_E_PAGE_FULL}, {1e9, SELLO_E_PAGE_FULL},
                {0, SELLO_E_RANGE},     {-1, SELLO_E_RANGE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        part.module_mm = rows[i].mm;
        assert_status(status_of(&part, 1), rows[i].wanted);
    }
    part.kind = (enum sello_part_kind)99;
    assert_status(status_of(&part, 1), SELLO_E_RANGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_shows_whole_pixels),
        cmocka_unit_test(zbar_and_zxing_read_the_picture),
        cmocka_unit_test(others_render_pdf_and_svg),
        cmocka_unit_test(text_is_data),
        cmocka_unit_test(the_same_page_gives_the_same_bytes),
        cmocka_unit_test(a_page_is_appended_or_taken_back),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

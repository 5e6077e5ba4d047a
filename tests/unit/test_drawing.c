/* SPDX-License-Identifier: Apache-2.0 */
/* Reading back what was drawn: every size, every place on the grid, and what does not read. */

#include "labels/symbol/raster.h"
#include "tests/support/sello_test.h"
#include "verify/reader/drawing.h"
#include "verify/reader/picture_load.h"

#define SIDE_MAX 1000

static const char head[] = "https://sello.example/v/#";

/* A symbol of about this version, and its text. */
struct sample {
    struct sello_symbol symbol;
    char text[2048];
};

static void make_sample(size_t n_digits, struct sample *out) {
    int len = snprintf(out->text, sizeof out->text, "%s", head);
    for (size_t i = 0; i < n_digits; i++) {
        out->text[(size_t)len + i] = (char)('0' + (i * 7 + i / 10) % 10);
    }
    out->text[(size_t)len + n_digits] = '\0';
    assert_status(sello_symbol_make(sello_bytes_of(out->text), 22, &out->symbol), SELLO_OK);
}

/* The symbol with its quiet zone on white, its corner at (x, y). */
static struct sello_drawing draw(const struct sample *s, unsigned dots, unsigned x, unsigned y) {
    static uint8_t grey[SIDE_MAX * SIDE_MAX];
    unsigned side = sello_symbol_page(&s->symbol) * dots;
    struct sello_drawing d = {grey, side + x, side + y, dots};
    assert_true(d.width <= SIDE_MAX && d.height <= SIDE_MAX);
    memset(grey, 255, d.width * d.height);
    for (unsigned row = 0; row < side; row++) {
        for (unsigned column = 0; column < side; column++) {
            if (sello_symbol_dark(&s->symbol, column / dots, row / dots)) {
                grey[(row + y) * d.width + column + x] = 0;
            }
        }
    }
    return d;
}

struct answer {
    const char *text;
    size_t n_right, n_wrong;
};

static bool on_text(void *context, struct sello_bytes text, const struct sello_quad *where) {
    (void)where;
    struct answer *answer = context;
    bool right = sello_bytes_eq(text, sello_bytes_of(answer->text));
    answer->n_right += right;
    answer->n_wrong += !right;
    return true;
}

static void assert_reads(const struct sample *s, const struct sello_drawing *d) {
    struct answer answer = {.text = s->text};
    assert_status(sello_drawing_read(d, on_text, &answer), SELLO_OK);
    assert_int_equal(1, answer.n_right);
    assert_int_equal(0, answer.n_wrong);
}

static void test_every_module_size_and_place_reads(void **state) {
    (void)state;
    static struct sample s;
    static const unsigned dots[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12};
    make_sample(480, &s);
    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++) {
        for (unsigned at = 0; at < 4; at++) {
            struct sello_drawing d = draw(&s, dots[i], at, 3 * at);
            assert_reads(&s, &d);
        }
    }
}

static void test_every_version_reads_from_its_modules(void **state) {
    (void)state;
    static struct sample s;
    unsigned last = 0;
    for (size_t n = 0; n < 1700; n += 17) {
        make_sample(n, &s);
        if (s.symbol.version == last) {
            continue;
        }
        last = s.symbol.version;
        struct sello_drawing d = draw(&s, 1, 0, 0);
        struct answer answer = {.text = s.text};
        assert_status(sello_drawing_read_modules(&d, on_text, &answer), SELLO_OK);
        assert_int_equal(1, answer.n_right);
    }
    assert_true(last >= 20);
}

static void test_words_beside_it_do_not_matter(void **state) {
    (void)state;
    static struct sample s;
    make_sample(480, &s);
    struct sello_drawing d = draw(&s, 4, 200, 5);
    for (size_t y = 20; y < d.height - 20; y += 7) { /* stripes like lines of letters */
        for (size_t x = 8; x < 180; x += 3) {
            ((uint8_t *)(uintptr_t)d.grey)[y * d.width + x] = 0;
        }
    }
    assert_reads(&s, &d);
}

static void test_a_ruined_symbol_does_not_read(void **state) {
    (void)state;
    static struct sample s;
    make_sample(480, &s);
    for (size_t i = 0; i < s.symbol.side * s.symbol.side / 2; i++) {
        s.symbol.module[i] ^= 1;
    }
    struct sello_drawing d = draw(&s, 1, 0, 0);
    struct answer answer = {.text = s.text};
    assert_status(sello_drawing_read_modules(&d, on_text, &answer), SELLO_E_PICTURE_NO_CODE);
    d = draw(&s, 4, 0, 0);
    assert_status(sello_drawing_read(&d, on_text, &answer), SELLO_E_PICTURE_NO_CODE);
    assert_int_equal(0, answer.n_right + answer.n_wrong);
}

static void test_sizes_beyond_a_picture_are_refused(void **state) {
    (void)state;
    uint8_t pixel = 0;
    struct answer answer = {.text = ""};
    struct sello_drawing none = {&pixel, 0, 1, 1}, wide = {&pixel, 70000, 1, 1};
    assert_status(sello_drawing_read(&none, on_text, &answer), SELLO_E_PICTURE_DAMAGED);
    assert_status(sello_drawing_read(&wide, on_text, &answer), SELLO_E_PICTURE_TOO_LARGE);
    assert_status(sello_drawing_read_modules(&wide, on_text, &answer), SELLO_E_PICTURE_TOO_LARGE);
}

static void test_a_file_reads_as_its_pixels_do(void **state) {
    (void)state;
    static struct sample s;
    static uint8_t buf[1 << 20];
    const struct sello_print_size size = {600, 10};
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    struct answer answer = {.text = NULL};
    make_sample(480, &s);
    answer.text = s.text;
    assert_status(sello_symbol_png(&s.symbol, size, &w), SELLO_OK);
    assert_status(sello_drawing_read_file(sello_written(&w), 10, on_text, &answer), SELLO_OK);
    assert_int_equal(1, answer.n_right);
    assert_status(sello_drawing_read_file(sello_bytes_of("hola"), 10, on_text, &answer),
                  SELLO_E_PICTURE_FORMAT);
}

/* ---- one-bit pictures of nothing but modules ---- */

static void draw_row(const void *context, uint32_t y, uint8_t *row) {
    const struct sello_drawing *d = context;
    memset(row, 0, (d->width + 7) / 8);
    for (size_t x = 0; x < d->width; x++) {
        if (d->grey[y * d->width + x] != 0) {
            row[x / 8] |= (uint8_t)(0x80u >> x % 8);
        }
    }
}

static struct sello_bytes png_of(const struct sello_drawing *d, int bits) {
    static uint8_t file[SIDE_MAX * SIDE_MAX], row[SIDE_MAX];
    struct sello_writer w = sello_writer_init(file, sizeof file);
    const struct raster raster = {
        .width = (uint32_t)d->width,
        .height = (uint32_t)d->height,
        .bits = bits,
        .dpi = 600,
        .draw = draw_row,
        .context = d,
        .row = row,
    };
    assert_status(raster_png(&raster, &w), SELLO_OK);
    return sello_written(&w);
}

static void assert_modules(const struct sample *s, const struct sello_image *image) {
    unsigned page = sello_symbol_page(&s->symbol);
    assert_int_equal(image->width, page);
    assert_int_equal(image->height, page);
    for (unsigned y = 0; y < page; y++) {
        for (unsigned x = 0; x < page; x++) {
            assert_int_equal(image->grey[y * page + x],
                             sello_symbol_dark(&s->symbol, x, y) ? 0 : 255);
        }
    }
}

static void test_modules_are_whole(void **state) {
    (void)state;
    static struct sample s;
    make_sample(480, &s);
    for (unsigned dots = 1; dots <= 11; dots++) {
        struct sello_drawing d = draw(&s, dots, 0, 0);
        struct sello_image image = {0};
        assert_status(sello_image_load_png_modules(png_of(&d, 1), dots, &image), SELLO_OK);
        assert_modules(&s, &image);
        sello_image_free(&image);
    }
}

/* One pixel of any place in a module, and it is no picture of modules. */
static void test_a_single_pixel_is_seen(void **state) {
    (void)state;
    static struct sample s;
    enum { DOTS = 5 };
    make_sample(60, &s);
    struct sello_drawing d = draw(&s, DOTS, 0, 0);
    size_t n = d.width * d.height;
    for (size_t at = 0; at < n; at += at < 300 || at > n - 300 ? 1 : 991) {
        struct sello_image image = {0};
        uint8_t *pixel = (uint8_t *)(uintptr_t)d.grey + at;
        *pixel ^= 255;
        assert_status(sello_image_load_png_modules(png_of(&d, 1), DOTS, &image),
                      SELLO_E_PICTURE_FORMAT);
        *pixel ^= 255;
        assert_null(image.grey);
    }
}

static void test_other_pictures_are_not_of_modules(void **state) {
    (void)state;
    static struct sample s;
    make_sample(60, &s);
    struct sello_drawing d = draw(&s, 5, 0, 0);
    struct sello_image image = {0};
    struct sello_bytes file = png_of(&d, 1);
    assert_status(sello_image_load_png_modules(file, 4, &image), SELLO_E_PICTURE_FORMAT);
    assert_status(sello_image_load_png_modules(file, 25, &image), SELLO_E_PICTURE_FORMAT);
    assert_status(sello_image_load_png_modules(file, 0, &image), SELLO_E_PICTURE_FORMAT);
    for (size_t len = 0; len < file.len; len++) {
        assert_int_not_equal(sello_image_load_png_modules(sello_bytes(file.ptr, len), 5, &image),
                             SELLO_OK);
    }
    assert_status(sello_image_load_png_modules(png_of(&d, 8), 5, &image), SELLO_E_PICTURE_FORMAT);
    d = draw(&s, 5, 1, 0); /* the same a pixel aside */
    assert_status(sello_image_load_png_modules(png_of(&d, 1), 5, &image), SELLO_E_PICTURE_FORMAT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_module_size_and_place_reads),
        cmocka_unit_test(test_every_version_reads_from_its_modules),
        cmocka_unit_test(test_words_beside_it_do_not_matter),
        cmocka_unit_test(test_a_ruined_symbol_does_not_read),
        cmocka_unit_test(test_sizes_beyond_a_picture_are_refused),
        cmocka_unit_test(test_a_file_reads_as_its_pixels_do),
        cmocka_unit_test(test_modules_are_whole),
        cmocka_unit_test(test_a_single_pixel_is_seen),
        cmocka_unit_test(test_other_pictures_are_not_of_modules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

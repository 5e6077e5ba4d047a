/* SPDX-License-Identifier: Apache-2.0 */
/* A certifier's mark: what is taken, and what does no harm. */
#include <png.h>
#include <unistd.h>

#include "labels/art/mark_read.h"
#include "labels/art/ornament.h"
#include "tests/support/sello_test.h"

/* ---- files ---- */

/* A PNG of one colour; freed by the caller. */
static struct sello_bytes png_of(unsigned width, unsigned height, uint32_t rgb) {
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = PNG_FORMAT_RGB};
    uint8_t *pixel = malloc((size_t)3 * width * height);
    for (size_t i = 0; i < (size_t)width * height; i++) {
        pixel[3 * i] = (uint8_t)(rgb >> 16);
        pixel[3 * i + 1] = (uint8_t)(rgb >> 8);
        pixel[3 * i + 2] = (uint8_t)rgb;
    }
    png_alloc_size_t len = 0;
    assert_true(png_image_write_get_memory_size(image, len, 0, pixel, 0, NULL));
    uint8_t *file = malloc(len);
    assert_true(png_image_write_to_memory(&image, file, &len, 0, pixel, 0, NULL));
    free(pixel);
    return sello_bytes(file, len);
}

static void free_bytes(struct sello_bytes bytes) {
    free((void *)(uintptr_t)bytes.ptr);
}

/* Decoded in this process, where a sanitizer watches. */
static enum sello_error status_of(struct sello_bytes file) {
    struct sello_mark *mark = NULL;
    struct sello_bytes copy = guarded_copy(file);
    enum sello_error error = mark_read(copy, &mark);
    assert_true((error == SELLO_OK) == (mark != NULL));
    sello_mark_free(&mark);
    guarded_free(copy);
    return error;
}

/* ---- PNG ---- */

static void a_png_is_read(void **state) {
    (void)state;
    static const struct {
        unsigned width, height;
        uint32_t rgb;
        bool colour;
        enum sello_error wanted;
    } rows[] = {
        {3, 2, 0x000000, false, SELLO_OK},
        {3, 2, 0x808080, false, SELLO_OK},
        {3, 2, 0x800000, true, SELLO_OK},
        {3, 2, 0x00ff00, true, SELLO_OK},
        {8, 1, 0, false, SELLO_OK},
        {9, 1, 0, false, SELLO_E_PICTURE_FORMAT},
        {1, 9, 0, false, SELLO_E_PICTURE_FORMAT},
        {4096, 512, 0, false, SELLO_OK},
        {4097, 600, 0, false, SELLO_E_PICTURE_TOO_LARGE},
        {600, 4097, 0, false, SELLO_E_PICTURE_TOO_LARGE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_bytes png = png_of(rows[i].width, rows[i].height, rows[i].rgb);
        struct sello_mark *mark = NULL;
        assert_status(sello_mark_open(png, &mark), rows[i].wanted);
        if (mark != NULL) {
            assert_int_equal(mark->width, rows[i].width);
            assert_int_equal(mark->height, rows[i].height);
            assert_int_equal(mark->pixel[0], rows[i].rgb);
            assert_int_equal(mark->colour, rows[i].colour);
        }
        sello_mark_free(&mark);
        free_bytes(png);
    }
}

static void a_broken_png_is_refused(void **state) {
    (void)state;
    struct sello_bytes png = png_of(20, 10, 0x123456);
    for (size_t n = 0; n + 12 < png.len; n++) { /* its last chunk is empty */
        enum sello_error got = status_of(sello_bytes(png.ptr, n));
        assert_true(got == SELLO_E_PICTURE_DAMAGED || got == SELLO_E_PICTURE_FORMAT);
    }
    for (size_t bit = 0; bit < 8 * png.len; bit++) {
        uint8_t *byte = (uint8_t *)(uintptr_t)png.ptr + bit / 8;
        *byte ^= (uint8_t)(1u << bit % 8);
        (void)status_of(png); /* whatever it is, it stays within its bytes */
        *byte ^= (uint8_t)(1u << bit % 8);
    }
    assert_status(status_of(png), SELLO_OK);
    free_bytes(png);
}

/* It says that it is 2^31 - 1 pixels wide and high, in a few bytes. */
static void a_png_that_lies_about_its_size_is_refused(void **state) {
    (void)state;
    static const uint8_t head[] = {0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,    0,
                                   0,    13,   'I',  'H',  'D',  'R',  0x7f, 0xff, 0xff, 0xff,
                                   0x7f, 0xff, 0xff, 0xff, 8,    2,    0,    0,    0};
    enum sello_error got = status_of(sello_bytes(head, sizeof head));
    assert_true(got == SELLO_E_PICTURE_DAMAGED || got == SELLO_E_PICTURE_TOO_LARGE);
}

/* ---- SVG ---- */

#define OPEN "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
#define SQUARE OPEN "viewBox='0 0 10 10'>"
#define RED "<rect width='10' height='10' fill='#f00'/>"

static void an_svg_is_drawn(void **state) {
    (void)state;
    static const struct {
        const char *svg;
        unsigned width, height;
        uint32_t middle;
    } rows[] = {
        {SQUARE RED "</svg>", 1200, 1200, 0xff0000},
        {"\xEF\xBB\xBF<?xml version='1.0'?>" SQUARE RED "</svg>", 1200, 1200, 0xff0000},
        {OPEN "width='20mm' height='10mm' viewBox='0 0 10 10'>" RED "</svg>", 1200, 600, 0xff0000},
        {OPEN "viewBox='0 0 10 20'>" RED "</svg>", 600, 1200, 0xffffff},
        {SQUARE "</svg>", 1200, 1200, 0xffffff},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_mark *mark = NULL;
        assert_status(sello_mark_open(sello_bytes_of(rows[i].svg), &mark), SELLO_OK);
        assert_int_equal(mark->width, rows[i].width);
        assert_int_equal(mark->height, rows[i].height);
        size_t middle = (size_t)mark->width * (mark->height / 2) + mark->width / 2;
        assert_int_equal(mark->pixel[middle + mark->width], rows[i].middle);
        sello_mark_free(&mark);
    }
}

/* ---- a pattern of the certifier's own ---- */

/* Drawn of seven squares by four, it is those squares again, whatever its size in pixels. */
static void a_pattern_keeps_its_threads(void **state) {
    (void)state;
    struct sello_ornament *ornament = NULL;
    static const char pattern[] =
        OPEN "viewBox='0 0 7 4'><path d='M0 3h7v1H0zM1 1h1v1H1zM3 0h2v1H3z' "
             "fill='#345'/></svg>";
    assert_status(sello_ornament_open(sello_bytes_of(pattern), &ornament), SELLO_OK);
    assert_int_equal(ornament->n, 3);
    unsigned thread = ornament->height / 4;
    assert_int_equal(ornament->width, 7 * thread);
    assert_int_equal(ornament->block[0].x, 3 * thread);
    assert_int_equal(ornament->block[0].width, 2 * thread);
    assert_int_equal(ornament->block[2].height, thread);

    /* Upright, it is turned to the left, and none of its figures is mirrored. */
    cairo_surface_t *paper = cairo_image_surface_create(CAIRO_FORMAT_A8, 4, 14);
    cairo_t *cairo = cairo_create(paper);
    const struct art_fill strip = {
        .at = {0, 0, 4, 14}, .shape = ART_FRET, .from = ART_RIGHT, .ornament = ornament};
    art_fret_path(cairo, &strip);
    cairo_fill(cairo);
    cairo_surface_flush(paper);
    const uint8_t *pixels = cairo_image_surface_get_data(paper);
    static const char *const wanted[14] = {"...#", "...#", "#..#", "#..#", "...#", ".#.#", "...#",
                                           "...#", "...#", "#..#", "#..#", "...#", ".#.#", "...#"};
    for (int y = 0; y < 14; y++) {
        for (int x = 0; x < 4; x++) {
            bool ink = pixels[y * cairo_image_surface_get_stride(paper) + x] > 127;
            assert_int_equal(ink, wanted[y][x] == '#');
        }
    }
    assert_int_equal(art_fret_count(&strip), 6);
    cairo_destroy(cairo);
    cairo_surface_destroy(paper);
    sello_ornament_free(&ornament);

    assert_status(sello_ornament_open(sello_bytes_of(SQUARE "</svg>"), &ornament),
                  SELLO_E_PICTURE_FORMAT);
    assert_status(
        sello_ornament_open(sello_bytes_of(SQUARE "<path d='M-9-9h99v99h-99z'/></svg>"), &ornament),
        SELLO_E_PICTURE_FORMAT);
}

/* A red picture lies in a file beside; the drawing may not see it. */
static void an_svg_sees_no_other_file(void **state) {
    (void)state;
    char folder[TEST_FOLDER_MAX], path[128], svg[2048];
    make_test_folder(folder);
    snprintf(path, sizeof path, "%s/red.png", folder);
    struct sello_bytes png = png_of(4, 4, 0xff0000);
    FILE *file = fopen(path, "wb");
    assert_int_equal(fwrite(png.ptr, 1, png.len, file), png.len);
    fclose(file);
    free_bytes(png);
    static const char *const forms[] = {
        SQUARE "<image width='10' height='10' xlink:href='%s'/></svg>",
        SQUARE "<image width='10' height='10' xlink:href='file://%s'/></svg>",
        SQUARE "<style>@import url('file://%s');</style></svg>",
        "<!DOCTYPE svg [<!ENTITY e SYSTEM 'file://%s'>]>" SQUARE "<text y='9'>&e;</text></svg>",
        SQUARE "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' parse='text' "
               "href='file://%s'/></svg>",
        SQUARE "<use xlink:href='%s#a'/></svg>",
        SQUARE "<image width='10' height='10' xlink:href='http://127.0.0.1:9%s'/></svg>",
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct sello_mark *mark = NULL;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(svg, sizeof svg, forms[i], path);
#pragma GCC diagnostic pop
        if (sello_mark_open(sello_bytes_of(svg), &mark) == SELLO_OK) {
            for (size_t k = 0; k < (size_t)mark->width * mark->height; k++) {
                assert_int_equal(mark->pixel[k], 0xffffff);
            }
        }
        sello_mark_free(&mark);
    }
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void hostile_drawings_do_no_harm(void **state) {
    (void)state;
    static const struct {
        const char *svg;
        enum sello_error wanted; /* SELLO_E_INTERRUPTED: any answer will do */
    } rows[] = {
        {"", SELLO_E_PICTURE_FORMAT},
        {"<", SELLO_E_PICTURE_DAMAGED},
        {"plain text", SELLO_E_PICTURE_FORMAT},
        {"<html><body/></html>", SELLO_E_PICTURE_DAMAGED},
        {SQUARE RED, SELLO_E_PICTURE_DAMAGED},
        {OPEN "viewBox='0 0 90 10'>" RED "</svg>", SELLO_E_PICTURE_FORMAT},
        {OPEN "viewBox='0 0 0 0'>" RED "</svg>", SELLO_E_PICTURE_FORMAT},
        {OPEN "width='1e30' height='1'>" RED "</svg>", SELLO_E_PICTURE_FORMAT},
        {OPEN "width='1e30' height='1e30'>" RED "</svg>", SELLO_E_INTERRUPTED},
        {SQUARE "<script>while (true) {}</script>" RED "</svg>", SELLO_OK},
        {SQUARE "<g id='a'><use xlink:href='#a'/></g></svg>", SELLO_E_INTERRUPTED},
        {"<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
         "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
         "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f "
         "'&e;&e;&e;&e;&e;&e;&e;&e;&e;'>]>" SQUARE "<text y='9'>&f;&f;&f;&f;&f;&f;</text></svg>",
         SELLO_E_INTERRUPTED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum sello_error got = status_of(sello_bytes_of(rows[i].svg));
        if (rows[i].wanted != SELLO_E_INTERRUPTED) {
            assert_status(got, rows[i].wanted);
        }
    }
}

static void a_file_over_the_limit_is_not_read(void **state) {
    (void)state;
    size_t len = ((size_t)4 << 20) + 1;
    char *file = malloc(len);
    memset(file, ' ', len);
    memcpy(file + len - sizeof SQUARE - 6, SQUARE "</svg>", sizeof SQUARE + 5);
    struct sello_mark *mark = NULL;
    assert_status(sello_mark_open(sello_bytes(file, len), &mark), SELLO_E_PICTURE_TOO_LARGE);
    assert_status(sello_mark_open(sello_bytes(file + 1, len - 1), &mark), SELLO_OK);
    sello_mark_free(&mark);
    free(file);
}

/* ---- apart ---- */

static size_t dark_pixels(const struct sello_mark *mark) {
    size_t n = 0;
    for (size_t i = 0; i < (size_t)mark->width * mark->height; i++) {
        n += (mark->pixel[i] & 0xff) < 0x80;
    }
    return n;
}

/* Its letters are of the fonts of the system, of which it may see no other file. */
static void letters_and_pictures_are_drawn_apart(void **state) {
    static const char *const drawings[] = {
        OPEN "viewBox='0 0 100 100'><text x='1' y='90' font-size='90' font-family='DejaVu Sans "
             "Mono'>M</text></svg>",
        SQUARE
        "<text x='1' y='9' font-size='9' font-weight='bold' font-family='serif'>M</text></svg>",
        SQUARE
        "<image width='10' height='10' href='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAA"
        "EAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='/></svg>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof drawings / sizeof *drawings; i++) {
        struct sello_mark *mark = NULL;
        assert_status(sello_mark_open(sello_bytes_of(drawings[i]), &mark), SELLO_OK);
        assert_in_range(dark_pixels(mark), 100000, 1200 * 1200);
        sello_mark_free(&mark);
    }
}

/* A blur costs more than it is given. */
static void a_drawing_that_takes_too_long_is_refused(void **state) {
    static const char head[] = SQUARE "<filter id='f'><feTurbulence baseFrequency='.9' numOctaves='"
                                      "999999999'/></filter>"
                                      "<rect width='10' height='10' filter='url(#f)'/></svg>";
    struct sello_mark *mark = NULL;
    (void)state;
    enum sello_error error = sello_mark_open(sello_bytes_of(head), &mark);
    assert_true(error == SELLO_E_PICTURE_SLOW || error == SELLO_E_PICTURE_DAMAGED);
    assert_null(mark);
}

/* ---- for arts ---- */

static void a_mark_is_scaled_on_white(void **state) {
    (void)state;
    struct sello_bytes png = png_of(40, 20, 0x204060);
    struct sello_mark *mark = NULL;
    assert_status(sello_mark_open(png, &mark), SELLO_OK);
    free_bytes(png);
    assert_true(mark_aspect(mark) == 2);
    cairo_surface_t *scaled = mark_scaled(mark, 10, 5);
    sello_mark_free(&mark); /* the picture is its own */
    assert_int_equal(cairo_image_surface_get_width(scaled), 10);
    assert_int_equal(cairo_image_surface_get_height(scaled), 5);
    uint32_t pixel;
    memcpy(&pixel, cairo_image_surface_get_data(scaled), sizeof pixel);
    assert_int_equal(pixel & 0xffffff, 0x204060);
    cairo_surface_destroy(scaled);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_is_read),
        cmocka_unit_test(a_broken_png_is_refused),
        cmocka_unit_test(a_png_that_lies_about_its_size_is_refused),
        cmocka_unit_test(an_svg_is_drawn),
        cmocka_unit_test(a_pattern_keeps_its_threads),
        cmocka_unit_test(an_svg_sees_no_other_file),
        cmocka_unit_test(hostile_drawings_do_no_harm),
        cmocka_unit_test(a_file_over_the_limit_is_not_read),
        cmocka_unit_test(letters_and_pictures_are_drawn_apart),
        cmocka_unit_test(a_drawing_that_takes_too_long_is_refused),
        cmocka_unit_test(a_mark_is_scaled_on_white),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

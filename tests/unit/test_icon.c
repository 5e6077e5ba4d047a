/* SPDX-License-Identifier: Apache-2.0 */

/* Icons, read back by libpng. */

#include "tests/support/sello_test.h"

#include <png.h>

#include "labels/page/icon.h"

static uint8_t first[SELLO_ICON_ROOM], second[SELLO_ICON_ROOM];
static uint8_t pixels[SELLO_ICON_PIXELS_MAX * SELLO_ICON_PIXELS_MAX * 4];

static struct sello_icon seal(unsigned side, bool full) {
    return (struct sello_icon){.initials = sello_bytes_of("CÑÚ"), .pixels = side, .full = full};
}

static struct sello_bytes drawn(const struct sello_icon *icon, uint8_t *buf) {
    struct sello_writer w = sello_writer_init(buf, SELLO_ICON_ROOM);
    assert_status(sello_icon_png(icon, &w), SELLO_OK);
    return sello_written(&w);
}

/* Into pixels, as red, green, blue, alpha. */
static void read_back(struct sello_bytes png, unsigned side) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_int_not_equal(png_image_begin_read_from_memory(&image, png.ptr, png.len), 0);
    assert_int_equal(image.width, side);
    assert_int_equal(image.height, side);
    image.format = PNG_FORMAT_RGBA;
    assert_int_not_equal(png_image_finish_read(&image, NULL, pixels, 0, NULL), 0);
}

static const uint8_t *pixel(unsigned side, unsigned x, unsigned y) {
    return &pixels[4 * ((size_t)y * side + x)];
}

static void test_sizes(void **state) {
    (void)state;
    static const unsigned sides[] = {1, 16, 180, 192, 512, SELLO_ICON_PIXELS_MAX};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        for (int full = 0; full <= 1; full++) {
            const struct sello_icon icon = seal(sides[i], full != 0);
            read_back(drawn(&icon, first), sides[i]);
        }
    }
}

static void test_corners(void **state) {
    (void)state;
    const struct sello_icon any = seal(192, false), full = seal(192, true);
    read_back(drawn(&any, first), 192);
    assert_int_equal(pixel(192, 0, 0)[3], 0);
    assert_int_equal(pixel(192, 20, 96)[3], 255);
    read_back(drawn(&full, first), 192);
    for (size_t i = 0; i < (size_t)192 * 192; i++) {
        assert_int_equal(pixels[4 * i + 3], 255);
    }
}

/* W3C Web Application Manifest, "maskable": within 40 % of the middle. */
static void test_safe_circle(void **state) {
    (void)state;
    const unsigned side = 512;
    const struct sello_icon icon = seal(side, true);
    read_back(drawn(&icon, first), side);
    const uint8_t *ground = pixel(side, 0, 0);
    for (unsigned y = 0; y < side; y++) {
        for (unsigned x = 0; x < side; x++) {
            double dx = x + 0.5 - side / 2.0, dy = y + 0.5 - side / 2.0;
            if (dx * dx + dy * dy > 0.16 * side * side) {
                assert_memory_equal(pixel(side, x, y), ground, 4);
            }
        }
    }
}

static void test_same_bytes(void **state) {
    (void)state;
    const struct sello_icon icon = seal(192, false);
    struct sello_icon other = icon;
    other.initials = sello_bytes_of("B");
    struct sello_bytes a = drawn(&icon, first);
    assert_true(sello_bytes_eq(a, drawn(&icon, second)));
    assert_false(sello_bytes_eq(a, drawn(&other, second)));
}

static void test_refused(void **state) {
    (void)state;
    struct sello_writer w = sello_writer_init(first, sizeof first);
    const struct sello_icon none = seal(0, false), huge = seal(SELLO_ICON_PIXELS_MAX + 1, false);
    assert_status(sello_icon_png(&none, &w), SELLO_E_RANGE);
    assert_status(sello_icon_png(&huge, &w), SELLO_E_RANGE);
    const struct sello_icon icon = seal(64, false);
    w = sello_writer_init(first, 100);
    sello_write(&w, "x", 1);
    assert_status(sello_icon_png(&icon, &w), SELLO_E_NO_ROOM);
    assert_int_equal(w.len, 1);
    assert_false(w.failed);
}

/* Initials are data: markup, broken UTF-8 and what turns direction are shown, or left out. */
static void test_strange_initials(void **state) {
    (void)state;
    static const char *const strange[] = {"", "<b>", "\xff\xfe", "\u202e", "&amp;", "WWWWWWWWWWWW"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        struct sello_icon icon = seal(64, true);
        icon.initials = sello_bytes_of(strange[i]);
        read_back(drawn(&icon, first), 64);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),       cmocka_unit_test(test_corners),
        cmocka_unit_test(test_safe_circle), cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_refused),     cmocka_unit_test(test_strange_initials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

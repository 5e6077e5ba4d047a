/* SPDX-License-Identifier: Apache-2.0 */
/* The other views of a picture, on pictures of a few pixels. */

#include "tests/support/sello_test.h"
#include "verify/reader/picture_view.h"

static struct sello_image image_of(const uint8_t *grey, size_t width, size_t height) {
    struct sello_image image = {0};
    assert_status(sello_image_new(width, height, &image), SELLO_OK);
    memcpy(image.grey, grey, width * height);
    return image;
}

/* Checks the pixels of a view, and frees it. */
static void check_view(struct sello_image *view, const uint8_t *wanted, size_t width,
                       size_t height) {
    assert_int_equal(view->width, width);
    assert_int_equal(view->height, height);
    assert_memory_equal(view->grey, wanted, width * height);
    sello_image_free(view);
}

static void test_shrunk_takes_means_and_drops_the_edge(void **state) {
    (void)state;
    static const uint8_t grey[] = {0, 10, 100, 100, 7, 20, 30, 100, 101, 7, 9, 9, 9, 9, 9};
    struct sello_image image = image_of(grey, 5, 3);
    struct sello_image view = {0};
    assert_status(sello_view_shrunk(&image, 2, &view), SELLO_OK);
    check_view(&view, (const uint8_t[]){15, 100}, 2, 1);
    sello_image_free(&image);
}

static void test_doubled_interpolates(void **state) {
    (void)state;
    static const uint8_t grey[] = {0, 160};
    struct sello_image image = image_of(grey, 2, 1);
    struct sello_image view = {0};
    assert_status(sello_view_doubled(&image, &view), SELLO_OK);
    check_view(&view, (const uint8_t[]){0, 33, 128, 171, 0, 33, 128, 171}, 4, 2);
    sello_image_free(&image);
}

static void test_sharpened_goes_further_from_the_mean(void **state) {
    (void)state;
    static const uint8_t grey[] = {100, 100, 130, 100, 100};
    struct sello_image image = image_of(grey, 5, 1);
    struct sello_image view = {0};
    assert_status(sello_view_sharpened(&image, 1, &view), SELLO_OK);
    check_view(&view, (const uint8_t[]){100, 70, 190, 70, 100}, 5, 1);
    sello_image_free(&image);
}

static void test_smoothed_is_the_near_mean(void **state) {
    (void)state;
    static const uint8_t grey[] = {100, 100, 130, 100, 99};
    struct sello_image image = image_of(grey, 5, 1);
    struct sello_image view = {0};
    assert_status(sello_view_smoothed(&image, 1, &view), SELLO_OK);
    check_view(&view, (const uint8_t[]){100, 110, 110, 110, 100}, 5, 1);
    sello_image_free(&image);
}

static void test_fine_levels_are_about_the_near_mean(void **state) {
    (void)state;
    static const uint8_t grey[] = {100, 100, 130, 127, 100};
    struct sello_image image = image_of(grey, 5, 1);
    struct sello_image view = {0};
    assert_status(sello_view_fine_levels(&image, 1, &view), SELLO_OK);
    check_view(&view, (const uint8_t[]){255, 0, 255, 255, 0}, 5, 1);
    sello_image_free(&image);
}

static void test_doubled_keeps_the_limit(void **state) {
    (void)state;
    struct sello_image image = {0};
    assert_status(sello_image_new(40000, 1, &image), SELLO_OK);
    struct sello_image view = {0};
    assert_status(sello_view_doubled(&image, &view), SELLO_E_PICTURE_TOO_LARGE);
    assert_null(view.grey);
    sello_image_free(&image);
}

static void test_inverted_and_mirrored(void **state) {
    (void)state;
    static const uint8_t grey[] = {0, 1, 255, 100, 101, 102};
    struct sello_image image = image_of(grey, 3, 2);
    struct sello_image view = {0};
    assert_status(sello_view_inverted(&image, &view), SELLO_OK);
    check_view(&view, (const uint8_t[]){255, 254, 0, 155, 154, 153}, 3, 2);
    assert_status(sello_view_mirrored(&image, &view), SELLO_OK);
    check_view(&view, (const uint8_t[]){255, 1, 0, 102, 101, 100}, 3, 2);
    sello_image_free(&image);
}

static void test_two_levels_part_the_two_groups(void **state) {
    (void)state;
    static const uint8_t grey[] = {40, 42, 44, 200, 90, 210, 41, 205};
    struct sello_image image = image_of(grey, 4, 2);
    struct sello_image view = {0};
    assert_status(sello_view_two_levels(&image, &view), SELLO_OK);
    check_view(&view, (const uint8_t[]){0, 0, 0, 255, 0, 255, 0, 255}, 4, 2);
    sello_image_free(&image);
}

/* The definition, pixel by pixel. */
static uint8_t local_level(const struct sello_image *image, size_t x, size_t y, size_t radius) {
    size_t sum = 0;
    size_t n = 0;
    for (size_t v = y > radius ? y - radius : 0; v <= y + radius && v < image->height; v++) {
        for (size_t u = x > radius ? x - radius : 0; u <= x + radius && u < image->width; u++) {
            sum += image->grey[v * image->width + u];
            n++;
        }
    }
    return image->grey[y * image->width + x] * n * 8 < sum * 7 ? 0 : 255;
}

static void check_local_levels(size_t width, size_t height, size_t radius) {
    struct sello_image image = {0};
    assert_status(sello_image_new(width, height, &image), SELLO_OK);
    for (size_t i = 0; i < width * height; i++) {
        image.grey[i] = (uint8_t)(i * 2654435761u >> 7);
    }
    struct sello_image view = {0};
    assert_status(sello_view_local_levels(&image, radius, &view), SELLO_OK);
    for (size_t y = 0; y < height; y++) {
        for (size_t x = 0; x < width; x++) {
            assert_int_equal(view.grey[y * width + x], local_level(&image, x, y, radius));
        }
    }
    sello_image_free(&view);
    sello_image_free(&image);
}

static void test_local_levels_are_their_definition(void **state) {
    (void)state;
    for (size_t radius = 0; radius <= 9; radius += 3) {
        check_local_levels(1, 1, radius);
        check_local_levels(13, 1, radius);
        check_local_levels(1, 13, radius);
        check_local_levels(17, 11, radius);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shrunk_takes_means_and_drops_the_edge),
        cmocka_unit_test(test_doubled_interpolates),
        cmocka_unit_test(test_sharpened_goes_further_from_the_mean),
        cmocka_unit_test(test_smoothed_is_the_near_mean),
        cmocka_unit_test(test_fine_levels_are_about_the_near_mean),
        cmocka_unit_test(test_doubled_keeps_the_limit),
        cmocka_unit_test(test_inverted_and_mirrored),
        cmocka_unit_test(test_two_levels_part_the_two_groups),
        cmocka_unit_test(test_local_levels_are_their_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Where in a picture codes are, and those of sheets that were seen and not read. */

#include <math.h>

#include "tests/support/picture_fixture.h"
#include "tests/support/sello_test.h"
#include "verify/reader/picture.h"

/* A sello_picture_found that keeps where the codes are. */
struct placed {
    struct sello_quad where[8];
    size_t n;
};

static bool on_placed(void *context, struct sello_bytes text, const struct sello_quad *where) {
    struct placed *placed = context;
    (void)text;
    assert_true(placed->n < sizeof placed->where / sizeof placed->where[0]);
    placed->where[placed->n++] = *where;
    return false;
}

static void assert_near(const struct sello_corner *corner, double x, double y, double off) {
    if (fabs(corner->x - x) > off || fabs(corner->y - y) > off) {
        fail_msg("%.1f, %.1f is not near %.1f, %.1f", corner->x, corner->y, x, y);
    }
}

/* A sello_picture_found that is satisfied with the first. */
struct sheet_found {
    size_t n_read, n_unread;
    struct sello_quad unread;
};

static bool on_sheet(void *context, struct sello_bytes text, const struct sello_quad *where) {
    struct sheet_found *found = context;
    if (text.len == 0) {
        found->n_unread++;
        found->unread = *where;
    } else {
        assert_int_equal(found->n_unread, 0);
        found->n_read++;
    }
    return true;
}

/* Whatever view a code is found in, made smaller, larger or mirrored: pixels are the picture's. */
static void test_corners_are_in_the_pictures_pixels(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double corner[4][2];
    } rows[] = {
        {"clean.png", {{40, 40}, {690, 40}, {690, 690}, {40, 690}}},
        {"small.png", {{12, 12}, {207, 12}, {207, 207}, {12, 207}}},
        {"large.png", {{220, 220}, {3795, 220}, {3795, 3795}, {220, 3795}}},
        {"mirrored.png", {{690, 40}, {40, 40}, {40, 690}, {690, 690}}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sello_bytes file = read_fixture(rows[i].name);
        struct placed placed = {.n = 0};
        assert_status(sello_picture_read(file, on_placed, &placed), SELLO_OK);
        free_fixture(file);
        assert_int_equal(placed.n, 1);
        for (unsigned c = 0; c < 4; c++) {
            assert_near(&placed.where[0].corner[c], rows[i].corner[c][0], rows[i].corner[c][1],
                        hypot(rows[i].corner[0][0] - rows[i].corner[2][0], 0) / 50);
        }
    }
}

/* Their finder patterns are seen by what is near them alone: all else is blurred together. */
static void test_all_of_a_small_picture_are_read(void **state) {
    (void)state;
    struct sheet_found found = {.n_read = 0};
    struct sello_bytes file = read_fixture("sheet_low.jpg");
    assert_status(sello_picture_read(file, on_sheet, &found), SELLO_OK);
    free_fixture(file);
    assert_int_equal(found.n_read, 12);
    assert_int_equal(found.n_unread, 0);
}

/* Six symbols of two pixels a module; in the other sheet, one of them is painted over but for its
 * finder patterns. That is told last, and where. */
static void test_a_sheet_is_read_to_its_last_code(void **state) {
    (void)state;
    struct sheet_found found = {.n_read = 0};
    struct sello_bytes file = read_fixture("sheet.jpg");
    assert_status(sello_picture_read(file, on_sheet, &found), SELLO_OK);
    free_fixture(file);
    assert_int_equal(found.n_read, 6);
    assert_int_equal(found.n_unread, 0);

    found = (struct sheet_found){.n_read = 0};
    file = read_fixture("sheet_unread.jpg");
    assert_status(sello_picture_read(file, on_sheet, &found), SELLO_OK);
    free_fixture(file);
    assert_int_equal(found.n_read, 5);
    assert_int_equal(found.n_unread, 1);
    static const double corner[4][2] = {{300, 230}, {398, 230}, {398, 328}, {300, 328}};
    for (unsigned i = 0; i < 4; i++) {
        assert_near(&found.unread.corner[i], corner[i][0], corner[i][1], 4);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corners_are_in_the_pictures_pixels),
        cmocka_unit_test(test_a_sheet_is_read_to_its_last_code),
        cmocka_unit_test(test_all_of_a_small_picture_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

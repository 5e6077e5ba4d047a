/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "labels/sheet/calibration.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

static void assert_near(double got, double wanted, double most) {
    if (!(fabs(got - wanted) <= most)) {
        fail_msg("%f, not %f", got, wanted);
    }
}

/* ---- from what was measured to the profile ---- */

static void a_profile_undoes_what_the_printer_does(void **state) {
    (void)state;
    static const struct {
        double a_x, a_y, s_x, s_y; /* the printer puts (x, y) at a + s * (x, y) */
    } printers[] = {{0, 0, 1, 1}, {1.5, -2, 1, 1}, {0, 0, 0.99, 1.012}, {-3, 4.5, 1.02, 0.985}};
    for (size_t i = 0; i < sizeof printers / sizeof *printers; i++) {
        double a_x = printers[i].a_x, a_y = printers[i].a_y;
        double s_x = printers[i].s_x, s_y = printers[i].s_y;
        const struct sello_calibration measured = {
            .left = a_x + s_x * 20, .top = a_y + s_y * 20, .across = s_x * 170, .down = s_y * 230};
        struct sello_profile p;
        assert_int_equal(sello_calibrate(&measured, &p), SELLO_CALIBRATION_GOOD);
        for (double mm = 0; mm <= 280; mm += 70) { /* what is sent there comes out there */
            assert_near(a_x + s_x * (p.offset_x + p.scale_x * mm), mm, 1e-9);
            assert_near(a_y + s_y * (p.offset_y + p.scale_y * mm), mm, 1e-9);
        }
    }
}

static void a_mistake_in_measuring_is_told(void **state) {
    (void)state;
    static const struct {
        struct sello_calibration measured;
        enum sello_calibration_problem problem;
    } rows[] = {
        {{20, 20, 170, 230}, SELLO_CALIBRATION_GOOD},
        {{20, 20, 165.1, 230}, SELLO_CALIBRATION_GOOD},
        {{20, 20, 165, 230}, SELLO_CALIBRATION_SCALE},
        {{20, 20, 175.3, 230}, SELLO_CALIBRATION_SCALE},
        {{20, 20, 170, 223}, SELLO_CALIBRATION_SCALE},
        {{20, 20, 170, 238}, SELLO_CALIBRATION_SCALE},
        {{20, 20, 158.1, 213.9}, SELLO_CALIBRATION_SCALE}, /* fitted to the page: 93 % */
        {{20, 20, 17, 23}, SELLO_CALIBRATION_SCALE},       /* centimetres */
        {{20, 20, 0, 230}, SELLO_CALIBRATION_SCALE},
        {{20, 20, 170, 0}, SELLO_CALIBRATION_SCALE},
        {{20, 20, NAN, 230}, SELLO_CALIBRATION_SCALE},
        {{40, 20, 170, 230}, SELLO_CALIBRATION_GOOD},
        {{40.1, 20, 170, 230}, SELLO_CALIBRATION_OFFSET},
        {{0, 0, 170, 230}, SELLO_CALIBRATION_GOOD},
        {{20, 40.1, 170, 230}, SELLO_CALIBRATION_OFFSET},
        {{NAN, 20, 170, 230}, SELLO_CALIBRATION_OFFSET},
        {{20, INFINITY, 170, 230}, SELLO_CALIBRATION_OFFSET},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_profile p = {7, 7, 7, 7};
        enum sello_calibration_problem problem = sello_calibrate(&rows[i].measured, &p);
        if (problem != rows[i].problem) {
            fail_msg("row %zu: problem %d", i, problem);
        }
        assert_true((p.scale_x == 7) == (problem != SELLO_CALIBRATION_GOOD));
    }
}

/* ---- the page, as poppler draws it ---- */

#define DPI 300

static struct oracle_picture page_of(enum sello_paper paper) {
    static uint8_t png[8 << 20];
    struct oracle_picture picture;
    uint8_t *pdf, *again;
    size_t len, len_again;
    assert_status(sello_calibration_page(paper, &pdf, &len), SELLO_OK);
    assert_status(sello_calibration_page(paper, &again, &len_again), SELLO_OK);
    assert_int_equal(len, len_again); /* the same bytes each time */
    assert_memory_equal(pdf, again, len);
    FILE *file = fopen("test_calibration.pdf", "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(pdf, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    free(pdf);
    free(again);
    assert_int_equal(system("pdftoppm -r 300 -gray -png -singlefile test_calibration.pdf "
                            "test_calibration"),
                     0);
    file = fopen("test_calibration.png", "rb");
    assert_non_null(file);
    len = fread(png, 1, sizeof png, file);
    fclose(file);
    assert_true(len < sizeof png);
    assert_true(oracle_png_read(sello_bytes(png, len), &picture));
    remove("test_calibration.pdf");
    remove("test_calibration.png");
    return picture;
}

static bool dark(const struct oracle_picture *p, long x, long y) {
    return p->grey[(size_t)y * p->width + (size_t)x] < 160;
}

static long pixels(double mm) {
    return lround(mm * DPI / 25.4);
}

/* The middle of the upright line, in millimetres, a little above the cross at (x, y). */
static double upright_at(const struct oracle_picture *p, double x, double y) {
    long row = pixels(y - 6), sum = 0, n = 0;
    for (long i = pixels(x - 2.5); i < pixels(x + 2.5); i++) {
        sum += dark(p, i, row) ? i : 0;
        n += dark(p, i, row) ? 1 : 0;
    }
    assert_true(n >= 1 && n <= 4);
    return ((double)sum / (double)n + 0.5) * 25.4 / DPI;
}

/* The same of the level line, to the left of the cross. */
static double level_at(const struct oracle_picture *p, double x, double y) {
    long column = pixels(x - 6), sum = 0, n = 0;
    for (long i = pixels(y - 2.5); i < pixels(y + 2.5); i++) {
        sum += dark(p, column, i) ? i : 0;
        n += dark(p, column, i) ? 1 : 0;
    }
    assert_true(n >= 1 && n <= 4);
    return ((double)sum / (double)n + 0.5) * 25.4 / DPI;
}

static void the_crosses_are_where_they_are_meant_to_be(void **state) {
    (void)state;
    static const struct {
        enum sello_paper paper;
        double width, height;
    } papers[] = {{SELLO_PAPER_LETTER, 215.9, 279.4}, {SELLO_PAPER_A4, 210, 297}};
    for (size_t i = 0; i < 2; i++) {
        struct oracle_picture p = page_of(papers[i].paper);
        assert_near(p.width * 25.4 / DPI, papers[i].width, 0.1);
        assert_near(p.height * 25.4 / DPI, papers[i].height, 0.1);
        assert_near(upright_at(&p, 20, 20), 20, 0.1);
        assert_near(level_at(&p, 20, 20), 20, 0.1);
        assert_near(upright_at(&p, 190, 20), 190, 0.1);
        assert_near(level_at(&p, 190, 20), 20, 0.1);
        assert_near(upright_at(&p, 20, 250), 20, 0.1);
        assert_near(level_at(&p, 20, 250), 250, 0.1);
        oracle_picture_free(&p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_profile_undoes_what_the_printer_does),
        cmocka_unit_test(a_mistake_in_measuring_is_told),
        cmocka_unit_test(the_crosses_are_where_they_are_meant_to_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

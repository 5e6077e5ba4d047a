/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <qrencode.h>

#include "tests/support/sello_test.h"
#include "verify/reader/finder.h"
#include "verify/reader/flatten.h"

/* Symbols drawn bent, held against their own modules, in every way of bending and turned by right
 * and other angles. */

enum { WIDTH = 560, HEIGHT = 520, SAMPLES = 2 };

static const char text[] =
    "https://sello.example/v/"
    "#18952304622687015584266595080694811112030351378477818844346041372284451"
    "9992201033536527678973952614566630149604053306592799305502880382266697267566755383709994851020"
    "8"
    "2386400997503345282749059681926194812240020720268240598088888099391038783112092657497117639176"
    "6";

static QRcode *make_symbol(int version) {
    QRcode *code = QRcode_encodeString(text, version, QR_ECLEVEL_M, QR_MODE_8, 1);
    assert_non_null(code);
    return code;
}

/* ---- pictures ---- */

enum bend { FLAT, TILTED, BOTTLE, WAVES };

struct scene {
    enum bend bend;
    double turn;   /* degrees */
    double amount; /* half the angle around the bottle, in radians; how steep; how high the waves */
    double module; /* pixels */
    double blur;   /* pixels, the radius of a box */
};

/* From a pixel, as parts of a side from the middle, to the symbol. False: not on the paper. */
static bool unbend(const struct scene *scene, double x, double y, double *u, double *v) {
    double angle = scene->turn * 3.14159265358979 / 180;
    double a = cos(angle) * x + sin(angle) * y, b = cos(angle) * y - sin(angle) * x;
    *u = a;
    *v = b;
    if (scene->bend == TILTED) {
        *u = a / (1 + scene->amount * a + scene->amount / 2 * b);
        *v = b / (1 + scene->amount * a + scene->amount / 2 * b);
    } else if (scene->bend == BOTTLE) {
        double radius = 0.5 / scene->amount;
        if (fabs(a) >= radius) {
            return false;
        }
        *u = asin(a / radius) * radius;
    } else if (scene->bend == WAVES) {
        *u = a + scene->amount * sin(7 * b + 1);
        *v = b + scene->amount * sin(6 * a);
    }
    return true;
}

static double paper_at(const QRcode *code, double u, double v) {
    double x = (u + 0.5) * code->width, y = (v + 0.5) * code->width;
    if (x < 0 || y < 0 || x >= code->width || y >= code->width) {
        return 220;
    }
    return (code->data[(int)y * code->width + (int)x] & 1) != 0 ? 40 : 220;
}

static double pixel_of(const QRcode *code, const struct scene *scene, double x, double y) {
    double side = code->width * scene->module, sum = 0;
    for (int j = 0; j < SAMPLES; j++) {
        for (int i = 0; i < SAMPLES; i++) {
            double spread = 1 + 2 * scene->blur, u, v;
            double px = x + ((i + 0.5) / SAMPLES - 0.5) * spread - WIDTH / 2.0;
            double py = y + ((j + 0.5) / SAMPLES - 0.5) * spread - HEIGHT / 2.0;
            sum += unbend(scene, px / side, py / side, &u, &v) ? paper_at(code, u, v) : 90;
        }
    }
    return sum / (SAMPLES * SAMPLES);
}

static void draw(const QRcode *code, const struct scene *scene, struct sello_image *out) {
    assert_int_equal(sello_image_new(WIDTH, HEIGHT, out), SELLO_OK);
    for (unsigned y = 0; y < HEIGHT; y++) {
        for (unsigned x = 0; x < WIDTH; x++) {
            out->grey[y * WIDTH + x] = (uint8_t)pixel_of(code, scene, x + 0.5, y + 0.5);
        }
    }
}

/* ---- what is seen ---- */

struct seen {
    const QRcode *code;
    unsigned offers;
    bool right; /* each module is as it is in the symbol */
    bool quiet;
    struct sello_quad where;
};

static bool on_flat(void *context, const struct sello_flat *flat) {
    struct seen *seen = context;
    size_t side = (size_t)seen->code->width, wrong = 0, dark = 0;
    seen->offers++;
    seen->where = flat->where;
    if (flat->modules->width != side + 8 || flat->modules->height != side + 8) {
        return false;
    }
    for (size_t y = 0; y < side + 8; y++) {
        for (size_t x = 0; x < side + 8; x++) {
            bool is_dark = flat->modules->grey[y * (side + 8) + x] == 0;
            bool inside = x >= 4 && y >= 4 && x < side + 4 && y < side + 4;
            dark += !inside && is_dark;
            wrong += inside && is_dark != ((seen->code->data[(y - 4) * side + x - 4] & 1) != 0);
        }
    }
    seen->quiet = dark == 0;
    seen->right = wrong == 0;
    return seen->right;
}

static const struct scene scenes[] = {
    {FLAT, 0, 0, 4, 0},     {FLAT, 0, 0, 3, 0},      {FLAT, 33, 0, 5, 0},
    {FLAT, 200, 0, 5, 1},   {TILTED, 0, 0.3, 5, 0},  {TILTED, 117, 0.3, 5, 0},
    {BOTTLE, 0, 0.8, 6, 0}, {BOTTLE, 90, 0.8, 6, 0}, {BOTTLE, 45, 0.7, 6, 0},
    {BOTTLE, 180, 1, 7, 0}, {WAVES, 0, 0.012, 6, 0}, {WAVES, 260, 0.02, 6, 0},
};

static void test_bent_symbols_come_out_flat(void **state) {
    (void)state;
    static const int versions[] = {8, 12};
    for (size_t v = 0; v < sizeof versions / sizeof *versions; v++) {
        QRcode *code = make_symbol(versions[v]);
        for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
            struct sello_image image = {0};
            struct seen seen = {.code = code};
            draw(code, &scenes[i], &image);
            assert_int_equal(sello_flatten(&image, SELLO_FINDERS_MAX, on_flat, &seen), SELLO_OK);
            if (!seen.right || !seen.quiet) {
                fail_msg("version %d, scene %zu: %u offers", versions[v], i, seen.offers);
            }
            sello_image_free(&image);
        }
        QRcode_free(code);
    }
}

static void test_corners_are_where_the_symbol_is(void **state) {
    (void)state;
    const struct scene scene = {FLAT, 0, 0, 5, 0};
    QRcode *code = make_symbol(10);
    struct sello_image image = {0};
    struct seen seen = {.code = code};
    draw(code, &scene, &image);
    assert_int_equal(sello_flatten(&image, SELLO_FINDERS_MAX, on_flat, &seen), SELLO_OK);
    double half = code->width * scene.module / 2;
    for (unsigned i = 0; i < 4; i++) {
        double x = WIDTH / 2.0 + (i == 1 || i == 2 ? half : -half);
        double y = HEIGHT / 2.0 + (i >= 2 ? half : -half);
        assert_true(fabs(seen.where.corner[i].x - x) < 2);
        assert_true(fabs(seen.where.corner[i].y - y) < 2);
    }
    sello_image_free(&image);
    QRcode_free(code);
}

/* What holds no symbol, in sizes down to a pixel: nothing is offered, nothing is read outside. */
static void test_pictures_without_a_symbol(void **state) {
    (void)state;
    static const size_t sizes[][2] = {{1, 1}, {1, 40}, {40, 1}, {7, 7}, {200, 150}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        QRcode *code = make_symbol(10);
        struct seen seen = {.code = code};
        struct sello_image image = {0};
        uint32_t noise = 1;
        assert_int_equal(sello_image_new(sizes[i][0], sizes[i][1], &image), SELLO_OK);
        for (size_t k = 0; k < sizes[i][0] * sizes[i][1]; k++) {
            noise = noise * 1664525 + 1013904223;
            image.grey[k] = (uint8_t)(noise >> 24);
        }
        assert_int_equal(sello_flatten(&image, SELLO_FINDERS_MAX, on_flat, &seen), SELLO_OK);
        assert_int_equal(seen.offers, 0);
        sello_image_free(&image);
        QRcode_free(code);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bent_symbols_come_out_flat),
        cmocka_unit_test(test_corners_are_where_the_symbol_is),
        cmocka_unit_test(test_pictures_without_a_symbol),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

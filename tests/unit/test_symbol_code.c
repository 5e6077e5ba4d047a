/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <qrencode.h>

#include "tests/support/sello_test.h"
#include "verify/reader/symbol_grid.h"

/* What is known of QR codes, held against libqrencode: which module is what, and how many codewords
 * are wrong, in every version and at every level. */

static const char levels[] = "LMQH"; /* as libqrencode numbers them */

static struct sello_modules modules;

/* A symbol of text, and libqrencode's own account of its modules. */
static QRcode *make(int version, int level) {
    static const unsigned char text[] = "https://sello.example/v/#1";
    QRcode *code = QRcode_encodeData((int)(version > 3 ? sizeof text - 1 : 7), text, version,
                                     (QRecLevel)level);
    assert_non_null(code);
    assert_int_equal(code->version, version);
    modules.side = (unsigned)code->width;
    for (int i = 0; i < code->width * code->width; i++) {
        modules.dark[i] = code->data[i] & 1;
    }
    return code;
}

/* qrencode.h: 2 data, 4 format, 8 version, 16 timing, 32 alignment, 64 finder and separator. */
static bool agrees(enum sello_module_kind kind, unsigned char theirs) {
    switch (kind) {
    case SELLO_MODULE_DATA: return (theirs & (4 | 8 | 16 | 32 | 64)) == 0;
    case SELLO_MODULE_FORMAT: return (theirs & (16 | 32 | 64)) == 0 && (theirs & 0x80) != 0;
    case SELLO_MODULE_LIGHT: return (theirs & (16 | 32 | 64)) != 0 && (theirs & 1) == 0;
    case SELLO_MODULE_DARK: return (theirs & (16 | 32 | 64)) != 0 && (theirs & 1) == 1;
    }
    return false;
}

static void test_kinds(void **state) {
    (void)state;
    for (int version = 1; version <= 40; version++) {
        QRcode *code = make(version, QR_ECLEVEL_M);
        for (unsigned i = 0; i < modules.side * modules.side; i++) {
            unsigned x = i % modules.side, y = i / modules.side;
            enum sello_module_kind kind = sello_module_kind(modules.side, x, y);
            if (!agrees(kind, code->data[i])) {
                print_error("version %d, module %u, %u: %d, theirs %02x\n", version, x, y,
                            (int)kind, code->data[i]);
                fail();
            }
        }
        QRcode_free(code);
    }
}

/* The data module that comes after the first n of them, by rows. */
static size_t data_module(size_t n) {
    for (size_t i = 0;; i++) {
        unsigned x = (unsigned)(i % modules.side), y = (unsigned)(i / modules.side);
        if (sello_module_kind(modules.side, x, y) == SELLO_MODULE_DATA && n-- == 0) {
            return i;
        }
    }
}

static void test_every_version_and_level(void **state) {
    (void)state;
    for (int version = 1; version <= 40; version++) {
        for (int level = 0; level < 4; level++) {
            struct sello_correction c;
            QRcode_free(make(version, level));
            assert_status(sello_correction_of(&modules, &c), SELLO_OK);
            assert_int_equal(c.level, levels[level]);
            assert_int_equal(c.errors, 0);
            assert_true(c.most >= 3 && fabs(c.unused - 1) < 1e-9);
            modules.dark[data_module(40)] ^= 1; /* no remainder bits so far up */
            assert_status(sello_correction_of(&modules, &c), SELLO_OK);
            assert_int_equal(c.errors, 1);
            assert_true(fabs(c.unused - (1 - 1.0 / c.most)) < 1e-9);
        }
    }
}

/* Version 1 has one block: its errors are those of the codewords that were touched. */
static void test_as_many_as_can_be_put_right(void **state) {
    (void)state;
    struct sello_correction c;
    QRcode_free(make(1, QR_ECLEVEL_H));
    unsigned before = 0;
    for (unsigned y = 20; y > 8; y--) { /* the columns of two at the right: codewords 1, 2, 3 */
        modules.dark[y * 21 + 20] ^= 1;
        assert_status(sello_correction_of(&modules, &c), SELLO_OK);
        assert_int_equal(c.most, 8);
        assert_int_equal(c.errors, (20 - y) / 4 + 1);
        assert_true(c.errors >= before);
        before = c.errors;
    }
    for (unsigned y = 9; y < 21; y++) { /* the next columns, downwards: codewords 4, 5, 6 */
        modules.dark[y * 21 + 18] ^= 1;
    }
    assert_status(sello_correction_of(&modules, &c), SELLO_OK);
    assert_int_equal(c.errors, 6);
    for (unsigned y = 9; y < 21; y++) { /* 7, 8, 9: one too many */
        modules.dark[y * 21 + 16] ^= 1;
    }
    assert_status(sello_correction_of(&modules, &c), SELLO_E_RANGE);
}

static void test_format_has_two_copies(void **state) {
    (void)state;
    struct sello_correction c;
    QRcode_free(make(7, QR_ECLEVEL_Q));
    for (unsigned y = 0; y < 6; y++) { /* most of the copy about the upper left finder */
        modules.dark[y * modules.side + 8] ^= 1;
    }
    assert_status(sello_correction_of(&modules, &c), SELLO_OK);
    assert_int_equal(c.level, 'Q');
    assert_int_equal(c.errors, 0);
}

static void test_noise_is_no_code(void **state) {
    (void)state;
    struct sello_correction c;
    uint32_t seed = 20261125;
    for (unsigned side = 21; side <= 177; side += 4) {
        modules.side = side;
        for (size_t i = 0; i < (size_t)side * side; i++) {
            seed = seed * 1664525 + 1013904223;
            modules.dark[i] = (uint8_t)(seed >> 31);
        }
        assert_status(sello_correction_of(&modules, &c), SELLO_E_RANGE);
    }
}

/* ---- measuring ---- */

/* Draws it askew: a module is `size` pixels, turned by `angle`, dark and light as given. */
static void draw(const QRcode *code, double size, double angle, uint8_t dark, uint8_t light,
                 struct sello_image *image, struct sello_quad *out) {
    double whole = code->width * size, c = cos(angle), s = sin(angle),
           middle = (double)image->width / 2;
    memset(image->grey, light, image->width * image->height);
    for (size_t i = 0; i < image->width * image->height; i++) {
        double x = (double)(i % image->width) + 0.5 - middle;
        double y = (double)(i / image->width) + 0.5 - middle;
        double u = (c * x + s * y + whole / 2) / size, v = (c * y - s * x + whole / 2) / size;
        bool within = u >= 0 && v >= 0 && u < code->width && v < code->width;
        if (within && (code->data[(int)v * code->width + (int)u] & 1) != 0) {
            image->grey[i] = dark;
        }
    }
    for (int i = 0; i < 4; i++) {
        double x = i == 1 || i == 2 ? whole / 2 : -whole / 2, y = i >= 2 ? whole / 2 : -whole / 2;
        out->corner[i] = (struct sello_corner){middle + c * x - s * y, middle + s * x + c * y};
    }
}

static const struct drawing {
    int version;
    double size, angle, off; /* off: how many pixels the corners are wrongly given by */
    uint8_t dark, light;
    double contrast;
} drawings[] = {
    {2, 5, 0, 0, 0, 255, 1.000},       {11, 5, 0.012, 2.4, 0, 255, 1.000},
    {11, 4.3, 0.7, 2.1, 0, 255, 1},    {20, 3.1, -0.3, 1.6, 0, 255, 1},
    {8, 6, 1.9, -2.9, 60, 230, 0.746}, {8, 6, 0.2, 2, 100, 180, 0.329},
};

static void test_measuring(void **state) {
    (void)state;
    struct sello_image image = {.width = 700, .height = 700};
    image.grey = malloc(image.width * image.height);
    assert_non_null(image.grey);
    for (size_t i = 0; i < sizeof drawings / sizeof *drawings; i++) {
        const struct drawing *d = &drawings[i];
        struct sello_quad where;
        struct sello_measure m;
        QRcode *code = make(d->version, QR_ECLEVEL_M);
        print_message("version %d, %.1f pixels, turned by %.2f\n", d->version, d->size, d->angle);
        draw(code, d->size, d->angle, d->dark, d->light, &image, &where);
        where.corner[0].x += d->off;
        where.corner[1].y -= d->off;
        where.corner[2].x -= d->off;
        where.corner[3].y += d->off;
        assert_status(sello_measure(&image, &where, &m), SELLO_OK);
        assert_int_equal(m.side, code->width);
        assert_true(fabs(m.module_pixels - d->size) < 0.005 * d->size);
        assert_true(fabs(m.light - m.dark - d->contrast) < 0.01);
        assert_true(m.has_correction);
        assert_int_equal(m.correction.errors, 0);
        QRcode_free(code);
    }
    free(image.grey);
}

static void test_nothing_to_measure(void **state) {
    (void)state;
    struct sello_image image = {.width = 100, .height = 100};
    const struct sello_quad places[] = {
        {{{10, 10}, {90, 10}, {90, 90}, {10, 90}}},
        {{{0, 0}, {0, 0}, {0, 0}, {0, 0}}},
        {{{-50, -50}, {1e9, -50}, {1e9, 1e9}, {-50, 1e9}}},
    };
    struct sello_measure m;
    image.grey = calloc(image.width, image.height);
    assert_non_null(image.grey);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        assert_status(sello_measure(&image, &places[i], &m), SELLO_E_RANGE);
    }
    free(image.grey);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_every_version_and_level),
        cmocka_unit_test(test_as_many_as_can_be_put_right),
        cmocka_unit_test(test_format_has_two_copies),
        cmocka_unit_test(test_noise_is_no_code),
        cmocka_unit_test(test_measuring),
        cmocka_unit_test(test_nothing_to_measure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

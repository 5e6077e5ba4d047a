/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/symbol.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

#include <math.h>
#include <png.h>

#define URL "https://sello.example/v/#"

static struct sello_symbol symbol_of(const char *head, size_t n_digits) {
    char buf[ORACLE_TEXT_MAX];
    struct sello_symbol symbol;
    assert_status(sello_symbol_make(oracle_text(head, n_digits, buf), 22, &symbol), SELLO_OK);
    return symbol;
}

/* The PNG in memory of sello_symbol_room bytes; its ptr is freed by the caller. */
static struct sello_bytes png_of(const struct sello_symbol *symbol, struct sello_print_size size) {
    size_t room = sello_symbol_room(symbol, size);
    struct sello_writer w = sello_writer_init(malloc(room), room);
    assert_status(sello_symbol_png(symbol, size, &w), SELLO_OK);
    return sello_written(&w);
}

static void free_png(struct sello_bytes png) {
    free((void *)(uintptr_t)png.ptr);
}

/* ---- the pixels ---- */

/* Every pixel, the quiet zone's too. */
static void assert_pixels(const struct oracle_picture *picture, const struct sello_symbol *symbol,
                          unsigned dots) {
    unsigned side = sello_symbol_page(symbol) * dots;
    assert_int_equal(picture->width, side);
    assert_int_equal(picture->height, side);
    for (unsigned y = 0; y < side; y++) {
        for (unsigned x = 0; x < side; x++) {
            bool dark = sello_symbol_dark(symbol, x / dots, y / dots);
            assert_int_equal(picture->grey[y * side + x], dark ? 0 : 255);
        }
    }
}

static void assert_quiet_zone(const struct oracle_picture *picture, unsigned dots) {
    unsigned quiet = SELLO_QUIET_ZONE * dots, side = picture->width;
    for (unsigned y = 0; y < side; y++) {
        for (unsigned x = 0; x < side; x++) {
            bool inside = x >= quiet && y >= quiet && x < side - quiet && y < side - quiet;
            assert_true(inside || picture->grey[y * side + x] == 255);
        }
    }
}

static void every_pixel_is_its_modules(void **state) {
    (void)state;
    struct sello_symbol symbol = symbol_of(URL, 100);
    for (unsigned dots = 1; dots <= 12; dots++) {
        struct sello_bytes png = png_of(&symbol, (struct sello_print_size){300, dots});
        struct oracle_picture picture;
        assert_true(oracle_png_read(png, &picture));
        assert_pixels(&picture, &symbol, dots);
        assert_quiet_zone(&picture, dots);
        oracle_picture_free(&picture);
        free_png(png);
    }
}

/* ---- other decoders ---- */

static void assert_reads_back(const char *head, size_t n_digits, unsigned version, char level) {
    char buf[ORACLE_TEXT_MAX];
    struct sello_symbol symbol = symbol_of(head, n_digits);
    assert_int_equal(symbol.version, version);
    assert_int_equal(symbol.level, level);
    struct sello_bytes png = png_of(&symbol, (struct sello_print_size){300, 5});
    struct oracle_picture picture;
    assert_true(oracle_png_read(png, &picture));
    assert_quiet_zone(&picture, 5);
    assert_true(oracle_both_read(&picture, oracle_text(head, n_digits, buf)));
    oracle_picture_free(&picture);
    free_png(png);
}

static void zbar_and_zxing_read_every_version_at_its_limits(void **state) {
    (void)state;
    for (unsigned version = 1; version <= 20; version++) {
        const char *head = version < 4 ? "#" : URL;
        assert_reads_back(head, oracle_most_digits(head, version, 'M'), version, 'M');
        size_t most_q = oracle_most_digits(head, version, 'Q');
        if (oracle_version(head, most_q, 'M') == version) {
            assert_reads_back(head, most_q, version, 'Q');
            assert_reads_back(head, most_q + 1, version, 'M');
        }
    }
}

/* ---- the file ---- */

struct read_back {
    png_uint_32 width, height, dots_x, dots_y;
    int bits, colour, interlace, unit, n_texts;
    bool has_time;
};

static void take(png_structp png, png_bytep data, size_t len) {
    struct sello_bytes *rest = png_get_io_ptr(png);
    assert_true(len <= rest->len);
    memcpy(data, rest->ptr, len);
    *rest = sello_bytes(rest->ptr + len, rest->len - len);
}

static struct read_back read_head(struct sello_bytes file) {
    struct read_back r = {0};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    assert_int_equal(setjmp(png_jmpbuf(png)), 0);
    png_set_read_fn(png, &file, take);
    png_read_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
    png_get_IHDR(png, info, &r.width, &r.height, &r.bits, &r.colour, &r.interlace, NULL, NULL);
    png_get_pHYs(png, info, &r.dots_x, &r.dots_y, &r.unit);
    png_get_text(png, info, NULL, &r.n_texts);
    r.has_time = png_get_valid(png, info, PNG_INFO_tIME) != 0;
    png_destroy_read_struct(&png, &info, NULL);
    return r;
}

static void the_file_prints_at_its_size(void **state) {
    (void)state;
    static const struct sello_print_size sizes[] = {{203, 4},   {300, 5},   {600, 10}, {720, 12},
                                                    {1200, 20}, {4800, 80}, {1, 1},    {72, 1}};
    struct sello_symbol symbol = symbol_of(URL, 80);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct sello_bytes png = png_of(&symbol, sizes[i]);
        struct read_back r = read_head(png);
        assert_int_equal(r.bits, 1);
        assert_int_equal(r.colour, PNG_COLOR_TYPE_GRAY);
        assert_int_equal(r.interlace, PNG_INTERLACE_NONE);
        assert_int_equal(r.unit, PNG_RESOLUTION_METER);
        assert_int_equal(r.dots_x, (png_uint_32)lround(sizes[i].dpi / 0.0254));
        assert_int_equal(r.dots_y, r.dots_x);
        assert_false(r.has_time);
        assert_int_equal(r.n_texts, 0);
        /* As a program that prints it would reckon: within half a dot per metre. */
        double mm = r.width * 1000.0 / r.dots_x;
        double wanted = sello_symbol_page(&symbol) * sello_module_mm(sizes[i]);
        assert_true(fabs(mm - wanted) <= wanted * 0.5 / (r.dots_x - 0.5));
        free_png(png);
    }
}

static void the_same_input_gives_the_same_bytes(void **state) {
    (void)state;
    struct sello_symbol one = symbol_of(URL, 480), two = symbol_of(URL, 480);
    struct sello_bytes a = png_of(&one, (struct sello_print_size){600, 10});
    struct sello_bytes b = png_of(&two, (struct sello_print_size){600, 10});
    assert_true(sello_bytes_eq(a, b));
    free_png(a);
    free_png(b);
}

/* ---- limits ---- */

/* Every buffer that is a byte or more too small. */
static void too_little_room_is_told(void **state) {
    (void)state;
    struct sello_symbol symbol = symbol_of("#", 10);
    struct sello_print_size size = {300, 2};
    uint8_t buf[2048];
    struct sello_bytes png = png_of(&symbol, size);
    assert_true(png.len < sizeof buf);
    for (size_t cap = 0; cap < png.len; cap++) {
        struct sello_writer w = sello_writer_init(buf, cap);
        assert_status(sello_symbol_png(&symbol, size, &w), SELLO_E_NO_ROOM);
        assert_true(w.failed);
        assert_int_equal(w.len, 0);
    }
    struct sello_writer exact = sello_writer_init(buf, png.len);
    assert_status(sello_symbol_png(&symbol, size, &exact), SELLO_OK);
    assert_true(sello_bytes_eq(sello_written(&exact), png));
    assert_status(sello_symbol_png(&symbol, size, &exact), SELLO_E_NO_ROOM);
    free_png(png);
}

/* Of a practice registry: the same symbol, and the word beneath it in both drawings. */
static void practice_stands_beneath_it(void **state) {
    (void)state;
    const struct sello_print_size size = {300, 4};
    struct sello_symbol symbol = symbol_of(URL, 560);
    unsigned page = sello_symbol_page(&symbol), rows, below = 0;
    assert_int_equal(sello_symbol_rows(&symbol), page);
    symbol.practice = true;
    rows = sello_symbol_rows(&symbol);
    assert_true(rows > page + 10);
    struct sello_bytes png = png_of(&symbol, size);
    struct oracle_picture picture;
    assert_true(oracle_png_read(png, &picture));
    assert_int_equal(picture.width, page * 4);
    assert_int_equal(picture.height, rows * 4);
    for (unsigned y = 0; y < rows; y++) {
        for (unsigned x = 0; x < page; x++) {
            bool dark = picture.grey[(size_t)y * 4 * picture.width + (size_t)x * 4] < 128;
            below += y >= page && dark;
            assert_int_equal(dark, sello_symbol_dark(&symbol, x, y));
            assert_true(!dark || (x > 0 && x < page - 1 && y < rows - 1));
        }
    }
    assert_true(below > 80);
    char text[ORACLE_TEXT_MAX];
    assert_true(oracle_both_read(&picture, oracle_text(URL, 560, text)));
    oracle_picture_free(&picture);
    free_png(png);
}

static void it_appends(void **state) {
    (void)state;
    struct sello_symbol symbol = symbol_of("#", 10);
    uint8_t buf[2048];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_write(&w, "before", 6);
    assert_status(sello_symbol_png(&symbol, (struct sello_print_size){300, 2}, &w), SELLO_OK);
    assert_memory_equal(buf, "before\x89PNG", 10);
}

static void the_largest_fits_its_room(void **state) {
    (void)state;
    struct sello_symbol symbol = symbol_of(URL, 1700);
    assert_int_equal(symbol.version, 22);
    struct sello_print_size size = {300, SELLO_DOTS_MAX};
    struct sello_bytes png = png_of(&symbol, size);
    assert_int_equal(read_head(png).width, 113 * SELLO_DOTS_MAX);
    free_png(png);
}

static void sizes_out_of_range_are_refused(void **state) {
    (void)state;
    static const struct sello_print_size sizes[] = {
        {300, 0}, {300, SELLO_DOTS_MAX + 1}, {0, 5}, {SELLO_DPI_MAX + 1, 5}};
    struct sello_symbol symbol = symbol_of("#", 10);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct sello_writer w = sello_writer_count();
        assert_status(sello_symbol_png(&symbol, sizes[i], &w), SELLO_E_RANGE);
        assert_int_equal(w.len, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pixel_is_its_modules),
        cmocka_unit_test(zbar_and_zxing_read_every_version_at_its_limits),
        cmocka_unit_test(the_file_prints_at_its_size),
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(too_little_room_is_told),
        cmocka_unit_test(practice_stands_beneath_it),
        cmocka_unit_test(it_appends),
        cmocka_unit_test(the_largest_fits_its_room),
        cmocka_unit_test(sizes_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

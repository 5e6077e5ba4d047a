/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/symbol.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

#define URL "https://sello.example/v/#"

enum { ROOM = 200000 };

static const struct sello_print_size at_300 = {300, 5};

static struct sello_symbol symbol_of(const char *head, size_t n_digits) {
    char buf[ORACLE_TEXT_MAX];
    struct sello_symbol symbol;
    assert_status(sello_symbol_make(oracle_text(head, n_digits, buf), 22, &symbol), SELLO_OK);
    return symbol;
}

/* As a C string in buf. */
static struct sello_bytes draw(const struct sello_symbol *symbol, struct sello_print_size size,
                               struct sello_bytes title, char buf[ROOM]) {
    struct sello_writer w = sello_writer_init(buf, ROOM - 1);
    assert_status(sello_symbol_svg(symbol, size, title, &w), SELLO_OK);
    buf[w.len] = '\0';
    return sello_written(&w);
}

/* ---- the path ---- */

/* Fills what the path fills; every run must be as long as it can be. */
static void fill(const char *path, unsigned page, uint8_t *dark) {
    unsigned x, y, n, back;
    int len = 0;
    while (sscanf(path, "M%u %uh%uv1h-%uz%n", &x, &y, &n, &back, &len) == 4) {
        assert_true(n > 0 && n == back && x + n <= page && y < page);
        assert_true(x == 0 || dark[y * page + x - 1] == 0);
        memset(dark + y * page + x, 1, n);
        path += len;
    }
    assert_memory_equal(path, "\"/>\n</svg>\n", 12); /* and the end */
}

static void the_path_is_the_symbol(void **state) {
    (void)state;
    static char buf[ROOM];
    static uint8_t dark[113 * 113];
    for (size_t n_digits = 1; n_digits < 1770; n_digits += 97) {
        struct sello_symbol symbol = symbol_of(URL, n_digits);
        unsigned page = sello_symbol_page(&symbol);
        struct sello_bytes svg = draw(&symbol, at_300, sello_bytes(NULL, 0), buf);
        assert_true(svg.len <= sello_symbol_room(&symbol, (struct sello_print_size){300, 1}));
        memset(dark, 0, sizeof dark);
        const char *path = strstr(buf, " d=\"");
        assert_non_null(path);
        assert_null(strstr(path + 1, " d=\"")); /* one path */
        fill(path + 4, page, dark);
        for (unsigned i = 0; i < page * page; i++) {
            assert_int_equal(dark[i], sello_symbol_dark(&symbol, i % page, i / page));
        }
    }
}

/* ---- the head ---- */

static void the_head_is_in_millimetres_and_modules(void **state) {
    (void)state;
    static char buf[ROOM];
    struct sello_symbol symbol = symbol_of(URL, 561); /* version 12: 73 modules */
    assert_int_equal(symbol.version, 12);
    static const struct {
        struct sello_print_size size;
        const char *width;
    } rows[] = {
        {{600, 10}, "width=\"30.9033mm\" height=\"30.9033mm\""},
        {{203, 4}, "width=\"36.5359mm\" height=\"36.5359mm\""},
        {{300, 5}, "width=\"30.9033mm\" height=\"30.9033mm\""},
        {{254, 10}, "width=\"72.9999mm\" height=\"72.9999mm\""},
        {{4800, 1}, "width=\"0.3862mm\" height=\"0.3862mm\""},
        {{1, 120}, "width=\"222503.9999mm\" height=\"222503.9999mm\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        draw(&symbol, rows[i].size, sello_bytes(NULL, 0), buf);
        assert_non_null(strstr(buf, rows[i].width));
        assert_non_null(strstr(buf, "viewBox=\"0 0 73 73\" shape-rendering=\"crispEdges\""));
        assert_non_null(strstr(buf, "<rect width=\"73\" height=\"73\" fill=\"#fff\"/>"));
        assert_null(strstr(buf, "<title>"));
    }
}

/* ---- the title ---- */

static void titles_are_escaped(void **state) {
    (void)state;
    static char buf[ROOM];
    struct sello_symbol symbol = symbol_of("#", 10);
    static const struct {
        const char *title;
        const char *wanted;
    } rows[] = {
        {"Rebozo de Santa Mar\xC3\xAD"
         "a \"fino\" 'azul'",
         "Rebozo de Santa Mar\xC3\xAD"
         "a \"fino\" 'azul'"},
        {"</svg><script>&amp;", "&lt;/svg&gt;&lt;script&gt;&amp;amp;"},
        {"]]>", "]]&gt;"},
        {"a\tb\nc\rd", "a\tb\nc&#13;d"},
        {"\x01\x08\x0B\x1B[2J\x1F", "\uFFFD\uFFFD\uFFFD\uFFFD[2J\uFFFD"},
        {"\x7F", "\x7F"},
        {"\xEF\xBF\xBD\xEF\xBF\xBE\xEF\xBF\xBF", "\uFFFD\uFFFD\uFFFD"}, /* U+FFFD, FFFE, FFFF */
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},                         /* a surrogate */
        {"\xC0\xBC", "\uFFFD\uFFFD"},                                   /* '<', too long */
        {"ends in \xE2\x82", "ends in \uFFFD\uFFFD"},                   /* cut short */
        {"\xF0\x9F\xA7\xB6", "\xF0\x9F\xA7\xB6"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char wanted[200];
        snprintf(wanted, sizeof wanted, "<title>%s</title>\n", rows[i].wanted);
        struct sello_bytes title = guarded_copy(sello_bytes_of(rows[i].title));
        draw(&symbol, at_300, title, buf);
        guarded_free(title);
        assert_non_null(strstr(buf, wanted));
    }
    draw(&symbol, at_300, sello_bytes("a\0b", 3), buf);
    assert_non_null(strstr(buf, "<title>a\uFFFDb</title>"));
}

static void the_longest_title_fits_the_room(void **state) {
    (void)state;
    static char buf[ROOM];
    char title[SELLO_TITLE_ROOM];
    memset(title, '&', sizeof title);
    struct sello_symbol symbol = symbol_of("#", 10);
    struct sello_bytes svg = draw(&symbol, at_300, sello_bytes(title, sizeof title), buf);
    assert_true(svg.len <= sello_symbol_room(&symbol, (struct sello_print_size){300, 1}));
}

/* ---- limits ---- */

static void too_little_room_is_told(void **state) {
    (void)state;
    static char buf[ROOM];
    struct sello_symbol symbol = symbol_of("#", 10);
    size_t len = draw(&symbol, at_300, sello_bytes_of("<t>"), buf).len;
    for (size_t cap = 0; cap < len; cap++) {
        struct sello_writer w = sello_writer_init(buf, cap);
        assert_status(sello_symbol_svg(&symbol, at_300, sello_bytes_of("<t>"), &w),
                      SELLO_E_NO_ROOM);
        assert_int_equal(w.len, 0);
    }
    struct sello_writer w = sello_writer_init(buf, ROOM);
    struct sello_print_size no_dpi = {0, 5}, no_dots = {300, 0};
    assert_status(sello_symbol_svg(&symbol, no_dpi, sello_bytes_of(""), &w), SELLO_E_RANGE);
    assert_status(sello_symbol_svg(&symbol, no_dots, sello_bytes_of(""), &w), SELLO_E_RANGE);
    assert_int_equal(w.len, 0);
}

/* ---- librsvg, then zbar and zxing ---- */

static size_t read_file(const char *path, uint8_t *buf, size_t cap) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(buf, 1, cap, file);
    fclose(file);
    assert_true(n < cap);
    return n;
}

/* In the current folder, which is the test's own. */
static void render(struct sello_bytes svg, unsigned dpi, struct oracle_picture *out) {
    static uint8_t png[1 << 20];
    char command[100];
    FILE *file = fopen("test_svg.svg", "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(svg.ptr, 1, svg.len, file), svg.len);
    assert_int_equal(fclose(file), 0);
    snprintf(command, sizeof command, "rsvg-convert -d %u -p %u -o test_svg.png test_svg.svg", dpi,
             dpi);
    assert_int_equal(system(command), 0);
    assert_true(oracle_png_read(sello_bytes(png, read_file("test_svg.png", png, sizeof png)), out));
    remove("test_svg.svg");
    remove("test_svg.png");
}

/* Rendered at the printer's dots, it is our PNG pixel for pixel. */
static void assert_renders(size_t n_digits, struct sello_print_size size) {
    static char buf[ROOM];
    char text[ORACLE_TEXT_MAX];
    struct oracle_picture picture;
    struct sello_symbol symbol = symbol_of(URL, n_digits);
    unsigned dots = size.dots_per_module, side = sello_symbol_page(&symbol) * dots;
    render(draw(&symbol, size, sello_bytes_of("]]></title>&\x1b\xFF<b>"), buf), size.dpi, &picture);
    assert_int_equal(picture.width, side);
    assert_int_equal(picture.height, side);
    for (unsigned y = 0; y < side; y++) {
        for (unsigned x = 0; x < side; x++) {
            bool dark = sello_symbol_dark(&symbol, x / dots, y / dots);
            assert_int_equal(picture.grey[y * side + x], dark ? 0 : 255);
        }
    }
    assert_true(oracle_both_read(&picture, oracle_text(URL, n_digits, text)));
    oracle_picture_free(&picture);
}

static void librsvg_draws_it_and_others_read_it(void **state) {
    (void)state;
    if (system("command -v rsvg-convert >/dev/null") != 0) {
        print_message("skipped: rsvg-convert is not installed\n");
        skip();
    }
    assert_renders(561, (struct sello_print_size){300, 5});
    assert_renders(561, (struct sello_print_size){203, 4});
    assert_renders(40, (struct sello_print_size){600, 10});
    assert_renders(1500, (struct sello_print_size){300, 4});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_path_is_the_symbol),
        cmocka_unit_test(the_head_is_in_millimetres_and_modules),
        cmocka_unit_test(titles_are_escaped),
        cmocka_unit_test(the_longest_title_fits_the_room),
        cmocka_unit_test(too_little_room_is_told),
        cmocka_unit_test(librsvg_draws_it_and_others_read_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

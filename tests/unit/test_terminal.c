/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/symbol.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

#define URL "https://sello.example/v/#"

enum { ROOM = 40000 };

static struct sello_symbol symbol_of(const char *head, size_t n_digits) {
    char buf[ORACLE_TEXT_MAX];
    struct sello_symbol symbol;
    assert_status(sello_symbol_make(oracle_text(head, n_digits, buf), 22, &symbol), SELLO_OK);
    return symbol;
}

static struct sello_bytes draw(const struct sello_symbol *symbol, bool colour, char buf[ROOM]) {
    struct sello_writer w = sello_writer_init(buf, ROOM);
    assert_status(sello_symbol_terminal(symbol, colour, &w), SELLO_OK);
    assert_true(w.len <= sello_symbol_room(symbol, (struct sello_print_size){300, 1}));
    return sello_written(&w);
}

/* ---- a small terminal: what a drawing looks like on a dark screen ---- */

struct screen {
    bool white_ground, white_ink;
    unsigned x, y;
    unsigned width, height;   /* in half characters of height */
    uint8_t white[130 * 130]; /* row-major, `stride` 130 */
};

enum { STRIDE = 130 };

/* The escapes it knows: 256 colours' black on white, and back to light on dark. */
static size_t take_escape(struct screen *s, const char *at) {
    static const char black_on_white[] = "\x1b[38;5;16;48;5;231m", reset[] = "\x1b[0m";
    bool is_reset = strncmp(at, reset, strlen(reset)) == 0;
    assert_true(is_reset || strncmp(at, black_on_white, strlen(black_on_white)) == 0);
    s->white_ground = !is_reset;
    s->white_ink = is_reset;
    return is_reset ? strlen(reset) : strlen(black_on_white);
}

static size_t take_character(struct screen *s, const char *at) {
    static const struct {
        const char *text;
        bool upper, lower;
    } known[] = {{" ", false, false},
                 {"\xE2\x96\x80", true, false},
                 {"\xE2\x96\x84", false, true},
                 {"\xE2\x96\x88", true, true}};
    for (size_t i = 0; i < 4; i++) {
        size_t len = strlen(known[i].text);
        if (strncmp(at, known[i].text, len) == 0) {
            assert_true(s->x < STRIDE && s->y + 1 < STRIDE);
            uint8_t *cell = &s->white[s->y * STRIDE + s->x++];
            cell[0] = known[i].upper ? s->white_ink : s->white_ground;
            cell[STRIDE] = known[i].lower ? s->white_ink : s->white_ground;
            return len;
        }
    }
    fail_msg("a character that is no half block");
    return 1;
}

static void show(struct screen *s, struct sello_bytes drawing) {
    *s = (struct screen){.white_ink = true};
    const char *at = (const char *)drawing.ptr, *end = at + drawing.len;
    assert_true(drawing.len > 0 && end[-1] == '\n');
    while (at < end) {
        if (*at == '\n') {
            assert_false(s->white_ground); /* nothing spills beyond the line */
            assert_true(s->width == 0 || s->width == s->x);
            s->width = s->x;
            s->x = 0;
            s->y += 2;
            at++;
        } else {
            at += *at == '\x1b' ? take_escape(s, at) : take_character(s, at);
        }
    }
    s->height = s->y;
}

/* ---- tests ---- */

static void assert_shows(const struct sello_symbol *symbol, bool colour) {
    static struct screen screen;
    static char buf[ROOM];
    show(&screen, draw(symbol, colour, buf));
    unsigned page = sello_symbol_page(symbol);
    assert_int_equal(screen.width, page);
    assert_int_equal(screen.height, page + 1);
    for (unsigned y = 0; y < screen.height; y++) {
        for (unsigned x = 0; x < page; x++) {
            bool inside = x >= 4 && y >= 4 && x < page - 4 && y < page - 4;
            bool dark = inside && symbol->module[(y - 4) * symbol->side + x - 4] == 1;
            assert_int_equal(screen.white[y * STRIDE + x], !dark);
        }
    }
}

static void the_screen_shows_every_module(void **state) {
    (void)state;
    for (size_t n_digits = 1; n_digits < 1770; n_digits += 97) {
        struct sello_symbol symbol = symbol_of(URL, n_digits);
        assert_shows(&symbol, true);
        assert_shows(&symbol, false);
    }
}

/* The screen, 3 pixels a module, before zbar and zxing. */
static void zbar_and_zxing_read_the_screen(void **state) {
    (void)state;
    static struct screen screen;
    static char drawing[ROOM], text[ORACLE_TEXT_MAX];
    struct sello_symbol symbol = symbol_of(URL, 561);
    for (int colour = 0; colour < 2; colour++) {
        show(&screen, draw(&symbol, colour != 0, drawing));
        struct oracle_picture picture = {3 * screen.width, 3 * screen.height, NULL};
        picture.grey = malloc((size_t)picture.width * picture.height);
        for (unsigned y = 0; y < picture.height; y++) {
            for (unsigned x = 0; x < picture.width; x++) {
                bool white = screen.white[y / 3 * STRIDE + x / 3] != 0;
                picture.grey[y * picture.width + x] = white ? 255 : 0;
            }
        }
        assert_true(oracle_both_read(&picture, oracle_text(URL, 561, text)));
        oracle_picture_free(&picture);
    }
}

static void without_colour_there_are_no_escapes(void **state) {
    (void)state;
    static char buf[ROOM];
    struct sello_symbol symbol = symbol_of(URL, 100);
    struct sello_bytes drawing = draw(&symbol, false, buf);
    assert_null(memchr(drawing.ptr, '\x1b', drawing.len));
}

static void too_little_room_is_told(void **state) {
    (void)state;
    static char buf[ROOM];
    struct sello_symbol symbol = symbol_of("#", 10);
    size_t len = draw(&symbol, true, buf).len;
    for (size_t cap = 0; cap < len; cap++) {
        struct sello_writer w = sello_writer_init(buf, cap);
        assert_status(sello_symbol_terminal(&symbol, true, &w), SELLO_E_NO_ROOM);
        assert_int_equal(w.len, 0);
    }
    struct sello_writer exact = sello_writer_init(buf, len);
    assert_status(sello_symbol_terminal(&symbol, true, &exact), SELLO_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_shows_every_module),
        cmocka_unit_test(zbar_and_zxing_read_the_screen),
        cmocka_unit_test(without_colour_there_are_no_escapes),
        cmocka_unit_test(too_little_room_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

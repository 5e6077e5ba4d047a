/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/art/art_parts.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

enum { ROOM = 4 << 20, N_RENDERED = 5 };

static char zpl[ROOM + 1];

static const struct sello_label_words plain_words = {
    .product = {(const uint8_t *)"Rebozo de seda", 14},
    .producer = {(const uint8_t *)"Taller Hern\xC3\xA1ndez", 17},
    .certifier = {(const uint8_t *)"Consejo", 7},
    .web = {(const uint8_t *)"sello.example/v/", 16},
};

/* One label, and what it was made from. */
struct sample {
    const char *stock;
    struct sello_print_size size;
    size_t n_digits;
};

static struct sello_symbol symbol_of(size_t n_digits) {
    char text[ORACLE_TEXT_MAX];
    struct sello_symbol symbol;
    struct sello_bytes bytes = oracle_text("https://sello.example/v/#", n_digits, text);
    assert_status(sello_symbol_make(bytes, 22, &symbol), SELLO_OK);
    return symbol;
}

static struct sello_art *art_of(const struct sample *sample, const struct sello_label_words *words,
                                const struct sello_symbol *symbol) {
    struct sello_art *art;
    const struct sello_art_setup setup = {.stock = sello_stock_find(sample->stock),
                                          .design = sello_design_find("plain"),
                                          .words = words,
                                          .language = SELLO_LABEL_BOTH,
                                          .size = sample->size,
                                          .symbol_page = sello_symbol_page(symbol)};
    assert_status(sello_art_new(&setup, &art), SELLO_OK);
    return art;
}

/* As a C string in `zpl`. */
static void make(const struct sample *sample, const struct sello_label_words *words,
                 unsigned copies) {
    struct sello_symbol symbol = symbol_of(sample->n_digits);
    struct sello_art *art = art_of(sample, words, &symbol);
    const struct sello_art_label label = {&symbol, sello_bytes_of("000005-5")};
    struct sello_writer w = sello_writer_init(zpl, ROOM);
    assert_status(sello_art_zpl(art, &label, copies, &w), SELLO_OK);
    assert_true(w.len <= sello_art_room(art));
    zpl[w.len] = '\0';
    sello_art_free(&art);
}

/* ---- a decoder of our own, written from the guide's words ---- */

struct picture {
    unsigned width, height, stride;
    uint8_t *dot; /* one a dot, 1 is black */
};

static void set_digit(struct picture *p, unsigned row, unsigned i, unsigned digit) {
    assert_true(i < 2 * p->stride && row < p->height);
    for (unsigned bit = 0; bit < 4; bit++) {
        unsigned x = 4 * i + bit;
        if (x < p->width) {
            p->dot[row * p->width + x] = digit >> (3 - bit) & 1;
        } else {
            assert_int_equal(digit >> (3 - bit) & 1, 0); /* padding is white */
        }
    }
}

static const char *decode_row(struct picture *p, unsigned row, const char *at) {
    unsigned n = 0;
    while (n < 2 * p->stride) {
        unsigned count = 0;
        while ((*at >= 'G' && *at <= 'Y') || (*at >= 'g' && *at <= 'z')) {
            count += *at >= 'g' ? 20u * (unsigned)(*at - 'g' + 1) : (unsigned)(*at - 'G' + 1);
            at++;
        }
        if (*at == ',' || *at == '!') {
            assert_int_equal(count, 0);
            for (; n < 2 * p->stride; n++) {
                set_digit(p, row, n, *at == ',' ? 0 : 15);
            }
            return at + 1;
        }
        const char *hex = strchr("0123456789ABCDEF", *at);
        assert_true(*at != '\0' && hex != NULL);
        for (count = count == 0 ? 1 : count; count > 0; count--) {
            set_digit(p, row, n++, (unsigned)(hex - "0123456789ABCDEF"));
        }
        at++;
    }
    return at;
}

/* The whole of `zpl`; every byte of it is accounted for. */
static struct picture decode(unsigned copies) {
    struct picture p;
    char tail[40];
    unsigned total, again, read_copies;
    int len = 0;
    assert_int_equal(sscanf(zpl, "^XA^PON^PMN^LRN^LH0,0^LS0^PW%u^LL%u ^FO0,0^GFA,%u,%u,%u,%n",
                            &p.width, &p.height, &total, &again, &p.stride, &len),
                     5);
    assert_int_equal(p.stride, (p.width + 7) / 8);
    assert_int_equal(total, p.stride * p.height);
    assert_int_equal(again, total);
    p.dot = calloc(p.width, p.height);
    assert_non_null(p.dot);
    const char *at = zpl + len;
    for (unsigned row = 0; row < p.height; row++) {
        if (*at == ':') {
            assert_true(row > 0);
            memcpy(p.dot + row * p.width, p.dot + (row - 1) * p.width, p.width);
            at++;
        } else {
            at = decode_row(&p, row, at);
        }
    }
    assert_int_equal(sscanf(at, "^FS ^PQ%u^XZ", &read_copies), 1);
    snprintf(tail, sizeof tail, "^FS\n^PQ%u^XZ\n", copies);
    assert_string_equal(at, tail);
    return p;
}

/* ---- the picture ---- */

/* The symbol where the art has it, every module the same square of dots, its quiet zone white. */
static void assert_symbol(const struct picture *p, const struct sello_symbol *symbol, unsigned dots,
                          unsigned left, unsigned top) {
    unsigned side = sello_symbol_page(symbol) * dots;
    size_t wrong = 0;
    assert_true(left + side <= p->width && top + side <= p->height);
    for (unsigned y = 0; y < side; y++) {
        for (unsigned x = 0; x < side; x++) {
            wrong += p->dot[(top + y) * p->width + left + x] !=
                     sello_symbol_dark(symbol, x / dots, y / dots);
        }
    }
    assert_int_equal(wrong, 0);
}

static const struct sample samples[] = {
    {"roll-76x51", {203, 4}, 561}, /* version 12, a typical record */
    {"roll-50x25", {203, 3}, 260}, /* a lean one, on a small label */
    {"roll-57x32", {300, 5}, 260},   {"roll-50x50", {300, 5}, 561},
    {"roll-100x150", {203, 6}, 561},                                /* the largest */
    {"roll-50x50", {600, 10}, 561},  {"avery-3112", {300, 4}, 260}, /* round */
};

static size_t dark_outside(const struct picture *p, const struct sello_symbol *symbol,
                           unsigned dots) {
    size_t n = 0, inside = 0;
    for (size_t i = 0; i < (size_t)p->width * p->height; i++) {
        n += p->dot[i];
    }
    for (size_t i = 0; i < (size_t)symbol->side * symbol->side; i++) {
        inside += symbol->module[i];
    }
    return n - inside * dots * dots;
}

static void the_dots_are_the_label(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *s = &samples[i];
        const struct sello_stock *stock = sello_stock_find(s->stock);
        struct sello_symbol symbol = symbol_of(s->n_digits);
        unsigned left, top, dots = s->size.dots_per_module;
        struct sello_art *art = art_of(s, &plain_words, &symbol);
        art_symbol_at(art, &symbol, &left, &top);
        sello_art_free(&art);
        make(s, &plain_words, 1);
        struct picture p = decode(1);
        double mm = 25.4 / s->size.dpi;
        assert_true(p.width * mm > stock->width - mm && p.width * mm < stock->width + mm);
        assert_true(p.height * mm > stock->height - mm && p.height * mm < stock->height + mm);
        assert_symbol(&p, &symbol, dots, left, top);
        assert_true(dark_outside(&p, &symbol, dots) > 100); /* words */
        free(p.dot);
    }
}

/* ---- thin strokes ---- */

/* A part of the picture: dots that touch are one piece, black ones at sides or corners, white ones
 * at sides. */
struct part {
    unsigned width, height;
    uint8_t dot[1 << 18]; /* 2: counted */
};

static void take_piece(struct part *p, unsigned at) {
    static unsigned todo[sizeof p->dot];
    size_t n = 0;
    uint8_t ink = p->dot[at];
    todo[n++] = at;
    p->dot[at] = 2;
    while (n > 0) {
        unsigned x = todo[--n] % p->width, y = todo[n] / p->width;
        for (int i = 0; i < 9; i++) {
            unsigned nx = x + (unsigned)(i % 3) - 1, ny = y + (unsigned)(i / 3) - 1;
            bool side = i % 2 == 1;
            if (nx < p->width && ny < p->height && (side || ink == 1) &&
                p->dot[ny * p->width + nx] == ink) {
                p->dot[ny * p->width + nx] = 2;
                todo[n++] = ny * p->width + nx;
            }
        }
    }
}

static unsigned count_pieces(struct part *p, uint8_t ink) {
    unsigned n = 0;
    for (unsigned i = 0; i < p->width * p->height; i++) {
        if (p->dot[i] == ink) {
            take_piece(p, i);
            n++;
        }
    }
    return n;
}

/* The producer as it is printed, with a white edge around it. */
static void cut_producer(const struct sample *s, const struct sello_label_words *words,
                         struct part *out) {
    struct sello_symbol symbol = symbol_of(s->n_digits);
    struct sello_art *art = art_of(s, words, &symbol);
    const struct art_box *box = art_box_of(art, ART_PRODUCER);
    assert_true(box != NULL && box->turn == 0 && !box->cut);
    assert_true(box->size > 6 && box->size < 8.5); /* small print */
    unsigned left = (unsigned)(box->at.x / art->dot) - 1, top = (unsigned)(box->at.y / art->dot);
    out->width = (unsigned)(box->at.width / art->dot) + 4;
    out->height = (unsigned)(box->at.height / art->dot) + 1;
    sello_art_free(&art);
    make(s, words, 1);
    struct picture p = decode(1);
    assert_true(out->width * out->height <= sizeof out->dot);
    for (unsigned i = 0; i < out->width * out->height; i++) {
        out->dot[i] = p.dot[(top + i / out->width) * p.width + left + i % out->width];
    }
    free(p.dot);
}

/* Letters of one piece each, whose eyes are white: one that falls apart, runs into its neighbour or
 * is filled changes their number. Where dots are black from half of 255 on, the bar of an H breaks
 * and an e loses its eye. */
static void thin_strokes_hold_together_and_eyes_stay_open(void **state) {
    (void)state;
    static const struct {
        struct sample sample;
        const char *letters;
        unsigned n_letters, n_eyes;
    } rows[] = {
        {{"roll-50x50", {203, 3}, 561}, "T H E F L T H F Z A N", 11, 1},
        {{"roll-50x25", {203, 3}, 260}, "T H E F L T H F Z A N", 11, 1},
        {{"roll-50x50", {203, 3}, 561}, "e a e B R e a", 7, 8},
        {{"roll-50x25", {203, 3}, 260}, "e a e B R e a", 7, 8},
    };
    static struct part part;
    struct sello_label_words words = plain_words;
    words.product = sello_bytes_of("I");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        words.producer = sello_bytes_of(rows[i].letters);
        cut_producer(&rows[i].sample, &words, &part);
        unsigned n = count_pieces(&part, 1), white = count_pieces(&part, 0);
        if (n != rows[i].n_letters || white != rows[i].n_eyes + 1) {
            fail_msg("%s, %s: %u pieces, %u white ones", rows[i].sample.stock, rows[i].letters, n,
                     white);
        }
    }
}

/* ---- no text is a command ---- */

static size_t count(const char *text, const char *part) {
    size_t n = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        n++;
    }
    return n;
}

static void texts_never_become_commands(void **state) {
    (void)state;
    static const char *const texts[] = {
        "^XZ~JA", "^XA^FDx^FS^XZ", "~DGR:", "^GFA,1,1,1,FF", "\x10^FX\\&", "_5E_7E"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct sello_label_words words = plain_words;
        words.product = words.producer = words.lot = words.web = sello_bytes_of(texts[i]);
        make(&samples[0], &words, 2);
        assert_null(strstr(zpl, texts[i]));
        assert_null(strchr(zpl, '~'));
        assert_int_equal(count(zpl, "^XA"), 1);
        assert_int_equal(count(zpl, "^XZ"), 1);
        assert_int_equal(strspn(zpl, "^ABCDEFGHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz0123456789"
                                     ",:!\n"),
                         strlen(zpl));
        struct picture p = decode(2);
        free(p.dot);
    }
}

/* ---- limits ---- */

static void limits_are_told(void **state) {
    (void)state;
    static const struct {
        unsigned dpi, copies;
        enum sello_error error;
    } rows[] = {{203, 1, SELLO_OK},      {300, 9999, SELLO_OK},       {600, 1, SELLO_OK},
                {203, 0, SELLO_E_RANGE}, {203, 10000, SELLO_E_RANGE}, {200, 1, SELLO_E_RANGE},
                {1200, 1, SELLO_E_RANGE}};
    struct sello_symbol symbol = symbol_of(260);
    const struct sello_art_label label = {&symbol, sello_bytes_of("000005-5")};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sample sample = {"roll-76x51", {rows[i].dpi, 4}, 260};
        struct sello_art *art = art_of(&sample, &plain_words, &symbol);
        struct sello_writer w = sello_writer_init(zpl, ROOM);
        assert_status(sello_art_zpl(art, &label, rows[i].copies, &w), rows[i].error);
        assert_true((w.len == 0) == (rows[i].error != SELLO_OK));
        sello_art_free(&art);
    }
}

static void too_little_room_is_told(void **state) {
    (void)state;
    struct sello_symbol symbol = symbol_of(260);
    struct sello_art *art = art_of(&samples[1], &plain_words, &symbol);
    const struct sello_art_label label = {&symbol, sello_bytes_of("000005-5")};
    struct sello_writer w = sello_writer_init(zpl, ROOM);
    assert_status(sello_art_zpl(art, &label, 1, &w), SELLO_OK);
    size_t len = w.len;
    for (size_t cap = 0; cap < len; cap += 1 + len / 10) {
        w = sello_writer_init(zpl, cap);
        assert_status(sello_art_zpl(art, &label, 1, &w), SELLO_E_NO_ROOM);
        assert_int_equal(w.len, 0);
    }
    w = sello_writer_init(zpl, len);
    assert_status(sello_art_zpl(art, &label, 1, &w), SELLO_OK);
    sello_art_free(&art);
}

/* ---- zpl-renderer-js, then zbar and zxing ---- */

static void write_file(const char *path) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(zpl, 1, strlen(zpl), file), strlen(zpl));
    assert_int_equal(fclose(file), 0);
}

static void read_picture(const char *path, struct oracle_picture *out) {
    static uint8_t png[1 << 20];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(png, 1, sizeof png, file);
    fclose(file);
    assert_true(oracle_png_read(sello_bytes(png, len), out));
}

/* It centres what is narrower than the stock: dots of 300 dpi are not quite 12 a millimetre. */
static size_t differing_dots(const struct oracle_picture *rendered, const struct picture *p) {
    unsigned left = (rendered->width - p->width) / 2;
    size_t n = 0;
    for (unsigned y = 0; y < p->height; y++) {
        const uint8_t *grey = rendered->grey + y * rendered->width + left;
        for (unsigned x = 0; x < p->width; x++) {
            n += (grey[x] < 128) != p->dot[y * p->width + x];
        }
    }
    return n;
}

static void check_rendered(const struct sample *s, const char *path) {
    char text[ORACLE_TEXT_MAX];
    struct oracle_picture rendered;
    read_picture(path, &rendered);
    struct picture p = decode(1);
    assert_true(rendered.width >= p.width && rendered.height >= p.height);
    assert_int_equal(differing_dots(&rendered, &p), 0);
    assert_true(
        oracle_both_read(&rendered, oracle_text("https://sello.example/v/#", s->n_digits, text)));
    free(p.dot);
    oracle_picture_free(&rendered);
}

static bool has_renderer(void) {
    return system("cd '" SELLO_SOURCE_DIR "/tests/web' && command -v node >/dev/null &&"
                  " [ -d node_modules/zpl-renderer-js ]") == 0;
}

static void an_independent_renderer_draws_it_and_others_read_it(void **state) {
    (void)state;
    if (!has_renderer()) {
        print_message("skipped: zpl-renderer-js is not here: npm ci --prefix tests/web\n");
        skip();
    }
    char command[1000] = "node '" SELLO_SOURCE_DIR "/tests/web/render_zpl.mjs'", path[40];
    for (size_t i = 0; i < N_RENDERED; i++) {
        const struct sello_stock *stock = sello_stock_find(samples[i].stock);
        size_t len = strlen(command);
        snprintf(path, sizeof path, "test_zpl_%zu.zpl", i);
        make(&samples[i], &plain_words, 1);
        write_file(path);
        snprintf(command + len, sizeof command - len, " %s %.0f %.0f %u", path, stock->width,
                 stock->height, samples[i].size.dpi == 203 ? 8u : 12u);
    }
    assert_int_equal(system(command), 0);
    for (size_t i = 0; i < N_RENDERED; i++) {
        make(&samples[i], &plain_words, 1);
        snprintf(path, sizeof path, "test_zpl_%zu.png", i);
        check_rendered(&samples[i], path);
        remove(path);
        snprintf(path, sizeof path, "test_zpl_%zu.zpl", i);
        remove(path);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dots_are_the_label),
        cmocka_unit_test(thin_strokes_hold_together_and_eyes_stay_open),
        cmocka_unit_test(texts_never_become_commands),
        cmocka_unit_test(limits_are_told),
        cmocka_unit_test(too_little_room_is_told),
        cmocka_unit_test(an_independent_renderer_draws_it_and_others_read_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

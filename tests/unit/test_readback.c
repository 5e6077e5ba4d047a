/* SPDX-License-Identifier: Apache-2.0 */
/* What reading back catches: wrong renderers, exchanged labels, changed records, other keys. */

#include <stdlib.h>
#include <zlib.h>

#include "labels/symbol/symbol.h"
#include "registry/print/readback.h"
#include "tests/support/builder.h"
#include "tests/support/sello_test.h"

#define ROOM (1 << 20)
#define DOTS 4

/* A label as it was issued, and what it must read as. */
struct sample {
    char text[SELLO_LABEL_TEXT_MAX];
    uint8_t key[SELLO_KEY_LEN];
    struct sello_symbol symbol;
    struct readback want;
};

static void make(struct sample *s, uint64_t serial, uint8_t seed) {
    uint8_t buf[SELLO_TOKEN_MAX];
    struct sello_writer token = sello_writer_init(buf, sizeof buf);
    struct sello_writer text = sello_writer_init(s->text, sizeof s->text);
    struct sello_claims claims = test_claims();
    claims.serial = serial;
    test_label(seed, &claims, &token);
    sello_put_label_text(&text, sello_bytes_of("https://sello.example/v/"), sello_written(&token));
    test_public_key(seed, s->key);
    s->want = (struct readback){sello_written(&text), s->key};
    assert_status(sello_symbol_make(s->want.text, 20, &s->symbol), SELLO_OK);
}

static void flip(struct sello_symbol *symbol, size_t from, size_t n) {
    for (size_t i = from; i < from + n; i++) {
        symbol->module[i] ^= 1;
    }
}

/* ---- renderers: each draws a symbol into bytes and reads it back ---- */

static uint8_t *new_file(void) {
    uint8_t *file = malloc(ROOM);
    assert_non_null(file);
    return file;
}

static enum sello_error by_modules(const struct sello_symbol *symbol, const struct readback *want) {
    unsigned page = sello_symbol_page(symbol);
    uint8_t *grey = new_file();
    for (unsigned i = 0; i < page * page; i++) {
        grey[i] = sello_symbol_dark(symbol, i % page, i / page) ? 0 : 255;
    }
    enum sello_error error = readback_modules(want, grey, page);
    free(grey);
    return error;
}

static enum sello_error by_png(const struct sello_symbol *symbol, const struct readback *want) {
    const struct sello_print_size size = {600, 10};
    uint8_t *file = new_file();
    struct sello_writer w = sello_writer_init(file, ROOM);
    assert_status(sello_symbol_png(symbol, size, &w), SELLO_OK);
    enum sello_error error = readback_png(want, sello_written(&w), size.dots_per_module);
    free(file);
    return error;
}

static enum sello_error by_svg(const struct sello_symbol *symbol, const struct readback *want) {
    const struct sello_print_size size = {600, 10};
    uint8_t *file = new_file();
    struct sello_writer w = sello_writer_init(file, ROOM);
    assert_status(sello_symbol_svg(symbol, size, sello_bytes_of("M1 1h1v1h-1z"), &w), SELLO_OK);
    enum sello_error error = readback_svg(want, sello_written(&w));
    free(file);
    return error;
}

static void put(struct sello_writer *w, const char *text) {
    sello_write(w, text, strlen(text));
}

/* Every kind of the compression: repeated digits and rows, rows that end in white or in black. */
static enum sello_error by_zpl(const struct sello_symbol *symbol, const struct readback *want) {
    uint8_t *file = new_file();
    struct sello_writer w = sello_writer_init(file, ROOM);
    char head[80];
    unsigned page = sello_symbol_page(symbol), stride = (page * DOTS + 7) / 8 + 41;
    snprintf(head, sizeof head, "^XA^FO0,0^GFA,%u,%u,%u,", 999, stride * (page * DOTS + 1), stride);
    put(&w, head);
    for (unsigned y = 0; y < page; y++) {
        for (unsigned x = 0; x < page; x++) { /* DOTS is four: a digit a module */
            put(&w, sello_symbol_dark(symbol, x, y) ? "GF" : "0");
        }
        put(&w, y % 2 == 0 ? ",:::" : "hI0L0g0J0,:::");
    }
    put(&w, "!^FS^PQ1^XZ\n");
    enum sello_error error = readback_zpl(want, sello_written(&w), DOTS);
    free(file);
    return error;
}

/* ---- a PDF ---- */

static void put_mask(struct sello_writer *w, const struct sello_symbol *symbol, bool inverted) {
    uint8_t rows[SELLO_SYMBOL_SIDE_MAX * 14] = {0}, packed[4096];
    char head[300];
    uLongf len = sizeof packed;
    unsigned side = symbol->side, stride = (side + 7) / 8;
    for (unsigned i = 0; i < side * side; i++) {
        bool dark = symbol->module[i] != 0;
        rows[i / side * stride + i % side / 8] |=
            (uint8_t)(dark == inverted ? 0x80u >> i % side % 8 : 0);
    }
    assert_int_equal(Z_OK, compress(packed, &len, rows, side * stride));
    snprintf(head, sizeof head,
             "7 0 obj\n<< /BitsPerComponent 1 /Decode [ %s ] /Filter /FlateDecode /Height %u "
             "/ImageMask true /Subtype /Image /Width %u /Length %lu >>\nstream\n",
             inverted ? "1 0" : "0 1", side, side, (unsigned long)len);
    put(w, head);
    sello_write(w, packed, len);
    put(w, "\nendstream\nendobj\n");
}

struct texts {
    struct sello_bytes expected[3];
    size_t n, most;
};

static bool on_text(void *context, struct sello_bytes text) {
    struct texts *texts = context;
    assert_true(texts->n < 3);
    assert_true(sello_bytes_eq(texts->expected[texts->n], text));
    return ++texts->n < texts->most;
}

static struct sello_bytes make_pdf(const struct sample *a, const struct sample *b, uint8_t *file) {
    struct sello_writer w = sello_writer_init(file, ROOM);
    put(&w, "%PDF-1.4\n/ImageMask true >>\nstream\n<< /ImageMask true /Width 9 >>\nstream\n");
    put_mask(&w, &a->symbol, true);
    put_mask(&w, &b->symbol, false);
    put(&w, "<< /Filter /FlateDecode /Height 99 /ImageMask true /Width 99 /Length 999999999 >>\n"
            "stream\nx\n/ImageMask true");
    return sello_written(&w);
}

static void test_a_pdf_gives_each_of_its_symbols(void **state) {
    (void)state;
    static struct sample a, b;
    uint8_t *file = new_file();
    make(&a, 7, LABEL_KEY);
    make(&b, 8, LABEL_KEY);
    struct sello_bytes pdf = make_pdf(&a, &b, file);
    struct texts texts = {{a.want.text, b.want.text}, 0, 3};
    assert_status(readback_pdf(pdf, on_text, &texts), SELLO_OK);
    assert_int_equal(2, texts.n);
    texts = (struct texts){{a.want.text}, 0, 1};
    assert_status(readback_pdf(pdf, on_text, &texts), SELLO_OK);
    assert_int_equal(1, texts.n); /* `found` wanted no more */
    flip(&a.symbol, 400, 900);
    texts = (struct texts){{b.want.text}, 0, 3};
    assert_status(readback_pdf(make_pdf(&a, &b, file), on_text, &texts), SELLO_OK);
    assert_int_equal(1, texts.n);
    free(file);
}

static void test_a_pdf_cut_anywhere_does_no_harm(void **state) {
    (void)state;
    static struct sample a, b;
    uint8_t *file = new_file();
    make(&a, 7, LABEL_KEY);
    make(&b, 8, LABEL_KEY);
    size_t len = make_pdf(&a, &b, file).len;
    for (size_t n = 0; n < len; n++) {
        uint8_t *cut = malloc(n + 1); /* its own block: a read behind its end is noticed */
        assert_non_null(cut);
        memcpy(cut, file, n);
        struct texts texts = {{a.want.text, b.want.text}, 0, 3};
        assert_status(readback_pdf(sello_bytes(cut, n), on_text, &texts), SELLO_OK);
        free(cut);
    }
    free(file);
}

/* ---- what is caught ---- */

static enum sello_error (*const renderers[])(const struct sello_symbol *symbol,
                                             const struct readback *want) = {by_modules, by_png,
                                                                             by_svg, by_zpl};

static void assert_all(const struct sello_symbol *symbol, const struct readback *want,
                       enum sello_error expected) {
    for (size_t i = 0; i < sizeof renderers / sizeof *renderers; i++) {
        enum sello_error error = renderers[i](symbol, want);
        if (error != expected) {
            print_error("renderer %zu: %s\n", i, sello_error_name(error));
        }
        assert_status(error, expected);
    }
}

static void test_what_was_issued_passes(void **state) {
    (void)state;
    static struct sample s;
    make(&s, 7, LABEL_KEY);
    assert_all(&s.symbol, &s.want, SELLO_OK);
    flip(&s.symbol, 700, 3); /* corrected */
    assert_all(&s.symbol, &s.want, SELLO_OK);
}

static void test_a_wrong_renderer_is_caught(void **state) {
    (void)state;
    static struct sample s;
    make(&s, 7, LABEL_KEY);
    flip(&s.symbol, s.symbol.side * 12, s.symbol.side * 25);
    assert_all(&s.symbol, &s.want, SELLO_E_PICTURE_NO_CODE);
}

static void test_another_labels_symbol_is_caught(void **state) {
    (void)state;
    static struct sample s, other;
    make(&s, 7, LABEL_KEY);
    make(&other, 8, LABEL_KEY);
    assert_all(&other.symbol, &s.want, SELLO_E_BATCH_MISMATCH);
    make(&other, 7, LABEL_KEY_2);
    assert_all(&other.symbol, &s.want, SELLO_E_BATCH_MISMATCH);
}

static void test_a_signature_of_another_key_is_caught(void **state) {
    (void)state;
    static struct sample s;
    make(&s, 7, LABEL_KEY);
    test_public_key(LABEL_KEY_2, s.key);
    assert_all(&s.symbol, &s.want, SELLO_E_SIGNATURE);
}

static void test_a_text_that_is_no_label_is_caught(void **state) {
    (void)state;
    static struct sample s;
    make(&s, 7, LABEL_KEY);
    s.want.text = sello_bytes_of("https://sello.example/v/#123");
    assert_status(readback_text(&s.want, s.want.text), SELLO_E_NOT_LABEL);
    assert_int_equal(7, readback_serial(sello_bytes_of(s.text)));
    assert_int_equal(0, readback_serial(s.want.text));
    assert_int_equal(0, readback_serial(sello_bytes(NULL, 0)));
}

/* ---- files that are not as we write them ---- */

static void test_svg_with_no_symbol_or_two_is_refused(void **state) {
    (void)state;
    static struct sample s;
    make(&s, 7, LABEL_KEY);
    static const char *const rows[] = {
        "",
        "<svg/>",
        "<path d=\"",
        "<path d=\"\"/>",
        "<path d=\"M4 4h7v1h-7z",
        "<path d=\"M4 4h7v1h-7z\"/>",
        "<path d=\"M4 4h7v1h-6z\"/>",
        "<path d=\"M4 4h0v1h-0z\"/>",
        "<path d=\"M119 119h1v1h-1zM120 1h1v1h-1z\"/>",
        "<path d=\"M1 9999h1v1h-1z\"/>",
        "<path d=\"M99999 1h1v1h-1z\"/>",
        "<path d=\"M1 1h1v1h-1z\"/><path d=\"M1 1h1v1h-1z\"/>",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_status(readback_svg(&s.want, sello_bytes_of(rows[i])), SELLO_E_PICTURE_NO_CODE);
    }
}

static void test_broken_zpl_is_refused(void **state) {
    (void)state;
    static struct sample s;
    make(&s, 7, LABEL_KEY);
    static const struct {
        const char *zpl;
        enum sello_error error;
    } rows[] = {
        {"", SELLO_E_PICTURE_NO_CODE},
        {"^XA^XZ", SELLO_E_PICTURE_NO_CODE},
        {"^GFA,", SELLO_E_PICTURE_DAMAGED},
        {"^GFA,1,1,1,FF", SELLO_E_PICTURE_DAMAGED},     /* no end */
        {"^GFA,1,1,1,F^FS", SELLO_E_PICTURE_DAMAGED},   /* too little */
        {"^GFA,1,1,1,FFF^FS", SELLO_E_PICTURE_DAMAGED}, /* too much */
        {"^GFA,1,1,1,zF^FS", SELLO_E_PICTURE_DAMAGED},  /* 400 digits */
        {"^GFA,1,1,1,:^FS", SELLO_E_PICTURE_DAMAGED},   /* no row to repeat */
        {"^GFA,1,1,1,FF,^FS", SELLO_E_PICTURE_DAMAGED}, /* a row more */
        {"^GFA,1,1,1,FF:^FS", SELLO_E_PICTURE_DAMAGED},
        {"^GFA,2,2,1,FF*^FS", SELLO_E_PICTURE_DAMAGED}, /* no such character */
        {"^GFA,3,3,2,FF^FS", SELLO_E_PICTURE_DAMAGED},  /* half a row */
        {"^GFA,0,0,0,^FS", SELLO_E_PICTURE_DAMAGED},
        {"^GFA,1,999999999,1,FF^FS", SELLO_E_PICTURE_DAMAGED},
        {"^GFA,1,1,1,FF^FS^GFA,1,1,1,FF^FS", SELLO_E_PICTURE_DAMAGED},
        {"^GFA,1,1,1,FF^FS", SELLO_E_PICTURE_NO_CODE},
        {"^GFA,2,2,1,F,:^FS", SELLO_E_PICTURE_NO_CODE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum sello_error error = readback_zpl(&s.want, sello_bytes_of(rows[i].zpl), 1);
        if (error != rows[i].error) {
            print_error("%s\n", rows[i].zpl);
        }
        assert_status(error, rows[i].error);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_issued_passes),
        cmocka_unit_test(test_a_wrong_renderer_is_caught),
        cmocka_unit_test(test_another_labels_symbol_is_caught),
        cmocka_unit_test(test_a_signature_of_another_key_is_caught),
        cmocka_unit_test(test_a_text_that_is_no_label_is_caught),
        cmocka_unit_test(test_svg_with_no_symbol_or_two_is_refused),
        cmocka_unit_test(test_broken_zpl_is_refused),
        cmocka_unit_test(test_a_pdf_gives_each_of_its_symbols),
        cmocka_unit_test(test_a_pdf_cut_anywhere_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

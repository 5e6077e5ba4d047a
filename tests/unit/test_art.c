/* SPDX-License-Identifier: Apache-2.0 */
/* Whole labels: every stock, design and orthography. */
#include <math.h>

#include "labels/art/art_parts.h"
#include "tests/support/label_rims.h"
#include "tests/support/labels_fixture.h"
#include "tests/support/oracle.h"
#include "tests/support/sello_test.h"

static const char *const designs[] = {"simple", "marco", "etiqueta", "sello", "tierra"};
enum { N_DESIGNS = 5 };

static struct sello_art *art_of(const struct label_job *job) {
    struct sello_art *art = NULL;
    assert_status(sello_art_new(&job->setup, &art), SELLO_OK);
    return art;
}

static struct sello_bytes written(struct sello_art *art, const struct sello_symbol *symbol,
                                  bool svg) {
    const struct sello_art_label label = {symbol, sello_bytes_of(LABEL_SERIAL)};
    size_t room = sello_art_room(art);
    struct sello_writer w = sello_writer_init(malloc(room), room);
    assert_status(svg ? sello_art_svg(art, &label, &w) : sello_art_png(art, &label, &w), SELLO_OK);
    return sello_written(&w);
}

static void free_bytes(struct sello_bytes bytes) {
    free((void *)(uintptr_t)bytes.ptr);
}

/* ---- where things are ---- */

static const char *where = "";
static void expect(bool holds, const char *what) {
    if (!holds) {
        print_error("%s: %s\n", where, what);
        fail();
    }
}

static struct art_rect symbol_rect(const struct sello_art *art) {
    double side = art->setup.symbol_page * art->setup.size.dots_per_module * art->dot;
    return (struct art_rect){art->symbol_x * art->dot, art->symbol_y * art->dot, side, side};
}

static bool apart(struct art_rect a, struct art_rect b) {
    const double hair = 1e-3;
    return a.x + a.width <= b.x + hair || b.x + b.width <= a.x + hair ||
           a.y + a.height <= b.y + hair || b.y + b.height <= a.y + hair;
}

/* By so much from its edge. */
static bool on_label(const struct sello_art *art, struct art_rect r, double margin) {
    double right = r.x + r.width, bottom = r.y + r.height, radius = art->width / 2;
    if (art->setup.stock->shape == SELLO_STOCK_ROUND) {
        double across = fmax(fabs(r.x - radius), fabs(right - radius));
        double down = fmax(fabs(r.y - radius), fabs(bottom - radius));
        return hypot(across, down) <= radius - margin + 0.02; /* points: 7 micrometres */
    }
    return r.x >= margin - 1e-3 && r.y >= margin - 1e-3 && right <= art->width - margin + 1e-3 &&
           bottom <= art->height - margin + 1e-3;
}

/* A line of a text as it stands: on a round label they differ in width. */
static struct art_rect line_rect(const struct art_box *box, PangoLayoutIter *iter) {
    PangoRectangle line;
    pango_layout_iter_get_line_extents(iter, NULL, &line);
    double scale = PANGO_SCALE, x = line.x / scale, y = line.y / scale, w = line.width / scale,
           h = line.height / scale;
    const struct art_rect *at = &box->at;
    switch (box->turn) {
    case 0: return (struct art_rect){at->x + x, at->y + y, w, h};
    case 1: return (struct art_rect){at->x + y, at->y + at->height - x - w, h, w};
    default: return (struct art_rect){at->x + at->width - y - h, at->y + x, h, w};
    }
}

static bool lines_on_label(const struct sello_art *art, const struct art_box *box, double margin) {
    if (art->setup.stock->shape == SELLO_STOCK_ROUND && box->rim > 0) {
        return box->at.width / 2 <= art->width / 2 - margin + 1e-3;
    }
    if (art->setup.stock->shape != SELLO_STOCK_ROUND || box->layout == NULL) {
        return on_label(art, box->at, margin);
    }
    PangoLayoutIter *iter = pango_layout_get_iter(box->layout);
    bool on = true;
    do {
        on = on && on_label(art, line_rect(box, iter), margin);
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    return on;
}

/* Do two texts overlap? Words along a rim have others within. */
static bool boxes_apart(const struct art_box *a, const struct art_box *b) {
    if (a->rim > 0 && b->rim > 0) {
        return rims_apart(a, b);
    }
    if (a->rim > 0 || b->rim > 0) {
        const struct art_box *rim = a->rim > 0 ? a : b, *other = rim == a ? b : a;
        return rim_clear(rim, other->at, 0.25 * other->size); /* below a line's feet it is empty */
    }
    return apart(a->at, b->at);
}

static void check_places(const struct sello_art *art) {
    expect(on_label(art, symbol_rect(art), 0), "the symbol leaves the label");
    for (size_t i = 0; i < art->n_boxes; i++) {
        expect(lines_on_label(art, &art->box[i], 0.9 * ART_MM), "a text is too near the edge");
        bool rim = art->box[i].rim > 0;
        expect(rim ? rim_clear(&art->box[i], symbol_rect(art), 0.01)
                   : apart(art->box[i].at, symbol_rect(art)),
               "a text lies over the symbol");
        for (size_t k = 0; k < i; k++) {
            expect(boxes_apart(&art->box[i], &art->box[k]), "two texts overlap");
        }
    }
    for (size_t i = 0; i < art->n_fills; i++) {
        const struct art_fill *fill = &art->fill[i];
        bool around = fill->line > 0; /* the picture tells where these are */
        expect(on_label(art, fill->at, 0) || fill->corner > 0, "a band leaves the label");
        expect(around || apart(fill->at, symbol_rect(art)), "a band lies over the symbol");
    }
}

/* ---- texts ---- */

/* What a line feed may stand instead of: a dot between facts, a space, or nothing behind a hyphen.
 */
static size_t broken_at(const char *wanted) {
    static const char *const ends[] = {ART_DOT, ART_NBSP, " "};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (strncmp(wanted, ends[i], strlen(ends[i])) == 0) {
            return strlen(ends[i]);
        }
    }
    return 0;
}

static bool is_ellipsis(const char *text) {
    return strcmp(text, "\u2026") == 0;
}

static bool is_cut(PangoLayout *layout) {
    const char *text = pango_layout_get_text(layout);
    size_t len = strlen(text), ellipsis = sizeof "\u2026" - 1;
    return pango_layout_is_ellipsized(layout) ||
           (len > ellipsis && is_ellipsis(text + len - ellipsis));
}

/* But for where it was broken, or cut. */
static bool same_words(const char *got, const char *wanted) {
    for (; *got != '\0'; got++) {
        if (is_ellipsis(got)) {
            return true;
        }
        if (*got == '\n') {
            wanted += broken_at(wanted);
        } else if (*got != *wanted++) {
            return false;
        }
    }
    return strspn(wanted, " ") == strlen(wanted);
}

static void check_text(const struct sello_art *art, const struct art_box *box) {
    PangoRectangle extent;
    pango_layout_get_extents(box->layout, NULL, &extent);
    double width = box->turn == 0 ? box->at.width : box->at.height;
    double height = box->turn == 0 ? box->at.height : box->at.width;
    expect(pango_layout_get_unknown_glyphs_count(box->layout) == 0, "a glyph is missing");
    expect(box->rim > 0 || (double)extent.width / PANGO_SCALE <= width + 0.01,
           "a text is wider than its box");
    expect((double)extent.height / PANGO_SCALE <= height + 0.05, "a text is higher than its box");
    expect(is_cut(box->layout) == box->cut, "a text is cut or not as told");
    expect(same_words(pango_layout_get_text(box->layout), art->text[box->field]),
           "a text is not its field's");
    const PangoFontDescription *font = pango_layout_get_font_description(box->layout);
    double size = (double)pango_font_description_get_size(font) / PANGO_SCALE;
    expect(size >= (box->field == ART_SERIAL ? 5.5 : 6) - 0.001, "a text is too small");
}

/* A dot stands between two facts of a line, never at its end. */
static void check_dots(PangoLayout *layout) {
    const char *text = pango_layout_get_text(layout);
    for (int i = 1; i < pango_layout_get_line_count(layout); i++) {
        size_t at = (size_t)pango_layout_get_line_readonly(layout, i)->start_index;
        size_t dot = sizeof ART_DOT - 1;
        expect(at < dot || memcmp(text + at - dot, ART_DOT, dot - 1) != 0, "a line ends in a dot");
    }
}

/* None that is not in the text: in a web address it would be part of the name. */
static void check_hyphens(PangoLayout *layout) {
    for (int i = 0; i < pango_layout_get_line_count(layout); i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        for (const GSList *at = line->runs; at != NULL; at = at->next) {
            const PangoLayoutRun *run = at->data;
            expect((run->item->analysis.flags & PANGO_ANALYSIS_FLAG_NEED_HYPHEN) == 0,
                   "a hyphen was put in");
        }
    }
}

/* Between letters of a word, where nothing but the end of a line is. */
static void check_breaks(PangoLayout *layout) {
    const char *text = pango_layout_get_text(layout);
    for (int i = 1; i < pango_layout_get_line_count(layout); i++) {
        size_t at = (size_t)pango_layout_get_line_readonly(layout, i)->start_index;
        const char *before = g_utf8_prev_char(text + at);
        expect(at == 0 || strchr(" \n-/\u00A0\u2026", text[at - 1]) != NULL ||
                   !g_unichar_isalnum(g_utf8_get_char(before)) ||
                   !g_unichar_isalnum(g_utf8_get_char(text + at)),
               "a word is broken");
    }
}

static void check_texts(const struct sello_art *art) {
    for (size_t i = 0; i < art->n_boxes; i++) {
        if (art->box[i].layout != NULL) {
            check_text(art, &art->box[i]);
            check_hyphens(art->box[i].layout);
            check_breaks(art->box[i].layout);
            if (!art->box[i].cut) {
                check_dots(art->box[i].layout);
            }
        }
    }
    /* Two lines at their least, with the least margin: what a symbol must leave for both. */
    double symbol = symbol_rect(art).width, least = 7 * 1.16 + 6 * 1.24 + 1 + 1.8 * ART_MM;
    bool has_room = fmax(art->width, art->height) - symbol > least + art->dot;
    const struct art_box *serial = art_box_of(art, ART_SERIAL);
    expect(serial != NULL ? !serial->cut : !has_room, "the serial is not whole");
    expect(art_box_of(art, ART_PRODUCT) != NULL || !has_room, "the product is not there");
}

/* ---- pixels ---- */

static void check_modules(const struct sello_art *art, const struct sello_symbol *symbol,
                          const struct oracle_picture *picture) {
    unsigned left, top, dots = art->setup.size.dots_per_module;
    unsigned side = sello_symbol_page(symbol) * dots, wrong = 0;
    art_symbol_at(art, symbol, &left, &top);
    expect(left + side <= picture->width && top + side <= picture->height,
           "the symbol leaves the picture");
    for (unsigned y = 0; y < side; y++) {
        for (unsigned x = 0; x < side; x++) {
            uint8_t wanted = sello_symbol_dark(symbol, x / dots, y / dots) ? 0 : 255;
            wrong += picture->grey[(size_t)(top + y) * picture->width + left + x] != wanted;
        }
    }
    expect(wrong == 0, "a pixel of the symbol or its quiet zone is wrong");
}

static void check_edge(const struct oracle_picture *picture) {
    unsigned wrong = 0, w = picture->width, h = picture->height;
    for (unsigned x = 0; x < w; x++) {
        wrong += picture->grey[x] != 255 || picture->grey[(size_t)(h - 1) * w + x] != 255;
    }
    for (unsigned y = 0; y < h; y++) {
        wrong += picture->grey[(size_t)y * w] != 255 || picture->grey[(size_t)y * w + w - 1] != 255;
    }
    expect(wrong == 0, "something reaches the label's edge");
}

static void check_read(const struct oracle_picture *picture, const struct label_job *job) {
    char wanted[2048], got[2048];
    struct sello_bytes text = label_job_text(job, wanted);
    size_t n = oracle_zxing(picture, got, sizeof got);
    expect(sello_bytes_eq(sello_bytes(got, n), text), "zxing does not read it");
}

static void check_picture(struct sello_art *art, const struct label_job *job, bool read) {
    struct sello_bytes png = written(art, &job->symbol, false);
    struct oracle_picture picture;
    assert_true(oracle_png_read(png, &picture));
    expect(picture.width == (unsigned)(art->width / art->dot + 0.5), "the picture's width");
    check_modules(art, &job->symbol, &picture);
    if (art->ground == DESIGN_WHITE) {
        check_edge(&picture);
    }
    if (read) {
        check_read(&picture, job);
    }
    oracle_picture_free(&picture);
    free_bytes(png);
}

/* On a ground the edge is light grey, and a round label's corners are not the label's. */
static void a_ground_lies_under_all_but_the_symbol(void **state) {
    (void)state;
    static const char *const stocks[] = {"avery-l7160", "avery-l6112"};
    static const struct {
        unsigned grey; /* at the edge */
        const char *fill;
    } grounds[N_DESIGNS] = {{255, NULL},
                            {0xeb, "fill=\"#ebebeb\""},
                            {0xeb, "fill=\"#ebebeb\""},
                            {255, NULL},
                            {66, "fill=\"#801221\""}};
    for (size_t i = 0; i < 2 * N_DESIGNS; i++) {
        struct label_job job;
        struct oracle_picture picture;
        where = designs[i % N_DESIGNS];
        assert_true(label_job_make(sello_stock_find(stocks[i / N_DESIGNS]), where,
                                   label_words_at(0).words, &job));
        job.setup.bleeds = true;
        struct sello_art *art = art_of(&job);
        struct sello_bytes png = written(art, &job.symbol, false);
        assert_true(oracle_png_read(png, &picture));
        check_modules(art, &job.symbol, &picture);
        const char *fill = grounds[i % N_DESIGNS].fill;
        if (picture.grey[picture.width / 2] != grounds[i % N_DESIGNS].grey) {
            fail_msg("%s: the edge's grey is %u", where, picture.grey[picture.width / 2]);
        }
        free_bytes(png);
        struct sello_bytes svg = written(art, &job.symbol, true);
        bool told = fill != NULL && memmem(svg.ptr, svg.len, fill, 14) != NULL;
        expect(told == (fill != NULL), "the drawing's ground");
        free_bytes(svg);
        oracle_picture_free(&picture);
        sello_art_free(&art);
    }
}

/* ---- every stock ---- */

static void check_label(const struct sello_stock *stock, const char *design, size_t words,
                        bool picture, bool read) {
    static char name[256];
    struct label_job job;
    struct label_words_row row = label_words_at(words);
    snprintf(name, sizeof name, "%s, %s, %s", stock->name, design, row.name);
    where = name;
    if (label_job_make(stock, design, row.words, &job)) {
        job.setup.language = (enum sello_label_language)(1 + words % 3);
        struct sello_art *art = art_of(&job);
        check_places(art);
        check_texts(art);
        if (picture) {
            check_picture(art, &job, read);
        }
        sello_art_free(&art);
    }
}

/* All designs on all stocks; the words take turns, so that each meets each shape. */
static void labels_of_every_stock_hold_together(void **state) {
    (void)state;
    size_t turn = 0;
    for (size_t i = 0; i < sello_stock_count(); i++) {
        for (size_t k = 0; k < N_DESIGNS; k++) {
            check_label(sello_stock_at(i), designs[k], turn % label_words_count(), turn % 3 == 0,
                        i % 4 == 0);
            turn++;
        }
        turn++;
    }
}

/* The shapes that differ most, with all words. */
static void all_words_on_typical_stock(void **state) {
    (void)state;
    static const char *const stocks[] = {"avery-5160", "avery-5163", "avery-3112", "avery-l7651",
                                         "avery-l7159"};
    const struct sello_stock tall = {
        .name = "tall", .width = 50, .height = 90, .shape = SELLO_STOCK_RECTANGLE};
    for (size_t words = 0; words < label_words_count(); words++) {
        for (size_t i = 0; i < sizeof stocks / sizeof *stocks; i++) {
            const struct sello_stock *stock = sello_stock_find(stocks[i]);
            assert_non_null(stock);
            check_label(stock, designs[(words + i) % N_DESIGNS], words, true, false);
        }
        check_label(&tall, designs[words % N_DESIGNS], words, true, true);
    }
}

/* What fits is fixed by priority: nothing less important stands where something more important
 * was left out. */
static void a_typical_label_says_everything(void **state) {
    (void)state;
    static const enum art_field fields[] = {ART_PRODUCT, ART_PRODUCER,  ART_ORIGIN,      ART_SCHEME,
                                            ART_FACTS,   ART_SERIAL,    ART_CERTIFICATE, ART_SCAN,
                                            ART_WEB,     ART_CERTIFIER, ART_TRAITS};
    static const char *const stocks[] = {"avery-5162", "avery-5163", "avery-5371"};
    for (size_t i = 0; i < sizeof stocks / sizeof *stocks; i++) {
        struct label_job job;
        where = stocks[i];
        assert_true(
            label_job_make(sello_stock_find(stocks[i]), "plain", label_words_at(0).words, &job));
        struct sello_art *art = art_of(&job);
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
            const struct art_box *box = art_box_of(art, fields[k]);
            expect(box != NULL && !box->cut, "a field is not there, or not whole");
        }
        sello_art_free(&art);
    }
}

/* ---- symbols and serials ---- */

static void smaller_symbols_lie_in_the_middle(void **state) {
    (void)state;
    struct label_job job;
    struct sello_symbol small;
    assert_true(
        label_job_make(sello_stock_find("avery-l7160"), "plain", label_words_at(0).words, &job));
    assert_status(sello_symbol_make(sello_bytes_of("https://a.example/#17"), 22, &small), SELLO_OK);
    struct sello_art *art = art_of(&job);
    unsigned x, y, inner_x, inner_y, dots = job.setup.size.dots_per_module;
    art_symbol_at(art, &job.symbol, &x, &y);
    art_symbol_at(art, &small, &inner_x, &inner_y);
    unsigned spare = (sello_symbol_page(&job.symbol) - sello_symbol_page(&small)) * dots;
    assert_int_equal(inner_x - x, spare / 2);
    assert_int_equal(inner_y - y, spare / 2);
    sello_art_free(&art);
}

static void long_serials_are_set_smaller_not_cut(void **state) {
    (void)state;
    static const char *const serials[] = {"000005-5", "ZZZZZZZ-Z", "7ZZZZZZZZZZ-$"};
    struct label_job job;
    assert_true(
        label_job_make(sello_stock_find("avery-l7159"), "plain", label_words_at(0).words, &job));
    struct sello_art *art = art_of(&job);
    where = "serials";
    const struct art_box *box = art_box_of(art, ART_SERIAL);
    for (size_t i = 0; i < 2 * sizeof serials / sizeof *serials;
         i++) { /* and the short one again */
        const char *serial = serials[i % 3];
        int width = 0;
        assert_status(art_set_serial(art, sello_bytes_of(serial)), SELLO_OK);
        assert_string_equal(pango_layout_get_text(box->layout), serial);
        expect(!pango_layout_is_ellipsized(box->layout), "the serial is cut");
        expect(pango_layout_get_line_count(box->layout) == 1, "the serial is broken");
        pango_layout_get_size(box->layout, &width, NULL);
        expect((double)width / PANGO_SCALE <= box->at.width + 0.01, "the serial leaves its box");
        const PangoFontDescription *font = pango_layout_get_font_description(box->layout);
        static int usual = 0;
        usual = i == 0 ? pango_font_description_get_size(font) : usual;
        expect(i % 3 != 0 || pango_font_description_get_size(font) == usual,
               "a short serial stays small behind a long one");
    }
    char much[65] = {0};
    memset(much, '7', 64);
    assert_status(art_set_serial(art, sello_bytes_of(much)), SELLO_E_TEXT);
    sello_art_free(&art);
}

static void what_does_not_fit_is_refused(void **state) {
    (void)state;
    struct label_job job;
    struct sello_art *art = NULL;
    struct sello_stock small = *sello_stock_find("avery-l7160");
    assert_true(label_job_make(&small, "plain", label_words_at(0).words, &job));
    double side = sello_symbol_page(&job.symbol) * sello_module_mm(job.setup.size);
    small.height = side - 0.01;
    assert_status(sello_art_new(&job.setup, &art), SELLO_E_PAGE_FULL);
    small.height = side;
    assert_status(sello_art_new(&job.setup, &art), SELLO_OK);
    sello_art_free(&art);
    small.width = small.height = side; /* nothing is left for PRUEBA */
    job.setup.proof = true;
    assert_status(sello_art_new(&job.setup, &art), SELLO_E_PAGE_FULL);
    small.shape = SELLO_STOCK_ROUND;
    small.width = small.height = side * 1.41;
    assert_status(sello_art_new(&job.setup, &art), SELLO_E_PAGE_FULL);
    job.setup.size.dpi = 0;
    assert_status(sello_art_new(&job.setup, &art), SELLO_E_RANGE);
    assert_null(art);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_of_every_stock_hold_together),
        cmocka_unit_test(all_words_on_typical_stock),
        cmocka_unit_test(a_ground_lies_under_all_but_the_symbol),
        cmocka_unit_test(a_typical_label_says_everything),
        cmocka_unit_test(smaller_symbols_lie_in_the_middle),
        cmocka_unit_test(long_serials_are_set_smaller_not_cut),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

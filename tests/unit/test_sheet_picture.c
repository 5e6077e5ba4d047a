/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet as it is shown before it is printed: where it will be cut, what was used, what stays
 * free. */
#include <math.h>

#include "tests/support/oracle.h"
#include "tests/support/program.h"
#include "tests/support/sello_test.h"
#include "tests/support/sheet_sample.h"

#define DPI 150u
#define TABLE (14.0 / 72 * 25.4) /* millimetres of it around the paper */
#define PAPER 255
enum { USED = 2, LABELLED = 3 }; /* cells, from the first on; the rest stays free */

struct shown {
    const struct sello_stock *stock;
    struct oracle_picture picture;
};

static void show(struct shown *shown, const char *name, bool outlines) {
    const struct sheet_job job = {.sample = sheet_sample_find(name),
                                  .order = SELLO_ORDER_ROW,
                                  .dots_per_module = 9,
                                  .header = ""};
    char text[SHEET_TEXT_MAX];
    struct sello_symbol symbol;
    struct sello_sheet *sheet = NULL;
    uint8_t *png = NULL;
    size_t len = 0;
    shown->stock = sello_stock_find(name);
    const struct sello_sheet_setup setup = {.stock = shown->stock,
                                            .profile = {0, 0, 1, 1},
                                            .dpi = 600,
                                            .outlines = outlines,
                                            .picture_dpi = DPI,
                                            .caption = sello_bytes_of("Vista previa")};
    struct sello_art *art = sheet_sample_art(&job, 600);
    assert_status(sello_sheet_new(&setup, &sheet), SELLO_OK);
    assert_status(sello_sheet_page(sheet, sello_bytes_of("")), SELLO_OK);
    for (unsigned cell = 0; cell < sello_stock_cells(shown->stock); cell++) {
        if (cell < USED || cell >= USED + LABELLED) {
            sello_sheet_leave(sheet, cell, cell < USED);
            continue;
        }
        assert_status(
            sello_symbol_make(sheet_sample_text(job.sample, cell - USED, text), 22, &symbol),
            SELLO_OK);
        const struct sello_art_label label = {&symbol, sello_bytes_of("000001-1")};
        assert_status(sello_sheet_put(sheet, cell, art, &label), SELLO_OK);
    }
    assert_status(sello_sheet_finish(&sheet, &png, &len), SELLO_OK);
    assert_true(oracle_png_read(sello_bytes(png, len), &shown->picture));
    free(png);
    sello_art_free(&art);
}

/* Millimetres of the paper to a pixel of the picture. */
static unsigned pixel_of(double mm) {
    return (unsigned)lround((TABLE + mm) / 25.4 * DPI);
}

/* How many pixels of a part of the paper are darker than this. */
static size_t darker(const struct shown *shown, double left, double top, double right,
                     double bottom, unsigned than) {
    size_t n = 0;
    for (unsigned y = pixel_of(top); y <= pixel_of(bottom); y++) {
        for (unsigned x = pixel_of(left); x <= pixel_of(right); x++) {
            n += shown->picture.grey[(size_t)y * shown->picture.width + x] < than;
        }
    }
    return n;
}

struct cell {
    double left, top, right, bottom;
};

static struct cell cell_at(const struct shown *shown, unsigned cell) {
    const struct sello_stock *stock = shown->stock;
    double left = stock->left + cell % stock->columns * stock->pitch_x;
    double top = stock->top + cell / stock->columns * stock->pitch_y;
    return (struct cell){left, top, left + stock->width, top + stock->height};
}

/* ---- the table ---- */

static void the_paper_lies_on_a_table_with_its_caption(void **state) {
    (void)state;
    struct shown shown;
    show(&shown, "avery-l7159", false);
    const struct oracle_picture *p = &shown.picture;
    assert_in_range(p->grey[0], 200, 208);
    assert_int_equal(p->grey[(size_t)pixel_of(2) * p->width + pixel_of(2)], PAPER);
    unsigned below = pixel_of(shown.stock->paper_height + 1.0);
    size_t dark = 0;
    for (size_t i = (size_t)below * p->width; i < (size_t)p->height * p->width; i++) {
        dark += p->grey[i] < 80;
    }
    assert_in_range(dark, 100, 5000); /* the caption's letters */
    oracle_picture_free(&shown.picture);
}

/* ---- cells ---- */

/* Hatched where it was used; white where it is free; else a label with its symbol. */
static void used_and_free_places_are_told_apart(void **state) {
    (void)state;
    struct shown shown;
    show(&shown, "avery-l7159", false);
    for (unsigned cell = 0; cell < sello_stock_cells(shown.stock); cell++) {
        struct cell at = cell_at(&shown, cell);
        size_t grey = darker(&shown, at.left + 1, at.top + 1, at.right - 1, at.bottom - 1, 200);
        size_t black = darker(&shown, at.left + 1, at.top + 1, at.right - 1, at.bottom - 1, 60);
        bool used = cell < USED, labelled = !used && cell < USED + LABELLED;
        assert_int_equal(black > 5000, labelled);
        assert_int_equal(grey > 2000, used || labelled);
        assert_true(used || labelled || grey == 0);
    }
    oracle_picture_free(&shown.picture);
}

/* ---- where it will be cut ---- */

/* Of a line along an edge: the part that is darker than paper. */
static double traced(const struct shown *shown, double left, double top, double right,
                     double bottom) {
    unsigned along = 0, dark = 0;
    bool across = right - left > bottom - top;
    double from = across ? left : top, to = across ? right : bottom;
    for (double at = from + 3; at < to - 3; at += 25.4 / DPI, along++) {
        double x = across ? at : left, y = across ? top : at;
        double hair = 0.2;
        dark += darker(shown, x - (across ? 0 : hair), y - (across ? hair : 0),
                       x + (across ? 0 : hair), y + (across ? hair : 0), 245) > 0;
    }
    return (double)dark / along;
}

/* Each edge of each cell, with a label or not: in dashes, or whole where the print has outlines. */
static void every_edge_shows_where_it_is_cut(void **state) {
    (void)state;
    static const struct {
        bool outlines;
        double least, most;
    } rows[] = {{false, 0.3, 0.95}, {true, 0.96, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct shown shown;
        show(&shown, "avery-l7159", rows[i].outlines);
        for (unsigned cell = USED; cell < sello_stock_cells(shown.stock); cell += 7) {
            struct cell at = cell_at(&shown, cell);
            const double edges[][4] = {{at.left, at.top, at.right, at.top},
                                       {at.left, at.bottom, at.right, at.bottom},
                                       {at.left, at.top, at.left, at.bottom},
                                       {at.right, at.top, at.right, at.bottom}};
            for (size_t k = 0; k < 4; k++) {
                double part = traced(&shown, edges[k][0], edges[k][1], edges[k][2], edges[k][3]);
                bool free_cell = cell >= USED + LABELLED; /* has dashes of its own */
                if (part < rows[i].least || (!free_cell && part > rows[i].most)) {
                    fail_msg("cell %u, edge %zu: %.2f of it is traced", cell, k, part);
                }
            }
        }
        oracle_picture_free(&shown.picture);
    }
}

/* A round one along its rim. */
static void a_round_label_is_cut_along_its_rim(void **state) {
    (void)state;
    struct shown shown;
    show(&shown, "avery-3112", false);
    struct cell at = cell_at(&shown, USED);
    double radius = (at.right - at.left) / 2, x = at.left + radius, y = at.top + radius;
    unsigned dark = 0;
    for (unsigned degree = 0; degree < 360; degree++) {
        double dx = radius * cos(degree * 3.14159265 / 180);
        double dy = radius * sin(degree * 3.14159265 / 180);
        dark += darker(&shown, x + dx - 0.15, y + dy - 0.15, x + dx + 0.15, y + dy + 0.15, 245) > 0;
    }
    assert_in_range(dark, 120, 359);
    assert_int_equal(darker(&shown, at.left, at.top, at.left + 0.5, at.top + 0.5, 245), 0);
    oracle_picture_free(&shown.picture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_paper_lies_on_a_table_with_its_caption),
        cmocka_unit_test(used_and_free_places_are_told_apart),
        cmocka_unit_test(every_edge_shows_where_it_is_cut),
        cmocka_unit_test(a_round_label_is_cut_along_its_rim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

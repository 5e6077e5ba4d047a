/* SPDX-License-Identifier: Apache-2.0 */
/* What is drawn besides the labels: their outlines, crop marks, the page's header. */
#include <math.h>

#include "labels/sheet/sheet_pen.h"

/* Millimetres. */
#define OUTLINE 0.1
#define MARK_WIDTH 0.09 /* a quarter of a point: every printer shows it, no knife is as narrow */
#define MARK_AWAY 1.0   /* from the labels */
#define MARK_MAX 3.0
#define MARK_MIN 1.0
#define HEADER_ROOM 4.0
#define HEADER_AWAY 0.7   /* from the labels */
#define HEADER_MARGIN 5.0 /* from the paper's sides: most printers reach there */

static const struct page_style header_style = {.face = WORDS_LABEL_PLAIN, .size = 7, .grey = 0.25};

/* ---- outlines ---- */

void sheet_outlines(const struct sello_sheet *sheet) {
    cairo_t *cairo = sheet->pen.cairo;
    for (unsigned cell = 0; cell < sello_stock_cells(&sheet->stock); cell++) {
        sheet_trace_label(sheet, sheet_cell(&sheet->stock, cell), 0, 0);
    }
    cairo_set_source_rgb(cairo, 0.5, 0.5, 0.5);
    cairo_set_line_width(cairo, OUTLINE * POINTS_PER_MM);
    cairo_stroke(cairo);
}

/* ---- crop marks ---- */

/* Room on each side of the labels, to the paper's edge. */
static struct sheet_box margins_of(const struct sello_stock *stock) {
    return (struct sheet_box){stock->left, stock->top, sello_stock_right(stock),
                              sello_stock_bottom(stock)};
}

static double mark_away(const struct sello_sheet *sheet) {
    return fmax(MARK_AWAY, sheet->bleed);
}

/* In this margin; 0 if there is no room for a mark. */
static double mark_length(const struct sello_sheet *sheet, double margin) {
    double length = fmin(margin - mark_away(sheet), MARK_MAX);
    return length < MARK_MIN ? 0 : length;
}

static void trace_crop_line(const struct sello_sheet *sheet, double x1, double y1, double x2,
                            double y2) {
    cairo_move_to(sheet->pen.cairo, sheet_x(sheet, x1), sheet_y(sheet, y1));
    cairo_line_to(sheet->pen.cairo, sheet_x(sheet, x2), sheet_y(sheet, y2));
}

/* Where a cut runs down the sheet: above all labels and below them. */
static void mark_column(const struct sello_sheet *sheet, double x) {
    struct sheet_box block = sheet_block(&sheet->stock), margin = margins_of(&sheet->stock);
    double away = mark_away(sheet);
    trace_crop_line(sheet, x, block.top - away, x,
                    block.top - away - mark_length(sheet, margin.top));
    trace_crop_line(sheet, x, block.bottom + away, x,
                    block.bottom + away + mark_length(sheet, margin.bottom));
}

/* Where a cut runs across it: left of all labels and right of them. */
static void mark_row(const struct sello_sheet *sheet, double y) {
    struct sheet_box block = sheet_block(&sheet->stock), margin = margins_of(&sheet->stock);
    double away = mark_away(sheet);
    trace_crop_line(sheet, block.left - away, y,
                    block.left - away - mark_length(sheet, margin.left), y);
    trace_crop_line(sheet, block.right + away, y,
                    block.right + away + mark_length(sheet, margin.right), y);
}

/* Cuts run across the whole sheet, so the marks are in its margins, never between labels. */
void sheet_crop_marks(const struct sello_sheet *sheet) {
    const struct sello_stock *stock = &sheet->stock;
    for (unsigned column = 0; column < stock->columns; column++) {
        struct sheet_box cell = sheet_cell(stock, column);
        mark_column(sheet, cell.left);
        mark_column(sheet, cell.right);
    }
    for (unsigned row = 0; row < stock->rows; row++) {
        struct sheet_box cell = sheet_cell(stock, row * stock->columns);
        mark_row(sheet, cell.top);
        mark_row(sheet, cell.bottom);
    }
    cairo_set_source_rgb(sheet->pen.cairo, 0, 0, 0);
    cairo_set_line_width(sheet->pen.cairo, MARK_WIDTH * POINTS_PER_MM);
    cairo_stroke(sheet->pen.cairo);
}

/* ---- the header ---- */

/* The part of a margin that bleed and crop marks leave free. */
static double left_of_margin(const struct sello_sheet *sheet, double margin) {
    double mark = sheet->crop_marks ? mark_length(sheet, margin) : 0;
    return margin - fmax(mark > 0 ? mark_away(sheet) + mark : 0, sheet->bleed);
}

/* Where a header of this height begins, in millimetres. False if there is no room for one. */
static bool header_top(const struct sello_sheet *sheet, double height, double *out_y) {
    struct sheet_box margin = margins_of(&sheet->stock);
    double above = left_of_margin(sheet, margin.top), below = left_of_margin(sheet, margin.bottom);
    if (above >= HEADER_ROOM) {
        *out_y = above - HEADER_AWAY - height;
        return true;
    }
    *out_y = sheet->stock.paper_height - below + HEADER_AWAY;
    return below >= HEADER_ROOM;
}

enum sello_error sheet_header(struct sello_sheet *sheet, struct sello_bytes text) {
    double y, side = fmax(sheet->stock.left, HEADER_MARGIN);
    double height = header_style.size * words_line(header_style.face) / POINTS_PER_MM;
    if (text.len == 0 || !header_top(sheet, height, &y)) {
        return SELLO_OK;
    }
    struct page_extent used;
    double x = sheet_x(sheet, side), right = sheet_x(sheet, sheet->stock.paper_width - side);
    struct page_place place = {x, sheet_y(sheet, y), right - x};
    return page_text_put_line(&sheet->pen, &header_style, text, place, &used);
}

/* ---- from page to page ---- */

void sheet_end_page(struct sello_sheet *sheet) {
    if (sheet->outlines && !sheet->on_back) {
        sheet_outlines(sheet);
    }
    if (sheet->crop_marks && !sheet->on_back) { /* one side is enough to cut along */
        sheet_crop_marks(sheet);
    }
    cairo_show_page(sheet->pen.cairo);
}

void sheet_next_page(struct sello_sheet *sheet) {
    if (sheet->n_pages > 0) {
        sheet_end_page(sheet);
    }
    sheet->n_pages++;
    sheet->on_back = false;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The second side of tags: on the sheet's other side, where each lies behind its label once the
 * paper is turned over like a page of a book. */
#include <math.h>
#include <stdlib.h>

#include "labels/art/art_draw.h"
#include "labels/art/words.h"
#include "labels/sheet/sheet_pen.h"

#define MARGIN (3.5 * POINTS_PER_MM) /* more than on the front: sides lie up to 2 mm apart */
#define ROUND_PART 0.70              /* of a round label's diameter: the square within */
#define GAP (1.6 * POINTS_PER_MM)
#define RULE (0.3 * POINTS_PER_MM)
#define RULE_WIDE (12 * POINTS_PER_MM)
#define TEXT_MOST 11.0
#define TEXT_LEAST 6.0
#define LEAD_PART 0.85 /* of the text's size; never below the least */
#define FOOT_SIZE 6.0
#define STEP 0.25
#define OVER_SIZE 40.0
#define OVER_PART 0.62 /* of the diagonal */
#define OVER_GREY 0.82

/* ---- where ---- */

/* Turned over like a page of a book, the paper's left is its right. */
struct sheet_box sheet_back_cell(const struct sello_stock *stock, unsigned cell) {
    struct sheet_box box = sheet_cell(stock, cell);
    double width = stock->paper_width;
    return (struct sheet_box){width - box.right, box.top, width - box.left, box.bottom};
}

enum sello_error sello_sheet_back_page(struct sello_sheet *sheet) {
    sheet->has_backs = true;
    sheet_next_page(sheet);
    sheet->on_back = true;
    return SELLO_OK;
}

/* ---- words ---- */

struct block {
    PangoLayout *lead, *text, *foot; /* NULL: nothing to say */
    double height;
};

static void free_block(struct block *block) {
    g_clear_object(&block->lead);
    g_clear_object(&block->text);
    g_clear_object(&block->foot);
}

static PangoLayout *set(PangoContext *context, struct sello_bytes text, enum words_face face,
                        double size, double width, double *height) {
    char *copy = text.len > 0 ? words_clean(text) : NULL;
    if (copy == NULL) {
        return NULL;
    }
    PangoLayout *layout = pango_layout_new(context);
    PangoRectangle extent;
    words_face(layout, face, size);
    pango_layout_set_text(layout, copy, -1); /* as it is: no markup */
    words_attributes(layout, face, false);
    pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_get_extents(layout, NULL, &extent);
    *height += (double)extent.height / PANGO_SCALE;
    free(copy);
    return layout;
}

static void set_block(PangoContext *context, const struct sello_back *back, double size,
                      double width, struct block *out) {
    *out = (struct block){.height = 2 * GAP + RULE};
    out->lead = set(context, back->lead, WORDS_LABEL_BOLD, fmax(LEAD_PART * size, TEXT_LEAST),
                    width, &out->height);
    out->text = set(context, back->text, WORDS_SERIF_PLAIN, size, width, &out->height);
    out->foot = set(context, back->foot, WORDS_LABEL_PLAIN, FOOT_SIZE, width, &out->height);
    out->height += out->foot != NULL ? GAP : 0;
}

/* As large as fits; SELLO_E_PAGE_FULL where the least size does not. */
static enum sello_error fit_block(PangoContext *context, const struct sello_back *back,
                                  double width, double height, struct block *out) {
    for (double size = TEXT_MOST; size >= TEXT_LEAST; size -= STEP) {
        set_block(context, back, size, width, out);
        if (out->height <= height) {
            return SELLO_OK;
        }
        free_block(out);
    }
    return SELLO_E_PAGE_FULL;
}

static void show(cairo_t *cairo, PangoLayout *layout, double x, double *y) {
    if (layout != NULL) {
        PangoRectangle extent;
        pango_layout_get_extents(layout, NULL, &extent);
        cairo_move_to(cairo, x, *y);
        pango_cairo_show_layout(cairo, layout);
        *y += (double)extent.height / PANGO_SCALE;
    }
}

static void show_block(cairo_t *cairo, const struct block *block, uint32_t accent, double x,
                       double y, double width) {
    cairo_set_source_rgb(cairo, 0, 0, 0);
    show(cairo, block->lead, x, &y);
    double rule = fmin(RULE_WIDE, width / 2);
    cairo_rectangle(cairo, x + (width - rule) / 2, y + GAP, rule, RULE);
    cairo_set_source_rgb(cairo, (accent >> 16) / 255.0, (accent >> 8 & 0xff) / 255.0,
                         (accent & 0xff) / 255.0);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    y += 2 * GAP + RULE;
    show(cairo, block->text, x, &y);
    y += GAP;
    show(cairo, block->foot, x, &y);
}

/* From corner to corner, upwards, as light grey as words can still be read on. */
static void show_over(cairo_t *cairo, PangoContext *context, struct sello_bytes text, double width,
                      double height) {
    double unused = 0;
    PangoLayout *layout = set(context, text, WORDS_LABEL_BOLD, OVER_SIZE, 0, &unused);
    if (layout == NULL) {
        return;
    }
    PangoRectangle ink;
    pango_layout_set_width(layout, -1);
    pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT);
    pango_layout_get_extents(layout, &ink, NULL);
    double wide = (double)ink.width / PANGO_SCALE, high = (double)ink.height / PANGO_SCALE;
    double scale = OVER_PART * hypot(width, height) / wide;
    cairo_save(cairo);
    cairo_translate(cairo, width / 2, height / 2);
    cairo_rotate(cairo, -atan2(height, width));
    cairo_scale(cairo, scale, scale);
    cairo_move_to(cairo, -wide / 2 - (double)ink.x / PANGO_SCALE,
                  -high / 2 - (double)ink.y / PANGO_SCALE);
    cairo_set_source_rgb(cairo, OVER_GREY, OVER_GREY, OVER_GREY);
    pango_cairo_show_layout(cairo, layout);
    cairo_restore(cairo);
    g_object_unref(layout);
}

/* ---- one tag ---- */

/* The tag as its second side's words see it: hung by its hole, if it has one. */
struct side {
    double width, height, above, below, beside;
    bool turned;
};

static struct side side_of(const struct sello_sheet *sheet, const struct sello_art *art,
                           double width, double height) {
    struct side side = {.width = width, .height = height};
    double hole = art_hole_reach(art, &side.turned);
    if (side.turned) {
        side.width = height;
        side.height = width;
    }
    bool round = sheet->stock.shape == SELLO_STOCK_ROUND;
    side.beside = round ? (1 - ROUND_PART) / 2 * width : fmin(MARGIN, side.width / 8);
    side.below = round ? side.beside : fmin(MARGIN, side.height / 8);
    side.above = fmax(side.below, hole > 0 ? hole + GAP : 0);
    return side;
}

enum sello_error sello_sheet_put_back(struct sello_sheet *sheet, unsigned cell,
                                      const struct sello_art *art, const struct sello_back *back) {
    if (!sheet->on_back || cell >= sello_stock_cells(&sheet->stock)) {
        return SELLO_E_RANGE;
    }
    struct sheet_box box = sheet_back_cell(&sheet->stock, cell);
    double left = sheet_x(sheet, box.left), right = sheet_x(sheet, box.right);
    double top = sheet_y(sheet, box.top), bottom = sheet_y(sheet, box.bottom);
    struct side side = side_of(sheet, art, right - left, bottom - top);
    double width = side.width - 2 * side.beside, height = side.height - side.above - side.below;
    cairo_matrix_t downwards = {0, 1, -1, 0, right, top}; /* the hole is at the right edge now */
    struct block block;
    enum sello_error error = fit_block(sheet->pen.context, back, width, height, &block);
    if (error != SELLO_OK) {
        return error;
    }
    cairo_save(sheet->pen.cairo);
    if (side.turned) {
        cairo_transform(sheet->pen.cairo, &downwards);
    } else {
        cairo_translate(sheet->pen.cairo, left, top);
    }
    show_over(sheet->pen.cairo, sheet->pen.context, back->over, side.width, side.height);
    show_block(sheet->pen.cairo, &block, back->accent, side.beside,
               side.above + (height - block.height) / 2, width);
    cairo_restore(sheet->pen.cairo);
    free_block(&block);
    return SELLO_OK;
}

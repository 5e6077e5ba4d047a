/* SPDX-License-Identifier: Apache-2.0 */
/* What a design adds to the words: a frame with its band, a hole for a string. */
#include <math.h>

#include "labels/art/art_plan.h"

#define FRAME_CORNER (1.2 * ART_MM)
#define BAND_LEAST 5.0 /* points: white letters run thin */
#define HOLE_LINE (0.15 * ART_MM)
#define HOLE_MARGIN (2 * ART_MM)
#define HOLE_GAP (1.5 * ART_MM)

/* ---- a frame with a band ---- */

void plan_frame(struct sello_art *art) {
    struct art_rect at = {PLAN_FRAME_INSET, PLAN_FRAME_INSET, art->width - 2 * PLAN_FRAME_INSET,
                          art->height - 2 * PLAN_FRAME_INSET};
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double corner = fmax(art->setup.stock->corner * ART_MM - PLAN_FRAME_INSET, FRAME_CORNER);
    art_add_fill(art, (struct art_fill){.at = at,
                                        .line = PLAN_FRAME_LINE,
                                        .corner = round ? at.width / 2 : corner});
}

/* A line high, or two of small letters. */
static double band_height(const struct sello_art *art, const struct frame *frame, double width) {
    double usual = fmin(fmax(0.13 * frame->height, 3.6 * ART_MM), 7 * ART_MM);
    PangoLayout *layout = art_type_new(art, art_style_of(ART_CERTIFIER), art->text[ART_CERTIFIER]);
    pango_layout_set_width(layout, (int)(width * WORDS_MEASURE / BAND_LEAST * PANGO_SCALE));
    bool fits = art_type_is_whole(layout, 1);
    g_object_unref(layout);
    return fits ? usual : fmax(usual, 2 * BAND_LEAST * 1.164 + ART_MM);
}

/* The certifier, white on black, above `words` or above all; it takes a part of the height. */
void plan_band(struct art_plan *plan, struct sello_art *art, struct frame *frame, double left) {
    static const struct art_item items[ART_ITEMS_MAX] = {{ART_CERTIFIER, false}};
    double from = PLAN_FRAME_INSET + PLAN_FRAME_LINE + PLAN_FRAME_GAP;
    double width = frame->width - 2 * from - fmax(left - from, 0);
    double height = band_height(art, frame, width - 2 * ART_MM);
    struct art_column *column = plan_add_column(plan, items);
    column->centred = true;
    column->light = true;
    column->inset = ART_MM;
    column->at = (struct art_rect){fmax(left, from), from, width, height};
    art_add_fill(art, (struct art_fill){.at = column->at, .corner = FRAME_CORNER - PLAN_FRAME_GAP});
    frame->taken = from + height - frame->margin + PLAN_FRAME_GAP;
}

/* On a round label the band is all that is above the symbol. */
void plan_cap(struct sello_art *art, double symbol) {
    double from = PLAN_FRAME_INSET + PLAN_FRAME_LINE + PLAN_FRAME_GAP, side = art->width - 2 * from;
    double cap = (art->height - symbol) / 2 - 0.3 * ART_MM - from;
    art_add_fill(art,
                 (struct art_fill){.at = {from, from, side, side}, .corner = side / 2, .cap = cap});
}

/* ---- a tag with a hole ---- */

/* Where to punch it, or put the string through. */
void plan_hole(struct sello_art *art, struct frame *frame, double symbol) {
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double room = round ? (frame->height - symbol) / 2 : frame->height - symbol;
    double across = room > 16 * ART_MM ? 4 * ART_MM : 3 * ART_MM;
    double x = (frame->width - across) / 2;
    art_add_fill(art, (struct art_fill){.at = {x, HOLE_MARGIN, across, across},
                                        .line = HOLE_LINE,
                                        .corner = across / 2});
    frame->taken = HOLE_MARGIN + across + HOLE_GAP - frame->margin;
}

/* The frame is drawn where it leaves the symbol alone. */
bool plan_has_frame(const struct sello_art *art, double symbol, double margin) {
    double free = PLAN_FRAME_INSET + PLAN_FRAME_LINE, x = art->symbol_x * art->dot;
    double y = art->symbol_y * art->dot;
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double corner = hypot(symbol / 2, symbol / 2);
    return art->setup.design->kind == DESIGN_FRAMED && margin > free && x > free && y > free &&
           x + symbol < art->width - free && y + symbol < art->height - free &&
           (!round || corner < art->width / 2 - free);
}

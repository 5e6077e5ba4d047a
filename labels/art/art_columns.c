/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of words around a symbol, by the label's shape. */
#include <math.h>

#include "labels/art/art_plan.h"

#define LINE_SPACE 9.0 /* points: a line of words that can be read */

/* ---- fields, in the order in which they are read ---- */

static const struct art_item stack_items[ART_ITEMS_MAX] = {
    {ART_MARK, false},   {ART_PRODUCT, false}, {ART_PRODUCER, false}, {ART_ORIGIN, false},
    {ART_SYMBOL, false}, {ART_SCAN, false},    {ART_SERIAL, false},   {ART_CERTIFIER, true},
    {ART_WEB, false},    {ART_SCHEME, true},   {ART_FACTS, false},    {ART_CERTIFICATE, false},
};
static const struct art_item beside_items[ART_ITEMS_MAX] = {
    {ART_MARK, false},  {ART_PRODUCT, false}, {ART_PRODUCER, false},    {ART_ORIGIN, false},
    {ART_SCHEME, true}, {ART_FACTS, false},   {ART_CERTIFICATE, false}, {ART_CERTIFIER, true},
    {ART_WEB, false},   {ART_SCAN, true},     {ART_SERIAL, false},
};
static const struct art_item caption_items[ART_ITEMS_MAX] = {
    {ART_SYMBOL, false}, {ART_SCAN, false}, {ART_SERIAL, false}};

/* Of a symbol in the corner: above it, and left of it, read upwards. */
static const struct art_item above_items[ART_ITEMS_MAX] = {
    {ART_PRODUCT, false}, {ART_ORIGIN, false},    {ART_PRODUCER, false},
    {ART_SCHEME, false},  {ART_CERTIFIER, false}, {ART_WEB, false},
};
static const struct art_item left_items[ART_ITEMS_MAX] = {
    {ART_SCHEME, false},      {ART_FACTS, false}, {ART_CERTIFIER, false}, {ART_WEB, false},
    {ART_CERTIFICATE, false}, {ART_SCAN, false},  {ART_SERIAL, false},
};
static const struct art_item corner_items[ART_ITEMS_MAX] = {{ART_SYMBOL, false}};

/* Around the symbol of a round label, from the symbol outwards: above, right, below, left. */
#define SIDES 4
static const struct art_item round_items[SIDES][ART_ITEMS_MAX] = {
    {{ART_PRODUCT, false}, {ART_ORIGIN, false}, {ART_PRODUCER, false}},
    {{ART_WEB, false}, {ART_CERTIFICATE, false}, {ART_FACTS, false}},
    {{ART_SCAN, false}, {ART_SERIAL, false}, {ART_FACTS, false}},
    {{ART_CERTIFIER, false}, {ART_SCHEME, false}},
};
/* The same where a band or a hole is above. */
static const struct art_item dressed_items[SIDES][ART_ITEMS_MAX] = {
    {{ART_CERTIFIER, false}},
    {{ART_WEB, false}, {ART_CERTIFICATE, false}, {ART_FACTS, false}},
    {{ART_PRODUCT, false}, {ART_SERIAL, false}, {ART_ORIGIN, false}},
    {{ART_SCAN, false}, {ART_CERTIFIER, false}, {ART_SCHEME, false}, {ART_PRODUCER, false}},
};

/* A column of these items, up to the first of no field. */
struct art_column *plan_add_column(struct art_plan *plan, const struct art_item *items) {
    struct art_column *column = &plan->column[plan->n++];
    *column = (struct art_column){.mark = 8 * ART_MM};
    while (items[column->n].field != ART_NOTHING) {
        column->item[column->n] = items[column->n];
        column->n++;
    }
    return column;
}

/* ---- rectangles ---- */

/* The margin beside the symbol: less where the label is too small for it. */
static double symbol_margin(double margin, double space, double symbol) {
    return fmax(fmin(margin, (space - symbol) / 2), 0);
}

/* How far from the left a symbol with words beside it lies. */
double plan_words_left(const struct art_plan *plan, const struct frame *frame) {
    double margin = symbol_margin(frame->margin, frame->height, plan->symbol);
    return fmin(fmax((frame->height - plan->symbol) / 2, margin), 4 * ART_MM);
}

/* Words above and below the symbol. */
void plan_stack(struct art_plan *plan, const struct frame *frame, bool rules) {
    double height = frame->height - frame->taken;
    double margin = symbol_margin(frame->margin, height, plan->symbol);
    double side = symbol_margin(frame->margin, frame->width, plan->symbol);
    struct art_column *column = plan_add_column(plan, stack_items);
    column->centred = true;
    column->rules = rules;
    column->inset = fmax(frame->margin - side, 0);
    column->at = (struct art_rect){side, frame->taken + margin, frame->width - 2 * side,
                                   height - 2 * margin};
}

/* Words above the symbol, across the label, and left of it: on a small square twice the room that
 * lies above and below a symbol in the middle. */
void plan_corner(struct art_plan *plan, const struct frame *frame) {
    double height = frame->height - frame->taken, symbol = plan->symbol;
    double right = frame->width - symbol_margin(frame->margin, frame->width, symbol);
    double bottom = frame->height - symbol_margin(frame->margin, height, symbol);
    double top = frame->taken + frame->margin, across = frame->width - 2 * frame->margin;
    struct art_column *above = plan_add_column(plan, above_items);
    above->at = (struct art_rect){frame->margin, top, across, bottom - symbol - top};
    above->centred = true;
    struct art_column *left = plan_add_column(plan, left_items);
    left->at =
        (struct art_rect){frame->margin, bottom - symbol, symbol, right - symbol - frame->margin};
    left->turn = 1;
    left->centred = true;
    plan_add_column(plan, corner_items)->at =
        (struct art_rect){right - symbol, bottom - symbol, symbol, symbol};
}

/* Beneath the symbol, as wide as its dark part: what to do, and the serial. */
static void plan_caption(struct art_plan *plan, const struct frame *frame, double left,
                         double margin, double quiet) {
    double room = frame->height - 2 * margin - plan->symbol;
    struct art_column *column = plan_add_column(plan, caption_items);
    column->n = room >= 2 * LINE_SPACE ? 3 : room >= LINE_SPACE ? 2 : 1;
    column->centred = true;
    column->inset = quiet;
    column->at = (struct art_rect){left, margin, plan->symbol, frame->height - 2 * margin};
}

/* The mark has a place of its own at the right, where the words leave it one. */
static double plan_mark(struct art_plan *plan, const struct sello_art *art,
                        const struct art_rect *words) {
    static const struct art_item items[ART_ITEMS_MAX] = {{ART_MARK, false}};
    if (art->setup.mark == NULL || words->width < 45 * ART_MM) {
        return 0;
    }
    double width = fmin(words->width / 4, 22 * ART_MM);
    struct art_column *column = plan_add_column(plan, items);
    column->mark = words->height;
    column->at = (struct art_rect){words->x + words->width - width, words->y, width, words->height};
    return width + 2 * ART_MM;
}

/* Words beside the symbol, and what to do beneath it where that fits. */
void plan_beside(struct art_plan *plan, const struct sello_art *art, const struct frame *frame) {
    double quiet = SELLO_QUIET_ZONE * art->setup.size.dots_per_module * art->dot;
    double margin = symbol_margin(frame->margin, frame->height, plan->symbol);
    double left = plan_words_left(plan, frame), x = left + plan->symbol + PLAN_SYMBOL_GAP;
    struct art_rect at = {x, frame->taken + frame->margin, frame->width - frame->margin - x,
                          frame->height - frame->taken - 2 * frame->margin};
    plan_caption(plan, frame, left, margin, quiet);
    at.width -= plan_mark(plan, art, &at);
    plan_add_column(plan, beside_items)->at = at;
}

/* Beside the symbol where there is clearly more room than above and below it. */
bool plan_is_beside(const struct art_plan *plan, const struct frame *frame) {
    double width = frame->width - 2 * frame->margin;
    double height = frame->height - 2 * frame->margin;
    return (width - plan->symbol) * height > 1.1 * (height - plan->symbol) * width;
}

/* ---- round ---- */

/* Words in the four segments around the symbol, those at the sides turned. */
void plan_round(struct art_plan *plan, const struct sello_art *art, const struct frame *frame) {
    static const unsigned turns[SIDES] = {0, 3, 0, 1};
    bool hole = frame->dressed && art->setup.design->kind == DESIGN_TAG;
    for (unsigned side = hole ? 1 : 0; side < SIDES; side++) {
        struct art_column *column =
            plan_add_column(plan, frame->dressed ? dressed_items[side] : round_items[side]);
        column->centred = true;
        column->light = frame->dressed && side == 0;
        column->side = side;
        column->turn = turns[side];
        column->middle = art->width / 2;
        column->radius = column->middle - frame->margin;
        column->edge = plan->symbol / 2 + (column->light ? 0.6 : 0.2) * ART_MM;
        column->at.height = column->radius - column->edge;
        /* What is above and below may be wider than the symbol: the sides keep beside it. */
        column->at.width = turns[side] == 0 ? art->width : plan->symbol;
        if (column->light) { /* in the middle of a cap that is higher than a line */
            column->edge += 0.4 * fmax(column->at.height - 2 * LINE_SPACE, 0);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Where the columns of our own designs stand, by the label's shape. */
#include <math.h>

#include "labels/art_parts.h"

/* A label, or one turned so that its short side is above. */
struct frame {
    double width, height;
    double top; /* what is taken already, above */
};

static void add(struct art_column *column, enum art_field field, bool apart) {
    column->item[column->n++] = (struct art_item){field, apart};
}

static void add_all(struct art_column *column, const struct art_item *items, size_t n) {
    memcpy(column->item + column->n, items, n * sizeof *items);
    column->n += n;
}

/* ---- columns ---- */

static const struct art_item above_items[] = {
    {ART_MARK, false}, {ART_PRODUCT, false}, {ART_PRODUCER, false}, {ART_ORIGIN, false}};
static const struct art_item below_items[] = {
    {ART_SCAN, false},  {ART_SERIAL, false}, {ART_CERTIFIER, true},   {ART_WEB, false},
    {ART_SCHEME, true}, {ART_FACTS, false},  {ART_CERTIFICATE, false}};
static const struct art_item beside_items[] = {
    {ART_PRODUCT, false}, {ART_PRODUCER, false},    {ART_ORIGIN, false},   {ART_SCHEME, true},
    {ART_FACTS, false},   {ART_CERTIFICATE, false}, {ART_CERTIFIER, true}, {ART_WEB, false},
    {ART_SERIAL, true},   {ART_SCAN, false}};

/* The margin beside the symbol: less where the label is too small for it. */
static double symbol_margin(double space, double symbol) {
    return fmax(fmin(ART_MARGIN, (space - symbol) / 2), 0);
}

/* Words above and below the symbol. */
static void plan_stack(struct art_plan *plan, const struct frame *frame) {
    double margin = symbol_margin(frame->height - frame->top, plan->symbol);
    double side = symbol_margin(frame->width, plan->symbol);
    struct art_column *column = &plan->column[plan->n++];
    *column = (struct art_column){.centred = true};
    column->at = (struct art_rect){side, frame->top + margin, frame->width - 2 * side,
                                   frame->height - frame->top - 2 * margin};
    add_all(column, above_items, sizeof above_items / sizeof *above_items);
    add(column, ART_SYMBOL, false);
    add_all(column, below_items, sizeof below_items / sizeof *below_items);
}

/* Words beside the symbol, and what to do beneath it where that fits. */
static void plan_beside(struct art_plan *plan, const struct frame *frame) {
    double margin = symbol_margin(frame->height, plan->symbol);
    double left = fmin(fmax((frame->height - plan->symbol) / 2, margin), 4 * ART_MM);
    struct art_column *symbol = &plan->column[plan->n++], *words = &plan->column[plan->n++];
    *symbol = (struct art_column){.centred = true};
    symbol->at = (struct art_rect){left, margin, plan->symbol, frame->height - 2 * margin};
    add(symbol, ART_SYMBOL, false);
    add(symbol, ART_SCAN, false);
    add(symbol, ART_SERIAL, false);
    double x = left + plan->symbol + 0.5 * ART_MM;
    *words = (struct art_column){0};
    words->at = (struct art_rect){x, frame->top + ART_MARGIN, frame->width - ART_MARGIN - x,
                                  frame->height - frame->top - 2 * ART_MARGIN};
    add_all(words, beside_items, sizeof beside_items / sizeof *beside_items);
}

/* Beside the symbol where there is clearly more room than above and below it. */
static bool is_beside(const struct art_plan *plan, const struct frame *frame) {
    double beside = (frame->width - 2 * ART_MARGIN - plan->symbol);
    double stack = (frame->height - 2 * ART_MARGIN - plan->symbol);
    return beside * (frame->height - 2 * ART_MARGIN) >
           1.1 * stack * (frame->width - 2 * ART_MARGIN);
}

/* ---- the label ---- */

static unsigned nearest_dot(double at, double dot, double space, double symbol) {
    double most = floor((space - symbol) / dot + 1e-6);
    return (unsigned)fmax(fmin(floor(at / dot + 0.5), most), 0);
}

enum sello_status art_plan(struct sello_art *art) {
    const struct sello_print_size size = art->setup.size;
    double symbol = art->setup.symbol_page * size.dots_per_module * art->dot;
    struct art_plan plan = {.symbol = symbol + art->dot}; /* it moves to the nearest dot */
    struct frame frame = {art->width, art->height, 0};
    struct art_rect at = {0};
    if (symbol > fmin(art->width, art->height)) {
        return SELLO_E_PAGE_FULL;
    }
    if (is_beside(&plan, &frame)) {
        plan_beside(&plan, &frame);
    } else {
        plan_stack(&plan, &frame);
    }
    art_fit(art, &plan, &at);
    art->symbol_x = nearest_dot(at.x + art->dot / 2, art->dot, art->width, symbol);
    art->symbol_y = nearest_dot(at.y + art->dot / 2, art->dot, art->height, symbol);
    return SELLO_OK;
}

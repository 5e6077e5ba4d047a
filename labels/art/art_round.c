/* SPDX-License-Identifier: Apache-2.0 */
/* Words on a round label: the certifier along the rim above, what to do below, and between rim and
 * symbol the product with its producer, and the serial. Where that is too narrow, everything is on
 * arcs (art_arcs.c). Beneath a tag's hole the words are on the other three sides. */
#include <math.h>

#include "labels/art/art_plan.h"

#define SIDES 4
#define RIM_GAP (0.5 * ART_MM)
#define SPAN_ABOVE 2.7 /* radians, at most */
#define SPAN_BELOW 2.2
#define CLEARANCE 0.06 /* radians, from the symbol's corners */

/* From the symbol outwards: above, right, below, left. */
static const struct art_item rim_items[SIDES][ART_ITEMS_MAX] = {
    {{.field = ART_PRODUCT}, {.field = ART_PRODUCER}},
    {{.field = ART_NOTHING}},
    {{.field = ART_SERIAL},
     {.field = ART_PRODUCER},
     {.field = ART_ORIGIN},
     {.field = ART_SCAN},
     {.field = ART_CERTIFIER},
     {.field = ART_TRAITS},
     {.field = ART_FACTS},
     {.field = ART_SCHEME},
     {.field = ART_CERTIFICATE},
     {.field = ART_WEB}},
    {{.field = ART_NOTHING}},
};
/* With a hole at the top. */
static const struct art_item hung_items[SIDES][ART_ITEMS_MAX] = {
    {{.field = ART_NOTHING}},
    {{.field = ART_PRODUCER},
     {.field = ART_ORIGIN},
     {.field = ART_TRAITS},
     {.field = ART_FACTS},
     {.field = ART_CERTIFICATE},
     {.field = ART_WEB}},
    {{.field = ART_PRODUCT}, {.field = ART_SERIAL}, {.field = ART_ORIGIN}},
    {{.field = ART_CERTIFIER}, {.field = ART_PRODUCER}, {.field = ART_SCAN}, {.field = ART_SCHEME}},
};

/* How far a line may reach along the rim, at this radius inwards, before it meets the symbol. */
static double span_at(double inner, double symbol, double most) {
    double half = symbol / 2, corner = half * sqrt(2);
    return inner > corner ? most : fmin(most, 2 * (acos(fmin(half / inner, 1)) - CLEARANCE));
}

static void add_segment(struct art_plan *plan, const struct sello_art *art, unsigned side,
                        double radius, const struct art_item *items) {
    static const unsigned turns[SIDES] = {0, 3, 0, 1};
    struct art_column *column = art_add_column(plan, items);
    column->centred = true;
    column->side = side;
    column->turn = turns[side];
    column->middle = art->width / 2;
    column->radius = radius;
    column->edge = plan->symbol / 2 + 0.2 * ART_MM;
    column->at.height = column->radius - column->edge;
    /* Words above and below may be wider than the symbol; those at the sides stay beside it. */
    column->at.width = turns[side] == 0 ? art->width : plan->symbol;
}

/* The largest line that stays clear of the symbol. */
static double add_line(struct sello_art *art, enum art_field field, double symbol, double outer,
                       bool below) {
    double middle = art->width / 2, inner = outer;
    const struct art_rect circle = {middle - outer, middle - outer, 2 * outer, 2 * outer};
    double size = art_style_of(art, field)->least;
    double span = span_at(outer - 1.5 * size, symbol, below ? SPAN_BELOW : SPAN_ABOVE);
    return art_add_rim(art, field, circle, below, span, &inner) ? inner - RIM_GAP : outer;
}

void art_plan_round(struct art_plan *plan, struct sello_art *art, const struct art_frame *frame,
                    struct art_rect *out_symbol) {
    double middle = art->width / 2;
    double outer = middle - art_dress_round(art, frame, plan->symbol);
    bool hung = frame->dressed && art->setup.design->kind == DESIGN_TAG;
    double above = outer, below = outer;
    double at = middle - plan->symbol / 2;
    *out_symbol = (struct art_rect){at, at, plan->symbol, plan->symbol};
    if (frame->aside && !hung) {
        art_add_arcs(art, outer, plan->symbol, frame->way);
        return;
    }
    if (!hung) {
        above = add_line(art, ART_CERTIFIER, plan->symbol, outer, false);
        below = add_line(art, ART_SCAN, plan->symbol, outer, true);
    }
    for (unsigned side = 0; side < SIDES; side++) {
        const struct art_item *items = hung ? hung_items[side] : rim_items[side];
        if (items[0].field != ART_NOTHING) {
            add_segment(plan, art, side, side == 0 ? above : side == 2 ? below : outer, items);
        }
    }
}

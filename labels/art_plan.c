/* SPDX-License-Identifier: Apache-2.0 */
/* Where the columns of our own designs stand, by the label's shape. */
#include <math.h>

#include "labels/art_parts.h"

#define FRAME_INSET (0.9 * ART_MM)
#define FRAME_LINE (0.3 * ART_MM)
#define FRAME_CORNER (1.2 * ART_MM)
#define FRAME_GAP (0.45 * ART_MM)
#define BAND_LEAST 5.0 /* points: white letters run thin */
#define HOLE_LINE (0.15 * ART_MM)
#define HOLE_MARGIN (2 * ART_MM)
#define HOLE_GAP (1.5 * ART_MM)
#define SYMBOL_GAP (0.5 * ART_MM)   /* from its quiet zone to the words beside it */
#define LEAST_MARGIN (0.9 * ART_MM) /* where a label is too small for the usual one */
#define LINE_SPACE 9.0              /* points: a line of words that can be read */

/* A label, or one turned so that its short side is above. */
struct frame {
    double width, height;
    double margin; /* of words, on every side */
    double taken;  /* above, by a band or a hole */
    bool turned;   /* to the left, when seen upright */
    bool dressed;  /* with its band or its hole */
};

/* What is tried one after the other, until the words that matter are on the label. */
struct attempt {
    bool dressed;
    double margin; /* at least; points */
};

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
static struct art_column *add_column(struct art_plan *plan, const struct art_item *items) {
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
static double symbol_left(const struct art_plan *plan, const struct frame *frame) {
    double margin = symbol_margin(frame->margin, frame->height, plan->symbol);
    return fmin(fmax((frame->height - plan->symbol) / 2, margin), 4 * ART_MM);
}

/* Words above and below the symbol. */
static void plan_stack(struct art_plan *plan, const struct frame *frame, bool rules) {
    double height = frame->height - frame->taken;
    double margin = symbol_margin(frame->margin, height, plan->symbol);
    double side = symbol_margin(frame->margin, frame->width, plan->symbol);
    struct art_column *column = add_column(plan, stack_items);
    column->centred = true;
    column->rules = rules;
    column->inset = fmax(frame->margin - side, 0);
    column->at = (struct art_rect){side, frame->taken + margin, frame->width - 2 * side,
                                   height - 2 * margin};
}

/* Beneath the symbol, as wide as its dark part: what to do, and the serial. */
static void plan_caption(struct art_plan *plan, const struct frame *frame, double left,
                         double margin, double quiet) {
    double room = frame->height - 2 * margin - plan->symbol;
    struct art_column *column = add_column(plan, caption_items);
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
    struct art_column *column = add_column(plan, items);
    column->mark = words->height;
    column->at = (struct art_rect){words->x + words->width - width, words->y, width, words->height};
    return width + 2 * ART_MM;
}

/* Words beside the symbol, and what to do beneath it where that fits. */
static void plan_beside(struct art_plan *plan, const struct sello_art *art,
                        const struct frame *frame) {
    double quiet = SELLO_QUIET_ZONE * art->setup.size.dots_per_module * art->dot;
    double margin = symbol_margin(frame->margin, frame->height, plan->symbol);
    double left = symbol_left(plan, frame), x = left + plan->symbol + SYMBOL_GAP;
    struct art_rect at = {x, frame->taken + frame->margin, frame->width - frame->margin - x,
                          frame->height - frame->taken - 2 * frame->margin};
    plan_caption(plan, frame, left, margin, quiet);
    at.width -= plan_mark(plan, art, &at);
    add_column(plan, beside_items)->at = at;
}

/* Beside the symbol where there is clearly more room than above and below it. */
static bool is_beside(const struct art_plan *plan, const struct frame *frame) {
    double width = frame->width - 2 * frame->margin;
    double height = frame->height - 2 * frame->margin;
    return (width - plan->symbol) * height > 1.1 * (height - plan->symbol) * width;
}

/* ---- round ---- */

/* Words in the four segments around the symbol, those at the sides turned. */
static void plan_round(struct art_plan *plan, const struct sello_art *art,
                       const struct frame *frame) {
    static const unsigned turns[SIDES] = {0, 3, 0, 1};
    bool hole = frame->dressed && art->setup.design->kind == DESIGN_TAG;
    for (unsigned side = hole ? 1 : 0; side < SIDES; side++) {
        struct art_column *column =
            add_column(plan, frame->dressed ? dressed_items[side] : round_items[side]);
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

/* ---- a frame with a band ---- */

static void add_frame(struct sello_art *art) {
    struct art_rect at = {FRAME_INSET, FRAME_INSET, art->width - 2 * FRAME_INSET,
                          art->height - 2 * FRAME_INSET};
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double corner = fmax(art->setup.stock->corner * ART_MM - FRAME_INSET, FRAME_CORNER);
    art_add_fill(art, (struct art_fill){
                          .at = at, .line = FRAME_LINE, .corner = round ? at.width / 2 : corner});
}

/* A line high, or two of small letters. */
static double band_height(const struct sello_art *art, const struct frame *frame, double width) {
    double usual = fmin(fmax(0.13 * frame->height, 3.6 * ART_MM), 7 * ART_MM);
    PangoLayout *layout = art_type_new(art, art->text[ART_CERTIFIER], true);
    words_font(layout, WORDS_SANS, BAND_LEAST, true);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    bool fits = art_type_is_whole(layout, 1);
    g_object_unref(layout);
    return fits ? usual : fmax(usual, 2 * BAND_LEAST * 1.164 + ART_MM);
}

/* The certifier, white on black, above `words` or above all; it takes a part of the height. */
static void plan_band(struct art_plan *plan, struct sello_art *art, struct frame *frame,
                      double left) {
    static const struct art_item items[ART_ITEMS_MAX] = {{ART_CERTIFIER, false}};
    double from = FRAME_INSET + FRAME_LINE + FRAME_GAP;
    double width = frame->width - 2 * from - fmax(left - from, 0);
    double height = band_height(art, frame, width - 2 * ART_MM);
    struct art_column *column = add_column(plan, items);
    column->centred = true;
    column->light = true;
    column->inset = ART_MM;
    column->at = (struct art_rect){fmax(left, from), from, width, height};
    art_add_fill(art, (struct art_fill){.at = column->at, .corner = FRAME_CORNER - FRAME_GAP});
    frame->taken = from + height - frame->margin + FRAME_GAP;
}

/* On a round label the band is all that is above the symbol. */
static void add_cap(struct sello_art *art, double symbol) {
    double from = FRAME_INSET + FRAME_LINE + FRAME_GAP, side = art->width - 2 * from;
    double cap = (art->height - symbol) / 2 - 0.3 * ART_MM - from;
    art_add_fill(art,
                 (struct art_fill){.at = {from, from, side, side}, .corner = side / 2, .cap = cap});
}

/* ---- a tag with a hole ---- */

/* Where to punch it, or put the string through. */
static void add_hole(struct sello_art *art, struct frame *frame, double symbol) {
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double room = round ? (frame->height - symbol) / 2 : frame->height - symbol;
    double across = room > 16 * ART_MM ? 4 * ART_MM : 3 * ART_MM;
    double x = (frame->width - across) / 2;
    art_add_fill(art, (struct art_fill){.at = {x, HOLE_MARGIN, across, across},
                                        .line = HOLE_LINE,
                                        .corner = across / 2});
    frame->taken = HOLE_MARGIN + across + HOLE_GAP - frame->margin;
}

/* ---- the label ---- */

static struct frame frame_of(const struct sello_art *art, struct attempt attempt) {
    enum design_kind kind = art->setup.design->kind;
    struct frame frame = {.width = art->width, .height = art->height, .dressed = attempt.dressed};
    double short_side = fmin(art->width, art->height);
    frame.margin = fmin(fmax(0.05 * short_side, attempt.margin), 4 * ART_MM);
    if (attempt.margin < ART_MARGIN) {
        frame.margin = attempt.margin;
    } else if (kind == DESIGN_FRAMED) {
        frame.margin = fmax(frame.margin, FRAME_INSET + FRAME_LINE + 2 * FRAME_GAP);
    }
    /* A tag hangs from its short side. */
    frame.turned = kind == DESIGN_TAG && art->width > 1.1 * art->height;
    if (frame.turned) {
        frame.width = art->height;
        frame.height = art->width;
    }
    return frame;
}

/* The design's own things, then the words around them. */
static void plan_rectangle(struct art_plan *plan, struct sello_art *art, struct frame *frame) {
    enum design_kind kind = art->setup.design->kind;
    bool band = kind == DESIGN_FRAMED && frame->dressed && art->text[ART_CERTIFIER] != NULL;
    if (kind == DESIGN_TAG && frame->dressed) {
        add_hole(art, frame, plan->symbol);
    }
    if (kind != DESIGN_TAG && is_beside(plan, frame)) {
        double left = symbol_left(plan, frame) + plan->symbol + SYMBOL_GAP;
        if (band) {
            plan_band(plan, art, frame, left);
        }
        plan_beside(plan, art, frame);
        return;
    }
    if (band) {
        plan_band(plan, art, frame, 0);
    }
    plan_stack(plan, frame, kind == DESIGN_TAG);
}

static void plan_circle(struct art_plan *plan, struct sello_art *art, struct frame *frame,
                        struct art_rect *out_symbol) {
    if (frame->dressed && art->setup.design->kind == DESIGN_TAG) {
        add_hole(art, frame, plan->symbol);
    } else if (frame->dressed) {
        add_cap(art, plan->symbol);
    }
    plan_round(plan, art, frame);
    double at = (art->width - plan->symbol) / 2;
    *out_symbol = (struct art_rect){at, at, plan->symbol, plan->symbol};
}

/* From a turned frame's coordinates to the label's. */
static struct art_rect turn_back(const struct sello_art *art, struct art_rect at) {
    return (struct art_rect){at.y, art->height - at.x - at.width, at.height, at.width};
}

static void turn_all(struct sello_art *art, struct art_rect *symbol) {
    for (size_t i = 0; i < art->n_boxes; i++) {
        art->box[i].at = turn_back(art, art->box[i].at);
        art->box[i].turn = 1;
    }
    for (size_t i = 0; i < art->n_fills; i++) {
        art->fill[i].at = turn_back(art, art->fill[i].at);
    }
    *symbol = turn_back(art, *symbol);
}

static unsigned nearest_dot(double at, double dot, double space, double symbol) {
    double most = floor((space - symbol) / dot + 1e-6);
    return (unsigned)fmax(fmin(floor(at / dot + 0.5), most), 0);
}

static void lay_out(struct sello_art *art, double symbol, struct attempt attempt) {
    struct art_plan plan = {.symbol = symbol + art->dot}; /* it moves to the nearest dot */
    struct frame frame = frame_of(art, attempt);
    struct art_rect at = {0};
    if (art->setup.stock->shape == SELLO_STOCK_ROUND) {
        plan_circle(&plan, art, &frame, &at);
    } else {
        plan_rectangle(&plan, art, &frame);
    }
    art_fit(art, &plan, &at);
    if (frame.turned) {
        turn_all(art, &at);
    }
    art->symbol_x = nearest_dot(at.x + art->dot / 2, art->dot, art->width, symbol);
    art->symbol_y = nearest_dot(at.y + art->dot / 2, art->dot, art->height, symbol);
}

static bool is_plain(const struct sello_art *art) {
    return art->setup.design->kind == DESIGN_PLAIN ||
           (art->setup.design->kind == DESIGN_FRAMED && art->text[ART_CERTIFIER] == NULL);
}

/* Does the symbol with its quiet zone lie on the label? On a round one its corners too. */
static bool has_room(const struct sello_art *art, double symbol) {
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    return symbol * (round ? sqrt(2) : 1) <= fmin(art->width, art->height) + 1e-6;
}

/* The frame is drawn where it leaves the symbol alone. */
static bool has_frame(const struct sello_art *art, double symbol, double margin) {
    double free = FRAME_INSET + FRAME_LINE, x = art->symbol_x * art->dot;
    double y = art->symbol_y * art->dot;
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double corner = hypot(symbol / 2, symbol / 2);
    return art->setup.design->kind == DESIGN_FRAMED && margin > free && x > free && y > free &&
           x + symbol < art->width - free && y + symbol < art->height - free &&
           (!round || corner < art->width / 2 - free);
}

/* What matters most is there; with a band or a hole, whole. */
static bool has_words(const struct sello_art *art, struct attempt attempt) {
    static const enum art_field fields[] = {ART_PRODUCT, ART_SERIAL, ART_SCAN};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct art_box *box = art_box_of(art, fields[i]);
        if (art->text[fields[i]] != NULL && (box == NULL || (attempt.dressed && box->cut))) {
            return false;
        }
    }
    return true;
}

/* A small label goes without the band or the hole, then with less margin, before it goes without
 * its words. */
enum sello_status art_plan(struct sello_art *art) {
    static const struct attempt attempts[] = {
        {true, ART_MARGIN}, {false, ART_MARGIN}, {false, LEAST_MARGIN}};
    double symbol = art->setup.symbol_page * art->setup.size.dots_per_module * art->dot;
    if (!has_room(art, symbol)) {
        return SELLO_E_PAGE_FULL;
    }
    size_t i = is_plain(art) ? 1 : 0, n = sizeof attempts / sizeof *attempts;
    lay_out(art, symbol, attempts[i]);
    while (!has_words(art, attempts[i]) && ++i < n) {
        art_clear(art);
        lay_out(art, symbol, attempts[i]);
    }
    if (has_frame(art, symbol, attempts[i < n ? i : n - 1].margin)) {
        add_frame(art);
    }
    return SELLO_OK;
}

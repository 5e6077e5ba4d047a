/* SPDX-License-Identifier: Apache-2.0 */
/* Our own designs ("plain", "framed", "tag"): which columns of words go around the symbol on a
 * label of this shape, what the design draws beside them, and what gives way on a small label. */
#include <math.h>

#include "labels/art/art_parts.h"

#define LEAST_MARGIN (0.9 * ART_MM) /* where a label is too small for the usual one */
#define LINE_SPACE 9.0              /* points: the height of a readable line */
#define SYMBOL_GAP (0.5 * ART_MM)   /* between the quiet zone and the words beside it */

#define FRAME_INSET (0.9 * ART_MM)
#define FRAME_LINE (0.3 * ART_MM)
#define FRAME_GAP (0.45 * ART_MM)
#define FRAME_CORNER (1.2 * ART_MM)
#define BAND_LEAST 5.0 /* points: smaller white letters run thin */
#define HOLE_LINE (0.15 * ART_MM)
#define HOLE_MARGIN (2 * ART_MM)
#define HOLE_GAP (1.5 * ART_MM)

/* One way of laying the label out; see the table of attempts below. */
struct attempt {
    bool dressed;  /* with the design's band or hole */
    double margin; /* at least; points */
    bool turned;   /* words run along the short side of a wide label */
    bool corner;   /* the symbol sits in a corner, which leaves more room for words */
};

/* The label as the words see it: upright, or turned so that a short side is on top. */
struct frame {
    double width, height;
    double margin; /* around the words */
    double taken;  /* height used by a band or a hole at the top */
    bool turned;   /* a quarter turn to the left, seen with the label upright */
    bool dressed;
    bool corner; /* the symbol in the lower right corner, words above it and to its left */
};

/* ---- columns of fields, in reading order ---- */

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
static const struct art_item mark_items[ART_ITEMS_MAX] = {{ART_MARK, false}};
static const struct art_item band_items[ART_ITEMS_MAX] = {{ART_CERTIFIER, false}};

/* For a symbol in the corner: above it, and to its left, reading upwards. */
static const struct art_item above_items[ART_ITEMS_MAX] = {
    {ART_PRODUCT, false}, {ART_ORIGIN, false},    {ART_PRODUCER, false},
    {ART_SCHEME, false},  {ART_CERTIFIER, false}, {ART_WEB, false},
};
static const struct art_item left_items[ART_ITEMS_MAX] = {
    {ART_SCHEME, false},      {ART_FACTS, false}, {ART_CERTIFIER, false}, {ART_WEB, false},
    {ART_CERTIFICATE, false}, {ART_SCAN, false},  {ART_SERIAL, false},
};
static const struct art_item corner_items[ART_ITEMS_MAX] = {{ART_SYMBOL, false}};

/* On a round label, from the symbol outwards: above, right, below, left. */
#define SIDES 4
static const struct art_item round_items[SIDES][ART_ITEMS_MAX] = {
    {{ART_PRODUCT, false}, {ART_ORIGIN, false}, {ART_PRODUCER, false}},
    {{ART_WEB, false}, {ART_CERTIFICATE, false}, {ART_FACTS, false}},
    {{ART_SCAN, false}, {ART_SERIAL, false}, {ART_FACTS, false}},
    {{ART_CERTIFIER, false}, {ART_SCHEME, false}},
};
/* The same with a band or a hole at the top. */
static const struct art_item dressed_items[SIDES][ART_ITEMS_MAX] = {
    {{ART_CERTIFIER, false}},
    {{ART_WEB, false}, {ART_CERTIFICATE, false}, {ART_FACTS, false}},
    {{ART_PRODUCT, false}, {ART_SERIAL, false}, {ART_ORIGIN, false}},
    {{ART_SCAN, false}, {ART_CERTIFIER, false}, {ART_SCHEME, false}, {ART_PRODUCER, false}},
};

/* The items end at the first one without a field. */
static struct art_column *add_column(struct art_plan *plan, const struct art_item *items) {
    struct art_column *column = &plan->column[plan->n++];
    *column = (struct art_column){.mark = 8 * ART_MM};
    while (items[column->n].field != ART_NOTHING) {
        column->item[column->n] = items[column->n];
        column->n++;
    }
    return column;
}

/* ---- words on a rectangular label ---- */

/* The margin beside the symbol: narrower on a label that is too small for the usual one. */
static double symbol_margin(double margin, double space, double symbol) {
    return fmax(fmin(margin, (space - symbol) / 2), 0);
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

/* Words across the label above the symbol, and to its left: on a small square that is twice the
 * room above and below a symbol in the middle. */
static void plan_corner(struct art_plan *plan, const struct frame *frame) {
    double height = frame->height - frame->taken, symbol = plan->symbol;
    double right = frame->width - symbol_margin(frame->margin, frame->width, symbol);
    double bottom = frame->height - symbol_margin(frame->margin, height, symbol);
    double top = frame->taken + frame->margin, across = frame->width - 2 * frame->margin;
    struct art_column *above = add_column(plan, above_items);
    above->at = (struct art_rect){frame->margin, top, across, bottom - symbol - top};
    above->centred = true;
    struct art_column *left = add_column(plan, left_items);
    left->at =
        (struct art_rect){frame->margin, bottom - symbol, symbol, right - symbol - frame->margin};
    left->turn = 1;
    left->centred = true;
    add_column(plan, corner_items)->at =
        (struct art_rect){right - symbol, bottom - symbol, symbol, symbol};
}

/* Is there clearly more room for words beside the symbol than above and below it? */
static bool is_roomier_beside(const struct art_plan *plan, const struct frame *frame) {
    double width = frame->width - 2 * frame->margin;
    double height = frame->height - 2 * frame->margin;
    return (width - plan->symbol) * height > 1.1 * (height - plan->symbol) * width;
}

/* How far from the left edge a symbol with words beside it lies. */
static double symbol_left(const struct art_plan *plan, const struct frame *frame) {
    double margin = symbol_margin(frame->margin, frame->height, plan->symbol);
    return fmin(fmax((frame->height - plan->symbol) / 2, margin), 4 * ART_MM);
}

/* The symbol, and below it, as wide as its dark part, what to do and the serial if they fit. */
static void plan_caption(struct art_plan *plan, const struct frame *frame, double left,
                         double margin, double quiet) {
    double room = frame->height - 2 * margin - plan->symbol;
    struct art_column *column = add_column(plan, caption_items);
    column->n = room >= 2 * LINE_SPACE ? 3 : room >= LINE_SPACE ? 2 : 1;
    column->centred = true;
    column->inset = quiet;
    column->at = (struct art_rect){left, margin, plan->symbol, frame->height - 2 * margin};
}

/* Where the words are wide enough, the mark gets the right end of their space for itself. Returns
 * the width it takes. */
static double plan_mark(struct art_plan *plan, const struct sello_art *art,
                        const struct art_rect *words) {
    if (art->setup.mark == NULL || words->width < 45 * ART_MM) {
        return 0;
    }
    double width = fmin(words->width / 4, 22 * ART_MM);
    struct art_column *column = add_column(plan, mark_items);
    column->mark = words->height;
    column->at = (struct art_rect){words->x + words->width - width, words->y, width, words->height};
    return width + 2 * ART_MM;
}

/* Words to the right of the symbol. */
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

/* ---- words on a round label ---- */

/* In the four segments around the symbol; those at the sides are turned. */
static void plan_segments(struct art_plan *plan, const struct sello_art *art,
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
        /* Words above and below may be wider than the symbol; those at the sides stay beside it. */
        column->at.width = turns[side] == 0 ? art->width : plan->symbol;
        if (column->light) { /* centred in a cap that is more than a line high */
            column->edge += 0.4 * fmax(column->at.height - 2 * LINE_SPACE, 0);
        }
    }
}

/* ---- what a design draws: a frame with a band, a tag's hole ---- */

/* One line of the certifier's name, or two of the smallest letters where it needs them. */
static double band_height(const struct sello_art *art, const struct frame *frame, double width) {
    double usual = fmin(fmax(0.13 * frame->height, 3.6 * ART_MM), 7 * ART_MM);
    PangoLayout *layout = art_type_new(art, art_style_of(ART_CERTIFIER), art->text[ART_CERTIFIER]);
    pango_layout_set_width(layout, (int)(width * WORDS_MEASURE / BAND_LEAST * PANGO_SCALE));
    bool fits = art_type_is_whole(layout, 1);
    g_object_unref(layout);
    return fits ? usual : fmax(usual, 2 * BAND_LEAST * 1.164 + ART_MM);
}

/* The certifier, white on black, along the top from `left` to the right edge. */
static void plan_band(struct art_plan *plan, struct sello_art *art, struct frame *frame,
                      double left) {
    double from = FRAME_INSET + FRAME_LINE + FRAME_GAP;
    double width = frame->width - 2 * from - fmax(left - from, 0);
    double height = band_height(art, frame, width - 2 * ART_MM);
    struct art_column *column = add_column(plan, band_items);
    column->centred = true;
    column->light = true;
    column->inset = ART_MM;
    column->at = (struct art_rect){fmax(left, from), from, width, height};
    art_add_fill(art, (struct art_fill){.at = column->at, .corner = FRAME_CORNER - FRAME_GAP});
    frame->taken = from + height - frame->margin + FRAME_GAP;
}

/* On a round label the band is the whole segment above the symbol. */
static void add_cap(struct sello_art *art, double symbol) {
    double from = FRAME_INSET + FRAME_LINE + FRAME_GAP, side = art->width - 2 * from;
    double cap = (art->height - symbol) / 2 - 0.3 * ART_MM - from;
    art_add_fill(art,
                 (struct art_fill){.at = {from, from, side, side}, .corner = side / 2, .cap = cap});
}

/* A ring that shows where to punch a tag and put its string through. */
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

/* Only where the frame touches neither the symbol nor the words. */
static bool has_frame(const struct sello_art *art, double symbol, double margin) {
    double free = FRAME_INSET + FRAME_LINE, x = art->symbol_x * art->dot;
    double y = art->symbol_y * art->dot;
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double corner = hypot(symbol / 2, symbol / 2);
    return art->setup.design->kind == DESIGN_FRAMED && margin > free && x > free && y > free &&
           x + symbol < art->width - free && y + symbol < art->height - free &&
           (!round || corner < art->width / 2 - free);
}

static void add_frame(struct sello_art *art) {
    struct art_rect at = {FRAME_INSET, FRAME_INSET, art->width - 2 * FRAME_INSET,
                          art->height - 2 * FRAME_INSET};
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double corner = fmax(art->setup.stock->corner * ART_MM - FRAME_INSET, FRAME_CORNER);
    art_add_fill(art, (struct art_fill){
                          .at = at, .line = FRAME_LINE, .corner = round ? at.width / 2 : corner});
}

/* ---- one attempt ---- */

static struct frame frame_for(const struct sello_art *art, struct attempt attempt) {
    enum design_kind kind = art->setup.design->kind;
    struct frame frame = {.width = art->width,
                          .height = art->height,
                          .dressed = attempt.dressed,
                          .corner = attempt.corner};
    double short_side = fmin(art->width, art->height);
    frame.margin = fmin(fmax(0.05 * short_side, attempt.margin), 4 * ART_MM);
    if (attempt.margin < ART_MARGIN) {
        frame.margin = attempt.margin;
    } else if (kind == DESIGN_FRAMED) {
        frame.margin = fmax(frame.margin, FRAME_INSET + FRAME_LINE + 2 * FRAME_GAP);
    }
    /* A tag hangs from its short side. */
    bool wide = art->width > 1.1 * art->height;
    frame.turned = wide && (kind == DESIGN_TAG || attempt.turned);
    if (frame.turned) {
        frame.width = art->height;
        frame.height = art->width;
    }
    return frame;
}

/* The band or the hole first: they take room from the words. */
static void plan_rectangle(struct art_plan *plan, struct sello_art *art, struct frame *frame) {
    enum design_kind kind = art->setup.design->kind;
    bool band = kind == DESIGN_FRAMED && frame->dressed && art->text[ART_CERTIFIER] != NULL;
    if (kind == DESIGN_TAG && frame->dressed) {
        add_hole(art, frame, plan->symbol);
    }
    if (!frame->corner && !frame->turned && kind != DESIGN_TAG && is_roomier_beside(plan, frame)) {
        if (band) {
            plan_band(plan, art, frame, symbol_left(plan, frame) + plan->symbol + SYMBOL_GAP);
        }
        plan_beside(plan, art, frame);
        return;
    }
    if (band) {
        plan_band(plan, art, frame, 0);
    }
    if (frame->corner) {
        plan_corner(plan, frame);
    } else {
        plan_stack(plan, frame, kind == DESIGN_TAG);
    }
}

/* The symbol lies in the middle. */
static void plan_circle(struct art_plan *plan, struct sello_art *art, struct frame *frame,
                        struct art_rect *out_symbol) {
    if (frame->dressed && art->setup.design->kind == DESIGN_TAG) {
        add_hole(art, frame, plan->symbol);
    } else if (frame->dressed) {
        add_cap(art, plan->symbol);
    }
    plan_segments(plan, art, frame);
    double at = (art->width - plan->symbol) / 2;
    *out_symbol = (struct art_rect){at, at, plan->symbol, plan->symbol};
}

/* From a turned frame's coordinates to the label's. */
static struct art_rect turned_back(const struct sello_art *art, struct art_rect at) {
    return (struct art_rect){at.y, art->height - at.x - at.width, at.height, at.width};
}

static void turn_label_back(struct sello_art *art, struct art_rect *symbol) {
    for (size_t i = 0; i < art->n_boxes; i++) {
        art->box[i].at = turned_back(art, art->box[i].at);
        art->box[i].turn = 1;
    }
    for (size_t i = 0; i < art->n_fills; i++) {
        art->fill[i].at = turned_back(art, art->fill[i].at);
    }
    *symbol = turned_back(art, *symbol);
}

static void lay_out_attempt(struct sello_art *art, double symbol, struct attempt attempt) {
    /* On a coloured ground, words also keep clear of the white around the symbol. */
    double around = art->ground != DESIGN_WHITE ? 2 * ART_WHITE_BEYOND : 0;
    around += art->dot / 2; /* for moving the symbol to the nearest dot */
    struct art_plan plan = {.symbol = symbol + 2 * around};
    struct frame frame = frame_for(art, attempt);
    struct art_rect at = {0};
    if (art->setup.stock->shape == SELLO_STOCK_ROUND) {
        plan_circle(&plan, art, &frame, &at);
    } else {
        plan_rectangle(&plan, art, &frame);
    }
    art_set_columns(art, &plan, &at);
    if (frame.turned) {
        turn_label_back(art, &at);
    }
    art_place_symbol(art, at.x + around, at.y + around);
}

/* ---- all attempts ---- */

/* With the design's band or hole; without it; with a narrower margin; each of them also with the
 * symbol in a corner. Last, with the words along the short side. */
static const struct attempt attempts[] = {
    {true, ART_MARGIN, false, false},    {true, ART_MARGIN, false, true},
    {false, ART_MARGIN, false, false},   {false, ART_MARGIN, false, true},
    {false, LEAST_MARGIN, false, false}, {false, LEAST_MARGIN, false, true},
    {false, ART_MARGIN, true, false},    {false, LEAST_MARGIN, true, false},
};
enum { N_ATTEMPTS = sizeof attempts / sizeof *attempts };

static bool next_moves_to_corner(size_t i) {
    return i + 1 < N_ATTEMPTS && attempts[i + 1].corner;
}

static bool has_band_or_hole(const struct sello_art *art) {
    enum design_kind kind = art->setup.design->kind;
    return kind != DESIGN_PLAIN && (kind != DESIGN_FRAMED || art->text[ART_CERTIFIER] != NULL);
}

/* Is a corner worth trying? Only on a label that is nearly a square: on a long one the lines beside
 * the symbol would be too short. A wide tag has its hole there. */
static bool has_corner(const struct sello_art *art) {
    double longer = fmax(art->width, art->height), shorter = fmin(art->width, art->height);
    bool tag = art->setup.design->kind == DESIGN_TAG;
    return art->setup.stock->shape != SELLO_STOCK_ROUND && longer <= (tag ? 1.1 : 1.5) * shorter;
}

static bool applies(const struct sello_art *art, struct attempt attempt) {
    return (!attempt.dressed || has_band_or_hole(art)) && (!attempt.corner || has_corner(art));
}

/* How much of the label's words came in: those that matter most first, then the number of all. */
static unsigned score(const struct sello_art *art, bool *out_all) {
    unsigned shown = 0, told = 0;
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        bool has = field == ART_MARK ? art->setup.mark != NULL : art->text[field] != NULL;
        told += has;
        shown += has && art_box_of(art, (enum art_field)field) != NULL;
    }
    *out_all = shown == told && art_kept(art) == ART_KEPT_ALL;
    return art_kept(art) * ART_FLOWING + shown;
}

/* Takes the first attempt that keeps what matters most, else the one that keeps most: a small label
 * gives up its band or its hole, then part of its margin, before it gives up words. */
static void lay_out_best(struct sello_art *art, double symbol, double *out_margin) {
    size_t best = N_ATTEMPTS, last = N_ATTEMPTS;
    unsigned most = 0;
    bool all = false;
    for (size_t i = 0; i < N_ATTEMPTS && !all; i++) {
        if (applies(art, attempts[i])) {
            art_clear(art);
            lay_out_attempt(art, symbol, attempts[i]);
            last = i;
            unsigned now = score(art, &all);
            best = now > most || best == N_ATTEMPTS ? i : best;
            most = now > most ? now : most;
        }
        bool has_main = art_kept_main(most / ART_FLOWING) == ART_KEPT_MAIN_ALL;
        if (has_main && !next_moves_to_corner(i)) {
            break;
        }
    }
    if (last != best) {
        art_clear(art);
        lay_out_attempt(art, symbol, attempts[best]);
    }
    *out_margin = attempts[best].margin;
}

enum sello_error art_by_ours(struct sello_art *art) {
    double symbol = art_symbol_side(art), margin;
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND; /* its corners must fit too */
    if (symbol * (round ? sqrt(2) : 1) > fmin(art->width, art->height) + 1e-6) {
        return SELLO_E_PAGE_FULL;
    }
    lay_out_best(art, symbol, &margin);
    if (has_frame(art, symbol, margin)) {
        add_frame(art);
    }
    return SELLO_OK;
}

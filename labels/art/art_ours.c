/* SPDX-License-Identifier: Apache-2.0 */
/* Our own designs: which columns of words go around the symbol on a label of this shape, and what
 * gives way on a small label. All five designs have the same columns; what each draws beside them
 * is in art_dress.c. */
#include <math.h>

#include "labels/art/art_plan.h"

#define LINE_SPACE 9.0             /* points: the height of a readable line */
#define MARK_COLUMN (45 * ART_MM)  /* the width of words beside which the mark stands apart */
#define QUIET_COLUMN (58 * ART_MM) /* the same, for a second column of words */
#define QUIET_PART 0.38
#define DESCENT 0.5 /* points: a line's descenders may reach below it by as much */
#define GUTTER (3 * ART_MM)
#define GROUND_WIDE (80 * ART_MM)
#define GROUND_GAP (1.6 * ART_MM)
#define UPRIGHT_LEAST (30 * ART_MM) /* below it the symbol may sit in a corner at once */

/* ---- columns of fields, in reading order ---- */

static const struct art_item stack_items[ART_ITEMS_MAX] = {
    {.field = ART_MARK},
    {.field = ART_CERTIFIER},
    {.field = ART_PRODUCT, .apart = true},
    {.field = ART_PRODUCER},
    {.field = ART_ORIGIN},
    {.field = ART_SYMBOL},
    {.field = ART_SERIAL},
    {.field = ART_SCAN, .beside = true},
    {.field = ART_TRAITS, .apart = true},
    {.field = ART_SCHEME},
    {.field = ART_FACTS},
    {.field = ART_CERTIFICATE},
    {.field = ART_WEB},
};
static const struct art_item beside_items[ART_ITEMS_MAX] = {
    {.field = ART_MARK},
    {.field = ART_CERTIFIER},
    {.field = ART_PRODUCT, .apart = true},
    {.field = ART_PRODUCER},
    {.field = ART_ORIGIN},
    {.field = ART_TRAITS, .apart = true, .ruled = true},
    {.field = ART_SCHEME},
    {.field = ART_FACTS},
    {.field = ART_CERTIFICATE},
    {.field = ART_WEB},
    {.field = ART_SERIAL, .apart = true},
    {.field = ART_SCAN, .beside = true},
};
static const struct art_item quiet_items[ART_ITEMS_MAX] = {
    {.field = ART_TRAITS}, {.field = ART_SCHEME, .apart = true},
    {.field = ART_FACTS},  {.field = ART_CERTIFICATE},
    {.field = ART_WEB},
};
static const struct art_item caption_items[ART_ITEMS_MAX] = {
    {.field = ART_SYMBOL}, {.field = ART_SERIAL}, {.field = ART_SCAN, .beside = true}};
static const struct art_item mark_items[ART_ITEMS_MAX] = {{.field = ART_MARK}};

/* For a symbol in the corner: above it, and to its left, reading upwards. */
static const struct art_item above_items[ART_ITEMS_MAX] = {
    {.field = ART_PRODUCT},   {.field = ART_PRODUCER}, {.field = ART_ORIGIN},
    {.field = ART_CERTIFIER}, {.field = ART_SCHEME},
};
/* The same, with the certifier or the producer to its left alone. */
static const struct art_item above_certified_items[ART_ITEMS_MAX] = {
    {.field = ART_PRODUCT}, {.field = ART_PRODUCER}, {.field = ART_ORIGIN}, {.field = ART_SCHEME}};
static const struct art_item above_produced_items[ART_ITEMS_MAX] = {
    {.field = ART_PRODUCT}, {.field = ART_CERTIFIER}, {.field = ART_ORIGIN}, {.field = ART_SCHEME}};
static const struct art_item left_items[ART_ITEMS_MAX] = {
    {.field = ART_PRODUCER},    {.field = ART_CERTIFIER}, {.field = ART_ORIGIN},
    {.field = ART_TRAITS},      {.field = ART_FACTS},     {.field = ART_SCHEME},
    {.field = ART_CERTIFICATE}, {.field = ART_WEB},       {.field = ART_SCAN},
    {.field = ART_SERIAL},
};
static const struct art_item corner_items[ART_ITEMS_MAX] = {{.field = ART_SYMBOL}};

/* ---- words on a rectangular label ---- */

/* From the edge to the words. */
static double inset_of(const struct art_frame *frame, double taken) {
    return taken > 0 ? taken : frame->margin;
}

/* Words above and below the symbol. */
static void plan_stack(struct art_plan *plan, const struct art_frame *frame) {
    double taken = frame->top + frame->bottom, height = frame->height - taken;
    double margin = art_symbol_margin(frame->margin, height, plan->symbol);
    double top = frame->top > 0 ? frame->top : margin;
    double bottom = frame->bottom > 0 ? frame->bottom : margin;
    double side = art_symbol_margin(frame->margin, frame->width, plan->symbol);
    struct art_column *column = art_add_column(plan, stack_items);
    column->centred = true;
    column->spread = true;
    column->mark = fmin(0.12 * frame->height, 0.3 * frame->width);
    column->inset = fmax(frame->margin - side, 0);
    column->at =
        (struct art_rect){side, top, frame->width - 2 * side, frame->height - top - bottom};
}

/* Words across the label above the symbol, and to its left: on a small square that is twice the
 * room above and below a symbol in the middle. */
static void plan_corner(struct art_plan *plan, const struct art_frame *frame) {
    double symbol = plan->symbol;
    double right = frame->width - art_symbol_margin(frame->margin, frame->width, symbol);
    double bottom =
        frame->height -
        fmax(art_symbol_margin(frame->margin, frame->height - frame->top, symbol), frame->bottom);
    double top = inset_of(frame, frame->top), across = frame->width - 2 * frame->margin;
    static const struct art_item *const items[] = {[ART_WAY_USUAL] = above_items,
                                                   [ART_WAY_CERTIFIER] = above_certified_items,
                                                   [ART_WAY_PRODUCER] = above_produced_items};
    struct art_column *above = art_add_column(plan, items[frame->way]);
    above->at = (struct art_rect){frame->margin, top, across, bottom - symbol - top - DESCENT};
    above->centred = true;
    struct art_column *left = art_add_column(plan, left_items);
    left->at = (struct art_rect){frame->margin, bottom - symbol, symbol,
                                 right - symbol - frame->margin - DESCENT};
    left->turn = 1;
    left->centred = true;
    art_add_column(plan, corner_items)->at =
        (struct art_rect){right - symbol, bottom - symbol, symbol, symbol};
}

/* Is there clearly more room for words beside the symbol than above and below it? */
static bool is_roomier_beside(const struct art_plan *plan, const struct art_frame *frame) {
    double width = frame->width - 2 * frame->margin;
    double height = frame->height - 2 * frame->margin;
    return (width - plan->symbol) * height > 1.1 * (height - plan->symbol) * width;
}

/* The symbol, and below it, as wide as its dark part, the serial and what to do if they fit. */
static void plan_caption(struct art_plan *plan, const struct art_frame *frame, double left,
                         double margin, double quiet) {
    double top = fmax(frame->above_symbol, margin);
    double room = frame->height - margin - top - plan->symbol;
    struct art_column *column = art_add_column(plan, caption_items);
    column->n = room >= LINE_SPACE ? 3 : 1;
    column->centred = true;
    column->inset = quiet;
    column->at = (struct art_rect){left, top, plan->symbol, frame->height - margin - top};
}

/* Where the words are wide enough, the mark gets the right end of their space for itself. */
static void plan_mark(struct art_plan *plan, const struct sello_art *art, struct art_rect *words) {
    bool apart = art->setup.mark != NULL && art_box_of(art, ART_MARK) == NULL;
    if (!apart || words->width < MARK_COLUMN) {
        return;
    }
    double width = fmin(words->width / 4, 26 * ART_MM);
    struct art_column *column = art_add_column(plan, mark_items);
    column->mark = words->height;
    column->centred = true;
    column->at = (struct art_rect){words->x + words->width - width, words->y, width, words->height};
    words->width -= width + 2 * ART_MM;
}

/* What is quiet gets a column of its own where there is room for two. */
static void plan_quiet(struct art_plan *plan, struct art_rect *words) {
    if (words->width < QUIET_COLUMN) {
        return;
    }
    double width = QUIET_PART * (words->width - GUTTER);
    struct art_column *column = art_add_column(plan, quiet_items);
    column->at = (struct art_rect){words->x + words->width - width, words->y, width, words->height};
    words->width -= width + GUTTER;
}

#define MARK_ABOVE (26 * ART_MM)  /* more room than this above the symbol takes the mark there */
#define MARK_CAPTION (9 * ART_MM) /* what stays for the words below the symbol */

/* On a high label the mark stands above the symbol, whose words keep their whole width. */
static void put_mark_above(struct sello_art *art, struct art_frame *frame, double left,
                           double symbol) {
    double spare = frame->height - symbol - 2 * frame->margin;
    bool apart = art->setup.mark != NULL && art_box_of(art, ART_MARK) == NULL;
    if (!apart || spare < MARK_ABOVE || art->n_boxes == ART_BOXES_MAX) {
        return;
    }
    double height = fmin(spare - MARK_CAPTION, 0.7 * symbol);
    double width = height * mark_aspect(art->setup.mark), less = fmin(1, symbol / width);
    art->box[art->n_boxes++] = (struct art_box){
        .field = ART_MARK,
        .at = {left + (symbol - width * less) / 2, frame->margin, width * less, height * less}};
    frame->above_symbol = frame->margin + height * less;
}

/* Words to the right of the symbol. */
static void plan_beside(struct art_plan *plan, struct sello_art *art, struct art_frame *frame) {
    double quiet = SELLO_QUIET_ZONE * art->setup.size.dots_per_module * art->dot;
    double margin = art_symbol_margin(frame->margin, frame->height, plan->symbol);
    /* Where there is a ground, the quiet zone does not look like a gap. */
    double gap =
        art->ground != DESIGN_WHITE && art->width > GROUND_WIDE ? GROUND_GAP : ART_SYMBOL_GAP;
    double left = art_symbol_left(frame, plan->symbol), x = left + plan->symbol + gap;
    struct art_rect at = {x, frame->margin, frame->width - inset_of(frame, frame->right) - x,
                          frame->height - 2 * frame->margin};
    put_mark_above(art, frame, left, plan->symbol);
    plan_caption(plan, frame, left, margin, quiet);
    plan_mark(plan, art, &at);
    plan_quiet(plan, &at);
    struct art_column *column = art_add_column(plan, beside_items);
    column->at = at;
    column->spread = true;
}

/* ---- one attempt ---- */

static struct art_frame frame_for(const struct sello_art *art, struct art_attempt attempt) {
    enum design_kind kind = art->setup.design->kind;
    struct art_frame frame = {.width = art->width,
                              .height = art->height,
                              .dressed = attempt.dressed,
                              .aside = attempt.aside,
                              .way = attempt.way};
    double short_side = fmin(art->width, art->height);
    frame.margin = fmin(fmax(0.05 * short_side, attempt.margin), 5 * ART_MM);
    if (attempt.margin < ART_MARGIN) {
        frame.margin = attempt.margin;
    } else if (kind == DESIGN_FRAME || kind == DESIGN_TAG) {
        frame.margin = fmax(frame.margin, 2.1 * ART_MM); /* clear of the outline */
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

/* Is there still a place for the symbol? */
static bool leaves_symbol(const struct art_plan *plan, const struct art_frame *frame, bool beside) {
    double symbol = plan->symbol;
    return beside ? art_symbol_left(frame, symbol) + symbol <= frame->width - frame->right
                  : symbol + frame->margin <= frame->height - frame->top - frame->bottom;
}

/* What the design draws comes first: it takes room from the words. */
static void plan_rectangle(struct art_plan *plan, struct sello_art *art, struct art_frame *frame) {
    bool tag = art->setup.design->kind == DESIGN_TAG;
    bool beside = !frame->aside && !frame->turned && !tag && is_roomier_beside(plan, frame);
    if (frame->dressed) {
        const struct art_frame bare = *frame;
        art_dress(art, frame, plan->symbol, beside);
        if (!leaves_symbol(plan, frame, beside)) {
            art_clear(art);
            *frame = bare;
        }
    }
    if (beside) {
        plan_beside(plan, art, frame);
    } else if (frame->aside) {
        plan_corner(plan, frame);
    } else {
        plan_stack(plan, frame);
    }
}

/* From a turned frame's coordinates to the label's. */
static struct art_rect turned_back(const struct sello_art *art, struct art_rect at) {
    return (struct art_rect){at.y, art->height - at.x - at.width, at.height, at.width};
}

static void turn_label_back(struct sello_art *art, struct art_rect *symbol) {
    static const enum art_edge edges[] = {[ART_BOTTOM] = ART_RIGHT,
                                          [ART_TOP] = ART_LEFT,
                                          [ART_LEFT] = ART_BOTTOM,
                                          [ART_RIGHT] = ART_TOP};
    for (size_t i = 0; i < art->n_boxes; i++) {
        art->box[i].at = turned_back(art, art->box[i].at);
        art->box[i].turn = 1;
    }
    for (size_t i = 0; i < art->n_fills; i++) {
        art->fill[i].at = turned_back(art, art->fill[i].at);
        art->fill[i].from = edges[art->fill[i].from];
    }
    *symbol = turned_back(art, *symbol);
}

static void lay_out_attempt(struct sello_art *art, double symbol, struct art_attempt attempt) {
    /* On a coloured ground, words also keep clear of the white around the symbol. */
    double around = art->ground != DESIGN_WHITE ? 2 * art_white_beyond(art) : 0;
    around += art->dot / 2; /* for moving the symbol to the nearest dot */
    struct art_plan plan = {.symbol = symbol + 2 * around};
    struct art_frame frame = frame_for(art, attempt);
    struct art_rect at = {0};
    art->narrow = attempt.narrow;
    if (art->setup.stock->shape == SELLO_STOCK_ROUND) {
        art_plan_round(&plan, art, &frame, &at);
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

/* With what the design draws; without it; with a narrower margin. Then with words that are read
 * from the side. Those for names are tried where a name, or what to do, is not whole. */
static const struct art_attempt attempts[] = {
    {.margin = ART_MARGIN, .dressed = true},
    {.margin = ART_MARGIN},
    {.margin = ART_LEAST_MARGIN},
    {.margin = ART_LEAST_MARGIN, .narrow = true, .for_names = true},
    {.margin = ART_MARGIN, .aside = true, .dressed = true},
    {.margin = ART_MARGIN, .aside = true},
    {.margin = ART_RING_ROOM, .aside = true},
    {.margin = ART_LEAST_MARGIN, .aside = true},
    {.margin = ART_MARGIN, .turned = true},
    {.margin = ART_LEAST_MARGIN, .turned = true},
    {.margin = ART_RING_ROOM, .aside = true, .way = ART_WAY_CERTIFIER, .for_names = true},
    {.margin = ART_RING_ROOM, .aside = true, .way = ART_WAY_PRODUCER, .for_names = true},
    {.margin = ART_RING_ROOM, .aside = true, .narrow = true, .for_names = true},
    {.margin = ART_LEAST_MARGIN, .aside = true, .narrow = true, .for_names = true},
    {.margin = ART_LEAST_MARGIN,
     .aside = true,
     .narrow = true,
     .way = ART_WAY_CERTIFIER,
     .for_names = true},
    {.margin = ART_LEAST_MARGIN,
     .aside = true,
     .narrow = true,
     .way = ART_WAY_PRODUCER,
     .for_names = true},
    {.margin = ART_LEAST_MARGIN, .turned = true, .narrow = true, .for_names = true},
};
enum { N_ATTEMPTS = sizeof attempts / sizeof *attempts };

static bool is_round(const struct sello_art *art) {
    return art->setup.stock->shape == SELLO_STOCK_ROUND;
}

/* Is a corner worth trying? Only on a label that is nearly a square: on a long one the lines beside
 * the symbol would be too short. A wide tag has its hole there. */
static bool has_corner(const struct sello_art *art) {
    double longer = fmax(art->width, art->height), shorter = fmin(art->width, art->height);
    bool tag = art->setup.design->kind == DESIGN_TAG;
    return art->setup.stock->shape == SELLO_STOCK_ROUND || longer <= (tag ? 1.1 : 1.5) * shorter;
}

static bool applies(const struct sello_art *art, struct art_attempt attempt) {
    return (!attempt.dressed || art_has_dress(art)) && (!attempt.aside || has_corner(art));
}

/* On a round label the community gives way to the ring that is the design's sign. */
static unsigned kept_with_sign(const struct sello_art *art) {
    unsigned kept = art_kept(art);
    return is_round(art) && art_has_dress(art) ? kept | (ART_KEPT_ALL >> 10) : kept;
}

/* Takes the first attempt that keeps what matters most, else the one that keeps most: a small label
 * gives up what its design draws, then part of its margin, before it gives up words. Nothing is
 * read from the side where all that must not leave can be read upright. */
static struct art_attempt lay_out_best(struct sello_art *art, double symbol) {
    size_t best = N_ATTEMPTS, last = N_ATTEMPTS;
    unsigned most = 0;
    for (size_t i = 0; i < N_ATTEMPTS && most < ART_KEPT_ALL; i++) {
        struct art_attempt attempt = attempts[i];
        bool sideways = attempt.aside || attempt.turned;
        bool small = fmin(art->width, art->height) < UPRIGHT_LEAST || is_round(art);
        bool named = art_kept_main(most) == ART_KEPT_MAIN_ALL;
        bool said = art_kept_scan(most) == ART_KEPT_SCAN_ALL;
        bool enough = (named && sideways && !small) || (said && attempt.for_names);
        if (!applies(art, attempt) || enough) {
            continue;
        }
        art_clear(art);
        lay_out_attempt(art, symbol, attempt);
        last = i;
        unsigned now = kept_with_sign(art);
        best = now > most || best == N_ATTEMPTS ? i : best;
        most = now > most ? now : most;
    }
    if (last != best) {
        art_clear(art);
        lay_out_attempt(art, symbol, attempts[best]);
    }
    art->is_sideways =
        attempts[best].aside && !is_round(art) && fmin(art->width, art->height) >= UPRIGHT_LEAST;
    return attempts[best];
}

enum sello_error art_by_ours(struct sello_art *art) {
    double symbol = art_symbol_side(art);
    if (symbol * (is_round(art) ? sqrt(2) : 1) > /* its corners must fit too */
        fmin(art->width, art->height) + 1e-6) {
        return SELLO_E_PAGE_FULL;
    }
    struct art_attempt attempt = lay_out_best(art, symbol);
    bool wide = art->width > 1.1 * art->height;
    bool turned = wide && (attempt.turned || art->setup.design->kind == DESIGN_TAG);
    art_add_sign(art, symbol, attempt.margin, turned);
    return SELLO_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A label by one of our own designs: what is tried, and what is taken. */
#include "labels/art/art_plan.h"

#include <math.h>

#define LEAST_MARGIN (0.9 * ART_MM) /* where a label is too small for the usual one */

/* What is tried one after the other, until the words that matter are on the label. */
struct attempt {
    bool dressed;
    double margin; /* at least; points */
    bool turned;   /* words along the short side of a wide label */
    bool corner;   /* the symbol in a corner, where more words come in beside it */
};

/* ---- the label ---- */

static struct frame frame_of(const struct sello_art *art, struct attempt attempt) {
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
        frame.margin = fmax(frame.margin, PLAN_FRAME_INSET + PLAN_FRAME_LINE + 2 * PLAN_FRAME_GAP);
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

/* The design's own things, then the words around them. */
static void plan_rectangle(struct art_plan *plan, struct sello_art *art, struct frame *frame) {
    enum design_kind kind = art->setup.design->kind;
    bool band = kind == DESIGN_FRAMED && frame->dressed && art->text[ART_CERTIFIER] != NULL;
    if (kind == DESIGN_TAG && frame->dressed) {
        plan_hole(art, frame, plan->symbol);
    }
    if (!frame->corner && !frame->turned && kind != DESIGN_TAG && plan_is_beside(plan, frame)) {
        double left = plan_words_left(plan, frame) + plan->symbol + PLAN_SYMBOL_GAP;
        if (band) {
            plan_band(plan, art, frame, left);
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

static void plan_circle(struct art_plan *plan, struct sello_art *art, struct frame *frame,
                        struct art_rect *out_symbol) {
    if (frame->dressed && art->setup.design->kind == DESIGN_TAG) {
        plan_hole(art, frame, plan->symbol);
    } else if (frame->dressed) {
        plan_cap(art, plan->symbol);
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

unsigned art_nearest_dot(double at, double dot, double space, double symbol) {
    double most = floor((space - symbol) / dot + 1e-6);
    return (unsigned)fmax(fmin(floor(at / dot + 0.5), most), 0);
}

static void lay_out(struct sello_art *art, double symbol, struct attempt attempt) {
    /* On a ground the white around it keeps away from the words too. */
    double around = art->ground != DESIGN_WHITE ? 2 * ART_WHITE_BEYOND : 0;
    around += art->dot / 2; /* it moves to the nearest dot */
    struct art_plan plan = {.symbol = symbol + 2 * around};
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
    art->symbol_x = art_nearest_dot(at.x + around, art->dot, art->width, symbol);
    art->symbol_y = art_nearest_dot(at.y + around, art->dot, art->height, symbol);
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

/* ---- what is tried ---- */

/* In order: with its band or its hole, without, with less margin; each with the symbol in a corner
 * too. At last words along the short side. */
static const struct attempt attempts[] = {
    {true, ART_MARGIN, false, false},    {true, ART_MARGIN, false, true},
    {false, ART_MARGIN, false, false},   {false, ART_MARGIN, false, true},
    {false, LEAST_MARGIN, false, false}, {false, LEAST_MARGIN, false, true},
    {false, ART_MARGIN, true, false},    {false, LEAST_MARGIN, true, false},
};
enum { N_ATTEMPTS = sizeof attempts / sizeof *attempts };

static bool is_next_alike(size_t i) {
    return i + 1 < N_ATTEMPTS && attempts[i + 1].corner;
}

/* Is it nearly a square? Round labels have no corner; on long ones the words beside a symbol in the
 * corner would stand apart in lines too short for them, and a tag that lies has its hole there. */
static bool has_corner(const struct sello_art *art) {
    double longer = fmax(art->width, art->height), shorter = fmin(art->width, art->height);
    bool tag = art->setup.design->kind == DESIGN_TAG;
    return art->setup.stock->shape != SELLO_STOCK_ROUND && longer <= (tag ? 1.1 : 1.5) * shorter;
}

static bool is_open(const struct sello_art *art, struct attempt attempt) {
    bool bare = attempt.dressed && is_plain(art); /* nothing to dress it with */
    return !bare && (!attempt.corner || has_corner(art));
}

/* How much is on it: what matters first, then how many of the rest. */
static unsigned worth_of(const struct sello_art *art, bool *out_all) {
    unsigned shown = 0, told = 0;
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        bool has = field == ART_MARK ? art->setup.mark != NULL : art->text[field] != NULL;
        told += has;
        shown += has && art_box_of(art, (enum art_field)field) != NULL;
    }
    *out_all = shown == told && art_kept(art) == ART_KEPT_ALL;
    return art_kept(art) * ART_FLOWING + shown;
}

static bool has_main(unsigned worth) {
    return art_kept_main(worth / ART_FLOWING) == ART_KEPT_MAIN_ALL;
}

/* The first attempt that has what matters most, else the one that has most: a small label goes
 * without its band or its hole, then with less margin, before it goes without its words.
 * *out_margin is its margin. */
static void try_all(struct sello_art *art, double symbol, double *out_margin) {
    size_t best = N_ATTEMPTS, last = N_ATTEMPTS;
    unsigned most = 0;
    bool all = false;
    for (size_t i = 0; i < N_ATTEMPTS && !all; i++) {
        if (is_open(art, attempts[i])) {
            art_clear(art);
            lay_out(art, symbol, attempts[i]);
            last = i;
            unsigned worth = worth_of(art, &all);
            best = worth > most || best == N_ATTEMPTS ? i : best;
            most = worth > most ? worth : most;
        }
        if (has_main(most) && !is_next_alike(i)) {
            break;
        }
    }
    if (last != best) {
        art_clear(art);
        lay_out(art, symbol, attempts[best]);
    }
    *out_margin = attempts[best].margin;
}

enum sello_error art_plan(struct sello_art *art) {
    double symbol = art->setup.symbol_page * art->setup.size.dots_per_module * art->dot, margin;
    if (!has_room(art, symbol)) {
        return SELLO_E_PAGE_FULL;
    }
    try_all(art, symbol, &margin);
    if (plan_has_frame(art, symbol, margin)) {
        plan_frame(art);
    }
    return SELLO_OK;
}

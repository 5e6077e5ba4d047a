/* SPDX-License-Identifier: Apache-2.0 */
/* What our designs draw beside the words: fretwork, a frame, a tag's hole, a seal. */
#include <math.h>

#include "labels/art/art_plan.h"

#define OUTLINE_INSET (0.9 * ART_MM)
#define OUTLINE (0.3 * ART_MM)
#define OUTLINE_CORNER (1.2 * ART_MM)
#define STRIP_PART 0.075 /* of the label's shorter side */
#define STRIP_LEAST (2.1 * ART_MM)
#define STRIP_MOST (6 * ART_MM)
#define STRIP_GAP (0.9 * ART_MM) /* between the outline and the strip, and the strip and words */
#define STRIP_FEET 0.02          /* more of it above a strip, of the label's height */
#define HOLE_MARGIN (2.2 * ART_MM)
#define HOLE_GAP (1.4 * ART_MM)
#define RING (0.8 * ART_MM) /* around the hole, as reinforcing rings are */
#define HOLE_LINE (0.15 * ART_MM)
#define SEAL_LEAST (10.5 * ART_MM)
#define SEAL_MOST (46 * ART_MM)
#define SEAL_ABOVE (26 * ART_MM)  /* more room than this above the symbol takes the seal there */
#define SEAL_CAPTION (9 * ART_MM) /* what stays for the words below the symbol */
#define SEAL_LINE (0.35 * ART_MM)
#define SEAL_SPAN 5.4 /* radians: a seal's words leave a gap at its foot */

/* ---- a seal ---- */

/* The mark, or a lozenge where there is none, within a circle. */
static void fill_seal(struct sello_art *art, double x, double y, double radius) {
    if (art->setup.mark == NULL || art->n_boxes == ART_BOXES_MAX) {
        double side = 1.25 * radius;
        art_add_fill(art, (struct art_fill){.at = {x - side / 2, y - side / 2, side, side},
                                            .ink = art_ink_here(art),
                                            .shape = ART_LOZENGE});
        return;
    }
    double aspect = mark_aspect(art->setup.mark);
    double height = 1.8 * radius / hypot(1, aspect), width = aspect * height;
    art->box[art->n_boxes++] =
        (struct art_box){.field = ART_MARK, .at = {x - width / 2, y - height / 2, width, height}};
}

static void add_seal(struct sello_art *art, double x, double y, double radius) {
    double inner = radius - 2.2 * SEAL_LINE;
    const struct art_rect circle = {x - inner, y - inner, 2 * inner, 2 * inner};
    art_add_circle(art, x, y, radius, SEAL_LINE, art_ink_here(art), ART_RECT);
    if (art_add_rim(art, ART_CERTIFIER, circle, false, SEAL_SPAN, &inner)) {
        inner -= SEAL_LINE;
        art_add_circle(art, x, y, inner, SEAL_LINE / 2, art_ink_here(art), ART_RECT);
    } else {
        art_add_circle(art, x, y, radius - 2 * SEAL_LINE, SEAL_LINE / 2, art_ink_here(art),
                       ART_RECT);
        inner = radius - 3 * SEAL_LINE;
    }
    fill_seal(art, x, y, inner - SEAL_LINE);
}

/* Its name needs no more room than the words leave it. */
static void dress_seal(struct sello_art *art, struct art_frame *frame, double symbol, bool beside) {
    double margin = frame->margin;
    if (beside && frame->height - symbol > SEAL_ABOVE + 2 * margin) {
        double side = fmin(frame->height - symbol - SEAL_CAPTION - 2 * margin, symbol);
        side = fmin(side, SEAL_MOST);
        add_seal(art, art_symbol_left(frame, symbol) + symbol / 2, margin + side / 2, side / 2);
        frame->above_symbol = margin + side;
        return;
    }
    if (beside) {
        double words = frame->width - symbol - 3 * margin;
        double side = fmin(fmin(frame->height - 2 * margin, 0.40 * words), SEAL_MOST);
        if (side >= SEAL_LEAST) {
            add_seal(art, frame->width - margin - side / 2, frame->height / 2, side / 2);
            frame->right = margin + side + 1.5 * ART_MM;
        }
        return;
    }
    double words = frame->height - symbol - 2 * margin;
    double side = fmin(fmin(frame->width - 2 * margin, 0.45 * words), SEAL_MOST);
    if (side >= SEAL_LEAST) {
        add_seal(art, frame->width / 2, margin + side / 2, side / 2);
        frame->top = margin + side + ART_MM;
    }
}

/* ---- fretwork ---- */

static double strip_of(const struct sello_art *art) {
    double side = fmin(art->width, art->height);
    return fmin(fmax(STRIP_PART * side, STRIP_LEAST), STRIP_MOST);
}

static void add_strip(struct sello_art *art, struct art_rect at, enum art_edge from) {
    art_add_fill(art, (struct art_fill){.at = at,
                                        .ink = art_ink_here(art),
                                        .shape = ART_FRET,
                                        .from = from,
                                        .ornament = art->setup.ornament});
}

/* Along the right edge beside words, else along the top. */
static void dress_frame(struct sello_art *art, struct art_frame *frame, bool beside) {
    double strip = strip_of(art), from = OUTLINE_INSET + OUTLINE + STRIP_GAP;
    if (beside) {
        add_strip(
            art,
            (struct art_rect){frame->width - from - strip, from, strip, frame->height - 2 * from},
            ART_RIGHT);
        frame->right = from + strip + STRIP_GAP;
    } else {
        add_strip(art, (struct art_rect){from, from, frame->width - 2 * from, strip}, ART_TOP);
        frame->top = from + strip + STRIP_GAP;
    }
}

/* White on the ground, along the foot or the right edge. */
static void dress_earth(struct sello_art *art, struct art_frame *frame, bool beside) {
    double strip = strip_of(art), margin = fmax(frame->margin, ART_MARGIN);
    if (beside) {
        add_strip(art,
                  (struct art_rect){frame->width - margin - strip, margin, strip,
                                    frame->height - 2 * margin},
                  ART_RIGHT);
        frame->right = margin + strip + 1.5 * ART_MM;
    } else {
        add_strip(art,
                  (struct art_rect){margin, frame->height - margin - strip,
                                    frame->width - 2 * margin, strip},
                  ART_BOTTOM);
        frame->bottom = margin + strip + STRIP_GAP + STRIP_FEET * frame->height;
    }
}

/* ---- a tag's hole ---- */

/* Where to punch, in a ring that keeps the string from tearing the paper. */
static double add_hole(struct sello_art *art, const struct art_frame *frame, double symbol) {
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double room = round ? (frame->height - symbol) / 2 : frame->height - symbol;
    double radius = (room > 16 * ART_MM ? 4 * ART_MM : 3 * ART_MM) / 2;
    double x = frame->width / 2, y = HOLE_MARGIN + radius;
    bool ringed = room > 12 * ART_MM;
    if (ringed) {
        y += RING;
        art_add_circle(art, x, y, radius + RING + 2 * HOLE_LINE, RING, ART_ACCENT, ART_RECT);
    }
    art_add_circle(art, x, y, radius, HOLE_LINE, ART_BLACK, ART_RECT);
    return y + radius + (ringed ? RING + 2 * HOLE_LINE : 0) + HOLE_GAP;
}

/* A strip at the foot, where there is room to spare. */
static void dress_tag(struct sello_art *art, struct art_frame *frame, double symbol) {
    frame->top = add_hole(art, frame, symbol);
    if (frame->height - symbol > 34 * ART_MM) {
        double strip = strip_of(art), from = OUTLINE_INSET + OUTLINE + STRIP_GAP;
        add_strip(
            art,
            (struct art_rect){from, frame->height - from - strip, frame->width - 2 * from, strip},
            ART_BOTTOM);
        frame->bottom = from + strip + STRIP_GAP + STRIP_FEET * frame->height;
    }
}

/* ---- all of it ---- */

bool art_has_dress(const struct sello_art *art) {
    return art->setup.design->kind != DESIGN_SIMPLE;
}

void art_dress(struct sello_art *art, struct art_frame *frame, double symbol, bool beside) {
    switch (art->setup.design->kind) {
    case DESIGN_FRAME: dress_frame(art, frame, beside); break;
    case DESIGN_TAG: dress_tag(art, frame, symbol); break;
    case DESIGN_SEAL: dress_seal(art, frame, symbol, beside); break;
    case DESIGN_EARTH: dress_earth(art, frame, beside); break;
    case DESIGN_SIMPLE:
    case DESIGN_OWN: break;
    }
}

double art_dress_round(struct sello_art *art, const struct art_frame *frame, double symbol) {
    double middle = art->width / 2, inset = OUTLINE_INSET, line = OUTLINE;
    enum design_kind kind = art->setup.design->kind;
    double reach = inset + line * (kind == DESIGN_SEAL ? 2.5 : 1);
    bool corners_free = middle - reach > symbol / sqrt(2);
    if (!frame->dressed || kind == DESIGN_SIMPLE || kind == DESIGN_EARTH) {
        return frame->margin;
    }
    if (kind == DESIGN_TAG) {
        (void)add_hole(art, frame, symbol);
        return frame->margin;
    }
    if (!corners_free) {
        return frame->margin;
    }
    art_add_circle(art, middle, middle, middle - inset, line, art_ink_here(art), ART_RECT);
    if (kind == DESIGN_SEAL) {
        art_add_circle(art, middle, middle, middle - inset - 2 * line, line / 2, art_ink_here(art),
                       ART_RECT);
        inset += 2 * line;
    }
    return fmax(inset + line + 0.5 * ART_MM, frame->margin);
}

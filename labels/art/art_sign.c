/* SPDX-License-Identifier: Apache-2.0 */
/* A design's sign where it costs no words: the outline, and where there was no room for what the
 * design draws otherwise, a smaller form of it in places that stayed free: on both sides of the
 * symbol, or along a round label's edge. */
#include <math.h>

#include "labels/art/art_plan.h"

#define INSET (0.9 * ART_MM) /* of the outline from the label's edge */
#define LINE (0.3 * ART_MM)
#define CORNER (1.2 * ART_MM)
#define CLEAR (0.3 * ART_MM) /* between lines and words */
#define SHORN (3.0 * ART_MM)
#define STRIP_LEAST (1.7 * ART_MM)
#define STRIP_MOST (3.6 * ART_MM)
#define HOLE (3.0 * ART_MM)
#define HOLE_RING (0.6 * ART_MM)
#define HOLE_AWAY (1.9 * ART_MM) /* from the edge: paper tears */
#define MEDAL_LEAST (3.2 * ART_MM)
#define MEDAL_MOST (9.0 * ART_MM)
#define RING_INSET (0.65 * ART_MM)

static bool has_ornament(const struct sello_art *art) {
    for (size_t i = 0; i < art->n_fills; i++) {
        if (art->fill[i].shape != ART_RECT || art->fill[i].corner > 0) {
            return true;
        }
    }
    return false;
}

/* ---- the outline ---- */

static bool clear_of_outline(const struct sello_art *art, double symbol, double margin) {
    double free = INSET + LINE, x = art->symbol_x * art->dot, y = art->symbol_y * art->dot;
    return margin >= free + CLEAR && fmin(x, y) >= free && x + symbol <= art->width - free &&
           y + symbol <= art->height - free;
}

/* How near to the label's corner at this end of both axes a rectangle comes, along them. */
static double reach_to_corner(const struct sello_art *art, struct art_rect r, bool right,
                              bool bottom) {
    double across = right ? art->width - r.x - r.width : r.x;
    double down = bottom ? art->height - r.y - r.height : r.y;
    return across + down - 2 * INSET;
}

/* Does nothing stand where these corners are cut off? */
static bool can_be_shorn(const struct sello_art *art, double symbol, enum art_edge from) {
    const struct art_rect at = {art->symbol_x * art->dot, art->symbol_y * art->dot, symbol, symbol};
    double least = fmin(reach_to_corner(art, at, false, false),
                        reach_to_corner(art, at, from == ART_TOP, from == ART_LEFT));
    for (size_t i = 0; i < art->n_boxes; i++) {
        const struct art_rect r = art->box[i].at;
        least = fmin(least, reach_to_corner(art, r, false, false));
        least = fmin(least, reach_to_corner(art, r, from == ART_TOP, from == ART_LEFT));
    }
    return least > SHORN + CLEAR;
}

static void add_outline(struct sello_art *art, double inset, double line, enum art_shape shape,
                        enum art_edge from) {
    const struct art_rect at = {inset, inset, art->width - 2 * inset, art->height - 2 * inset};
    double corner = fmax(art->setup.stock->corner * ART_MM - inset, CORNER);
    art_add_fill(art, (struct art_fill){.at = at,
                                        .line = line,
                                        .corner = shape == ART_SHORN ? SHORN : corner,
                                        .shape = shape,
                                        .from = from,
                                        .ink = ART_ACCENT});
}

/* ---- beside the symbol ---- */

/* What is free on one side of it, as high as its dark part; no width: nothing. */
static struct art_rect band_beside(const struct sello_art *art, double symbol, bool right) {
    double edge = INSET + LINE + 1.2 * CLEAR;
    double away = art->ground != DESIGN_WHITE ? 2 * art_white_beyond(art) : 0;
    double x = art->symbol_x * art->dot, y = art->symbol_y * art->dot;
    double quiet = SELLO_QUIET_ZONE * art->setup.size.dots_per_module * art->dot;
    struct art_rect band = {edge, y + quiet, x - away - edge, symbol - 2 * quiet};
    if (right) {
        band.x = x + symbol + away;
        band.width = art->width - edge - band.x;
    }
    for (size_t i = 0; i < art->n_boxes; i++) {
        const struct art_rect *r = &art->box[i].at;
        bool apart = r->x >= band.x + band.width || r->x + r->width <= band.x ||
                     r->y >= band.y + band.height || r->y + r->height <= band.y;
        band.width = apart ? band.width : 0;
    }
    return band;
}

static void add_strips(struct sello_art *art, const struct art_rect bands[2]) {
    double width = fmin(fmin(bands[0].width, bands[1].width), STRIP_MOST);
    for (unsigned right = 0; right < 2 && width >= STRIP_LEAST; right++) {
        struct art_rect at = bands[right];
        at.x += (at.width - width) / 2;
        at.width = width;
        art_add_fill(art, (struct art_fill){.at = at,
                                            .ink = art_ink_here(art),
                                            .shape = ART_FRET,
                                            .ornament = art->setup.ornament,
                                            .from = right ? ART_RIGHT : ART_LEFT});
    }
}

static bool add_medals(struct sello_art *art, const struct art_rect bands[2]) {
    double side = fmin(fmin(bands[0].width, bands[1].width), MEDAL_MOST), line = 0.25 * ART_MM;
    for (unsigned right = 0; right < 2 && side >= MEDAL_LEAST; right++) {
        double x = bands[right].x + bands[right].width / 2;
        double y = bands[right].y + bands[right].height / 2, within = 0.62 * side;
        art_add_circle(art, x, y, side / 2, line, art_ink_here(art), ART_RECT);
        art_add_fill(art, (struct art_fill){.at = {x - within / 2, y - within / 2, within, within},
                                            .ink = art_ink_here(art),
                                            .shape = ART_LOZENGE});
    }
    return side >= MEDAL_LEAST;
}

/* At the upper end of the left band: a tag may hang from its corner. With a ring around it, as
 * paper has that is punched, where there is room. */
static void add_hole(struct sello_art *art, struct art_rect band) {
    double line = 0.15 * ART_MM, whole = HOLE + 2 * (HOLE_RING + 2 * line);
    bool ringed = band.width >= whole;
    double side = ringed ? whole : HOLE;
    double left = fmax(band.x + (band.width - side) / 2, HOLE_AWAY - (side - HOLE) / 2);
    double x = left + side / 2, y = band.y + side / 2;
    if (left + side <= band.x + band.width + CLEAR) {
        art_add_circle(art, x, y, HOLE / 2, line, art_ink_here(art), ART_RECT);
    }
    if (ringed) {
        art_add_circle(art, x, y, side / 2, HOLE_RING, art_ink_here(art), ART_RECT);
    }
}

static void sign_rectangle(struct sello_art *art, double symbol, double margin, bool turned) {
    enum design_kind kind = art->setup.design->kind;
    const struct art_rect bands[2] = {band_beside(art, symbol, false),
                                      band_beside(art, symbol, true)};
    bool bare = !has_ornament(art), outline = clear_of_outline(art, symbol, margin);
    enum art_edge from = turned ? ART_LEFT : ART_TOP;
    if (bare && (kind == DESIGN_FRAME || kind == DESIGN_EARTH)) {
        add_strips(art, bands);
    } else if (bare && kind == DESIGN_TAG) {
        add_hole(art, bands[0]);
    } else if (bare && kind == DESIGN_SEAL && !add_medals(art, bands) && outline) {
        add_outline(art, INSET, LINE, ART_RECT, from); /* two lines, as a seal's rim has */
        add_outline(art, INSET - 1.6 * LINE, LINE / 2, ART_RECT, from);
    }
    if (outline && kind == DESIGN_FRAME) {
        add_outline(art, INSET, LINE, ART_RECT, from);
    } else if (outline && kind == DESIGN_TAG) {
        bool shorn = can_be_shorn(art, symbol, from);
        add_outline(art, INSET, LINE, shorn ? ART_SHORN : ART_RECT, from);
    }
}

/* ---- along a round edge ---- */

/* How far from the middle the outermost word or corner of the symbol is. */
static double reach_of_words(const struct sello_art *art, double symbol) {
    double middle = art->width / 2, reach = symbol / sqrt(2);
    for (size_t i = 0; i < art->n_boxes; i++) {
        const struct art_box *box = &art->box[i];
        double across = fmax(fabs(box->at.x - middle), fabs(box->at.x + box->at.width - middle));
        double down = fmax(fabs(box->at.y - middle), fabs(box->at.y + box->at.height - middle));
        reach = fmax(reach, box->rim > 0 ? box->at.width / 2 : hypot(across, down));
    }
    return reach;
}

static void sign_round(struct sello_art *art, double symbol) {
    double middle = art->width / 2, radius = middle - RING_INSET;
    if (has_ornament(art) || reach_of_words(art, symbol) > middle - ART_RING_ROOM + 1e-6) {
        return;
    }
    switch (art->setup.design->kind) {
    case DESIGN_FRAME:
        art_add_circle(art, middle, middle, radius, LINE, art_ink_here(art), ART_RECT);
        break;
    case DESIGN_TAG:
        art_add_circle(art, middle, middle, radius, LINE, art_ink_here(art), ART_STITCH);
        break;
    case DESIGN_SEAL:
        art_add_circle(art, middle, middle, radius, 0.7 * LINE, art_ink_here(art), ART_RECT);
        art_add_circle(art, middle, middle, radius - LINE, 0.4 * LINE, art_ink_here(art), ART_RECT);
        break;
    case DESIGN_EARTH:
        art_add_circle(art, middle, middle, radius, 0.7 * LINE, art_ink_here(art), ART_RECT);
        break;
    case DESIGN_SIMPLE:
    case DESIGN_OWN: break;
    }
}

void art_add_sign(struct sello_art *art, double symbol, double margin, bool turned) {
    if (art->setup.stock->shape == SELLO_STOCK_ROUND) {
        sign_round(art, symbol);
    } else {
        sign_rectangle(art, symbol, margin, turned);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes of a label as cairo paths; whoever draws the label fills or writes them. */
#include <math.h>

#include "labels/art/art_parts.h"

void art_turn_to(cairo_t *cairo, const struct art_box *box) {
    cairo_matrix_t upwards = {0, -1, 1, 0, box->at.x, box->at.y + box->at.height};
    cairo_matrix_t downwards = {0, 1, -1, 0, box->at.x + box->at.width, box->at.y};
    if (box->turn == 0) {
        cairo_translate(cairo, box->at.x, box->at.y);
    } else {
        cairo_transform(cairo, box->turn == 1 ? &upwards : &downwards);
    }
}

void art_rounded_path(cairo_t *cairo, double left, double top, double right, double bottom,
                      double radius) {
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, right - radius, top + radius, radius, -M_PI / 2, 0);
    cairo_arc(cairo, right - radius, bottom - radius, radius, 0, M_PI / 2);
    cairo_arc(cairo, left + radius, bottom - radius, radius, M_PI / 2, M_PI);
    cairo_arc(cairo, left + radius, top + radius, radius, M_PI, 3 * M_PI / 2);
    cairo_close_path(cairo);
}

static void trace_rounded_rect(cairo_t *cairo, const struct art_rect *at, double radius) {
    art_rounded_path(cairo, at->x, at->y, at->x + at->width, at->y + at->height, fmax(radius, 0));
}

/* ---- what a design draws ---- */

/* With the two corners cut off that are nearest to the edge that it hangs from. */
static void trace_shorn_rect(cairo_t *cairo, const struct art_rect *at, double corner,
                             enum art_edge from) {
    double left = at->x, top = at->y, right = at->x + at->width, bottom = at->y + at->height;
    double low = from == ART_LEFT ? 0 : corner, high = corner;
    cairo_move_to(cairo, left + high, top);
    cairo_line_to(cairo, right - low, top);
    cairo_line_to(cairo, right, top + low);
    cairo_line_to(cairo, right, bottom);
    cairo_line_to(cairo, left + (corner - low), bottom);
    cairo_line_to(cairo, left, bottom - (corner - low));
    cairo_line_to(cairo, left, top + high);
    cairo_close_path(cairo);
}

static void shorn_path(cairo_t *cairo, const struct art_fill *fill) {
    const struct art_rect *at = &fill->at;
    const struct art_rect hole = {at->x + fill->line, at->y + fill->line,
                                  at->width - 2 * fill->line, at->height - 2 * fill->line};
    trace_shorn_rect(cairo, at, fill->corner, fill->from);
    trace_shorn_rect(cairo, &hole, fill->corner - (2 - sqrt(2)) * fill->line, fill->from);
}

#define STITCH (2.1 * ART_MM) /* with the gap behind it */
#define STITCH_PART 0.62

unsigned art_stitches(const struct art_fill *fill) {
    return (unsigned)round(M_PI * fill->at.width / STITCH);
}

static void stitch_path(cairo_t *cairo, const struct art_fill *fill) {
    double radius = fill->at.width / 2, x = fill->at.x + radius, y = fill->at.y + radius;
    unsigned n = art_stitches(fill);
    double step = 2 * M_PI / n;
    for (unsigned i = 0; i < n; i++) {
        double begin = i * step, end = begin + STITCH_PART * step;
        cairo_new_sub_path(cairo);
        cairo_arc(cairo, x, y, radius, begin, end);
        cairo_arc_negative(cairo, x, y, radius - fill->line, end, begin);
        cairo_close_path(cairo);
    }
}

void art_fill_path(cairo_t *cairo, const struct art_fill *fill) {
    const struct art_rect *at = &fill->at;
    const struct art_rect hole = {at->x + fill->line, at->y + fill->line,
                                  at->width - 2 * fill->line, at->height - 2 * fill->line};
    switch (fill->shape) {
    case ART_FRET: art_fret_path(cairo, fill); return;
    case ART_LOZENGE: art_lozenge_path(cairo, fill); return;
    case ART_SHORN: shorn_path(cairo, fill); return;
    case ART_STITCH: stitch_path(cairo, fill); return;
    case ART_RECT: break;
    }
    if (fill->corner > 0) {
        trace_rounded_rect(cairo, at, fill->corner);
    } else {
        cairo_rectangle(cairo, at->x, at->y, at->width, at->height);
    }
    if (fill->line > 0) {
        trace_rounded_rect(cairo, &hole, fill->corner - fill->line);
    }
}

bool art_ground_is_dark(const struct sello_art *art) {
    return sello_contrast(art->ground, DESIGN_WHITE) > sello_contrast(art->ground, 0);
}

enum art_ink art_ink_here(const struct sello_art *art) {
    return art_ground_is_dark(art) ? ART_WHITE : ART_ACCENT;
}

uint32_t art_ink_of(const struct sello_art *art, enum art_ink ink) {
    return ink == ART_WHITE ? 0xffffffu : ink == ART_ACCENT ? art->accent : 0;
}

/* ---- the ground ---- */

void art_ground_path(const struct sello_art *art, cairo_t *cairo) {
    double beyond = ART_GROUND_BEYOND, radius = art->width / 2;
    if (art->setup.stock->shape == SELLO_STOCK_ROUND) {
        cairo_new_sub_path(cairo);
        cairo_arc(cairo, radius, radius, radius + (art->setup.bleeds ? beyond : 0), 0, 2 * M_PI);
        cairo_close_path(cairo);
    } else {
        cairo_rectangle(cairo, -beyond, -beyond, art->width + 2 * beyond, art->height + 2 * beyond);
    }
}

double art_white_beyond(const struct sello_art *art) {
    bool round = art->setup.stock->shape == SELLO_STOCK_ROUND;
    double side = fmin(art->width, art->height);
    double beyond = round && side < 40 * ART_MM ? 0 : round || side < 42 * ART_MM ? 0.15 : 0.4;
    return beyond * ART_MM;
}

void art_white_path(const struct sello_art *art, cairo_t *cairo) {
    double side = art_symbol_side(art), beyond = art_white_beyond(art);
    const struct art_rect at = {art->symbol_x * art->dot - beyond,
                                art->symbol_y * art->dot - beyond, side + 2 * beyond,
                                side + 2 * beyond};
    trace_rounded_rect(cairo, &at, beyond);
}

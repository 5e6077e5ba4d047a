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

/* ---- black areas ---- */

static void trace_cap(cairo_t *cairo, const struct art_fill *fill) {
    double radius = fill->at.width / 2;
    double half = acos(fmin(fmax(1 - fill->cap / radius, -1), 1));
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, fill->at.x + radius, fill->at.y + radius, radius, -M_PI / 2 - half,
              -M_PI / 2 + half);
    cairo_close_path(cairo);
}

void art_fill_path(cairo_t *cairo, const struct art_fill *fill) {
    const struct art_rect *at = &fill->at;
    const struct art_rect hole = {at->x + fill->line, at->y + fill->line,
                                  at->width - 2 * fill->line, at->height - 2 * fill->line};
    if (fill->cap > 0) {
        trace_cap(cairo, fill);
    } else if (fill->corner > 0) {
        trace_rounded_rect(cairo, at, fill->corner);
    } else {
        cairo_rectangle(cairo, at->x, at->y, at->width, at->height);
    }
    if (fill->line > 0) {
        trace_rounded_rect(cairo, &hole, fill->corner - fill->line);
    }
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

void art_white_path(const struct sello_art *art, cairo_t *cairo) {
    double side = art_symbol_side(art);
    const struct art_rect at = {art->symbol_x * art->dot - ART_WHITE_BEYOND,
                                art->symbol_y * art->dot - ART_WHITE_BEYOND,
                                side + 2 * ART_WHITE_BEYOND, side + 2 * ART_WHITE_BEYOND};
    trace_rounded_rect(cairo, &at, ART_WHITE_BEYOND);
}

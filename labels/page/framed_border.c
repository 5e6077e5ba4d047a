/* SPDX-License-Identifier: Apache-2.0 */
/* A border like a woven band: lozenges made of small squares, counted like threads. */
#include <math.h>

#include "labels/page/framed_parts.h"

#define EDGE 25.0  /* from the paper's edge: within reach of office printers */
#define BAND 22.0  /* the woven band's width */
#define GAP 4.0    /* between the band and the lines beside it */
#define THREADS 11 /* squares across the band, and along a lozenge */

/* One lozenge; '#' is ink. Its corners, with its neighbours', make up the lozenges between them. */
static const char *const lozenge[THREADS] = {
    "##...#...##", "#...###...#", "...##.##...", "..##...##..", ".##..#..##.", "##..###..##",
    ".##..#..##.", "..##...##..", "...##.##...", "#...###...#", "##...#...##",
};

/* The star where two bands meet. */
static const char *const corner[THREADS] = {
    "###########", "#.........#", "#.#.###.#.#", "#..#.#.#..#", "#.#.###.#.#", "#.#######.#",
    "#.#.###.#.#", "#..#.#.#..#", "#.#.###.#.#", "#.........#", "###########",
};

/* Touching squares in a row are one rectangle, so that no seam shows. */
static void trace_motif(cairo_t *cairo, const char *const *motif, double x, double y, double wide,
                        double high) {
    for (unsigned row = 0; row < THREADS; row++) {
        for (unsigned i = 0; i < THREADS; i++) {
            unsigned start = i;
            while (i < THREADS && motif[row][i] == '#') {
                i++;
            }
            if (i > start) {
                cairo_rectangle(cairo, x + start * wide, y + row * high, (i - start) * wide, high);
            }
        }
    }
}

/* Whole lozenges only, in the number that makes them most nearly square. */
static void trace_band(cairo_t *cairo, double x, double y, double length, bool down) {
    double count = round(length / BAND), step = length / count;
    for (unsigned i = 0; i < (unsigned)count; i++) {
        if (down) {
            trace_motif(cairo, lozenge, x, y + i * step, BAND / THREADS, step / THREADS);
        } else {
            trace_motif(cairo, lozenge, x + i * step, y, step / THREADS, BAND / THREADS);
        }
    }
}

static void trace_rule(cairo_t *cairo, double inset, double width, double height, double line) {
    cairo_set_line_width(cairo, line);
    cairo_rectangle(cairo, inset, inset, width - 2 * inset, height - 2 * inset);
    cairo_stroke(cairo);
}

void framed_border(cairo_t *cairo, double width, double height, const struct framed_ink *ink) {
    double at = EDGE + GAP, far_x = width - at - BAND, far_y = height - at - BAND;
    double thread = BAND / THREADS, inner = at + BAND;
    cairo_set_source_rgb(cairo, ink->red, ink->green, ink->blue);
    trace_rule(cairo, EDGE, width, height, 1.6);
    trace_rule(cairo, inner + GAP, width, height, 0.7);
    trace_band(cairo, inner, at, far_x - inner, false);
    trace_band(cairo, inner, far_y, far_x - inner, false);
    trace_band(cairo, at, inner, far_y - inner, true);
    trace_band(cairo, far_x, inner, far_y - inner, true);
    trace_motif(cairo, corner, at, at, thread, thread);
    trace_motif(cairo, corner, far_x, at, thread, thread);
    trace_motif(cairo, corner, at, far_y, thread, thread);
    trace_motif(cairo, corner, far_x, far_y, thread, thread);
    cairo_fill(cairo);
}

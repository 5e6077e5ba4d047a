/* SPDX-License-Identifier: Apache-2.0 */
/* Ornament like woven bands: stepped fretwork and a lozenge, made of small squares that are counted
 * like threads. Steps and hooks are the oldest and most widespread of figures, and drawn here from
 * scratch: a community's own patterns are its own, and a certifier adds them as its ornament. */
#include <math.h>

#include "labels/art/ornament.h"

#define FRET_LONG 12
#define FRET_HIGH 7
#define LOZENGE 13

/* A hook and the steps that it stands beside, above a line; '#' is ink. */
static const char *const fret[FRET_HIGH] = {
    "######......", "#....#....#.", "#.##.#...##.", "#..#.#..###.",
    "####.#.####.", ".....######.", "############",
};

static const char *const lozenge[LOZENGE] = {
    "......#......", ".....###.....", "....##.##....", "...##...##...", "..##..#..##..",
    ".##..###..##.", "##..#####..##", ".##..###..##.", "..##..#..##..", "...##...##...",
    "....##.##....", ".....###.....", "......#......",
};

/* Where squares touch along the strip they are one rectangle, so that no seam shows. */
typedef void put_run(void *context, unsigned row, unsigned start, unsigned end);

static void each_run(const char *const *motif, unsigned n_rows, unsigned n_long, put_run *put,
                     void *context) {
    for (unsigned row = 0; row < n_rows; row++) {
        for (unsigned i = 0; i < n_long; i++) {
            unsigned start = i;
            while (i < n_long && motif[row][i] == '#') {
                i++;
            }
            if (i > start) {
                put(context, row, start, i);
            }
        }
    }
}

/* ---- a strip ---- */

struct strip {
    cairo_t *cairo;
    const struct art_fill *fill;
    double begin, step, thread; /* along the strip; a thread's breadth across it */
};

static bool is_upright(const struct art_fill *fill) {
    return fill->from == ART_LEFT || fill->from == ART_RIGHT;
}

static void put_strip_run(void *context, unsigned row, unsigned start, unsigned end) {
    const struct strip *s = context;
    const struct art_rect *at = &s->fill->at;
    double from = s->begin + start * s->step, length = (end - start) * s->step;
    bool turned = s->fill->from == ART_TOP || s->fill->from == ART_LEFT;
    double across = (turned ? FRET_HIGH - 1 - row : row) * s->thread;
    if (is_upright(s->fill)) {
        cairo_rectangle(s->cairo, at->x + across, at->y + from, s->thread, length);
    } else {
        cairo_rectangle(s->cairo, at->x + from, at->y + across, length, s->thread);
    }
}

/* Whole figures only, in the number that makes their squares most nearly square. */
static unsigned count_figures(const struct art_fill *fill) {
    double along = is_upright(fill) ? fill->at.height : fill->at.width;
    double across = is_upright(fill) ? fill->at.width : fill->at.height;
    return (unsigned)fmax(round(along / (across / FRET_HIGH * FRET_LONG)), 1);
}

/* The second half looks the other way: the figures meet in the middle. */
void art_fret_path(cairo_t *cairo, const struct art_fill *fill) {
    if (fill->ornament != NULL) {
        ornament_path(cairo, fill);
        return;
    }
    double along = is_upright(fill) ? fill->at.height : fill->at.width;
    double across = is_upright(fill) ? fill->at.width : fill->at.height;
    unsigned n = count_figures(fill);
    struct strip strip = {.cairo = cairo, .fill = fill, .thread = across / FRET_HIGH};
    for (unsigned i = 0; i < n; i++) {
        bool back = 2 * i >= n;
        strip.step = along / n / FRET_LONG * (back ? -1 : 1);
        strip.begin = along / n * (i + back);
        each_run(fret, FRET_HIGH, FRET_LONG, put_strip_run, &strip);
    }
}

/* ---- a lozenge ---- */

static void put_lozenge_run(void *context, unsigned row, unsigned start, unsigned end) {
    const struct strip *s = context;
    const struct art_rect *at = &s->fill->at;
    cairo_rectangle(s->cairo, at->x + start * s->step, at->y + row * s->thread,
                    (end - start) * s->step, s->thread);
}

void art_lozenge_path(cairo_t *cairo, const struct art_fill *fill) {
    struct strip s = {.cairo = cairo,
                      .fill = fill,
                      .step = fill->at.width / LOZENGE,
                      .thread = fill->at.height / LOZENGE};
    each_run(lozenge, LOZENGE, LOZENGE, put_lozenge_run, &s);
}

/* ---- how much ---- */

static void count_run(void *context, unsigned row, unsigned start, unsigned end) {
    (void)row, (void)start, (void)end;
    ++*(size_t *)context;
}

size_t art_fret_count(const struct art_fill *fill) {
    size_t n = 0;
    if (fill->ornament != NULL) {
        return ornament_count(fill);
    }
    if (fill->shape == ART_FRET) {
        each_run(fret, FRET_HIGH, FRET_LONG, count_run, &n);
        return n * count_figures(fill);
    }
    if (fill->shape == ART_LOZENGE) {
        each_run(lozenge, LOZENGE, LOZENGE, count_run, &n);
    }
    return n;
}

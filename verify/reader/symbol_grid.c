/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/symbol_grid.h"

#include <math.h>
#include <stdlib.h>

/* ---- from modules to pixels: the one projective map between two squares (Heckbert 1989) ---- */

struct map {
    double a, b, c, d, e, f, g, h;
};

static struct map map_of(const struct sello_quad *q) {
    const struct sello_corner *p = q->corner;
    double ax = p[1].x - p[2].x, bx = p[3].x - p[2].x, sx = p[0].x - p[1].x + p[2].x - p[3].x;
    double ay = p[1].y - p[2].y, by = p[3].y - p[2].y, sy = p[0].y - p[1].y + p[2].y - p[3].y;
    double area = ax * by - bx * ay;
    struct map m = {.c = p[0].x, .f = p[0].y};
    m.g = (sx * by - bx * sy) / area;
    m.h = (ax * sy - sx * ay) / area;
    m.a = p[1].x - p[0].x + m.g * p[1].x;
    m.b = p[3].x - p[0].x + m.h * p[3].x;
    m.d = p[1].y - p[0].y + m.g * p[1].y;
    m.e = p[3].y - p[0].y + m.h * p[3].y;
    return m;
}

struct looking {
    const struct sello_image *image;
    struct map map;
    unsigned side;
    const uint8_t *kinds; /* enum sello_module_kind of each module, once `side` is known */
};

/* The pixel at a place in modules; what lies outside is as its edge. */
static double pixel_at(const struct looking *l, double u, double v) {
    const struct map *m = &l->map;
    double s = u / l->side, t = v / l->side, w = m->g * s + m->h * t + 1;
    double x = (m->a * s + m->b * t + m->c) / w, y = (m->d * s + m->e * t + m->f) / w;
    double right = (double)l->image->width - 1, bottom = (double)l->image->height - 1;
    x = x > 0 ? (x < right ? x : right) : 0; /* also where it is no number */
    y = y > 0 ? (y < bottom ? y : bottom) : 0;
    return l->image->grey[(size_t)y * l->image->width + (size_t)x];
}

/* A module's middle, as the mean of nine points; `reach` from its centre, in modules. */
static double grey_of(const struct looking *l, unsigned x, unsigned y, double reach) {
    double sum = 0;
    for (int j = -1; j <= 1; j++) {
        for (int i = -1; i <= 1; i++) {
            sum += pixel_at(l, x + 0.5 + i * reach, y + 0.5 + j * reach);
        }
    }
    return sum / 9;
}

/* ---- how many modules ---- */

/* How well the two timing patterns alternate. */
static double timing_score(const struct looking *l) {
    double score = 0;
    for (unsigned i = 8; i < l->side - 8; i++) {
        double sign = i % 2 == 0 ? -1 : 1;
        score += sign * (grey_of(l, i, 6, 0.2) + grey_of(l, 6, i, 0.2));
    }
    return score / (l->side - 16);
}

static unsigned find_side(struct looking *l) {
    unsigned best = 0;
    double best_score = 0;
    for (unsigned side = SELLO_MODULES_SIDE_LEAST; side <= SELLO_MODULES_SIDE_MAX; side += 4) {
        l->side = side;
        double score = timing_score(l);
        if (score > best_score) {
            best = side;
            best_score = score;
        }
    }
    return best;
}

/* ---- where exactly ---- */

/* How well all modules that are known beforehand match: light ones count for, dark ones against. */
static double match(const struct looking *l) {
    double score = 0;
    for (unsigned y = 0; y < l->side; y++) {
        for (unsigned x = 0; x < l->side; x++) {
            enum sello_module_kind kind = (enum sello_module_kind)l->kinds[y * l->side + x];
            if (kind == SELLO_MODULE_LIGHT) {
                score += grey_of(l, x, y, 0.3);
            } else if (kind == SELLO_MODULE_DARK) {
                score -= grey_of(l, x, y, 0.3);
            }
        }
    }
    return score;
}

static double match_of(struct looking *l, const struct sello_quad *quad) {
    l->map = map_of(quad);
    return match(l);
}

/* Moves one coordinate by a step where that matches better. */
static bool try_step(struct looking *l, struct sello_quad *quad, double *coordinate, double step,
                     double *best) {
    double was = *coordinate;
    for (int sign = -1; sign <= 1; sign += 2) {
        *coordinate = was + sign * step;
        double score = match_of(l, quad);
        if (score > *best) {
            *best = score;
            return true;
        }
    }
    *coordinate = was;
    return false;
}

static double length_between(struct sello_corner a, struct sello_corner b) {
    return hypot(a.x - b.x, a.y - b.y);
}

static double module_pixels(const struct sello_quad *q, unsigned side) {
    double sum = 0;
    for (unsigned i = 0; i < 4; i++) {
        sum += length_between(q->corner[i], q->corner[(i + 1) % 4]);
    }
    return sum / 4 / side;
}

/* Each corner by itself, in ever smaller steps: readers tell them to a pixel or two. */
static void refine(struct looking *l, struct sello_quad *quad) {
    double best = match_of(l, quad), module = module_pixels(quad, l->side);
    for (double step = 0.4 * module; step > 0.04 * module; step /= 2) {
        bool moved = true;
        for (int round = 0; moved && round < 6; round++) {
            moved = false;
            for (unsigned i = 0; i < 4; i++) {
                moved = try_step(l, quad, &quad->corner[i].x, step, &best) || moved;
                moved = try_step(l, quad, &quad->corner[i].y, step, &best) || moved;
            }
        }
    }
    l->map = map_of(quad);
}

static void note_kinds(unsigned side, uint8_t *kinds) {
    for (unsigned y = 0; y < side; y++) {
        for (unsigned x = 0; x < side; x++) {
            kinds[y * side + x] = (uint8_t)sello_module_kind(side, x, y);
        }
    }
}

/* ---- what is there ---- */

static int in_order(const void *a, const void *b) {
    double x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

struct levels {
    float grey[SELLO_MODULES_SIDE_MAX * SELLO_MODULES_SIDE_MAX];
    float sorted[SELLO_MODULES_SIDE_MAX * SELLO_MODULES_SIDE_MAX];
};

/* sRGB, IEC 61966-2-1. */
static double reflectance(double grey) {
    double v = grey / 255;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static void read_levels(const struct looking *l, struct levels *levels) {
    size_t n = 0;
    for (unsigned y = 0; y < l->side; y++) {
        for (unsigned x = 0; x < l->side; x++, n++) {
            levels->grey[n] = levels->sorted[n] = (float)grey_of(l, x, y, 0.25);
        }
    }
    qsort(levels->sorted, n, sizeof *levels->sorted, in_order);
}

static void judge(const struct looking *l, struct sello_measure *out) {
    static struct levels levels; /* 250 KB: too much for a stack */
    static struct sello_modules modules;
    size_t n = (size_t)l->side * l->side;
    read_levels(l, &levels);
    double dark = levels.sorted[n / 10], light = levels.sorted[n - 1 - n / 10];
    out->dark = reflectance(dark);
    out->light = reflectance(light);
    modules.side = l->side;
    for (size_t i = 0; i < n; i++) {
        modules.dark[i] = levels.grey[i] < (dark + light) / 2;
    }
    out->has_correction = sello_correction_of(&modules, &out->correction) == SELLO_OK;
}

enum sello_error sello_measure(const struct sello_image *image, const struct sello_quad *where,
                               struct sello_measure *out) {
    static uint8_t kinds[SELLO_MODULES_SIDE_MAX * SELLO_MODULES_SIDE_MAX];
    struct sello_quad quad = *where;
    struct looking l = {.image = image, .map = map_of(where), .kinds = kinds};
    struct sello_measure measure = {.side = find_side(&l)};
    if (measure.side == 0 || module_pixels(&quad, measure.side) < 2) {
        return SELLO_E_RANGE;
    }
    l.side = measure.side;
    note_kinds(l.side, kinds);
    refine(&l, &quad);
    measure.module_pixels = module_pixels(&quad, l.side);
    judge(&l, &measure);
    *out = measure;
    return SELLO_OK;
}

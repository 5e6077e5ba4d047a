/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture_unread.h"

#include <math.h>
#include <stdlib.h>

#include "verify/reader/finder.h"
#include "verify/reader/picture_view.h"

#define SMALL_SIDE 160 /* pixels: of usual codes, two or three a module */
#define DOUBLED_PIXELS_MAX ((size_t)4 << 20)
#define ALIKE 0.8   /* letters and marks are as alike as 0.7, and no code */
#define WITHIN 0.75 /* sides from a code's middle: its own finder patterns, not its neighbour's */
#define LEAST 0.5   /* sides between two finder patterns of one code */
#define MOST 1.5    /* the diagonal, and somewhat slanted */
/* Modules from a finder pattern's middle to the code's corner, along the diagonal. */
#define TO_CORNER 5

static double distance(const struct sello_finder *a, const struct sello_finder *b) {
    return hypot(a->frame.x - b->frame.x, a->frame.y - b->frame.y);
}

static bool is_of_read_code(const struct sello_finder *finder, const struct sello_spot *spots) {
    for (const struct sello_spot *s = spots; s != NULL; s = s->next) {
        if (hypot(finder->frame.x - s->centre.x, finder->frame.y - s->centre.y) <
            WITHIN * s->side) {
            return true;
        }
    }
    return false;
}

/* The two that are nearest, but not nearer than a code's can be; false where there are not two. */
static bool nearest_two(const struct sello_finder *finder, size_t n, size_t i, double side,
                        size_t out[2]) {
    double best[2] = {MOST * side, MOST * side};
    out[0] = out[1] = i;
    for (size_t j = 0; j < n; j++) {
        double far = distance(&finder[i], &finder[j]);
        if (j == i || far < LEAST * side || far >= best[1]) {
            continue;
        }
        bool nearer = far < best[0];
        best[1] = nearer ? best[0] : far;
        out[1] = nearer ? out[0] : j;
        best[0] = nearer ? far : best[0];
        out[0] = nearer ? j : out[0];
    }
    return out[1] != i && distance(&finder[out[0]], &finder[out[1]]) < MOST * side &&
           distance(&finder[out[0]], &finder[out[1]]) > LEAST * side;
}

/* Away from the middle. */
static struct sello_corner outwards(double x, double y, struct sello_corner middle, double by) {
    double far = hypot(x - middle.x, y - middle.y);
    return far > 0
               ? (struct sello_corner){x + (x - middle.x) / far * by, y + (y - middle.y) / far * by}
               : middle;
}

/* The code of three finder patterns: the longest way between two is the diagonal. */
static struct sello_quad quad_of(const struct sello_finder *a, const struct sello_finder *b,
                                 const struct sello_finder *c) {
    const struct sello_finder *at[3] = {a, b, c}; /* upper left, upper right, lower left */
    double across = distance(b, c);
    if (distance(a, b) > across && distance(a, b) >= distance(a, c)) {
        at[0] = c;
        at[2] = a;
    } else if (distance(a, c) > across) {
        at[0] = b;
        at[1] = a;
    }
    double ux = at[1]->frame.x - at[0]->frame.x, uy = at[1]->frame.y - at[0]->frame.y;
    double vx = at[2]->frame.x - at[0]->frame.x, vy = at[2]->frame.y - at[0]->frame.y;
    if (ux * vy - uy * vx < 0) { /* clockwise */
        const struct sello_finder *other = at[1];
        at[1] = at[2];
        at[2] = other;
    }
    double x = at[1]->frame.x + at[2]->frame.x, y = at[1]->frame.y + at[2]->frame.y;
    struct sello_corner middle = {x / 2, y / 2};
    double module = (hypot(a->frame.ux, a->frame.uy) + hypot(a->frame.vx, a->frame.vy)) / 2;
    return (struct sello_quad){
        {outwards(at[0]->frame.x, at[0]->frame.y, middle, TO_CORNER * module),
         outwards(at[1]->frame.x, at[1]->frame.y, middle, TO_CORNER * module),
         outwards(x - at[0]->frame.x, y - at[0]->frame.y, middle, TO_CORNER * module),
         outwards(at[2]->frame.x, at[2]->frame.y, middle, TO_CORNER * module)}};
}

static double largest_side(const struct sello_spot *spots) {
    double largest = 0;
    for (const struct sello_spot *s = spots; s != NULL; s = s->next) {
        largest = s->side > largest ? s->side : largest;
    }
    return largest;
}

/* Takes those out that are of codes read, or of none; returns how many are left. */
static size_t keep_unread(struct sello_finder *finder, size_t n, const struct sello_spot *spots) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (finder[i].likeness >= ALIKE && !is_of_read_code(&finder[i], spots)) {
            finder[kept++] = finder[i];
        }
    }
    return kept;
}

static void take_out(struct sello_finder *finder, size_t *n, size_t i) {
    finder[i] = finder[--*n];
}

/* Three by three, as long as there are. */
static size_t group(struct sello_finder *finder, size_t n, double side, struct sello_quad *out) {
    size_t found = 0;
    for (size_t i = 0; i < n && found < SELLO_UNREAD_MAX;) {
        size_t two[2];
        if (!nearest_two(finder, n, i, side, two)) {
            i++;
            continue;
        }
        out[found++] = quad_of(&finder[i], &finder[two[0]], &finder[two[1]]);
        size_t high = two[0] > two[1] ? two[0] : two[1], low = two[0] + two[1] - high;
        take_out(finder, &n, high > i ? high : i);
        take_out(finder, &n, high > i ? (low > i ? low : i) : high);
        take_out(finder, &n, low < i ? low : i);
        i = 0;
    }
    return found;
}

static void shrink(struct sello_finder *finder, size_t n, double by) {
    for (size_t i = 0; i < n; i++) {
        struct sello_frame *f = &finder[i].frame;
        *f = (struct sello_frame){f->x / by,  f->y / by,  f->ux / by,
                                  f->uy / by, f->vx / by, f->vy / by};
    }
}

/* In an image that is doubled, and again, where codes are small. */
static enum sello_error find_finders(const struct sello_image *image, double side,
                                     struct sello_finder *out, size_t *out_n) {
    struct sello_image larger = {0};
    if (side > SMALL_SIDE || image->width * image->height > DOUBLED_PIXELS_MAX) {
        return sello_finders_find(image, out, out_n);
    }
    enum sello_error error = sello_view_doubled(image, &larger);
    double by = 2;
    if (error == SELLO_OK && side * by < SMALL_SIDE) {
        struct sello_image twice = larger;
        larger = (struct sello_image){0};
        error = sello_view_doubled(&twice, &larger);
        sello_image_free(&twice);
        by = 4;
    }
    if (error == SELLO_OK) {
        error = sello_finders_find(&larger, out, out_n);
    }
    sello_image_free(&larger);
    shrink(out, error == SELLO_OK ? *out_n : 0, by);
    return error;
}

enum sello_error sello_unread_find(const struct sello_image *image, const struct sello_spot *spots,
                                   struct sello_quad out[SELLO_UNREAD_MAX], size_t *out_n) {
    double side = largest_side(spots);
    *out_n = 0;
    if (side <= 0) {
        return SELLO_OK;
    }
    struct sello_finder *finder = malloc(SELLO_FINDERS_MAX * sizeof *finder);
    size_t n = 0;
    enum sello_error error =
        finder == NULL ? SELLO_E_MEMORY : find_finders(image, side, finder, &n);
    if (error == SELLO_OK) {
        n = keep_unread(finder, n, spots);
        *out_n = group(finder, n, side, out);
    }
    free(finder);
    return error;
}

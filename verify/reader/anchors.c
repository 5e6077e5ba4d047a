/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/anchors.h"

#include <math.h>
#include <stdlib.h>

double sello_anchors_module(const struct sello_anchors *anchors) {
    double sum = 0;
    for (unsigned i = 0; i < 3; i++) {
        const struct sello_frame *f = &anchors->item[i].frame;
        sum += sqrt(fabs(f->ux * f->vy - f->uy * f->vx));
    }
    return sum / 3;
}

void sello_anchors_add(const struct sello_anchors *anchors, struct sello_surface *surface) {
    for (unsigned i = 0; i < anchors->n; i++) {
        const struct sello_anchor *a = &anchors->item[i];
        sello_surface_add(surface, a->u, a->v, a->frame.x, a->frame.y,
                          SELLO_PLACE_ERROR * surface->module);
        sello_surface_add_lean(surface, a->u, a->v, &a->frame, a->lean_error);
    }
}

#define ALIKE_AT_ONCE 0.7 /* before it is fitted */
#define ALIKE 0.78
#define AROUND_STEP 0.4 /* modules */
enum { AROUND_STEPS = 12, AROUND_AGAIN = 22 };

static struct sello_frame moved(struct sello_frame f, double a, double b) {
    f.x += a * f.ux + b * f.vx;
    f.y += a * f.uy + b * f.vy;
    return f;
}

/* The most alike place on a square's edge about a frame. */
static double look_along_ring(const struct sello_image *image, const struct sello_frame *frame,
                              int ring, double most, struct sello_frame *best) {
    for (int j = -ring; j <= ring; j++) {
        for (int i = -ring; i <= ring; i += abs(j) == ring || i == ring ? 1 : 2 * ring) {
            struct sello_frame f = moved(*frame, i * AROUND_STEP, j * AROUND_STEP);
            double alike = sello_pattern_likeness(image, &sello_alignment_pattern, &f);
            if (alike > most) {
                most = alike;
                *best = f;
            }
        }
    }
    return most;
}

/* Looks about a frame in ever wider squares. */
static bool look_around(const struct sello_image *image, int rings, struct sello_frame *frame) {
    struct sello_frame best = *frame;
    double most = 0;
    for (int ring = 0; ring <= rings; ring++) {
        most = look_along_ring(image, frame, ring, most, &best);
        struct sello_frame f = best;
        if (most >= ALIKE_AT_ONCE && ring % 2 == 1 &&
            sello_pattern_fit(image, &sello_alignment_pattern, &f) >= ALIKE) {
            *frame = f;
            return true;
        }
    }
    return false;
}

/* ---- which next ---- */

struct place {
    double u, v;
    bool done, found;
};

struct places {
    struct place item[SELLO_ANCHORS_MAX];
    unsigned n;
};

static void note_places(unsigned side, struct places *out) {
    unsigned at[SELLO_ALIGNED_MAX], n = sello_alignment_at(side, at);
    out->n = 0;
    for (unsigned j = 0; j < n; j++) {
        for (unsigned i = 0; i < n; i++) {
            bool finder = (i == 0 && (j == 0 || j == n - 1)) || (i == n - 1 && j == 0);
            if (!finder) {
                out->item[out->n++] = (struct place){at[i] + 0.5, at[j] + 0.5, false, false};
            }
        }
    }
}

static double far_from(const struct sello_anchors *anchors, const struct place *p) {
    double least = INFINITY;
    for (unsigned i = 0; i < anchors->n; i++) {
        double du = p->u - anchors->item[i].u, dv = p->v - anchors->item[i].v;
        double far = du * du + dv * dv;
        least = far < least ? far : least;
    }
    return least;
}

static struct place *nearest_place(const struct sello_anchors *anchors, struct places *places) {
    struct place *nearest = NULL;
    double least = INFINITY;
    for (unsigned i = 0; i < places->n; i++) {
        double far = places->item[i].done ? INFINITY : far_from(anchors, &places->item[i]);
        if (far < least) {
            least = far;
            nearest = &places->item[i];
        }
    }
    return nearest;
}

/* ---- all of them ---- */

#define FOURTH_ERROR 4.0 /* modules */
#define FINDER_LEAN_ERROR 0.02
#define ALIGNMENT_LEAN_ERROR 0.05

/* The fourth corner, by how much larger what is nearer looks: rough where the paper is bent. */
static void add_fourth_corner(const struct sello_anchors *anchors, struct sello_surface *surface) {
    const struct sello_anchor *a = anchors->item;
    double w[3], x = 0, y = 0, all = 0;
    for (unsigned i = 0; i < 3; i++) {
        const struct sello_frame *f = &a[i].frame;
        w[i] = 1 / cbrt(fabs(f->ux * f->vy - f->uy * f->vx)) * (i == 0 ? -1 : 1);
        x += w[i] * f->x;
        y += w[i] * f->y;
        all += w[i];
    }
    if (all > 0.3 * w[1]) {
        sello_surface_add(surface, a[1].u, a[2].v, x / all, y / all,
                          FOURTH_ERROR * surface->module);
    }
}

/* Those not found yet. */
static void find_places(const struct sello_image *image, const struct sello_corners *corners,
                        int rings, struct places *places, struct sello_anchors *out) {
    struct place *p;
    for (unsigned i = 0; i < places->n; i++) {
        places->item[i].done = places->item[i].found;
    }
    while ((p = nearest_place(out, places)) != NULL) {
        struct sello_surface surface;
        sello_surface_begin(&surface, corners->side, sello_anchors_module(out));
        sello_anchors_add(out, &surface);
        add_fourth_corner(out, &surface);
        sello_surface_solve(&surface);
        struct sello_frame frame = sello_surface_at(&surface, p->u, p->v);
        p->done = true;
        p->found = look_around(image, rings, &frame);
        if (p->found) {
            out->item[out->n++] = (struct sello_anchor){p->u, p->v, frame, ALIGNMENT_LEAN_ERROR};
        }
    }
}

void sello_anchors_find(const struct sello_image *image, const struct sello_corners *corners,
                        struct sello_anchors *out) {
    double far = corners->side - 3.5;
    struct places places;
    *out = (struct sello_anchors){.n = 3};
    for (unsigned i = 0; i < 3; i++) {
        out->item[i] = (struct sello_anchor){i == 1 ? far : 3.5, i == 2 ? far : 3.5,
                                             corners->frame[i], FINDER_LEAN_ERROR};
    }
    note_places(corners->side, &places);
    out->n_places = 3 + places.n;
    find_places(image, corners, AROUND_STEPS, &places, out);
    find_places(image, corners, AROUND_AGAIN, &places, out);
}

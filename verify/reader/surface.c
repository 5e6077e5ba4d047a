/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/surface.h"

enum { DEGREE = SELLO_SURFACE_DEGREE, TERMS = SELLO_SURFACE_TERMS };

/* How large the terms of each degree may well be, in halves of a side. The first two are free. */
static const double expected_size[DEGREE + 1] = {1e4, 1e4, 0.3, 0.12, 0.05, 0.02};

/* Powers s^i t^k with i + k up to the degree, or their derivatives. */
static void terms_at(double s, double t, bool by_s, bool by_t, double out[TERMS]) {
    double ps[DEGREE + 1] = {1}, pt[DEGREE + 1] = {1};
    for (unsigned i = 1; i <= DEGREE; i++) {
        ps[i] = ps[i - 1] * s;
        pt[i] = pt[i - 1] * t;
    }
    unsigned n = 0;
    for (unsigned degree = 0; degree <= DEGREE; degree++) {
        for (unsigned k = 0; k <= degree; k++) {
            unsigned i = degree - k;
            double in_s = by_s ? (i > 0 ? i * ps[i - 1] : 0) : ps[i];
            double in_t = by_t ? (k > 0 ? k * pt[k - 1] : 0) : pt[k];
            out[n++] = in_s * in_t;
        }
    }
}

void sello_surface_begin(struct sello_surface *s, unsigned side, double module) {
    *s = (struct sello_surface){.half = side / 2.0, .module = module};
    unsigned n = 0;
    for (unsigned degree = 0; degree <= DEGREE; degree++) {
        double size = expected_size[degree] * s->half * module;
        for (unsigned k = 0; k <= degree; k++, n++) {
            s->a[n][n] = 1 / (size * size);
        }
    }
}

/* From modules to -1..1. */
static double across(const struct sello_surface *s, double u) {
    return u / s->half - 1;
}

static void add_row(struct sello_surface *s, const double term[TERMS], double x, double y,
                    double error) {
    double w = 1 / (error * error);
    for (unsigned i = 0; i < TERMS; i++) {
        for (unsigned k = 0; k < TERMS; k++) {
            s->a[i][k] += w * term[i] * term[k];
        }
        s->x[i] += w * term[i] * x;
        s->y[i] += w * term[i] * y;
    }
}

void sello_surface_add(struct sello_surface *s, double u, double v, double x, double y,
                       double error) {
    double term[TERMS];
    terms_at(across(s, u), across(s, v), false, false, term);
    add_row(s, term, x, y, error);
}

void sello_surface_add_lean(struct sello_surface *s, double u, double v,
                            const struct sello_frame *frame, double error) {
    double term[TERMS], pixels = error * s->half * s->module;
    terms_at(across(s, u), across(s, v), true, false, term);
    add_row(s, term, frame->ux * s->half, frame->uy * s->half, pixels);
    terms_at(across(s, u), across(s, v), false, true, term);
    add_row(s, term, frame->vx * s->half, frame->vy * s->half, pixels);
}

/* Gauss's elimination. The sums are positive definite, so that it needs no pivots. */
void sello_surface_solve(struct sello_surface *s) {
    for (unsigned i = 0; i < TERMS; i++) {
        for (unsigned r = i + 1; r < TERMS; r++) {
            double by = s->a[r][i] / s->a[i][i];
            for (unsigned k = i; k < TERMS; k++) {
                s->a[r][k] -= by * s->a[i][k];
            }
            s->x[r] -= by * s->x[i];
            s->y[r] -= by * s->y[i];
        }
    }
    for (unsigned i = TERMS; i-- > 0;) {
        for (unsigned k = i + 1; k < TERMS; k++) {
            s->x[i] -= s->a[i][k] * s->x[k];
            s->y[i] -= s->a[i][k] * s->y[k];
        }
        s->x[i] /= s->a[i][i];
        s->y[i] /= s->a[i][i];
    }
}

static double product(const double *a, const double *b) {
    double sum = 0;
    for (unsigned i = 0; i < TERMS; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

struct sello_frame sello_surface_at(const struct sello_surface *s, double u, double v) {
    double p = across(s, u), q = across(s, v), at[TERMS], by_u[TERMS], by_v[TERMS];
    terms_at(p, q, false, false, at);
    terms_at(p, q, true, false, by_u);
    terms_at(p, q, false, true, by_v);
    return (struct sello_frame){product(at, s->x),
                                product(at, s->y),
                                product(by_u, s->x) / s->half,
                                product(by_u, s->y) / s->half,
                                product(by_v, s->x) / s->half,
                                product(by_v, s->y) / s->half};
}

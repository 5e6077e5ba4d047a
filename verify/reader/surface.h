/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_SURFACE_H
#define SELLO_VERIFY_READER_SURFACE_H

/* Inside the picture reader: a smooth surface through what is known of where modules lie, to tell
 * where others are to be looked for. A polynomial of two variables, by least squares; higher terms
 * are held small, since paper is even (Hoerl and Kennard 1970). */

#include "verify/reader/pattern.h"

enum {
    SELLO_SURFACE_DEGREE = 5,
    SELLO_SURFACE_TERMS = (SELLO_SURFACE_DEGREE + 1) * (SELLO_SURFACE_DEGREE + 2) / 2
};

struct sello_surface {
    double half;                                        /* modules: of a side */
    double module;                                      /* pixels, about */
    double a[SELLO_SURFACE_TERMS][SELLO_SURFACE_TERMS]; /* sums, until it is solved */
    double x[SELLO_SURFACE_TERMS], y[SELLO_SURFACE_TERMS];
};

/* Places are in modules from the symbol's upper left corner. */
void sello_surface_begin(struct sello_surface *s, unsigned side, double module);

/* A place's pixel; `error` in pixels. */
void sello_surface_add(struct sello_surface *s, double u, double v, double x, double y,
                       double error);

/* How modules lie about a place; `error` as a part of their size. */
void sello_surface_add_lean(struct sello_surface *s, double u, double v,
                            const struct sello_frame *frame, double error);

/* After all were added. */
void sello_surface_solve(struct sello_surface *s);
struct sello_frame sello_surface_at(const struct sello_surface *s, double u, double v);

#endif

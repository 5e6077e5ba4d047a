/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_MARK_H
#define SELLO_LABELS_ART_MARK_H

/* Within labels/: a certifier's mark (its logo) as pixels, which arts of several threads share. */

#include <cairo.h>

#include "labels/art/art.h"

#define MARK_SIDE_MAX 4096u /* pixels; 64 MiB at most */

struct sello_mark {
    uint32_t width, height;
    bool colour;     /* not just greys */
    uint32_t *pixel; /* rows of 0x00rrggbb, on white */
};

/* Width by height. */
double mark_aspect(const struct sello_mark *mark);

/* A picture of it of this size, in pixels; the caller's. NULL without memory. */
cairo_surface_t *mark_scaled(const struct sello_mark *mark, unsigned width, unsigned height);

/* The same for a dark ground (0xrrggbb), on which a mark whose corners are white would stand in a
 * box: it gets a white plate with round corners, and a round one a disc. */
cairo_surface_t *mark_on_ground(const struct sello_mark *mark, unsigned width, unsigned height,
                                uint32_t ground);

/* ---- where marks come from (mark_open.c, mark_read.c) ---- */

/* Black; the size is checked first. NULL without memory. */
struct sello_mark *mark_new(uint32_t width, uint32_t height);

/* Its own pixels as a picture; they outlive it. */
cairo_surface_t *mark_surface(const struct sello_mark *mark);

bool mark_is_png(struct sello_bytes file);

/* Is it wide and high enough to be a picture? */
bool mark_aspect_ok(double width, double height);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_MARK_H
#define SELLO_LABELS_ART_MARK_H

/* Within labels/: a certifier's mark (its logo) as pixels, which arts of several threads share. For
 * PDF, an SVG is also drawn as lines, once for each art, whose labels repeat the recording. */

#include <cairo.h>

#include "labels/art/art.h"

struct sello_mark {
    uint32_t width, height;
    bool colour;     /* not just greys */
    uint32_t *pixel; /* rows of 0x00rrggbb, on white */
    uint8_t *svg;    /* the file, if it is an SVG; NULL: a PNG */
    size_t svg_len;
};

/* Width by height. */
double mark_aspect(const struct sello_mark *mark);

/* A picture of it of this size, in pixels; the caller's. NULL without memory. */
cairo_surface_t *mark_scaled(const struct sello_mark *mark, unsigned width, unsigned height);

/* An SVG's lines and areas, recorded at this size, in points; the caller's. NULL for a PNG, or if
 * it fails. */
cairo_surface_t *mark_recorded(const struct sello_mark *mark, double width, double height);

#endif

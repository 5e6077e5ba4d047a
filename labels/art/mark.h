/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_MARK_H
#define SELLO_LABELS_ART_MARK_H

/* Within labels/: a certifier's mark as pixels, so that arts of several threads can share it. For
 * PDF an SVG is drawn once more for each art, as lines; its labels repeat what was recorded. */

#include <cairo.h>

#include "labels/art/art.h"

struct sello_mark {
    uint32_t width, height;
    bool colour;     /* not all of it is grey */
    uint32_t *pixel; /* rows of 0x00rrggbb, on white */
    uint8_t *svg;    /* the file, where it is one; NULL: a PNG */
    size_t svg_len;
};

/* Width by height. */
double mark_aspect(const struct sello_mark *mark);

/* A picture of it in this size, in pixels; NULL without memory. The caller's. */
cairo_surface_t *mark_scaled(const struct sello_mark *mark, unsigned width, unsigned height);

/* An SVG's lines and areas, recorded in this size, in points; NULL for a PNG, and where it cannot
 * be. The caller's. */
cairo_surface_t *mark_recorded(const struct sello_mark *mark, double width, double height);

#endif

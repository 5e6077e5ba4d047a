/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_MARK_H
#define SELLO_LABELS_MARK_H

/* Within labels/: a certifier's mark as pixels, so that arts of several threads can share it and
 * nothing of a stranger's file is drawn when labels are. */

#include <cairo.h>

#include "labels/art.h"

struct sello_mark {
    uint32_t width, height;
    bool colour;     /* not all of it is grey */
    uint32_t *pixel; /* rows of 0x00rrggbb, on white */
};

/* Width by height. */
double mark_aspect(const struct sello_mark *mark);

/* A picture of it in this size, in pixels; NULL without memory. The caller's. */
cairo_surface_t *mark_scaled(const struct sello_mark *mark, unsigned width, unsigned height);

#endif

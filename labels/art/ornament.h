/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_ORNAMENT_H
#define SELLO_LABELS_ART_ORNAMENT_H

/* Within labels/art: a certifier's own pattern, one figure of a band, as rectangles of ink. */

#include "labels/art/art_parts.h"

struct ornament_block {
    uint16_t x, y, width, height; /* in squares of the figure */
};

struct sello_ornament {
    unsigned width, height; /* of the figure, in squares */
    size_t n;
    struct ornament_block block[];
};

/* From its pixels: what is dark is ink. SELLO_E_PICTURE_FORMAT where nothing of it is, or all;
 * SELLO_E_MEMORY. The caller frees *out. */
SELLO_NODISCARD enum sello_error ornament_of(const struct sello_mark *mark,
                                             struct sello_ornament **out);

/* Whole figures along the strip, upright and none mirrored; on an upright strip they are turned to
 * the left, with their feet to the right. */
void ornament_path(cairo_t *cairo, const struct art_fill *fill);

/* Rectangles of the strip. */
size_t ornament_count(const struct art_fill *fill);

#endif

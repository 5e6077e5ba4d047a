/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_PAGE_FRAMED_PARTS_H
#define SELLO_LABELS_PAGE_FRAMED_PARTS_H

/* Within labels/: the parts of a framed page. Lengths are points. */

#include "labels/art/words.h"
#include "labels/page/framed.h"

#define FRAMED_BORDER 60.0 /* from the paper's edge to the words' side of the border */

struct framed_ink {
    double red, green, blue;
};

/* Draws the border along the paper's edge. */
void framed_border(cairo_t *cairo, double width, double height, const struct framed_ink *ink);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_ANCHORS_H
#define SELLO_VERIFY_READER_ANCHORS_H

/* Inside the picture reader: the places of a symbol that are recognized by themselves, its finder
 * and its alignment patterns. */

#include "verify/reader/surface.h"
#include "verify/reader/symbol_code.h"

/* A symbol by its finder patterns: upper left, upper right, lower left, all turned upright. */
struct sello_corners {
    struct sello_frame frame[3];
    unsigned side; /* modules */
};

struct sello_anchor {
    double u, v; /* modules from the symbol's upper left corner */
    struct sello_frame frame;
    double lean_error; /* of the frame's size and direction, as a part of it */
};

enum { SELLO_ANCHORS_MAX = 3 + SELLO_ALIGNED_MAX * SELLO_ALIGNED_MAX };

struct sello_anchors {
    struct sello_anchor item[SELLO_ANCHORS_MAX]; /* the finder patterns first */
    unsigned n;
    unsigned n_places; /* as many there are, seen or not */
};

/* A module's side in pixels: the mean at the finder patterns. */
double sello_anchors_module(const struct sello_anchors *anchors);

/* Looks for the alignment patterns, the nearest first, each where those before let it be expected.
 * Those that are not seen are left out. */
void sello_anchors_find(const struct sello_image *image, const struct sello_corners *corners,
                        struct sello_anchors *out);

void sello_anchors_add(const struct sello_anchors *anchors, struct sello_surface *surface);

/* Modules, by which the place of what is clearly seen may be off. */
#define SELLO_PLACE_ERROR 0.15

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PATTERN_H
#define SELLO_VERIFY_READER_PATTERN_H

/* Inside the picture reader: squares within squares, by which a QR code is found and laid flat
 * (ISO/IEC 18004:2015, section 6.3), and how modules lie about them. */

#include "verify/reader/picture_image.h"
#include "wire/bytes.h"

/* How modules lie about a place of the picture: what is a modules to the right of it and b below is
 * at the pixel (x + a * ux + b * vx, y + a * uy + b * vy). Paper that is bent is even enough over a
 * few modules. */
struct sello_frame {
    double x, y;
    double ux, uy;
    double vx, vy;
};

/* The grey at a point, with pixels' centres at halves; what lies outside is as the edge. */
double sello_grey_at(const struct sello_image *image, double x, double y);

static inline double sello_frame_grey(const struct sello_image *image, const struct sello_frame *f,
                                      double a, double b) {
    return sello_grey_at(image, f->x + a * f->ux + b * f->vx, f->y + a * f->uy + b * f->vy);
}

/* Grey of dark and light modules: between the means of both, and half as far as they are apart. */
struct sello_two_levels {
    double middle, half;
};
struct sello_two_levels sello_two_levels_of(const double *grey, unsigned n);

/* Rings of modules around a dark one in the middle. */
struct sello_pattern {
    int rings;
    unsigned light; /* a bit for each ring that is light; bit 0 is the middle */
};

/* With the light modules around it, of the separator and the quiet zone. */
static const struct sello_pattern sello_finder_pattern = {4, 1 << 2 | 1 << 4};
static const struct sello_pattern sello_alignment_pattern = {2, 1 << 1};

static inline bool sello_pattern_is_light(const struct sello_pattern *pattern, int a, int b) {
    int across = a < 0 ? -a : a, down = b < 0 ? -b : b;
    return (pattern->light >> (across > down ? across : down) & 1) != 0;
}

/* How alike the picture is to the pattern at a frame: their correlation, -1..1. */
double sello_pattern_likeness(const struct sello_image *image, const struct sello_pattern *pattern,
                              const struct sello_frame *frame);

/* Moves, turns and stretches a frame that is off by less than a module to where the picture is most
 * alike; returns how much. */
double sello_pattern_fit(const struct sello_image *image, const struct sello_pattern *pattern,
                         struct sello_frame *frame);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_QUAD_H
#define SELLO_VERIFY_READER_QUAD_H

/* Where a symbol is in a picture. */

struct sello_corner {
    double x, y; /* pixels */
};

/* A code's outer corners: clockwise as it is to be read, from its upper left one. */
struct sello_quad {
    struct sello_corner corner[4];
};

#endif

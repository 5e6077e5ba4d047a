/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PICTURE_SPOTS_H
#define SELLO_VERIFY_READER_PICTURE_SPOTS_H

/* Inside the picture reader: the codes that were found so far, and where. */

#include "verify/reader/picture_reader.h"

struct sello_spot {
    struct sello_spot *next;
    struct sello_corner centre;
    double side; /* pixels; 0: where it is was not told */
    size_t len;
    uint8_t text[];
};

/* The mean of its sides, and its middle. */
double sello_quad_side(const struct sello_quad *quad);
struct sello_corner sello_quad_centre(const struct sello_quad *quad);

/* Is the code among the spots: the same text, less than half a code away? One without a place is
 * known where its text is. */
bool sello_spot_is_known(const struct sello_spot *spots, const struct sello_code *code);

/* Puts the code before the others; NULL without memory, and `spots` are as they were. */
struct sello_spot *sello_spot_add(struct sello_spot **spots, const struct sello_code *code);

void sello_spots_free(struct sello_spot *spots);

#endif

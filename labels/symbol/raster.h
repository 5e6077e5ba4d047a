/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SYMBOL_RASTER_H
#define SELLO_LABELS_SYMBOL_RASTER_H

/* Within labels/: a picture as PNG (ISO/IEC 15948), a row at a time. */

#include "labels/symbol/symbol.h"

struct raster {
    uint32_t width, height; /* pixels */
    int bits;               /* of a pixel: 1 or 8; the largest value is white */
    unsigned dpi;

    /* Row y, packed as PNG packs it. Called once for each row, from the top. */
    void (*draw)(const void *context, uint32_t y, uint8_t *row);
    const void *context;
    uint8_t *row; /* the caller's: a row's bytes */
    bool colour;  /* three bytes a pixel, red, green, blue; bits is 8 */
};

/* Appends it; what it wrote is taken back when it fails: SELLO_E_NO_ROOM, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error raster_png(const struct raster *raster, struct sello_writer *out);

/* How light a pixel 0xrrggbb is. */
uint8_t raster_grey(uint32_t rgb);

/* Are its three colours equal? */
bool raster_is_grey(uint32_t rgb);

#endif

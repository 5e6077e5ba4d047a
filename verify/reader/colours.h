/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_COLOURS_H
#define SELLO_VERIFY_READER_COLOURS_H

/* From a picture file to its colours, as people see it: upright, on white. The formats and limits
 * are those of the reader of codes (picture_load.h). */

#include "wire/bytes.h"
#include "wire/error.h"

struct sello_colours {
    uint8_t *rgb; /* owned; 3 bytes a pixel, rows from the top */
    size_t width, height;
};

/* A picture that is much larger is made smaller on the way: its longer side is then still at least
 * `aim` pixels. The caller frees *out. Errors as of sello_image_load, and SELLO_E_PICTURE_DAMAGED
 * also where the file ends early: a photo is whole. */
SELLO_NODISCARD enum sello_error sello_colours_load(struct sello_bytes file, size_t aim,
                                                    struct sello_colours *out);

/* The same by a process apart; more errors as in apart.h. */
SELLO_NODISCARD enum sello_error sello_colours_load_apart(struct sello_bytes file, size_t aim,
                                                          struct sello_colours *out);

/* Frees the pixels; zeros have none. */
void sello_colours_free(struct sello_colours *colours);

/* ---- inside the reader ---- */

/* How a picture lies, by EXIF's tag 0x0112: 1 is upright; 2 to 8 are turned or mirrored. Anything
 * else, and what cannot be read, is 1. exif: a TIFF structure, perhaps behind "Exif\0\0". */
unsigned sello_exif_orientation(struct sello_bytes exif);

/* Pixels of undefined content; the size is checked first. SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_colours_new(size_t width, size_t height,
                                                   struct sello_colours *out);

/* One format each: as it lies in the file, and how it is to be turned. */
typedef enum sello_error sello_colours_loader(struct sello_bytes file, size_t aim,
                                              struct sello_colours *out, unsigned *out_orientation);
sello_colours_loader sello_colours_load_png;
sello_colours_loader sello_colours_load_jpeg;
sello_colours_loader sello_colours_load_webp;
sello_colours_loader sello_colours_load_heif; /* libheif turns it by itself */

/* Laid over white. */
static inline void sello_colour_over_white(const uint8_t rgba[4], uint8_t *rgb) {
    for (unsigned i = 0; i < 3; i++) {
        rgb[i] = (uint8_t)((rgba[i] * rgba[3] + 255 * (255 - rgba[3]) + 127) / 255);
    }
}

#endif

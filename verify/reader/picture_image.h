/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PICTURE_IMAGE_H
#define SELLO_VERIFY_READER_PICTURE_IMAGE_H

/* Inside the picture reader: a picture as grey pixels. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/error.h"

#define SELLO_PICTURE_SIDE_MAX ((size_t)65535) /* pixels; no camera or scanner comes near */

struct sello_image {
    uint8_t *grey; /* owned; width * height bytes, rows from the top, 0 black to 255 white */
    size_t width;
    size_t height;
    double dpi;      /* pixels an inch, as the file says; 0: it does not */
    bool incomplete; /* the file ended early, and what was missing is filled with grey */
};

/* May a picture of this size be opened? SELLO_E_PICTURE_DAMAGED when a side is 0,
 * SELLO_E_PICTURE_TOO_LARGE beyond the limits. Decoders ask before they allocate anything. */
enum sello_error sello_image_size_check(size_t width, size_t height);

/* Pixels of undefined content. The size is checked first; SELLO_E_MEMORY. */
enum sello_error sello_image_new(size_t width, size_t height, struct sello_image *out);

/* Frees the pixels; an image of zeros has none. */
void sello_image_free(struct sello_image *image);

/* How a grey pixel looks on white paper through its alpha (0 clear, 255 opaque). */
static inline uint8_t sello_over_white(uint8_t grey, uint8_t alpha) {
    return (uint8_t)((grey * alpha + 255 * (255 - alpha) + 127) / 255);
}

#endif

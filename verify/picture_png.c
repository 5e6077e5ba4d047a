/* SPDX-License-Identifier: Apache-2.0 */
#include <png.h>

#include "verify/picture_load.h"

/* libpng's simplified interface does what is needed here: every depth, palette, transparency and
 * interlacing becomes 8-bit grey, row by row into our memory. It passes over text and other chunks
 * that do not change the picture without inflating them, so that they cannot be bombs. */

static enum sello_status read_pixels(png_image *png, struct sello_image *out) {
    struct sello_image image = {0};
    enum sello_status status = sello_image_new(png->width, png->height, &image);
    if (status != SELLO_OK) {
        return status;
    }
    static const png_color white = {255, 255, 255};
    png->format = PNG_FORMAT_GRAY;
    png->flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* as phones and scanners mean 16 bits */
    if (!png_image_finish_read(png, &white, image.grey, (png_int_32)image.width, NULL)) {
        sello_image_free(&image);
        return SELLO_E_PICTURE_DAMAGED;
    }
    *out = image;
    return SELLO_OK;
}

/* A PNG's size stands at a fixed place, before anything that libpng could refuse. */
static size_t be32(const uint8_t *p) {
    return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

enum sello_status sello_image_load_png(struct sello_bytes file, struct sello_image *out) {
    enum { IHDR_WIDTH = 16, IHDR_HEIGHT = 20, IHDR_SIZES_END = 24 }; /* RFC 2083 section 4.1.1 */
    if (file.len < IHDR_SIZES_END) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    enum sello_status status =
        sello_image_size_check(be32(file.ptr + IHDR_WIDTH), be32(file.ptr + IHDR_HEIGHT));
    if (status != SELLO_OK) {
        return status;
    }
    png_image png = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&png, file.ptr, file.len)) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    status = read_pixels(&png, out);
    png_image_free(&png);
    return status;
}

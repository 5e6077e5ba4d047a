/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture_image.h"

#include <stdlib.h>

#include "verify/reader/colours.h"
#include "verify/reader/picture.h"

enum sello_error sello_image_size_check(size_t width, size_t height) {
    if (width == 0 || height == 0) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    if (width > SELLO_PICTURE_SIDE_MAX || height > SELLO_PICTURE_SIDE_MAX ||
        width > SELLO_PICTURE_PIXELS_MAX / height) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    return SELLO_OK;
}

enum sello_error sello_image_new(size_t width, size_t height, struct sello_image *out) {
    enum sello_error error = sello_image_size_check(width, height);
    if (error != SELLO_OK) {
        return error;
    }
    uint8_t *grey = malloc(width * height);
    if (grey == NULL) {
        return SELLO_E_MEMORY;
    }
    *out = (struct sello_image){.grey = grey, .width = width, .height = height};
    return SELLO_OK;
}

void sello_image_free(struct sello_image *image) {
    free(image->grey);
    *image = (struct sello_image){0};
}

enum sello_error sello_colours_new(size_t width, size_t height, struct sello_colours *out) {
    enum sello_error error = sello_image_size_check(width, height);
    if (error != SELLO_OK) {
        return error;
    }
    uint8_t *rgb = malloc(3 * width * height);
    if (rgb == NULL) {
        return SELLO_E_MEMORY;
    }
    *out = (struct sello_colours){rgb, width, height};
    return SELLO_OK;
}

void sello_colours_free(struct sello_colours *colours) {
    free(colours->rgb);
    *colours = (struct sello_colours){.rgb = NULL};
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <libheif/heif.h>
#include <stdlib.h>

#include "verify/reader/colours.h"
#include "verify/reader/picture.h"
#include "verify/reader/picture_load.h"

/* libheif's own limit is the side of a square: ours of pixels, as 10240 * 10240. Beside it, it
 * limits boxes, items and each block of memory by itself. */
#define SQUARE_SIDE_MAX 10240

static enum sello_error status_of(struct heif_error error) {
    if (error.code == heif_error_Ok) {
        return SELLO_OK;
    }
    if (error.subcode == heif_suberror_Security_limit_exceeded) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    if (error.code == heif_error_Unsupported_filetype ||
        error.code == heif_error_Unsupported_feature) {
        return SELLO_E_PICTURE_FORMAT;
    }
    return error.code == heif_error_Memory_allocation_error ? SELLO_E_MEMORY
                                                            : SELLO_E_PICTURE_DAMAGED;
}

/* One channel of the decoded picture. */
struct plane {
    const uint8_t *bytes; /* NULL: there is no such channel, or not of 8 to 16 bits */
    size_t stride;        /* bytes from row to row */
    size_t width;
    size_t height;
    int bits; /* of a pixel: over 8 takes two bytes, in the machine's order */
};

static struct plane plane_of(const struct heif_image *picture, enum heif_channel channel) {
    if (!heif_image_has_channel(picture, channel)) {
        return (struct plane){0};
    }
    int bits = heif_image_get_bits_per_pixel_range(picture, channel);
    if (bits < 8 || bits > 16) {
        return (struct plane){0};
    }
    int stride = 0;
    const uint8_t *bytes = heif_image_get_plane_readonly(picture, channel, &stride);
    return (struct plane){
        .bytes = bytes,
        .stride = (size_t)stride,
        .width = (size_t)heif_image_get_width(picture, channel),
        .height = (size_t)heif_image_get_height(picture, channel),
        .bits = bits,
    };
}

/* One row of it, as 8 bits. */
static void copy_row(const struct plane *plane, size_t y, size_t width, uint8_t *out) {
    const uint8_t *row = plane->bytes + y * plane->stride;
    if (plane->bits == 8) {
        memcpy(out, row, width);
        return;
    }
    for (size_t x = 0; x < width; x++) {
        uint16_t deep;
        memcpy(&deep, row + x * sizeof deep, sizeof deep);
        out[x] = (uint8_t)(deep >> (plane->bits - 8));
    }
}

/* Lays the picture over white. */
static enum sello_error apply_alpha(const struct plane *alpha, struct sello_image *image) {
    uint8_t *row = malloc(image->width);
    if (row == NULL) {
        return SELLO_E_MEMORY;
    }
    for (size_t y = 0; y < image->height; y++) {
        uint8_t *grey = image->grey + y * image->width;
        copy_row(alpha, y, image->width, row);
        for (size_t x = 0; x < image->width; x++) {
            grey[x] = sello_over_white(grey[x], row[x]);
        }
    }
    free(row);
    return SELLO_OK;
}

static bool covers(const struct plane *plane, const struct sello_image *image) {
    return plane->bytes != NULL && plane->width == image->width && plane->height == image->height;
}

/* Luma is all the grey we need; in a picture coded as red, green and blue, green serves. */
static enum sello_error copy_grey(const struct heif_image *picture, struct sello_image *out) {
    bool rgb = heif_image_get_colorspace(picture) == heif_colorspace_RGB;
    struct plane luma = plane_of(picture, rgb ? heif_channel_G : heif_channel_Y);
    struct plane alpha = plane_of(picture, heif_channel_Alpha);
    if (luma.bytes == NULL) {
        return SELLO_E_PICTURE_FORMAT;
    }
    struct sello_image image = {0};
    enum sello_error error = sello_image_new(luma.width, luma.height, &image);
    if (error != SELLO_OK) {
        return error;
    }
    for (size_t y = 0; y < image.height; y++) {
        copy_row(&luma, y, image.width, image.grey + y * image.width);
    }
    if (covers(&alpha, &image)) {
        error = apply_alpha(&alpha, &image);
    }
    if (error != SELLO_OK) {
        sello_image_free(&image);
        return error;
    }
    *out = image;
    return SELLO_OK;
}

static enum sello_error decode(const struct heif_image_handle *handle, struct sello_image *out) {
    struct heif_decoding_options *options = heif_decoding_options_alloc();
    if (options == NULL) {
        return SELLO_E_MEMORY;
    }
    options->strict_decoding = 1;
    struct heif_image *picture = NULL;
    enum sello_error error = status_of(heif_decode_image(
        handle, &picture, heif_colorspace_undefined, heif_chroma_undefined, options));
    heif_decoding_options_free(options);
    if (error == SELLO_OK) {
        error = copy_grey(picture, out);
        heif_image_release(picture);
    }
    return error;
}

/* ---- in colours ---- */

static enum sello_error copy_colours(const struct heif_image *picture, struct sello_colours *out) {
    int stride = 0;
    const enum heif_channel channel = heif_channel_interleaved;
    const uint8_t *rgba = heif_image_get_plane_readonly(picture, channel, &stride);
    int width = heif_image_get_width(picture, channel);
    int height = heif_image_get_height(picture, channel);
    if (rgba == NULL || width < 0 || height < 0) {
        return SELLO_E_PICTURE_FORMAT;
    }
    enum sello_error error = sello_colours_new((size_t)width, (size_t)height, out);
    for (size_t y = 0; error == SELLO_OK && y < out->height; y++) {
        for (size_t x = 0; x < out->width; x++) {
            sello_colour_over_white(rgba + y * (size_t)stride + 4 * x,
                                    out->rgb + 3 * (y * out->width + x));
        }
    }
    return error;
}

static enum sello_error decode_colours(const struct heif_image_handle *handle,
                                       struct sello_colours *out) {
    struct heif_decoding_options *options = heif_decoding_options_alloc();
    if (options == NULL) {
        return SELLO_E_MEMORY;
    }
    options->strict_decoding = 1;
    options->convert_hdr_to_8bit = 1;
    struct heif_image *picture = NULL;
    enum sello_error error = status_of(heif_decode_image(handle, &picture, heif_colorspace_RGB,
                                                         heif_chroma_interleaved_RGBA, options));
    heif_decoding_options_free(options);
    if (error == SELLO_OK) {
        error = copy_colours(picture, out);
        heif_image_release(picture);
    }
    return error;
}

/* ---- either ---- */

/* What is asked for: one of them. */
struct wanted {
    struct sello_image *grey;
    struct sello_colours *colours;
};

static enum sello_error decode_primary(struct heif_context *heif, struct sello_bytes file,
                                       const struct wanted *out) {
    heif_context_set_maximum_image_size_limit(heif, SQUARE_SIDE_MAX);
    enum sello_error error =
        status_of(heif_context_read_from_memory_without_copy(heif, file.ptr, file.len, NULL));
    if (error != SELLO_OK) {
        return error;
    }
    struct heif_image_handle *handle = NULL;
    error = status_of(heif_context_get_primary_image_handle(heif, &handle));
    if (error != SELLO_OK) {
        return error;
    }
    int width = heif_image_handle_get_width(handle);
    int height = heif_image_handle_get_height(handle);
    error = width < 0 || height < 0 ? SELLO_E_PICTURE_DAMAGED
                                    : sello_image_size_check((size_t)width, (size_t)height);
    if (error == SELLO_OK) {
        error =
            out->grey != NULL ? decode(handle, out->grey) : decode_colours(handle, out->colours);
    }
    heif_image_handle_release(handle);
    return error;
}

static enum sello_error load(struct sello_bytes file, const struct wanted *out) {
    enum { FTYP_BRAND_END = 12 };
    if (file.len < FTYP_BRAND_END) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    if (heif_check_filetype(file.ptr, (int)file.len) == heif_filetype_no) {
        return SELLO_E_PICTURE_FORMAT; /* the same container holds films and sound */
    }
    struct heif_context *heif = heif_context_alloc();
    if (heif == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = decode_primary(heif, file, out);
    heif_context_free(heif);
    return error;
}

/* Its codecs. */
void sello_picture_prepare(void) {
    heif_init(NULL);
}

enum sello_error sello_image_load_heif(struct sello_bytes file, struct sello_image *out) {
    const struct wanted wanted = {.grey = out};
    return load(file, &wanted);
}

enum sello_error sello_colours_load_heif(struct sello_bytes file, size_t aim,
                                         struct sello_colours *out, unsigned *out_orientation) {
    const struct wanted wanted = {.colours = out};
    (void)aim;
    *out_orientation = 1;
    return load(file, &wanted);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/colours.h"

#include "verify/reader/picture.h"
#include "verify/reader/picture_image.h"

/* ---- smaller ---- */

static void mean_of_block(const struct sello_colours *c, size_t left, size_t top, size_t factor,
                          uint8_t *out) {
    size_t sum[3] = {0};
    for (size_t y = top; y < top + factor; y++) {
        const uint8_t *pixel = c->rgb + 3 * (y * c->width + left);
        for (size_t i = 0; i < 3 * factor; i++) {
            sum[i % 3] += pixel[i];
        }
    }
    for (size_t i = 0; i < 3; i++) {
        out[i] = (uint8_t)((sum[i] + factor * factor / 2) / (factor * factor));
    }
}

/* Every factor * factor pixels become their mean, in place: what is written was read before. */
static void shrink(struct sello_colours *c, size_t aim) {
    size_t longer = c->width > c->height ? c->width : c->height;
    size_t shorter = c->width > c->height ? c->height : c->width;
    size_t factor = longer / aim;
    factor = factor > shorter ? shorter : factor;
    if (factor < 2) {
        return;
    }
    size_t width = c->width / factor, height = c->height / factor;
    for (size_t y = 0; y < height; y++) {
        for (size_t x = 0; x < width; x++) {
            uint8_t mean[3];
            mean_of_block(c, x * factor, y * factor, factor, mean);
            memcpy(c->rgb + 3 * (y * width + x), mean, sizeof mean);
        }
    }
    c->width = width;
    c->height = height;
}

/* ---- upright ---- */

/* Where pixel (x, y) of the upright picture lies in the file's. */
static size_t place_of(const struct sello_colours *c, unsigned orientation, size_t x, size_t y) {
    size_t right = c->width - 1, bottom = c->height - 1;
    switch (orientation) {
    case 2: return y * c->width + (right - x);
    case 3: return (bottom - y) * c->width + (right - x);
    case 4: return (bottom - y) * c->width + x;
    case 5: return x * c->width + y;
    case 6: return (bottom - x) * c->width + y;
    case 7: return (bottom - x) * c->width + (right - y);
    case 8: return x * c->width + (right - y);
    default: return y * c->width + x;
    }
}

static enum sello_error turn(struct sello_colours *c, unsigned orientation) {
    struct sello_colours upright;
    bool on_its_side = orientation >= 5;
    if (orientation == 1) {
        return SELLO_OK;
    }
    enum sello_error error = sello_colours_new(on_its_side ? c->height : c->width,
                                               on_its_side ? c->width : c->height, &upright);
    if (error != SELLO_OK) {
        return error;
    }
    uint8_t *pixel = upright.rgb;
    for (size_t y = 0; y < upright.height; y++) {
        for (size_t x = 0; x < upright.width; x++, pixel += 3) {
            memcpy(pixel, c->rgb + 3 * place_of(c, orientation, x, y), 3);
        }
    }
    sello_colours_free(c);
    *c = upright;
    return SELLO_OK;
}

/* ---- formats ---- */

static sello_colours_loader *loader_of(struct sello_bytes file) {
    static const struct {
        size_t at;
        const char *bytes;
        size_t len;
        sello_colours_loader *load;
    } formats[] = {
        {0, "\x89PNG\r\n\x1a\n", 8, sello_colours_load_png},
        {0, "\xff\xd8\xff", 3, sello_colours_load_jpeg},
        {8, "WEBP", 4, sello_colours_load_webp},
        {4, "ftyp", 4, sello_colours_load_heif},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (file.len >= formats[i].at + formats[i].len &&
            memcmp(file.ptr + formats[i].at, formats[i].bytes, formats[i].len) == 0) {
            return formats[i].load;
        }
    }
    return NULL;
}

enum sello_error sello_colours_load(struct sello_bytes file, size_t aim,
                                    struct sello_colours *out) {
    struct sello_colours colours = {.rgb = NULL};
    unsigned orientation = 1;
    sello_colours_loader *load = loader_of(file);
    if (file.len > SELLO_PICTURE_FILE_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    enum sello_error error =
        load != NULL ? load(file, aim, &colours, &orientation) : SELLO_E_PICTURE_FORMAT;
    if (error == SELLO_OK) {
        shrink(&colours, aim);
        error = turn(&colours, orientation);
    }
    if (error != SELLO_OK) {
        sello_colours_free(&colours);
        return error;
    }
    *out = colours;
    return SELLO_OK;
}

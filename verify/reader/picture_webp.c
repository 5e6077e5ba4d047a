/* SPDX-License-Identifier: Apache-2.0 */
#include <webp/decode.h>

#include "verify/reader/picture_load.h"

static enum sello_error status_of(VP8StatusCode code) {
    switch (code) {
    case VP8_STATUS_OK: return SELLO_OK;
    case VP8_STATUS_OUT_OF_MEMORY: return SELLO_E_MEMORY;
    case VP8_STATUS_UNSUPPORTED_FEATURE: return SELLO_E_PICTURE_FORMAT;
    case VP8_STATUS_INVALID_PARAM:
    case VP8_STATUS_BITSTREAM_ERROR:
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_USER_ABORT:
    case VP8_STATUS_NOT_ENOUGH_DATA: break;
    }
    return SELLO_E_PICTURE_DAMAGED;
}

/* WebP's luma runs from 16 (black) to 235 (white). */
static uint8_t full_range(uint8_t luma) {
    int grey = ((luma - 16) * 255 + 109) / 219;
    return (uint8_t)(grey < 0 ? 0 : grey > 255 ? 255 : grey);
}

static void copy_luma(const WebPYUVABuffer *yuva, struct sello_image *out) {
    for (size_t y = 0; y < out->height; y++) {
        const uint8_t *luma = yuva->y + y * (size_t)yuva->y_stride;
        const uint8_t *alpha = yuva->a == NULL ? NULL : yuva->a + y * (size_t)yuva->a_stride;
        uint8_t *grey = out->grey + y * out->width;
        for (size_t x = 0; x < out->width; x++) {
            grey[x] = full_range(luma[x]);
            if (alpha != NULL) {
                grey[x] = sello_over_white(grey[x], alpha[x]);
            }
        }
    }
}

static enum sello_error decode(struct sello_bytes file, WebPDecoderConfig *config,
                               struct sello_image *out) {
    enum sello_error error = status_of(WebPDecode(file.ptr, file.len, config));
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_image image = {0};
    error = sello_image_new((size_t)config->output.width, (size_t)config->output.height, &image);
    if (error != SELLO_OK) {
        return error;
    }
    copy_luma(&config->output.u.YUVA, &image);
    *out = image;
    return SELLO_OK;
}

enum sello_error sello_image_load_webp(struct sello_bytes file, struct sello_image *out) {
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)) {
        return SELLO_E_PICTURE_FORMAT; /* another libwebp than the one compiled against */
    }
    enum sello_error error = status_of(WebPGetFeatures(file.ptr, file.len, &config.input));
    if (error == SELLO_OK && config.input.has_animation) {
        error = SELLO_E_PICTURE_FORMAT;
    }
    if (error == SELLO_OK) {
        error = sello_image_size_check((size_t)config.input.width, (size_t)config.input.height);
    }
    if (error != SELLO_OK) {
        return error;
    }
    config.output.colorspace = config.input.has_alpha ? MODE_YUVA : MODE_YUV;
    error = decode(file, &config, out);
    WebPFreeDecBuffer(&config.output);
    return error;
}

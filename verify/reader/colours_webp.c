/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include "verify/reader/colours.h"
#include "verify/reader/picture_image.h"

static unsigned orientation_of(struct sello_bytes file) {
    const WebPData data = {file.ptr, file.len};
    WebPDemuxer *demuxer = WebPDemux(&data);
    WebPChunkIterator chunk;
    unsigned orientation = 1;
    if (demuxer != NULL && WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk)) {
        orientation = sello_exif_orientation(sello_bytes(chunk.chunk.bytes, chunk.chunk.size));
        WebPDemuxReleaseChunkIterator(&chunk);
    }
    WebPDemuxDelete(demuxer);
    return orientation;
}

static enum sello_error check(struct sello_bytes file, WebPBitstreamFeatures *features) {
    if (WebPGetFeatures(file.ptr, file.len, features) != VP8_STATUS_OK) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    return features->has_animation
               ? SELLO_E_PICTURE_FORMAT
               : sello_image_size_check((size_t)features->width, (size_t)features->height);
}

enum sello_error sello_colours_load_webp(struct sello_bytes file, size_t aim,
                                         struct sello_colours *out, unsigned *out_orientation) {
    WebPBitstreamFeatures features;
    int width, height;
    (void)aim;
    enum sello_error error = check(file, &features);
    if (error != SELLO_OK) {
        return error;
    }
    uint8_t *rgba = WebPDecodeRGBA(file.ptr, file.len, &width, &height);
    if (rgba == NULL) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    struct sello_colours colours;
    error = sello_colours_new((size_t)width, (size_t)height, &colours);
    if (error == SELLO_OK) {
        for (size_t i = 0; i < colours.width * colours.height; i++) {
            sello_colour_over_white(rgba + 4 * i, colours.rgb + 3 * i);
        }
        *out = colours;
        *out_orientation = orientation_of(file);
    }
    WebPFree(rgba);
    return error;
}

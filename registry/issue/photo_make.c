/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/photo_make.h"

#include <stdlib.h>
#include <webp/encode.h>

#include "verify/reader/colours.h"

/* A photo is as large as its bytes allow in good quality. So many pixels show a weave; where its
 * detail does not fit, a smaller picture shows more than one that is full of blocks. */
enum { AIM = 1280, METHOD = 5 };

static const int sides[] = {AIM, 1024, 800, 640, 480, 320};
static const float qualities[] = {82, 75, 68, 60};
static const float last_qualities[] = {45, 30, 15, 0}; /* of the smallest: noise must fit too */

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

void photo_free(struct made_photo *photo) {
    free(photo->file);
    *photo = (struct made_photo){.file = NULL};
}

/* ---- encoding ---- */

/* libwebp writes the pixels alone: a profile or EXIF would have to be put in by us. */
static enum sello_error encode(WebPPicture *picture, float quality, struct sello_writer *out) {
    WebPConfig config;
    WebPMemoryWriter written;
    if (!WebPConfigPreset(&config, WEBP_PRESET_PHOTO, quality)) {
        return SELLO_E_PICTURE_FORMAT; /* another libwebp than the one compiled against */
    }
    config.method = METHOD;
    config.use_sharp_yuv = 1;
    WebPMemoryWriterInit(&written);
    picture->writer = WebPMemoryWrite;
    picture->custom_ptr = &written;
    enum sello_error error = WebPEncode(&config, picture) ? SELLO_OK : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        sello_write(out, written.mem, written.size);
        error = out->failed ? SELLO_E_NO_ROOM : SELLO_OK;
    }
    WebPMemoryWriterClear(&written);
    return error;
}

/* The best of these qualities that fits; SELLO_E_NO_ROOM where none does. */
static enum sello_error encode_best(WebPPicture *picture, const float *quality, size_t n,
                                    struct made_photo *out) {
    enum sello_error error = SELLO_E_NO_ROOM;
    for (size_t i = 0; i < n && error == SELLO_E_NO_ROOM; i++) {
        struct sello_writer w = sello_writer_init(out->file, SELLO_PHOTO_FILE_MAX);
        error = encode(picture, quality[i], &w);
        out->len = w.len;
    }
    out->width = (unsigned)picture->width;
    out->height = (unsigned)picture->height;
    return error;
}

/* ---- sizes ---- */

static int scaled(int length, int longer, int side) {
    int64_t made = ((int64_t)length * side + longer / 2) / longer;
    return made > 0 ? (int)made : 1;
}

/* A copy of it, its longer side made so long; never made larger. */
static enum sello_error encode_at(const WebPPicture *whole, int side, bool last,
                                  struct made_photo *out) {
    WebPPicture small;
    int longer = whole->width > whole->height ? whole->width : whole->height;
    if (!WebPPictureInit(&small) || !WebPPictureCopy(whole, &small)) {
        return SELLO_E_MEMORY;
    }
    bool ok = longer <= side || WebPPictureRescale(&small, scaled(whole->width, longer, side),
                                                   scaled(whole->height, longer, side));
    enum sello_error error =
        ok ? encode_best(&small, qualities, COUNT_OF(qualities), out) : SELLO_E_MEMORY;
    if (error == SELLO_E_NO_ROOM && last) {
        error = encode_best(&small, last_qualities, COUNT_OF(last_qualities), out);
    }
    WebPPictureFree(&small);
    return error;
}

static enum sello_error encode_colours(struct sello_colours *colours, struct made_photo *out) {
    WebPPicture whole;
    if (!WebPPictureInit(&whole)) {
        return SELLO_E_PICTURE_FORMAT;
    }
    whole.use_argb = 1;
    whole.width = (int)colours->width;
    whole.height = (int)colours->height;
    if (whole.width > WEBP_MAX_DIMENSION || whole.height > WEBP_MAX_DIMENSION) {
        return SELLO_E_PICTURE_FORMAT; /* a strip */
    }
    bool ok = WebPPictureImportRGB(&whole, colours->rgb, 3 * whole.width) != 0;
    enum sello_error error = ok ? SELLO_E_NO_ROOM : SELLO_E_MEMORY;
    for (size_t i = 0; i < COUNT_OF(sides) && error == SELLO_E_NO_ROOM; i++) {
        error = encode_at(&whole, sides[i], i + 1 == COUNT_OF(sides), out);
    }
    WebPPictureFree(&whole);
    return error == SELLO_E_NO_ROOM ? SELLO_E_PICTURE_TOO_LARGE : error;
}

enum sello_error photo_make(struct sello_bytes picture, struct made_photo *out) {
    struct sello_colours colours;
    struct made_photo photo = {.file = NULL};
    enum sello_error error = sello_colours_load_apart(picture, AIM, &colours);
    if (error != SELLO_OK) {
        return error;
    }
    photo.file = malloc(SELLO_PHOTO_FILE_MAX);
    error = photo.file != NULL ? encode_colours(&colours, &photo) : SELLO_E_MEMORY;
    sello_colours_free(&colours);
    if (error != SELLO_OK) {
        photo_free(&photo);
        return error;
    }
    *out = photo;
    return SELLO_OK;
}

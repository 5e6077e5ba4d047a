/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture_load.h"

#include "verify/reader/picture.h"

typedef enum sello_error loader(struct sello_bytes file, struct sello_image *out);

/* Bytes that tell a format, at their place in the file. */
struct magic {
    size_t offset;
    const char *bytes;
    size_t len;
};

static const struct format {
    struct magic first;
    struct magic second; /* empty: the first is enough */
    loader *load;
} formats[] = {
    {{0, "\x89PNG\r\n\x1a\n", 8}, {0, "", 0}, sello_image_load_png},
    {{0, "\xff\xd8\xff", 3}, {0, "", 0}, sello_image_load_jpeg},
    {{0, "RIFF", 4}, {8, "WEBP", 4}, sello_image_load_webp},
    {{4, "ftyp", 4}, {0, "", 0}, sello_image_load_heif}, /* also films: its loader looks closer */
};

static bool has_magic(struct sello_bytes file, const struct magic *magic) {
    return file.len >= magic->offset + magic->len &&
           (magic->len == 0 || memcmp(file.ptr + magic->offset, magic->bytes, magic->len) == 0);
}

enum sello_error sello_image_load(struct sello_bytes file, struct sello_image *out) {
    if (file.len > SELLO_PICTURE_FILE_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (has_magic(file, &formats[i].first) && has_magic(file, &formats[i].second)) {
            return formats[i].load(file, out);
        }
    }
    return SELLO_E_PICTURE_FORMAT;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/colours.h"

/* One tag out of EXIF's first directory (TIFF 6.0, section 2; EXIF 2.3, section 4.6). Its texts,
 * places and thumbnails are nothing that a photo should bring along, and are not looked at. */

enum { ORIENTATION = 0x0112, SHORT = 3, ENTRY = 12, HEAD = 8 };

struct tiff {
    struct sello_bytes bytes;
    bool big; /* the most significant byte first */
};

static uint32_t number_at(const struct tiff *t, size_t at, size_t len) {
    uint32_t n = 0;
    for (size_t i = 0; i < len; i++) {
        n = n << 8 | t->bytes.ptr[at + (t->big ? i : len - 1 - i)];
    }
    return n;
}

static unsigned value_of(const struct tiff *t, size_t entry) {
    uint32_t value = number_at(t, entry + 8, 2);
    bool one_short = number_at(t, entry + 2, 2) == SHORT && number_at(t, entry + 4, 4) == 1;
    return one_short && value >= 1 && value <= 8 ? value : 1;
}

static unsigned look_for_tag(const struct tiff *t) {
    size_t directory = number_at(t, 4, 4);
    if (directory < HEAD || directory > t->bytes.len - 2) {
        return 1;
    }
    size_t n = number_at(t, directory, 2), room = (t->bytes.len - directory - 2) / ENTRY;
    for (size_t i = 0; i < n && i < room; i++) {
        size_t entry = directory + 2 + i * ENTRY;
        if (number_at(t, entry, 2) == ORIENTATION) {
            return value_of(t, entry);
        }
    }
    return 1;
}

unsigned sello_exif_orientation(struct sello_bytes exif) {
    struct tiff t = {.bytes = exif};
    if (exif.len > 6 && memcmp(exif.ptr, "Exif\0\0", 6) == 0) {
        t.bytes = sello_bytes(exif.ptr + 6, exif.len - 6);
    }
    if (t.bytes.len < HEAD + 2) {
        return 1;
    }
    t.big = memcmp(t.bytes.ptr, "MM\0*", 4) == 0;
    bool little = memcmp(t.bytes.ptr, "II*\0", 4) == 0;
    return t.big || little ? look_for_tag(&t) : 1;
}

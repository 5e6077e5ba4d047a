/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>

#include "registry/print/readback.h"

/* Image masks of a finished PDF (ISO 32000-1 sections 7.3.8 and 8.9.6.2), found by their
 * dictionaries. Only what our own finishing writes is understood: flat dictionaries, deflated data,
 * lengths in place. What is not understood is not found, and so is missed by whoever counts. */

#define SIDE_MAX 120 /* modules: beyond it, it is none of our symbols */
#define BACK_MAX 512 /* bytes from a dictionary's start to the word that is searched for */

struct mask {
    size_t side, len;
    bool inverted; /* /Decode [1 0]: ones are painted */
    struct sello_bytes data;
};

/* The last part of the bytes that begins with this word; {NULL, 0}: none. */
static struct sello_bytes from_last(struct sello_bytes bytes, const char *word) {
    size_t len = strlen(word);
    for (size_t at = bytes.len; at >= len; at--) {
        const uint8_t *p = bytes.ptr + at - len;
        if (memcmp(p, word, len) == 0) {
            return sello_bytes(p, bytes.len - (size_t)(p - bytes.ptr));
        }
    }
    return sello_bytes(NULL, 0);
}

/* What stands behind a word; {NULL, 0}: it is not there. */
static struct sello_bytes after(struct sello_bytes bytes, const char *word) {
    size_t len = strlen(word);
    const uint8_t *at = bytes.len > 0 ? memmem(bytes.ptr, bytes.len, word, len) : NULL;
    return at != NULL ? sello_bytes(at + len, bytes.len - (size_t)(at - bytes.ptr) - len)
                      : sello_bytes(NULL, 0);
}

/* The number behind a key; SIZE_MAX: none. */
static size_t number(struct sello_bytes dictionary, const char *key) {
    struct sello_bytes at = after(dictionary, key);
    size_t value = 0, n = 0;
    while (n < at.len && n < 9 && at.ptr[n] >= '0' && at.ptr[n] <= '9') {
        value = 10 * value + (size_t)(at.ptr[n++] - '0');
    }
    return n > 0 ? value : SIZE_MAX;
}

/* The mask whose dictionary has the word at `at`; *rest begins behind that word. */
static bool take_mask(struct sello_bytes head, struct sello_bytes rest, struct mask *out) {
    struct sello_bytes start = from_last(head, "<<");
    struct sello_bytes behind = after(rest, ">>\nstream\n");
    if (start.ptr == NULL || behind.ptr == NULL) {
        return false;
    }
    struct sello_bytes d = sello_bytes(start.ptr, (size_t)(behind.ptr - start.ptr));
    struct sello_bytes decode = after(d, "/Decode [");
    size_t width = number(d, "/Width ");
    out->side = number(d, "/Height ");
    out->len = number(d, "/Length ");
    out->inverted = decode.len > 1 && (decode.ptr[0] == '1' || decode.ptr[1] == '1');
    out->data = sello_bytes(behind.ptr, out->len);
    return width == out->side && width <= SIDE_MAX && out->len <= behind.len &&
           after(d, "/Filter /FlateDecode").ptr != NULL;
}

static bool inflate_modules(const struct mask *mask, uint8_t *grey) {
    uint8_t rows[SIDE_MAX * ((SIDE_MAX + CHAR_BIT - 1) / CHAR_BIT)];
    size_t stride = (mask->side + CHAR_BIT - 1) / CHAR_BIT;
    if (!sello_inflate(mask->data, rows, mask->side * stride)) {
        return false;
    }
    for (size_t y = 0; y < mask->side; y++) {
        for (size_t x = 0; x < mask->side; x++) {
            bool one = (rows[y * stride + x / CHAR_BIT] & 0x80U >> x % CHAR_BIT) != 0;
            grey[y * mask->side + x] = one == mask->inverted ? 0 : 255;
        }
    }
    return true;
}

/* ---- texts ---- */

struct relay {
    bool (*found)(void *context, struct sello_bytes text);
    void *context;
    bool more;
};

static bool relay_text(void *context, struct sello_bytes text, const struct sello_quad *where) {
    (void)where;
    struct relay *relay = context;
    relay->more = relay->more && relay->found(relay->context, text);
    return true;
}

static enum sello_error read_mask(const struct mask *mask, struct relay *relay) {
    uint8_t grey[SIDE_MAX * SIDE_MAX];
    if (!inflate_modules(mask, grey)) {
        return SELLO_OK;
    }
    const struct sello_drawing modules = {grey, mask->side, mask->side, 1};
    enum sello_error error = sello_drawing_read_modules(&modules, relay_text, relay);
    return error == SELLO_E_MEMORY ? error : SELLO_OK; /* the others: it is no symbol */
}

enum sello_error readback_pdf(struct sello_bytes pdf,
                              bool (*found)(void *context, struct sello_bytes text),
                              void *context) {
    struct relay relay = {found, context, true};
    struct sello_bytes rest = pdf;
    enum sello_error error = SELLO_OK;
    while (relay.more && error == SELLO_OK) {
        rest = after(rest, "/ImageMask true");
        if (rest.ptr == NULL) {
            break;
        }
        size_t at = (size_t)(rest.ptr - pdf.ptr), back = at < BACK_MAX ? at : BACK_MAX;
        struct mask mask;
        if (take_mask(sello_bytes(rest.ptr - back, back), rest, &mask)) {
            error = read_mask(&mask, &relay);
        }
    }
    return error;
}

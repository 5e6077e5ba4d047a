/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/print/readback.h"

/* Graphic fields of ZPL II, "^GFA,bytes,bytes,bytes a row,data": hexadecimal digits, with Zebra's
 * alternative compression (ZPL II programming guide, "Alternative data compression scheme"): G..Y
 * repeat the next digit 1..19 times, g..z 20, 40, ... 400 times; ',' ends a row in white, '!' in
 * black, ':' repeats the row above. */

#define BYTES_MAX ((size_t)16 << 20) /* of a bitmap: far beyond the largest label */

struct field {
    uint8_t *grey; /* owned: a byte a dot */
    size_t width, height;
    size_t x, y; /* the next dot */
};

static int digit_of(uint8_t c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static size_t repeats_of(uint8_t c) {
    if (c >= 'G' && c <= 'Y') {
        return (size_t)(c - 'G') + 1;
    }
    return c >= 'g' && c <= 'z' ? 20 * ((size_t)(c - 'g') + 1) : 0;
}

/* ---- dots ---- */

static void put_dot(struct field *f, bool black) {
    f->grey[f->y * f->width + f->x] = black ? 0 : 255;
    if (++f->x == f->width) {
        f->x = 0;
        f->y++;
    }
}

/* Four dots, so often; beyond the field nothing is put. */
static bool put_digits(struct field *f, int digit, size_t times) {
    for (size_t i = 0; i < times; i++) {
        for (int bit = 8; bit > 0; bit /= 2) {
            if (f->y == f->height) {
                return false;
            }
            put_dot(f, (digit & bit) != 0);
        }
    }
    return true;
}

static bool end_row(struct field *f, bool black) {
    if (f->y == f->height) {
        return false;
    }
    do {
        put_dot(f, black);
    } while (f->x != 0);
    return true;
}

static bool repeat_row(struct field *f) {
    if (f->x != 0 || f->y == 0 || f->y == f->height) {
        return false;
    }
    memcpy(f->grey + f->y * f->width, f->grey + (f->y - 1) * f->width, f->width);
    f->y++;
    return true;
}

/* All of the data, exactly. */
static bool take_data(struct field *f, struct sello_bytes data) {
    size_t times = 0;
    for (size_t i = 0; i < data.len; i++) {
        uint8_t c = data.ptr[i];
        bool ok = true;
        if (repeats_of(c) > 0) {
            times += repeats_of(c);
            continue;
        }
        if (digit_of(c) >= 0) {
            ok = put_digits(f, digit_of(c), times > 0 ? times : 1);
        } else if (c == ',' || c == '!') {
            ok = end_row(f, c == '!');
        } else if (c == ':') {
            ok = repeat_row(f);
        } else {
            ok = c == '\n' || c == '\r';
        }
        if (!ok) {
            return false;
        }
        times = 0;
    }
    return f->y == f->height && f->x == 0;
}

/* ---- fields ---- */

static bool take_zpl_number(struct sello_bytes *at, size_t *out) {
    size_t value = 0, n = 0;
    while (n < at->len && n < 9 && at->ptr[n] >= '0' && at->ptr[n] <= '9') {
        value = 10 * value + (size_t)(at->ptr[n++] - '0');
    }
    if (n == 0 || n == at->len || at->ptr[n] != ',') {
        return false;
    }
    *at = sello_bytes(at->ptr + n + 1, at->len - n - 1);
    *out = value;
    return true;
}

/* The field behind "^GFA,", its dots on the heap. */
static enum sello_error take_field(struct sello_bytes at, struct field *out) {
    size_t sent, bytes, stride;
    if (!take_zpl_number(&at, &sent) || !take_zpl_number(&at, &bytes) ||
        !take_zpl_number(&at, &stride) || stride == 0 || bytes == 0 || bytes % stride != 0 ||
        bytes > BYTES_MAX) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    const uint8_t *end = memchr(at.ptr, '^', at.len);
    if (end == NULL) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    struct field f = {malloc(8 * bytes), 8 * stride, bytes / stride, 0, 0};
    if (f.grey == NULL) {
        return SELLO_E_MEMORY;
    }
    if (!take_data(&f, sello_bytes(at.ptr, (size_t)(end - at.ptr)))) {
        free(f.grey);
        return SELLO_E_PICTURE_DAMAGED;
    }
    *out = f;
    return SELLO_OK;
}

/* The label is one graphic: words and symbol together. */
enum sello_error readback_zpl(const struct readback *want, struct sello_bytes zpl, unsigned dots) {
    static const char key[] = "^GFA,";
    const size_t n = sizeof key - 1;
    const uint8_t *at = memmem(zpl.ptr, zpl.len, key, n);
    struct field field;
    if (at == NULL) {
        return SELLO_E_PICTURE_NO_CODE;
    }
    struct sello_bytes rest = sello_bytes(at + n, zpl.len - (size_t)(at - zpl.ptr) - n);
    if (memmem(rest.ptr, rest.len, key, n) != NULL) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    enum sello_error error = take_field(rest, &field);
    if (error != SELLO_OK) {
        return error;
    }
    const struct sello_drawing drawing = {field.grey, field.width, field.height, dots};
    error = readback_drawing(want, &drawing);
    free(field.grey);
    return error;
}

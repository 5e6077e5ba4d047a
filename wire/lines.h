/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_LINES_H
#define SELLO_WIRE_LINES_H

/* Inside wire/ only: the texts of the log, line by line. */

#include "wire/base64.h"
#include "wire/cbor.h"
#include "wire/crypto.h"

struct sello_lines {
    struct sello_bytes rest;
    size_t number; /* of the line taken last, from 1 */
};

/* The next line without its line feed, which it must have; false where there is none. */
static inline bool sello_take_line(struct sello_lines *l, struct sello_bytes *out) {
    l->number++;
    const uint8_t *end = l->rest.len > 0 ? memchr(l->rest.ptr, '\n', l->rest.len) : NULL;
    if (end == NULL) {
        return false;
    }
    size_t len = (size_t)(end - l->rest.ptr);
    *out = sello_bytes(l->rest.ptr, len);
    l->rest = sello_bytes(end + 1, l->rest.len - len - 1);
    return true;
}

/* Takes `start` off the front of the text, where it begins so. */
static inline bool sello_take_start(struct sello_bytes *text, const char *start) {
    size_t len = strlen(start);
    if (text->len < len || memcmp(text->ptr, start, len) != 0) {
        return false;
    }
    *text = sello_bytes(text->ptr + len, text->len - len);
    return true;
}

/* A decimal number of at most 53 bits without leading zeros. */
static inline bool sello_get_decimal(struct sello_bytes text, uint64_t *out) {
    uint64_t value = 0;
    if (text.len == 0 || text.len > 16 || (text.len > 1 && text.ptr[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    *out = value;
    return value <= SELLO_INT_MAX;
}

/* A hash in base 64. */
static inline bool sello_get_hash(struct sello_bytes text, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    struct sello_writer w = sello_writer_init(out, SELLO_HASH_LEN);
    return sello_base64_get(text, &w) && w.len == SELLO_HASH_LEN;
}

static inline void sello_put_string(struct sello_writer *w, const char *text) {
    sello_write(w, text, strlen(text));
}

static inline void sello_put_decimal(struct sello_writer *w, uint64_t value) {
    uint8_t digits[20];
    size_t n = 0;
    do {
        digits[sizeof digits - ++n] = (uint8_t)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    sello_write(w, digits + sizeof digits - n, n);
}

/* A hash in base 64 as a line of its own. */
static inline void sello_put_hash_line(struct sello_writer *w,
                                       const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)]) {
    sello_base64_put(w, sello_bytes(hash, SELLO_HASH_LEN));
    sello_put_string(w, "\n");
}

#endif

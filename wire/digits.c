/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/digits.h"

enum { CHUNK_BYTES = 7, CHUNK_DIGITS = 17 };

/* Digits of a chunk of 0..7 bytes: enough for 256^n - 1. */
static const uint8_t chunk_digits[CHUNK_BYTES + 1] = {0, 3, 5, 8, 10, 13, 15, CHUNK_DIGITS};

size_t sello_digits_len(size_t n_bytes) {
    return n_bytes / CHUNK_BYTES * CHUNK_DIGITS + chunk_digits[n_bytes % CHUNK_BYTES];
}

/* Bytes of a chunk of this many digits, or 0 when no chunk has so many. */
static size_t chunk_bytes(size_t n_digits) {
    for (size_t n = 1; n <= CHUNK_BYTES; n++) {
        if (chunk_digits[n] == n_digits) {
            return n;
        }
    }
    return 0;
}

size_t sello_digits_bytes(size_t n_digits) {
    size_t tail = n_digits % CHUNK_DIGITS;
    if (tail != 0 && chunk_bytes(tail) == 0) {
        return 0;
    }
    return n_digits / CHUNK_DIGITS * CHUNK_BYTES + chunk_bytes(tail);
}

static void put_chunk(struct sello_writer *w, struct sello_bytes chunk) {
    uint64_t value = 0;
    for (size_t i = chunk.len; i > 0; i--) {
        value = value << 8 | chunk.ptr[i - 1];
    }
    uint8_t digit[CHUNK_DIGITS];
    size_t n = chunk_digits[chunk.len];
    for (size_t i = n; i > 0; i--) {
        digit[i - 1] = (uint8_t)('0' + value % 10);
        value /= 10;
    }
    sello_write(w, digit, n);
}

void sello_digits_put(struct sello_writer *w, struct sello_bytes bytes) {
    for (size_t at = 0; at < bytes.len; at += CHUNK_BYTES) {
        size_t left = bytes.len - at;
        put_chunk(w, sello_bytes(bytes.ptr + at, left < CHUNK_BYTES ? left : CHUNK_BYTES));
    }
}

/* Decodes one chunk; *out_at counts the digits before the one at fault. */
static enum sello_error get_chunk(struct sello_bytes digits, struct sello_writer *w,
                                  size_t *out_at) {
    uint64_t value = 0; /* 17 digits stay below 2^57 */
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9') {
            *out_at = i;
            return SELLO_E_DIGIT;
        }
        value = value * 10 + (digits.ptr[i] - '0');
    }
    size_t n = chunk_bytes(digits.len);
    *out_at = 0;
    if (n == 0) {
        return SELLO_E_DIGITS_LENGTH;
    }
    if (value >> (8 * n) != 0) {
        return SELLO_E_DIGITS_RANGE;
    }
    for (size_t i = 0; i < n; i++) {
        uint8_t byte = (uint8_t)(value >> (8 * i));
        sello_write(w, &byte, 1);
    }
    return w->failed ? SELLO_E_NO_ROOM : SELLO_OK;
}

enum sello_error sello_digits_get(struct sello_bytes digits, struct sello_writer *w,
                                  size_t *out_at) {
    for (size_t at = 0; at < digits.len; at += CHUNK_DIGITS) {
        size_t left = digits.len - at;
        size_t within = 0;
        struct sello_bytes chunk = {digits.ptr + at, left < CHUNK_DIGITS ? left : CHUNK_DIGITS};
        enum sello_error error = get_chunk(chunk, w, &within);
        if (error != SELLO_OK) {
            if (out_at != NULL) {
                *out_at = at + within;
            }
            return error;
        }
    }
    return SELLO_OK;
}

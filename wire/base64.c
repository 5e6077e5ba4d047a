/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/base64.h"

enum { GROUP_BYTES = 3, GROUP_CHARACTERS = 4, NO_DIGIT = 64 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t sello_base64_len(size_t n_bytes) {
    return (n_bytes + GROUP_BYTES - 1) / GROUP_BYTES * GROUP_CHARACTERS;
}

void sello_base64_put(struct sello_writer *w, struct sello_bytes bytes) {
    for (size_t at = 0; at < bytes.len; at += GROUP_BYTES) {
        size_t n = bytes.len - at < GROUP_BYTES ? bytes.len - at : GROUP_BYTES;
        uint32_t bits = 0;
        for (size_t i = 0; i < GROUP_BYTES; i++) {
            bits = bits << 8 | (i < n ? bytes.ptr[at + i] : 0);
        }
        char group[GROUP_CHARACTERS];
        for (size_t i = 0; i < GROUP_CHARACTERS; i++) {
            group[i] = i <= n ? alphabet[bits >> (18 - 6 * i) & 63] : '=';
        }
        sello_write(w, group, sizeof group);
    }
}

static uint32_t digit_of(uint8_t c) {
    return c >= 'A' && c <= 'Z'   ? (uint32_t)(c - 'A')
           : c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a' + 26)
           : c >= '0' && c <= '9' ? (uint32_t)(c - '0' + 52)
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : NO_DIGIT;
}

/* One group of four, of which the last may be padded: then its left-over bits are 0. */
static bool get_group(const uint8_t *group, bool last, struct sello_writer *w) {
    size_t n_digits = GROUP_CHARACTERS;
    if (last && group[3] == '=') {
        n_digits = group[2] == '=' ? 2 : 3;
    }
    uint32_t bits = 0;
    for (size_t i = 0; i < GROUP_CHARACTERS; i++) {
        uint32_t digit = i < n_digits ? digit_of(group[i]) : 0;
        if (digit == NO_DIGIT) {
            return false;
        }
        bits = bits << 6 | digit;
    }
    size_t n_bytes = n_digits - 1;
    const uint8_t bytes[GROUP_BYTES] = {(uint8_t)(bits >> 16), (uint8_t)(bits >> 8), (uint8_t)bits};
    sello_write(w, bytes, n_bytes);
    return (bits & ((1u << 8 * (GROUP_BYTES - n_bytes)) - 1)) == 0;
}

bool sello_base64_get(struct sello_bytes text, struct sello_writer *w) {
    bool ok = text.len % GROUP_CHARACTERS == 0;
    for (size_t at = 0; ok && at < text.len; at += GROUP_CHARACTERS) {
        ok = get_group(text.ptr + at, at + GROUP_CHARACTERS == text.len, w);
    }
    return ok && !w->failed;
}

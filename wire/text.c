/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/text.h"

/* One row per first byte's pattern: its mask and value, the length, the least code point that may
 * not be written shorter (RFC 3629 section 3). */
static const struct {
    uint8_t mask, value;
    uint8_t len;
    uint32_t least;
} patterns[] = {
    {0x80, 0x00, 1, 0},
    {0xe0, 0xc0, 2, 0x80},
    {0xf0, 0xe0, 3, 0x800},
    {0xf8, 0xf0, 4, 0x10000},
};

static size_t utf8_rest(struct sello_bytes text, size_t len, uint32_t *code_point) {
    if (text.len < len) {
        return 0;
    }
    for (size_t i = 1; i < len; i++) {
        if ((text.ptr[i] & 0xc0) != 0x80) {
            return 0;
        }
        *code_point = *code_point << 6 | (text.ptr[i] & 0x3f);
    }
    return len;
}

size_t sello_utf8_next(struct sello_bytes text, uint32_t *out_code_point) {
    for (size_t row = 0; row < sizeof patterns / sizeof *patterns && text.len > 0; row++) {
        if ((text.ptr[0] & patterns[row].mask) != patterns[row].value) {
            continue;
        }
        uint32_t code_point = (uint8_t)(text.ptr[0] & ~patterns[row].mask);
        size_t len = utf8_rest(text, patterns[row].len, &code_point);
        bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
        if (len == 0 || code_point < patterns[row].least || code_point > 0x10ffff || surrogate) {
            return 0;
        }
        *out_code_point = code_point;
        return len;
    }
    return 0;
}

bool sello_text_forbidden(uint32_t code_point) {
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0000, 0x001f}, {0x007f, 0x009f}, {0x061c, 0x061c}, {0x200b, 0x200f},
        {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (code_point >= ranges[i].first && code_point <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

/* How many bytes from `at` on are printable ASCII: nearly all there ever is, and never refused. */
static size_t plain_bytes(struct sello_bytes text, size_t at, size_t most) {
    size_t end = text.len < most ? text.len : most, from = at;
    while (at < end && text.ptr[at] >= 0x20 && text.ptr[at] < 0x7f) {
        at++;
    }
    return at - from;
}

enum sello_error sello_text_check(struct sello_bytes text, size_t least, size_t most,
                                  size_t *out_at) {
    enum sello_error error = SELLO_OK;
    size_t at = 0;
    while (at < text.len && error == SELLO_OK) {
        uint32_t code_point = 0;
        at += plain_bytes(text, at, most);
        if (at == text.len) {
            break;
        }
        size_t len = sello_utf8_next(sello_bytes(text.ptr + at, text.len - at), &code_point);
        if (len == 0) {
            error = SELLO_E_UTF8;
        } else if (at + len > most || sello_text_forbidden(code_point)) {
            error = SELLO_E_TEXT;
        } else {
            at += len;
        }
    }
    if (error == SELLO_OK && text.len < least) {
        error = SELLO_E_TEXT;
    }
    if (error != SELLO_OK && out_at != NULL) {
        *out_at = at;
    }
    return error;
}

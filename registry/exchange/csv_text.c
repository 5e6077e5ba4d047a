/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/csv_text.h"

#include <stdlib.h>

static bool fail(struct csv *out, enum csv_problem problem, size_t line) {
    out->fault = (struct csv_fault){problem, line, 0};
    return false;
}

static size_t line_at(struct sello_bytes file, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at; i++) {
        bool pair = file.ptr[i] == '\r' && i + 1 < file.len && file.ptr[i + 1] == '\n';
        line += (file.ptr[i] == '\n' || (file.ptr[i] == '\r' && !pair)) ? 1 : 0;
    }
    return line;
}

static bool starts_with(struct sello_bytes file, const char *mark, size_t len) {
    return file.len >= len && memcmp(file.ptr, mark, len) == 0;
}

/* ---- UTF-8 ---- */

/* What a file is made of, beside ASCII. */
struct census {
    size_t n_utf8;  /* characters of two bytes or more */
    size_t n_other; /* bytes that are not UTF-8 */
    size_t first_other;
};

static struct census take_census(struct sello_bytes file) {
    struct census census = {0};
    for (size_t at = 0; at < file.len;) {
        uint32_t code_point;
        size_t n = sello_utf8_next(sello_bytes(file.ptr + at, file.len - at), &code_point);
        if (n == 0 && census.n_other++ == 0) {
            census.first_other = at;
        }
        census.n_utf8 += n > 1 ? 1 : 0;
        at += n == 0 ? 1 : n;
    }
    return census;
}

/* ---- Windows-1252 ---- */

/* 80..9f; the rest is as in Latin-1. 0: no character. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static uint32_t character_of(uint8_t byte) {
    return byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;
}

static void put_utf8(struct sello_writer *w, uint32_t c) {
    uint8_t bytes[3] = {(uint8_t)c};
    size_t len = 1;
    if (c >= 0x800) {
        bytes[0] = (uint8_t)(0xe0 | c >> 12);
        bytes[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        bytes[2] = (uint8_t)(0x80 | (c & 0x3f));
        len = 3;
    } else if (c >= 0x80) {
        bytes[0] = (uint8_t)(0xc0 | c >> 6);
        bytes[1] = (uint8_t)(0x80 | (c & 0x3f));
        len = 2;
    }
    sello_write(w, bytes, len);
}

static bool decode_1252(struct sello_bytes file, struct csv *out) {
    size_t room = 3 * file.len; /* no character takes more */
    out->text = malloc(room);
    if (out->text == NULL) {
        return fail(out, CSV_MEMORY, 0);
    }
    struct sello_writer w = sello_writer_init(out->text, room);
    for (size_t i = 0; i < file.len; i++) {
        uint32_t c = character_of(file.ptr[i]);
        if (c == 0) {
            return fail(out, CSV_NOT_1252, line_at(file, i));
        }
        put_utf8(&w, c);
    }
    out->len = w.len;
    out->encoding = CSV_WINDOWS_1252;
    return true;
}

/* ---- telling them apart ---- */

static bool copy_utf8(struct sello_bytes file, enum csv_encoding encoding, struct csv *out) {
    out->text = malloc(file.len + 1);
    if (out->text == NULL) {
        return fail(out, CSV_MEMORY, 0);
    }
    if (file.len > 0) {
        memcpy(out->text, file.ptr, file.len);
    }
    out->len = file.len;
    out->encoding = encoding;
    return true;
}

bool csv_decode(struct sello_bytes file, struct csv *out) {
    if (starts_with(file, "\xff\xfe", 2) || starts_with(file, "\xfe\xff", 2)) {
        return fail(out, CSV_UTF16, 0);
    }
    bool bom = starts_with(file, "\xef\xbb\xbf", 3);
    if (bom) {
        file = sello_bytes(file.ptr + 3, file.len - 3);
    }
    const uint8_t *nul = file.len > 0 ? memchr(file.ptr, 0, file.len) : NULL;
    if (nul != NULL) {
        size_t line = line_at(file, (size_t)(nul - file.ptr));
        return fail(out, CSV_NUL, line);
    }
    struct census census = take_census(file);
    if (census.n_other == 0) {
        return copy_utf8(file, bom ? CSV_UTF8_BOM : CSV_UTF8, out);
    }
    /* In a text saved as Windows-1252 hardly two letters in a row happen to be UTF-8: a file that
     * has both was pasted together, and no reading of it is right. */
    if (bom || census.n_utf8 > 0) {
        return fail(out, CSV_MIXED_ENCODING, line_at(file, census.first_other));
    }
    return decode_1252(file, out);
}

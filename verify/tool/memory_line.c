/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "base/time.h"
#include "verify/tool/memory.h"

/* INSTANT FINGERPRINT SERIAL MARK-N: fields of fixed width first, one space between. */
enum { INSTANT_CHARS = BASE_INSTANT_LEN - 1, HASH_CHARS = BASE_HEX_LEN(SELLO_HASH_LEN) - 1 };

static bool take_hash(struct sello_bytes *rest, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    if (!base_hex_take(rest->ptr, SELLO_HASH_LEN, out)) {
        return false;
    }
    *rest = sello_bytes(rest->ptr + HASH_CHARS, rest->len - HASH_CHARS);
    return true;
}

static bool take_instant(struct sello_bytes *rest, uint64_t *out) {
    char text[BASE_INSTANT_LEN];
    memcpy(text, rest->ptr, INSTANT_CHARS);
    text[INSTANT_CHARS] = '\0';
    *rest = sello_bytes(rest->ptr + INSTANT_CHARS, rest->len - INSTANT_CHARS);
    return base_instant_parse(text, out);
}

static bool take_space(struct sello_bytes *rest) {
    bool space = rest->len > 0 && rest->ptr[0] == ' ';
    *rest = sello_bytes(rest->ptr + space, rest->len - space);
    return space;
}

/* A decimal, up to the space behind it. */
static bool take_serial(struct sello_bytes *rest, uint64_t *out) {
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] >= '0' && rest->ptr[len] <= '9') {
        len++;
    }
    enum sello_error error = sello_serial_parse(sello_bytes(rest->ptr, len), out);
    *rest = sello_bytes(rest->ptr + len, rest->len - len);
    return error == SELLO_OK;
}

/* The mark tells sights of one second apart; what it is made of says nothing more. */
static bool is_mark(struct sello_bytes rest) {
    for (size_t i = 0; i < rest.len; i++) {
        if (base_hex_digit(rest.ptr[i]) < 0 && rest.ptr[i] != '-') {
            return false;
        }
    }
    return rest.len > 0;
}

bool memory_line_parse(struct sello_bytes line, struct memory_line *out) {
    struct memory_line l;
    if (line.len < INSTANT_CHARS + 1 + HASH_CHARS + 1 || line.len >= MEMORY_LINE_MAX) {
        return false;
    }
    if (!take_instant(&line, &l.instant) || !take_space(&line) ||
        !take_hash(&line, l.fingerprint) || !take_space(&line) || !take_serial(&line, &l.serial) ||
        !take_space(&line) || !is_mark(line)) {
        return false;
    }
    *out = l;
    return true;
}

size_t memory_line_put(char out[SELLO_LEN(MEMORY_LINE_MAX)], const struct memory_line *line,
                       const char mark[SELLO_LEN(MEMORY_MARK_LEN)], uint64_t n) {
    char instant[BASE_INSTANT_LEN], fingerprint[BASE_HEX_LEN(SELLO_HASH_LEN)];
    base_instant_format(line->instant, instant);
    base_hex(line->fingerprint, SELLO_HASH_LEN, fingerprint);
    int len = snprintf(out, MEMORY_LINE_MAX, "%s %s %llu %s-%llu\n", instant, fingerprint,
                       (unsigned long long)line->serial, mark, (unsigned long long)n);
    return (size_t)len;
}

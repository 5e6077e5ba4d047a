/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/readback.h"

/* Beyond it a drawing is not one of our symbols, quiet zone and all. */
#define SIDE_MAX 120

struct modules {
    uint8_t grey[SIDE_MAX * SIDE_MAX];
    size_t side; /* the least square from the corner that has every dark module */
};

/* ---- a path of runs: "M4 4h7v1h-7zM..." ---- */

static bool take(struct sello_bytes *at, const char *word) {
    size_t len = strlen(word);
    bool there = at->len >= len && memcmp(at->ptr, word, len) == 0;
    if (there) {
        *at = sello_bytes(at->ptr + len, at->len - len);
    }
    return there;
}

static bool take_svg_number(struct sello_bytes *at, size_t *out) {
    size_t value = 0, n = 0;
    while (n < at->len && n < 4 && at->ptr[n] >= '0' && at->ptr[n] <= '9') {
        value = 10 * value + (size_t)(at->ptr[n++] - '0');
    }
    *at = sello_bytes(at->ptr + n, at->len - n);
    *out = value;
    return n > 0;
}

static bool take_run(struct sello_bytes *at, struct modules *m) {
    size_t x, y, n, back;
    bool well_formed = take(at, "M") && take_svg_number(at, &x) && take(at, " ") &&
                       take_svg_number(at, &y) && take(at, "h") && take_svg_number(at, &n) &&
                       take(at, "v1h-") && take_svg_number(at, &back) && take(at, "z");
    if (!well_formed || n != back || n == 0 || x + n > SIDE_MAX || y >= SIDE_MAX) {
        return false;
    }
    memset(m->grey + y * SIDE_MAX + x, 0, n);
    size_t far = x + n > y + 1 ? x + n : y + 1;
    m->side = far > m->side ? far : m->side;
    return true;
}

/* Is the whole path such a drawing? */
static bool take_path(struct sello_bytes path, struct modules *out) {
    memset(out->grey, 255, sizeof out->grey);
    out->side = 0;
    while (path.len > 0) {
        if (!take_run(&path, out)) {
            return false;
        }
    }
    return out->side > 0;
}

/* ---- the file ---- */

/* The next d="..." in the rest of the file. */
static bool next_path(struct sello_bytes *rest, struct sello_bytes *out) {
    static const char key[] = " d=\"";
    const uint8_t *at = memmem(rest->ptr, rest->len, key, sizeof key - 1);
    if (at == NULL) {
        return false;
    }
    at += sizeof key - 1;
    size_t left = rest->len - (size_t)(at - rest->ptr);
    const uint8_t *end = memchr(at, '"', left);
    if (end == NULL) {
        return false;
    }
    *out = sello_bytes(at, (size_t)(end - at));
    *rest = sello_bytes(end, left - out->len);
    return true;
}

/* Rows lie SIDE_MAX apart; the reader takes a square. */
static void close_up(struct modules *m) {
    for (size_t y = 1; y < m->side; y++) {
        memmove(m->grey + y * m->side, m->grey + y * SIDE_MAX, m->side);
    }
}

enum sello_error readback_svg(const struct readback *want, struct sello_bytes svg) {
    struct modules modules;
    struct sello_bytes path;
    size_t n = 0;
    enum sello_error error = SELLO_E_PICTURE_NO_CODE;
    while (next_path(&svg, &path)) {
        if (take_path(path, &modules)) {
            n++;
            close_up(&modules);
            error = readback_modules(want, modules.grey, modules.side);
        }
    }
    return n == 1 ? error : SELLO_E_PICTURE_NO_CODE;
}

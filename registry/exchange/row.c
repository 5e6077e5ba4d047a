/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/row.h"

static bool is_space(uint8_t c) {
    return c == ' ' || c == '\t';
}

/* A space typed behind a name is never part of it; U+00A0 comes from copied web pages. */
struct sello_bytes row_trimmed(struct sello_bytes b) {
    for (;;) {
        if (b.len > 0 && is_space(b.ptr[0])) {
            b = sello_bytes(b.ptr + 1, b.len - 1);
        } else if (b.len > 0 && is_space(b.ptr[b.len - 1])) {
            b.len--;
        } else if (b.len >= 2 && memcmp(b.ptr, "\xc2\xa0", 2) == 0) {
            b = sello_bytes(b.ptr + 2, b.len - 2);
        } else if (b.len >= 2 && memcmp(b.ptr + b.len - 2, "\xc2\xa0", 2) == 0) {
            b.len -= 2;
        } else {
            return b;
        }
    }
}

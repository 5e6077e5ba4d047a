/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/row.h"

static bool is_space(uint8_t c) {
    return c == ' ' || c == '\t';
}

/* A space typed behind a name is never part of it; U+00A0 comes from copied web pages. */
struct sello_bytes row_trimmed(struct sello_bytes text) {
    for (;;) {
        if (text.len > 0 && is_space(text.ptr[0])) {
            text = sello_bytes(text.ptr + 1, text.len - 1);
        } else if (text.len > 0 && is_space(text.ptr[text.len - 1])) {
            text.len--;
        } else if (text.len >= 2 && memcmp(text.ptr, "\xc2\xa0", 2) == 0) {
            text = sello_bytes(text.ptr + 2, text.len - 2);
        } else if (text.len >= 2 && memcmp(text.ptr + text.len - 2, "\xc2\xa0", 2) == 0) {
            text.len -= 2;
        } else {
            return text;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/session/seen.h"

#include <string.h>

static void see(uint64_t *seen, const void *bytes, size_t len) {
    const uint8_t *at = bytes;
    for (size_t i = 0; i < len; i++) {
        *seen = (*seen ^ at[i]) * 1099511628211u;
    }
}

void seen_number(uint64_t *seen, uint64_t number) {
    see(seen, &number, sizeof number);
}

void seen_text(uint64_t *seen, const char *text) {
    see(seen, text, strlen(text) + 1);
}

void seen_bytes(uint64_t *seen, struct sello_bytes bytes) {
    seen_number(seen, bytes.len);
    see(seen, bytes.ptr, bytes.len);
}

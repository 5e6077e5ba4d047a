/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/interop/address.h"

#include <inttypes.h>
#include <stdio.h>

void interop_label(struct sello_bytes base_url, struct sello_number gtin, uint64_t serial,
                   char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]) {
    if (gtin.present) {
        snprintf(out, INTEROP_ADDRESS_LEN, "https://id.gs1.org/01/%014" PRIu64 "/21/%" PRIu64,
                 gtin.value, serial);
    } else {
        snprintf(out, INTEROP_ADDRESS_LEN, "%.*s?s=%" PRIu64, (int)base_url.len,
                 (const char *)base_url.ptr, serial);
    }
}

void interop_beside(struct sello_bytes base_url, const char *path,
                    char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]) {
    bool closed = base_url.len > 0 && base_url.ptr[base_url.len - 1] == '/';
    snprintf(out, INTEROP_ADDRESS_LEN, "%.*s%s%s", (int)base_url.len, (const char *)base_url.ptr,
             closed ? "" : "/", path);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes that grow while a bundle is put together. */
#include "base/array.h"
#include "registry/trust/bundle_parts.h"

enum sello_error grow(struct grown *g, struct sello_bytes more) {
    if (!base_grow(&g->ptr, &g->room, g->len + more.len + 1, 1)) {
        return SELLO_E_MEMORY;
    }
    if (more.len > 0) {
        memcpy(g->ptr + g->len, more.ptr, more.len);
    }
    g->len += more.len;
    return SELLO_OK;
}

enum sello_error grow_array_head(struct grown *g, size_t n_items) {
    uint8_t buf[9];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_put_array(&w, n_items);
    return grow(g, sello_written(&w));
}

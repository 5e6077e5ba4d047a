/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/reencode.h"

static bool reencode_items(struct sello_reader *r, struct sello_writer *w, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (!reencode(r, w)) {
            return false;
        }
    }
    return true;
}

bool reencode(struct sello_reader *r, struct sello_writer *w) {
    size_t n_items = 0;
    switch (sello_peek(r)) {
    case SELLO_CBOR_UINT: sello_put_uint(w, sello_take_uint(r)); break;
    case SELLO_CBOR_NINT: sello_put_int(w, sello_take_int(r)); break;
    case SELLO_CBOR_BYTES: sello_put_bytes(w, sello_take_bytes(r)); break;
    case SELLO_CBOR_TEXT: sello_put_text(w, sello_take_text(r)); break;
    case SELLO_CBOR_ARRAY:
        n_items = sello_take_array(r);
        sello_put_array(w, n_items);
        break;
    case SELLO_CBOR_MAP:
        n_items = 2 * sello_take_map(r);
        sello_put_map(w, n_items / 2);
        break;
    case SELLO_CBOR_TAG:
        n_items = 1;
        sello_put_tag(w, sello_take_tag(r));
        break;
    case SELLO_CBOR_SIMPLE: sello_put_bool(w, sello_take_bool(r)); break;
    }
    return r->error == SELLO_OK && !w->failed && reencode_items(r, w, n_items);
}

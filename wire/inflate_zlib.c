/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/crypto.h"

#include <limits.h>
#define ZLIB_CONST /* next_in is const */
#include <zlib.h>

bool sello_inflate(struct sello_bytes zlib, uint8_t *out_buf, size_t size) {
    if (zlib.len > UINT_MAX || size > UINT_MAX) {
        return false;
    }
    z_stream z = {.next_in = zlib.ptr, .avail_in = (uInt)zlib.len};
    if (inflateInit(&z) != Z_OK) {
        return false;
    }
    z.next_out = out_buf;
    z.avail_out = (uInt)size;
    int end = inflate(&z, Z_FINISH);
    bool exact = end == Z_STREAM_END && z.avail_in == 0 && z.avail_out == 0;
    inflateEnd(&z);
    return exact;
}

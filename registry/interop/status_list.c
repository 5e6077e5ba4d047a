/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/interop/status_list.h"

#include <stdlib.h>
#include <zlib.h>

#include "registry/interop/jwt.h"

static enum sello_error grow(struct status_list *list, uint64_t n_bits) {
    size_t len = STATUS_LIST_LEAST / 8;
    while (len * 8 < n_bits) {
        len *= 2;
    }
    if (len <= list->len) {
        return SELLO_OK;
    }
    uint8_t *bits = realloc(list->bits, len);
    if (bits == NULL) {
        return SELLO_E_MEMORY;
    }
    memset(bits + list->len, 0, len - list->len);
    list->bits = bits;
    list->len = len;
    return SELLO_OK;
}

enum sello_error status_list_set(struct status_list *list, uint64_t index) {
    enum sello_error error = grow(list, index + 1);
    if (error == SELLO_OK) {
        list->bits[index / 8] |= (uint8_t)(0x80 >> index % 8);
    }
    return error;
}

void status_list_free(struct status_list *list) {
    free(list->bits);
    *list = (struct status_list){NULL, 0};
}

/* The header says neither a time nor a system. The caller frees *out. */
static enum sello_error compress_bits(const struct status_list *list, uint8_t **out,
                                      size_t *out_len) {
    const int gzip = 16; /* added to the window's bits: a header of GZIP */
    z_stream z = {.next_in = list->bits, .avail_in = (uInt)list->len};
    gz_header header = {.os = 255};
    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzip, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        return SELLO_E_MEMORY;
    }
    size_t room = deflateBound(&z, (uLong)list->len);
    uint8_t *buf = malloc(room);
    z.next_out = buf;
    z.avail_out = (uInt)room;
    bool done = buf != NULL && deflateSetHeader(&z, &header) == Z_OK &&
                deflate(&z, Z_FINISH) == Z_STREAM_END;
    *out_len = z.total_out;
    (void)deflateEnd(&z);
    if (!done) {
        free(buf);
        return SELLO_E_MEMORY;
    }
    *out = buf;
    return SELLO_OK;
}

enum sello_error status_list_encode(struct status_list *list, char **out) {
    uint8_t *compressed = NULL;
    size_t len = 0;
    enum sello_error error = grow(list, STATUS_LIST_LEAST);
    if (error == SELLO_OK) {
        error = compress_bits(list, &compressed, &len);
    }
    char *text = error == SELLO_OK ? malloc(1 + JWT_BASE64URL_LEN(len)) : NULL;
    if (text != NULL) {
        text[0] = 'u';
        jwt_base64url(sello_bytes(compressed, len), text + 1);
        *out = text;
    }
    free(compressed);
    return text != NULL ? SELLO_OK : SELLO_E_MEMORY;
}

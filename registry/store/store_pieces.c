/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/store/store_internal.h"

void sello_pieces_put(struct sello_change *c, const char *sql, uint64_t of,
                      struct sello_bytes bytes) {
    size_t at = 0;
    uint64_t place = 0;
    do { /* nothing at all is one empty piece, which no table takes */
        size_t left = bytes.len - at;
        struct sello_bytes piece = {bytes.ptr + at,
                                    left < SELLO_VALUE_MAX ? left : SELLO_VALUE_MAX};
        SELLO_AUTO(query) struct sello_query q = sello_query(c->store->db, sql);
        sello_bind_uint(&q, of);
        sello_bind_uint(&q, ++place);
        sello_bind_blob(&q, piece);
        sello_change_send(c, &q);
        at += piece.len;
    } while (at < bytes.len);
}

/* None is missing ahead of this one, and all of those are full. */
static bool follows(const struct sello_pieces *whole, uint64_t place, struct sello_bytes piece) {
    return place == whole->n + 1 && whole->len == whole->n * SELLO_VALUE_MAX && piece.len > 0 &&
           piece.len <= SELLO_VALUE_MAX;
}

enum sello_error sello_pieces_take(struct sello_query *q, struct sello_pieces *whole) {
    uint64_t place = sello_col_uint(q);
    struct sello_bytes piece = sello_col_blob(q);
    if (q->error != SELLO_OK || !follows(whole, place, piece)) {
        return q->error != SELLO_OK ? q->error : SELLO_E_STORE_DAMAGED;
    }
    uint8_t *grown = realloc(whole->ptr, whole->len + piece.len);
    if (grown == NULL) {
        return SELLO_E_MEMORY;
    }
    memcpy(grown + whole->len, piece.ptr, piece.len);
    *whole = (struct sello_pieces){grown, whole->len + piece.len, place};
    return SELLO_OK;
}

void sello_cleanup_pieces(struct sello_pieces *whole) {
    free(whole->ptr);
}

void sello_pieces_give(struct sello_pieces *whole, uint8_t **out_ptr, size_t *out_len) {
    *out_ptr = whole->ptr;
    *out_len = whole->len;
    whole->ptr = NULL;
}

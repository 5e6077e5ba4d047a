/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/store/store_internal.h"

enum sello_error sello_store_uint(struct sello_store *store, const char *sql, uint64_t *out) {
    SELLO_AUTO(query) struct sello_query q = sello_query(store->db, sql);
    enum sello_error error = sello_one(&q);
    uint64_t value = error == SELLO_OK ? sello_col_uint(&q) : 0;
    if (error == SELLO_OK && q.error == SELLO_OK) {
        *out = value;
    }
    return error != SELLO_OK ? error : q.error;
}

enum sello_error sello_store_counter(struct sello_store *store, const char *name, uint64_t *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT value FROM counter WHERE name = ?");
    sello_bind_text(&q, name);
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        uint64_t value = sello_col_uint(&q);
        error = q.error;
        *out = error == SELLO_OK ? value : *out;
    }
    /* Every counter is made with the database: a missing row is damage. */
    return error == SELLO_E_NOT_FOUND ? SELLO_E_STORE_DAMAGED : error;
}

enum sello_error sello_store_copy_blob(struct sello_query *q, uint8_t **out_ptr, size_t *out_len) {
    struct sello_bytes blob = sello_col_blob(q);
    if (q->error != SELLO_OK || blob.len == 0) {
        return q->error != SELLO_OK ? q->error : SELLO_E_STORE_DAMAGED;
    }
    uint8_t *copy = malloc(blob.len);
    if (copy == NULL) {
        return SELLO_E_MEMORY;
    }
    memcpy(copy, blob.ptr, blob.len);
    *out_ptr = copy;
    *out_len = blob.len;
    return SELLO_OK;
}

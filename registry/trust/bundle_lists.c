/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <zlib.h>

#include "base/time.h"
#include "registry/trust/bundle_parts.h"
#include "registry/trust/sign.h"

/* Status lists: two bits for each label, compressed and signed. */

/* Sets the entries of list k that a range covers. */
static void mark_range(uint8_t *list, uint64_t k, const struct sello_status_range *range) {
    uint64_t from = k * SELLO_LIST_ENTRIES, to = from + SELLO_LIST_ENTRIES;
    uint64_t first = range->first > from ? range->first : from;
    uint64_t end = range->first + range->count < to ? range->first + range->count : to;
    for (uint64_t serial = first; serial < end; serial++) {
        sello_list_set(list, 2, serial - from, range->status);
    }
}

static enum sello_error sign_list(const struct bundle_request *request,
                                  const struct bundle_content *c, uint64_t k,
                                  struct sello_bytes zlib, struct grown *out) {
    size_t room = zlib.len + 256;
    uint8_t sub_buf[SELLO_SUB_MAX];
    uint8_t *buf = malloc(3 * room);
    if (buf == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer sub = sello_writer_init(sub_buf, sizeof sub_buf);
    struct sello_writer claims = sello_writer_init(buf, room);
    struct sello_writer token = sello_writer_init(buf + room, room);
    struct sello_writer item = sello_writer_init(buf + 2 * room, room);
    sello_put_status_sub(&sub, request->root->fingerprint, k);
    sello_put_status_claims(&claims, sello_written(&sub), c->date.generated,
                            request->fresh_days * BASE_DAY, zlib);
    enum sello_error error =
        sign_typed(request->key, SELLO_TYPE_STATUS_LIST, sello_written(&claims), &token);
    sello_put_bytes(&item, sello_written(&token));
    if (error == SELLO_OK) {
        error = item.failed ? SELLO_E_NO_ROOM : grow(out, sello_written(&item));
    }
    free(buf);
    return error;
}

static enum sello_error put_list(const struct bundle_request *request,
                                 const struct bundle_content *c, uint64_t k, uint8_t *list,
                                 struct grown *out) {
    size_t size = sello_list_bytes(sello_list_entries(c->date.highest, k));
    memset(list, 0, size);
    for (size_t i = 0; i < c->n_ranges; i++) {
        mark_range(list, k, &c->range[i]);
    }
    uLongf zlib_len = compressBound((uLong)size);
    uint8_t *zlib = malloc(zlib_len);
    if (zlib == NULL || compress2(zlib, &zlib_len, list, (uLong)size, Z_BEST_COMPRESSION) != Z_OK) {
        free(zlib);
        return SELLO_E_MEMORY;
    }
    enum sello_error error = sign_list(request, c, k, sello_bytes(zlib, zlib_len), out);
    free(zlib);
    return error;
}

enum sello_error bundle_put_lists(const struct bundle_request *request,
                                  const struct bundle_content *c, struct grown *out) {
    uint64_t n_lists = c->date.highest / SELLO_LIST_ENTRIES + 1;
    uint8_t *list = malloc(SELLO_LIST_BYTES);
    enum sello_error error = list != NULL ? grow_array_head(out, n_lists) : SELLO_E_MEMORY;
    for (uint64_t k = 0; k < n_lists && error == SELLO_OK; k++) {
        error = put_list(request, c, k, list, out);
    }
    free(list);
    return error;
}

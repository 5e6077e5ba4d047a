/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_TRUST_MAP_H
#define SELLO_WIRE_TRUST_MAP_H

/* Inside wire/ only: what roots, status lists and bundles share. */

#include "wire/cbor.h"

/* What a root, bundle or status list says: of the strict subset, and without any tag. */
static inline enum sello_error sello_content_check(struct sello_bytes content) {
    bool tagged = false;
    struct sello_reader r = sello_reader_init(content);
    enum sello_error error = sello_cbor_check(content, SELLO_DEPTH_TRUST, &tagged);
    tagged = tagged || sello_peek(&r) == SELLO_CBOR_TAG;
    return error == SELLO_OK && tagged ? SELLO_E_NEWER : error;
}

/* The next key of a map with unsigned keys; any other key is for newer readers (SELLO_E_NEWER). */
static inline uint64_t sello_take_key(struct sello_reader *r) {
    if (r->error == SELLO_OK && sello_peek(r) != SELLO_CBOR_UINT) {
        sello_reader_fail(r, SELLO_E_NEWER);
    }
    return sello_take_uint(r);
}

/* Roots and bundles may carry keys 32..63 for those who know them; any other is for newer readers.
 */
static inline void sello_pass_unknown(struct sello_reader *r, uint64_t key) {
    if (key < 32 || key > 63) {
        sello_reader_fail(r, SELLO_E_NEWER);
    }
    sello_take_item(r);
}

/* An instant of a root or bundle: of a year that has four digits. */
static inline uint64_t sello_take_instant(struct sello_reader *r) {
    uint64_t seconds = sello_take_uint(r);
    if (seconds > SELLO_INSTANT_MAX) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    return seconds;
}

/* The last failure's status, or `missing` when a bit of `needed` was not seen. */
static inline enum sello_error sello_map_end(const struct sello_reader *r, unsigned seen,
                                             unsigned needed) {
    return r->error == SELLO_OK && (seen & needed) != needed ? SELLO_E_MISSING : r->error;
}

/* Notes that a key below 32 was there. */
static inline void sello_see(unsigned *seen, uint64_t key) {
    if (key < 32) {
        *seen |= 1u << key;
    }
}

#endif

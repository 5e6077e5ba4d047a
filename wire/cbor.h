/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_CBOR_H
#define SELLO_WIRE_CBOR_H

/* A strict subset of CBOR (RFC 8949): definite lengths, shortest heads, map keys unique and sorted
 * by their encoded bytes (section 4.2.1), no floats, no simple values but true and false, integers
 * of at most 53 bits. Every value has exactly one encoding, so what is read re-encodes to itself.
 */

#include "wire/bytes.h"
#include "wire/error.h"

#define SELLO_INT_MAX ((uint64_t)9007199254740991) /* 2^53 - 1: exact in JSON and JavaScript */
#define SELLO_DEPTH_LABEL 4               /* arrays and maps within each other, in label tokens */
#define SELLO_INSTANT_MAX 253402300799ULL /* 9999-12-31T23:59:59Z: of roots and bundles */
#define SELLO_DAY_MAX (SELLO_INSTANT_MAX / 86400) /* the same as a date */
#define SELLO_DEPTH_TRUST 8                       /* the same, in roots and bundles */

enum sello_cbor_major {
    SELLO_CBOR_UINT = 0,
    SELLO_CBOR_NINT = 1,
    SELLO_CBOR_BYTES = 2,
    SELLO_CBOR_TEXT = 3,
    SELLO_CBOR_ARRAY = 4,
    SELLO_CBOR_MAP = 5,
    SELLO_CBOR_TAG = 6,
    SELLO_CBOR_SIMPLE = 7
};

/* Is this exactly one item of the subset, no deeper than `depth`? *out_tagged (may be NULL): there
 * is a tag within the item, other than as its first byte. Linear; no recursion. */
SELLO_NODISCARD enum sello_error sello_cbor_check(struct sello_bytes item, unsigned depth,
                                                  bool *out_tagged);

/* The first item of a CBOR sequence (RFC 8742), checked the same way; *out_item is its bytes. */
SELLO_NODISCARD enum sello_error sello_cbor_first(struct sello_bytes sequence, unsigned depth,
                                                  struct sello_bytes *out_item, bool *out_tagged);

/* ---- reading: a cursor that stays failed ---- */

struct sello_reader {
    struct sello_bytes rest;
    enum sello_error error; /* the first failure; all later reads give nothing */
};

static inline struct sello_reader sello_reader_init(struct sello_bytes bytes) {
    return (struct sello_reader){bytes, SELLO_OK};
}

/* The next item's type, without taking it; SELLO_CBOR_SIMPLE also when nothing is left or failed.
 */
enum sello_cbor_major sello_peek(const struct sello_reader *r);

uint64_t sello_take_uint(struct sello_reader *r);
int64_t sello_take_int(struct sello_reader *r);
bool sello_take_bool(struct sello_reader *r);
struct sello_bytes sello_take_bytes(struct sello_reader *r); /* a byte string's content */
struct sello_bytes sello_take_text(struct sello_reader *r);  /* a text's content */
size_t sello_take_array(struct sello_reader *r);             /* its number of items */
size_t sello_take_map(struct sello_reader *r);               /* its number of pairs */
uint64_t sello_take_tag(struct sello_reader *r);
struct sello_bytes sello_take_item(struct sello_reader *r); /* any one item, undecoded */

/* Takes a byte string of exactly len bytes into the caller's array. */
void sello_take_fixed(struct sello_reader *r, uint8_t *out, size_t len);

/* Records a failure of the caller's own finding. */
static inline void sello_reader_fail(struct sello_reader *r, enum sello_error error) {
    if (r->error == SELLO_OK) {
        r->error = error;
    }
}

/* Nothing failed, and nothing is left? */
SELLO_NODISCARD enum sello_error sello_reader_end(const struct sello_reader *r);

/* ---- writing: shortest heads; the order of map keys is the caller's ---- */

void sello_put_uint(struct sello_writer *w, uint64_t value);
void sello_put_int(struct sello_writer *w, int64_t value);
void sello_put_bool(struct sello_writer *w, bool value);
void sello_put_bytes(struct sello_writer *w, struct sello_bytes value);
void sello_put_text(struct sello_writer *w, struct sello_bytes value);
void sello_put_array(struct sello_writer *w, size_t n_items);
void sello_put_map(struct sello_writer *w, size_t n_pairs);
void sello_put_tag(struct sello_writer *w, uint64_t tag);
void sello_put_bytes_head(struct sello_writer *w, size_t len); /* then len bytes by sello_write */

/* The length of the head of a value of this size: 1, 2, 3, 5 or 9 bytes. */
size_t sello_head_len(uint64_t value);

#endif

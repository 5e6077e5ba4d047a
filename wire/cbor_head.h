/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_CBOR_HEAD_H
#define SELLO_WIRE_CBOR_HEAD_H

/* Inside wire/ only: the head of one item, shared by the reader and the checker. */

#include "wire/cbor.h"

/* The only simple values of the subset. */
enum { SELLO_CBOR_FALSE = 20, SELLO_CBOR_TRUE = 21 };

struct sello_head {
    enum sello_cbor_major major;
    uint64_t value; /* the number, length, count, tag; of a simple value, it */
    size_t len;     /* bytes of the head itself */
};

/* Decodes the head at the front of bytes and holds it to the subset: shortest form, definite, 53
 * bits, true and false only. */
SELLO_NODISCARD enum sello_error sello_head_parse(struct sello_bytes bytes, struct sello_head *out);

#endif

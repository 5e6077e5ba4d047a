/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/cbor_head.h"

size_t sello_head_len(uint64_t value) {
    if (value < 24) {
        return 1;
    }
    return value <= UINT8_MAX ? 2 : value <= UINT16_MAX ? 3 : value <= UINT32_MAX ? 5 : 9;
}

static uint64_t big_endian(const uint8_t *p, size_t n) {
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        value = value << 8 | p[i];
    }
    return value;
}

/* An item's value is in the subset? A negative -1 - n has the magnitude n + 1. */
static bool head_allowed(enum sello_cbor_major major, uint64_t value) {
    if (major == SELLO_CBOR_SIMPLE) {
        return value == SELLO_CBOR_FALSE || value == SELLO_CBOR_TRUE;
    }
    return major == SELLO_CBOR_NINT ? value < SELLO_INT_MAX : value <= SELLO_INT_MAX;
}

enum sello_error sello_head_parse(struct sello_bytes bytes, struct sello_head *out) {
    if (bytes.len == 0) {
        return SELLO_E_TRUNCATED;
    }
    enum sello_cbor_major major = (enum sello_cbor_major)(bytes.ptr[0] >> 5);
    uint8_t info = bytes.ptr[0] & 0x1f;
    if (info > 27 || (major == SELLO_CBOR_SIMPLE && info > 23)) {
        return SELLO_E_CBOR; /* reserved, indefinite, float, or a simple value of two bytes */
    }
    size_t follow = info < 24 ? 0 : (size_t)1 << (info - 24);
    if (bytes.len - 1 < follow) {
        return SELLO_E_TRUNCATED;
    }
    uint64_t value = follow == 0 ? info : big_endian(bytes.ptr + 1, follow);
    if (sello_head_len(value) != 1 + follow || !head_allowed(major, value)) {
        return SELLO_E_CBOR;
    }
    *out = (struct sello_head){major, value, 1 + follow};
    return SELLO_OK;
}

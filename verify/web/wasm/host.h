/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_WEB_HOST_H
#define SELLO_VERIFY_WEB_HOST_H

/* What the module imports from the page: arithmetic that well-kept libraries have (src/crypto.ts).
 * These four are all its imports. Each only reads its arguments and writes its result. */

#include "wire/bytes.h"

/* out_r (32 bytes) = the encoding of [S]B - [k]A, where k is the hash, SHA-512(R, A, message), mod
 * L (RFC 8032 section 5.1.7), sig is R and S, and key is A. 0 when A is not the encoding of a
 * point. */
int host_ed25519_r(const uint8_t *sig, const uint8_t *key, const uint8_t *hash, uint8_t *out_r);

/* Is the key a point of the prime-order subgroup? */
int host_ed25519_in_subgroup(const uint8_t *key);

/* Inflates one whole zlib stream of exactly `size` bytes; 0 when it is anything else. */
int host_inflate(const uint8_t *zlib, size_t len, uint8_t *out_buf, size_t size);

/* Could one of two names in UTF-8 be taken for the other (verify/verdict/identity.h)? */
int host_names_alike(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len);

#endif

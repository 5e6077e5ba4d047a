/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_CRYPTO_H
#define SELLO_WIRE_CRYPTO_H

/* The adapters: what wire/ and the verdict need of libraries, chosen when linking.
 * crypto_sodium.c and inflate_zlib.c are the native ones; a WebAssembly build links others. */

#include "wire/bytes.h"

#define SELLO_KEY_LEN 32  /* bytes, Ed25519 public key: RFC 8032 section 5.1.5 */
#define SELLO_SIG_LEN 64  /* bytes, Ed25519 signature: RFC 8032 section 5.1.6 */
#define SELLO_HASH_LEN 32 /* bytes, SHA-256: FIPS 180-4 */

/* One Ed25519 signature over one message (RFC 8032 section 5.1.7), by the strict rule: S < L, R and
 * the key canonical and not of small order, cofactorless comparison (libsodium 1.0.18's answers).
 * True only when it matches. */
SELLO_NODISCARD bool sello_ed25519_check(const uint8_t sig[SELLO_LEN(SELLO_SIG_LEN)],
                                         const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)],
                                         struct sello_bytes message);

/* May this public key enter a root: canonical, and in the prime-order subgroup? */
SELLO_NODISCARD bool sello_ed25519_key_ok(const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)]);

/* SHA-256 of the parts, one after the other; n_parts may be 0. */
void sello_sha256(const struct sello_bytes *parts, size_t n_parts,
                  uint8_t out_hash[SELLO_LEN(SELLO_HASH_LEN)]);

/* The same of bytes that come piece by piece; of the native adapter alone. */
struct sello_hash_stream {
    _Alignas(16) uint8_t room[128];
};
void sello_hash_stream_begin(struct sello_hash_stream *stream);
void sello_hash_stream_put(struct sello_hash_stream *stream, struct sello_bytes bytes);
void sello_hash_stream_end(struct sello_hash_stream *stream,
                           uint8_t out_hash[SELLO_LEN(SELLO_HASH_LEN)]);

/* Inflate one whole zlib stream (RFC 1950) into out_buf: true only when it ends exactly there, with
 * `size` bytes written and no input left. Never writes past `size`. */
SELLO_NODISCARD bool sello_inflate(struct sello_bytes zlib, uint8_t *out_buf, size_t size);

#endif

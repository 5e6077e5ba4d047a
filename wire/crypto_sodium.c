/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/crypto.h"

#include <sodium.h>

/* libsodium checks S < L, canonical R and A, and small order in crypto_sign_verify_detached
 * (ref10's open.c); the tests hold it to that, vector by vector. */
bool sello_ed25519_check(const uint8_t sig[SELLO_LEN(SELLO_SIG_LEN)],
                         const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)], struct sello_bytes message) {
    return crypto_sign_verify_detached(sig, message.ptr, message.len, key) == 0;
}

/* Times L - 1, a point of the subgroup is its own negative, and no other is. libsodium's own answer
 * is not enough: 1.0.18 as first released takes a point of order 2L for one of order L
 * (CVE-2025-69277). */
bool sello_ed25519_key_ok(const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)]) {
    /* L - 1, little-endian, where L is the order of the subgroup. */
    static const uint8_t order_less_one[32] = {0xec, 0xd3, 0xf5, 0x5c, 0x1a,       0x63,
                                               0x12, 0x58, 0xd6, 0x9c, 0xf7,       0xa2,
                                               0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    uint8_t product[SELLO_KEY_LEN], negative[SELLO_KEY_LEN];
    memcpy(negative, key, sizeof negative);
    negative[SELLO_KEY_LEN - 1] ^= 0x80; /* the sign of x */
    return crypto_core_ed25519_is_valid_point(key) == 1 &&
           crypto_scalarmult_ed25519_noclamp(product, order_less_one, key) == 0 &&
           memcmp(product, negative, sizeof product) == 0;
}

void sello_sha256(const struct sello_bytes *parts, size_t n_parts,
                  uint8_t out_hash[SELLO_LEN(SELLO_HASH_LEN)]) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < n_parts; i++) {
        crypto_hash_sha256_update(&state, parts[i].ptr, parts[i].len);
    }
    crypto_hash_sha256_final(&state, out_hash);
}

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sello_hash_stream),
               "a stream has room for libsodium's state");

static crypto_hash_sha256_state *state_of(struct sello_hash_stream *stream) {
    return (crypto_hash_sha256_state *)(void *)stream->room;
}

void sello_hash_stream_begin(struct sello_hash_stream *stream) {
    crypto_hash_sha256_init(state_of(stream));
}

void sello_hash_stream_put(struct sello_hash_stream *stream, struct sello_bytes bytes) {
    crypto_hash_sha256_update(state_of(stream), bytes.ptr, bytes.len);
}

void sello_hash_stream_end(struct sello_hash_stream *stream,
                           uint8_t out_hash[SELLO_LEN(SELLO_HASH_LEN)]) {
    crypto_hash_sha256_final(state_of(stream), out_hash);
}

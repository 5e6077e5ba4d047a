/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/crypto.h"

#include <sodium.h>

/* libsodium checks S < L, canonical R and A, and small order in crypto_sign_verify_detached
 * (ref10's open.c); the tests hold it to that, vector by vector. */
bool sello_ed25519_check(const uint8_t sig[SELLO_LEN(SELLO_SIG_LEN)],
                         const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)], struct sello_bytes message) {
    return crypto_sign_verify_detached(sig, message.ptr, message.len, key) == 0;
}

bool sello_ed25519_key_ok(const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)]) {
    return crypto_core_ed25519_is_valid_point(key) == 1;
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

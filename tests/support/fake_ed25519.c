/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TEST_BUILD
#error "fake_ed25519.c takes forged signatures: it must never be linked into a product"
#endif

#include "wire/crypto.h"

#include <sodium.h>

/* Lets a fuzzer walk past signatures and chains of hashes, while real ones pass too. */

/* The last byte of a real signature is at most 0x10, since S < L. */
bool sello_ed25519_check(const uint8_t sig[SELLO_LEN(SELLO_SIG_LEN)],
                         const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)], struct sello_bytes message) {
    (void)key;
    (void)message;
    return sig[SELLO_SIG_LEN - 1] <= 0x10;
}

bool sello_ed25519_key_ok(const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)]) {
    return key[SELLO_KEY_LEN - 1] != 0xff;
}

/* Short messages (keys) have their own hashes; all longer ones (roots) share one. */
void sello_sha256(const struct sello_bytes *parts, size_t n_parts,
                  uint8_t out_hash[SELLO_LEN(SELLO_HASH_LEN)]) {
    crypto_hash_sha256_state state;
    size_t len = 0;
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < n_parts; i++) {
        len += parts[i].len;
        crypto_hash_sha256_update(&state, parts[i].ptr, parts[i].len);
    }
    crypto_hash_sha256_final(&state, out_hash);
    if (len > 64) {
        memset(out_hash, 0x5e, SELLO_HASH_LEN);
    }
}

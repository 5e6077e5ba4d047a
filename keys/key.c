/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>

#include "keys/internal.h"
#include "keys/slhdsa.h"

_Static_assert(SELLO_SEED_LEN == crypto_sign_SEEDBYTES, "libsodium's seed");
_Static_assert(SELLO_SECRET_LEN == crypto_sign_SECRETKEYBYTES, "libsodium's secret key");
_Static_assert(SELLO_SEED_LEN == crypto_kdf_KEYBYTES, "crypto_kdf derives from an Ed25519 seed");
_Static_assert(SELLO_SLHDSA_KEY_LEN == SELLO_SLHDSA_PUBLIC_LEN, "what a member commits to");
_Static_assert(SELLO_KEY_LEN == crypto_sign_PUBLICKEYBYTES, "libsodium's public key");

enum sello_error sello_key_from_seed(enum sello_role role, const uint8_t *seed,
                                     struct sello_key **out) {
    struct sello_key *key = sodium_malloc(sizeof *key);
    if (key == NULL) {
        return SELLO_E_MEMORY;
    }
    key->role = role;
    crypto_sign_seed_keypair(key->public_key, key->secret, seed);
    sello_kid(key->public_key, key->kid);
    /* Best effort: where pages cannot be protected, the key is as good without. */
    (void)sodium_mprotect_readonly(key);
    *out = key;
    return SELLO_OK;
}

enum sello_error sello_key_new(enum sello_role role, struct sello_key **out) {
    uint8_t *seed = sodium_malloc(SELLO_SEED_LEN);
    if (seed == NULL) {
        return SELLO_E_MEMORY;
    }
    randombytes_buf(seed, SELLO_SEED_LEN);
    enum sello_error error = sello_key_from_seed(role, seed, out);
    sodium_free(seed);
    return error;
}

void sello_key_free(struct sello_key **key) {
    sodium_free(*key); /* wipes; takes NULL */
    *key = NULL;
}

enum sello_role sello_key_role(const struct sello_key *key) {
    return key->role;
}

const uint8_t *sello_key_public(const struct sello_key *key) {
    return key->public_key;
}

const uint8_t *sello_key_kid(const struct sello_key *key) {
    return key->kid;
}

const uint8_t *sello_key_seed(const struct sello_key *key) {
    return key->secret; /* its first half */
}

void sello_key_sign(const struct sello_key *key, struct sello_bytes message,
                    uint8_t out_sig[SELLO_LEN(SELLO_SIG_LEN)]) {
    crypto_sign_detached(out_sig, NULL, message.ptr, message.len, key->secret);
}

enum sello_error sello_key_slhdsa(const struct sello_key *key,
                                  uint8_t out[SELLO_LEN(SELLO_SLHDSA_KEY_LEN)]) {
    static const char context[crypto_kdf_CONTEXTBYTES + 1] = "slhdsa__";
    uint8_t *seeds = sodium_malloc(SELLO_SLHDSA_SEEDS_LEN);
    if (seeds == NULL) {
        return SELLO_E_MEMORY;
    }
    crypto_kdf_derive_from_key(seeds, SELLO_SLHDSA_SEEDS_LEN, 1, context, sello_key_seed(key));
    sello_slhdsa_public(seeds, out);
    sodium_free(seeds);
    return SELLO_OK;
}

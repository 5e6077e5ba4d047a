/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_KEYS_SLHDSA_H
#define SELLO_KEYS_SLHDSA_H

/* SLH-DSA-SHA2-128s (FIPS 205): signatures that rest on SHA-256 alone, and so outlive Ed25519 where
 * quantum computers come. Pure, deterministic. A root lists its members' keys from the start; today
 * nothing is judged by them. */

#include "wire/bytes.h"

#define SELLO_SLHDSA_SEEDS_LEN 48    /* bytes: SK.seed, SK.prf, PK.seed (section 9.1) */
#define SELLO_SLHDSA_PUBLIC_LEN 32   /* bytes: PK.seed, PK.root (section 9.1) */
#define SELLO_SLHDSA_SIG_LEN 7856    /* bytes (section 11, table 2) */
#define SELLO_SLHDSA_CONTEXT_MAX 255 /* bytes */

/* The public key of these seeds (algorithm 18). Takes as long as some 290,000 hashes. */
void sello_slhdsa_public(const uint8_t seeds[SELLO_LEN(SELLO_SLHDSA_SEEDS_LEN)],
                         uint8_t out[SELLO_LEN(SELLO_SLHDSA_PUBLIC_LEN)]);

/* Signs (algorithms 19 and 22, deterministic): seeds and the public key that belongs to them. The
 * context is at most SELLO_SLHDSA_CONTEXT_MAX bytes. Takes as long as some 2.1 million hashes. */
void sello_slhdsa_sign(const uint8_t seeds[SELLO_LEN(SELLO_SLHDSA_SEEDS_LEN)],
                       const uint8_t public_key[SELLO_LEN(SELLO_SLHDSA_PUBLIC_LEN)],
                       struct sello_bytes context, struct sello_bytes message,
                       uint8_t out_sig[SELLO_LEN(SELLO_SLHDSA_SIG_LEN)]);

/* Algorithms 20 and 24. True only when it matches. */
SELLO_NODISCARD bool
sello_slhdsa_check(const uint8_t sig[SELLO_LEN(SELLO_SLHDSA_SIG_LEN)],
                   const uint8_t public_key[SELLO_LEN(SELLO_SLHDSA_PUBLIC_LEN)],
                   struct sello_bytes context, struct sello_bytes message);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_KEYS_INTERNAL_H
#define SELLO_KEYS_INTERNAL_H

/* What the files of this folder share. */

#include "keys/keys.h"

#define SELLO_SEED_LEN 32   /* bytes, Ed25519 private key: RFC 8032 section 5.1.5 */
#define SELLO_SECRET_LEN 64 /* bytes, libsodium's secret key: seed, then public key */

/* Typed or read bytes may grow by NFC, threefold at most in UTF-8 (Unicode UAX #15 section 11). */
#define SELLO_NORMALISED_MAX (3 * SELLO_PASSPHRASE_MAX)

struct sello_passphrase {
    size_t len;
    uint8_t bytes[SELLO_NORMALISED_MAX]; /* NFC */
};

struct sello_key {
    enum sello_role role;
    uint8_t public_key[SELLO_KEY_LEN];
    uint8_t kid[SELLO_KID_LEN];
    uint8_t secret[SELLO_SECRET_LEN];
};

/* A key from its seed, which the caller wipes. */
SELLO_NODISCARD enum sello_error sello_key_from_seed(enum sello_role role, const uint8_t *seed,
                                                     struct sello_key **out);
const uint8_t *sello_key_seed(const struct sello_key *key); /* SELLO_SEED_LEN bytes */

/* One line as it is typed or read: a line end and whatever lies beyond `line` is not kept. */
#define SELLO_LINE_MAX (SELLO_PASSPHRASE_MAX + 2) /* bytes, with a line end of two */

struct sello_line {
    size_t len;
    bool ended; /* a line end was seen; taken off */
    uint8_t bytes[SELLO_LINE_MAX];
};

/* Adds the next byte; false when the line is over: at its end, or when it is too long. */
bool sello_line_add(struct sello_line *line, uint8_t byte);

/* Checks and normalises a line into a passphrase. */
SELLO_NODISCARD enum sello_error sello_passphrase_from_line(const struct sello_line *line,
                                                            struct sello_passphrase **out);

/* A passphrase of Spanish words, made by chance. */
SELLO_NODISCARD enum sello_error sello_passphrase_make(struct sello_passphrase **out);

#endif

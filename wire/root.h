/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_ROOT_H
#define SELLO_WIRE_ROOT_H

/* The root: who may sign. A COSE_Sign (tag 98) by the certifier's members, in TUF's manner. */

#include "wire/label.h"

#define SELLO_ROOT_MAX 65536     /* bytes of one root */
#define SELLO_ROOTS_MAX 1024     /* roots in a trust file */
#define SELLO_ROOT_KEYS_MAX 1724 /* members and delegated keys: at least 38 bytes each */
/* A Sig_structure, and a flag per key of two roots. */
#define SELLO_ROOT_SCRATCH (SELLO_ROOT_MAX + 128 + 2 * SELLO_ROOT_KEYS_MAX)
#define SELLO_ROOT_SLHDSA_LEN 32      /* bytes of a public key of SLH-DSA-SHA2-128s (FIPS 205) */
#define SELLO_FINGERPRINT_TEXT_LEN 40 /* eight groups of four hex digits, spaces, NUL */

enum sello_role {
    SELLO_ROLE_MEMBER = 0,
    SELLO_ROLE_LABEL = 1,
    SELLO_ROLE_STATUS = 2,
    SELLO_ROLE_LOG = 3,
    SELLO_ROLE_CREDENTIAL = 5 /* 4 is kept */
};
#define SELLO_ROLE_LAST SELLO_ROLE_CREDENTIAL

/* Is it one that this version knows? */
static inline bool sello_role_known(uint64_t role) {
    return role <= SELLO_ROLE_LOG || role == SELLO_ROLE_CREDENTIAL;
}

enum sello_key_state { SELLO_KEY_ACTIVE = 0, SELLO_KEY_RETIRED = 1, SELLO_KEY_COMPROMISED = 2 };

#define SELLO_NEVER UINT64_MAX /* no stop: later than every instant */

/* A public key in a root: members first, then the delegated keys in their order. */
struct sello_root_key {
    uint8_t public_key[SELLO_KEY_LEN];
    uint8_t kid[SELLO_KID_LEN];
    uint64_t role; /* enum sello_role; other numbers are roles of newer versions, allowed nothing */
    uint64_t state;             /* enum sello_key_state */
    uint64_t not_before;        /* 0: unbounded */
    uint64_t stop_signing;      /* SELLO_NEVER: unbounded */
    uint64_t compromised_since; /* 0: not said */
    bool limited;               /* `schemes` limits it */
    struct sello_bytes schemes; /* the array of scheme codes, undecoded */
    struct sello_bytes name;    /* members only */
    const uint8_t *slhdsa;      /* members only: the SLH-DSA public key that the holder commits to,
                                 * SELLO_ROOT_SLHDSA_LEN bytes; NULL: the root has none */
};

/* A root's content; slices point into its payload. */
struct sello_root {
    bool has_fingerprint;
    uint8_t
        fingerprint[SELLO_HASH_LEN]; /* of the first root; in version 1 its own payload's hash */
    uint64_t version;
    uint64_t threshold;
    struct sello_bytes name, base_url, contact;
    uint64_t issued;
    bool has_previous;
    uint8_t previous[SELLO_HASH_LEN];
    struct sello_bytes schemes;   /* the map {code: {language: name}}, undecoded */
    bool practice;                /* its labels are no real ones */
    struct sello_bytes addresses; /* the array of further base URLs, undecoded; or {NULL, 0} */
    size_t n_members;             /* key[0 .. n_members-1] */
    size_t n_keys;                /* key[n_members .. n_keys-1] are the delegated keys */
    struct sello_root_key *key;   /* room for SELLO_ROOT_KEYS_MAX; the caller's */
    uint8_t hash[SELLO_HASH_LEN]; /* SHA-256 of the payload */
    struct sello_bytes payload;
    struct sello_bytes protected_bytes;
    struct sello_bytes signatures; /* the array of COSE_Signature, undecoded */
};

/* Takes a root apart into *out, whose `key` the caller has set to SELLO_ROOT_KEYS_MAX rows. Checks
 * form and each key's points and fields; no signature. `payload_only`: the bytes are a payload
 * without its COSE_Sign (a draft). */
SELLO_NODISCARD enum sello_error sello_root_parse(struct sello_bytes root, struct sello_root *out);
SELLO_NODISCARD enum sello_error sello_root_payload_parse(struct sello_bytes payload,
                                                          struct sello_root *out);

/* The rules of trust. `before` is NULL for a first root. scratch: SELLO_ROOT_SCRATCH bytes. On a
 * failure *out_entry (may be NULL) is the index of the key at fault, where one is. */
SELLO_NODISCARD enum sello_error sello_root_accept(const struct sello_root *before,
                                                   const struct sello_root *root, uint8_t *scratch,
                                                   size_t *out_entry);

/* Who signed: *out_now has a flag for each key of the root, *out_before for each of the one before;
 * both lie in scratch. Fails where a signature is by another key, or does not verify; how many are
 * needed is not looked at. */
SELLO_NODISCARD enum sello_error sello_root_signers(const struct sello_root *before,
                                                    const struct sello_root *root, uint8_t *scratch,
                                                    const uint8_t **out_now,
                                                    const uint8_t **out_before);

/* A delegated key may sign labels of this date and scheme? SELLO_OK, SELLO_E_KEY_ROLE, _DATE or
 * _SCHEME. Its state is not looked at. */
SELLO_NODISCARD enum sello_error sello_root_key_allows(const struct sello_root_key *key,
                                                       uint64_t issued, struct sello_number scheme);

/* The name of a scheme code in a language ("es"), else in any; {NULL, 0} when it is not listed. */
struct sello_bytes sello_root_scheme_name(const struct sello_root *root, uint64_t code,
                                          struct sello_bytes language);

/* The same in exactly that language, or {NULL, 0}. */
struct sello_bytes sello_root_scheme_name_in(const struct sello_root *root, uint64_t code,
                                             struct sello_bytes language);

/* Calls visit with each field, of the root or in one of its parts, that a newer version must have
 * written: this one passes it over. Returns how many there are. */
size_t sello_root_newer_fields(const struct sello_root *root,
                               void (*visit)(void *context, uint64_t field), void *context);

/* "0a1b 2c3d ...": the first 128 bits in eight groups of four. */
void sello_fingerprint_text(const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)],
                            char out[SELLO_LEN(SELLO_FINGERPRINT_TEXT_LEN)]);

/* ---- writing ---- */

/* The payload of a root: from its fields and key rows; has_fingerprint and has_previous decide on
 * 0 and 7; `schemes` is written as it is (an encoded map). The members' SLH-DSA keys are written
 * where each of them has one. */
void sello_put_root_payload(struct sello_writer *w, const struct sello_root *root);

/* What a key signs of a root (COSE_Sign's Sig_structure, RFC 9052 section 4.4). */
void sello_put_root_to_sign(struct sello_writer *w, const uint8_t kid[SELLO_LEN(SELLO_KID_LEN)],
                            struct sello_bytes payload);

struct sello_root_signature {
    uint8_t kid[SELLO_KID_LEN];
    uint8_t signature[SELLO_SIG_LEN];
};

/* The whole root. The signatures are written sorted by kid; the array given must be so. */
void sello_put_root(struct sello_writer *w, struct sello_bytes payload,
                    const struct sello_root_signature *signatures, size_t n_signatures);

/* Is it a log key that may sign the public log at that instant? */
static inline bool sello_root_key_logs(const struct sello_root_key *key, uint64_t at) {
    return key->role == SELLO_ROLE_LOG && key->state == SELLO_KEY_ACTIVE && key->not_before <= at &&
           at < key->stop_signing;
}

#endif

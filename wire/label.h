/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_LABEL_H
#define SELLO_WIRE_LABEL_H

/* The label: its claims (a CWT, RFC 8392), token (COSE_Sign1) and text (URL#digits). */

#include "wire/claim_list.h"
#include "wire/cose.h"

#define SELLO_TOKEN_MAX 1024       /* bytes a reader takes */
#define SELLO_TOKEN_ISSUE_MAX 540  /* bytes an issuer writes */
#define SELLO_BASE_URL_MAX 60      /* bytes */
#define SELLO_TEXT_LINE_MAX 4096   /* bytes of a label text that a reader looks at */
#define SELLO_LABEL_TEXT_MAX 1500  /* bytes of a label text that an issuer writes */
#define SELLO_PHOTO_FILE_MAX 40960 /* bytes of a photo */
#define SELLO_TOKEN_SCRATCH (SELLO_TOKEN_MAX + 64)

/* SELLO_LOT_MAX and its like: the bytes of each text (SELLO_LANGUAGE_MAX: RFC 5646 section 4.4.1);
 * SELLO_PHOTO_LEN: those of a hash. */
#define SELLO_LIMIT_TEXT(name, limit) SELLO_##name##_MAX = limit,
#define SELLO_LIMIT_NUMBER(name, limit)
#define SELLO_LIMIT_HASH(name, limit) SELLO_##name##_LEN = limit,
#define SELLO_LIMIT(name, key, member, type, limit, ...) SELLO_LIMIT_##type(name, limit)
enum { SELLO_CLAIM_LIST(SELLO_LIMIT) SELLO_NAME_MAX = SELLO_PRODUCT_MAX };
#undef SELLO_LIMIT
#undef SELLO_LIMIT_TEXT
#undef SELLO_LIMIT_NUMBER
#undef SELLO_LIMIT_HASH

#define SELLO_SCHEME_MAX 65535
#define SELLO_GTIN_MAX ((uint64_t)99999999999999) /* 14 digits */

/* A number that may be absent. */
struct sello_number {
    bool present;
    uint64_t value;
};

/* What a label says. Absent texts and hashes are {NULL, 0}; an absent language means es. */
struct sello_claims {
    struct sello_number expires; /* 4 (exp): seconds since 1970, UTC */
    uint64_t issued;             /* 6 (iat): seconds since 1970, UTC */
    uint64_t serial;             /* -65537.0, from 1; 0: not there */
/* The rows of claim_list.h: struct sello_bytes product; ... struct sello_number scheme; ... */
#define SELLO_MEMBER_TEXT struct sello_bytes
#define SELLO_MEMBER_NUMBER struct sello_number
#define SELLO_MEMBER_HASH struct sello_bytes
#define SELLO_MEMBER(name, key, member, type, ...) SELLO_MEMBER_##type member;
    SELLO_CLAIM_LIST(SELLO_MEMBER)
#undef SELLO_MEMBER
#undef SELLO_MEMBER_TEXT
#undef SELLO_MEMBER_NUMBER
#undef SELLO_MEMBER_HASH
    /* Reading only: */
    struct sello_bytes extra; /* from the first to the last unknown pair up to key 63; see
                               * sello_put_extra */
    size_t n_extra;
    bool unknown;    /* a claim made for a newer reader */
    bool has_issued; /* false where that newer reader's claim is the date */
};

/* The end of date `day` anywhere on Earth, and back. */
uint64_t sello_expiry_of_day(uint64_t day);
int64_t sello_day_of_expiry(uint64_t expires);

/* Writes the canonical claims; with serial 0 the serial is left out (what a batch commits to). */
void sello_put_claims(struct sello_writer *w, const struct sello_claims *claims);

/* Reads canonical claims and checks types, limits and texts. */
SELLO_NODISCARD enum sello_error sello_claims_parse(struct sello_bytes payload,
                                                    struct sello_claims *out);

/* The same for a batch's claims, which have no serial (serial 0). */
SELLO_NODISCARD enum sello_error sello_batch_claims_parse(struct sello_bytes claims,
                                                          struct sello_claims *out);

/* The unknown pairs up to key 63 of claims that were read, key and value after each other. */
void sello_put_extra(struct sello_writer *w, const struct sello_claims *claims);

/* The canonical claims with the serial removed, extra pairs kept: what a batch's commitment is
 * taken over. */
SELLO_NODISCARD enum sello_error sello_claims_without_serial(struct sello_bytes payload,
                                                             struct sello_writer *w);

#define SELLO_COMMITMENT_LEN 16 /* bytes of SHA-256 */
void sello_commitment(struct sello_bytes claims_without_serial,
                      uint8_t out[SELLO_LEN(SELLO_COMMITMENT_LEN)]);

/* A token of these claims, its size and then its bytes. The widest integers: judge a certificate by
 * sello_token_len(&claims, true). */
size_t sello_token_len(const struct sello_claims *claims, bool widest);

/* What to sign for a label (its Sig_structure), then the token from its signature. */
void sello_put_label_to_sign(struct sello_writer *w, const uint8_t kid[SELLO_LEN(SELLO_KID_LEN)],
                             const struct sello_claims *claims);
void sello_put_label(struct sello_writer *w, const uint8_t kid[SELLO_LEN(SELLO_KID_LEN)],
                     const struct sello_claims *claims,
                     const uint8_t signature[SELLO_LEN(SELLO_SIG_LEN)]);

/* The label text: base URL, '#', digits. */
void sello_put_label_text(struct sello_writer *w, struct sello_bytes base_url,
                          struct sello_bytes token);

/* Is this a base URL: lower-case ASCII https, path ending in '/', no query, fragment or user, at
 * most SELLO_BASE_URL_MAX bytes? */
SELLO_NODISCARD bool sello_base_url_ok(struct sello_bytes url);

#endif

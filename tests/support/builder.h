/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_BUILDER_H
#define SELLO_TESTS_SUPPORT_BUILDER_H

/* Roots, bundles, trust files and labels signed with keys of fixed seeds, for tests to bend. A key
 * is named by its seed, one byte: `MEMBER_A` and so on. */

#include "verify/verdict/trust.h"

enum {
    MEMBER_A = 1,
    MEMBER_B,
    MEMBER_C,
    LABEL_KEY = 11,
    LABEL_KEY_2,
    STATUS_KEY = 21,
    STATUS_KEY_2,
    LOG_KEY = 31,
    STRANGER = 99
};

/* A day in 2025, in seconds: roots are issued on day 0, labels on day 10, bundles on day 20. */
#define TEST_DAY(n) ((uint64_t)1750000000 + (uint64_t)(n)*86400)

void test_public_key(uint8_t seed, uint8_t out_key[32]);
void test_kid(uint8_t seed, uint8_t out_kid[SELLO_KID_LEN]);
void test_sign(uint8_t seed, struct sello_bytes message, uint8_t out_signature[64]);

/* ---- roots ---- */

enum { TEST_ROOT_KEYS = 12 };

struct test_root {
    struct sello_root fields; /* its key rows are `key`, its payload `payload` once written */
    struct sello_root_key key[TEST_ROOT_KEYS];
    uint8_t signer[TEST_ROOT_KEYS]; /* seeds */
    size_t n_signers;
    struct sello_bytes tail; /* a pair more at the payload's end, encoded */
    uint8_t payload[4096];
};

/* Members A and B, threshold 1, a label key and a status key, scheme 1; signed by all of them. */
void test_root_first(struct test_root *out);
/* The next version of `before` (which was written), signed by member A. */
void test_root_next(const struct test_root *before, struct test_root *out);
/* Adds a delegated key at the end, or a member behind the members. */
struct sello_root_key *test_root_add(struct test_root *r, uint8_t seed, enum sello_role role);
void test_root_signed_by(struct test_root *r, size_t n, const uint8_t *seeds);
/* Writes the root, and its payload and hashes into *r. */
void test_root_write(struct test_root *r, struct sello_writer *w);

/* ---- bundles ---- */

struct test_bundle {
    struct sello_bundle fields; /* fingerprint, root and tokens are filled in when it is written */
    uint8_t list[64];           /* 2 bits a label: serials 0..255 */
    size_t list_len;            /* 0: what `highest` asks for */
    const char *sub;            /* NULL: the right one */
    uint64_t bits;              /* 0: 2 */
    uint8_t signer, token_signer;
    uint64_t token_issued; /* 0: as generated */
    uint8_t rows[512], batches[2048];
    size_t rows_len, batches_len; /* encoded items, without their array's head */
    struct sello_bytes tail;      /* a pair more at the payload's end, encoded */
};

/* Version 1, generated on day 20, fresh for 30 days, 100 serials, nothing withdrawn. */
void test_bundle_first(struct test_bundle *out);
void test_bundle_row(struct test_bundle *b, struct sello_status_row row); /* and its bits */
void test_bundle_batch(struct test_bundle *b, struct sello_batch_row row);
void test_bundle_write(const struct test_bundle *b, const struct test_root *root,
                       struct sello_writer *w);

/* ---- labels ---- */

/* A label of serial 7, issued on day 10, with every text short and scheme 1. */
struct sello_claims test_claims(void);
/* Any token: tag 18, these protected bytes and payload. */
void test_sign1(uint8_t seed, struct sello_bytes protected_bytes, struct sello_bytes payload,
                struct sello_writer *w);
void test_label(uint8_t seed, const struct sello_claims *claims, struct sello_writer *w);

#endif

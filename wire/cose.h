/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_COSE_H
#define SELLO_WIRE_COSE_H

/* COSE (RFC 9052) as used here: COSE_Sign1 for labels, status lists and bundles, COSE_Sign for
 * roots; external_aad empty; Ed25519 only. */

#include "wire/bytes.h"
#include "wire/cbor.h"
#include "wire/crypto.h"
#include "wire/error.h"

#define SELLO_KID_LEN 8
#define SELLO_ALG_ED25519 (-19) /* RFC 9864; what we write */
#define SELLO_ALG_EDDSA (-8)    /* RFC 9053 section 2.2; read as the same */
#define SELLO_TAG_SIGN1 18
#define SELLO_TAG_SIGN 98

#define SELLO_TYPE_ROOT "application/sello-root+cbor"
#define SELLO_TYPE_BUNDLE "application/sello-bundle+cbor"
#define SELLO_TYPE_STATUS_LIST "application/statuslist+cwt"

/* The first 8 bytes of the key's SHA-256 COSE_Key thumbprint (RFC 9679 section 4): a hint to find
 * keys by, never a proof. */
void sello_kid(const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)],
               uint8_t out_kid[SELLO_LEN(SELLO_KID_LEN)]);

/* A protected header bucket, decoded. */
struct sello_header {
    bool alg_known; /* false: an algorithm we do not know */
    bool unknown;   /* a header we do not know, or a tag */
    bool has_kid;
    uint8_t kid[SELLO_KID_LEN];
    struct sello_bytes type; /* content type, header 16; {NULL, 0} when absent */
};

/* Decodes a protected bucket's content. SELLO_E_MISSING without an alg. */
SELLO_NODISCARD enum sello_error sello_header_parse(struct sello_bytes protected_bytes,
                                                    unsigned depth, struct sello_header *out);

/* A COSE_Sign1, taken apart and not yet checked. */
struct sello_sign1 {
    struct sello_bytes protected_bytes; /* content of the protected byte string */
    struct sello_header header;
    struct sello_bytes payload;
    struct sello_bytes signature; /* 64 bytes where alg_known */
    bool unknown;                 /* a part made for a newer reader */
};

/* Takes apart tag 18 and its array of four; checks the strict subset, not the payload's content. */
SELLO_NODISCARD enum sello_error sello_sign1_parse(struct sello_bytes token, unsigned depth,
                                                   struct sello_sign1 *out);

/* The same for status lists and bundles: type is the only content type taken, kid must be there,
 * and a part made for a newer reader refuses the whole (SELLO_E_NEWER, SELLO_E_NEWER_ALG). */
SELLO_NODISCARD enum sello_error sello_typed_parse(struct sello_bytes token, const char *type,
                                                   struct sello_sign1 *out);

/* Does the signature match under this key? Builds the Sig_structure (RFC 9052 section 4.4) in
 * scratch, of at least sello_sign1_scratch(sign1) bytes. */
SELLO_NODISCARD bool sello_sign1_check(const struct sello_sign1 *sign1,
                                       const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)],
                                       uint8_t *scratch, size_t scratch_len);
size_t sello_sign1_scratch(const struct sello_sign1 *sign1);

/* ---- writing ---- */

/* A protected bucket: {1: -19, ? 4: kid, ? 16: type}; kid and type may be NULL. */
void sello_put_header(struct sello_writer *w, const uint8_t *kid, const char *type);

#define SELLO_HEADER_MAX 64 /* bytes of any protected bucket we write */

/* What a COSE_Sign1 signature covers: the Sig_structure for these two byte strings. Sign what was
 * written. */
void sello_put_sig_structure(struct sello_writer *w, struct sello_bytes protected_bytes,
                             struct sello_bytes payload);

/* The same up to its payload, whose payload_len bytes the caller writes next. */
void sello_put_sig_structure_head(struct sello_writer *w, struct sello_bytes protected_bytes,
                                  size_t payload_len);

/* The whole token: tag 18, [protected, {}, payload, signature]. */
void sello_put_sign1(struct sello_writer *w, struct sello_bytes protected_bytes,
                     struct sello_bytes payload, const uint8_t signature[SELLO_LEN(SELLO_SIG_LEN)]);

/* The same up to its payload; behind that the caller writes the signature as a byte string. */
void sello_put_sign1_head(struct sello_writer *w, struct sello_bytes protected_bytes,
                          size_t payload_len);

/* The Sig_structure of one signature of a COSE_Sign. */
void sello_put_sign_structure(struct sello_writer *w, struct sello_bytes body_protected,
                              struct sello_bytes sign_protected, struct sello_bytes payload);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/cose.h"

enum { HEADER_ALG = 1, HEADER_KID = 4, HEADER_TYPE = 16 };

/* The contexts of RFC 9052 section 4.4. */
static const char context_sign1[] = "Signature1";
static const char context_sign[] = "Signature";

void sello_kid(const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)],
               uint8_t out_kid[SELLO_LEN(SELLO_KID_LEN)]) {
    /* RFC 9679 section 3: {1 (kty): 1 (OKP), -1 (crv): 6 (Ed25519), -2 (x): the key}. */
    static const uint8_t before_x[] = {0xa3, 0x01, 0x01, 0x20, 0x06, 0x21, 0x58, SELLO_KEY_LEN};
    struct sello_bytes parts[] = {{before_x, sizeof before_x}, {key, SELLO_KEY_LEN}};
    uint8_t thumbprint[SELLO_HASH_LEN];
    sello_sha256(parts, 2, thumbprint);
    memcpy(out_kid, thumbprint, SELLO_KID_LEN);
}

/* ---- reading ---- */

static void take_alg(struct sello_reader *r, struct sello_header *out) {
    if (sello_peek(r) == SELLO_CBOR_TEXT) {
        sello_take_text(r); /* algorithms may have names: not one that we know */
        return;
    }
    int64_t alg = sello_take_int(r);
    out->alg_known = alg == SELLO_ALG_ED25519 || alg == SELLO_ALG_EDDSA;
}

/* What a newer algorithm's kid looks like is not ours to judge. */
static void take_kid(struct sello_reader *r, struct sello_header *out) {
    if (!out->alg_known) {
        sello_take_item(r);
        return;
    }
    sello_take_fixed(r, out->kid, SELLO_KID_LEN);
    out->has_kid = r->error == SELLO_OK;
}

static void take_header_pair(struct sello_reader *r, struct sello_header *out, bool *has_alg) {
    bool is_int = sello_peek(r) == SELLO_CBOR_UINT;
    uint64_t key = is_int ? sello_take_uint(r) : 0;
    if (!is_int) {
        sello_take_item(r);
    }
    if (is_int && key == HEADER_ALG) {
        *has_alg = true;
        take_alg(r, out);
    } else if (key == HEADER_KID) {
        take_kid(r, out);
    } else if (key == HEADER_TYPE && sello_peek(r) == SELLO_CBOR_TEXT) {
        out->type = sello_take_text(r);
    } else {
        sello_take_item(r);
        out->unknown = true;
    }
}

/* Where there are tags, a wrong type is a newer writer's doing: no damage. */
static enum sello_error newer_if_tagged(enum sello_error error, bool tagged) {
    return error == SELLO_E_TYPE && tagged ? SELLO_E_NEWER : error;
}

enum sello_error sello_header_parse(struct sello_bytes protected_bytes, unsigned depth,
                                    struct sello_header *out) {
    *out = (struct sello_header){0};
    enum sello_error error = sello_cbor_check(protected_bytes, depth, &out->unknown);
    if (error != SELLO_OK) {
        return protected_bytes.len == 0 ? SELLO_E_MISSING : error;
    }
    bool tagged = out->unknown, has_alg = false;
    struct sello_reader r = sello_reader_init(protected_bytes);
    size_t n_pairs = sello_take_map(&r);
    for (size_t i = 0; i < n_pairs; i++) {
        take_header_pair(&r, out, &has_alg);
    }
    if (r.error == SELLO_OK && !has_alg) {
        return SELLO_E_MISSING;
    }
    return newer_if_tagged(sello_reader_end(&r), tagged);
}

enum sello_error sello_sign1_parse(struct sello_bytes token, unsigned depth,
                                   struct sello_sign1 *out) {
    bool tagged = false;
    enum sello_error error = sello_cbor_check(token, depth, &tagged);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_sign1 s = {0};
    struct sello_reader r = sello_reader_init(token);
    if (sello_take_tag(&r) != SELLO_TAG_SIGN1 || sello_take_array(&r) != 4) {
        return SELLO_E_TYPE;
    }
    s.protected_bytes = sello_take_bytes(&r);
    size_t n_unprotected = sello_take_map(&r);
    for (size_t i = 0; i < 2 * n_unprotected; i++) {
        sello_take_item(&r);
    }
    s.payload = sello_take_bytes(&r);
    s.signature = sello_take_bytes(&r);
    error = newer_if_tagged(sello_reader_end(&r), tagged);
    if (error == SELLO_OK) {
        error = sello_header_parse(s.protected_bytes, depth, &s.header);
    }
    if (error == SELLO_OK && s.header.alg_known && s.signature.len != SELLO_SIG_LEN) {
        error = SELLO_E_RANGE;
    }
    if (error != SELLO_OK) {
        return error;
    }
    s.unknown = s.header.unknown || n_unprotected > 0;
    *out = s;
    return SELLO_OK;
}

enum sello_error sello_typed_parse(struct sello_bytes token, const char *type,
                                   struct sello_sign1 *out) {
    struct sello_sign1 s;
    enum sello_error error = sello_sign1_parse(token, SELLO_DEPTH_TRUST, &s);
    if (error != SELLO_OK) {
        return error;
    }
    if (!s.header.alg_known || s.unknown) {
        return s.header.alg_known ? SELLO_E_NEWER : SELLO_E_NEWER_ALG;
    }
    if (!s.header.has_kid) {
        return SELLO_E_MISSING;
    }
    if (!sello_bytes_eq(s.header.type, sello_bytes_of(type))) {
        return SELLO_E_TYPE;
    }
    *out = s;
    return SELLO_OK;
}

size_t sello_sign1_scratch(const struct sello_sign1 *sign1) {
    struct sello_writer w = sello_writer_count();
    sello_put_sig_structure(&w, sign1->protected_bytes, sign1->payload);
    return w.len;
}

bool sello_sign1_check(const struct sello_sign1 *sign1, const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)],
                       uint8_t *scratch, size_t scratch_len) {
    struct sello_writer w = sello_writer_init(scratch, scratch_len);
    sello_put_sig_structure(&w, sign1->protected_bytes, sign1->payload);
    return !w.failed && sign1->signature.len == SELLO_SIG_LEN &&
           sello_ed25519_check(sign1->signature.ptr, key, sello_written(&w));
}

/* ---- writing ---- */

void sello_put_header(struct sello_writer *w, const uint8_t *kid, const char *type) {
    sello_put_map(w, 1u + (kid != NULL) + (type != NULL));
    sello_put_uint(w, HEADER_ALG);
    sello_put_int(w, SELLO_ALG_ED25519);
    if (kid != NULL) {
        sello_put_uint(w, HEADER_KID);
        sello_put_bytes(w, sello_bytes(kid, SELLO_KID_LEN));
    }
    if (type != NULL) {
        sello_put_uint(w, HEADER_TYPE);
        sello_put_text(w, sello_bytes_of(type));
    }
}

void sello_put_sig_structure(struct sello_writer *w, struct sello_bytes protected_bytes,
                             struct sello_bytes payload) {
    sello_put_sig_structure_head(w, protected_bytes, payload.len);
    sello_write(w, payload.ptr, payload.len);
}

void sello_put_sig_structure_head(struct sello_writer *w, struct sello_bytes protected_bytes,
                                  size_t payload_len) {
    sello_put_array(w, 4);
    sello_put_text(w, sello_bytes_of(context_sign1));
    sello_put_bytes(w, protected_bytes);
    sello_put_bytes_head(w, 0); /* external_aad */
    sello_put_bytes_head(w, payload_len);
}

void sello_put_sign1(struct sello_writer *w, struct sello_bytes protected_bytes,
                     struct sello_bytes payload,
                     const uint8_t signature[SELLO_LEN(SELLO_SIG_LEN)]) {
    sello_put_sign1_head(w, protected_bytes, payload.len);
    sello_write(w, payload.ptr, payload.len);
    sello_put_bytes(w, sello_bytes(signature, SELLO_SIG_LEN));
}

void sello_put_sign1_head(struct sello_writer *w, struct sello_bytes protected_bytes,
                          size_t payload_len) {
    sello_put_tag(w, SELLO_TAG_SIGN1);
    sello_put_array(w, 4);
    sello_put_bytes(w, protected_bytes);
    sello_put_map(w, 0);
    sello_put_bytes_head(w, payload_len);
}

void sello_put_sign_structure(struct sello_writer *w, struct sello_bytes body_protected,
                              struct sello_bytes sign_protected, struct sello_bytes payload) {
    sello_put_array(w, 5);
    sello_put_text(w, sello_bytes_of(context_sign));
    sello_put_bytes(w, body_protected);
    sello_put_bytes(w, sign_protected);
    sello_put_bytes_head(w, 0); /* external_aad */
    sello_put_bytes(w, payload);
}

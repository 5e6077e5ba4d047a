/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/builder.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <zlib.h>

/* ---- keys ---- */

static void key_pair(uint8_t seed, uint8_t public_key[32], uint8_t secret_key[64]) {
    uint8_t seed_bytes[crypto_sign_SEEDBYTES];
    memset(seed_bytes, seed, sizeof seed_bytes);
    crypto_sign_seed_keypair(public_key, secret_key, seed_bytes);
}

void test_public_key(uint8_t seed, uint8_t out_key[32]) {
    uint8_t secret_key[64];
    key_pair(seed, out_key, secret_key);
}

void test_kid(uint8_t seed, uint8_t out_kid[SELLO_KID_LEN]) {
    uint8_t public_key[32];
    test_public_key(seed, public_key);
    sello_kid(public_key, out_kid);
}

void test_sign(uint8_t seed, struct sello_bytes message, uint8_t out_signature[64]) {
    uint8_t public_key[32], secret_key[64];
    key_pair(seed, public_key, secret_key);
    crypto_sign_detached(out_signature, NULL, message.ptr, message.len, secret_key);
}

/* One pair more in the map that starts the buffer. */
static void put_tail(struct sello_writer *w, struct sello_bytes pair) {
    if (pair.len > 0) {
        w->buf[0]++;
        sello_write(w, pair.ptr, pair.len);
    }
}

/* ---- roots ---- */

static struct sello_bytes es_scheme(void) {
    static const uint8_t map[] = {0xa1, 0x01, 0xa1, 0x62, 'e', 's', 0x64, 'B', 'a', 's', 'e'};
    return sello_bytes(map, sizeof map);
}

struct sello_root_key *test_root_add(struct test_root *r, uint8_t seed, enum sello_role role) {
    assert(r->fields.n_keys < TEST_ROOT_KEYS);
    size_t at = role == SELLO_ROLE_MEMBER ? r->fields.n_members++ : r->fields.n_keys;
    memmove(&r->key[at + 1], &r->key[at], (r->fields.n_keys - at) * sizeof *r->key);
    r->fields.n_keys++;
    struct sello_root_key *key = &r->key[at];
    *key = (struct sello_root_key){.role = role, .stop_signing = SELLO_NEVER};
    key->name = sello_bytes_of(role == SELLO_ROLE_MEMBER ? "Ana" : "");
    test_public_key(seed, key->public_key);
    sello_kid(key->public_key, key->kid);
    return key;
}

void test_root_signed_by(struct test_root *r, size_t n, const uint8_t *seeds) {
    assert(n <= TEST_ROOT_KEYS);
    memcpy(r->signer, seeds, n);
    r->n_signers = n;
}

void test_root_first(struct test_root *out) {
    static const uint8_t signers[] = {MEMBER_A, MEMBER_B, LABEL_KEY, STATUS_KEY};
    memset(out, 0, sizeof *out);
    out->fields.version = out->fields.threshold = 1;
    out->fields.name = sello_bytes_of("Rebozo de Santa María");
    out->fields.base_url = sello_bytes_of("https://sello.example/r/");
    out->fields.contact = sello_bytes_of("sello@sello.example");
    out->fields.issued = TEST_DAY(0);
    out->fields.schemes = es_scheme();
    test_root_add(out, MEMBER_A, SELLO_ROLE_MEMBER);
    test_root_add(out, MEMBER_B, SELLO_ROLE_MEMBER);
    test_root_add(out, LABEL_KEY, SELLO_ROLE_LABEL);
    test_root_add(out, STATUS_KEY, SELLO_ROLE_STATUS);
    test_root_signed_by(out, sizeof signers, signers);
}

void test_root_next(const struct test_root *before, struct test_root *out) {
    static const uint8_t signers[] = {MEMBER_A};
    *out = *before;
    out->fields.version++;
    out->fields.issued += 86400;
    out->fields.has_fingerprint = out->fields.has_previous = true;
    memcpy(out->fields.previous, before->fields.hash, SELLO_HASH_LEN);
    test_root_signed_by(out, sizeof signers, signers);
}

static int by_kid(const void *a, const void *b) {
    return memcmp(a, b, SELLO_KID_LEN); /* the first member of struct sello_root_signature */
}

void test_root_write(struct test_root *r, struct sello_writer *w) {
    struct sello_root_signature signatures[TEST_ROOT_KEYS];
    uint8_t to_sign[sizeof r->payload + 128];
    struct sello_writer payload = sello_writer_init(r->payload, sizeof r->payload);
    r->fields.key = r->key;
    sello_put_root_payload(&payload, &r->fields);
    put_tail(&payload, r->tail);
    r->fields.payload = sello_written(&payload);
    sello_sha256(&r->fields.payload, 1, r->fields.hash);
    if (r->fields.version == 1) {
        memcpy(r->fields.fingerprint, r->fields.hash, SELLO_HASH_LEN);
    }
    for (size_t i = 0; i < r->n_signers; i++) {
        test_kid(r->signer[i], signatures[i].kid);
        struct sello_writer message = sello_writer_init(to_sign, sizeof to_sign);
        sello_put_root_to_sign(&message, signatures[i].kid, r->fields.payload);
        test_sign(r->signer[i], sello_written(&message), signatures[i].signature);
    }
    qsort(signatures, r->n_signers, sizeof *signatures, by_kid);
    sello_put_root(w, r->fields.payload, signatures, r->n_signers);
}

/* ---- bundles ---- */

void test_bundle_first(struct test_bundle *out) {
    memset(out, 0, sizeof *out);
    out->fields.version = 1;
    out->fields.generated = TEST_DAY(20);
    out->fields.fresh_days = SELLO_FRESH_DAYS;
    out->fields.age_days = SELLO_AGE_DAYS;
    out->fields.highest = 100;
    out->signer = out->token_signer = STATUS_KEY;
}

void test_bundle_row(struct test_bundle *b, struct sello_status_row row) {
    struct sello_writer w = {b->rows, sizeof b->rows, b->rows_len, false};
    sello_put_status_row(&w, &row);
    b->rows_len = w.len;
    b->fields.n_rows++;
    for (uint64_t i = 0; i < row.count && row.first + i < 4 * sizeof b->list; i++) {
        sello_list_set(b->list, 2, row.first + i, (unsigned)row.status);
    }
}

void test_bundle_batch(struct test_bundle *b, struct sello_batch_row row) {
    struct sello_writer w = {b->batches, sizeof b->batches, b->batches_len, false};
    sello_put_batch_row(&w, &row);
    b->batches_len = w.len;
    b->fields.n_batches++;
}

void test_sign1(uint8_t seed, struct sello_bytes protected_bytes, struct sello_bytes payload,
                struct sello_writer *w) {
    static uint8_t to_sign[1 << 16];
    uint8_t signature[64];
    struct sello_writer message = sello_writer_init(to_sign, sizeof to_sign);
    sello_put_sig_structure(&message, protected_bytes, payload);
    assert(!message.failed);
    test_sign(seed, sello_written(&message), signature);
    sello_put_sign1(w, protected_bytes, payload, signature);
}

static void sign_typed(uint8_t seed, const char *type, struct sello_bytes payload,
                       struct sello_writer *w) {
    uint8_t kid[SELLO_KID_LEN], header_buf[SELLO_HEADER_MAX];
    test_kid(seed, kid);
    struct sello_writer header = sello_writer_init(header_buf, sizeof header_buf);
    sello_put_header(&header, kid, type);
    test_sign1(seed, sello_written(&header), payload, w);
}

static void put_status_token(const struct test_bundle *b, const struct test_root *root,
                             struct sello_writer *w) {
    uint8_t lst[256], sub_buf[SELLO_SUB_MAX], claims_buf[512];
    uLongf lst_len = sizeof lst;
    size_t list_len = b->list_len != 0 ? b->list_len : sello_list_bytes(b->fields.highest + 1);
    int zlib_status = compress(lst, &lst_len, b->list, (uLong)list_len);
    assert(zlib_status == Z_OK);
    (void)zlib_status;
    struct sello_writer sub = sello_writer_init(sub_buf, sizeof sub_buf);
    sello_put_status_sub(&sub, root->fields.fingerprint, 0);
    struct sello_writer claims = sello_writer_init(claims_buf, sizeof claims_buf);
    sello_put_status_claims(&claims, b->sub != NULL ? sello_bytes_of(b->sub) : sello_written(&sub),
                            b->token_issued != 0 ? b->token_issued : b->fields.generated, 86400,
                            sello_bytes(lst, lst_len));
    if (b->bits != 0) {
        /* {.., "bits": 2, 65534: 86400}: the number stands before the last pair of 8 bytes. */
        claims_buf[claims.len - 9] = (uint8_t)b->bits;
    }
    sign_typed(b->token_signer, SELLO_TYPE_STATUS_LIST, sello_written(&claims), w);
}

static struct sello_bytes array_of(size_t n, struct sello_bytes items, struct sello_writer *w) {
    if (n == 0) {
        return sello_bytes(NULL, 0);
    }
    sello_put_array(w, n);
    sello_write(w, items.ptr, items.len);
    return sello_written(w);
}

void test_bundle_write(const struct test_bundle *b, const struct test_root *root,
                       struct sello_writer *w) {
    uint8_t token_buf[1024], tokens_buf[1040], rows_buf[520], batches_buf[2060], payload_buf[6000];
    struct sello_bundle fields = b->fields;
    struct sello_writer token = sello_writer_init(token_buf, sizeof token_buf);
    struct sello_writer tokens = sello_writer_init(tokens_buf, sizeof tokens_buf);
    struct sello_writer rows = sello_writer_init(rows_buf, sizeof rows_buf);
    struct sello_writer batches = sello_writer_init(batches_buf, sizeof batches_buf);
    struct sello_writer payload = sello_writer_init(payload_buf, sizeof payload_buf);
    put_status_token(b, root, &token);
    sello_put_array(&tokens, 1);
    sello_put_bytes(&tokens, sello_written(&token));
    fields.tokens = sello_written(&tokens);
    fields.rows = array_of(fields.n_rows, sello_bytes(b->rows, b->rows_len), &rows);
    fields.batches = array_of(fields.n_batches, sello_bytes(b->batches, b->batches_len), &batches);
    fields.root_version = root->fields.version;
    memcpy(fields.root_hash, root->fields.hash, SELLO_HASH_LEN);
    memcpy(fields.fingerprint, root->fields.fingerprint, SELLO_HASH_LEN);
    sello_put_bundle_payload(&payload, &fields);
    put_tail(&payload, b->tail);
    sign_typed(b->signer, SELLO_TYPE_BUNDLE, sello_written(&payload), w);
}

/* ---- labels ---- */

struct sello_claims test_claims(void) {
    return (struct sello_claims){.issued = TEST_DAY(10),
                                 .serial = 7,
                                 .product = sello_bytes_of("Rebozo de seda"),
                                 .producer = sello_bytes_of("Taller Ñuu"),
                                 .origin = sello_bytes_of("Santa María del Río"),
                                 .scheme = {true, 1},
                                 .certificate = {true, 12}};
}

void test_label(uint8_t seed, const struct sello_claims *claims, struct sello_writer *w) {
    uint8_t kid[SELLO_KID_LEN], to_sign[2048], signature[64];
    struct sello_writer message = sello_writer_init(to_sign, sizeof to_sign);
    test_kid(seed, kid);
    sello_put_label_to_sign(&message, kid, claims);
    test_sign(seed, sello_written(&message), signature);
    sello_put_label(w, kid, claims, signature);
}

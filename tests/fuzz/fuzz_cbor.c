/* SPDX-License-Identifier: Apache-2.0 */

/* What the strict subset accepts re-encodes to itself; what the formats' readers accept is of the
 * subset. */

#include "tests/fuzz/fuzz.h"
#include "tests/support/reencode.h"
#include "wire/wire.h"

enum { LARGEST = 1 << 14 };

static uint8_t again[LARGEST];

static void check_item(struct sello_bytes item) {
    struct sello_reader r = sello_reader_init(item);
    struct sello_writer w = sello_writer_init(again, sizeof again);
    FUZZ_ASSERT(reencode(&r, &w));
    FUZZ_ASSERT(sello_reader_end(&r) == SELLO_OK);
    FUZZ_ASSERT(sello_bytes_eq(sello_written(&w), item));
}

static void check_claims(struct sello_bytes item) {
    struct sello_claims claims;
    if (sello_claims_parse(item, &claims) != SELLO_OK) {
        return;
    }
    struct sello_writer w = sello_writer_init(again, sizeof again);
    if (!claims.unknown && claims.n_extra == 0) {
        sello_put_claims(&w, &claims);
        FUZZ_ASSERT(sello_bytes_eq(sello_written(&w), item));
    }
    w = sello_writer_init(again, sizeof again);
    if (sello_claims_without_serial(item, &w) == SELLO_OK) {
        FUZZ_ASSERT(sello_cbor_check(sello_written(&w), SELLO_DEPTH_LABEL, NULL) == SELLO_OK);
        FUZZ_ASSERT(w.len < item.len);
    }
}

static void check_envelopes(struct sello_bytes item) {
    static struct sello_root_key keys[SELLO_ROOT_KEYS_MAX];
    struct sello_header header;
    struct sello_sign1 sign1;
    struct sello_status_token token;
    struct sello_bundle bundle;
    struct sello_root root = {.key = keys};
    if (sello_header_parse(item, SELLO_DEPTH_LABEL, &header) == SELLO_OK && header.alg_known) {
        FUZZ_ASSERT(sello_cbor_check(item, SELLO_DEPTH_LABEL, NULL) == SELLO_OK);
    }
    if (sello_sign1_parse(item, SELLO_DEPTH_LABEL, &sign1) == SELLO_OK) {
        check_claims(sign1.payload);
    }
    if (sello_status_token_parse(item, &token) == SELLO_OK) {
        FUZZ_ASSERT(token.lst.ptr != NULL && token.sign1.signature.len == SELLO_SIG_LEN);
    }
    if (sello_bundle_parse(item, &bundle) == SELLO_OK) {
        FUZZ_ASSERT(bundle.n_tokens == (bundle.highest >> 20) + 1);
    }
    if (sello_root_parse(item, &root) == SELLO_OK) {
        FUZZ_ASSERT(root.n_members <= root.n_keys && root.n_keys <= SELLO_ROOT_KEYS_MAX);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sello_bytes item = {data, size};
    if (size > LARGEST) {
        return 0;
    }
    if (sello_cbor_check(item, SELLO_DEPTH_TRUST, NULL) == SELLO_OK) {
        check_item(item);
    }
    check_claims(item);
    check_envelopes(item);
    return 0;
}

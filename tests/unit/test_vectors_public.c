/* SPDX-License-Identifier: Apache-2.0 */

/* Vectors that others have published: RFC 8032's here, the others where SELLO_VECTORS says. */

#include "tests/support/sello_test.h"

#include "tests/support/reencode.h"
#include "tests/support/vectors.h"
#include "wire/crypto.h"

enum { SKIPPED = 77 };

/* RFC 8032 section 7.1: TEST 1, 2, 3 and SHA(abc). */
static const struct {
    const char *key, *message, *signature;
} rfc8032[] = {
    {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    {"ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
};

static bool check_hex(const char *key, const char *message, const char *signature) {
    struct sello_bytes k = vector_bytes(key), m = vector_bytes(message),
                       s = vector_bytes(signature);
    bool right =
        k.len == SELLO_KEY_LEN && s.len == SELLO_SIG_LEN && sello_ed25519_check(s.ptr, k.ptr, m);
    vector_bytes_free(k);
    vector_bytes_free(m);
    vector_bytes_free(s);
    return right;
}

static void test_rfc8032(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rfc8032 / sizeof *rfc8032; i++) {
        if (!check_hex(rfc8032[i].key, rfc8032[i].message, rfc8032[i].signature)) {
            fail_msg("TEST %zu of section 7.1", i + 1);
        }
    }
}

/* ---- where SELLO_VECTORS says ---- */

static const char *folder;

/* signature VALID KEY MESSAGE SIGNATURE NAME: signatures of other lengths never get to us. */
static void check_signature(const struct vector_row *row) {
    bool right = check_hex(row->word[2], row->word[3], row->word[4]);
    if (right != (row->word[1][0] == '1')) {
        fail_msg("Wycheproof's case %s", row->word[5]);
    }
}

static void test_wycheproof(void **state) {
    (void)state;
    assert_int_equal(vectors_each(folder, "wycheproof_ed25519", check_signature), 151);
}

static size_t n_inside;

/* What of RFC 8949's appendix A is outside the subset, by how it begins: all else is inside. */
static const char *const outside[] = {
    "1bffffffffffffffff",
    "3bffffffffffffffff", /* above 53 bits */
    "f9",
    "fa",
    "fb",
    "c1fb", /* floats, also as an instant */
    "f6",
    "f7",
    "f0",
    "f8", /* null, undefined, other simple values */
    "5f",
    "7f",
    "9f",
    "bf", /* indefinite lengths */
    "83018202039f",
    "83019f",
    "826161bf", /* the same, within others */
};

static bool is_inside(const char *hex) {
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        if (strncmp(hex, outside[i], strlen(outside[i])) == 0) {
            return false;
        }
    }
    return true;
}

static void check_cbor(const struct vector_row *row) {
    uint8_t again[512];
    struct sello_bytes item = vector_bytes(row->word[1]);
    struct sello_reader r = sello_reader_init(item);
    struct sello_writer w = sello_writer_init(again, sizeof again);
    enum sello_error error = sello_cbor_check(item, SELLO_DEPTH_TRUST, NULL);
    if ((error == SELLO_OK) != is_inside(row->word[1])) {
        fail_msg("%s: %s", row->word[1], sello_error_name(error));
    }
    if (error == SELLO_OK) {
        n_inside++;
        assert_true(reencode(&r, &w) && sello_bytes_eq(sello_written(&w), item));
    }
    vector_bytes_free(item);
}

static void test_appendix_a(void **state) {
    (void)state;
    n_inside = 0;
    assert_int_equal(vectors_each(folder, "cbor_appendix_a", check_cbor), 82);
    assert_int_equal(n_inside, 41); /* bignums too: to us they are bytes with a tag */
}

int main(void) {
    static const struct CMUnitTest own[] = {cmocka_unit_test(test_rfc8032)};
    static const struct CMUnitTest others[] = {cmocka_unit_test(test_wycheproof),
                                               cmocka_unit_test(test_appendix_a)};
    folder = getenv("SELLO_VECTORS");
    int failed = cmocka_run_group_tests(own, NULL, NULL);
    if (folder == NULL) {
        puts("skipped: SELLO_VECTORS is not set");
        return failed != 0 ? failed : SKIPPED;
    }
    return failed + cmocka_run_group_tests(others, NULL, NULL);
}

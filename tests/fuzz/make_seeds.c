/* SPDX-License-Identifier: Apache-2.0 */

/* Writes the seeds of the fuzz targets that are here: make_seeds tests/fuzz/corpus */

#include "tests/fuzz/fuzz.h"
#include "tests/support/builder.h"

#include <sys/stat.h>

static const char *corpus;

static void write_seed(const char *target, const char *name, struct sello_bytes content) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", corpus, target);
    (void)mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/%s/%s", corpus, target, name);
    FILE *file = fopen(path, "wb");
    FUZZ_ASSERT(file != NULL);
    FUZZ_ASSERT(fwrite(content.ptr, 1, content.len, file) == content.len);
    FUZZ_ASSERT(fclose(file) == 0);
}

/* A label as text, token and claims. */
static void write_label(const char *name, uint8_t seed, const struct sello_claims *claims) {
    uint8_t token_buf[1024], text_buf[3000], claims_buf[1024];
    struct sello_writer token = sello_writer_init(token_buf, sizeof token_buf);
    struct sello_writer text = sello_writer_init(text_buf, sizeof text_buf);
    struct sello_writer content = sello_writer_init(claims_buf, sizeof claims_buf);
    test_label(seed, claims, &token);
    sello_put_label_text(&text, sello_bytes_of("https://a/"), sello_written(&token));
    sello_put_claims(&content, claims);
    write_seed("label_text", name, sello_written(&text));
    write_seed("cbor", name, sello_written(&token));
    char claims_name[64];
    snprintf(claims_name, sizeof claims_name, "%s-claims", name);
    write_seed("cbor", claims_name, sello_written(&content));
}

static void write_labels(void) {
    struct sello_claims claims = test_claims();
    write_label("label", LABEL_KEY, &claims);
    write_label("label-by-stranger", STRANGER, &claims);
    claims.serial = 21;
    claims.expires = (struct sello_number){true, sello_expiry_of_day(20000)};
    claims.made = (struct sello_number){true, 20000};
    claims.gtin = (struct sello_number){true, 7501031311309};
    claims.lot = claims.traits = claims.net_content = claims.language = sello_bytes_of("es");
    write_label("label-of-all", LABEL_KEY, &claims);
    claims.photo = sello_bytes_of("sixteen bytes...");
    write_label("label-with-photo", LABEL_KEY, &claims);
}

static void write_trust(const char *name, struct test_root *roots, size_t n_roots,
                        const struct test_bundle *bundle) {
    uint8_t buf[16384];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    for (size_t i = 0; i < n_roots; i++) {
        test_root_write(&roots[i], &w);
    }
    size_t bundle_at = w.len;
    test_bundle_write(bundle, &roots[n_roots - 1], &w);
    write_seed("trust", name, sello_written(&w));
    write_seed("cbor", "root", sello_bytes(buf, bundle_at));
    write_seed("cbor", "bundle", sello_bytes(buf + bundle_at, w.len - bundle_at));
}

static void write_trusts(void) {
    static const uint8_t commitment[SELLO_COMMITMENT_LEN];
    struct test_root roots[2];
    struct test_bundle bundle;
    test_root_first(&roots[0]);
    test_bundle_first(&bundle);
    test_bundle_row(&bundle, (struct sello_status_row){5, 2, 1, 2, 20000, sello_bytes_of("x")});
    test_bundle_batch(&bundle, (struct sello_batch_row){1, 9, 0, sello_bytes(commitment, 16)});
    test_root_next(&roots[0], &roots[1]);
    roots[1].fields.has_fingerprint = roots[1].fields.has_previous = true;
    memset(roots[1].fields.fingerprint, 0x5e, SELLO_HASH_LEN);
    memset(roots[1].fields.previous, 0x5e, SELLO_HASH_LEN);
    write_trust("two-roots", roots, 2, &bundle);
    write_trust("one-root", roots, 1, &bundle);
}

static void write_texts(void) {
    write_seed("digits", "example", sello_bytes_of("16736865"));
    write_seed("digits", "chunks", sello_bytes_of("7205759403792793500000000000000001255"));
    write_seed("digits", "serial", sello_bytes_of("000005-5"));
    write_seed("digits", "plain-serial", sello_bytes_of("9007199254740991"));
    write_seed("label_text", "link", sello_bytes_of("https://a/%23 0123"));
    write_seed("cbor", "all-types",
               sello_bytes("\x88\x01\x20\x41x\x61x\x80\xa1\x01\x02\xc1\x00\xf5", 15));
}

int main(int argc, char **argv) {
    FUZZ_ASSERT(argc == 2);
    corpus = argv[1];
    write_labels();
    write_trusts();
    write_texts();
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/world.h"

void world_start(struct world *w) {
    test_root_first(&w->root);
    test_bundle_first(&w->bundle);
    w->claims = test_claims();
    w->signer = LABEL_KEY;
    w->now = TEST_DAY(21);
    w->token_len = 0;
}

const struct sello_trust *world_trust(struct world *w) {
    static uint8_t file[16384];
    const struct sello_trust *trust = NULL;
    struct sello_writer writer = sello_writer_init(file, sizeof file);
    test_root_write(&w->root, &writer);
    test_bundle_write(&w->bundle, &w->root, &writer);
    struct sello_bytes bytes = sello_written(&writer);
    memset(w->memory, 0x55, sizeof w->memory);
    assert_status((enum sello_error)sello_trust_load(bytes.ptr, bytes.len, w->memory,
                                                     sizeof w->memory, &trust),
                  SELLO_OK);
    return trust;
}

struct sello_bytes world_text(struct world *w, uint8_t *buf, size_t cap) {
    struct sello_writer token = sello_writer_init(w->token, sizeof w->token);
    struct sello_writer text = sello_writer_init(buf, cap);
    if (w->token_len == 0) {
        test_label(w->signer, &w->claims, &token);
    }
    struct sello_bytes bytes = {w->token, w->token_len != 0 ? w->token_len : token.len};
    sello_put_label_text(&text, w->root.fields.base_url, bytes);
    assert_false(text.failed);
    return sello_written(&text);
}

void world_judge_text(const struct world *w, const struct sello_trust *trust,
                      struct sello_bytes text, struct sello_report *out) {
    static struct sello_workspace work;
    static struct sello_report again;
    struct sello_policy policy = {&trust, trust != NULL, w->now, NULL};
    struct sello_bytes copy = guarded_copy(text);
    memset(&work, 0x55, sizeof work);
    memset(out, 0x55, sizeof *out);
    sello_verify_text(&policy, (const char *)copy.ptr, copy.len, &work, out);
    memset(&work, 0xaa, sizeof work);
    memset(&again, 0xaa, sizeof again);
    sello_verify_text(&policy, (const char *)copy.ptr, copy.len, &work, &again);
    assert_memory_equal(out, &again, sizeof again);
    assert_true(out->error_at <= text.len);
    guarded_free(copy);
}

void world_judge(struct world *w, struct sello_report *out) {
    uint8_t buf[4096];
    struct sello_bytes text = world_text(w, buf, sizeof buf);
    world_judge_text(w, world_trust(w), text, out);
}

/* Copies the hex with the first "KID" replaced by the kid's own hex. */
static void fill_kid(const char *hex, uint8_t seed, char *out, size_t size) {
    uint8_t kid[SELLO_KID_LEN];
    const char *mark = strstr(hex, "KID");
    if (mark == NULL) {
        snprintf(out, size, "%s", hex);
        return;
    }
    test_kid(seed, kid);
    int at = snprintf(out, size, "%.*s", (int)(mark - hex), hex);
    for (size_t i = 0; i < SELLO_KID_LEN; i++) {
        at += snprintf(out + at, size - (size_t)at, "%02x", kid[i]);
    }
    snprintf(out + at, size - (size_t)at, "%s", mark + 3);
}

void world_token(struct world *w, const char *protected_hex, const char *payload_hex) {
    char hex[512];
    uint8_t protected_buf[128], payload_buf[1024];
    struct sello_writer writer = sello_writer_init(w->token, sizeof w->token);
    fill_kid(protected_hex, w->signer, hex, sizeof hex);
    struct sello_bytes protected_bytes = from_hex(hex, protected_buf, sizeof protected_buf);
    struct sello_bytes payload = from_hex(payload_hex, payload_buf, sizeof payload_buf);
    test_sign1(w->signer, protected_bytes, payload, &writer);
    w->token_len = writer.len;
}

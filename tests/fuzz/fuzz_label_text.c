/* SPDX-License-Identifier: Apache-2.0 */

/* Any text gets the same verdict twice, and a report that keeps its promises. Signatures are fake:
 * see tests/support/fake_ed25519.c. */

#include "tests/fuzz/fuzz.h"
#include "tests/support/builder.h"

static const struct sello_trust *load_trust(void) {
    static uint8_t file[8192], memory[1 << 20];
    static const struct sello_trust *trust;
    struct test_root root;
    struct test_bundle bundle;
    struct sello_writer w = sello_writer_init(file, sizeof file);
    if (trust != NULL) {
        return trust;
    }
    test_root_first(&root);
    test_root_write(&root, &w);
    test_bundle_first(&bundle);
    for (uint64_t serial = 20; serial < 24; serial++) {
        test_bundle_row(&bundle, (struct sello_status_row){serial, 1, serial % 3 + 1, serial % 11,
                                                           20250, sello_bytes_of("x")});
    }
    test_bundle_write(&bundle, &root, &w);
    FUZZ_ASSERT(sello_trust_load(file, w.len, memory, sizeof memory, &trust) == 0);
    return trust;
}

static void check_text(const char *text, size_t size) {
    size_t len = strnlen(text, size);
    FUZZ_ASSERT(len < size);
    FUZZ_ASSERT(sello_text_check(sello_bytes(text, len), 0, size - 1, NULL) == SELLO_OK);
}

static void check_report(const struct sello_report *r, size_t len) {
    enum sello_verdict v;
    FUZZ_ASSERT(r->holds >> r->verdict & 1);
    for (size_t i = 0; (v = sello_verdict_at(i)) != r->verdict; i++) {
        FUZZ_ASSERT(v != SELLO_UNDECIDED && !(r->holds >> v & 1)); /* none goes before it */
    }
    FUZZ_ASSERT(r->verified ==
                (!sello_verdict_precedes(r->verdict, SELLO_NEWER_FORMAT) && r->has_certifier));
    check_text(r->address, sizeof r->address);
    FUZZ_ASSERT(r->verified || (r->serial == 0 && r->product[0] == '\0' && r->extra_len == 0));
    FUZZ_ASSERT(r->verdict != SELLO_AUTHENTIC || (r->verified && r->serial >= 1));
    FUZZ_ASSERT(r->error_at <= len);
    FUZZ_ASSERT(r->extra_len <= sizeof r->extra);
#define CHECK_TEXT(member, limit) check_text(r->member, (limit) + 1);
#define CHECK_NUMBER(member, limit)                                                                \
    FUZZ_ASSERT(r->member <= (r->has_##member ? (uint64_t)limit : 0));
#define CHECK_HASH(member, limit)                                                                  \
    FUZZ_ASSERT(strspn(r->member, "0123456789abcdef") == strlen(r->member) &&                      \
                strlen(r->member) % (2 * (limit)) == 0);
#define CHECK(name, key, member, type, limit, ...) CHECK_##type(member, limit)
    SELLO_CLAIM_LIST(CHECK)
    check_text(r->serial_text, sizeof r->serial_text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct sello_workspace work;
    static struct sello_report first, second;
    const struct sello_trust *trust = load_trust();
    struct sello_policy policy = {&trust, 1, TEST_DAY(21), NULL};
    memset(&work, 0x55, sizeof work);
    sello_verify_text(&policy, (const char *)data, size, &work, &first);
    memset(&work, 0xaa, sizeof work);
    memset(&second, 0xaa, sizeof second);
    sello_verify_text(&policy, (const char *)data, size, &work, &second);
    FUZZ_ASSERT(memcmp(&first, &second, sizeof first) == 0);
    check_report(&first, size);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/builder.h"

static uint8_t memory[3][1 << 20];

static enum sello_error load_into(size_t at, struct sello_bytes file,
                                  const struct sello_trust **out) {
    struct sello_bytes copy = guarded_copy(file);
    memset(memory[at], 0xa5, sizeof *memory); /* as the caller's may be */
    enum sello_error error =
        (enum sello_error)sello_trust_load(copy.ptr, copy.len, memory[at], sizeof *memory, out);
    if (error != SELLO_OK) {
        guarded_free(copy); /* an accepted file must outlive what was loaded */
    }
    return error;
}

static enum sello_error load(struct sello_bytes file) {
    const struct sello_trust *trust;
    return load_into(0, file, &trust);
}

/* A file of one root and its bundle, into buf. */
static struct sello_bytes small_file(uint8_t *buf, size_t cap) {
    struct test_root root;
    struct test_bundle bundle;
    struct sello_writer w = sello_writer_init(buf, cap);
    test_root_first(&root);
    test_root_write(&root, &w);
    test_bundle_first(&bundle);
    test_bundle_write(&bundle, &root, &w);
    return sello_written(&w);
}

/* ---- the file as a whole ---- */

static void test_every_change_is_refused(void **state) {
    (void)state;
    static uint8_t buf[4096];
    struct sello_bytes file = guarded_copy(small_file(buf, sizeof buf));
    const struct sello_trust *trust;
    uint8_t *flip = (uint8_t *)(uintptr_t)file.ptr;
    memset(memory[0], 0x55, sizeof memory[0]);
    assert_status(load(file), SELLO_OK);
    for (size_t bit = 0; bit < 8 * file.len; bit++) {
        flip[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_not_equal(
            sello_trust_load(file.ptr, file.len, memory[0], sizeof memory[0], &trust), 0);
        flip[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t n = 0; n < file.len; n++) {
        assert_int_not_equal(load(sello_bytes(file.ptr, n)), SELLO_OK);
    }
    guarded_free(file);
}

static void test_wrong_files(void **state) {
    (void)state;
    static uint8_t buf[8192];
    struct sello_bytes file = small_file(buf, sizeof buf - 1), root;
    assert_status(sello_cbor_first(file, SELLO_DEPTH_TRUST, &root, NULL), SELLO_OK);
    struct sello_bytes bundle = {file.ptr + root.len, file.len - root.len};
    assert_status(load(sello_bytes(NULL, 0)), SELLO_E_ROOT_FIRST);
    assert_status(load(root), SELLO_E_NO_BUNDLE);
    assert_status(load(bundle), SELLO_E_ROOT_FIRST);
    buf[file.len] = 0;
    assert_status(load(sello_bytes(buf, file.len + 1)), SELLO_E_TRAILING);
    memmove(buf + file.len, bundle.ptr, bundle.len);
    assert_status(load(sello_bytes(buf, file.len + bundle.len)), SELLO_E_TRAILING);
    memmove(buf + root.len, root.ptr, root.len); /* the same root twice */
    assert_status(load(sello_bytes(buf, 2 * root.len)), SELLO_E_ROOT_REPLAY);
}

static void test_too_long_a_file(void **state) {
    (void)state;
    const struct sello_trust *trust;
    uint8_t *file = test_calloc(1, SELLO_TRUST_FILE_MAX + 1);
    assert_int_equal(
        sello_trust_load(file, SELLO_TRUST_FILE_MAX + 1, memory[0], sizeof memory[0], &trust),
        SELLO_E_TOO_LONG);
    test_free(file);
}

/* Too little memory is said, wherever it ends. */
static void test_little_memory(void **state) {
    (void)state;
    static uint8_t buf[4096];
    struct sello_bytes file = small_file(buf, sizeof buf);
    size_t size = 0;
    for (;; size += size < 4096 ? 7 : 997) {
        const struct sello_trust *trust = NULL;
        uint8_t *little = test_malloc(size + 1);
        int cause = sello_trust_load(file.ptr, file.len, little, size, &trust);
        test_free(little);
        if (cause == 0) {
            break;
        }
        assert_int_equal(cause, SELLO_CAUSE_NO_ROOM);
        assert_ptr_equal(trust, NULL);
    }
    assert_true(size >= sello_trust_room(file.ptr, file.len));
    assert_true(size <
                sello_trust_room(file.ptr, file.len) + 1000); /* what it asks for is enough */
    assert_true(size < file.len + (2u << 20));                /* as the header says */
}

static void test_many_roots(void **state) {
    (void)state;
    static uint8_t buf[1 << 16];
    struct test_root roots[2];
    struct test_bundle bundle;
    const struct sello_trust *trust;
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    test_root_first(&roots[0]);
    test_root_write(&roots[0], &w);
    for (size_t i = 1; i < 20; i++) {
        test_root_next(&roots[(i - 1) % 2], &roots[i % 2]);
        test_root_write(&roots[i % 2], &w);
    }
    test_bundle_first(&bundle);
    test_bundle_write(&bundle, &roots[1], &w);
    assert_status(load_into(0, sello_written(&w), &trust), SELLO_OK);
    assert_int_equal(trust->root.version, 20);
    assert_int_equal(trust->n_roots, 20);
    assert_memory_equal(trust->root.fingerprint, roots[0].fields.fingerprint, SELLO_HASH_LEN);
    assert_memory_equal(trust->root_hash[19], roots[1].fields.hash, SELLO_HASH_LEN);
}

/* ---- questions ---- */

static void test_rows_are_found(void **state) {
    (void)state;
    static uint8_t buf[8192];
    struct test_root root;
    struct test_bundle bundle;
    const struct sello_trust *trust;
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    test_root_first(&root);
    test_root_write(&root, &w);
    test_bundle_first(&bundle);
    for (uint64_t first = 3; first < 90; first += 9) { /* 3-5, 12-14, 21-23, ... */
        test_bundle_row(&bundle, (struct sello_status_row){first, 3, 1 + first % 3, 9, 20000,
                                                           sello_bytes_of("x")});
        test_bundle_batch(&bundle, (struct sello_batch_row){first, 4, 0, sello_bytes(buf, 16)});
    }
    test_bundle_write(&bundle, &root, &w);
    assert_status(load_into(0, sello_written(&w), &trust), SELLO_OK);
    for (uint64_t serial = 1; serial <= 100; serial++) {
        uint64_t first = serial >= 3 && serial < 93 ? (serial - 3) / 9 * 9 + 3 : 0;
        const struct sello_status_row *row = sello_trust_row(trust, serial);
        const struct sello_batch_row *batch = sello_trust_batch(trust, serial);
        assert_int_equal(row != NULL, first != 0 && serial < first + 3);
        assert_int_equal(batch != NULL, first != 0 && serial < first + 4);
        assert_int_equal(sello_trust_status(trust, serial), row != NULL ? row->status : 0);
        assert_true(row == NULL || row->first == first);
        assert_true(batch == NULL || batch->first == first);
    }
}

/* ---- one file after another ---- */

/* The stored file has roots 1 and 2 and bundle 5; `bend` changes what the next one is made of. */
struct parts {
    struct test_root root[3];
    size_t n_roots;
    struct test_bundle bundle;
};

static void the_same(struct parts *p) {
    (void)p;
}

static void bundle_6(struct parts *p) {
    p->bundle.fields.version = 6;
}

static void bundle_6_dated_before(struct parts *p) {
    p->bundle.fields.version = 6;
    p->bundle.fields.generated--;
}

static void bundle_4(struct parts *p) {
    p->bundle.fields.version = 4;
}

static void other_bundle_5(struct parts *p) {
    p->bundle.fields.generated++;
}

static void one_root(struct parts *p) {
    p->n_roots = 1;
}

static void other_root_2(struct parts *p) {
    p->root[1].fields.contact = sello_bytes_of("otro");
    p->bundle.fields.version = 6;
}

static void other_first_root(struct parts *p) {
    p->root[0].fields.contact = sello_bytes_of("otro");
    p->bundle.fields.version = 6;
}

static void third_root(struct parts *p) {
    p->n_roots = 3;
}

static void third_root_bundle_6(struct parts *p) {
    third_root(p);
    p->bundle.fields.version = 6;
}

static void third_root_bundle_4(struct parts *p) {
    third_root(p);
    p->bundle.fields.version = 4;
}

static struct sello_root_key *end_status_key(struct parts *p) {
    static const uint8_t signers[] = {MEMBER_A, STATUS_KEY_2};
    p->n_roots = 3;
    test_root_next(&p->root[1], &p->root[2]);
    test_root_add(&p->root[2], STATUS_KEY_2, SELLO_ROLE_STATUS);
    test_root_signed_by(&p->root[2], 2, signers);
    p->bundle.signer = p->bundle.token_signer = STATUS_KEY_2;
    p->bundle.fields.version = 1;
    return &p->root[2].key[3];
}

static void status_key_compromised(struct parts *p) {
    end_status_key(p)->state = SELLO_KEY_COMPROMISED;
}

static void status_key_retired(struct parts *p) {
    struct sello_root_key *key = end_status_key(p);
    key->state = SELLO_KEY_RETIRED;
    key->stop_signing = p->bundle.fields.generated + 86400;
}

static void status_key_stopped_at_once(struct parts *p) {
    end_status_key(p)->stop_signing = p->bundle.fields.generated;
}

static void status_key_stops_later(struct parts *p) {
    end_status_key(p)->stop_signing = p->bundle.fields.generated + 1;
}

static const struct {
    const char *what;
    enum sello_error error;
    void (*bend)(struct parts *p);
} changes[] = {
    {"the same file", SELLO_OK, the_same},
    {"a newer bundle", SELLO_OK, bundle_6},
    {"a newer bundle of an earlier date", SELLO_OK, bundle_6_dated_before},
    {"an older bundle", SELLO_E_OLDER_BUNDLE, bundle_4},
    {"another bundle of that version", SELLO_E_EQUIVOCATION, other_bundle_5},
    {"an older root", SELLO_E_OLDER_ROOT, one_root},
    {"another root 2", SELLO_E_FORK, other_root_2},
    {"another certifier", SELLO_E_OTHER_CERTIFIER, other_first_root},
    {"root 3, other bytes of bundle 5", SELLO_E_EQUIVOCATION, third_root},
    {"root 3, bundle 6", SELLO_OK, third_root_bundle_6},
    {"root 3, bundle 4", SELLO_E_OLDER_BUNDLE, third_root_bundle_4},
    {"its status key compromised: bundle 1", SELLO_OK, status_key_compromised},
    {"its status key retired: bundle 1", SELLO_OK, status_key_retired},
    {"its status key stopped then: bundle 1", SELLO_OK, status_key_stopped_at_once},
    {"its status key stops later: bundle 1", SELLO_E_OLDER_BUNDLE, status_key_stops_later},
};

static const struct sello_trust *open_parts(size_t at, struct parts *p) {
    static uint8_t buf[16384];
    const struct sello_trust *trust = NULL;
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    for (size_t i = 0; i < p->n_roots; i++) {
        if (i > 0) {
            memcpy(p->root[i].fields.fingerprint, p->root[0].fields.hash, SELLO_HASH_LEN);
            memcpy(p->root[i].fields.previous, p->root[i - 1].fields.hash, SELLO_HASH_LEN);
        }
        test_root_write(&p->root[i], &w);
    }
    test_bundle_write(&p->bundle, &p->root[p->n_roots - 1], &w);
    assert_status(load_into(at, sello_written(&w), &trust), SELLO_OK);
    return trust;
}

static void start_parts(struct parts *p) {
    p->n_roots = 2;
    test_root_first(&p->root[0]);
    test_root_next(&p->root[0], &p->root[1]);
    test_root_next(&p->root[1], &p->root[2]);
    test_bundle_first(&p->bundle);
    p->bundle.fields.version = 5;
}

/* Every row of up to 20 serials: it agrees, and stops agreeing when one bit pair of it differs. */
static void test_rows_are_held_to_every_bit(void **state) {
    (void)state;
    enum { SERIALS = 40, STATUS = SELLO_LABEL_SUSPENDED };
    uint8_t bits[SERIALS / 4] = {0};
    uint8_t *lists[] = {bits};
    const struct sello_trust trust = {.list = lists, .n_lists = 1, .bundle.highest = SERIALS - 1};
    for (uint64_t first = 1; first < 10; first++) {
        for (uint64_t count = 1; count <= 20; count++) {
            struct sello_status_row row = {.first = first, .count = count, .status = STATUS};
            memset(bits, 0, sizeof bits);
            for (uint64_t i = 0; i < count; i++) {
                assert_false(sello_trust_row_agrees(&trust, &row));
                sello_list_set(bits, 2, first + i, STATUS);
            }
            assert_true(sello_trust_row_agrees(&trust, &row));
            for (uint64_t i = 0; i < count; i++) {
                sello_list_set(bits, 2, first + i, SELLO_LABEL_RETIRED);
                assert_false(sello_trust_row_agrees(&trust, &row));
                sello_list_set(bits, 2, first + i, STATUS);
            }
        }
    }
    const struct sello_status_row beyond = {.first = SERIALS - 1, .count = 2, .status = STATUS};
    memset(bits, 0xaa, sizeof bits);
    assert_false(sello_trust_row_agrees(&trust, &beyond));
}

static void test_succeeds(void **state) {
    (void)state;
    static struct parts parts;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        start_parts(&parts);
        const struct sello_trust *stored = open_parts(1, &parts);
        start_parts(&parts);
        changes[i].bend(&parts);
        const struct sello_trust *next = open_parts(2, &parts);
        enum sello_error error = sello_trust_succeeds(stored, next);
        if (error != changes[i].error) {
            fail_msg("%s: %s", changes[i].what, sello_error_name(error));
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_change_is_refused),
        cmocka_unit_test(test_wrong_files),
        cmocka_unit_test(test_too_long_a_file),
        cmocka_unit_test(test_little_memory),
        cmocka_unit_test(test_many_roots),
        cmocka_unit_test(test_rows_are_found),
        cmocka_unit_test(test_rows_are_held_to_every_bit),
        cmocka_unit_test(test_succeeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

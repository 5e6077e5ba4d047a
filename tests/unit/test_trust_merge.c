/* SPDX-License-Identifier: Apache-2.0 */

/* Status alone after a whole trust file: what judges then, and what may follow. */

#include "tests/support/sello_test.h"

#include "tests/support/builder.h"

static uint8_t memory[4][1 << 20];
static uint8_t file[4][16384];

/* Root 1 and bundle 5; root 2 adds a status key, and each test bends what it needs. */
struct parts {
    struct test_root root[2];
    size_t n_roots;
    struct test_bundle bundle;
};

static const struct sello_trust *open_parts(size_t at, struct parts *p) {
    const struct sello_trust *trust = NULL;
    struct sello_writer w = sello_writer_init(file[at], sizeof file[at]);
    for (size_t i = 0; i < p->n_roots; i++) {
        test_root_write(&p->root[i], &w);
        if (i == 0) {
            memcpy(p->root[1].fields.previous, p->root[0].fields.hash, SELLO_HASH_LEN);
        }
    }
    test_bundle_write(&p->bundle, &p->root[p->n_roots - 1], &w);
    struct sello_bytes bytes = sello_written(&w);
    assert_status((enum sello_error)sello_trust_load(bytes.ptr, bytes.len, memory[at],
                                                     sizeof memory[at], &trust),
                  SELLO_OK);
    return trust;
}

static void start(struct parts *p) {
    static const uint8_t signers[] = {MEMBER_A, STATUS_KEY_2};
    test_root_first(&p->root[0]);
    struct sello_writer w = sello_writer_init(file[3], sizeof file[3]);
    test_root_write(&p->root[0], &w);
    test_root_next(&p->root[0], &p->root[1]);
    test_root_add(&p->root[1], STATUS_KEY_2, SELLO_ROLE_STATUS);
    test_root_signed_by(&p->root[1], 2, signers);
    p->n_roots = 1;
    test_bundle_first(&p->bundle);
    p->bundle.fields.version = 5;
}

static void put_row(struct test_bundle *b, uint64_t first, uint64_t count, uint64_t status,
                    uint64_t reason) {
    test_bundle_row(
        b, (struct sello_status_row){first, count, status, reason, 20000, sello_bytes_of("")});
}

/* Serials 1-50 in a batch; 10-12 withdrawn, 20-21 suspended, 30 retired; complete. */
static const struct sello_trust *whole(struct parts *p) {
    static const uint8_t commitment[SELLO_COMMITMENT_LEN] = {1};
    start(p);
    put_row(&p->bundle, 10, 3, SELLO_LABEL_WITHDRAWN, SELLO_REASON_LOST);
    put_row(&p->bundle, 20, 2, SELLO_LABEL_SUSPENDED, SELLO_REASON_PRODUCER);
    put_row(&p->bundle, 30, 1, SELLO_LABEL_RETIRED, SELLO_REASON_SOLD);
    test_bundle_batch(
        &p->bundle, (struct sello_batch_row){1, 50, 0, sello_bytes(commitment, sizeof commitment)});
    p->bundle.fields.complete = true;
    return open_parts(0, p);
}

/* Bundle 6, of status alone: 10-12 withdrawn, 20 valid again, 21 withdrawn, 30 retired, up to 120.
 */
static void later(struct parts *p) {
    start(p);
    put_row(&p->bundle, 10, 3, SELLO_LABEL_WITHDRAWN, 0);
    put_row(&p->bundle, 21, 1, SELLO_LABEL_WITHDRAWN, 0);
    put_row(&p->bundle, 30, 1, SELLO_LABEL_RETIRED, 0);
    p->bundle.rows_len = p->bundle.fields.n_rows = 0;
    p->bundle.fields.status_only = true;
    p->bundle.fields.version = 6;
    p->bundle.fields.generated += 86400;
    p->bundle.fields.highest = 120;
}

static const struct sello_trust *merge(const struct sello_trust *base,
                                       const struct sello_trust *status) {
    struct sello_trust *merged = NULL;
    size_t room = sello_trust_merge_room(base);
    for (size_t size = 0; size < sizeof(struct sello_trust); size += 8) { /* too little is said */
        struct sello_arena little = {memory[3], size};
        assert_status(sello_trust_merge(base, status, &little, &merged), SELLO_E_NO_ROOM);
    }
    struct sello_arena arena = {memory[3], room};
    assert_true(room <= sizeof memory[3]);
    assert_status(sello_trust_merge(base, status, &arena, &merged), SELLO_OK);
    return merged;
}

static void test_merged(void **state) {
    (void)state;
    static struct parts a, b;
    const struct sello_trust *base = whole(&a);
    later(&b);
    const struct sello_trust *status = open_parts(1, &b);
    assert_status(sello_trust_succeeds(base, status), SELLO_OK);
    const struct sello_trust *t = merge(base, status);
    assert_int_equal(t->bundle.version, 6);
    assert_int_equal(t->bundle.highest, 120);
    assert_int_equal(t->bundle.generated, TEST_DAY(21));
    assert_int_equal(t->complete_to, 100); /* what the whole file's batches can tell of */
    assert_int_equal(t->n_batches, 1);
    assert_int_equal(t->n_rows, 2); /* 10-12 and 30: the other disagrees with the bits */
    assert_int_equal(sello_trust_row(t, 12)->reason, SELLO_REASON_LOST);
    assert_null(sello_trust_row(t, 20));
    assert_null(sello_trust_row(t, 21));
    assert_int_equal(sello_trust_status(t, 20), SELLO_LABEL_VALID);
    assert_int_equal(sello_trust_status(t, 21), SELLO_LABEL_WITHDRAWN);
    assert_int_equal(sello_trust_status(t, 30), SELLO_LABEL_RETIRED);
    assert_int_equal(sello_trust_status(t, 120), SELLO_LABEL_VALID);
}

/* A thief's bundle may have been beyond what the certifier ever issued. */
static void test_a_lower_highest(void **state) {
    (void)state;
    static struct parts a, b;
    const struct sello_trust *base = whole(&a);
    later(&b);
    b.bundle.fields.highest = 29;
    const struct sello_trust *t = merge(base, open_parts(1, &b));
    assert_int_equal(t->complete_to, 29);
    assert_int_equal(t->n_rows, 1);
    assert_int_equal(t->n_batches, 0);
}

/* A judged label above the whole file's highest and up to the newer one is not `not-issued`. */
static void test_new_serials_are_no_strangers(void **state) {
    (void)state;
    static struct parts a, b;
    static struct sello_workspace work;
    static struct sello_report r;
    const struct sello_trust *base = whole(&a);
    later(&b);
    const struct sello_trust *t = merge(base, open_parts(1, &b));
    struct sello_policy policy = {&t, 1, TEST_DAY(21), NULL};
    static const struct {
        uint64_t serial;
        enum sello_verdict verdict;
    } rows[] = {{60, SELLO_NOT_ISSUED}, {100, SELLO_NOT_ISSUED}, {101, SELLO_AUTHENTIC},
                {120, SELLO_AUTHENTIC}, {121, SELLO_NOT_ISSUED}, {21, SELLO_NOT_ISSUED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_claims claims = test_claims();
        uint8_t token_buf[1024], text[4096];
        struct sello_writer token = sello_writer_init(token_buf, sizeof token_buf);
        struct sello_writer w = sello_writer_init(text, sizeof text);
        claims.serial = rows[i].serial;
        test_label(LABEL_KEY, &claims, &token);
        sello_put_label_text(&w, a.root[0].fields.base_url, sello_written(&token));
        sello_verify_text(&policy, (const char *)text, w.len, &work, &r);
        assert_string_equal(sello_verdict_name(r.verdict), sello_verdict_name(rows[i].verdict));
    }
    sello_verify_serial(&policy, 0, 21, &r);
    assert_int_equal(r.verdict, SELLO_WITHDRAWN);
    assert_false(r.has_reason);
}

/* ---- after a newer root ---- */

static const struct sello_trust *later_root(size_t at, struct parts *p,
                                            enum sello_key_state state) {
    later(p);
    struct sello_root_key *key = &p->root[1].key[3]; /* two members, the label key, and it */
    p->n_roots = 2;
    key->state = state;
    key->stop_signing = state == SELLO_KEY_RETIRED ? TEST_DAY(30) : SELLO_NEVER;
    p->bundle.signer = p->bundle.token_signer = STATUS_KEY_2;
    return open_parts(at, p);
}

static void test_a_stolen_key_vouches_for_nothing(void **state) {
    (void)state;
    static struct parts a, b;
    const struct sello_trust *base = whole(&a);
    const struct sello_trust *t = merge(base, later_root(1, &b, SELLO_KEY_COMPROMISED));
    assert_int_equal(t->n_rows + t->n_batches + t->complete_to, 0);
    assert_int_equal(sello_trust_status(t, 12), SELLO_LABEL_WITHDRAWN);
    t = merge(base, later_root(1, &b, SELLO_KEY_RETIRED));
    assert_int_equal(t->n_rows, 2);
    assert_int_equal(t->n_batches, 1);
}

/* Whole 5 and status 6 are stored. */
static void test_what_may_follow(void **state) {
    (void)state;
    static struct parts a, b, c;
    static const struct {
        uint64_t version;
        bool status_only;
        enum sello_error error;
    } rows[] = {
        {5, false, SELLO_E_OLDER_BUNDLE},
        {6, false, SELLO_E_EQUIVOCATION},
        {7, false, SELLO_OK},
        {5, true, SELLO_E_OLDER_BUNDLE},
        {6, true, SELLO_OK},
        {7, true, SELLO_OK},
    };
    const struct sello_trust *base = whole(&a);
    later(&b);
    const struct sello_trust *t = merge(base, open_parts(1, &b));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        later(&c);
        c.bundle.fields.version = rows[i].version;
        c.bundle.fields.status_only = rows[i].status_only;
        assert_status(sello_trust_succeeds(t, open_parts(2, &c)), rows[i].error);
    }
}

/* Whole 5 told of a batch, status 6 of withdrawals: both bind what follows. */
static void test_both_bind(void **state) {
    (void)state;
    static struct parts a, b, c;
    static const uint8_t commitment[SELLO_COMMITMENT_LEN] = {1};
    static const struct {
        uint64_t count, highest; /* of the batch of serial 1 on, 0: none; and of all */
        unsigned status;         /* of serial 21 */
        enum sello_error error;
    } rows[] = {
        {50, 120, SELLO_LABEL_WITHDRAWN, SELLO_OK},
        {0, 120, SELLO_LABEL_WITHDRAWN, SELLO_OK},
        {51, 120, SELLO_LABEL_WITHDRAWN, SELLO_E_TAKES_BACK},
        {50, 119, SELLO_LABEL_WITHDRAWN, SELLO_E_TAKES_BACK},
        {50, 120, SELLO_LABEL_SUSPENDED, SELLO_E_TAKES_BACK},
    };
    const struct sello_trust *base = whole(&a);
    later(&b);
    const struct sello_trust *t = merge(base, open_parts(1, &b));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        later(&c);
        c.bundle.fields.version = 7;
        c.bundle.fields.status_only = false;
        c.bundle.fields.highest = rows[i].highest;
        sello_list_set(c.bundle.list, 2, 21, rows[i].status);
        if (rows[i].count > 0) {
            test_bundle_batch(&c.bundle,
                              (struct sello_batch_row){1, rows[i].count, 0,
                                                       sello_bytes(commitment, sizeof commitment)});
        }
        assert_status(sello_trust_succeeds(t, open_parts(2, &c)), rows[i].error);
    }
}

/* Status 999 was a thief's. Once the root ends its key, the whole file before it binds again. */
static void test_behind_a_thief(void **state) {
    (void)state;
    static struct parts a, b, c;
    static const uint8_t signers[] = {MEMBER_A, STATUS_KEY};
    start(&a);
    a.bundle.signer = a.bundle.token_signer = STATUS_KEY_2;
    test_root_add(&a.root[0], STATUS_KEY_2, SELLO_ROLE_STATUS);
    a.root[0].signer[a.root[0].n_signers++] = STATUS_KEY_2;
    const struct sello_trust *base = open_parts(0, &a);
    b = a;
    b.bundle.signer = b.bundle.token_signer = STATUS_KEY;
    b.bundle.fields.status_only = true;
    b.bundle.fields.version = 999;
    const struct sello_trust *t = merge(base, open_parts(1, &b));
    for (uint64_t version = 4; version <= 6; version += 2) {
        c = a;
        test_root_next(&a.root[0], &c.root[1]);
        test_root_signed_by(&c.root[1], 1, signers);
        c.root[1].key[3].state = SELLO_KEY_COMPROMISED;
        c.n_roots = 2;
        c.bundle.fields.version = version;
        assert_status(sello_trust_succeeds(t, open_parts(2, &c)),
                      version < 5 ? SELLO_E_OLDER_BUNDLE : SELLO_OK);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merged),
        cmocka_unit_test(test_a_lower_highest),
        cmocka_unit_test(test_new_serials_are_no_strangers),
        cmocka_unit_test(test_a_stolen_key_vouches_for_nothing),
        cmocka_unit_test(test_what_may_follow),
        cmocka_unit_test(test_both_bind),
        cmocka_unit_test(test_behind_a_thief),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

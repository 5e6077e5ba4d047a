/* SPDX-License-Identifier: Apache-2.0 */
/* Root drafts: what goes from member to member can be mistyped, cut and bent, and never becomes a
 * root that its members did not sign. */
#include "tests/support/sello_test.h"

#include "registry/trust/draft.h"
#include "tests/support/builder.h"

/* A first root, and the payload of its successor as the test bends it. */
struct fixture {
    struct test_root first, next;
    uint8_t bytes[8192];
};

static void setup(struct fixture *f) {
    struct sello_writer w = sello_writer_init(f->bytes, sizeof f->bytes);
    test_root_first(&f->first);
    test_root_write(&f->first, &w);
    assert_false(w.failed);
    test_root_next(&f->first, &f->next);
}

static struct sello_bytes payload_of(struct fixture *f) {
    struct sello_writer w = sello_writer_init(f->bytes, sizeof f->bytes);
    test_root_write(&f->next, &w);
    return f->next.fields.payload;
}

static struct draft *make(struct fixture *f) {
    struct draft *draft = NULL;
    assert_status(draft_make(f->first.fields.payload, payload_of(f), &draft, NULL), SELLO_OK);
    return draft;
}

static struct sello_root_signature signature_of(struct sello_bytes payload, uint8_t seed) {
    static uint8_t buf[SELLO_ROOT_MAX];
    struct sello_root_signature signature;
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    test_kid(seed, signature.kid);
    sello_put_root_to_sign(&w, signature.kid, payload);
    test_sign(seed, sello_written(&w), signature.signature);
    return signature;
}

static enum sello_error sign(struct draft *draft, uint8_t seed) {
    const struct sello_root_signature signature = signature_of(draft->root.payload, seed);
    return draft_add(draft, &signature, 1);
}

/* ---- what is missing, step by step ---- */

static void test_two_of_three(void **state) {
    struct fixture f;
    (void)state;
    setup(&f);
    test_root_add(&f.next, MEMBER_C, SELLO_ROLE_MEMBER);
    test_root_add(&f.next, LABEL_KEY_2, SELLO_ROLE_LABEL);
    f.next.fields.threshold = 2;
    struct draft *draft = make(&f);
    assert_int_equal(draft->missing, SELLO_E_ROOT_FEW_NEW);
    assert_status(sign(draft, MEMBER_C), SELLO_OK);
    assert_int_equal(draft->missing, SELLO_E_ROOT_FEW_NEW);
    assert_status(sign(draft, LABEL_KEY_2), SELLO_OK); /* has no say, but must sign */
    assert_int_equal(draft->missing, SELLO_E_ROOT_FEW_NEW);
    assert_status(sign(draft, MEMBER_A), SELLO_OK);
    assert_int_equal(draft->missing, SELLO_OK);
    assert_int_equal(draft_n_now(draft), 2);
    assert_int_equal(draft_n_before(draft), 1);
    free(draft);
}

static void test_new_members_alone(void **state) {
    struct fixture f;
    (void)state;
    setup(&f);
    test_root_add(&f.next, MEMBER_C, SELLO_ROLE_MEMBER);
    struct draft *draft = make(&f);
    assert_status(sign(draft, MEMBER_C), SELLO_OK);
    assert_int_equal(draft->missing, SELLO_E_ROOT_FEW_OLD);
    free(draft);
}

static void test_new_key_unsigned(void **state) {
    struct fixture f;
    (void)state;
    setup(&f);
    test_root_add(&f.next, LABEL_KEY_2, SELLO_ROLE_LABEL);
    struct draft *draft = make(&f);
    assert_status(sign(draft, MEMBER_A), SELLO_OK);
    assert_int_equal(draft->missing, SELLO_E_ROOT_UNSIGNED_KEY);
    free(draft);
}

static void test_same_member_twice(void **state) {
    struct fixture f;
    (void)state;
    setup(&f);
    f.next.fields.threshold = 2;
    struct draft *draft = make(&f);
    size_t len = 0;
    for (int i = 0; i < 3; i++) {
        assert_status(sign(draft, MEMBER_A), SELLO_OK);
        assert_true(i == 0 || draft->len == len);
        len = draft->len;
        assert_int_equal(draft_n_now(draft), 1);
        assert_int_equal(draft->missing, SELLO_E_ROOT_FEW_NEW);
    }
    free(draft);
}

/* ---- signatures that are refused, and change nothing ---- */

static void test_bad_signatures(void **state) {
    struct fixture f;
    (void)state;
    setup(&f);
    struct draft *draft = make(&f);
    assert_status(sign(draft, MEMBER_A), SELLO_OK);
    uint8_t file[sizeof f.bytes];
    memcpy(file, draft->file, draft->len);
    size_t len = draft->len;
    assert_status(sign(draft, STRANGER), SELLO_E_ROOT_STRANGER);
    struct sello_root_signature of_other = signature_of(f.first.fields.payload, MEMBER_B);
    assert_status(draft_add(draft, &of_other, 1), SELLO_E_ROOT_SIGNATURE);
    assert_int_equal(draft->len, len);
    assert_memory_equal(draft->file, file, len);
    free(draft);
}

static void test_merge(void **state) {
    struct fixture f;
    (void)state;
    setup(&f);
    f.next.fields.threshold = 2;
    struct draft *a = make(&f), *b = make(&f);
    assert_status(sign(a, MEMBER_A), SELLO_OK);
    assert_status(sign(b, MEMBER_B), SELLO_OK);
    assert_status(draft_merge(a, b), SELLO_OK);
    assert_int_equal(a->missing, SELLO_OK);
    f.next.fields.issued++;
    struct draft *other = make(&f);
    assert_status(draft_merge(a, other), SELLO_E_ROOT_PREVIOUS);
    assert_int_equal(a->missing, SELLO_OK);
    free(a);
    free(b);
    free(other);
}

/* ---- contents that are no successor ---- */

static void bend_threshold_0(struct test_root *r) {
    r->fields.threshold = 0;
}
static void bend_threshold_3(struct test_root *r) {
    r->fields.threshold = 3;
}
static void bend_gap(struct test_root *r) {
    r->fields.version = 3;
}
static void bend_replay(struct test_root *r) {
    r->fields.version = 1;
    r->fields.has_fingerprint = r->fields.has_previous = false;
}
static void bend_previous(struct test_root *r) {
    r->fields.previous[0] ^= 1;
}
static void bend_fingerprint(struct test_root *r) {
    r->fields.fingerprint[0] ^= 1;
}
static void bend_twice(struct test_root *r) {
    test_root_add(r, MEMBER_A, SELLO_ROLE_LABEL);
}
static void bend_weak(struct test_root *r) {
    memset(test_root_add(r, MEMBER_C, SELLO_ROLE_MEMBER)->public_key, 0, SELLO_KEY_LEN);
}
static void bend_dropped(struct test_root *r) {
    r->fields.n_keys--;
}
static void bend_date(struct test_root *r) {
    r->fields.issued = 1;
}

static void test_no_successors(void **state) {
    static const struct {
        void (*bend)(struct test_root *r);
        enum sello_error error;
    } rows[] = {
        {bend_threshold_0, SELLO_E_ROOT_THRESHOLD},
        {bend_threshold_3, SELLO_E_ROOT_THRESHOLD},
        {bend_gap, SELLO_E_ROOT_GAP},
        {bend_replay, SELLO_E_ROOT_FINGERPRINT},
        {bend_previous, SELLO_E_ROOT_PREVIOUS},
        {bend_fingerprint, SELLO_E_ROOT_FINGERPRINT},
        {bend_twice, SELLO_E_ROOT_KEY_TWICE},
        {bend_weak, SELLO_E_ROOT_WEAK_KEY},
        {bend_dropped, SELLO_E_ROOT_DROPPED_KEY},
        {bend_date, SELLO_E_ROOT_DATE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture f;
        struct draft *draft = NULL;
        setup(&f);
        rows[i].bend(&f.next);
        assert_status(draft_make(f.first.fields.payload, payload_of(&f), &draft, NULL),
                      rows[i].error);
    }
}

/* ---- the file, cut and bent ---- */

static void test_truncated(void **state) {
    struct fixture f;
    (void)state;
    setup(&f);
    struct draft *draft = make(&f), *out = NULL;
    assert_status(sign(draft, MEMBER_A), SELLO_OK);
    for (size_t len = 0; len < draft->len; len++) {
        struct sello_bytes cut = guarded_copy(sello_bytes(draft->file, len));
        assert_int_not_equal(draft_open(cut, &out, NULL), SELLO_OK);
        guarded_free(cut);
    }
    draft->file[draft->len] = 0;
    struct sello_bytes longer = sello_bytes(draft->file, draft->len + 1);
    assert_status(draft_open(longer, &out, NULL), SELLO_E_TRAILING);
    free(draft);
}

/* A signed draft has no bit that can be flipped. */
static void test_flipped(void **state) {
    struct fixture f;
    (void)state;
    setup(&f);
    struct draft *draft = make(&f), *out = NULL;
    assert_status(sign(draft, MEMBER_A), SELLO_OK);
    for (size_t bit = 0; bit < draft->len * 8; bit++) {
        draft->file[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_not_equal(draft_open(draft_file(draft), &out, NULL), SELLO_OK);
        draft->file[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_status(draft_open(draft_file(draft), &out, NULL), SELLO_OK);
    free(out);
    free(draft);
}

static void test_not_a_draft(void **state) {
    static const char *const rows[] = {"80", "8360", "a0", "d28440a04040", "83656f74686572404000"};
    struct fixture f;
    struct draft *out = NULL;
    (void)state;
    setup(&f);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t buf[32];
        assert_int_not_equal(draft_open(from_hex(rows[i], buf, sizeof buf), &out, NULL), SELLO_OK);
    }
    static uint8_t large[DRAFT_MAX + 1];
    assert_status(draft_open(sello_bytes(large, sizeof large), &out, NULL), SELLO_E_TOO_LONG);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_of_three),     cmocka_unit_test(test_new_members_alone),
        cmocka_unit_test(test_new_key_unsigned), cmocka_unit_test(test_same_member_twice),
        cmocka_unit_test(test_bad_signatures),   cmocka_unit_test(test_merge),
        cmocka_unit_test(test_no_successors),    cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_flipped),          cmocka_unit_test(test_not_a_draft),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

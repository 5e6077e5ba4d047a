/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/builder.h"

/* ---- one row per rule ---- */

/* A chain of two roots; `bend` changes what is about to be written as the second. */
struct row {
    const char *what;
    enum sello_error error;
    void (*bend)(const struct test_root *first, struct test_root *next);
};

static struct sello_root_key *label_key(struct test_root *r) {
    return &r->key[r->fields.n_members];
}

static void signed_by(struct test_root *r, uint8_t a, uint8_t b) {
    uint8_t seeds[] = {a, b};
    test_root_signed_by(r, b != 0 ? 2 : 1, seeds);
}

static void rename_certifier(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.name = sello_bytes_of("Rebozos");
}

static void same_version(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.version = 1;
    next->fields.has_fingerprint = next->fields.has_previous = false;
}

static void version_gap(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.version = 3;
}

static void other_previous(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.previous[31] ^= 1;
}

static void other_fingerprint(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.fingerprint[0] ^= 1;
}

static void no_previous(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.has_previous = false;
}

static void no_fingerprint(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.has_fingerprint = false;
}

static void a_second_earlier(const struct test_root *first, struct test_root *next) {
    next->fields.issued = first->fields.issued - 1;
}

static void the_same_second(const struct test_root *first, struct test_root *next) {
    next->fields.issued = first->fields.issued;
}

static void nobody_signs(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->n_signers = 0;
}

static void only_delegated_keys_sign(const struct test_root *first, struct test_root *next) {
    (void)first;
    signed_by(next, LABEL_KEY, STATUS_KEY);
}

static void a_stranger_signs_too(const struct test_root *first, struct test_root *next) {
    (void)first;
    signed_by(next, MEMBER_A, STRANGER);
}

static void threshold_0(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.threshold = 0;
}

static void threshold_3_of_2(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.threshold = 3;
}

static void threshold_2_signed_by_1(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.threshold = 2;
}

static void threshold_2_signed_by_2(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.threshold = 2;
    signed_by(next, MEMBER_A, MEMBER_B);
}

/* The same member twice is one member. */
static void threshold_2_signed_twice(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.threshold = 2;
    signed_by(next, MEMBER_A, MEMBER_A);
}

static void replace_members(struct test_root *next) {
    test_public_key(MEMBER_C, next->key[0].public_key);
    test_public_key(STRANGER, next->key[1].public_key);
}

static void new_members_alone(const struct test_root *first, struct test_root *next) {
    (void)first;
    replace_members(next);
    signed_by(next, MEMBER_C, STRANGER);
}

static void new_members_with_an_old_one(const struct test_root *first, struct test_root *next) {
    static const uint8_t seeds[] = {MEMBER_A, MEMBER_C, STRANGER};
    (void)first;
    replace_members(next);
    test_root_signed_by(next, 3, seeds);
}

static void new_members_approved_by_a_leaving_key(const struct test_root *first,
                                                  struct test_root *next) {
    static const uint8_t seeds[] = {LABEL_KEY, MEMBER_C, STRANGER};
    (void)first;
    replace_members(next);
    test_root_signed_by(next, 3, seeds);
}

static void member_c_joins_signing(const struct test_root *first, struct test_root *next) {
    (void)first;
    test_root_add(next, MEMBER_C, SELLO_ROLE_MEMBER);
    signed_by(next, MEMBER_A, MEMBER_C);
}

static void member_c_joins_unasked(const struct test_root *first, struct test_root *next) {
    (void)first;
    test_root_add(next, MEMBER_C, SELLO_ROLE_MEMBER);
}

static void a_key_joins_signing(const struct test_root *first, struct test_root *next) {
    (void)first;
    test_root_add(next, LABEL_KEY_2, SELLO_ROLE_LABEL);
    signed_by(next, MEMBER_A, LABEL_KEY_2);
}

static void a_key_joins_unsigned(const struct test_root *first, struct test_root *next) {
    (void)first;
    test_root_add(next, LABEL_KEY_2, SELLO_ROLE_LABEL);
}

static void a_retired_key_joins_unsigned(const struct test_root *first, struct test_root *next) {
    (void)first;
    struct sello_root_key *key = test_root_add(next, LABEL_KEY_2, SELLO_ROLE_LABEL);
    key->state = SELLO_KEY_RETIRED;
    key->stop_signing = TEST_DAY(0);
}

static void key_twice(const struct test_root *first, struct test_root *next) {
    (void)first;
    test_root_add(next, LABEL_KEY, SELLO_ROLE_STATUS);
}

static void member_is_also_label_key(const struct test_root *first, struct test_root *next) {
    (void)first;
    test_root_add(next, MEMBER_A, SELLO_ROLE_LABEL);
}

static void member_twice(const struct test_root *first, struct test_root *next) {
    (void)first;
    test_root_add(next, MEMBER_A, SELLO_ROLE_MEMBER);
}

static void key_dropped(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.n_keys--;
}

static void keys_swapped(const struct test_root *first, struct test_root *next) {
    (void)first;
    struct sello_root_key key = next->key[2];
    next->key[2] = next->key[3];
    next->key[3] = key;
}

static void key_inserted_before(const struct test_root *first, struct test_root *next) {
    test_root_add(next, LABEL_KEY_2, SELLO_ROLE_LABEL);
    struct sello_root_key key = next->key[4];
    next->key[4] = next->key[3];
    next->key[3] = key;
    (void)first;
    signed_by(next, MEMBER_A, LABEL_KEY_2);
}

static void key_replaced(const struct test_root *first, struct test_root *next) {
    (void)first;
    test_public_key(LABEL_KEY_2, label_key(next)->public_key);
    signed_by(next, MEMBER_A, LABEL_KEY_2);
}

static void role_changed(const struct test_root *first, struct test_root *next) {
    (void)first;
    label_key(next)->role = SELLO_ROLE_STATUS;
}

static void not_before_changed(const struct test_root *first, struct test_root *next) {
    (void)first;
    label_key(next)->not_before = 1;
}

static void retire(const struct test_root *first, struct test_root *next) {
    (void)first;
    label_key(next)->state = SELLO_KEY_RETIRED;
    label_key(next)->stop_signing = TEST_DAY(30);
}

static void retire_without_stop(const struct test_root *first, struct test_root *next) {
    (void)first;
    label_key(next)->state = SELLO_KEY_RETIRED;
}

static void compromise(const struct test_root *first, struct test_root *next) {
    (void)first;
    label_key(next)->state = SELLO_KEY_COMPROMISED;
    label_key(next)->compromised_since = TEST_DAY(5);
}

static void active_but_compromised_since(const struct test_root *first, struct test_root *next) {
    (void)first;
    label_key(next)->compromised_since = TEST_DAY(5);
}

static void state_3(const struct test_root *first, struct test_root *next) {
    (void)first;
    label_key(next)->state = 3;
}

static void role_0(const struct test_root *first, struct test_root *next) {
    (void)first;
    label_key(next)->role = 0;
}

static void never_valid(const struct test_root *first, struct test_root *next) {
    (void)first;
    struct sello_root_key *key = test_root_add(next, LABEL_KEY_2, SELLO_ROLE_LABEL);
    key->not_before = key->stop_signing = TEST_DAY(5);
    signed_by(next, MEMBER_A, LABEL_KEY_2);
}

static void scheme_added(const struct test_root *first, struct test_root *next) {
    static const uint8_t map[] = {0xa2, 0x01, 0xa1, 0x62, 'e',  's', 0x64, 'B',  'a',
                                  's',  'e',  0x02, 0xa1, 0x62, 'e', 's',  0x61, 'X'};
    (void)first;
    next->fields.schemes = sello_bytes(map, sizeof map);
}

static void scheme_added_before(const struct test_root *first, struct test_root *next) {
    static const uint8_t map[] = {0xa2, 0x00, 0xa0, 0x01, 0xa1, 0x62, 'e',
                                  's',  0x64, 'B',  'a',  's',  'e'};
    (void)first;
    next->fields.schemes = sello_bytes(map, sizeof map);
}

static void scheme_recoded(const struct test_root *first, struct test_root *next) {
    static const uint8_t map[] = {0xa1, 0x02, 0xa1, 0x62, 'e', 's', 0x64, 'B', 'a', 's', 'e'};
    (void)first;
    next->fields.schemes = sello_bytes(map, sizeof map);
}

static void scheme_name_added(const struct test_root *first, struct test_root *next) {
    static const uint8_t map[] = {0xa1, 0x01, 0xa2, 0x62, 'e', 'n', 0x61, 'X',
                                  0x62, 'e',  's',  0x64, 'B', 'a', 's',  'e'};
    (void)first;
    next->fields.schemes = sello_bytes(map, sizeof map);
}

static void scheme_renamed(const struct test_root *first, struct test_root *next) {
    static const uint8_t map[] = {0xa1, 0x01, 0xa1, 0x62, 'e', 's', 0x64, 'B', 'a', 's', 'a'};
    (void)first;
    next->fields.schemes = sello_bytes(map, sizeof map);
}

static void scheme_name_dropped(const struct test_root *first, struct test_root *next) {
    static const uint8_t map[] = {0xa1, 0x01, 0xa1, 0x62, 'e', 'n', 0x64, 'B', 'a', 's', 'e'};
    (void)first;
    next->fields.schemes = sello_bytes(map, sizeof map);
}

static void scheme_dropped(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.schemes = sello_bytes(NULL, 0);
}

static void name_empty(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.name = sello_bytes_of("");
}

static void name_of_65_bytes(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.name =
        sello_bytes_of("0123456789012345678901234567890123456789012345678901234567890123x");
}

static void name_with_an_override(const struct test_root *first, struct test_root *next) {
    (void)first;
    next->fields.name = sello_bytes_of("Re\xe2\x80\xaeozo");
}

static const struct row successors[] = {
    {"a new name", SELLO_OK, rename_certifier},
    {"version 1 again", SELLO_E_ROOT_FINGERPRINT, same_version},
    {"version 3", SELLO_E_ROOT_GAP, version_gap},
    {"another root's hash", SELLO_E_ROOT_PREVIOUS, other_previous},
    {"another fingerprint", SELLO_E_ROOT_FINGERPRINT, other_fingerprint},
    {"no previous", SELLO_E_ROOT_PREVIOUS, no_previous},
    {"no fingerprint", SELLO_E_ROOT_PREVIOUS, no_fingerprint},
    {"dated a second earlier", SELLO_E_ROOT_DATE, a_second_earlier},
    {"dated the same second", SELLO_OK, the_same_second},
    {"no signature", SELLO_E_ROOT_FEW_NEW, nobody_signs},
    {"delegated keys alone", SELLO_E_ROOT_FEW_NEW, only_delegated_keys_sign},
    {"a stranger too", SELLO_E_ROOT_STRANGER, a_stranger_signs_too},
    {"threshold 0", SELLO_E_ROOT_THRESHOLD, threshold_0},
    {"threshold 3 of 2", SELLO_E_ROOT_THRESHOLD, threshold_3_of_2},
    {"2 of 2, one signed", SELLO_E_ROOT_FEW_NEW, threshold_2_signed_by_1},
    {"2 of 2, both signed", SELLO_OK, threshold_2_signed_by_2},
    {"2 of 2, one signed twice", SELLO_E_CBOR_ORDER, threshold_2_signed_twice},
    {"new members alone", SELLO_E_ROOT_FEW_OLD, new_members_alone},
    {"new members, an old one agrees", SELLO_OK, new_members_with_an_old_one},
    {"new members, a label key agrees", SELLO_E_ROOT_FEW_OLD,
     new_members_approved_by_a_leaving_key},
    {"a member joins", SELLO_OK, member_c_joins_signing},
    {"a member joins unasked", SELLO_E_ROOT_UNSIGNED_KEY, member_c_joins_unasked},
    {"a key joins", SELLO_OK, a_key_joins_signing},
    {"a key joins without signing", SELLO_E_ROOT_UNSIGNED_KEY, a_key_joins_unsigned},
    {"a retired key too must sign", SELLO_E_ROOT_UNSIGNED_KEY, a_retired_key_joins_unsigned},
    {"a key twice", SELLO_E_ROOT_KEY_TWICE, key_twice},
    {"member and label key", SELLO_E_ROOT_KEY_TWICE, member_is_also_label_key},
    {"a member twice", SELLO_E_ROOT_KEY_TWICE, member_twice},
    {"a key dropped", SELLO_E_ROOT_DROPPED_KEY, key_dropped},
    {"keys reordered", SELLO_E_ROOT_DROPPED_KEY, keys_swapped},
    {"a key in between", SELLO_E_ROOT_DROPPED_KEY, key_inserted_before},
    {"a key replaced", SELLO_E_ROOT_DROPPED_KEY, key_replaced},
    {"a role changed", SELLO_E_ROOT_DROPPED_KEY, role_changed},
    {"a not-before changed", SELLO_E_ROOT_DROPPED_KEY, not_before_changed},
    {"a key retired", SELLO_OK, retire},
    {"retired without a date", SELLO_E_ROOT_KEY_STATE, retire_without_stop},
    {"a key compromised", SELLO_OK, compromise},
    {"active, compromised since", SELLO_E_ROOT_KEY_STATE, active_but_compromised_since},
    {"state 3", SELLO_E_ROOT_KEY_STATE, state_3},
    {"role 0", SELLO_E_ROOT_KEY_STATE, role_0},
    {"stops before it starts", SELLO_E_ROOT_KEY_STATE, never_valid},
    {"a scheme added", SELLO_OK, scheme_added},
    {"a scheme added before it", SELLO_OK, scheme_added_before},
    {"a scheme under another code", SELLO_E_ROOT_SCHEME, scheme_recoded},
    {"a scheme's name added", SELLO_OK, scheme_name_added},
    {"a scheme renamed", SELLO_E_ROOT_SCHEME, scheme_renamed},
    {"a scheme's name dropped", SELLO_E_ROOT_SCHEME, scheme_name_dropped},
    {"a scheme dropped", SELLO_E_ROOT_SCHEME, scheme_dropped},
    {"no name", SELLO_E_TEXT, name_empty},
    {"a name too long", SELLO_E_TEXT, name_of_65_bytes},
    {"a name turned around", SELLO_E_TEXT, name_with_an_override},
};

/* ---- running the rows ---- */

static struct sello_root_key keys_a[SELLO_ROOT_KEYS_MAX], keys_b[SELLO_ROOT_KEYS_MAX];
static uint8_t scratch[SELLO_ROOT_SCRATCH];

/* Parses and accepts one root after `before`, out of guarded memory. */
static enum sello_error accept(struct sello_bytes bytes, const struct sello_root *before,
                               struct sello_root *out) {
    memset(scratch, 0x55, sizeof scratch);
    enum sello_error error = sello_root_parse(bytes, out);
    return error == SELLO_OK ? sello_root_accept(before, out, scratch, NULL) : error;
}

static enum sello_error accept_written(struct test_root *r, const struct sello_root *before,
                                       struct sello_root *out) {
    static uint8_t bytes[2][8192];
    static unsigned turn;
    turn++;
    struct sello_writer w = sello_writer_init(bytes[turn % 2], sizeof bytes[0]);
    test_root_write(r, &w);
    return accept(sello_written(&w), before, out);
}

static void test_successors(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof successors / sizeof *successors; i++) {
        struct test_root first, next;
        struct sello_root a = {.key = keys_a}, b = {.key = keys_b};
        test_root_first(&first);
        assert_status(accept_written(&first, NULL, &a), SELLO_OK);
        test_root_next(&first, &next);
        successors[i].bend(&first, &next);
        enum sello_error error = accept_written(&next, &a, &b);
        if (error != successors[i].error) {
            fail_msg("%s: %s instead of %s", successors[i].what, sello_error_name(error),
                     sello_error_name(successors[i].error));
        }
    }
}

static void test_first_roots(void **state) {
    (void)state;
    struct test_root r;
    struct sello_root a = {.key = keys_a};
    test_root_first(&r);
    assert_status(accept_written(&r, NULL, &a), SELLO_OK);
    assert_memory_equal(a.fingerprint, a.hash, SELLO_HASH_LEN);
    signed_by(&r, MEMBER_A, LABEL_KEY); /* the status key and member B did not */
    assert_status(accept_written(&r, NULL, &a), SELLO_E_ROOT_UNSIGNED_KEY);
    test_root_first(&r);
    r.fields.version = 0;
    assert_status(accept_written(&r, NULL, &a), SELLO_E_RANGE);
    test_root_first(&r);
    r.fields.has_previous = true;
    assert_status(accept_written(&r, NULL, &a), SELLO_E_ROOT_PREVIOUS);
    test_root_first(&r);
    r.fields.has_fingerprint = true;
    assert_status(accept_written(&r, NULL, &a), SELLO_E_ROOT_PREVIOUS);
    test_root_first(&r);
    r.fields.version = 2;
    r.fields.has_previous = r.fields.has_fingerprint = true;
    assert_status(accept_written(&r, NULL, &a), SELLO_E_ROOT_FIRST);
    test_root_first(&r);
    r.fields.n_members = r.fields.n_keys = 0;
    r.n_signers = 0;
    assert_status(accept_written(&r, NULL, &a), SELLO_E_ROOT_THRESHOLD);
}

/* A replayed later version: 2 after 2. */
static void test_replay(void **state) {
    (void)state;
    struct test_root first, next;
    struct sello_root a = {.key = keys_a}, b = {.key = keys_b};
    test_root_first(&first);
    assert_status(accept_written(&first, NULL, &a), SELLO_OK);
    test_root_next(&first, &next);
    assert_status(accept_written(&next, &a, &b), SELLO_OK);
    assert_status(sello_root_accept(&b, &b, scratch, NULL), SELLO_E_ROOT_REPLAY);
}

/* ---- by force ---- */

/* Every beginning and every flipped bit of a root is refused: it is all under its signatures. */
static void test_every_change_is_refused(void **state) {
    (void)state;
    static uint8_t bytes[4096];
    struct test_root r;
    struct sello_root a = {.key = keys_a};
    struct sello_writer w = sello_writer_init(bytes, sizeof bytes);
    test_root_first(&r);
    test_root_write(&r, &w);
    struct sello_bytes root = guarded_copy(sello_written(&w));
    uint8_t *flip = (uint8_t *)(uintptr_t)root.ptr;
    assert_status(accept(root, NULL, &a), SELLO_OK);
    for (size_t bit = 0; bit < 8 * root.len; bit++) {
        flip[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_not_equal(accept(root, NULL, &a), SELLO_OK);
        flip[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t n = 0; n < root.len; n++) {
        struct sello_bytes part = guarded_copy(sello_bytes(root.ptr, n));
        assert_int_not_equal(accept(part, NULL, &a), SELLO_OK);
        guarded_free(part);
    }
    guarded_free(root);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_successors),
        cmocka_unit_test(test_first_roots),
        cmocka_unit_test(test_replay),
        cmocka_unit_test(test_every_change_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

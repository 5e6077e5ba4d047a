/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/builder.h"

/* Bundles within a trust file of one root: one row per rule. */
struct row {
    const char *what;
    enum sello_error error;
    void (*bend)(struct test_root *root, struct test_bundle *bundle);
};

static const uint8_t commitments[16 * 4];

static struct sello_status_row withdrawn(uint64_t first, uint64_t count) {
    return (struct sello_status_row){
        first, count, SELLO_LABEL_WITHDRAWN, SELLO_REASON_LOST, 20000, sello_bytes(NULL, 0)};
}

static struct sello_batch_row batch(uint64_t first, uint64_t count, size_t n_commitments) {
    return (struct sello_batch_row){first, count, 0, sello_bytes(commitments, 16 * n_commitments)};
}

static void nothing(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    (void)bundle;
}

static void version_0(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->fields.version = 0;
}

static void limits_at_most(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->fields.fresh_days = SELLO_FRESH_DAYS_MAX;
    bundle->fields.age_days = SELLO_AGE_DAYS_MAX;
}

static void fresh_too_long(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->fields.fresh_days = SELLO_FRESH_DAYS_MAX + 1;
}

static void age_too_long(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->fields.age_days = SELLO_AGE_DAYS_MAX + 1;
}

/* ---- whose signature ---- */

static void by_label_key(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->signer = LABEL_KEY;
}

static void by_member(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->signer = MEMBER_A;
}

static void by_stranger(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->signer = STRANGER;
}

static void token_by_label_key(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->token_signer = LABEL_KEY;
}

static void token_by_stranger(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->token_signer = STRANGER;
}

static void status_key_starts_now(struct test_root *root, struct test_bundle *bundle) {
    root->key[3].not_before = bundle->fields.generated;
}

static void status_key_starts_later(struct test_root *root, struct test_bundle *bundle) {
    root->key[3].not_before = bundle->fields.generated + 1;
}

static void status_key_stops_after(struct test_root *root, struct test_bundle *bundle) {
    root->key[3].stop_signing = bundle->fields.generated + 1;
}

static void status_key_stopped(struct test_root *root, struct test_bundle *bundle) {
    root->key[3].stop_signing = bundle->fields.generated;
}

static void status_key_retired(struct test_root *root, struct test_bundle *bundle) {
    root->key[3].state = SELLO_KEY_RETIRED;
    root->key[3].stop_signing = bundle->fields.generated + 1;
}

static void status_key_compromised(struct test_root *root, struct test_bundle *bundle) {
    (void)bundle;
    root->key[3].state = SELLO_KEY_COMPROMISED;
}

static void token_before_its_key(struct test_root *root, struct test_bundle *bundle) {
    root->key[3].not_before = bundle->fields.generated;
    bundle->token_issued = bundle->fields.generated - 1;
}

/* ---- status lists ---- */

static void list_a_byte_short(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->list_len = 25; /* of 26 for serials 0..100 */
}

static void list_a_byte_long(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->list_len = 27;
}

static void bits_1(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->bits = 1;
}

static void bits_4(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->bits = 4;
}

static void sub_of_another(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->sub = "urn:sello:00:0";
}

static void highest_needs_two_lists(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->fields.highest = SELLO_LIST_ENTRIES;
    bundle->list_len = 26;
}

static void highest_0(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->fields.highest = 0;
}

/* ---- rows ---- */

static void row_to_the_highest(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(1, 100));
}

static void row_above_highest(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(100, 2));
}

static void row_of_serial_0(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(0, 1));
}

static void row_of_none(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(5, 0));
}

static void row_beyond_64_bits(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(SELLO_INT_MAX, SELLO_INT_MAX));
}

static void rows_touch(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(5, 2));
    test_bundle_row(bundle, withdrawn(7, 1));
}

static void rows_overlap(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(5, 2));
    test_bundle_row(bundle, withdrawn(6, 1));
}

static void rows_unsorted(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(7, 1));
    test_bundle_row(bundle, withdrawn(5, 1));
}

static void row_disagrees(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(5, 3));
    sello_list_set(bundle->list, 2, 6, SELLO_LABEL_VALID);
}

static void row_says_suspended(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_row(bundle, withdrawn(5, 1));
    sello_list_set(bundle->list, 2, 5, SELLO_LABEL_SUSPENDED);
}

static void row_of_status_0(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    struct sello_status_row row = withdrawn(5, 1);
    row.status = SELLO_LABEL_VALID;
    test_bundle_row(bundle, row);
}

static void row_of_status_4(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    struct sello_status_row row = withdrawn(5, 1);
    row.status = 4;
    test_bundle_row(bundle, row);
}

static void row_text(struct test_bundle *bundle, size_t n) {
    static char text[82];
    struct sello_status_row row = withdrawn(5, 1);
    memset(text, 'x', sizeof text);
    row.text = sello_bytes(text, n);
    test_bundle_row(bundle, row);
}

static void row_text_of_80(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    row_text(bundle, 80);
}

static void row_text_of_81(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    row_text(bundle, 81);
}

static void rows_without_one(struct test_root *root, struct test_bundle *bundle) {
    static const uint8_t empty[] = {8, 0x80};
    (void)root;
    bundle->tail = sello_bytes(empty, sizeof empty);
}

/* ---- batches ---- */

static void batch_of_one_commitment(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_batch(bundle, batch(1, 100, 1));
}

static void batch_of_each(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_batch(bundle, batch(1, 4, 4));
}

static void batch_of_too_few(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_batch(bundle, batch(1, 4, 3));
}

static void batch_of_none(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_batch(bundle, batch(1, 4, 0));
}

static void batch_of_half(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    struct sello_batch_row row = batch(1, 4, 4);
    row.commitment.len = 56;
    test_bundle_batch(bundle, row);
}

static void batch_of_an_odd_byte(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    struct sello_batch_row row = batch(1, 2, 2);
    row.commitment.len = 33;
    test_bundle_batch(bundle, row);
}

static void batch_of_no_labels(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_batch(bundle, batch(1, 0, 1));
}

static void batch_above_highest(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_batch(bundle, batch(1, 101, 1));
}

static void batches_overlap(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    test_bundle_batch(bundle, batch(1, 10, 1));
    test_bundle_batch(bundle, batch(10, 10, 1));
}

static void batch_of_no_key(struct test_root *root, struct test_bundle *bundle) {
    struct sello_batch_row row = batch(1, 10, 1);
    row.key = root->fields.n_keys - root->fields.n_members;
    test_bundle_batch(bundle, row);
}

static void complete(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->fields.complete = true;
    test_bundle_batch(bundle, batch(1, 100, 1));
}

static void complete_is_false(struct test_root *root, struct test_bundle *bundle) {
    static const uint8_t pair[] = {10, 0xf4};
    (void)root;
    bundle->tail = sello_bytes(pair, sizeof pair);
}

static void status_only(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->fields.status_only = true;
}

static void status_only_with_rows(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->fields.status_only = true;
    test_bundle_row(bundle, withdrawn(5, 1));
}

/* ---- keys of the future ---- */

static void root_key_11(struct test_root *root, struct test_bundle *bundle) {
    (void)bundle;
    root->tail = sello_bytes("\x0b\x00", 2);
}

static void root_key_31(struct test_root *root, struct test_bundle *bundle) {
    (void)bundle;
    root->tail = sello_bytes("\x18\x1f\x00", 3);
}

/* The members' SLH-DSA keys, which are not one zero. */
static void root_key_32(struct test_root *root, struct test_bundle *bundle) {
    (void)bundle;
    root->tail = sello_bytes("\x18\x20\x81\x00", 4);
}

static void root_key_33(struct test_root *root, struct test_bundle *bundle) {
    (void)bundle;
    root->tail = sello_bytes("\x18\x21\x81\x00", 4);
}

static void root_key_63(struct test_root *root, struct test_bundle *bundle) {
    (void)bundle;
    root->tail = sello_bytes("\x18\x3f\x00", 3);
}

static void root_key_64(struct test_root *root, struct test_bundle *bundle) {
    (void)bundle;
    root->tail = sello_bytes("\x18\x40\x00", 3);
}

static void root_text_key(struct test_root *root, struct test_bundle *bundle) {
    (void)bundle;
    root->tail = sello_bytes("\x61x\x00", 3);
}

static void root_tagged_value(struct test_root *root, struct test_bundle *bundle) {
    (void)bundle;
    root->tail = sello_bytes("\x18\x20\xc1\x00", 4);
}

static void bundle_key_12(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->tail = sello_bytes("\x0c\x00", 2);
}

static void bundle_key_32(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->tail = sello_bytes("\x18\x20\x00", 3);
}

static void bundle_key_35(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->tail = sello_bytes("\x18\x23\x00", 3);
}

static void bundle_key_64(struct test_root *root, struct test_bundle *bundle) {
    (void)root;
    bundle->tail = sello_bytes("\x18\x40\x00", 3);
}

static const struct row rows[] = {
    {"nothing withdrawn", SELLO_OK, nothing},
    {"version 0", SELLO_E_RANGE, version_0},
    {"366 and 3660 days", SELLO_OK, limits_at_most},
    {"fresh for 367 days", SELLO_E_RANGE, fresh_too_long},
    {"age of 3661 days", SELLO_E_RANGE, age_too_long},
    {"signed by the label key", SELLO_E_BUNDLE_KEY, by_label_key},
    {"signed by a member", SELLO_E_BUNDLE_KEY, by_member},
    {"signed by a stranger", SELLO_E_BUNDLE_KEY, by_stranger},
    {"list signed by the label key", SELLO_E_STATUS_TOKEN, token_by_label_key},
    {"list signed by a stranger", SELLO_E_STATUS_TOKEN, token_by_stranger},
    {"the key starts now", SELLO_OK, status_key_starts_now},
    {"the key starts in a second", SELLO_E_BUNDLE_KEY, status_key_starts_later},
    {"the key stops in a second", SELLO_OK, status_key_stops_after},
    {"the key stops now", SELLO_E_BUNDLE_KEY, status_key_stopped},
    {"the key is retired", SELLO_E_BUNDLE_KEY, status_key_retired},
    {"the key is compromised", SELLO_E_BUNDLE_KEY, status_key_compromised},
    {"list older than its key", SELLO_E_STATUS_TOKEN, token_before_its_key},
    {"list a byte short", SELLO_E_INFLATE, list_a_byte_short},
    {"list a byte long", SELLO_E_INFLATE, list_a_byte_long},
    {"1 bit a label", SELLO_E_BUNDLE_LISTS, bits_1},
    {"4 bits a label", SELLO_E_BUNDLE_LISTS, bits_4},
    {"another certifier's list", SELLO_E_BUNDLE_LISTS, sub_of_another},
    {"a list is missing", SELLO_E_BUNDLE_LISTS, highest_needs_two_lists},
    {"no serial yet", SELLO_OK, highest_0},
    {"row up to the highest", SELLO_OK, row_to_the_highest},
    {"row above the highest", SELLO_E_BUNDLE_ROWS, row_above_highest},
    {"row of serial 0", SELLO_E_BUNDLE_ROWS, row_of_serial_0},
    {"row of no serial", SELLO_E_BUNDLE_ROWS, row_of_none},
    {"row beyond all numbers", SELLO_E_BUNDLE_ROWS, row_beyond_64_bits},
    {"rows side by side", SELLO_OK, rows_touch},
    {"rows overlap", SELLO_E_BUNDLE_ROWS, rows_overlap},
    {"rows unsorted", SELLO_E_BUNDLE_ROWS, rows_unsorted},
    {"row's list says valid", SELLO_E_BUNDLE_DISAGREE, row_disagrees},
    {"row's list says suspended", SELLO_E_BUNDLE_DISAGREE, row_says_suspended},
    {"row of status 0", SELLO_E_RANGE, row_of_status_0},
    {"row of status 4", SELLO_E_RANGE, row_of_status_4},
    {"row text of 80", SELLO_OK, row_text_of_80},
    {"row text of 81", SELLO_E_TEXT, row_text_of_81},
    {"rows there but empty", SELLO_E_RANGE, rows_without_one},
    {"one commitment for all", SELLO_OK, batch_of_one_commitment},
    {"a commitment each", SELLO_OK, batch_of_each},
    {"a commitment too few", SELLO_E_RANGE, batch_of_too_few},
    {"no commitment", SELLO_E_RANGE, batch_of_none},
    {"half a commitment", SELLO_E_RANGE, batch_of_half},
    {"commitments and a byte", SELLO_E_RANGE, batch_of_an_odd_byte},
    {"batch of no labels", SELLO_E_BUNDLE_BATCHES, batch_of_no_labels},
    {"batch above the highest", SELLO_E_BUNDLE_BATCHES, batch_above_highest},
    {"batches overlap", SELLO_E_BUNDLE_BATCHES, batches_overlap},
    {"batch of a key not there", SELLO_E_BUNDLE_BATCHES, batch_of_no_key},
    {"complete", SELLO_OK, complete},
    {"complete: false", SELLO_E_RANGE, complete_is_false},
    {"status only", SELLO_OK, status_only},
    {"status only, with rows", SELLO_E_BUNDLE_ROWS, status_only_with_rows},
    {"root key 11", SELLO_E_NEWER, root_key_11},
    {"root key 31", SELLO_E_NEWER, root_key_31},
    {"root key 32", SELLO_E_RANGE, root_key_32},
    {"root key 33", SELLO_OK, root_key_33},
    {"root key 63", SELLO_OK, root_key_63},
    {"root key 64", SELLO_E_NEWER, root_key_64},
    {"root text key", SELLO_E_NEWER, root_text_key},
    {"root with a tag", SELLO_E_NEWER, root_tagged_value},
    {"bundle key 12", SELLO_E_NEWER, bundle_key_12},
    {"bundle key 32 is no log", SELLO_E_TYPE, bundle_key_32},
    {"bundle key 35", SELLO_OK, bundle_key_35},
    {"bundle key 64", SELLO_E_NEWER, bundle_key_64},
};

static uint8_t memory[1 << 20];

static void test_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static uint8_t file_buf[16384];
        struct test_root root;
        struct test_bundle bundle;
        const struct sello_trust *trust = NULL;
        test_root_first(&root);
        test_bundle_first(&bundle);
        rows[i].bend(&root, &bundle);
        struct sello_writer w = sello_writer_init(file_buf, sizeof file_buf);
        test_root_write(&root, &w);
        test_bundle_write(&bundle, &root, &w);
        struct sello_bytes file = guarded_copy(sello_written(&w));
        memset(memory, 0x55, sizeof memory);
        int status = sello_trust_load(file.ptr, file.len, memory, sizeof memory, &trust);
        if (status != (int)rows[i].error || (trust != NULL) != (status == 0)) {
            fail_msg("%s: %s instead of %s", rows[i].what,
                     sello_error_name((enum sello_error)status), sello_error_name(rows[i].error));
        }
        guarded_free(file);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

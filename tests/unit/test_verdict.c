/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/world.h"

#define BIT(verdict) ((uint32_t)1 << (verdict))

static struct world world;

/* ---- one row per verdict, boundary and mixture ---- */

static void nothing(struct world *w) {
    (void)w;
}

static struct sello_status_row status_row(uint64_t status, uint64_t reason) {
    return (struct sello_status_row){7, 1, status, reason, 20250, sello_bytes_of("se mojó")};
}

static void withdrawn(struct world *w) {
    test_bundle_row(&w->bundle, status_row(SELLO_LABEL_WITHDRAWN, SELLO_REASON_STOLEN));
}

static void withdrawn_bit_alone(struct world *w) {
    sello_list_set(w->bundle.list, 2, 7, SELLO_LABEL_WITHDRAWN);
}

static void neighbours_withdrawn(struct world *w) {
    sello_list_set(w->bundle.list, 2, 6, SELLO_LABEL_WITHDRAWN);
    sello_list_set(w->bundle.list, 2, 8, SELLO_LABEL_WITHDRAWN);
}

static void suspended(struct world *w) {
    test_bundle_row(&w->bundle, status_row(SELLO_LABEL_SUSPENDED, SELLO_REASON_OTHER));
}

static void retired(struct world *w) {
    test_bundle_row(&w->bundle, status_row(SELLO_LABEL_RETIRED, SELLO_REASON_SOLD));
}

static void expires_in_a_second(struct world *w) {
    w->claims.expires = (struct sello_number){true, w->now + 1};
}

static void expires_now(struct world *w) {
    w->claims.expires = (struct sello_number){true, w->now};
}

/* The clock is behind, but the bundle's date is known to be past. */
static void expired_by_the_bundle(struct world *w) {
    w->now = 0;
    w->claims.expires = (struct sello_number){true, w->bundle.fields.generated};
}

static void expired_by_the_root(struct world *w) {
    w->now = 0;
    w->root.fields.issued = w->bundle.fields.generated + 100;
    w->claims.expires = (struct sello_number){true, w->root.fields.issued};
}

static void fresh_to_the_second(struct world *w) {
    w->now = w->bundle.fields.generated + 30 * 86400;
}

static void stale_by_a_second(struct world *w) {
    w->now = w->bundle.fields.generated + 30 * 86400 + 1;
}

static void stale_and_expired(struct world *w) {
    stale_by_a_second(w);
    expires_now(w);
}

static void stale_and_withdrawn(struct world *w) {
    stale_by_a_second(w);
    withdrawn(w);
}

static void retired_expired_stale(struct world *w) {
    stale_and_expired(w);
    retired(w);
}

static void serial_is_the_highest(struct world *w) {
    w->claims.serial = 100;
}

static void above_highest_and_later(struct world *w) {
    w->claims.serial = 101;
    w->claims.issued = w->bundle.fields.generated + 1;
}

static void above_highest_same_second(struct world *w) {
    w->claims.serial = 101;
    w->claims.issued = w->bundle.fields.generated;
}

static void far_above_highest(struct world *w) {
    w->claims.serial = SELLO_INT_MAX;
}

static void later_and_stale(struct world *w) {
    above_highest_and_later(w);
    stale_by_a_second(w);
}

static void key_starts_then(struct world *w) {
    w->root.key[2].not_before = w->claims.issued;
}

static void key_starts_a_second_later(struct world *w) {
    w->root.key[2].not_before = w->claims.issued + 1;
}

static void key_stops_a_second_later(struct world *w) {
    w->root.key[2].stop_signing = w->claims.issued + 1;
}

static void key_stops_then(struct world *w) {
    w->root.key[2].stop_signing = w->claims.issued;
}

static void key_retired_afterwards(struct world *w) {
    w->root.key[2].state = SELLO_KEY_RETIRED;
    w->root.key[2].stop_signing = w->claims.issued + 1;
}

static void limit_schemes(struct world *w, uint8_t code) {
    static uint8_t codes[2] = {0x81};
    codes[1] = code;
    w->root.key[2].limited = true;
    w->root.key[2].schemes = sello_bytes(codes, sizeof codes);
}

static void its_scheme_alone(struct world *w) {
    limit_schemes(w, 1);
}

static void another_scheme_alone(struct world *w) {
    limit_schemes(w, 2);
}

static void no_scheme_on_a_limited_key(struct world *w) {
    limit_schemes(w, 1);
    w->claims.scheme.present = false;
}

static void by_status_key(struct world *w) {
    w->signer = STATUS_KEY;
}

static void by_member(struct world *w) {
    w->signer = MEMBER_A;
}

static void by_stranger(struct world *w) {
    w->signer = STRANGER;
}

static void by_log_key(struct world *w) {
    static const uint8_t signers[] = {MEMBER_A, MEMBER_B, LABEL_KEY, STATUS_KEY, LOG_KEY};
    test_root_add(&w->root, LOG_KEY, SELLO_ROLE_LOG);
    test_root_signed_by(&w->root, sizeof signers, signers);
    w->signer = LOG_KEY;
}

static void not_allowed_withdrawn(struct world *w) {
    key_stops_then(w);
    withdrawn(w);
}

/* ---- batches ---- */

static void compromise(struct world *w) {
    w->root.key[2].state = SELLO_KEY_COMPROMISED;
    w->root.key[2].compromised_since = TEST_DAY(11);
}

static void add_batch(struct world *w, uint64_t first, uint64_t count, uint64_t key, bool right) {
    static uint8_t commitment[SELLO_COMMITMENT_LEN];
    uint8_t buf[512];
    struct sello_claims claims = w->claims;
    struct sello_writer writer = sello_writer_init(buf, sizeof buf);
    claims.serial = 0;
    sello_put_claims(&writer, &claims);
    sello_commitment(sello_written(&writer), commitment);
    commitment[15] ^= !right;
    test_bundle_batch(&w->bundle,
                      (struct sello_batch_row){first, count, key, sello_bytes(commitment, 16)});
}

static void in_a_batch(struct world *w) {
    add_batch(w, 7, 1, 0, true);
}

static void in_another_batch(struct world *w) {
    add_batch(w, 7, 1, 0, false);
}

static void beside_the_batch(struct world *w) {
    add_batch(w, 1, 6, 0, true);
}

static void in_a_batch_of_another_key(struct world *w) {
    add_batch(w, 7, 1, 1, true);
}

static void third_of_a_batch_of_each(struct world *w) {
    uint8_t each[16 * 4] = {0};
    add_batch(w, 7, 1, 0, true);
    memcpy(each + 32, w->bundle.batches + w->bundle.batches_len - 16, 16);
    w->bundle.batches_len = w->bundle.fields.n_batches = 0;
    test_bundle_batch(&w->bundle, (struct sello_batch_row){5, 4, 0, sello_bytes(each, 64)});
}

static void another_of_a_batch_of_each(struct world *w) {
    third_of_a_batch_of_each(w);
    w->claims.serial = 8;
}

static void complete_and_in_it(struct world *w) {
    in_a_batch(w);
    w->bundle.fields.complete = true;
}

static void complete_and_not_in_it(struct world *w) {
    beside_the_batch(w);
    w->bundle.fields.complete = true;
}

static void complete_void(struct world *w) {
    complete_and_not_in_it(w);
    test_bundle_row(&w->bundle, status_row(SELLO_LABEL_WITHDRAWN, SELLO_REASON_VOID));
}

static void complete_withdrawn_not_void(struct world *w) {
    complete_and_not_in_it(w);
    withdrawn(w);
}

static void compromised(struct world *w) {
    compromise(w);
}

static void compromised_in_its_batch(struct world *w) {
    compromise(w);
    in_a_batch(w);
}

static void compromised_in_another_batch(struct world *w) {
    compromise(w);
    in_another_batch(w);
}

static void compromised_before_since(struct world *w) {
    compromise(w);
    w->claims.issued = TEST_DAY(5);
}

static void compromised_above_highest(struct world *w) {
    compromise(w);
    far_above_highest(w);
}

static void compromised_withdrawn(struct world *w) {
    compromise(w);
    withdrawn(w);
}

static const struct {
    const char *what;
    void (*bend)(struct world *w);
    enum sello_verdict verdict;
    uint32_t also;
    enum sello_error cause;
} rows[] = {
    {"all of it holds", nothing, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"withdrawn", withdrawn, SELLO_WITHDRAWN, 0, SELLO_OK},
    {"withdrawn without a row", withdrawn_bit_alone, SELLO_WITHDRAWN, 0, SELLO_OK},
    {"its neighbours withdrawn", neighbours_withdrawn, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"suspended", suspended, SELLO_SUSPENDED, 0, SELLO_OK},
    {"retired", retired, SELLO_RETIRED, 0, SELLO_OK},
    {"expires in a second", expires_in_a_second, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"expires now", expires_now, SELLO_EXPIRED, 0, SELLO_OK},
    {"expired by the bundle", expired_by_the_bundle, SELLO_EXPIRED, 0, SELLO_OK},
    {"expired by the root", expired_by_the_root, SELLO_EXPIRED, 0, SELLO_OK},
    {"30 days to the second", fresh_to_the_second, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"30 days and a second", stale_by_a_second, SELLO_STALE, 0, SELLO_OK},
    {"stale and expired", stale_and_expired, SELLO_EXPIRED, BIT(SELLO_STALE), SELLO_OK},
    {"stale and withdrawn", stale_and_withdrawn, SELLO_WITHDRAWN, BIT(SELLO_STALE), SELLO_OK},
    {"retired, expired, stale", retired_expired_stale, SELLO_RETIRED,
     BIT(SELLO_EXPIRED) | BIT(SELLO_STALE), SELLO_OK},
    {"the highest", serial_is_the_highest, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"one above, a second later", above_highest_and_later, SELLO_NEWER_THAN_LIST, 0, SELLO_OK},
    {"one above, same second", above_highest_same_second, SELLO_NOT_ISSUED, 0,
     SELLO_E_BEYOND_HIGHEST},
    {"far above", far_above_highest, SELLO_NOT_ISSUED, 0, SELLO_E_BEYOND_HIGHEST},
    {"newer and stale", later_and_stale, SELLO_NEWER_THAN_LIST, BIT(SELLO_STALE), SELLO_OK},
    {"key starts then", key_starts_then, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"key starts later", key_starts_a_second_later, SELLO_NOT_ALLOWED, 0, SELLO_E_KEY_DATE},
    {"key stops later", key_stops_a_second_later, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"key stops then", key_stops_then, SELLO_NOT_ALLOWED, 0, SELLO_E_KEY_DATE},
    {"key retired since", key_retired_afterwards, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"scheme listed", its_scheme_alone, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"scheme not listed", another_scheme_alone, SELLO_NOT_ALLOWED, 0, SELLO_E_KEY_SCHEME},
    {"no scheme", no_scheme_on_a_limited_key, SELLO_NOT_ALLOWED, 0, SELLO_E_KEY_SCHEME},
    {"by the status key", by_status_key, SELLO_NOT_ALLOWED, 0, SELLO_E_KEY_ROLE},
    {"by a member", by_member, SELLO_NOT_ALLOWED, 0, SELLO_E_KEY_ROLE},
    {"by the log key", by_log_key, SELLO_NOT_ALLOWED, 0, SELLO_E_KEY_ROLE},
    {"by a stranger", by_stranger, SELLO_UNKNOWN_CERTIFIER, 0, SELLO_E_UNKNOWN_KEY},
    {"not allowed and withdrawn", not_allowed_withdrawn, SELLO_NOT_ALLOWED, BIT(SELLO_WITHDRAWN),
     SELLO_E_KEY_DATE},
    {"in its batch", in_a_batch, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"another batch has its serial", in_another_batch, SELLO_NOT_ISSUED, 0, SELLO_E_BATCH_MISMATCH},
    {"in no listed batch", beside_the_batch, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"in another key's batch", in_a_batch_of_another_key, SELLO_NOT_ISSUED, 0,
     SELLO_E_BATCH_MISMATCH},
    {"its own commitment", third_of_a_batch_of_each, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"its neighbour's commitment", another_of_a_batch_of_each, SELLO_NOT_ISSUED, 0,
     SELLO_E_BATCH_MISMATCH},
    {"in a complete list", complete_and_in_it, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"not in a complete list", complete_and_not_in_it, SELLO_NOT_ISSUED, 0, SELLO_E_NO_BATCH},
    {"void", complete_void, SELLO_WITHDRAWN, 0, SELLO_OK},
    {"not in it, withdrawn", complete_withdrawn_not_void, SELLO_NOT_ISSUED, BIT(SELLO_WITHDRAWN),
     SELLO_E_NO_BATCH},
    {"key compromised", compromised, SELLO_COMPROMISED, 0, SELLO_E_KEY_COMPROMISED},
    {"compromised, in its batch", compromised_in_its_batch, SELLO_AUTHENTIC, 0, SELLO_OK},
    {"compromised, in another", compromised_in_another_batch, SELLO_COMPROMISED,
     BIT(SELLO_NOT_ISSUED), SELLO_E_KEY_COMPROMISED},
    {"dated before the theft", compromised_before_since, SELLO_COMPROMISED, 0,
     SELLO_E_KEY_COMPROMISED},
    {"compromised, above highest", compromised_above_highest, SELLO_COMPROMISED,
     BIT(SELLO_NOT_ISSUED), SELLO_E_KEY_COMPROMISED},
    {"compromised, withdrawn", compromised_withdrawn, SELLO_COMPROMISED, BIT(SELLO_WITHDRAWN),
     SELLO_E_KEY_COMPROMISED},
};

static void test_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_report report;
        world_start(&world);
        rows[i].bend(&world);
        world_judge(&world, &report);
        uint32_t also = report.holds & ~BIT(report.verdict);
        if (report.verdict != rows[i].verdict || also != rows[i].also ||
            report.cause != (int)rows[i].cause ||
            report.verified != (report.verdict != SELLO_UNKNOWN_CERTIFIER)) {
            fail_msg("%s: %s, also %x, because %s", rows[i].what,
                     sello_verdict_name(report.verdict), also, sello_cause_text(report.cause));
        }
        assert_true(report.holds & BIT(report.verdict));
    }
}
int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/world.h"

#define BIT(verdict) ((uint32_t)1 << (verdict))

static struct world world;

static void withdraw(void) {
    struct sello_status_row row = {
        7, 1, SELLO_LABEL_WITHDRAWN, SELLO_REASON_STOLEN, 20250, sello_bytes_of("se mojó")};
    test_bundle_row(&world.bundle, row);
}

/* Past its date, and past the bundle's days. */
static void let_it_expire(void) {
    world.now = world.bundle.fields.generated + 30 * 86400 + 1;
    world.claims.expires = (struct sello_number){true, world.now};
}

/* ---- what the report says ---- */

static void test_report_of_an_authentic_label(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    world.claims.expires = (struct sello_number){true, sello_expiry_of_day(30000)};
    world.claims.gtin = (struct sello_number){true, 7501031311309};
    world_judge(&world, &r);
    assert_int_equal(r.verdict, SELLO_AUTHENTIC);
    assert_int_equal(r.serial, 7);
    assert_string_equal(r.serial_text, "000007-7");
    assert_string_equal(r.product, "Rebozo de seda");
    assert_string_equal(r.producer, "Taller Ñuu");
    assert_string_equal(r.origin, "Santa María del Río");
    assert_string_equal(r.scheme_name, "Base");
    assert_true(r.has_scheme && r.scheme == 1 && r.has_certificate && r.certificate == 12);
    assert_true(r.has_gtin && r.gtin == 7501031311309 && !r.has_made);
    assert_string_equal(r.lot, "");
    assert_true(r.has_expires && r.expires_day == 30000);
    assert_int_equal(r.issued, TEST_DAY(10));
    assert_string_equal(r.certifier, "Rebozo de Santa María");
    assert_string_equal(r.base_url, "https://sello.example/r/");
    assert_memory_equal(r.fingerprint, world.root.fields.fingerprint, SELLO_HASH_LEN);
    assert_true(r.has_kid && r.has_certifier && !r.clock_behind && !r.has_reason);
    assert_int_equal(r.bundle_version, 1);
    assert_int_equal(r.bundle_date, TEST_DAY(20));
    assert_int_equal(r.effective_time, TEST_DAY(21));
}

static size_t n_claims(const struct sello_report *r) {
    size_t n = 0;
#define COUNT_TEXT(member) n += r->member[0] != '\0';
#define COUNT_NUMBER(member) n += r->has_##member || r->member != 0;
#define COUNT_HASH COUNT_TEXT
#define COUNT(name, key, member, type, ...) COUNT_##type(member)
    SELLO_CLAIM_LIST(COUNT)
    return n;
}

/* Each claim comes into the report whole, and no other with it. */
static void test_report_of_each_claim(void **state) {
    (void)state;
    static uint8_t letters[128];
    struct sello_report r;
    memset(letters, 'x', sizeof letters);
#define SET_TEXT(member, limit) world.claims.member = sello_bytes(letters, limit)
#define SET_NUMBER(member, limit) world.claims.member = (struct sello_number){true, limit}
#define SET_HASH SET_TEXT
#define WHOLE_TEXT(member, limit) strlen(r.member) == (limit)
#define WHOLE_NUMBER(member, limit) (r.has_##member && r.member == (uint64_t)limit)
#define WHOLE_HASH(member, limit)                                                                  \
    (strlen(r.member) == 2 * (limit) && strspn(r.member, "78") == 2 * (limit))
#define EACH(name, key, member, type, limit, ...)                                                  \
    {                                                                                              \
        world_start(&world);                                                                       \
        world.claims = (struct sello_claims){.issued = TEST_DAY(10), .serial = 7};                 \
        SET_##type(member, limit);                                                                 \
        world_judge(&world, &r);                                                                   \
        assert_true(r.verified && (WHOLE_##type(member, limit)));                                  \
        assert_int_equal(n_claims(&r), 1);                                                         \
    }
    SELLO_CLAIM_LIST(EACH)
}

/* SHA-256 of the three bytes "abc" begins with these (FIPS 180-2, appendix B.1). */
static void test_photo(void **state) {
    (void)state;
    static const uint8_t of_abc[] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
                                     0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23};
    const uint8_t *abc = (const uint8_t *)"abc", *abd = (const uint8_t *)"abd";
    struct sello_report r;
    world_start(&world);
    world_judge(&world, &r);
    assert_true(r.verified && r.photo[0] == '\0');
    assert_false(sello_verify_photo(&r, abc, 3) || sello_verify_photo(&r, abc, 0));
    world_start(&world);
    world.claims.photo = sello_bytes(of_abc, sizeof of_abc);
    world_judge(&world, &r);
    assert_int_equal(r.verdict, SELLO_AUTHENTIC);
    assert_string_equal(r.photo, "ba7816bf8f01cfea414140de5dae2223");
    assert_true(sello_verify_photo(&r, abc, 3));
    assert_false(sello_verify_photo(&r, abc, 2) || sello_verify_photo(&r, abd, 3));
    r.verified = false;
    assert_false(sello_verify_photo(&r, abc, 3));
}

static void test_report_of_a_withdrawn_label(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    withdraw();
    world_judge(&world, &r);
    assert_true(r.has_reason);
    assert_int_equal(r.reason, SELLO_REASON_STOLEN);
    assert_int_equal(r.status_day, 20250);
    assert_string_equal(r.reason_text, "se mojó");
}

/* Nothing unsigned is shown as if it were true. */
static void test_report_of_a_forged_label(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    uint8_t buf[4096], text_buf[4096];
    world_text(&world, buf, sizeof buf);
    struct sello_writer token = sello_writer_init(buf, sizeof buf);
    test_label(LABEL_KEY, &world.claims, &token);
    buf[token.len - 71] ^= 1; /* the o of Río */
    struct sello_writer text = sello_writer_init(text_buf, sizeof text_buf);
    sello_put_label_text(&text, world.root.fields.base_url, sello_written(&token));
    world_judge_text(&world, world_trust(&world), sello_written(&text), &r);
    assert_int_equal(r.verdict, SELLO_FORGED);
    assert_int_equal(r.holds, BIT(SELLO_FORGED));
    assert_false(r.verified);
    assert_int_equal(r.serial, 0);
    assert_string_equal(r.product, "");
    assert_string_equal(r.certifier, "Rebozo de Santa María"); /* whom it claims to be of */
}

static void test_unknown_certifiers_host(void **state) {
    (void)state;
    struct sello_report r;
    uint8_t buf[4096];
    world_start(&world);
    world.signer = STRANGER;
    struct sello_bytes text = world_text(&world, buf, sizeof buf);
    world_judge_text(&world, world_trust(&world), text, &r);
    assert_int_equal(r.verdict, SELLO_UNKNOWN_CERTIFIER);
    assert_true(r.has_certifier); /* the one to ask */
    size_t link = (size_t)((const uint8_t *)memchr(text.ptr, '#', text.len) - text.ptr);
    world_judge_text(&world, world_trust(&world), sello_bytes(text.ptr + link, text.len - link),
                     &r);
    assert_false(r.has_certifier);
    buf[9] = 'x'; /* another host */
    world_judge_text(&world, world_trust(&world), text, &r);
    assert_false(r.has_certifier);
    world_judge_text(&world, NULL, text, &r);
    assert_int_equal(r.verdict, SELLO_UNKNOWN_CERTIFIER);
}

static void test_clock_behind(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    world.now = TEST_DAY(20) - 1;
    world_judge(&world, &r);
    assert_int_equal(r.verdict, SELLO_AUTHENTIC);
    assert_true(r.clock_behind);
    assert_int_equal(r.effective_time, TEST_DAY(20));
    world.now = TEST_DAY(20);
    world_judge(&world, &r);
    assert_false(r.clock_behind);
}

static void test_past_max_age(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    world.now = TEST_DAY(20 + 365);
    world_judge(&world, &r);
    assert_true(r.verdict == SELLO_STALE && !r.past_max_age);
    world.now++;
    world_judge(&world, &r);
    assert_true(r.verdict == SELLO_STALE && r.past_max_age);
    world.now = UINT64_MAX;
    world_judge(&world, &r);
    assert_true(r.verdict == SELLO_STALE && r.past_max_age);
}

static void test_repeated(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    world_judge(&world, &r);
    sello_report_repeated(&r);
    assert_int_equal(r.verdict, SELLO_REPEATED);
    assert_int_equal(r.holds, BIT(SELLO_REPEATED));
    let_it_expire();
    world_judge(&world, &r);
    sello_report_repeated(&r);
    assert_int_equal(r.verdict, SELLO_REPEATED);
    assert_int_equal(r.holds, BIT(SELLO_REPEATED) | BIT(SELLO_EXPIRED) | BIT(SELLO_STALE));
    withdraw();
    world_judge(&world, &r);
    sello_report_repeated(&r);
    assert_int_equal(r.verdict, SELLO_WITHDRAWN);
    assert_true(r.holds & BIT(SELLO_REPEATED));
}

/* A kid is a hint: the label is tried with each trusted key that has it, of every certifier. */
static void test_two_certifiers(void **state) {
    (void)state;
    static struct world other;
    static struct sello_workspace work;
    struct sello_report r;
    uint8_t buf[4096];
    static const uint8_t signers[] = {MEMBER_A, MEMBER_B, LABEL_KEY_2, STATUS_KEY};
    world_start(&world);
    world_start(&other);
    struct sello_root_key *twin = &other.root.key[2];
    test_public_key(LABEL_KEY_2, twin->public_key);
    test_root_signed_by(&other.root, sizeof signers, signers);
    const struct sello_trust *first = world_trust(&other);
    struct sello_root_key *loaded = &first->root.key[2];
    test_kid(LABEL_KEY, loaded->kid); /* as if both keys had one kid */
    static uint8_t memory[1 << 20];
    memcpy(memory, other.memory, sizeof memory);
    const struct sello_trust *trusts[] = {first, world_trust(&world)};
    struct sello_policy policy = {trusts, 2, world.now, "es"};
    struct sello_bytes text = world_text(&world, buf, sizeof buf);
    sello_verify_text(&policy, (const char *)text.ptr, text.len, &work, &r);
    assert_int_equal(r.verdict, SELLO_AUTHENTIC);
    assert_int_equal(r.trust, 1);
    policy.n_trusts = 1;
    sello_verify_text(&policy, (const char *)text.ptr, text.len, &work, &r);
    assert_int_equal(r.verdict, SELLO_FORGED);
}

/* ---- the table of verdicts itself ---- */

static void test_exits_and_gravity(void **state) {
    static const int by_gravity[] = {30, 22, 23, 33, 20, 21, 31, 34, 17, 32,
                                     41, 40, 13, 14, 16, 12, 11, 10, 15, 0};
    enum { N_VERDICTS = sizeof by_gravity / sizeof *by_gravity };
    enum sello_verdict order[N_VERDICTS], verdict;
    (void)state;
    assert_int_equal(sello_verdict_at(N_VERDICTS), SELLO_UNDECIDED);
    for (size_t i = 0; i < N_VERDICTS; i++) {
        for (size_t n = 0; (verdict = sello_verdict_at(n)) != SELLO_UNDECIDED; n++) {
            if (sello_verdict_exit(verdict) == by_gravity[i]) {
                order[i] = verdict;
            }
        }
        for (size_t j = 0; j <= i; j++) {
            assert_int_equal(sello_verdict_worse(order[i], order[j]), order[j]);
            assert_int_equal(sello_verdict_worse(order[j], order[i]), order[j]);
        }
    }
    assert_true(sello_verdict_precedes(SELLO_REPEATED, SELLO_OTHER_ADDRESS));
    assert_true(sello_verdict_precedes(SELLO_OTHER_ADDRESS, SELLO_EXPIRED));
    assert_false(sello_verdict_precedes(SELLO_EXPIRED, SELLO_OTHER_ADDRESS));
    assert_false(sello_verdict_precedes(SELLO_EXPIRED, SELLO_EXPIRED));
    assert_int_equal(sello_verdict_exit(SELLO_UNDECIDED), 1);
    assert_int_equal(sello_verdict_worse(SELLO_AUTHENTIC, SELLO_UNDECIDED), SELLO_UNDECIDED);
    assert_string_equal(sello_verdict_name(SELLO_COMPROMISED), "key-compromised");
    assert_string_equal(sello_verdict_name(SELLO_UNDECIDED), "undecided");
}
int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report_of_an_authentic_label),
        cmocka_unit_test(test_report_of_each_claim),
        cmocka_unit_test(test_photo),
        cmocka_unit_test(test_report_of_a_withdrawn_label),
        cmocka_unit_test(test_report_of_a_forged_label),
        cmocka_unit_test(test_unknown_certifiers_host),
        cmocka_unit_test(test_clock_behind),
        cmocka_unit_test(test_past_max_age),
        cmocka_unit_test(test_repeated),
        cmocka_unit_test(test_two_certifiers),
        cmocka_unit_test(test_exits_and_gravity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

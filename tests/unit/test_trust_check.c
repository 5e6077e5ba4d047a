/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/check.h"
#include "tests/support/certifier_fixture.h"

/* What a check of the registry finds. */

struct findings {
    size_t n;
    char code[8][32];
    uint64_t number[8];
    enum sello_error error[8];
};

static void take_finding(void *context, const struct check_finding *finding) {
    struct findings *found = context;
    assert_true(found->n < 8);
    snprintf(found->code[found->n], sizeof found->code[0], "%s", finding->code);
    found->number[found->n] = finding->number;
    found->error[found->n++] = finding->error;
}

static struct check_outcome check(struct certifier *c, bool all, struct findings *found) {
    const struct check_request request = {.all = all, .n_workers = 1};
    struct check_outcome outcome;
    *found = (struct findings){.n = 0};
    assert_status(check_registry(&c->session, &request, take_finding, found, &outcome), SELLO_OK);
    assert_int_equal(outcome.n_findings, found->n);
    return outcome;
}

static void assert_found(const struct findings *found, size_t i, const char *code,
                         uint64_t number) {
    assert_true(i < found->n);
    assert_string_equal(found->code[i], code);
    assert_int_equal(found->number[i], number);
}

static void test_whole(void **state) {
    struct certifier *c = *state;
    struct findings found;
    assert_int_equal(check(c, true, &found).n_labels, 0);
    certifier_issue(c, 2500);
    certifier_other_exports(c);
    uint64_t events = certifier_events(c);
    struct check_outcome outcome = check(c, true, &found);
    assert_int_equal(found.n, 0);
    assert_int_equal(outcome.n_labels, 2500);
    assert_int_equal(outcome.n_checked, 2500);
    outcome = check(c, false, &found);
    assert_in_range(outcome.n_checked, 2, 2499);
    assert_int_equal(certifier_events(c), events);
}

/* Signatures of nobody, under the label key's name. */
static void test_signatures(void **state) {
    struct certifier *c = *state;
    struct findings found;
    struct sello_batch batch = {0};
    const struct sello_claims claims = {.product = sello_bytes_of("Rebozo de seda"),
                                        .scheme = {true, 7}};
    struct sello_reservation request = {
        .certificate = c->fixture->certificate, .count = 3, .key = 0, .claims = &claims};
    memcpy(request.kid, sello_key_kid(c->key[CERTIFIER_LABEL]), sizeof request.kid);
    certifier_issue(c, 2);
    assert_status(sello_store_reserve(c->fixture->store, &request, &batch), SELLO_OK);
    fixture_sign(c->fixture, &batch);
    struct check_outcome outcome = check(c, true, &found);
    assert_int_equal(outcome.n_checked, 5);
    assert_int_equal(found.n, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_found(&found, i, "signature", 3 + i);
    }
}

static void test_key_of_nobody(void **state) {
    struct certifier *c = *state;
    struct findings found;
    struct sello_batch batch = fixture_issue(c->fixture, 3);
    assert_int_equal(check(c, true, &found).n_checked, 0);
    assert_int_equal(found.n, 1);
    assert_found(&found, 0, "batch-key", batch.number);
}

static void test_roots(void **state) {
    struct certifier *c = *state;
    struct findings found;
    uint8_t hash[SELLO_HASH_LEN] = {7};
    certifier_other_root(c, "Consejo de Prueba");
    check(c, true, &found);
    assert_int_equal(found.n, 0);
    assert_status(sello_store_put_root(c->other, 3, hash, sello_bytes(c->bytes, c->len)), SELLO_OK);
    check(c, true, &found);
    assert_int_equal(found.n, 1);
    assert_found(&found, 0, "root", 3);
    assert_int_equal(found.error[0], SELLO_E_ROOT_GAP);
}

static void test_trust_file(void **state) {
    struct certifier *c = *state;
    struct findings found;
    struct sello_bundle_date date;
    certifier_other_exports(c);
    certifier_other_root(c, "Consejo de Prueba");
    check(c, true, &found); /* a bundle of the root before is due, and not wrong */
    assert_int_equal(found.n, 0);
    assert_status(sello_store_next_bundle(c->other, &date), SELLO_OK);
    assert_status(sello_store_put_bundle(c->other, date.version, sello_bytes_of("no bundle")),
                  SELLO_OK);
    check(c, true, &found);
    assert_int_equal(found.n, 2);
    assert_found(&found, 0, "trust", 0);
    assert_int_not_equal(found.error[0], SELLO_OK);
    assert_string_equal(found.code[1], "events-unsigned");
}

#define CERTIFIER_TEST(name) cmocka_unit_test_setup_teardown(name, certifier_make, certifier_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        CERTIFIER_TEST(test_whole),         CERTIFIER_TEST(test_signatures),
        CERTIFIER_TEST(test_key_of_nobody), CERTIFIER_TEST(test_roots),
        CERTIFIER_TEST(test_trust_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

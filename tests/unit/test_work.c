/* SPDX-License-Identifier: Apache-2.0 */

/* How much a trust file can make a reader do: every signature is verified once, and none before it
 * is known that the memory is enough. */

#include "tests/support/sello_test.h"

#include "tests/support/builder.h"

static size_t n_verified;

bool __real_sello_ed25519_check(const uint8_t *sig, const uint8_t *key, struct sello_bytes message);
bool __wrap_sello_ed25519_check(const uint8_t *sig, const uint8_t *key, struct sello_bytes message);

bool __wrap_sello_ed25519_check(const uint8_t *sig, const uint8_t *key,
                                struct sello_bytes message) {
    n_verified++;
    return __real_sello_ed25519_check(sig, key, message);
}

static uint8_t memory[1 << 20], file[1 << 16];

/* Root 1, and one more whose first signature stands `times` times. */
static struct sello_bytes file_of(size_t times) {
    static struct test_root one, two;
    static struct test_bundle bundle;
    static const uint8_t signers[] = {MEMBER_A, MEMBER_A, MEMBER_A, MEMBER_A};
    struct sello_writer w = sello_writer_init(file, sizeof file);
    test_root_first(&one);
    test_root_write(&one, &w);
    test_root_next(&one, &two);
    test_root_signed_by(&two, times, signers);
    test_root_write(&two, &w);
    test_bundle_first(&bundle);
    test_bundle_write(&bundle, &two, &w);
    return sello_written(&w);
}

static enum sello_error load(struct sello_bytes bytes, size_t room) {
    const struct sello_trust *trust;
    n_verified = 0;
    return (enum sello_error)sello_trust_load(bytes.ptr, bytes.len, memory, room, &trust);
}

/* Four of root 1, one of root 2 (whose signer stands in both), a bundle and a status list. */
static void test_each_once(void **state) {
    (void)state;
    assert_status(load(file_of(1), sizeof memory), SELLO_OK);
    assert_int_equal(n_verified, 4 + 1 + 2);
}

static void test_repeated_signatures(void **state) {
    (void)state;
    for (size_t times = 2; times <= 4; times++) {
        assert_status(load(file_of(times), sizeof memory), SELLO_E_CBOR_ORDER);
        assert_int_equal(n_verified, 4 + 1);
    }
}

static void test_little_memory(void **state) {
    (void)state;
    struct sello_bytes bytes = file_of(1);
    size_t room = sello_trust_room(bytes.ptr, bytes.len);
    assert_int_equal(n_verified, 4 + 1); /* of the test before: asking verifies nothing */
    for (size_t less = 1; less < room; less *= 2) {
        assert_status(load(bytes, room - less), SELLO_E_NO_ROOM);
        assert_int_equal(n_verified, 0);
    }
    assert_status(load(bytes, room), SELLO_OK);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_repeated_signatures),
        cmocka_unit_test(test_little_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

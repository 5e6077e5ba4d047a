/* SPDX-License-Identifier: Apache-2.0 */

/* What keys a root may list, decided by ourselves: libsodium's crypto_core_ed25519_is_valid_point,
 * which took points of order 2L (CVE-2025-69277), says yes to everything here. */

#include "tests/support/sello_test.h"

#include "tests/support/builder.h"

int __wrap_crypto_core_ed25519_is_valid_point(const unsigned char *point);

int __wrap_crypto_core_ed25519_is_valid_point(const unsigned char *point) {
    (void)point;
    return 1;
}

static void test_improper_points(void **state) {
    static const char *const points[] = {
        "206884495ba51af593c860de2044d80d6a4286481922a444e79ae5d51ffb2477", /* of order 2L */
        "0100000000000000000000000000000000000000000000000000000000000000", /* of order 1 */
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", /* 2 */
        "0000000000000000000000000000000000000000000000000000000000000000", /* 4 */
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", /* 8 */
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", /* not canonical */
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0200000000000000000000000000000000000000000000000000000000000000", /* not on the curve */
    };
    uint8_t buf[32];
    (void)state;
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        if (sello_ed25519_key_ok(from_hex(points[i], buf, sizeof buf).ptr)) {
            fail_msg("%s was taken", points[i]);
        }
    }
}

static void test_proper_points(void **state) {
    uint8_t key[32];
    (void)state;
    for (unsigned seed = 1; seed < 100; seed++) {
        test_public_key((uint8_t)seed, key);
        assert_true(sello_ed25519_key_ok(key));
        key[31] ^= 0x80; /* its negative, of the same order */
        assert_true(sello_ed25519_key_ok(key));
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_improper_points),
        cmocka_unit_test(test_proper_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

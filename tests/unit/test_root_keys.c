/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/builder.h"

static struct sello_root_key keys[SELLO_ROOT_KEYS_MAX];
static uint8_t scratch[SELLO_ROOT_SCRATCH], bytes[8192];

/* Points that are no proper public keys: of small order, of mixed order, not canonical, none. */
static void test_weak_keys(void **state) {
    static const char *const points[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0200000000000000000000000000000000000000000000000000000000000000",
        "206884495ba51af593c860de2044d80d6a4286481922a444e79ae5d51ffb2477", /* of order 2L */
    };
    (void)state;
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        struct test_root r;
        struct sello_root a = {.key = keys};
        uint8_t buf[32];
        size_t entry = 99;
        test_root_first(&r);
        struct sello_writer w = sello_writer_init(bytes, sizeof bytes);
        memcpy(r.key[2].public_key, from_hex(points[i], buf, sizeof buf).ptr, 32);
        test_root_write(&r, &w);
        assert_status(sello_root_parse(sello_written(&w), &a), SELLO_OK);
        assert_status(sello_root_accept(NULL, &a, scratch, &entry), SELLO_E_ROOT_WEAK_KEY);
        assert_int_equal(entry, 2); /* the label key */
    }
}

/* A key's date window and schemes. */
static void test_key_allows(void **state) {
    static const uint8_t codes[] = {0x82, 0x01, 0x03};
    struct sello_root_key key = {.role = SELLO_ROLE_LABEL, .not_before = 10, .stop_signing = 20};
    struct sello_number none = {0}, one = {true, 1}, two = {true, 2}, three = {true, 3};
    (void)state;
    assert_status(sello_root_key_allows(&key, 9, none), SELLO_E_KEY_DATE);
    assert_status(sello_root_key_allows(&key, 10, none), SELLO_OK);
    assert_status(sello_root_key_allows(&key, 19, one), SELLO_OK);
    assert_status(sello_root_key_allows(&key, 20, none), SELLO_E_KEY_DATE);
    key.limited = true;
    key.schemes = sello_bytes(codes, sizeof codes);
    assert_status(sello_root_key_allows(&key, 15, one), SELLO_OK);
    assert_status(sello_root_key_allows(&key, 15, two), SELLO_E_KEY_SCHEME);
    assert_status(sello_root_key_allows(&key, 15, three), SELLO_OK);
    assert_status(sello_root_key_allows(&key, 15, none), SELLO_E_KEY_SCHEME);
    key.role = SELLO_ROLE_STATUS;
    assert_status(sello_root_key_allows(&key, 15, one), SELLO_E_KEY_ROLE);
    key.role = 4;
    assert_status(sello_root_key_allows(&key, 15, one), SELLO_E_KEY_ROLE);
}

static void test_scheme_names(void **state) {
    /* {1: {"en": "X", "es": "Base"}} */
    static const uint8_t map[] = {0xa1, 0x01, 0xa2, 0x62, 'e', 'n', 0x61, 'X',
                                  0x62, 'e',  's',  0x64, 'B', 'a', 's',  'e'};
    (void)state;
    struct test_root r;
    test_root_first(&r);
    r.fields.schemes = sello_bytes(map, sizeof map);
    struct sello_bytes es = sello_bytes_of("es"), en = sello_bytes_of("en");
    struct sello_bytes nah = sello_bytes_of("nah");
    assert_true(sello_bytes_eq(sello_root_scheme_name(&r.fields, 1, es), sello_bytes_of("Base")));
    assert_true(sello_bytes_eq(sello_root_scheme_name(&r.fields, 1, en), sello_bytes_of("X")));
    assert_true(sello_bytes_eq(sello_root_scheme_name(&r.fields, 1, nah), sello_bytes_of("X")));
    assert_ptr_equal(sello_root_scheme_name_in(&r.fields, 1, nah).ptr, NULL);
    assert_ptr_equal(sello_root_scheme_name(&r.fields, 2, es).ptr, NULL);
}

static void test_fingerprint_text(void **state) {
    uint8_t hash[SELLO_HASH_LEN];
    char text[SELLO_FINGERPRINT_TEXT_LEN];
    (void)state;
    for (size_t i = 0; i < sizeof hash; i++) {
        hash[i] = (uint8_t)(i * 17);
    }
    sello_fingerprint_text(hash, text);
    assert_string_equal(text, "0011 2233 4455 6677 8899 aabb ccdd eeff");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weak_keys),
        cmocka_unit_test(test_key_allows),
        cmocka_unit_test(test_scheme_names),
        cmocka_unit_test(test_fingerprint_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

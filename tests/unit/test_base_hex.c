/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "base/hex.h"

static void bytes_go_to_digits_and_back(void **state) {
    (void)state;
    static const uint8_t bytes[] = {0x00, 0x09, 0x1f, 0xa0, 0xff};
    char text[BASE_HEX_LEN(sizeof bytes)];
    uint8_t back[sizeof bytes];
    base_hex(bytes, sizeof bytes, text);
    assert_string_equal(text, "00091fa0ff");
    assert_true(base_hex_take((const uint8_t *)text, sizeof bytes, back));
    assert_memory_equal(back, bytes, sizeof bytes);
    base_hex(bytes, 0, text);
    assert_string_equal(text, "");
}

static void every_character(void **state) {
    (void)state;
    static const char small[] = "0123456789abcdef", capital[] = "0123456789ABCDEF";
    for (int c = 0; c < 256; c++) {
        const char *at = c != 0 ? strchr(small, c) : NULL;
        const char *typed = at == NULL && c != 0 ? strchr(capital, c) : NULL;
        int digit = at != NULL ? (int)(at - small) : -1;
        uint8_t pair[2] = {(uint8_t)c, '0'}, swapped[2] = {'0', (uint8_t)c}, out;
        assert_int_equal(base_hex_digit((uint8_t)c), digit);
        assert_int_equal(base_hex_digit_typed((uint8_t)c),
                         typed != NULL ? (int)(typed - capital) : digit);
        assert_int_equal(base_hex_take(pair, 1, &out), at != NULL);
        assert_int_equal(base_hex_take(swapped, 1, &out), at != NULL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_go_to_digits_and_back),
        cmocka_unit_test(every_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

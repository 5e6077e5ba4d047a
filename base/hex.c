/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"

void base_hex(const uint8_t *bytes, size_t len, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * len] = '\0';
}

int base_hex_digit(uint8_t c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int base_hex_digit_typed(uint8_t c) {
    return base_hex_digit(c >= 'A' && c <= 'F' ? (uint8_t)(c - 'A' + 'a') : c);
}

bool base_hex_take(const uint8_t *digits, size_t len, uint8_t *out) {
    for (size_t i = 0; i < len; i++) {
        int high = base_hex_digit(digits[2 * i]), low = base_hex_digit(digits[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

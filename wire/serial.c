/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/serial.h"

#include "wire/cbor.h"

/* Douglas Crockford, "Base 32": the alphabet, and five more symbols for the check mod 37. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

enum { BASE = 32, CHECK_MODULUS = 37, LEAST_CHARACTERS = 6, MOST_CHARACTERS = 11 };

void sello_serial_format(uint64_t serial, char out[SELLO_LEN(SELLO_SERIAL_LEN)]) {
    char reversed[MOST_CHARACTERS + 2];
    size_t n = 0;
    for (uint64_t rest = serial; (rest > 0 || n < LEAST_CHARACTERS) && n < MOST_CHARACTERS;
         rest /= BASE) {
        reversed[n++] = alphabet[rest % BASE];
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = reversed[n - 1 - i];
    }
    out[n] = '-';
    out[n + 1] = alphabet[serial % CHECK_MODULUS];
    out[n + 2] = '\0';
}

/* The value of a symbol, or CHECK_MODULUS when it is none. */
static unsigned symbol_value(uint8_t c) {
    if (c >= 'a' && c <= 'z') {
        c = (uint8_t)(c - 'a' + 'A');
    }
    if (c == 'O') {
        c = '0';
    }
    if (c == 'I' || c == 'L') {
        c = '1';
    }
    unsigned value = 0;
    while (value < CHECK_MODULUS && (uint8_t)alphabet[value] != c) {
        value++;
    }
    return value;
}

static enum sello_error parse_decimal(struct sello_bytes text, uint64_t *out_serial) {
    uint64_t value = 0;
    if (text.len == 0 || text.ptr[0] == '0') {
        return text.len == 1 ? SELLO_E_RANGE : SELLO_E_DIGIT;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return SELLO_E_DIGIT;
        }
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
        if (value > SELLO_INT_MAX) {
            return SELLO_E_RANGE;
        }
    }
    *out_serial = value;
    return SELLO_OK;
}

static enum sello_error parse_printed(struct sello_bytes body, uint8_t check,
                                      uint64_t *out_serial) {
    uint64_t value = 0;
    if (body.len < LEAST_CHARACTERS ||
        (body.len > LEAST_CHARACTERS && symbol_value(body.ptr[0]) == 0)) {
        return SELLO_E_DIGIT;
    }
    for (size_t i = 0; i < body.len; i++) {
        unsigned symbol = symbol_value(body.ptr[i]);
        if (symbol >= BASE) {
            return SELLO_E_DIGIT;
        }
        value = value * BASE + symbol;
        if (value > SELLO_INT_MAX) {
            return SELLO_E_RANGE;
        }
    }
    if (symbol_value(check) != value % CHECK_MODULUS) {
        return SELLO_E_SYMBOL_TEXT;
    }
    if (value == 0) {
        return SELLO_E_RANGE;
    }
    *out_serial = value;
    return SELLO_OK;
}

enum sello_error sello_serial_parse(struct sello_bytes text, uint64_t *out_serial) {
    if (text.len >= 2 && text.ptr[text.len - 2] == '-') {
        return parse_printed(sello_bytes(text.ptr, text.len - 2), text.ptr[text.len - 1],
                             out_serial);
    }
    return parse_decimal(text, out_serial);
}

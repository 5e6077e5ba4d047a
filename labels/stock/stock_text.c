/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/stock/stock_text.h"

#include <math.h>

#define DIGITS_MAX 15   /* what a double can represent */
#define EXPONENT_MAX 99 /* beyond it, a length is 0 or out of range anyway */
#define ASYMMETRY_MM 0.3

static void advance(struct sello_bytes *text, size_t n) {
    *text = sello_bytes(text->ptr + n, text->len - n);
}

static bool begins_with(const struct sello_bytes *text, char c) {
    return text->len > 0 && text->ptr[0] == (uint8_t)c;
}

static bool is_blank(uint8_t c) {
    return c == ' ' || c == '\t';
}

void stock_skip(struct sello_bytes *text) {
    while (text->len > 0 && is_blank(text->ptr[0])) {
        advance(text, 1);
    }
}

struct sello_bytes stock_trim(struct sello_bytes text) {
    stock_skip(&text);
    while (text.len > 0 && is_blank(text.ptr[text.len - 1])) {
        text.len--;
    }
    return text;
}

/* ---- numbers ---- */

static bool begins_with_digit(const struct sello_bytes *text) {
    return text->len > 0 && text->ptr[0] >= '0' && text->ptr[0] <= '9';
}

/* Appends digits to *value; returns their number. */
static unsigned take_all_digits(struct sello_bytes *text, double *value) {
    unsigned n = 0;
    for (; begins_with_digit(text); n++) {
        *value = 10 * *value + (text->ptr[0] - '0');
        advance(text, 1);
    }
    return n;
}

static bool take_sign(struct sello_bytes *text) {
    bool minus = begins_with(text, '-');
    if (minus || begins_with(text, '+')) {
        advance(text, 1);
    }
    return minus;
}

/* A point, or a comma where a digit follows it. */
static bool take_point(struct sello_bytes *text) {
    struct sello_bytes rest = *text;
    bool comma = begins_with(text, ',');
    if (!comma && !begins_with(text, '.')) {
        return false;
    }
    advance(&rest, 1);
    if (comma && !begins_with_digit(&rest)) {
        return false;
    }
    *text = rest;
    return true;
}

/* "e-16"; 0 if there is none. */
static double take_exponent(struct sello_bytes *text) {
    struct sello_bytes rest = *text;
    double value = 0;
    if (!begins_with(text, 'e') && !begins_with(text, 'E')) {
        return 0;
    }
    advance(&rest, 1);
    bool minus = take_sign(&rest);
    if (take_all_digits(&rest, &value) == 0) {
        return 0;
    }
    *text = rest;
    value = fmin(value, EXPONENT_MAX);
    return minus ? -value : value;
}

bool stock_number(struct sello_bytes *text, double *out) {
    struct sello_bytes rest = *text;
    double value = 0;
    bool minus = take_sign(&rest);
    unsigned whole = take_all_digits(&rest, &value), fraction = 0;
    if (take_point(&rest)) {
        fraction = take_all_digits(&rest, &value);
    }
    if (whole + fraction == 0 || whole + fraction > DIGITS_MAX) {
        return false;
    }
    value *= pow(10, take_exponent(&rest) - fraction);
    *out = minus ? -value : value;
    *text = rest;
    return true;
}

/* ---- words ---- */

static char ascii_lower(uint8_t c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool in_word(uint8_t c) {
    return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

bool stock_word(struct sello_bytes *text, const char *word) {
    size_t len = strlen(word);
    if (text->len < len || (text->len > len && in_word(text->ptr[len]))) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (ascii_lower(text->ptr[i]) != word[i]) {
            return false;
        }
    }
    advance(text, len);
    return true;
}

void stock_copy(char *out, size_t size, struct sello_bytes text) {
    size_t len = text.len;
    if (len > size - 1) {
        len = size - 1;
        while (len > 0 && (text.ptr[len] & 0xC0) == 0x80) {
            len--; /* the middle of a character */
        }
    }
    if (len > 0) {
        memcpy(out, text.ptr, len);
    }
    out[len] = '\0';
}

bool stock_is_asymmetric(const struct sello_stock *stock) {
    return fabs(stock->left - sello_stock_right(stock)) > ASYMMETRY_MM ||
           fabs(stock->top - sello_stock_bottom(stock)) > ASYMMETRY_MM;
}

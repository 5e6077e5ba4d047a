/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/eaten.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

static size_t digits(const char *text) {
    return strspn(text, "0123456789");
}

/* The short names of months, in Spanish and in English, as spreadsheets write them. */
static size_t month(const char *text) {
    static const char *const months[] = {"ene", "feb", "mar",  "abr", "may", "jun",
                                         "jul", "ago", "sept", "sep", "oct", "nov",
                                         "dic", "jan", "apr",  "aug", "dec"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        size_t len = strlen(months[i]);
        if (strncasecmp(text, months[i], len) == 0) {
            return text[len] == '.' ? len + 1 : len;
        }
    }
    return 0;
}

static bool is_mark(char c) {
    return c == '-' || c == '/' || c == ' ';
}

/* "nov-26", "nov 2026" */
static bool is_month_and_number(const char *text) {
    size_t len = month(text);
    size_t n = len > 0 && is_mark(text[len]) ? digits(text + len + 1) : 0;
    return (n == 2 || n == 4) && text[len + 1 + n] == '\0';
}

/* "26-nov", "1-nov-26" */
static bool is_day_and_month(const char *text) {
    size_t n = digits(text);
    if (n < 1 || n > 2 || !is_mark(text[n])) {
        return false;
    }
    size_t len = month(text + n + 1);
    const char *rest = text + n + 1 + len;
    return len > 0 && (rest[0] == '\0' || is_month_and_number(text + n + 1));
}

/* "7.50103E+12", "1,00E-09": a mantissa of one digit before its point, and a signed exponent. */
static bool is_scientific(const char *text) {
    size_t whole = digits(text);
    const char *rest = text + whole;
    if (rest[0] == '.' || rest[0] == ',') {
        size_t fraction = digits(rest + 1);
        rest += fraction > 0 ? 1 + fraction : 0;
    }
    bool power = (rest[0] == 'E' || rest[0] == 'e') && (rest[1] == '+' || rest[1] == '-');
    size_t exponent = power ? digits(rest + 2) : 0;
    return whole == 1 && exponent >= 1 && exponent <= 3 && rest[2 + exponent] == '\0';
}

/* "45231": the days since 1900 of a date in this century's first half. */
static bool is_day_number(const char *text) {
    enum { DAY_2009 = 40000, DAY_2050 = 55000 };
    uint32_t day = 0;
    if (digits(text) != 5 || text[5] != '\0') {
        return false;
    }
    for (size_t i = 0; i < 5; i++) {
        day = 10 * day + (uint32_t)(text[i] - '0');
    }
    return day >= DAY_2009 && day <= DAY_2050;
}

bool looks_eaten(const char *text) {
    return is_month_and_number(text) || is_day_and_month(text) || is_scientific(text) ||
           is_day_number(text);
}

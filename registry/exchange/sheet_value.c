/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/sheet_value.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/time.h"

/* ---- formats ---- */

/* "0000": digits and nothing else. So many that a sign has room before them, and a NUL behind. */
static unsigned count_zeros(const char *code) {
    size_t n = strspn(code, "0");
    return n > 1 && n < SHEET_VALUE_LEN - 1 && (code[n] == '\0' || code[n] == ';') ? (unsigned)n
                                                                                   : 0;
}

/* [h], [mm]: hours beyond a day. [Magenta] is a colour. */
static bool is_elapsed(const char *bracket) {
    const char *unit = bracket + 1;
    size_t n = *unit != '\0' && strchr("hHmMsS", *unit) != NULL
                   ? strspn(unit, (const char[]){*unit, '\0'})
                   : 0;
    return n > 0 && unit[n] == ']';
}

/* Letters of days and hours outside of texts in quotes, of escapes and of [Red], [$-80A]. */
static bool has_date_letter(const char *code) {
    for (const char *p = code; *p != '\0' && *p != ';'; p++) {
        if (*p == '"' || *p == '[') {
            const char *end = strchr(p + 1, *p == '"' ? '"' : ']');
            if (*p == '[' && is_elapsed(p)) {
                return true;
            }
            p = end != NULL ? end : p + strlen(p) - 1;
        } else if (*p == '\\' || *p == '_' || *p == '*') {
            p += p[1] != '\0' ? 1 : 0;
        } else if (strchr("yYmMdDhHsS", *p) != NULL) {
            return true;
        }
    }
    return false;
}

struct sheet_format sheet_format_of(const char *code) {
    bool general = strncasecmp(code, "general", 7) == 0 || strncasecmp(code, "standard", 8) == 0;
    return (struct sheet_format){.is_date = !general && has_date_letter(code),
                                 .digits = count_zeros(code)};
}

/* ---- numbers ---- */

/* digit[0..n), with the point behind the first `whole` of them, which may be beyond n or negative.
 */
struct decimal {
    bool negative;
    char digit[40];
    int n, whole;
};

static bool take_exponent(const char *p, const char *end, int *out) {
    bool negative = p < end && *p == '-';
    p += p < end && (*p == '-' || *p == '+') ? 1 : 0;
    int value = 0;
    bool any = p < end && end - p <= 4;
    for (; any && p < end; p++) {
        any = *p >= '0' && *p <= '9';
        value = 10 * value + (*p - '0');
    }
    *out = negative ? -value : value;
    return any;
}

static bool take_decimal(struct sello_bytes raw, struct decimal *out) {
    const char *p = (const char *)raw.ptr, *end = p + raw.len;
    bool point = false, any = false;
    *out = (struct decimal){.negative = raw.len > 0 && *p == '-'};
    p += out->negative ? 1 : 0;
    for (; p < end && ((*p >= '0' && *p <= '9') || (*p == '.' && !point)); p++) {
        if (*p == '.') {
            point = true;
            continue;
        }
        any = true;
        out->whole += point ? 0 : 1;
        if (out->n == 0 && *p == '0') {
            out->whole--; /* a zero in front of all */
        } else if (out->n == (int)sizeof out->digit) {
            return false;
        } else {
            out->digit[out->n++] = *p;
        }
    }
    int exponent = 0;
    bool scaled = any && p < end && (*p == 'E' || *p == 'e');
    bool good = any && (scaled ? take_exponent(p + 1, end, &exponent) : p == end);
    out->whole += exponent;
    while (out->n > 0 && out->digit[out->n - 1] == '0') {
        out->n--;
    }
    return good;
}

void sheet_number_text(struct sello_bytes raw, unsigned digits,
                       char out[SELLO_LEN(SHEET_VALUE_LEN)]) {
    struct decimal d;
    out[0] = '\0';
    if (!take_decimal(raw, &d)) {
        return;
    }
    bool integer = d.n <= d.whole || d.n == 0;
    if (!integer || d.whole > 21) {
        snprintf(out, SHEET_VALUE_LEN, "%.*s", (int)raw.len, (const char *)raw.ptr);
        return;
    }
    int whole = d.n == 0 ? 1 : d.whole;
    int zeros = (int)digits > whole ? (int)digits - whole : 0;
    size_t len = 0;
    if (d.negative && d.n > 0) {
        out[len++] = '-';
    }
    for (int i = -zeros; i < whole; i++) {
        out[len++] = i >= 0 && i < d.n ? d.digit[i] : '0';
    }
    out[len] = '\0';
}

/* ---- days ---- */

/* Two digits; -1: there are others. */
static int two_digits(const char *p) {
    bool good = p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9';
    return good ? 10 * (p[0] - '0') + (p[1] - '0') : -1;
}

/* Since 1970-01-01, and down to 1900: the calendar is the same again after 400 years. */
static void put_day(int64_t day, char out[SELLO_LEN(SHEET_VALUE_LEN)]) {
    enum { IN_400_YEARS = 146097 };
    base_date_format((uint64_t)(day >= 0 ? day : day + IN_400_YEARS), out);
    if (day < 0) {
        int century = two_digits(out) - 4;
        out[0] = (char)('0' + century / 10);
        out[1] = (char)('0' + century % 10);
    }
}

static void put_time(long seconds, char *out, size_t size) {
    int hour = (int)(seconds / 3600), minute = (int)(seconds / 60 % 60),
        second = (int)(seconds % 60);
    snprintf(out, size, second != 0 ? "%02d:%02d:%02d" : "%02d:%02d", hour, minute, second);
}

/* Excel counts a 29 February 1900, which never was, as its 60th day. */
static void put_serial(int64_t serial, bool from_1904, char out[SELLO_LEN(SHEET_VALUE_LEN)]) {
    enum { OF_1970_FROM_1904 = 24107, OF_1970 = 25569, FEIGNED = 60 };
    if (from_1904) {
        put_day(serial - OF_1970_FROM_1904, out);
    } else if (serial == FEIGNED) {
        snprintf(out, SHEET_VALUE_LEN, "1900-02-29");
    } else {
        put_day(serial - OF_1970 + (serial < FEIGNED ? 1 : 0), out);
    }
}

bool sheet_day_text(struct sello_bytes raw, bool from_1904, char out[SELLO_LEN(SHEET_VALUE_LEN)]) {
    enum { DAY = 86400, LAST = 2958465 /* 9999-12-31 */ };
    struct decimal d;
    if (!take_decimal(raw, &d) || (d.negative && d.n > 0) || d.whole > 7) {
        return false;
    }
    int64_t serial = 0;
    double part = 0, scale = 1;
    for (int i = 0; i < d.whole; i++) {
        serial = 10 * serial + (i < d.n ? d.digit[i] - '0' : 0);
    }
    for (int i = d.whole; i < d.n && i < d.whole + 15; i++) {
        scale /= 10;
        part += i >= 0 ? (d.digit[i] - '0') * scale : 0;
    }
    long seconds = (long)(part * DAY + 0.5);
    serial += seconds / DAY;
    seconds %= DAY;
    if (serial > LAST) {
        return false;
    }
    if (serial == 0 && !from_1904) { /* a time of day alone */
        put_time(seconds, out, SHEET_VALUE_LEN);
        return true;
    }
    put_serial(serial, from_1904, out);
    if (seconds > 0) {
        size_t len = strlen(out);
        out[len++] = ' ';
        put_time(seconds, out + len, SHEET_VALUE_LEN - len);
    }
    return true;
}

void sheet_iso_text(const char *iso, char out[SELLO_LEN(SHEET_VALUE_LEN)]) {
    enum { DAY_LEN = 10, TIME_LEN = 8 };
    snprintf(out, SHEET_VALUE_LEN, "%s", iso);
    if (strlen(out) < DAY_LEN + 1 + TIME_LEN || out[DAY_LEN] != 'T') {
        return;
    }
    char *time = out + DAY_LEN + 1;
    int hour = two_digits(time), minute = two_digits(time + 3), second = two_digits(time + 6);
    if (hour < 0 || minute < 0 || second < 0) {
        return;
    }
    long seconds = 3600L * hour + 60L * minute + second;
    out[DAY_LEN] = seconds > 0 ? ' ' : '\0';
    if (seconds > 0) {
        put_time(seconds, time, SHEET_VALUE_LEN - DAY_LEN - 1);
    }
}

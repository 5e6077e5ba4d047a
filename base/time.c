/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"

#include <string.h>
#include <time.h>

#define YEAR_FIRST 1970
#define YEAR_LAST 9999

static bool leap_year(unsigned year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 0001-01-01 to the first day of a year. */
static uint64_t days_before_year(unsigned year) {
    uint64_t past = year - 1;
    return 365 * past + past / 4 - past / 100 + past / 400;
}

static unsigned month_days(unsigned year, unsigned month) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && leap_year(year) ? 1u : 0u);
}

/* Since 1970-01-01. */
static uint64_t day_of_date(const struct base_date *d) {
    uint64_t day = days_before_year(d->year) - days_before_year(YEAR_FIRST) + d->day - 1;
    for (unsigned month = 1; month < d->month; month++) {
        day += month_days(d->year, month);
    }
    return day;
}

/* n digits at *p; moves on behind them. */
static bool take_digits(const char **p, unsigned n, unsigned *out) {
    unsigned number = 0;
    for (unsigned i = 0; i < n; i++) {
        if ((*p)[i] < '0' || (*p)[i] > '9') {
            return false;
        }
        number = number * 10 + (unsigned)((*p)[i] - '0');
    }
    *p += n;
    *out = number;
    return true;
}

static bool take_char(const char **p, char wanted) {
    return **p == wanted ? ((*p)++, true) : false;
}

/* full-date of RFC 3339 section 5.6. */
static bool take_date(const char **p, uint64_t *out_day) {
    struct base_date d;
    if (!take_digits(p, 4, &d.year) || !take_char(p, '-') || !take_digits(p, 2, &d.month) ||
        !take_char(p, '-') || !take_digits(p, 2, &d.day)) {
        return false;
    }
    if (d.year < YEAR_FIRST || d.month < 1 || d.month > 12 || d.day < 1 ||
        d.day > month_days(d.year, d.month)) {
        return false;
    }
    *out_day = day_of_date(&d);
    return true;
}

/* partial-time: seconds of the day; a fraction is passed over. A leap second, 23:59:60 UTC, is the
 * second after it, as in POSIX; which dates have one is not checked. */
static bool take_time(const char **p, uint64_t *out_seconds, bool *out_leap) {
    unsigned hour, minute, second;
    if (!take_digits(p, 2, &hour) || !take_char(p, ':') || !take_digits(p, 2, &minute) ||
        !take_char(p, ':') || !take_digits(p, 2, &second)) {
        return false;
    }
    if (take_char(p, '.')) {
        unsigned digit;
        if (!take_digits(p, 1, &digit)) {
            return false;
        }
        while (take_digits(p, 1, &digit)) {
        }
    }
    *out_seconds = hour * 3600u + minute * 60u + second;
    *out_leap = second == 60;
    return hour <= 23 && minute <= 59 && second <= 60;
}

/* time-offset: seconds to subtract. */
static bool take_offset(const char **p, int64_t *out_offset) {
    unsigned hour, minute;
    *out_offset = 0;
    if (take_char(p, 'Z') || take_char(p, 'z')) {
        return true;
    }
    bool west = **p == '-';
    if (!take_char(p, west ? '-' : '+') || !take_digits(p, 2, &hour) || !take_char(p, ':') ||
        !take_digits(p, 2, &minute)) {
        return false;
    }
    *out_offset = (west ? -1 : 1) * (int64_t)(hour * 3600u + minute * 60u);
    return hour <= 23 && minute <= 59;
}

bool base_date_parse(const char *text, uint64_t *out_day) {
    uint64_t day;
    if (!take_date(&text, &day) || *text != '\0') {
        return false;
    }
    *out_day = day;
    return true;
}

static uint64_t last_second(void) {
    return (days_before_year(YEAR_LAST + 1) - days_before_year(YEAR_FIRST)) * BASE_DAY - 1;
}

bool base_instant_parse(const char *text, uint64_t *out_seconds) {
    uint64_t day, of_day;
    int64_t offset;
    bool leap;
    if (!take_date(&text, &day) || !(take_char(&text, 'T') || take_char(&text, 't')) ||
        !take_time(&text, &of_day, &leap) || !take_offset(&text, &offset) || *text != '\0') {
        return false;
    }
    int64_t seconds = (int64_t)(base_day_start(day) + of_day) - offset;
    if (seconds < 0 || (uint64_t)seconds > last_second() ||
        (leap && (uint64_t)seconds % BASE_DAY != 0)) {
        return false;
    }
    *out_seconds = (uint64_t)seconds;
    return true;
}

bool base_date_of(uint64_t day, struct base_date *out) {
    if (day > base_day_of(last_second())) {
        return false;
    }
    uint64_t since_1 = day + days_before_year(YEAR_FIRST);
    struct base_date d = {.year = YEAR_FIRST + (unsigned)(day / 366), .month = 1};
    while (days_before_year(d.year + 1) <= since_1) { /* at most 17 times */
        d.year++;
    }
    d.day = (unsigned)(since_1 - days_before_year(d.year)) + 1;
    while (d.day > month_days(d.year, d.month)) {
        d.day -= month_days(d.year, d.month++);
    }
    *out = d;
    return true;
}

/* The last n digits of a number, with zeros in front. A million answers have four dates each, on
 * which snprintf would take longer than all the rest of writing them. */
static void put_digits(char *out, size_t n, unsigned number) {
    for (size_t i = n; i > 0; i--) {
        out[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
}

bool base_date_format(uint64_t day, char out[SELLO_LEN(BASE_DATE_LEN)]) {
    struct base_date d;
    out[0] = '\0';
    if (!base_date_of(day, &d)) {
        return false;
    }
    memcpy(out, "YYYY-MM-DD", BASE_DATE_LEN);
    put_digits(out, 4, d.year);
    put_digits(out + 5, 2, d.month);
    put_digits(out + 8, 2, d.day);
    return true;
}

const char *base_month_short(unsigned month, bool english) {
    static const char *const names[12][2] = {
        {"ene", "Jan"}, {"feb", "Feb"}, {"mar", "Mar"}, {"abr", "Apr"},
        {"may", "May"}, {"jun", "Jun"}, {"jul", "Jul"}, {"ago", "Aug"},
        {"sep", "Sep"}, {"oct", "Oct"}, {"nov", "Nov"}, {"dic", "Dec"},
    };
    return names[(month - 1) % 12][english];
}

bool base_instant_format(uint64_t seconds, char out[SELLO_LEN(BASE_INSTANT_LEN)]) {
    if (!base_date_format(base_day_of(seconds), out)) {
        return false;
    }
    unsigned of_day = (unsigned)(seconds % BASE_DAY);
    memcpy(out + BASE_DATE_LEN - 1, "Thh:mm:ssZ", BASE_INSTANT_LEN - BASE_DATE_LEN + 1);
    put_digits(out + 11, 2, of_day / 3600);
    put_digits(out + 14, 2, of_day / 60 % 60);
    put_digits(out + 17, 2, of_day % 60);
    return true;
}

uint64_t base_now(void) {
    time_t now = time(NULL);
    return now < 0 ? 0 : (uint64_t)now;
}

/* ---- on the wall of whoever reads it ---- */

/* Seconds since 1970 that a clock there would count: false where there is no such date. */
static bool wall_of(uint64_t instant, uint64_t *out) {
    struct tm here;
    time_t seconds = (time_t)instant;
    if (instant > last_second() || localtime_r(&seconds, &here) == NULL ||
        here.tm_year + 1900 < YEAR_FIRST || here.tm_year + 1900 > YEAR_LAST) {
        return false;
    }
    const struct base_date d = {(unsigned)here.tm_year + 1900, (unsigned)here.tm_mon + 1,
                                (unsigned)here.tm_mday};
    const uint64_t hour = (uint64_t)here.tm_hour, minute = (uint64_t)here.tm_min;
    *out = base_day_start(day_of_date(&d)) + hour * 3600 + minute * 60 + (uint64_t)here.tm_sec;
    return true;
}

uint64_t base_here_day(uint64_t instant) {
    uint64_t wall = instant;
    (void)wall_of(instant, &wall);
    return base_day_of(wall);
}

uint64_t base_here_start(uint64_t day) {
    struct base_date d;
    if (!base_date_of(day, &d)) {
        return base_day_start(day);
    }
    struct tm here = {.tm_year = (int)d.year - 1900,
                      .tm_mon = (int)d.month - 1,
                      .tm_mday = (int)d.day,
                      .tm_isdst = -1};
    time_t seconds = mktime(&here);
    return seconds < 0 ? 0 : (uint64_t)seconds;
}

bool base_here_format(uint64_t seconds, char out[SELLO_LEN(BASE_HERE_LEN)]) {
    char text[BASE_INSTANT_LEN];
    uint64_t wall = seconds;
    out[0] = '\0';
    (void)wall_of(seconds, &wall);
    if (!base_instant_format(wall, text)) {
        return false;
    }
    memcpy(out, text, BASE_HERE_LEN - 1);
    out[BASE_DATE_LEN - 1] = ' ';
    out[BASE_HERE_LEN - 1] = '\0';
    return true;
}

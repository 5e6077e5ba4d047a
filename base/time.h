/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_TIME_H
#define SELLO_BASE_TIME_H

/* Dates and instants: proleptic Gregorian calendar, independent of locale and time zone. */

#include "wire/bytes.h"

#define BASE_DAY ((uint64_t)86400) /* seconds */

/* Days of UTC since 1970-01-01, and instants in seconds since then. */
static inline uint64_t base_day_of(uint64_t instant) {
    return instant / BASE_DAY;
}

static inline uint64_t base_day_start(uint64_t day) {
    return day * BASE_DAY;
}

/* The first second after the day. Where a date ends last on Earth, sello_expiry_of_day tells. */
static inline uint64_t base_day_end(uint64_t day) {
    return (day + 1) * BASE_DAY;
}

#define BASE_DATE_LEN 11    /* "2026-11-23" and NUL */
#define BASE_INSTANT_LEN 21 /* "2026-11-23T20:00:00Z" and NUL */

SELLO_NODISCARD bool base_date_parse(const char *text, uint64_t *out_day); /* since 1970-01-01 */
SELLO_NODISCARD bool base_instant_parse(const char *text, uint64_t *out_seconds); /* RFC 3339 */

struct base_date {
    unsigned year, month, day; /* months and days from 1 */
};

/* False beyond the year 9999. */
SELLO_NODISCARD bool base_date_of(uint64_t day, struct base_date *out);

/* False beyond the year 9999; then the text is empty. */
bool base_date_format(uint64_t day, char out[SELLO_LEN(BASE_DATE_LEN)]);
bool base_instant_format(uint64_t seconds, char out[SELLO_LEN(BASE_INSTANT_LEN)]);

/* "nov", in English "Nov". Of 1 to 12. */
const char *base_month_short(unsigned month, bool english);

uint64_t base_now(void); /* seconds since 1970, UTC */

/* ---- on the wall of whoever reads it ---- */

/* What a person reads or types is a day and an hour of the place they are in (TZ, /etc/localtime):
 * in Mexico the evening is already tomorrow by UTC. Stored, signed and given to programs are the
 * instants above. */
uint64_t base_here_day(uint64_t instant);
uint64_t base_here_start(uint64_t day); /* its first second there */

/* The first second there after the day. */
static inline uint64_t base_here_end(uint64_t day) {
    return base_here_start(day + 1);
}

#define BASE_HERE_LEN 17 /* "2026-11-23 14:00" and NUL */
bool base_here_format(uint64_t seconds, char out[SELLO_LEN(BASE_HERE_LEN)]); /* as above */

#endif

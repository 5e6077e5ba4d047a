/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <time.h>

#include "tests/support/sello_test.h"

#include "base/time.h"

#define DAY_LAST 2932896 /* 9999-12-31 */
#define SECOND_LAST 253402300799

static void dates(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        uint64_t day;
    } rows[] = {
        {"1970-01-01", true, 0},
        {"1970-12-31", true, 364},
        {"1972-02-29", true, 789},
        {"2000-02-29", true, 11016},
        {"2026-11-23", true, 20780},
        {"2100-03-01", true, 47541},
        {"9999-12-31", true, DAY_LAST},
        {"1969-12-31", false, 0},
        {"0000-01-01", false, 0},
        {"2100-02-29", false, 0},
        {"2025-02-29", false, 0},
        {"2026-00-10", false, 0},
        {"2026-13-01", false, 0},
        {"2026-04-31", false, 0},
        {"2026-01-00", false, 0},
        {"2026-01-32", false, 0},
        {"26-11-23", false, 0},
        {"2026-1-23", false, 0},
        {"2026-11-23 ", false, 0},
        {" 2026-11-23", false, 0},
        {"2026/11/23", false, 0},
        {"2026-11-2", false, 0},
        {"", false, 0},
        {"10000-01-01", false, 0},
        {"+026-11-23", false, 0},
        {"2026-11-23T", false, 0},
        {"23-11-2026", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t day = 77;
        assert_int_equal(base_date_parse(rows[i].text, &day), rows[i].ok);
        assert_int_equal(day, rows[i].ok ? rows[i].day : 77);
    }
}

static void every_day_comes_back(void **state) {
    (void)state;
    char text[BASE_DATE_LEN], before[BASE_DATE_LEN] = "";
    for (uint64_t day = 0; day <= DAY_LAST; day += day < 60000 ? 1 : 13) {
        uint64_t back = 0;
        assert_true(base_date_format(day, text));
        assert_true(strcmp(before, text) < 0);
        assert_true(base_date_parse(text, &back));
        assert_int_equal(back, day);
        memcpy(before, text, sizeof text);
    }
    assert_false(base_date_format(DAY_LAST + 1, text));
    assert_string_equal(text, "");
    assert_false(base_date_format(UINT64_MAX, text));
}

static void instants(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        uint64_t seconds;
    } rows[] = {
        {"1970-01-01T00:00:00Z", true, 0},
        {"2026-11-23T20:00:00Z", true, 1795464000},
        {"2026-11-23t20:00:00z", true, 1795464000},
        {"2026-11-23T14:00:00-06:00", true, 1795464000},
        {"2026-11-24T01:30:00+05:30", true, 1795464000},
        {"2026-11-23T20:00:00.999Z", true, 1795464000},
        {"2026-11-23T20:00:00-00:00", true, 1795464000},
        {"2016-12-31T23:59:60Z", true, 1483228800},
        {"2016-12-31T17:59:60-06:00", true, 1483228800},
        {"9999-12-31T23:59:59Z", true, SECOND_LAST},
        {"2016-12-31T22:59:60Z", false, 0},
        {"9999-12-31T23:59:59-00:01", false, 0},
        {"1970-01-01T00:00:00+00:01", false, 0},
        {"2026-11-23T24:00:00Z", false, 0},
        {"2026-11-23T20:60:00Z", false, 0},
        {"2026-11-23T20:00:61Z", false, 0},
        {"2026-11-23T20:00:00", false, 0},
        {"2026-11-23 20:00:00Z", false, 0},
        {"2026-11-23T20:00Z", false, 0},
        {"2026-11-23T20:00:00.Z", false, 0},
        {"2026-11-23T20:00:00+6:00", false, 0},
        {"2026-11-23T20:00:00+0600", false, 0},
        {"2026-11-23T20:00:00+24:00", false, 0},
        {"2026-11-23T20:00:00+01:60", false, 0},
        {"2026-11-23T20:00:00Zx", false, 0},
        {"2026-11-23", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t seconds = 77;
        assert_int_equal(base_instant_parse(rows[i].text, &seconds), rows[i].ok);
        assert_int_equal(seconds, rows[i].ok ? rows[i].seconds : 77);
    }
}

static void every_truncation_is_refused(void **state) {
    (void)state;
    const char text[] = "2026-11-23T20:00:00-06:00";
    for (size_t len = 0; len + 1 < sizeof text; len++) {
        uint64_t seconds;
        char shorter[sizeof text] = "";
        memcpy(shorter, text, len);
        struct sello_bytes copy = guarded_copy(sello_bytes(shorter, len + 1));
        assert_false(base_instant_parse((const char *)copy.ptr, &seconds));
        guarded_free(copy);
    }
}

static void instants_are_written(void **state) {
    (void)state;
    char text[BASE_INSTANT_LEN];
    assert_true(base_instant_format(1795464000, text));
    assert_string_equal(text, "2026-11-23T20:00:00Z");
    assert_true(base_instant_format(0, text));
    assert_string_equal(text, "1970-01-01T00:00:00Z");
    assert_true(base_instant_format(SECOND_LAST, text));
    assert_string_equal(text, "9999-12-31T23:59:59Z");
    assert_false(base_instant_format((uint64_t)SECOND_LAST + 1, text));
    assert_string_equal(text, "");
}

static void days_and_instants(void **state) {
    (void)state;
    static const uint64_t days[] = {0, 1, 20415, DAY_LAST};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        uint64_t start = base_day_start(days[i]), end = base_day_end(days[i]);
        assert_int_equal(base_day_of(start), days[i]);
        assert_int_equal(base_day_of(end - 1), days[i]);
        assert_int_equal(base_day_of(end), days[i] + 1);
        assert_int_equal(end - start, BASE_DAY);
    }
    assert_int_equal(base_day_end(DAY_LAST) - 1, SECOND_LAST);
}

static void use_zone(const char *zone) {
    setenv("TZ", zone, 1);
    tzset();
}

/* 1795489200 is 2026-11-24T03:00:00Z: the evening before in Mexico. */
static void here(void **state) {
    (void)state;
    static const struct {
        const char *zone, *text;
        uint64_t day, start;
    } cases[] = {
        {"UTC", "2026-11-24 03:00", 20781, 20781 * BASE_DAY},
        {"<-06>6", "2026-11-23 21:00", 20780, 20780 * BASE_DAY + 6 * 3600},
        {"<+14>-14", "2026-11-24 17:00", 20781, 20781 * BASE_DAY - 14 * 3600},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[BASE_HERE_LEN];
        use_zone(cases[i].zone);
        assert_true(base_here_format(1795489200, text));
        assert_string_equal(text, cases[i].text);
        assert_int_equal(base_here_day(1795489200), cases[i].day);
        assert_int_equal(base_here_start(cases[i].day), cases[i].start);
        assert_int_equal(base_here_end(cases[i].day), cases[i].start + BASE_DAY);
        assert_int_equal(base_here_day(base_here_start(cases[i].day)), cases[i].day);
        assert_int_equal(base_here_day(base_here_end(cases[i].day) - 1), cases[i].day);
        assert_false(base_here_format((uint64_t)SECOND_LAST + 1, text));
        assert_string_equal(text, "");
    }
    /* Where the clock is set forward, a day has 23 hours. */
    use_zone("CST6CDT,M4.1.0,M10.5.0");
    assert_int_equal(base_here_end(20548) - base_here_start(20548), 23 * 3600);
    use_zone("UTC");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_instants),
        cmocka_unit_test(dates),
        cmocka_unit_test(every_day_comes_back),
        cmocka_unit_test(instants),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(instants_are_written),
        cmocka_unit_test(here),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

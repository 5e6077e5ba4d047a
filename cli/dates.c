/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/time.h"
#include "cli/cli.h"

/* Dates as people write them. What programs read, and what people type, is written 2026-11-01. */

static bool in_english(void) {
    return strcmp(cli_language_name(), "en") == 0;
}

bool cli_day(uint64_t day, char out[SELLO_LEN(CLI_DAY_LEN)]) {
    struct base_date d;
    out[0] = '\0';
    if (!base_date_of(day, &d)) {
        return false;
    }
    snprintf(out, CLI_DAY_LEN, "%u %s %u", d.day, base_month_short(d.month, in_english()), d.year);
    return true;
}

bool cli_instant(uint64_t seconds, char out[SELLO_LEN(CLI_INSTANT_LEN)]) {
    char here[BASE_HERE_LEN], day[CLI_DAY_LEN];
    out[0] = '\0';
    if (!base_here_format(seconds, here) || !cli_day(base_here_day(seconds), day)) {
        return false;
    }
    snprintf(out, CLI_INSTANT_LEN, "%s, %s", day, here + BASE_DATE_LEN); /* its hour */
    return true;
}

void cli_month(unsigned year, unsigned month, char out[SELLO_LEN(CLI_DAY_LEN)]) {
    snprintf(out, CLI_DAY_LEN, "%s %u", base_month_short(month, in_english()), year);
}

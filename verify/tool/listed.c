/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "verify/tool/tool.h"

#include <stdlib.h>

/* What the certifier's list says of a certificate, in people's words. */

void listed_state_words(const struct sello_report *report, char *buf, size_t size) {
    char day[CLI_DAY_LEN];
    if (report->listed_state == SELLO_LISTED_SUSPENDED) {
        snprintf(buf, size, "%s", _("suspended"));
    } else if (report->listed_state == SELLO_LISTED_ENDED) {
        snprintf(buf, size, "%s", _("ended"));
    } else if (!report->has_listed_until) {
        snprintf(buf, size, "%s", _("in force"));
    } else {
        cli_day(report->listed_until, day);
        snprintf(buf, size,
                 report->listed_is_past ? _("its term ended on %s") : _("in force until %s"), day);
    }
}

/* "geo:19.46700,-99.58700" (RFC 5870) */
void listed_place_text(const struct sello_report *report, char *buf, size_t size) {
    const long values[] = {report->listed_latitude, report->listed_longitude};
    char text[2][24];
    for (size_t i = 0; i < 2; i++) {
        long part = labs(values[i]);
        snprintf(text[i], sizeof text[i], "%s%ld.%05ld", values[i] < 0 ? "-" : "", part / 100000,
                 part % 100000);
    }
    snprintf(buf, size, "geo:%s,%s", text[0], text[1]);
}

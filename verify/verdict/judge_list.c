/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/judge.h"

_Static_assert(sizeof(((struct sello_report *)0)->listed_product) == SELLO_LISTED_TEXT_MAX + 1 &&
                   sizeof(((struct sello_report *)0)->listed_visits) == SELLO_LISTED_VISITS_MAX + 1,
               "a report holds the texts of a row");

/* What a lean label leaves out, from the list of its certifier. */

static void report_scheme(struct sello_report *report, const struct sello_policy *policy,
                          const struct sello_trust *trust, uint64_t scheme) {
    const char *language = policy->language != NULL ? policy->language : "es";
    report->has_listed_scheme = true;
    report->listed_scheme = scheme;
    SELLO_COPY_TEXT(report->listed_scheme_name,
                    sello_root_scheme_name(&trust->root, scheme, sello_bytes_of(language)));
}

static void report_place(struct sello_report *report, const struct sello_certificate_row *row) {
    report->has_listed_place = row->has_place;
    report->listed_latitude = (int32_t)row->latitude;
    report->listed_longitude = (int32_t)row->longitude;
    SELLO_COPY_TEXT(report->listed_region, row->region);
    SELLO_COPY_TEXT(report->listed_visits, row->visits);
    SELLO_COPY_TEXT(report->listed_contact, row->contact);
}

void sello_report_listed(struct sello_report *report, const struct sello_policy *policy,
                         const struct sello_trust *trust) {
    struct sello_certificate_row row;
    if (!report->has_certificate || !sello_trust_certificate(trust, report->certificate, &row)) {
        return;
    }
    report->is_listed = true;
    report->listed_date = trust->certificates_date;
    report->listed_state = row.state;
    report->has_listed_until = row.until != 0;
    report->listed_until = row.until;
    report->listed_is_past =
        row.until != 0 && report->effective_time >= sello_expiry_of_day(row.until);
    if (report->product[0] == '\0') {
        SELLO_COPY_TEXT(report->listed_product, row.product);
    }
    if (report->producer[0] == '\0') {
        SELLO_COPY_TEXT(report->listed_producer, row.producer);
    }
    if (report->origin[0] == '\0') {
        SELLO_COPY_TEXT(report->listed_origin, row.origin);
    }
    if (!report->has_scheme) {
        report_scheme(report, policy, trust, row.scheme);
    }
    report_place(report, &row);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/judge.h"

/* ---- the report ---- */

void sello_hold(struct sello_report *report, enum sello_verdict verdict, enum sello_error cause) {
    report->holds |= (uint32_t)1 << verdict;
    if (report->verdict == SELLO_UNDECIDED || sello_verdict_precedes(verdict, report->verdict)) {
        report->verdict = verdict;
        report->cause = (int)cause;
    }
}

void sello_copy_text(char *to, size_t size, struct sello_bytes text) {
    size_t len = text.len < size ? text.len : size - 1;
    if (len > 0) {
        memcpy(to, text.ptr, len);
    }
    to[len] = '\0';
}

void sello_report_serial(struct sello_report *report, uint64_t serial) {
    report->serial = serial;
    sello_serial_format(serial, report->serial_text);
}

void sello_report_certifier(struct sello_report *report, const struct sello_policy *policy,
                            size_t index) {
    const struct sello_trust *trust = policy->trusts[index];
    report->has_certifier = true;
    report->trust = index;
    SELLO_COPY_TEXT(report->certifier, trust->root.name);
    SELLO_COPY_TEXT(report->base_url, trust->root.base_url);
    memcpy(report->fingerprint, trust->root.fingerprint, SELLO_HASH_LEN);
    report->root_version = trust->root.version;
    memcpy(report->root_hash, trust->root.hash, SELLO_HASH_LEN);
    report->bundle_version = trust->bundle.version;
    report->bundle_date = trust->bundle.generated;
}

/* ---- the rules ---- */

void sello_judge_status(struct sello_report *report, const struct sello_trust *trust,
                        uint64_t serial) {
    if (serial > trust->bundle.highest) {
        return;
    }
    switch (sello_trust_status(trust, serial)) {
    case SELLO_LABEL_VALID: return;
    case SELLO_LABEL_WITHDRAWN: sello_hold(report, SELLO_WITHDRAWN, SELLO_OK); break;
    case SELLO_LABEL_SUSPENDED: sello_hold(report, SELLO_SUSPENDED, SELLO_OK); break;
    case SELLO_LABEL_RETIRED: sello_hold(report, SELLO_RETIRED, SELLO_OK); break;
    }
    const struct sello_status_row *row = sello_trust_row(trust, serial);
    if (row != NULL) {
        report->has_reason = true;
        report->reason = row->reason;
        report->status_day = row->day;
        SELLO_COPY_TEXT(report->reason_text, row->text);
    }
}

static uint64_t latest(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

void sello_judge_data(struct sello_report *report, const struct sello_policy *policy,
                      const struct sello_trust *trust) {
    const struct sello_bundle *bundle = &trust->bundle;
    if (trust->root.practice) {
        sello_hold(report, SELLO_PRACTICE, SELLO_OK);
    }
    uint64_t data_date = latest(trust->root.issued, bundle->generated);
    report->clock_behind = policy->now < data_date;
    report->effective_time = latest(policy->now, data_date);
    uint64_t age = report->effective_time - bundle->generated;
    if (age > bundle->fresh_days * SECONDS_A_DAY) {
        sello_hold(report, SELLO_STALE, SELLO_OK);
        report->past_max_age = age > bundle->age_days * SECONDS_A_DAY;
    }
}

/* ---- a typed serial ---- */

void sello_verify_serial(const struct sello_policy *policy, size_t trust, uint64_t serial,
                         struct sello_report *out) {
    memset(out, 0, sizeof *out);
    sello_report_serial(out, serial);
    sello_report_certifier(out, policy, trust);
    sello_judge_status(out, policy->trusts[trust], serial);
    sello_judge_data(out, policy, policy->trusts[trust]);
    if (out->verdict == SELLO_UNDECIDED) {
        bool beyond = serial > policy->trusts[trust]->bundle.highest;
        sello_hold(out, SELLO_STATUS_ONLY, beyond ? SELLO_E_BEYOND_HIGHEST : SELLO_OK);
    }
}

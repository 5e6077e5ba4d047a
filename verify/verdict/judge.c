/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/judge.h"

#include "verify/verdict/label_text.h"
#include "wire/item_link.h"

_Static_assert(sizeof(((struct sello_workspace *)0)->bytes) >=
                   SELLO_DECODED_MAX + SELLO_TOKEN_SCRATCH,
               "a workspace holds a decoded text and its Sig_structure");

/* One label on its way to a verdict. */
struct question {
    const struct sello_policy *policy;
    struct sello_label_text text;
    struct sello_sign1 sign1;
    struct sello_claims claims;
    const struct sello_trust *trust; /* whose key it is */
    const struct sello_root_key *key;
    uint8_t *scratch; /* SELLO_TOKEN_SCRATCH bytes */
    struct sello_report *report;
};

/* ---- the report ---- */

/* Two digits a byte; empty where the label does not say it. */
static void put_hex(struct sello_bytes hash, char *out) {
    for (size_t i = 0; i < hash.len; i++) {
        *out++ = "0123456789abcdef"[hash.ptr[i] >> 4];
        *out++ = "0123456789abcdef"[hash.ptr[i] & 15];
    }
    *out = '\0';
}

static void report_rows(struct sello_report *report, const struct sello_claims *c) {
#define REPORT_TEXT(member) SELLO_COPY_TEXT(report->member, c->member);
#define REPORT_NUMBER(member)                                                                      \
    report->has_##member = c->member.present;                                                      \
    report->member = c->member.value;
#define REPORT_HASH(member) put_hex(c->member, report->member);
#define REPORT(name, key, member, type, ...) REPORT_##type(member)
    SELLO_CLAIM_LIST(REPORT)
    struct sello_writer extra = sello_writer_init(report->extra, sizeof report->extra);
    sello_put_extra(&extra, c);
    report->extra_len = extra.len;
}

static void report_claims(const struct question *q) {
    const struct sello_claims *c = &q->claims;
    struct sello_report *report = q->report;
    const char *language = q->policy->language != NULL ? q->policy->language : "es";
    report_rows(report, c);
    if (c->serial != 0) {
        sello_report_serial(report, c->serial);
    }
    report->issued = c->issued;
    if (c->scheme.present) {
        SELLO_COPY_TEXT(
            report->scheme_name,
            sello_root_scheme_name(&q->trust->root, c->scheme.value, sello_bytes_of(language)));
    }
    report->has_expires = c->expires.present;
    report->expires = c->expires.value;
    report->expires_day = c->expires.present ? sello_day_of_expiry(c->expires.value) : 0;
}

/* ---- the rules, one function each ---- */

static bool matches_batch(const struct question *q, const struct sello_batch_row *batch) {
    const struct sello_root *root = &q->trust->root;
    if (q->key != &root->key[root->n_members + batch->key]) {
        return false;
    }
    struct sello_writer w = sello_writer_init(q->scratch, SELLO_TOKEN_SCRATCH);
    uint8_t own[SELLO_COMMITMENT_LEN];
    if (sello_claims_without_serial(q->sign1.payload, &w) != SELLO_OK) {
        return false;
    }
    sello_commitment(sello_written(&w), own);
    bool one_for_all = batch->commitment.len == SELLO_COMMITMENT_LEN;
    size_t at = one_for_all ? 0 : (size_t)(q->claims.serial - batch->first);
    return memcmp(own, batch->commitment.ptr + at * SELLO_COMMITMENT_LEN, sizeof own) == 0;
}

static bool is_void(const struct sello_trust *trust, uint64_t serial) {
    const struct sello_status_row *row = sello_trust_row(trust, serial);
    return row != NULL && row->status == SELLO_LABEL_WITHDRAWN && row->reason == SELLO_REASON_VOID;
}

static void judge_issue(const struct question *q) {
    const struct sello_bundle *bundle = &q->trust->bundle;
    uint64_t serial = q->claims.serial;
    const struct sello_batch_row *batch = sello_trust_batch(q->trust, serial);
    bool matches = batch != NULL && matches_batch(q, batch);
    if (q->key->state == SELLO_KEY_COMPROMISED && !matches) {
        sello_hold(q->report, SELLO_COMPROMISED, SELLO_E_KEY_COMPROMISED);
    }
    if (serial > bundle->highest) {
        if (q->report->dated_ahead) {
            sello_hold(q->report, SELLO_NOT_ISSUED, SELLO_E_DATED_AHEAD);
        } else if (q->claims.issued > bundle->generated) {
            sello_hold(q->report, SELLO_NEWER_THAN_LIST, SELLO_OK);
        } else {
            sello_hold(q->report, SELLO_NOT_ISSUED, SELLO_E_BEYOND_HIGHEST);
        }
    } else if (batch != NULL && !matches) {
        sello_hold(q->report, SELLO_NOT_ISSUED, SELLO_E_BATCH_MISMATCH);
    } else if (batch == NULL && serial <= q->trust->complete_to && !is_void(q->trust, serial)) {
        sello_hold(q->report, SELLO_NOT_ISSUED, SELLO_E_NO_BATCH);
    }
}

static void judge_permission(const struct question *q) {
    enum sello_error allowed = sello_root_key_allows(q->key, q->claims.issued, q->claims.scheme);
    if (allowed != SELLO_OK) {
        sello_hold(q->report, SELLO_NOT_ALLOWED, allowed);
    }
}

/* ---- its address ---- */

/* "s=12": an address that names an item names this one, or another's label was printed on it. */
static bool names_other_item(struct sello_bytes query, uint64_t serial) {
    uint64_t named = 0;
    if (query.len < 3 || query.ptr[0] != 's' || query.ptr[1] != '=') {
        return false;
    }
    for (size_t i = 2; i < query.len; i++) {
        if (query.ptr[i] < '0' || query.ptr[i] > '9') {
            return false;
        }
        named = named > serial ? named : named * 10 + (uint64_t)(query.ptr[i] - '0');
    }
    return named != serial;
}

/* Is it one of its certifier's base URLs, with what names this item behind it? */
static bool names_item(const struct question *q, enum sello_link link, struct sello_bytes url) {
    uint8_t buf[SELLO_ITEM_NAME_MAX];
    struct sello_writer name = sello_writer_init(buf, sizeof buf);
    sello_put_item_name(&name, link, &q->claims);
    return sello_trust_has_address(q->trust, sello_written(&name), false, url);
}

/* Is the link one of its certifier's base URLs, as it stands or with a query or fragment behind, or
 * this item's own? */
static enum sello_error check_address(const struct question *q) {
    struct sello_bytes url = q->text.link, query = {NULL, 0};
    const uint8_t *fragment = memchr(url.ptr, '#', url.len);
    url.len = fragment != NULL ? (size_t)(fragment - url.ptr) : url.len;
    const uint8_t *mark = url.len > 0 ? memchr(url.ptr, '?', url.len) : NULL;
    if (mark != NULL) {
        size_t len = (size_t)(mark - url.ptr);
        query = sello_bytes(mark + 1, url.len - len - 1);
        url.len = len;
    }
    if (names_item(q, SELLO_LINK_PLAIN, url) || names_item(q, SELLO_LINK_GS1, url)) {
        return names_other_item(query, q->claims.serial) ? SELLO_E_OTHER_ITEM : SELLO_OK;
    }
    if (names_item(q, SELLO_LINK_SERIAL, url)) { /* its '?' became another character */
        return SELLO_OK;
    }
    return sello_trust_has_address(q->trust, sello_bytes_of("01/"), true, url)
               ? SELLO_E_OTHER_ITEM
               : SELLO_E_OTHER_ADDRESS;
}

/* What it says of itself, for people: a byte that is no plain character of ASCII becomes a '?'. */
static void report_address(struct sello_report *report, struct sello_bytes link) {
    size_t n = link.len < sizeof report->address ? link.len : sizeof report->address - 1;
    for (size_t i = 0; i < n; i++) {
        report->address[i] = link.ptr[i] > ' ' && link.ptr[i] < 0x7f ? (char)link.ptr[i] : '?';
    }
    report->address[n] = '\0';
}

/* Is it a record that its certifier made? */
static bool is_genuine(const struct sello_report *report) {
    static const uint32_t not_genuine = (uint32_t)1 << SELLO_COMPROMISED |
                                        (uint32_t)1 << SELLO_NOT_ALLOWED |
                                        (uint32_t)1 << SELLO_NOT_ISSUED;
    return (report->holds & not_genuine) == 0;
}

/* The one kind of copy that a single label betrays: genuine digits behind a stranger's address.
 * Bare digits have none. */
static void judge_address(const struct question *q) {
    if (q->text.link.len == 0) {
        return;
    }
    report_address(q->report, q->text.link);
    enum sello_error error = check_address(q);
    if (error != SELLO_OK && is_genuine(q->report)) {
        sello_hold(q->report, SELLO_OTHER_ADDRESS, error);
    }
}

/* ---- all of it ---- */

static void judge_verified(const struct question *q) {
    struct sello_report *report = q->report;
    report->verified = true;
    report_claims(q);
    if (q->sign1.unknown || q->claims.unknown || report->typed) {
        sello_hold(report, SELLO_NEWER_FORMAT, SELLO_E_NEWER);
    }
    sello_judge_data(report, q->policy, q->trust);
    if (q->claims.has_issued) {
        report->dated_ahead = q->claims.issued > report->effective_time &&
                              q->claims.issued - report->effective_time > SECONDS_A_DAY;
        judge_permission(q);
    }
    if (q->claims.has_issued && q->claims.serial != 0) {
        judge_issue(q);
        judge_address(q);
        sello_judge_status(report, q->trust, q->claims.serial);
        if (is_genuine(report)) {
            sello_report_listed(report, q->policy, q->trust);
        }
    }
    if (q->claims.expires.present && report->effective_time >= q->claims.expires.value) {
        sello_hold(report, SELLO_EXPIRED, SELLO_OK);
    }
    if (report->verdict == SELLO_UNDECIDED) {
        sello_hold(report, SELLO_AUTHENTIC, report->dated_ahead ? SELLO_E_DATED_AHEAD : SELLO_OK);
    }
}

/* ---- whose is it? ---- */

/* The host of a link or base URL, after its "https://"; empty when there is none. */
static struct sello_bytes host_of(struct sello_bytes url) {
    static const char scheme[] = "https://";
    size_t at = sizeof scheme - 1, len = 0;
    if (url.len <= at || memcmp(url.ptr, scheme, at) != 0) {
        return sello_bytes(NULL, 0);
    }
    while (at + len < url.len && url.ptr[at + len] != '/' && url.ptr[at + len] != '?') {
        len++;
    }
    return sello_bytes(url.ptr + at, len);
}

/* Does this trusted certifier vouch for the one whose address it is? */
static bool name_endorsed(const struct question *q, struct sello_bytes host, size_t index) {
    struct sello_endorsement_row row;
    struct sello_report *report = q->report;
    const struct sello_trust *trust = q->policy->trusts[index];
    struct sello_endorsements e = sello_trust_endorsements(trust);
    while (sello_next_endorsement(&e, &row)) {
        if (sello_bytes_eq(host, host_of(row.base_url))) {
            report->is_endorsed = true;
            report->endorser = index;
            report->endorsed_since = row.since;
            memcpy(report->endorsed_fingerprint, row.fingerprint, SELLO_HASH_LEN);
            SELLO_COPY_TEXT(report->endorsed_name, row.name);
            SELLO_COPY_TEXT(report->endorsed_url, row.base_url);
            SELLO_COPY_TEXT(report->endorser_name, trust->root.name);
            return true;
        }
    }
    return false;
}

/* The link's host is no proof; but its owner is the one to ask. */
static void name_who_to_ask(const struct question *q) {
    struct sello_bytes host = host_of(q->text.link);
    for (size_t i = 0; host.len > 0 && i < q->policy->n_trusts; i++) {
        if (sello_bytes_eq(host, host_of(q->policy->trusts[i]->root.base_url))) {
            sello_report_certifier(q->report, q->policy, i);
            return;
        }
    }
    for (size_t i = 0; host.len > 0 && i < q->policy->n_trusts; i++) {
        if (name_endorsed(q, host, i)) {
            return;
        }
    }
}

static bool try_keys(struct question *q, size_t index, bool *found) {
    const struct sello_trust *trust = q->policy->trusts[index];
    for (size_t i = 0; i < trust->root.n_keys; i++) {
        const struct sello_root_key *key = &trust->root.key[i];
        if (memcmp(key->kid, q->sign1.header.kid, SELLO_KID_LEN) != 0) {
            continue;
        }
        if (!*found) {
            sello_report_certifier(q->report, q->policy, index);
        }
        *found = true;
        if (sello_sign1_check(&q->sign1, key->public_key, q->scratch, SELLO_TOKEN_SCRATCH)) {
            sello_report_certifier(q->report, q->policy, index);
            q->trust = trust;
            q->key = key;
            return true;
        }
    }
    return false;
}

/* A kid is a hint: every trusted key that has it is tried. */
static void judge_signature(struct question *q) {
    bool found = false;
    for (size_t i = 0; i < q->policy->n_trusts; i++) {
        if (try_keys(q, i, &found)) {
            judge_verified(q);
            return;
        }
    }
    if (found) {
        sello_hold(q->report, SELLO_FORGED, SELLO_E_SIGNATURE);
        return;
    }
    sello_hold(q->report, SELLO_UNKNOWN_CERTIFIER, SELLO_E_UNKNOWN_KEY);
    name_who_to_ask(q);
}

/* ---- what is it? ---- */

static enum sello_error parse_token(struct question *q) {
    enum sello_error error = sello_sign1_parse(q->text.token, SELLO_DEPTH_LABEL, &q->sign1);
    if (error != SELLO_OK) {
        return error;
    }
    q->report->typed = q->sign1.header.type.ptr != NULL;
    if (!q->sign1.header.alg_known) {
        return SELLO_E_NEWER_ALG;
    }
    if (!q->sign1.header.has_kid) {
        return SELLO_E_MISSING;
    }
    q->report->has_kid = true;
    memcpy(q->report->kid, q->sign1.header.kid, SELLO_KID_LEN);
    return sello_claims_parse(q->sign1.payload, &q->claims);
}

static void hold_failure(struct sello_report *report, enum sello_error error) {
    if (error == SELLO_E_NOT_LABEL || error == SELLO_E_NOTICE) {
        report->notice = error == SELLO_E_NOTICE;
        sello_hold(report, SELLO_NOT_A_LABEL, error);
    } else if (error == SELLO_E_NEWER || error == SELLO_E_NEWER_ALG) {
        sello_hold(report, SELLO_NEWER_FORMAT, error);
    } else {
        sello_hold(report, SELLO_DAMAGED, error);
    }
}

void sello_verify_text(const struct sello_policy *policy, const char *text, size_t len,
                       struct sello_workspace *work, struct sello_report *out) {
    memset(out, 0, sizeof *out);
    out->effective_time = policy->now;
    struct question q = {
        .policy = policy, .scratch = work->bytes + SELLO_DECODED_MAX, .report = out};
    enum sello_error error = sello_label_text_decode(sello_bytes(text, len), work->bytes, &q.text);
    out->error_at = q.text.error_at;
    if (error == SELLO_OK) {
        error = parse_token(&q);
    }
    if (error == SELLO_OK) {
        judge_signature(&q);
    } else {
        hold_failure(out, error);
    }
}

bool sello_report_is_own(const struct sello_report *report) {
    return report->verified && report->serial != 0 &&
           !sello_verdict_precedes(report->verdict, SELLO_WITHDRAWN);
}

void sello_report_repeated(struct sello_report *report) {
    report->holds &= ~((uint32_t)1 << SELLO_AUTHENTIC);
    sello_hold(report, SELLO_REPEATED, SELLO_OK);
}

/* ---- what goes with a label ---- */

bool sello_verify_photo(const struct sello_report *report, const unsigned char *file, size_t len) {
    const struct sello_bytes bytes = {file, len};
    uint8_t hash[SELLO_HASH_LEN];
    char hex[sizeof report->photo];
    sello_sha256(&bytes, 1, hash);
    put_hex(sello_bytes(hash, SELLO_PHOTO_LEN), hex);
    return report->verified && memcmp(hex, report->photo, sizeof hex) == 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/web/wasm/answer.h"

#include "wire/tile.h"

static void put_number(struct sello_writer *w, const char *name, uint64_t value) {
    sello_put_text(w, sello_bytes_of(name));
    sello_put_uint(w, value);
}

static void put_number_if(struct sello_writer *w, const char *name, bool present, uint64_t value) {
    if (present) {
        put_number(w, name, value);
    }
}

static void put_text(struct sello_writer *w, const char *name, struct sello_bytes text) {
    if (text.len > 0) {
        sello_put_text(w, sello_bytes_of(name));
        sello_put_text(w, text);
    }
}

static void put_string(struct sello_writer *w, const char *name, const char *text) {
    put_text(w, name, sello_bytes_of(text));
}

static void put_bytes(struct sello_writer *w, const char *name, const void *ptr, size_t len) {
    sello_put_text(w, sello_bytes_of(name));
    sello_put_bytes(w, sello_bytes(ptr, len));
}

static void put_flag(struct sello_writer *w, const char *name, bool value) {
    sello_put_text(w, sello_bytes_of(name));
    sello_put_bool(w, value);
}

/* ---- a report ---- */

static bool is_also(const struct sello_report *r, enum sello_verdict v) {
    return v != r->verdict && v != SELLO_AUTHENTIC && (r->holds >> v & 1) != 0;
}

static void put_also(struct sello_writer *w, const struct sello_report *r) {
    enum sello_verdict v;
    size_t n = 0;
    for (size_t i = 0; (v = sello_verdict_at(i)) != SELLO_UNDECIDED; i++) {
        n += is_also(r, v);
    }
    sello_put_text(w, sello_bytes_of("also"));
    sello_put_array(w, n);
    for (size_t i = 0; (v = sello_verdict_at(i)) != SELLO_UNDECIDED; i++) {
        if (is_also(r, v)) {
            sello_put_text(w, sello_bytes_of(sello_verdict_name(v)));
        }
    }
}

static void put_cause(struct sello_writer *w, const struct sello_report *r) {
    put_number(w, "cause", (uint64_t)r->cause);
    if (r->cause != 0) {
        put_string(w, "cause_name", sello_error_name((enum sello_error)r->cause));
        put_string(w, "cause_text", sello_cause_text(r->cause));
    }
    put_number_if(w, "error_at", r->error_at > 0, r->error_at);
    put_flag(w, "verified", r->verified);
    put_flag(w, "notice", r->notice);
    put_flag(w, "typed", r->typed);
    put_flag(w, "clock_behind", r->clock_behind);
    put_flag(w, "past_max_age", r->past_max_age);
    put_flag(w, "dated_ahead", r->dated_ahead);
    put_string(w, "address", r->address);
}

static void put_claims(struct sello_writer *w, const struct sello_report *r) {
#define PUT_TEXT(json, member) put_string(w, json, r->member);
#define PUT_NUMBER(json, member) put_number_if(w, json, r->has_##member, r->member);
#define PUT_HASH PUT_TEXT
#define PUT(name, key, member, type, limit, shown, json, word) PUT_##type(json, member)
    SELLO_CLAIM_LIST(PUT)
    put_string(w, "scheme_name", r->scheme_name);
    put_number(w, "issued", r->issued);
    put_number_if(w, "expires", r->has_expires && r->expires_day >= 0, (uint64_t)r->expires_day);
    if (r->extra_len > 0) {
        put_bytes(w, "extra", r->extra, r->extra_len); /* keys and values after each other */
    }
}

/* What the certifier's list says, and the label does not. */
static void put_listed(struct sello_writer *w, const struct sello_report *r) {
    if (!r->is_listed) {
        return;
    }
    put_number(w, "listed_date", r->listed_date);
    put_string(w, "listed_state", sello_listed_state_name(r->listed_state));
    put_number_if(w, "listed_until", r->has_listed_until, r->listed_until);
    put_flag(w, "listed_past", r->listed_is_past);
    put_string(w, "listed_product", r->listed_product);
    put_string(w, "listed_producer", r->listed_producer);
    put_string(w, "listed_origin", r->listed_origin);
    put_number_if(w, "listed_scheme", r->has_listed_scheme, r->listed_scheme);
    put_string(w, "listed_scheme_name", r->listed_scheme_name);
    put_string(w, "listed_region", r->listed_region);
    put_string(w, "listed_visits", r->listed_visits);
    put_string(w, "listed_contact", r->listed_contact);
    if (r->has_listed_place) {
        sello_put_text(w, sello_bytes_of("listed_place"));
        sello_put_array(w, 2);
        sello_put_int(w, r->listed_latitude);
        sello_put_int(w, r->listed_longitude);
    }
}

static void put_certifier(struct sello_writer *w, const struct sello_report *r) {
    if (!r->has_certifier) {
        return;
    }
    put_number(w, "trust", r->trust);
    put_string(w, "certifier", r->certifier);
    put_string(w, "base_url", r->base_url);
    put_bytes(w, "fingerprint", r->fingerprint, sizeof r->fingerprint);
    put_number(w, "root_version", r->root_version);
    put_bytes(w, "root_hash", r->root_hash, sizeof r->root_hash);
    put_number(w, "bundle_version", r->bundle_version);
    put_number(w, "bundle_date", r->bundle_date);
}

/* A reason of its own words has no code's name (as the tool's JSON has it). */
static void put_reason(struct sello_writer *w, const struct sello_report *r) {
    const char *name = sello_reason_name(r->reason);
    if (!r->has_reason) {
        return;
    }
    put_number(w, "reason_code", r->reason);
    if (r->reason == SELLO_REASON_OTHER && r->reason_text[0] != '\0') {
        put_string(w, "reason", r->reason_text);
    } else {
        put_string(w, "reason", name != NULL ? name : "other");
        put_string(w, "reason_text", r->reason_text);
    }
    put_number(w, "status_date", r->status_day);
}

/* Whom to ask: a trusted certifier vouches for the one whose address it is. */
static void put_endorsed(struct sello_writer *w, const struct sello_report *r) {
    if (!r->is_endorsed) {
        return;
    }
    put_string(w, "endorser", r->endorser_name);
    put_string(w, "endorsed_name", r->endorsed_name);
    put_string(w, "endorsed_url", r->endorsed_url);
    put_bytes(w, "endorsed_fingerprint", r->endorsed_fingerprint, sizeof r->endorsed_fingerprint);
    put_number(w, "endorsed_since", r->endorsed_since);
}

void web_put_report(struct sello_writer *w, const struct sello_report *r) {
    put_string(w, "verdict", sello_verdict_name(r->verdict));
    put_also(w, r);
    put_cause(w, r);
    if (r->serial != 0) {
        put_number(w, "serial", r->serial);
        put_string(w, "serial_text", r->serial_text);
    }
    if (r->verified) {
        put_claims(w, r);
        put_listed(w, r);
    }
    put_certifier(w, r);
    put_endorsed(w, r);
    if (r->has_kid) {
        put_bytes(w, "kid", r->kid, sizeof r->kid);
    }
    put_reason(w, r);
    put_number(w, "effective_time", r->effective_time);
}

/* ---- a trust file ---- */

void web_put_endorser(struct sello_writer *w, const struct sello_trust *by,
                      const struct sello_endorsement_row *row) {
    put_text(w, "endorser", by->root.name);
    put_number(w, "endorsed_since", row->since);
}

void web_put_log_tile(struct sello_writer *w, uint64_t index) {
    const struct sello_tile tile = {.index = index, .width = SELLO_TILE_WIDTH};
    uint8_t path[SELLO_TILE_PATH_MAX];
    struct sello_writer p = sello_writer_init(path, sizeof path);
    sello_put_tile_path(&p, &tile);
    put_text(w, "log_tile", sello_written(&p));
}

void web_put_trust(struct sello_writer *w, const struct sello_trust *t) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    sello_fingerprint_text(t->root.fingerprint, fingerprint);
    put_text(w, "name", t->root.name);
    put_bytes(w, "fingerprint", t->root.fingerprint, SELLO_HASH_LEN);
    put_string(w, "fingerprint_text", fingerprint);
    put_text(w, "base_url", t->root.base_url);
    put_text(w, "contact", t->root.contact);
    put_number(w, "root_version", t->root.version);
    put_bytes(w, "root_hash", t->root.hash, SELLO_HASH_LEN);
    put_number(w, "root_date", t->root.issued);
    put_flag(w, "practice", t->root.practice);
    put_number(w, "threshold", t->root.threshold);
    put_number(w, "members", t->root.n_members);
    put_number(w, "bundle_version", t->bundle.version);
    put_number(w, "bundle_date", t->bundle.generated);
    put_number(w, "fresh_days", t->bundle.fresh_days);
    put_number(w, "max_age_days", t->bundle.age_days);
    put_number(w, "highest", t->bundle.highest);
    put_flag(w, "status_only", t->bundle.status_only);
    put_number(w, "certificates", t->n_certificates);
    put_number(w, "certificates_date", t->certificates_date);
    if (t->root.schemes.len > 0) {
        sello_put_text(w, sello_bytes_of("schemes"));
        sello_write(w, t->root.schemes.ptr, t->root.schemes.len);
    }
}

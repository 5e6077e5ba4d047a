/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/hex.h"
#include "base/time.h"
#include "verify/reader/quad.h"
#include "verify/tool/log.h"

/* One verdict as one line of JSON; docs/FORMAT.md lists the fields. Fields are only ever added. */

static void put_text(struct cli_json *j, const char *name, const char *text) {
    if (text[0] != '\0') {
        cli_json_string(j, name, text);
    }
}

static void put_number(struct cli_json *j, const char *name, bool present, uint64_t number) {
    if (present) {
        cli_json_number(j, name, number);
    }
}

static void put_day(struct cli_json *j, const char *name, bool present, uint64_t day) {
    char text[BASE_DATE_LEN];
    if (present && base_date_format(day, text)) {
        cli_json_string(j, name, text);
    }
}

static void put_instant(struct cli_json *j, const char *name, uint64_t seconds) {
    char text[BASE_INSTANT_LEN];
    if (base_instant_format(seconds, text)) {
        cli_json_string(j, name, text);
    }
}

static void put_hex(struct cli_json *j, const char *name, struct sello_bytes bytes) {
    char hex[BASE_HEX_LEN(SELLO_TOKEN_MAX)];
    base_hex(bytes.ptr, bytes.len, hex);
    cli_json_string(j, name, hex);
}

/* ---- extra claims ---- */

/* A map's key as a JSON name. */
static void key_name(struct sello_reader *r, char *buf, size_t size) {
    enum sello_cbor_major major = sello_peek(r);
    if (major == SELLO_CBOR_TEXT) {
        struct sello_bytes text = sello_take_text(r);
        snprintf(buf, size, "%.*s", (int)text.len, (const char *)text.ptr);
    } else if (major == SELLO_CBOR_UINT || major == SELLO_CBOR_NINT) {
        snprintf(buf, size, "%lld", (long long)sello_take_int(r));
    } else {
        sello_take_item(r);
        snprintf(buf, size, "?");
    }
}

/* Depth was limited when the claims were parsed. */
// NOLINTNEXTLINE(misc-no-recursion)
static void put_value(struct cli_json *j, const char *name, struct sello_reader *r) {
    char key[SELLO_TOKEN_MAX];
    switch (sello_peek(r)) {
    case SELLO_CBOR_UINT:
    case SELLO_CBOR_NINT: cli_json_integer(j, name, sello_take_int(r)); break;
    case SELLO_CBOR_BYTES: put_hex(j, name, sello_take_bytes(r)); break;
    case SELLO_CBOR_TEXT: cli_json_text(j, name, sello_take_text(r)); break;
    case SELLO_CBOR_SIMPLE: cli_json_bool(j, name, sello_take_bool(r)); break;
    case SELLO_CBOR_ARRAY: {
        cli_json_open_in(j, name, '[');
        for (size_t n = sello_take_array(r); n > 0; n--) {
            put_value(j, NULL, r);
        }
        cli_json_close_in(j, ']');
        break;
    }
    case SELLO_CBOR_MAP: {
        cli_json_open_in(j, name, '{');
        for (size_t n = sello_take_map(r); n > 0; n--) {
            key_name(r, key, sizeof key);
            put_value(j, key, r);
        }
        cli_json_close_in(j, '}');
        break;
    }
    case SELLO_CBOR_TAG:
        sello_take_tag(r);
        put_value(j, name, r);
        break;
    }
}

static void put_extra(struct cli_json *j, const struct sello_report *report) {
    struct sello_reader r = sello_reader_init(sello_bytes(report->extra, report->extra_len));
    if (report->extra_len == 0) {
        return;
    }
    cli_json_open_in(j, "extra", '{');
    while (r.error == SELLO_OK && r.rest.len > 0) {
        char key[24];
        key_name(&r, key, sizeof key);
        put_value(j, key, &r);
    }
    cli_json_close_in(j, '}');
}

void print_extra(FILE *to, const struct sello_report *report) {
    struct sello_reader r = sello_reader_init(sello_bytes(report->extra, report->extra_len));
    while (r.error == SELLO_OK && r.rest.len > 0) {
        char key[24];
        key_name(&r, key, sizeof key);
        fprintf(to, "  %s %s: ", _("Extra data:  "), key);
        struct cli_json j = {{to, false}};
        put_value(&j, NULL, &r);
        fputc('\n', to);
    }
}

/* ---- the whole ---- */

static void put_serial(struct cli_json *j, const struct sello_report *report) {
    if (report->serial != 0) {
        cli_json_number(j, "serial", report->serial);
        cli_json_string(j, "serial_text", report->serial_text);
    }
}

static void put_seen(struct cli_json *j, const struct sello_report *report) {
    if (report->seen_times > 0) {
        cli_json_open_in(j, "seen", '{');
        put_instant(j, "first", report->seen_first);
        put_instant(j, "last", report->seen_last);
        cli_json_number(j, "times", report->seen_times);
        cli_json_close_in(j, '}');
    }
}

static void put_scheme(struct cli_json *j, bool present, uint64_t code, const char *name) {
    if (present) {
        cli_json_open_in(j, "scheme", '{');
        cli_json_number(j, "code", code);
        put_text(j, "name", name);
        cli_json_close_in(j, '}');
    }
}

static void put_claims(struct cli_json *j, const struct sello_report *report) {
#define PUT_PLAIN_TEXT(json, member) put_text(j, json, report->member);
#define PUT_LANGUAGE_TEXT PUT_PLAIN_TEXT
#define PUT_PLAIN_NUMBER(json, member) put_number(j, json, report->has_##member, report->member);
#define PUT_CERTIFICATE_NUMBER PUT_PLAIN_NUMBER
#define PUT_GTIN_NUMBER PUT_PLAIN_NUMBER
#define PUT_DATE_NUMBER(json, member) put_day(j, json, report->has_##member, report->member);
#define PUT_SCHEME_NUMBER(json, member)                                                            \
    put_scheme(j, report->has_scheme, report->scheme, report->scheme_name);
#define PUT_PHOTO_HASH PUT_PLAIN_TEXT
#define PUT(name, key, member, type, limit, shown, json, word) PUT_##shown##_##type(json, member)
    SELLO_CLAIM_LIST(PUT)
    put_instant(j, "issued", report->issued);
    put_day(j, "expires", report->has_expires && report->expires_day >= 0,
            (uint64_t)report->expires_day);
}

/* Apart from what the label says, so that nobody takes the one for the other. */
static void put_listed(struct cli_json *j, const struct sello_report *report) {
    char place[64];
    if (!report->is_listed) {
        return;
    }
    cli_json_open_in(j, "from_list", '{');
    put_instant(j, "date", report->listed_date);
    cli_json_string(j, "state", sello_listed_state_name(report->listed_state));
    put_day(j, "until", report->has_listed_until, report->listed_until);
    put_text(j, "product", report->listed_product);
    put_text(j, "producer", report->listed_producer);
    put_text(j, "origin", report->listed_origin);
    put_scheme(j, report->has_listed_scheme, report->listed_scheme, report->listed_scheme_name);
    put_text(j, "region", report->listed_region);
    put_text(j, "visits", report->listed_visits);
    put_text(j, "contact", report->listed_contact);
    if (report->has_listed_place) {
        listed_place_text(report, place, sizeof place);
        cli_json_string(j, "place", place);
    }
    cli_json_close_in(j, '}');
}

/* Not there where there is no such file. */
static void put_photo_ok(struct cli_json *j, const struct source *source,
                         const struct sello_report *report) {
    char path[PATH_MAX];
    enum photo_state state = photo_look(source, report, path);
    if (state == PHOTO_FITS || state == PHOTO_OTHER) {
        cli_json_bool(j, "photo_ok", state == PHOTO_FITS);
    }
}

static void put_reason(struct cli_json *j, const struct sello_report *report) {
    if (!report->has_reason) {
        return;
    }
    const char *name = sello_reason_name(report->reason);
    if (report->reason == SELLO_REASON_OTHER && report->reason_text[0] != '\0') {
        cli_json_string(j, "reason", report->reason_text);
    } else if (name != NULL) {
        cli_json_string(j, "reason", name);
        put_text(j, "reason_text", report->reason_text);
    } else {
        cli_json_string(j, "reason", "other");
        put_text(j, "reason_text", report->reason_text);
    }
    put_day(j, "status_date", true, report->status_day);
}

static void put_certifier(struct cli_json *j, const struct source *source,
                          const struct sello_report *report) {
    if (!report->has_certifier) {
        return;
    }
    char fingerprint[BASE_HEX_LEN(SELLO_HASH_LEN)];
    const struct loaded_trust *t = &source->trusts[report->trust];
    base_hex(report->fingerprint, SELLO_HASH_LEN, fingerprint);
    cli_json_string(j, "certifier", report->certifier);
    cli_json_string(j, "alias", t->alias);
    cli_json_string(j, "fingerprint", fingerprint);
    cli_json_bool(j, "this_run_only", !t->stored);
    put_number(j, "root_version", true, report->root_version);
    put_hex(j, "root_hash", sello_bytes(report->root_hash, sizeof report->root_hash));
    cli_json_number(j, "bundle_version", report->bundle_version);
    put_instant(j, "bundle_date", report->bundle_date);
    log_put_witnesses(j, &t->seen);
}

static void put_endorsed(struct cli_json *j, const struct sello_report *report) {
    if (!report->is_endorsed) {
        return;
    }
    cli_json_open_in(j, "endorsed_by", '{');
    cli_json_string(j, "certifier", report->endorser_name);
    put_day(j, "since", true, report->endorsed_since);
    cli_json_string(j, "name", report->endorsed_name);
    cli_json_string(j, "url", report->endorsed_url);
    put_hex(j, "fingerprint", sello_bytes(report->endorsed_fingerprint, SELLO_HASH_LEN));
    cli_json_close_in(j, '}');
}

static void put_also(struct cli_json *j, const struct sello_report *report) {
    cli_json_open_in(j, "also", '[');
    enum sello_verdict v;
    for (size_t i = 0; (v = sello_verdict_at(i)) != SELLO_UNDECIDED; i++) {
        if (v != report->verdict && v != SELLO_AUTHENTIC && (report->holds >> v & 1) != 0) {
            cli_json_string(j, NULL, sello_verdict_name(v));
        }
    }
    cli_json_close_in(j, ']');
}

/* In whole pixels of the picture. */
static void put_corners(struct cli_json *j, const struct sello_quad *where) {
    if (where == NULL) {
        return;
    }
    cli_json_open_in(j, "corners", '[');
    for (unsigned i = 0; i < 4; i++) {
        cli_json_open_in(j, NULL, '[');
        cli_json_integer(j, NULL, llround(where->corner[i].x));
        cli_json_integer(j, NULL, llround(where->corner[i].y));
        cli_json_close_in(j, ']');
    }
    cli_json_close_in(j, ']');
}

void print_report_json(const struct source *source, const struct sello_report *report) {
    struct cli_json j;
    char detail[512];
    cli_json_open(&j, source->to);
    cli_json_number(&j, "format", 1);
    cli_json_string(&j, "input", source->input);
    cli_json_number(&j, "code_index", source->code_index);
    put_corners(&j, source->where);
    put_number(&j, "unread", source->n_unread > 0, source->n_unread);
    cli_json_string(&j, "verdict", sello_verdict_name(report->verdict));
    put_also(&j, report);
    if (report->cause != 0) {
        cli_json_string(&j, "cause", sello_error_name((enum sello_error)report->cause));
    }
    put_serial(&j, report);
    if (report->verified) {
        put_claims(&j, report);
        put_listed(&j, report);
    }
    put_photo_ok(&j, source, report);
    put_text(&j, "address", report->address);
    if (report->dated_ahead) {
        cli_json_bool(&j, "dated_ahead", true);
    }
    put_seen(&j, report);
    put_certifier(&j, source, report);
    put_endorsed(&j, report);
    if (report->has_kid) {
        put_hex(&j, "kid", sello_bytes(report->kid, sizeof report->kid));
    }
    put_reason(&j, report);
    if (report->clock_behind) {
        cli_json_bool(&j, "clock_behind", true);
    }
    put_instant(&j, "effective_time", report->effective_time);
    if (report->verified) {
        put_extra(&j, report);
    }
    verdict_detail(report, false, detail, sizeof detail);
    cli_json_string(&j, "detail", detail);
    cli_json_string(&j, "next", verdict_next(report, source));
    cli_json_close(&j);
}

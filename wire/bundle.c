/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/bundle.h"

#include "wire/text.h"
#include "wire/trust_map.h"

enum {
    BUNDLE_FINGERPRINT = 0,
    BUNDLE_VERSION = 1,
    BUNDLE_ROOT = 2,
    BUNDLE_GENERATED = 3,
    BUNDLE_FRESH = 4,
    BUNDLE_AGE = 5,
    BUNDLE_HIGHEST = 6,
    BUNDLE_TOKENS = 7,
    BUNDLE_ROWS = 8,
    BUNDLE_BATCHES = 9,
    BUNDLE_COMPLETE = 10,
    BUNDLE_STATUS_ONLY = 11,
    BUNDLE_LOG = 32,
    BUNDLE_CERTIFICATES = 33,
    BUNDLE_ENDORSEMENTS = 34
};

const char *sello_reason_name(uint64_t code) {
    switch (code) {
#define SELLO_REASON_CASE(name, number, text)                                                      \
    case name: return text;
        SELLO_REASON_LIST(SELLO_REASON_CASE)
#undef SELLO_REASON_CASE
    }
    return NULL;
}

/* ---- rows ---- */

enum sello_error sello_take_status_row(struct sello_reader *r, struct sello_status_row *out) {
    if (sello_take_array(r) != 6) {
        sello_reader_fail(r, SELLO_E_TYPE);
        return r->error;
    }
    struct sello_status_row row = {0};
    row.first = sello_take_uint(r);
    row.count = sello_take_uint(r);
    row.status = sello_take_uint(r);
    row.reason = sello_take_uint(r);
    row.day = sello_take_uint(r);
    row.text = sello_take_text(r);
    if (r->error == SELLO_OK) {
        sello_reader_fail(r, sello_text_check(row.text, 0, SELLO_ROW_TEXT_MAX, NULL));
    }
    bool valid_again = row.status == SELLO_LABEL_VALID && row.reason == SELLO_REASON_RETURNED;
    if ((row.status == SELLO_LABEL_VALID && !valid_again) || row.status > SELLO_LABEL_RETIRED) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    if (r->error == SELLO_OK) {
        *out = row;
    }
    return r->error;
}

enum sello_error sello_take_batch_row(struct sello_reader *r, struct sello_batch_row *out) {
    if (sello_take_array(r) != 4) {
        sello_reader_fail(r, SELLO_E_TYPE);
        return r->error;
    }
    struct sello_batch_row row = {0};
    row.first = sello_take_uint(r);
    row.count = sello_take_uint(r);
    row.key = sello_take_uint(r);
    row.commitment = sello_take_bytes(r);
    if (row.commitment.len != SELLO_COMMITMENT_LEN &&
        row.commitment.len / SELLO_COMMITMENT_LEN != row.count) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    if (row.commitment.len % SELLO_COMMITMENT_LEN != 0) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    if (r->error == SELLO_OK) {
        *out = row;
    }
    return r->error;
}

/* Does the run first..first+count-1 lie above *last and not beyond highest? Then it becomes the
 * last. All numbers have 53 bits at most, so sums do not overflow. */
static bool next_run(uint64_t first, uint64_t count, uint64_t highest, uint64_t *last) {
    if (count < 1 || first <= *last || first + count - 1 > highest) {
        return false;
    }
    *last = first + count - 1;
    return true;
}

static enum sello_error check_rows(const struct sello_bundle *b) {
    struct sello_reader r = sello_reader_init(b->rows);
    struct sello_status_row row;
    uint64_t last = 0;
    size_t n = b->rows.len > 0 ? sello_take_array(&r) : 0;
    for (size_t i = 0; i < n; i++) {
        enum sello_error error = sello_take_status_row(&r, &row);
        if (error != SELLO_OK) {
            return error;
        }
        if (!next_run(row.first, row.count, b->highest, &last)) {
            return SELLO_E_BUNDLE_ROWS;
        }
    }
    return SELLO_OK;
}

static enum sello_error check_batches(const struct sello_bundle *b) {
    struct sello_reader r = sello_reader_init(b->batches);
    struct sello_batch_row row;
    uint64_t last = 0;
    size_t n = b->batches.len > 0 ? sello_take_array(&r) : 0;
    for (size_t i = 0; i < n; i++) {
        enum sello_error error = sello_take_batch_row(&r, &row);
        if (error != SELLO_OK) {
            return error;
        }
        if (!next_run(row.first, row.count, b->highest, &last)) {
            return SELLO_E_BUNDLE_BATCHES;
        }
    }
    return SELLO_OK;
}

static enum sello_error check_certificates(const struct sello_bundle *b) {
    struct sello_reader r = sello_reader_init(b->certificates);
    struct sello_certificate_row row;
    uint64_t last = 0;
    size_t n = b->certificates.len > 0 ? sello_take_array(&r) : 0;
    for (size_t i = 0; i < n; i++) {
        enum sello_error error = sello_take_certificate_row(&r, &row);
        if (error != SELLO_OK) {
            return error;
        }
        if (row.number <= last) {
            return SELLO_E_BUNDLE_CERTIFICATES;
        }
        last = row.number;
    }
    return SELLO_OK;
}

static enum sello_error check_endorsements(const struct sello_bundle *b) {
    struct sello_reader r = sello_reader_init(b->endorsements);
    struct sello_endorsement_row row;
    uint8_t last[SELLO_HASH_LEN];
    size_t n = b->endorsements.len > 0 ? sello_take_array(&r) : 0;
    for (size_t i = 0; i < n; i++) {
        enum sello_error error = sello_take_endorsement_row(&r, &row);
        if (error != SELLO_OK) {
            return error;
        }
        if (i > 0 && memcmp(row.fingerprint, last, sizeof last) <= 0) {
            return SELLO_E_BUNDLE_ENDORSEMENTS;
        }
        memcpy(last, row.fingerprint, sizeof last);
    }
    return SELLO_OK;
}

/* The edge is of as many entries as its checkpoint. */
static enum sello_error check_log(struct sello_bundle *b) {
    if (!b->has_log) {
        return SELLO_OK;
    }
    enum sello_error error = sello_checkpoint_parse(b->log.checkpoint, &b->checkpoint, NULL);
    return error == SELLO_OK && !sello_log_edge_is_of(&b->log, b->checkpoint.size) ? SELLO_E_RANGE
                                                                                   : error;
}

/* ---- fields ---- */

static void take_log(struct sello_reader *r, struct sello_bundle *out) {
    sello_take_log_edge(r, &out->log);
    out->has_log = true;
}

static void take_root_reference(struct sello_reader *r, struct sello_bundle *out) {
    if (sello_take_array(r) != 2) {
        sello_reader_fail(r, SELLO_E_TYPE);
    }
    out->root_version = sello_take_uint(r);
    sello_take_fixed(r, out->root_hash, SELLO_HASH_LEN);
}

static uint64_t take_days(struct sello_reader *r, uint64_t most) {
    uint64_t days = sello_take_uint(r);
    if (days > most) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    return days;
}

/* An array as it is, and its number of items. */
static struct sello_bytes take_array_item(struct sello_reader *r, size_t *out_n) {
    struct sello_bytes item = sello_take_item(r);
    struct sello_reader inner = sello_reader_init(item);
    *out_n = r->error == SELLO_OK ? sello_take_array(&inner) : 0;
    if (r->error == SELLO_OK) {
        sello_reader_fail(r, inner.error);
    }
    return item;
}

/* Rows, batches and certificates are left out where there are none. */
static struct sello_bytes take_some(struct sello_reader *r, size_t *out_n) {
    struct sello_bytes item = take_array_item(r, out_n);
    if (*out_n == 0) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    return item;
}

/* A flag is written where it is true, and left out otherwise. */
static bool take_true(struct sello_reader *r) {
    bool value = sello_take_bool(r);
    if (!value) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    return value;
}

static void take_field(struct sello_reader *r, uint64_t key, struct sello_bundle *out) {
    switch (key) {
    case BUNDLE_FINGERPRINT: sello_take_fixed(r, out->fingerprint, SELLO_HASH_LEN); break;
    case BUNDLE_VERSION: out->version = sello_take_uint(r); break;
    case BUNDLE_ROOT: take_root_reference(r, out); break;
    case BUNDLE_GENERATED: out->generated = sello_take_instant(r); break;
    case BUNDLE_FRESH: out->fresh_days = take_days(r, SELLO_FRESH_DAYS_MAX); break;
    case BUNDLE_AGE: out->age_days = take_days(r, SELLO_AGE_DAYS_MAX); break;
    case BUNDLE_HIGHEST: out->highest = sello_take_uint(r); break;
    case BUNDLE_TOKENS: out->tokens = take_array_item(r, &out->n_tokens); break;
    case BUNDLE_ROWS: out->rows = take_some(r, &out->n_rows); break;
    case BUNDLE_BATCHES: out->batches = take_some(r, &out->n_batches); break;
    case BUNDLE_COMPLETE: out->complete = take_true(r); break;
    case BUNDLE_STATUS_ONLY: out->status_only = take_true(r); break;
    case BUNDLE_LOG: take_log(r, out); break;
    case BUNDLE_CERTIFICATES: out->certificates = take_some(r, &out->n_certificates); break;
    case BUNDLE_ENDORSEMENTS: out->endorsements = take_some(r, &out->n_endorsements); break;
    default: sello_pass_unknown(r, key);
    }
}

static enum sello_error parse_payload(struct sello_bytes payload, struct sello_bundle *out) {
    static const unsigned needed = (1u << (BUNDLE_TOKENS + 1)) - 1; /* keys 0-7 */
    enum sello_error error = sello_content_check(payload);
    if (error != SELLO_OK) {
        return error;
    }
    unsigned seen = 0;
    struct sello_reader r = sello_reader_init(payload);
    size_t n_pairs = sello_take_map(&r);
    for (size_t i = 0; i < n_pairs && r.error == SELLO_OK; i++) {
        uint64_t key = sello_take_key(&r);
        sello_see(&seen, key);
        take_field(&r, key, out);
    }
    return sello_map_end(&r, seen, needed);
}

static enum sello_error check_fields(struct sello_bundle *b) {
    if (b->version == 0) {
        return SELLO_E_RANGE;
    }
    if (b->n_tokens != (b->highest >> 20) + 1) {
        return SELLO_E_BUNDLE_LISTS;
    }
    if (b->status_only && (b->rows.len > 0 || b->batches.len > 0 || b->complete ||
                           b->certificates.len > 0 || b->endorsements.len > 0 || b->has_log)) {
        return SELLO_E_BUNDLE_ROWS;
    }
    enum sello_error error = check_rows(b);
    if (error == SELLO_OK) {
        error = check_batches(b);
    }
    if (error == SELLO_OK) {
        error = check_certificates(b);
    }
    if (error == SELLO_OK) {
        error = check_endorsements(b);
    }
    return error == SELLO_OK ? check_log(b) : error;
}

enum sello_error sello_bundle_parse(struct sello_bytes bundle, struct sello_bundle *out) {
    struct sello_bundle b = {0};
    enum sello_error error = sello_typed_parse(bundle, SELLO_TYPE_BUNDLE, &b.sign1);
    if (error == SELLO_OK) {
        error = parse_payload(b.sign1.payload, &b);
    }
    if (error == SELLO_OK) {
        error = check_fields(&b);
    }
    if (error == SELLO_OK) {
        *out = b;
    }
    return error;
}

/* ---- writing ---- */

void sello_put_status_row(struct sello_writer *w, const struct sello_status_row *row) {
    sello_put_array(w, 6);
    sello_put_uint(w, row->first);
    sello_put_uint(w, row->count);
    sello_put_uint(w, row->status);
    sello_put_uint(w, row->reason);
    sello_put_uint(w, row->day);
    sello_put_text(w, row->text);
}

void sello_put_batch_row(struct sello_writer *w, const struct sello_batch_row *row) {
    sello_put_array(w, 4);
    sello_put_uint(w, row->first);
    sello_put_uint(w, row->count);
    sello_put_uint(w, row->key);
    sello_put_bytes(w, row->commitment);
}

static void put_number(struct sello_writer *w, uint64_t key, uint64_t value) {
    sello_put_uint(w, key);
    sello_put_uint(w, value);
}

static void put_encoded(struct sello_writer *w, uint64_t key, struct sello_bytes item) {
    if (item.len > 0) {
        sello_put_uint(w, key);
        sello_write(w, item.ptr, item.len);
    }
}

static void put_flag(struct sello_writer *w, uint64_t key, bool value) {
    if (value) {
        sello_put_uint(w, key);
        sello_put_bool(w, true);
    }
}

void sello_put_bundle_payload(struct sello_writer *w, const struct sello_bundle *b) {
    sello_put_map(w, 8u + (b->rows.len > 0) + (b->batches.len > 0) + b->complete + b->status_only +
                         b->has_log + (b->certificates.len > 0) + (b->endorsements.len > 0));
    sello_put_uint(w, BUNDLE_FINGERPRINT);
    sello_put_bytes(w, sello_bytes(b->fingerprint, SELLO_HASH_LEN));
    put_number(w, BUNDLE_VERSION, b->version);
    sello_put_uint(w, BUNDLE_ROOT);
    sello_put_array(w, 2);
    sello_put_uint(w, b->root_version);
    sello_put_bytes(w, sello_bytes(b->root_hash, SELLO_HASH_LEN));
    put_number(w, BUNDLE_GENERATED, b->generated);
    put_number(w, BUNDLE_FRESH, b->fresh_days);
    put_number(w, BUNDLE_AGE, b->age_days);
    put_number(w, BUNDLE_HIGHEST, b->highest);
    put_encoded(w, BUNDLE_TOKENS, b->tokens);
    put_encoded(w, BUNDLE_ROWS, b->rows);
    put_encoded(w, BUNDLE_BATCHES, b->batches);
    put_flag(w, BUNDLE_COMPLETE, b->complete);
    put_flag(w, BUNDLE_STATUS_ONLY, b->status_only);
    if (b->has_log) {
        sello_put_uint(w, BUNDLE_LOG);
        sello_put_log_edge(w, &b->log);
    }
    put_encoded(w, BUNDLE_CERTIFICATES, b->certificates);
    put_encoded(w, BUNDLE_ENDORSEMENTS, b->endorsements);
}

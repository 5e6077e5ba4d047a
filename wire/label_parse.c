/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/claim_keys.h"
#include "wire/label.h"
#include "wire/text.h"

/* Which required claims were met, also with a value for newer readers. */
struct seen {
    bool issued, label, serial;
};

/* A tag around a known claim's value is a newer writer's doing. */
static bool pass_tagged(struct sello_reader *r, struct sello_claims *out) {
    if (sello_peek(r) != SELLO_CBOR_TAG) {
        return false;
    }
    sello_take_item(r);
    out->unknown = true;
    return true;
}

static void take_number(struct sello_reader *r, uint64_t most, struct sello_claims *out,
                        struct sello_number *number) {
    if (pass_tagged(r, out)) {
        return;
    }
    *number = (struct sello_number){true, sello_take_uint(r)};
    if (r->error == SELLO_OK && number->value > most) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
}

static void take_text(struct sello_reader *r, size_t most, struct sello_claims *out,
                      struct sello_bytes *text) {
    if (pass_tagged(r, out)) {
        return;
    }
    *text = sello_take_text(r);
    if (r->error == SELLO_OK) {
        sello_reader_fail(r, sello_text_check(*text, 1, most, NULL));
    }
}

static void take_hash(struct sello_reader *r, size_t len, struct sello_claims *out,
                      struct sello_bytes *hash) {
    if (pass_tagged(r, out)) {
        return;
    }
    *hash = sello_take_bytes(r);
    if (r->error == SELLO_OK && hash->len != len) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
}

/* Between two of them known claims may stand. */
static void take_extra(struct sello_reader *r, const uint8_t *pair, struct sello_claims *out) {
    sello_take_item(r);
    if (r->error != SELLO_OK) {
        return;
    }
    if (out->n_extra == 0) {
        out->extra.ptr = pair;
    }
    out->extra.len = (size_t)(r->rest.ptr - out->extra.ptr);
    out->n_extra++;
}

static void take_serial(struct sello_reader *r, struct sello_claims *out, struct seen *seen) {
    struct sello_number serial = {0};
    take_number(r, SELLO_INT_MAX, out, &serial);
    if (r->error == SELLO_OK && serial.present && serial.value == 0) {
        sello_reader_fail(r, SELLO_E_RANGE); /* serials start from 1 */
    }
    seen->serial = true;
    out->serial = serial.value;
}

static void take_label_claim(struct sello_reader *r, struct sello_claims *out, struct seen *seen) {
    const uint8_t *pair = r->rest.ptr;
    if (sello_peek(r) != SELLO_CBOR_UINT) {
        sello_take_item(r);
        sello_take_item(r);
        out->unknown = true;
        return;
    }
    uint64_t key = sello_take_uint(r);
    switch (key) {
    case LABEL_SERIAL: take_serial(r, out, seen); break;
#define TAKE_TEXT take_text
#define TAKE_NUMBER take_number
#define TAKE_HASH take_hash
#define TAKE(name, key, member, type, limit, ...)                                                  \
    case key: TAKE_##type(r, limit, out, &out->member); break;
        SELLO_CLAIM_LIST(TAKE)
    default:
        if (key <= LABEL_EXTRA_LAST) {
            take_extra(r, pair, out);
        } else {
            sello_take_item(r);
            out->unknown = true;
        }
    }
}

static void take_label(struct sello_reader *r, struct sello_claims *out, struct seen *seen) {
    seen->label = true;
    if (pass_tagged(r, out)) {
        seen->serial = true;
        return;
    }
    size_t n_pairs = sello_take_map(r);
    for (size_t i = 0; i < n_pairs; i++) {
        take_label_claim(r, out, seen);
    }
}

static void take_claim(struct sello_reader *r, struct sello_claims *out, struct seen *seen) {
    enum sello_cbor_major major = sello_peek(r);
    bool is_int = major == SELLO_CBOR_UINT || major == SELLO_CBOR_NINT;
    int64_t key = is_int ? sello_take_int(r) : 0;
    struct sello_number issued = {0};
    if (key == CLAIM_EXPIRES) {
        take_number(r, SELLO_INT_MAX, out, &out->expires);
    } else if (key == CLAIM_ISSUED) {
        take_number(r, SELLO_INT_MAX, out, &issued);
        out->issued = issued.value;
        out->has_issued = issued.present;
        seen->issued = true;
    } else if (key == CLAIM_LABEL) {
        take_label(r, out, seen);
    } else {
        if (!is_int) {
            sello_take_item(r); /* the key */
        }
        sello_take_item(r);
        out->unknown = true;
    }
}

static enum sello_error parse_claims(struct sello_bytes payload, struct seen seen,
                                     struct sello_claims *out) {
    struct sello_claims c = {0};
    enum sello_error error = sello_cbor_check(payload, SELLO_DEPTH_LABEL, &c.unknown);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_reader r = sello_reader_init(payload);
    if (pass_tagged(&r, &c)) {
        *out = c; /* claims of a kind we do not know */
        return SELLO_OK;
    }
    size_t n_pairs = sello_take_map(&r);
    for (size_t i = 0; i < n_pairs; i++) {
        take_claim(&r, &c, &seen);
    }
    error = sello_reader_end(&r);
    if (error == SELLO_OK && !(seen.issued && seen.label && seen.serial)) {
        error = SELLO_E_MISSING;
    }
    if (error == SELLO_OK) {
        *out = c;
    }
    return error;
}

enum sello_error sello_claims_parse(struct sello_bytes payload, struct sello_claims *out) {
    return parse_claims(payload, (struct seen){0}, out);
}

enum sello_error sello_batch_claims_parse(struct sello_bytes claims, struct sello_claims *out) {
    return parse_claims(claims, (struct seen){.serial = true}, out); /* it is not looked for */
}

static bool is_extra(uint64_t key) {
    switch (key) {
#define KNOWN(name, key, ...) case key:
        SELLO_CLAIM_LIST(KNOWN)
        return false;
    default: return true;
    }
}

void sello_put_extra(struct sello_writer *w, const struct sello_claims *claims) {
    struct sello_reader r = sello_reader_init(claims->extra);
    while (r.error == SELLO_OK && r.rest.len > 0) {
        const uint8_t *pair = r.rest.ptr;
        uint64_t key = sello_take_uint(&r);
        sello_take_item(&r);
        if (is_extra(key)) {
            sello_write(w, pair, (size_t)(r.rest.ptr - pair));
        }
    }
}

enum sello_error sello_claims_without_serial(struct sello_bytes payload, struct sello_writer *w) {
    struct sello_reader r = sello_reader_init(payload);
    size_t n_pairs = sello_take_map(&r);
    for (size_t i = 0; i < n_pairs && r.error == SELLO_OK; i++) {
        enum sello_cbor_major major = sello_peek(&r);
        bool is_label = major == SELLO_CBOR_NINT && sello_take_int(&r) == CLAIM_LABEL;
        if (!is_label) {
            if (major != SELLO_CBOR_NINT) {
                sello_take_item(&r);
            }
            sello_take_item(&r);
            continue;
        }
        sello_write(w, payload.ptr, (size_t)(r.rest.ptr - payload.ptr));
        size_t n_claims = sello_take_map(&r);
        if (n_claims == 0 || sello_take_uint(&r) != LABEL_SERIAL) {
            return SELLO_E_MISSING; /* the serial's key sorts first */
        }
        sello_take_uint(&r);
        sello_put_map(w, n_claims - 1);
        sello_write(w, r.rest.ptr, r.rest.len);
        return w->failed ? SELLO_E_NO_ROOM : r.error;
    }
    return r.error != SELLO_OK ? r.error : SELLO_E_MISSING;
}

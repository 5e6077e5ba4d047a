/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/label.h"

#include "wire/claim_keys.h"
#include "wire/digits.h"

enum { SECONDS_A_DAY = 86400, HALF_A_DAY = 43200 };

/* The last place on Earth where a date ends is 12 hours west of UTC. */
uint64_t sello_expiry_of_day(uint64_t day) {
    return (day + 1) * SECONDS_A_DAY + HALF_A_DAY;
}

int64_t sello_day_of_expiry(uint64_t expires) {
    int64_t since = (int64_t)expires - HALF_A_DAY;
    int64_t day = since / SECONDS_A_DAY - (since % SECONDS_A_DAY < 0);
    return day - 1;
}

/* ---- claims ---- */

static void put_text_claim(struct sello_writer *w, uint64_t key, struct sello_bytes text) {
    if (text.len > 0) {
        sello_put_uint(w, key);
        sello_put_text(w, text);
    }
}

static void put_hash_claim(struct sello_writer *w, uint64_t key, struct sello_bytes hash) {
    if (hash.len > 0) {
        sello_put_uint(w, key);
        sello_put_bytes(w, hash);
    }
}

static void put_number_claim(struct sello_writer *w, uint64_t key, struct sello_number number) {
    if (number.present) {
        sello_put_uint(w, key);
        sello_put_uint(w, number.value);
    }
}

static size_t n_label_claims(const struct sello_claims *c) {
    size_t n = c->serial != 0;
#define COUNT_TEXT(member) n += c->member.len > 0;
#define COUNT_NUMBER(member) n += c->member.present;
#define COUNT_HASH COUNT_TEXT
#define COUNT(name, key, member, type, ...) COUNT_##type(member)
    SELLO_CLAIM_LIST(COUNT)
    return n;
}

void sello_put_claims(struct sello_writer *w, const struct sello_claims *c) {
    sello_put_map(w, 2u + c->expires.present);
    put_number_claim(w, CLAIM_EXPIRES, c->expires);
    sello_put_uint(w, CLAIM_ISSUED);
    sello_put_uint(w, c->issued);
    sello_put_int(w, CLAIM_LABEL);
    sello_put_map(w, n_label_claims(c));
    put_number_claim(w, LABEL_SERIAL, (struct sello_number){c->serial != 0, c->serial});
#define PUT_TEXT put_text_claim
#define PUT_NUMBER put_number_claim
#define PUT_HASH put_hash_claim
#define PUT(name, key, member, type, ...) PUT_##type(w, key, c->member);
    SELLO_CLAIM_LIST(PUT)
}

void sello_commitment(struct sello_bytes claims_without_serial,
                      uint8_t out[SELLO_LEN(SELLO_COMMITMENT_LEN)]) {
    uint8_t hash[SELLO_HASH_LEN];
    sello_sha256(&claims_without_serial, 1, hash);
    memcpy(out, hash, SELLO_COMMITMENT_LEN);
}

/* ---- tokens ---- */

static size_t claims_len(const struct sello_claims *claims) {
    struct sello_writer count = sello_writer_count();
    sello_put_claims(&count, claims);
    return count.len;
}

static struct sello_writer label_header(uint8_t buf[SELLO_LEN(SELLO_HEADER_MAX)],
                                        const uint8_t kid[SELLO_LEN(SELLO_KID_LEN)]) {
    struct sello_writer w = sello_writer_init(buf, SELLO_HEADER_MAX);
    sello_put_header(&w, kid, NULL);
    return w;
}

void sello_put_label_to_sign(struct sello_writer *w, const uint8_t kid[SELLO_LEN(SELLO_KID_LEN)],
                             const struct sello_claims *claims) {
    uint8_t buf[SELLO_HEADER_MAX];
    struct sello_writer header = label_header(buf, kid);
    sello_put_sig_structure_head(w, sello_written(&header), claims_len(claims));
    sello_put_claims(w, claims);
}

void sello_put_label(struct sello_writer *w, const uint8_t kid[SELLO_LEN(SELLO_KID_LEN)],
                     const struct sello_claims *claims,
                     const uint8_t signature[SELLO_LEN(SELLO_SIG_LEN)]) {
    uint8_t buf[SELLO_HEADER_MAX];
    struct sello_writer header = label_header(buf, kid);
    sello_put_sign1_head(w, sello_written(&header), claims_len(claims));
    sello_put_claims(w, claims);
    sello_put_bytes(w, sello_bytes(signature, SELLO_SIG_LEN));
}

/* The integers that differ between labels of one record, dates among them. */
static void widen(struct sello_claims *c) {
    const struct sello_number most = {true, SELLO_INT_MAX};
    c->expires = most;
    c->issued = c->serial = SELLO_INT_MAX;
#define WIDEN_PLAIN(member)
#define WIDEN_SCHEME(member)
#define WIDEN_CERTIFICATE(member)
#define WIDEN_GTIN(member)
#define WIDEN_LANGUAGE(member)
#define WIDEN_PHOTO(member)
#define WIDEN_DATE(member) c->member = most;
#define WIDEN(name, key, member, type, limit, shown, ...) WIDEN_##shown(member)
    SELLO_CLAIM_LIST(WIDEN)
}

size_t sello_token_len(const struct sello_claims *claims, bool widest) {
    static const uint8_t no_kid[SELLO_KID_LEN], no_signature[SELLO_SIG_LEN];
    struct sello_claims c = *claims;
    if (widest) {
        widen(&c);
    }
    struct sello_writer count = sello_writer_count();
    sello_put_label(&count, no_kid, &c, no_signature);
    return count.len;
}

/* ---- texts ---- */

void sello_put_label_text(struct sello_writer *w, struct sello_bytes base_url,
                          struct sello_bytes token) {
    sello_write(w, base_url.ptr, base_url.len);
    sello_write(w, "#", 1);
    sello_digits_put(w, token);
}

static bool url_host_ok(struct sello_bytes host) {
    for (size_t i = 0; i < host.len; i++) {
        uint8_t c = host.ptr[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        bool edge = i == 0 || i == host.len - 1;
        if (!word && (edge || (c != '-' && c != '.' && c != ':'))) {
            return false;
        }
    }
    return host.len > 0;
}

/* Unreserved characters, sub-delims that need no escaping, escapes, and '/' (RFC 3986 section 3.3);
 * small letters only: capital ones cost phones the link. */
static bool url_path_char(uint8_t c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~!$&'()*+,;=:%/", c) != NULL);
}

bool sello_base_url_ok(struct sello_bytes url) {
    static const char scheme[] = "https://";
    size_t at = sizeof scheme - 1;
    if (url.len > SELLO_BASE_URL_MAX || url.len <= at || memcmp(url.ptr, scheme, at) != 0 ||
        url.ptr[url.len - 1] != '/') {
        return false;
    }
    const uint8_t *slash = memchr(url.ptr + at, '/', url.len - at);
    size_t host_len = (size_t)(slash - (url.ptr + at)); /* there is one: it is the last byte */
    for (size_t i = at + host_len; i < url.len; i++) {
        if (!url_path_char(url.ptr[i])) {
            return false;
        }
    }
    return url_host_ok(sello_bytes(url.ptr + at, host_len));
}

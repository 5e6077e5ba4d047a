/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/status_list.h"

#include "wire/trust_map.h"

enum {
    CLAIM_SUB = 2,             /* RFC 8392 section 3.1.2 */
    CLAIM_IAT = 6,             /* RFC 8392 section 3.1.6 */
    CLAIM_STATUS_LIST = 65533, /* draft-ietf-oauth-status-list section 5.2 */
    CLAIM_TTL = 65534
};

static const char sub_prefix[] = "urn:sello:";

uint64_t sello_list_entries(uint64_t highest, uint64_t k) {
    uint64_t left = highest + 1 - k * SELLO_LIST_ENTRIES;
    return left < SELLO_LIST_ENTRIES ? left : SELLO_LIST_ENTRIES;
}

size_t sello_list_bytes(uint64_t entries) {
    return (size_t)((entries + 3) / 4);
}

unsigned sello_list_get(const uint8_t *list, unsigned bits, uint64_t i) {
    unsigned shift = (unsigned)(i * bits % 8);
    return (unsigned)list[i * bits / 8] >> shift & ((1u << bits) - 1);
}

void sello_list_set(uint8_t *list, unsigned bits, uint64_t i, unsigned value) {
    unsigned shift = (unsigned)(i * bits % 8);
    unsigned mask = ((1u << bits) - 1) << shift;
    uint8_t *byte = &list[i * bits / 8];
    *byte = (uint8_t)((*byte & ~mask) | (value << shift & mask));
}

/* {"lst": zlib, "bits": 2} */
static void take_status_list(struct sello_reader *r, struct sello_status_token *out) {
    size_t n_pairs = sello_take_map(r);
    bool has_bits = false;
    for (size_t i = 0; i < n_pairs && r->error == SELLO_OK; i++) {
        struct sello_bytes name = sello_take_text(r);
        if (sello_bytes_eq(name, sello_bytes_of("lst"))) {
            out->lst = sello_take_bytes(r);
        } else if (sello_bytes_eq(name, sello_bytes_of("bits"))) {
            out->bits = sello_take_uint(r);
            has_bits = true;
        } else {
            sello_reader_fail(r, SELLO_E_NEWER);
        }
    }
    if (out->lst.ptr == NULL || !has_bits) {
        sello_reader_fail(r, SELLO_E_MISSING);
    }
}

static enum sello_error parse_claims(struct sello_bytes payload, struct sello_status_token *out) {
    bool has_iat = false, has_list = false;
    enum sello_error error = sello_content_check(payload);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_reader r = sello_reader_init(payload);
    size_t n_pairs = sello_take_map(&r);
    for (size_t i = 0; i < n_pairs && r.error == SELLO_OK; i++) {
        uint64_t key = sello_take_key(&r);
        switch (key) {
        case CLAIM_SUB: out->sub = sello_take_text(&r); break;
        case CLAIM_IAT:
            out->issued = sello_take_instant(&r);
            has_iat = true;
            break;
        case CLAIM_STATUS_LIST:
            take_status_list(&r, out);
            has_list = true;
            break;
        case CLAIM_TTL: out->ttl = (struct sello_number){true, sello_take_uint(&r)}; break;
        default: sello_pass_unknown(&r, key);
        }
    }
    error = sello_reader_end(&r);
    if (error == SELLO_OK && (out->sub.ptr == NULL || !has_iat || !has_list)) {
        error = SELLO_E_MISSING;
    }
    return error;
}

enum sello_error sello_status_token_parse(struct sello_bytes token,
                                          struct sello_status_token *out) {
    struct sello_status_token t = {0};
    enum sello_error error = sello_typed_parse(token, SELLO_TYPE_STATUS_LIST, &t.sign1);
    if (error == SELLO_OK) {
        error = parse_claims(t.sign1.payload, &t);
    }
    if (error == SELLO_OK) {
        *out = t;
    }
    return error;
}

void sello_put_status_sub(struct sello_writer *w,
                          const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)], uint64_t k) {
    static const char hex[] = "0123456789abcdef";
    sello_write(w, sub_prefix, sizeof sub_prefix - 1);
    for (size_t i = 0; i < SELLO_HASH_LEN; i++) {
        sello_write(w, &hex[fingerprint[i] >> 4], 1);
        sello_write(w, &hex[fingerprint[i] & 15], 1);
    }
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + k % 10);
        k /= 10;
    } while (k > 0);
    sello_write(w, ":", 1);
    sello_write(w, digits + at, sizeof digits - at);
}

void sello_put_status_claims(struct sello_writer *w, struct sello_bytes sub, uint64_t issued,
                             uint64_t ttl, struct sello_bytes lst) {
    sello_put_map(w, 4);
    sello_put_uint(w, CLAIM_SUB);
    sello_put_text(w, sub);
    sello_put_uint(w, CLAIM_IAT);
    sello_put_uint(w, issued);
    sello_put_uint(w, CLAIM_STATUS_LIST);
    sello_put_map(w, 2);
    sello_put_text(w, sello_bytes_of("lst"));
    sello_put_bytes(w, lst);
    sello_put_text(w, sello_bytes_of("bits"));
    sello_put_uint(w, 2);
    sello_put_uint(w, CLAIM_TTL);
    sello_put_uint(w, ttl);
}

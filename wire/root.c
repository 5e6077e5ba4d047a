/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/root.h"

#include "wire/root_keys.h"
#include "wire/text.h"
#include "wire/trust_map.h"

/* ---- parts of the payload ---- */

static void take_root_text(struct sello_reader *r, size_t least, size_t most,
                           struct sello_bytes *out) {
    *out = sello_take_text(r);
    if (r->error == SELLO_OK) {
        sello_reader_fail(r, sello_text_check(*out, least, most, NULL));
    }
}

/* Readers offer it as a link, so it must be one of ours and of no other kind. */
static void take_base_url(struct sello_reader *r, struct sello_bytes *out) {
    *out = sello_take_text(r);
    if (r->error == SELLO_OK && !sello_base_url_ok(*out)) {
        sello_reader_fail(r, SELLO_E_TEXT);
    }
}

/* Further addresses, at least one: left out where there are none. */
static void take_addresses(struct sello_reader *r, struct sello_root *out) {
    const uint8_t *start = r->rest.ptr;
    size_t n = sello_take_array(r);
    if (n == 0) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    for (size_t i = 0; i < n && r->error == SELLO_OK; i++) {
        struct sello_bytes url;
        take_base_url(r, &url);
    }
    out->addresses = sello_bytes(start, (size_t)(r->rest.ptr - start));
}

static void take_certifier(struct sello_reader *r, struct sello_root *out) {
    unsigned seen = 0;
    size_t n_pairs = sello_take_map(r);
    for (size_t i = 0; i < n_pairs && r->error == SELLO_OK; i++) {
        uint64_t key = sello_take_key(r);
        sello_see(&seen, key);
        switch (key) {
        case CERTIFIER_NAME: take_root_text(r, 1, SELLO_NAME_MAX, &out->name); break;
        case CERTIFIER_URL: take_base_url(r, &out->base_url); break;
        case CERTIFIER_CONTACT: take_root_text(r, 0, SELLO_NAME_MAX, &out->contact); break;
        default: sello_pass_unknown(r, key);
        }
    }
    sello_reader_fail(r, sello_map_end(r, seen, 1u << CERTIFIER_NAME | 1u << CERTIFIER_URL));
}

/* An array of scheme codes. */
static void take_scheme_codes(struct sello_reader *r, struct sello_root_key *key) {
    const uint8_t *start = r->rest.ptr;
    size_t n = sello_take_array(r);
    for (size_t i = 0; i < n; i++) {
        if (sello_take_uint(r) > SELLO_SCHEME_MAX) {
            sello_reader_fail(r, SELLO_E_RANGE);
        }
    }
    key->limited = true;
    key->schemes = sello_bytes(start, (size_t)(r->rest.ptr - start));
}

static void take_key_field(struct sello_reader *r, uint64_t field, bool is_member,
                           struct sello_root_key *key) {
    if (field == ROOT_KEY_PUBLIC) {
        sello_take_fixed(r, key->public_key, SELLO_KEY_LEN);
        return;
    }
    if (is_member) {
        if (field == MEMBER_NAME) {
            take_root_text(r, 0, SELLO_NAME_MAX, &key->name);
        } else {
            sello_pass_unknown(r, field);
        }
        return;
    }
    switch (field) {
    case DELEGATED_ROLE: key->role = sello_take_uint(r); break;
    case DELEGATED_NOT_BEFORE: key->not_before = sello_take_instant(r); break;
    case DELEGATED_STOP: key->stop_signing = sello_take_instant(r); break;
    case DELEGATED_STATE: key->state = sello_take_uint(r); break;
    case DELEGATED_SINCE: key->compromised_since = sello_take_instant(r); break;
    case DELEGATED_SCHEMES: take_scheme_codes(r, key); break;
    default: sello_pass_unknown(r, field);
    }
}

static void take_key(struct sello_reader *r, bool is_member, struct sello_root_key *key) {
    unsigned seen = 0;
    unsigned needed = 1u << ROOT_KEY_PUBLIC | 1u << (is_member ? MEMBER_NAME : DELEGATED_ROLE);
    size_t n_pairs = sello_take_map(r);
    *key = (struct sello_root_key){.stop_signing = SELLO_NEVER};
    for (size_t i = 0; i < n_pairs && r->error == SELLO_OK; i++) {
        uint64_t field = sello_take_key(r);
        sello_see(&seen, field);
        take_key_field(r, field, is_member, key);
    }
    sello_reader_fail(r, sello_map_end(r, seen, needed));
    if (r->error != SELLO_OK) {
        return;
    }
    sello_kid(key->public_key, key->kid);
    if (!is_member &&
        (key->role == SELLO_ROLE_MEMBER || key->state > SELLO_KEY_COMPROMISED ||
         ((seen & 1u << DELEGATED_SINCE) != 0 && key->state != SELLO_KEY_COMPROMISED) ||
         (key->state == SELLO_KEY_RETIRED && key->stop_signing == SELLO_NEVER) ||
         key->not_before >= key->stop_signing)) {
        sello_reader_fail(r, SELLO_E_ROOT_KEY_STATE);
    }
}

static void take_keys(struct sello_reader *r, bool members, struct sello_root *out) {
    size_t n = sello_take_array(r);
    if (n > SELLO_ROOT_KEYS_MAX - out->n_keys) {
        sello_reader_fail(r, SELLO_E_TOO_LONG);
        return;
    }
    for (size_t i = 0; i < n && r->error == SELLO_OK; i++) {
        take_key(r, members, &out->key[out->n_keys++]);
    }
    if (members) {
        out->n_members = out->n_keys;
    }
}

/* {code: {language: name}} */
static void take_schemes(struct sello_reader *r, struct sello_root *out) {
    const uint8_t *start = r->rest.ptr;
    size_t n_codes = sello_take_map(r);
    for (size_t i = 0; i < n_codes && r->error == SELLO_OK; i++) {
        if (sello_take_key(r) > SELLO_SCHEME_MAX) {
            sello_reader_fail(r, SELLO_E_RANGE);
        }
        size_t n_names = sello_take_map(r);
        for (size_t j = 0; j < n_names && r->error == SELLO_OK; j++) {
            struct sello_bytes text;
            take_root_text(r, 1, SELLO_LANGUAGE_MAX, &text);
            take_root_text(r, 1, SELLO_NAME_MAX, &text);
        }
    }
    out->schemes = sello_bytes(start, (size_t)(r->rest.ptr - start));
}

/* One for each member, in their order, whose keys stand before it in the map. */
static void take_slhdsa(struct sello_reader *r, struct sello_root *out) {
    size_t n = sello_take_array(r);
    if (r->error == SELLO_OK && n != out->n_members) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    for (size_t i = 0; i < n && r->error == SELLO_OK; i++) {
        struct sello_bytes key = sello_take_bytes(r);
        if (r->error == SELLO_OK && key.len != SELLO_ROOT_SLHDSA_LEN) {
            sello_reader_fail(r, SELLO_E_RANGE);
        }
        out->key[i].slhdsa = key.ptr;
    }
}

static void take_root_field(struct sello_reader *r, uint64_t key, struct sello_root *out) {
    switch (key) {
    case ROOT_FINGERPRINT:
        out->has_fingerprint = true;
        sello_take_fixed(r, out->fingerprint, SELLO_HASH_LEN);
        break;
    case ROOT_VERSION: out->version = sello_take_uint(r); break;
    case ROOT_THRESHOLD: out->threshold = sello_take_uint(r); break;
    case ROOT_MEMBERS: take_keys(r, true, out); break;
    case ROOT_CERTIFIER: take_certifier(r, out); break;
    case ROOT_DELEGATED: take_keys(r, false, out); break;
    case ROOT_ISSUED: out->issued = sello_take_instant(r); break;
    case ROOT_PREVIOUS:
        out->has_previous = true;
        sello_take_fixed(r, out->previous, SELLO_HASH_LEN);
        break;
    case ROOT_SCHEMES: take_schemes(r, out); break;
    case ROOT_PRACTICE:
        out->practice = sello_take_bool(r);
        if (!out->practice) { /* left out instead */
            sello_reader_fail(r, SELLO_E_RANGE);
        }
        break;
    case ROOT_ADDRESSES: take_addresses(r, out); break;
    case ROOT_SLHDSA: take_slhdsa(r, out); break;
    default: sello_pass_unknown(r, key);
    }
}

/* ---- the whole ---- */

enum sello_error sello_root_payload_parse(struct sello_bytes payload, struct sello_root *out) {
    static const unsigned needed = 1u << ROOT_VERSION | 1u << ROOT_THRESHOLD | 1u << ROOT_MEMBERS |
                                   1u << ROOT_CERTIFIER | 1u << ROOT_DELEGATED | 1u << ROOT_ISSUED;
    struct sello_root root = {.key = out->key, .payload = payload};
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
        take_root_field(&r, key, &root);
    }
    error = sello_map_end(&r, seen, needed);
    if (error != SELLO_OK) {
        return error;
    }
    bool first = root.version == 1;
    if (root.version == 0 || first == root.has_fingerprint || first == root.has_previous) {
        return root.version == 0 ? SELLO_E_RANGE : SELLO_E_ROOT_PREVIOUS;
    }
    sello_sha256(&payload, 1, root.hash);
    if (first) {
        memcpy(root.fingerprint, root.hash, SELLO_HASH_LEN);
    }
    *out = root;
    return SELLO_OK;
}

/* The body's protected bucket is exactly {1: alg, 16: SELLO_TYPE_ROOT}. */
static enum sello_error check_body_header(struct sello_bytes protected_bytes) {
    struct sello_header header;
    enum sello_error error = sello_header_parse(protected_bytes, SELLO_DEPTH_TRUST, &header);
    if (error != SELLO_OK) {
        return error;
    }
    if (!header.alg_known || header.unknown || header.has_kid) {
        return header.alg_known ? SELLO_E_NEWER : SELLO_E_NEWER_ALG;
    }
    return sello_bytes_eq(header.type, sello_bytes_of(SELLO_TYPE_ROOT)) ? SELLO_OK : SELLO_E_TYPE;
}

enum sello_error sello_root_parse(struct sello_bytes root, struct sello_root *out) {
    bool tagged = false;
    if (root.len > SELLO_ROOT_MAX) {
        return SELLO_E_TOO_LONG;
    }
    enum sello_error error = sello_cbor_check(root, SELLO_DEPTH_TRUST, &tagged);
    if (error != SELLO_OK || tagged) {
        return error != SELLO_OK ? error : SELLO_E_NEWER;
    }
    struct sello_reader r = sello_reader_init(root);
    if (sello_take_tag(&r) != SELLO_TAG_SIGN || sello_take_array(&r) != 4) {
        return SELLO_E_TYPE;
    }
    struct sello_bytes protected_bytes = sello_take_bytes(&r);
    size_t n_unprotected = sello_take_map(&r);
    if (n_unprotected > 0) {
        return SELLO_E_NEWER;
    }
    struct sello_bytes payload = sello_take_bytes(&r);
    struct sello_bytes signatures = sello_take_item(&r);
    error = sello_reader_end(&r);
    if (error == SELLO_OK) {
        error = check_body_header(protected_bytes);
    }
    if (error == SELLO_OK) {
        error = sello_root_payload_parse(payload, out);
    }
    if (error == SELLO_OK) {
        out->protected_bytes = protected_bytes;
        out->signatures = signatures;
    }
    return error;
}

/* ---- questions ---- */

static bool lists_scheme(const struct sello_root_key *key, uint64_t code) {
    struct sello_reader r = sello_reader_init(key->schemes);
    size_t n = sello_take_array(&r);
    for (size_t i = 0; i < n; i++) {
        if (sello_take_uint(&r) == code) {
            return true;
        }
    }
    return false;
}

enum sello_error sello_root_key_allows(const struct sello_root_key *key, uint64_t issued,
                                       struct sello_number scheme) {
    if (key->role != SELLO_ROLE_LABEL) {
        return SELLO_E_KEY_ROLE;
    }
    if (issued < key->not_before || issued >= key->stop_signing) {
        return SELLO_E_KEY_DATE;
    }
    if (key->limited && !(scheme.present && lists_scheme(key, scheme.value))) {
        return SELLO_E_KEY_SCHEME;
    }
    return SELLO_OK;
}

/* What the scheme table says of one code. */
struct scheme_names {
    struct sello_bytes exact; /* the name in the language asked for */
    struct sello_bytes any;
};

static struct scheme_names find_scheme(const struct sello_root *root, uint64_t code,
                                       struct sello_bytes language) {
    struct scheme_names found = {0};
    struct sello_reader r = sello_reader_init(root->schemes);
    size_t n_codes = root->schemes.len > 0 ? sello_take_map(&r) : 0;
    for (size_t i = 0; i < n_codes; i++) {
        bool is_it = sello_take_uint(&r) == code;
        size_t n_names = sello_take_map(&r);
        for (size_t j = 0; j < n_names; j++) {
            struct sello_bytes in = sello_take_text(&r);
            struct sello_bytes name = sello_take_text(&r);
            if (is_it) {
                found.any = found.any.ptr == NULL ? name : found.any;
                found.exact = sello_bytes_eq(in, language) ? name : found.exact;
            }
        }
    }
    return found;
}

struct sello_bytes sello_root_scheme_name_in(const struct sello_root *root, uint64_t code,
                                             struct sello_bytes language) {
    return find_scheme(root, code, language).exact;
}

struct sello_bytes sello_root_scheme_name(const struct sello_root *root, uint64_t code,
                                          struct sello_bytes language) {
    struct scheme_names found = find_scheme(root, code, language);
    return found.exact.ptr != NULL ? found.exact : found.any;
}

void sello_fingerprint_text(const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)],
                            char out[SELLO_LEN(SELLO_FINGERPRINT_TEXT_LEN)]) {
    static const char hex[] = "0123456789abcdef";
    size_t at = 0;
    for (size_t i = 0; i < 16; i++) {
        if (i > 0 && i % 2 == 0) {
            out[at++] = ' ';
        }
        out[at++] = hex[hash[i] >> 4];
        out[at++] = hex[hash[i] & 15];
    }
    out[at] = '\0';
}

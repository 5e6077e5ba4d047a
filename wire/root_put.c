/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/root.h"

#include "wire/root_keys.h"

static void put_member(struct sello_writer *w, const struct sello_root_key *key) {
    sello_put_map(w, 2);
    sello_put_uint(w, ROOT_KEY_PUBLIC);
    sello_put_bytes(w, sello_bytes(key->public_key, SELLO_KEY_LEN));
    sello_put_uint(w, MEMBER_NAME);
    sello_put_text(w, key->name);
}

static void put_field(struct sello_writer *w, uint64_t field, uint64_t value) {
    sello_put_uint(w, field);
    sello_put_uint(w, value);
}

static void put_delegated(struct sello_writer *w, const struct sello_root_key *key) {
    bool stops = key->stop_signing != SELLO_NEVER;
    sello_put_map(w, 3u + (key->not_before != 0) + stops + (key->compromised_since != 0) +
                         key->limited);
    sello_put_uint(w, ROOT_KEY_PUBLIC);
    sello_put_bytes(w, sello_bytes(key->public_key, SELLO_KEY_LEN));
    put_field(w, DELEGATED_ROLE, key->role);
    if (key->not_before != 0) {
        put_field(w, DELEGATED_NOT_BEFORE, key->not_before);
    }
    if (stops) {
        put_field(w, DELEGATED_STOP, key->stop_signing);
    }
    put_field(w, DELEGATED_STATE, key->state);
    if (key->compromised_since != 0) {
        put_field(w, DELEGATED_SINCE, key->compromised_since);
    }
    if (key->limited) {
        sello_put_uint(w, DELEGATED_SCHEMES);
        sello_write(w, key->schemes.ptr, key->schemes.len);
    }
}

static void put_certifier(struct sello_writer *w, const struct sello_root *root) {
    sello_put_map(w, 3);
    sello_put_uint(w, CERTIFIER_NAME);
    sello_put_text(w, root->name);
    sello_put_uint(w, CERTIFIER_URL);
    sello_put_text(w, root->base_url);
    sello_put_uint(w, CERTIFIER_CONTACT);
    sello_put_text(w, root->contact);
}

/* Of every member, or the field cannot be written. */
static bool has_slhdsa(const struct sello_root *root) {
    bool has = root->n_members > 0;
    for (size_t i = 0; i < root->n_members; i++) {
        has = has && root->key[i].slhdsa != NULL;
    }
    return has;
}

void sello_put_root_payload(struct sello_writer *w, const struct sello_root *root) {
    bool slhdsa = has_slhdsa(root);
    sello_put_map(w, 7u + root->has_fingerprint + root->has_previous + root->practice +
                         (root->addresses.len > 0) + slhdsa);
    if (root->has_fingerprint) {
        sello_put_uint(w, ROOT_FINGERPRINT);
        sello_put_bytes(w, sello_bytes(root->fingerprint, SELLO_HASH_LEN));
    }
    put_field(w, ROOT_VERSION, root->version);
    put_field(w, ROOT_THRESHOLD, root->threshold);
    sello_put_uint(w, ROOT_MEMBERS);
    sello_put_array(w, root->n_members);
    for (size_t i = 0; i < root->n_members; i++) {
        put_member(w, &root->key[i]);
    }
    sello_put_uint(w, ROOT_CERTIFIER);
    put_certifier(w, root);
    sello_put_uint(w, ROOT_DELEGATED);
    sello_put_array(w, root->n_keys - root->n_members);
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        put_delegated(w, &root->key[i]);
    }
    put_field(w, ROOT_ISSUED, root->issued);
    if (root->has_previous) {
        sello_put_uint(w, ROOT_PREVIOUS);
        sello_put_bytes(w, sello_bytes(root->previous, SELLO_HASH_LEN));
    }
    sello_put_uint(w, ROOT_SCHEMES);
    if (root->schemes.len > 0) {
        sello_write(w, root->schemes.ptr, root->schemes.len);
    } else {
        sello_put_map(w, 0);
    }
    if (root->practice) {
        sello_put_uint(w, ROOT_PRACTICE);
        sello_put_bool(w, true);
    }
    if (root->addresses.len > 0) {
        sello_put_uint(w, ROOT_ADDRESSES);
        sello_write(w, root->addresses.ptr, root->addresses.len);
    }
    if (slhdsa) {
        sello_put_uint(w, ROOT_SLHDSA);
        sello_put_array(w, root->n_members);
        for (size_t i = 0; i < root->n_members; i++) {
            sello_put_bytes(w, sello_bytes(root->key[i].slhdsa, SELLO_ROOT_SLHDSA_LEN));
        }
    }
}

static struct sello_writer root_header(uint8_t buf[SELLO_LEN(SELLO_HEADER_MAX)], const uint8_t *kid,
                                       const char *type) {
    struct sello_writer w = sello_writer_init(buf, SELLO_HEADER_MAX);
    sello_put_header(&w, kid, type);
    return w;
}

void sello_put_root_to_sign(struct sello_writer *w, const uint8_t kid[SELLO_LEN(SELLO_KID_LEN)],
                            struct sello_bytes payload) {
    uint8_t body_buf[SELLO_HEADER_MAX], sign_buf[SELLO_HEADER_MAX];
    struct sello_writer body = root_header(body_buf, NULL, SELLO_TYPE_ROOT);
    struct sello_writer sign = root_header(sign_buf, kid, NULL);
    sello_put_sign_structure(w, sello_written(&body), sello_written(&sign), payload);
}

void sello_put_root(struct sello_writer *w, struct sello_bytes payload,
                    const struct sello_root_signature *signatures, size_t n_signatures) {
    uint8_t buf[SELLO_HEADER_MAX];
    struct sello_writer body = root_header(buf, NULL, SELLO_TYPE_ROOT);
    sello_put_tag(w, SELLO_TAG_SIGN);
    sello_put_array(w, 4);
    sello_put_bytes(w, sello_written(&body));
    sello_put_map(w, 0);
    sello_put_bytes(w, payload);
    sello_put_array(w, n_signatures);
    for (size_t i = 0; i < n_signatures; i++) {
        struct sello_writer sign = root_header(buf, signatures[i].kid, NULL);
        sello_put_array(w, 3);
        sello_put_bytes(w, sello_written(&sign));
        sello_put_map(w, 0);
        sello_put_bytes(w, sello_bytes(signatures[i].signature, SELLO_SIG_LEN));
    }
}

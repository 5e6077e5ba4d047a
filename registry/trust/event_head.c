/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/event_head.h"

#include <stdlib.h>

#include "registry/store/store.h"
#include "registry/trust/sign.h"

enum { KEY_FINGERPRINT, KEY_SEQ, KEY_CHAIN, KEY_AT, N_KEYS };

/* What is signed. */
struct head {
    struct sello_bytes fingerprint, chain;
    uint64_t seq, at;
};

#define PAYLOAD_MAX 128 /* bytes */

enum sello_error event_head_make(struct sello_store *store, const struct sello_key *key,
                                 uint64_t now, struct sello_event_head *out) {
    uint8_t fingerprint[SELLO_HASH_LEN], chain[SELLO_HASH_LEN], payload[PAYLOAD_MAX];
    out->len = 0;
    enum sello_error error = sello_store_fingerprint(store, fingerprint);
    if (error == SELLO_OK) {
        error = sello_event_newest(store, &out->seq, chain);
    }
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_writer p = sello_writer_init(payload, sizeof payload);
    struct sello_writer w = sello_writer_init(out->bytes, sizeof out->bytes);
    sello_put_map(&p, N_KEYS);
    sello_put_uint(&p, KEY_FINGERPRINT);
    sello_put_bytes(&p, sello_bytes(fingerprint, sizeof fingerprint));
    sello_put_uint(&p, KEY_SEQ);
    sello_put_uint(&p, out->seq);
    sello_put_uint(&p, KEY_CHAIN);
    sello_put_bytes(&p, sello_bytes(chain, sizeof chain));
    sello_put_uint(&p, KEY_AT);
    sello_put_uint(&p, now);
    error = sign_typed(key, SELLO_TYPE_EVENTS, sello_written(&p), &w);
    out->len = error == SELLO_OK ? sello_written(&w).len : 0;
    return error;
}

enum sello_error event_head_sign(struct sello_store *store, const struct sello_key *key,
                                 uint64_t now) {
    struct sello_event_head head;
    enum sello_error error = event_head_make(store, key, now, &head);
    return error == SELLO_OK ? sello_event_head_put(store, &head) : error;
}

static enum sello_error parse(struct sello_bytes payload, struct head *out) {
    struct sello_reader r = sello_reader_init(payload);
    *out = (struct head){.seq = 0};
    size_t n = sello_take_map(&r);
    for (size_t i = 0; i < n && r.error == SELLO_OK; i++) {
        switch (sello_take_uint(&r)) {
        case KEY_FINGERPRINT: out->fingerprint = sello_take_bytes(&r); break;
        case KEY_SEQ: out->seq = sello_take_uint(&r); break;
        case KEY_CHAIN: out->chain = sello_take_bytes(&r); break;
        case KEY_AT: out->at = sello_take_uint(&r); break;
        default: sello_reader_fail(&r, SELLO_E_NEWER);
        }
    }
    return sello_reader_end(&r);
}

/* By a status key that was not compromised. */
static bool signed_by(const struct sello_root *root, const struct sello_sign1 *sign1) {
    uint8_t scratch[SELLO_EVENT_HEAD_MAX + 128];
    for (size_t i = 0; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        if (key->role == SELLO_ROLE_STATUS && key->state != SELLO_KEY_COMPROMISED &&
            sello_sign1_scratch(sign1) <= sizeof scratch &&
            sello_sign1_check(sign1, key->public_key, scratch, sizeof scratch)) {
            return true;
        }
    }
    return false;
}

/* The event that the head names. */
static bool is_named(void *context, const struct sello_event *event) {
    struct sello_event *out = context;
    *out = *event;
    return false; /* the first is the one */
}

static enum sello_error compare(struct sello_store *store, const struct head *head) {
    uint8_t fingerprint[SELLO_HASH_LEN];
    struct sello_event event = {.seq = 0};
    enum sello_error error = sello_store_fingerprint(store, fingerprint);
    if (error == SELLO_OK) {
        error = sello_event_list(store, head->seq, is_named, &event);
    }
    if (error != SELLO_OK) {
        return error;
    }
    bool same = sello_bytes_eq(head->fingerprint, sello_bytes(fingerprint, sizeof fingerprint)) &&
                event.seq == head->seq &&
                sello_bytes_eq(head->chain, sello_bytes(event.chain, sizeof event.chain));
    return same ? SELLO_OK : SELLO_E_STORE_DAMAGED;
}

enum sello_error event_head_check(struct sello_store *store, const struct sello_root *root,
                                  uint64_t *out_seq) {
    struct sello_event_head stored;
    struct sello_sign1 sign1;
    struct head head;
    *out_seq = 0;
    enum sello_error error = sello_event_head_get(store, &stored);
    if (error == SELLO_E_NOT_FOUND) {
        return SELLO_OK;
    }
    if (error == SELLO_OK) {
        error = sello_typed_parse(sello_bytes(stored.bytes, stored.len), SELLO_TYPE_EVENTS, &sign1);
    }
    if (error == SELLO_OK) {
        error = parse(sign1.payload, &head);
    }
    if (error == SELLO_OK && !signed_by(root, &sign1)) {
        error = SELLO_E_SIGNATURE;
    }
    if (error == SELLO_OK) {
        error = compare(store, &head);
    }
    *out_seq = error == SELLO_OK ? head.seq : 0;
    return error;
}

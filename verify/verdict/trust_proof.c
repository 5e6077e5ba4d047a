/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/trust_proof.h"

#include "wire/log_proof.h"

bool sello_trust_log_signs(const struct sello_trust *trust, const struct sello_checkpoint *c,
                           struct sello_bytes origin) {
    const struct sello_root *root = &trust->root;
    bool ok = false;
    for (size_t i = root->n_members; i < root->n_keys && !ok; i++) {
        struct sello_note_key key = {.name = origin, .type = SELLO_NOTE_ED25519};
        memcpy(key.key, root->key[i].public_key, sizeof key.key);
        ok = root->key[i].role == SELLO_ROLE_LOG && sello_bytes_eq(key.name, c->origin) &&
             sello_note_check(&c->note, &key, NULL, NULL) == SELLO_OK;
    }
    return ok;
}

bool sello_trust_log_is_of(const struct sello_trust *trust, const struct sello_checkpoint *c) {
    uint8_t buf[SELLO_NOTE_NAME_MAX];
    struct sello_writer origin = sello_writer_init(buf, sizeof buf);
    sello_trust_put_origin(trust, &origin);
    return sello_trust_log_signs(trust, c, sello_written(&origin));
}

bool sello_trust_proves(const struct sello_trust *newest, const struct sello_trust *whole,
                        struct sello_bytes bytes, struct sello_note *out_note) {
    uint8_t hashes[SELLO_PATH_MAX][SELLO_HASH_LEN], leaf[SELLO_HASH_LEN];
    struct sello_log_proof proof = {.path = hashes};
    if (sello_log_proof_parse(bytes, &proof, NULL) != SELLO_OK ||
        !sello_trust_log_is_of(newest, &proof.checkpoint)) {
        return false;
    }
    sello_trust_log_leaf(whole, leaf);
    *out_note = proof.checkpoint.note;
    return sello_inclusion_check(proof.number, proof.checkpoint.size, leaf,
                                 (const uint8_t(*)[SELLO_HASH_LEN])hashes, proof.n_path,
                                 proof.checkpoint.root);
}

bool sello_trust_policy_is_for(const struct sello_trust *trust,
                               const struct sello_log_policy *policy) {
    uint8_t buf[SELLO_NOTE_NAME_MAX];
    struct sello_writer origin = sello_writer_init(buf, sizeof buf);
    sello_trust_put_origin(trust, &origin);
    bool named = policy->n_logs == 0;
    for (size_t i = 0; i < policy->n_logs && !named; i++) {
        named = sello_bytes_eq(policy->log[i].name, sello_written(&origin));
    }
    return named;
}

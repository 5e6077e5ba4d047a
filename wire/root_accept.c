/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/root.h"

/* TUF's rules for the keys of a root (The Update Framework, sections 5.3.3 to 5.3.5), and ours. */

/* Where each key's signature is noted; laid out in the caller's scratch before the Sig_structure.
 */
struct signers {
    uint8_t *now;    /* one flag per key of the root */
    uint8_t *before; /* one flag per key of the root before */
    uint8_t *scratch;
    size_t scratch_len;
    const struct sello_root_key *last; /* who signed last; NULL: nobody yet */
};

static bool same_key(const struct sello_root_key *a, const struct sello_root_key *b) {
    return memcmp(a->public_key, b->public_key, SELLO_KEY_LEN) == 0;
}

static const struct sello_root_key *find_key(const struct sello_root *root,
                                             const struct sello_root_key *wanted) {
    for (size_t i = 0; root != NULL && i < root->n_keys; i++) {
        if (same_key(&root->key[i], wanted)) {
            return &root->key[i];
        }
    }
    return NULL;
}

/* ---- the keys themselves ---- */

/* Points that the root before has were checked there. */
static enum sello_error check_keys(const struct sello_root *before, const struct sello_root *root,
                                   size_t *out_entry) {
    for (size_t i = 0; i < root->n_keys; i++) {
        *out_entry = i;
        for (size_t j = 0; j < i; j++) {
            if (same_key(&root->key[i], &root->key[j])) {
                return SELLO_E_ROOT_KEY_TWICE;
            }
        }
        if (find_key(before, &root->key[i]) == NULL &&
            !sello_ed25519_key_ok(root->key[i].public_key)) {
            return SELLO_E_ROOT_WEAK_KEY;
        }
    }
    if (root->threshold < 1 || root->threshold > root->n_members) {
        return SELLO_E_ROOT_THRESHOLD;
    }
    return SELLO_OK;
}

/* ---- signatures ---- */

/* The first key of this kid in either root, by its public key, behind `after` (NULL: of all). */
static const struct sello_root_key *next_of_kid(const struct sello_root *before,
                                                const struct sello_root *root, const uint8_t *kid,
                                                const struct sello_root_key *after) {
    const struct sello_root *const both[] = {root, before};
    const struct sello_root_key *first = NULL;
    for (size_t r = 0; r < 2 && both[r] != NULL; r++) {
        for (size_t i = 0; i < both[r]->n_keys; i++) {
            const struct sello_root_key *key = &both[r]->key[i];
            if (memcmp(key->kid, kid, SELLO_KID_LEN) == 0 &&
                (after == NULL || memcmp(key->public_key, after->public_key, SELLO_KEY_LEN) > 0) &&
                (first == NULL || memcmp(key->public_key, first->public_key, SELLO_KEY_LEN) < 0)) {
                first = key;
            }
        }
    }
    return first;
}

static void flag_signer(const struct sello_root *root, const struct sello_root_key *signer,
                        uint8_t *flags) {
    const struct sello_root_key *key = find_key(root, signer);
    if (key != NULL) {
        flags[key - root->key] = 1;
    }
}

/* One COSE_Signature, [protected, {}, signature], taken apart. */
static enum sello_error take_signature(struct sello_reader *r, struct sello_header *out_header,
                                       struct sello_bytes *out_protected,
                                       const uint8_t **out_signature) {
    if (sello_take_array(r) != 3) {
        return SELLO_E_TYPE;
    }
    *out_protected = sello_take_bytes(r);
    bool unprotected = sello_take_map(r) > 0;
    struct sello_bytes signature = unprotected ? sello_bytes(NULL, 0) : sello_take_bytes(r);
    if (unprotected || r->error != SELLO_OK) {
        return unprotected ? SELLO_E_NEWER : r->error;
    }
    enum sello_error error = sello_header_parse(*out_protected, SELLO_DEPTH_TRUST, out_header);
    if (error != SELLO_OK) {
        return error;
    }
    if (!out_header->alg_known) {
        return SELLO_E_NEWER_ALG;
    }
    if (out_header->unknown || out_header->type.ptr != NULL) {
        return SELLO_E_NEWER;
    }
    *out_signature = signature.ptr;
    return !out_header->has_kid             ? SELLO_E_MISSING
           : signature.len == SELLO_SIG_LEN ? SELLO_OK
                                            : SELLO_E_RANGE;
}

/* Signatures ascend strictly by kid and public key, so each key signs once, and what a root can
 * make a reader verify is bounded by its keys. */
static enum sello_error check_signature(const struct sello_root *before,
                                        const struct sello_root *root, struct sello_reader *r,
                                        struct signers *signers) {
    struct sello_bytes sign_protected;
    struct sello_header header = {0};
    const uint8_t *signature;
    enum sello_error error = take_signature(r, &header, &sign_protected, &signature);
    if (error != SELLO_OK) {
        return error;
    }
    const struct sello_root_key *last = signers->last;
    int order = last != NULL ? memcmp(header.kid, last->kid, SELLO_KID_LEN) : 1;
    const struct sello_root_key *key =
        next_of_kid(before, root, header.kid, order == 0 ? last : NULL);
    if (order < 0 || (order == 0 && key == NULL)) {
        return SELLO_E_CBOR_ORDER;
    }
    if (key == NULL) {
        return SELLO_E_ROOT_STRANGER;
    }
    struct sello_writer w = sello_writer_init(signers->scratch, signers->scratch_len);
    sello_put_sign_structure(&w, root->protected_bytes, sign_protected, root->payload);
    if (w.failed) {
        return SELLO_E_TOO_LONG;
    }
    while (key != NULL && !sello_ed25519_check(signature, key->public_key, sello_written(&w))) {
        key = next_of_kid(before, root, header.kid, key);
    }
    if (key == NULL) {
        return SELLO_E_ROOT_SIGNATURE;
    }
    flag_signer(root, key, signers->now);
    flag_signer(before, key, signers->before);
    signers->last = key;
    return SELLO_OK;
}

static enum sello_error check_signatures(const struct sello_root *before,
                                         const struct sello_root *root, struct signers *signers) {
    struct sello_reader r = sello_reader_init(root->signatures);
    for (size_t n = sello_take_array(&r); n > 0; n--) {
        enum sello_error error = check_signature(before, root, &r, signers);
        if (error != SELLO_OK) {
            return error;
        }
    }
    return sello_reader_end(&r);
}

/* ---- who had to sign ---- */

static size_t n_flagged(const uint8_t *flags, size_t n) {
    size_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += flags[i];
    }
    return sum;
}

static enum sello_error check_quorum(const struct sello_root *before, const struct sello_root *root,
                                     const struct signers *signers, size_t *out_entry) {
    if (n_flagged(signers->now, root->n_members) < root->threshold) {
        return SELLO_E_ROOT_FEW_NEW;
    }
    if (before != NULL && n_flagged(signers->before, before->n_members) < before->threshold) {
        return SELLO_E_ROOT_FEW_OLD;
    }
    for (size_t i = 0; i < root->n_keys; i++) {
        if (!signers->now[i] && find_key(before, &root->key[i]) == NULL) {
            *out_entry = i;
            return SELLO_E_ROOT_UNSIGNED_KEY;
        }
    }
    return SELLO_OK;
}

/* ---- what a successor must keep ---- */

static enum sello_error check_delegated(const struct sello_root *before,
                                        const struct sello_root *root, size_t *out_entry) {
    size_t n_old = before->n_keys - before->n_members;
    size_t n_new = root->n_keys - root->n_members;
    for (size_t i = 0; i < n_old; i++) {
        const struct sello_root_key *old = &before->key[before->n_members + i];
        const struct sello_root_key *new = &root->key[root->n_members + i];
        *out_entry = root->n_members + i;
        if (i >= n_new || !same_key(old, new) || old->role != new->role ||
            old->not_before != new->not_before || new->state < old->state) {
            return SELLO_E_ROOT_DROPPED_KEY;
        }
    }
    for (size_t i = root->n_members + n_old; i < root->n_keys; i++) {
        *out_entry = i;
        if (find_key(before, &root->key[i]) != NULL) { /* it was a member's */
            return SELLO_E_ROOT_KEY_ROLE;
        }
    }
    return SELLO_OK;
}

/* Further addresses are only added, at the end. */
static enum sello_error check_addresses(const struct sello_root *before,
                                        const struct sello_root *root) {
    struct sello_reader old = sello_reader_init(before->addresses);
    struct sello_reader new = sello_reader_init(root->addresses);
    size_t n_old = before->addresses.len > 0 ? sello_take_array(&old) : 0;
    size_t n_new = root->addresses.len > 0 ? sello_take_array(&new) : 0;
    bool kept = n_old <= n_new;
    for (size_t i = 0; i < n_old && kept; i++) {
        kept = sello_bytes_eq(sello_take_text(&old), sello_take_text(&new));
    }
    return kept ? SELLO_OK : SELLO_E_ROOT_ADDRESS;
}

typedef bool value_kept(struct sello_bytes before, struct sello_bytes now);

/* Does each key of the map `before` stand in `now`, with a value that was kept? One walk along
 * both, as maps are sorted by key. */
static bool map_kept(struct sello_bytes before, struct sello_bytes now, value_kept *kept) {
    struct sello_reader r = sello_reader_init(before), in = sello_reader_init(now);
    size_t n_now = sello_take_map(&in);
    for (size_t n = sello_take_map(&r); n > 0; n--) {
        struct sello_bytes key = sello_take_item(&r), value = sello_take_item(&r);
        struct sello_bytes key_now, value_now;
        do {
            if (n_now-- == 0) {
                return false;
            }
            key_now = sello_take_item(&in);
            value_now = sello_take_item(&in);
        } while (sello_bytes_cmp(key_now, key) < 0);
        if (!sello_bytes_eq(key_now, key) || !kept(value, value_now)) {
            return false;
        }
    }
    return true;
}

static bool names_kept(struct sello_bytes before, struct sello_bytes now) {
    return map_kept(before, now, sello_bytes_eq);
}

/* Every name of every code stays as it was; codes and names may be added. */
static enum sello_error check_schemes(const struct sello_root *before,
                                      const struct sello_root *root) {
    return map_kept(before->schemes, root->schemes, names_kept) ? SELLO_OK : SELLO_E_ROOT_SCHEME;
}

static enum sello_error check_successor(const struct sello_root *before,
                                        const struct sello_root *root, size_t *out_entry) {
    if (memcmp(before->fingerprint, root->fingerprint, SELLO_HASH_LEN) != 0) {
        return SELLO_E_ROOT_FINGERPRINT;
    }
    if (root->version <= before->version) {
        return SELLO_E_ROOT_REPLAY;
    }
    if (root->version > before->version + 1) {
        return SELLO_E_ROOT_GAP;
    }
    if (memcmp(before->hash, root->previous, SELLO_HASH_LEN) != 0) {
        return SELLO_E_ROOT_PREVIOUS;
    }
    if (root->issued < before->issued) {
        return SELLO_E_ROOT_DATE;
    }
    if (root->practice != before->practice) {
        return SELLO_E_ROOT_PRACTICE;
    }
    enum sello_error error = check_delegated(before, root, out_entry);
    if (error == SELLO_OK) {
        error = check_schemes(before, root);
    }
    return error == SELLO_OK ? check_addresses(before, root) : error;
}

static struct signers lay_out(uint8_t *scratch) {
    size_t n_flags = 2 * (size_t)SELLO_ROOT_KEYS_MAX;
    memset(scratch, 0, n_flags);
    return (struct signers){scratch, scratch + SELLO_ROOT_KEYS_MAX, scratch + n_flags,
                            SELLO_ROOT_SCRATCH - n_flags, NULL};
}

enum sello_error sello_root_accept(const struct sello_root *before, const struct sello_root *root,
                                   uint8_t *scratch, size_t *out_entry) {
    size_t unused;
    size_t *entry = out_entry != NULL ? out_entry : &unused;
    if (before == NULL && root->version != 1) {
        return SELLO_E_ROOT_FIRST;
    }
    enum sello_error error = check_keys(before, root, entry);
    if (error == SELLO_OK && before != NULL) {
        error = check_successor(before, root, entry);
    }
    if (error != SELLO_OK) {
        return error;
    }
    struct signers signers = lay_out(scratch);
    error = check_signatures(before, root, &signers);
    return error == SELLO_OK ? check_quorum(before, root, &signers, entry) : error;
}

enum sello_error sello_root_signers(const struct sello_root *before, const struct sello_root *root,
                                    uint8_t *scratch, const uint8_t **out_now,
                                    const uint8_t **out_before) {
    struct signers signers = lay_out(scratch);
    *out_now = signers.now;
    *out_before = signers.before;
    return check_signatures(before, root, &signers);
}

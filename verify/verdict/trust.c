/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/trust.h"

#include "verify/verdict/trust_log.h"

/* ---- roots ---- */

static bool starts_root(struct sello_bytes rest) {
    return rest.len >= 2 && rest.ptr[0] == 0xd8 && rest.ptr[1] == SELLO_TAG_SIGN;
}

/* Takes the next root of the file into *root and holds it to the one before it. */
static enum sello_error take_root(struct sello_bytes *rest, const struct sello_root *before,
                                  struct sello_root *root, uint8_t *scratch) {
    struct sello_bytes item = {NULL, 0};
    enum sello_error error = sello_cbor_first(*rest, SELLO_DEPTH_TRUST, &item, NULL);
    if (error == SELLO_OK) {
        error = sello_root_parse(item, root);
    }
    if (error == SELLO_OK) {
        error = sello_root_accept(before, root, scratch, NULL);
    }
    *rest = sello_bytes(rest->ptr + item.len, rest->len - item.len);
    return error;
}

/* A key keeps its role for ever: none of the newest root's delegated keys, which are all there ever
 * were, was a member's in an older root. `spare` is a root to parse into. */
static enum sello_error check_roles(struct sello_bytes roots, size_t n_roots,
                                    const struct sello_root *newest, struct sello_root *spare) {
    for (size_t n = 1; n < n_roots; n++) {
        struct sello_bytes item = {NULL, 0};
        enum sello_error error = sello_cbor_first(roots, SELLO_DEPTH_TRUST, &item, NULL);
        if (error == SELLO_OK) {
            error = sello_root_parse(item, spare);
        }
        if (error != SELLO_OK) {
            return error;
        }
        roots = sello_bytes(roots.ptr + item.len, roots.len - item.len);
        for (size_t i = 0; i < spare->n_members; i++) {
            for (size_t j = newest->n_members; j < newest->n_keys; j++) {
                if (memcmp(spare->key[i].public_key, newest->key[j].public_key, SELLO_KEY_LEN) ==
                    0) {
                    return SELLO_E_ROOT_KEY_ROLE;
                }
            }
        }
    }
    return SELLO_OK;
}

static void add_address(struct sello_trust *t, struct sello_bytes url) {
    if (t->n_addresses == 0 || !sello_bytes_eq(t->address[t->n_addresses - 1], url)) {
        t->address[t->n_addresses++] = url;
    }
}

enum sello_error sello_trust_open_roots(struct sello_bytes file, struct sello_arena *arena,
                                        struct sello_trust *out, struct sello_bytes *rest) {
    struct sello_root root[2] = {0}; /* in turn: the one before, and the next */
    for (size_t i = 0; i < 2; i++) {
        root[i].key = sello_arena_room(arena, SELLO_ROOT_KEYS_MAX, sizeof *root[i].key);
    }
    uint8_t *scratch = sello_arena_room(arena, SELLO_ROOT_SCRATCH, 1);
    out->root_hash = sello_arena_room(arena, SELLO_ROOTS_MAX, sizeof *out->root_hash);
    out->address = sello_arena_room(arena, SELLO_ROOTS_MAX, sizeof *out->address);
    out->n_addresses = 0;
    if (root[0].key == NULL || root[1].key == NULL || scratch == NULL || out->root_hash == NULL ||
        out->address == NULL) {
        return SELLO_E_NO_ROOM;
    }
    *rest = file;
    size_t n = 0;
    for (; starts_root(*rest); n++) {
        if (n == SELLO_ROOTS_MAX) {
            return SELLO_E_TOO_LONG;
        }
        const struct sello_root *before = n > 0 ? &root[(n - 1) % 2] : NULL;
        enum sello_error error = take_root(rest, before, &root[n % 2], scratch);
        if (error != SELLO_OK) {
            return error;
        }
        memcpy(out->root_hash[n], root[n % 2].hash, SELLO_HASH_LEN);
        add_address(out, root[n % 2].base_url);
    }
    if (n == 0) {
        return SELLO_E_ROOT_FIRST;
    }
    out->root = root[(n - 1) % 2];
    out->n_roots = n;
    out->roots = sello_bytes(file.ptr, file.len - rest->len);
    return check_roles(out->roots, n, &out->root, &root[n % 2]);
}

/* ---- how much memory it takes ---- */

/* Of the roots: as above. */
static size_t roots_room(void) {
    return (size_t)2 * SELLO_ROOT_KEYS_MAX * sizeof(struct sello_root_key) + SELLO_ROOT_SCRATCH +
           SELLO_ROOTS_MAX * (SELLO_HASH_LEN + sizeof(struct sello_bytes)) + 64;
}

/* Of the bundle: what a signature covers, put together one at a time, and what its numbers ask for.
 */
static size_t bundle_room(const struct sello_bundle *b) {
    size_t room = sello_sign1_scratch(&b->sign1) + /* a status list's is shorter */
                  b->n_rows * sizeof(struct sello_status_row) +
                  b->n_batches * sizeof(struct sello_batch_row) + b->n_tokens * sizeof(uint8_t *) +
                  b->n_certificates * sizeof(uint32_t) + 64;
    for (size_t k = 0; k < b->n_tokens; k++) {
        room += sello_list_bytes(sello_list_entries(b->highest, k)) + sizeof(uint64_t);
    }
    return room;
}

/* No signature is looked at, so asking costs little whatever the file is. */
size_t sello_trust_room(const uint8_t *file, size_t len) {
    struct sello_bytes rest = {file, len};
    struct sello_bundle bundle;
    size_t room = sizeof(struct sello_trust) + roots_room();
    while (len <= SELLO_TRUST_FILE_MAX && starts_root(rest)) {
        struct sello_bytes item = {NULL, 0};
        if (sello_cbor_first(rest, SELLO_DEPTH_TRUST, &item, NULL) != SELLO_OK) {
            return room;
        }
        rest = sello_bytes(rest.ptr + item.len, rest.len - item.len);
    }
    bool held = len <= SELLO_TRUST_FILE_MAX && sello_bundle_parse(rest, &bundle) == SELLO_OK &&
                bundle.highest <= SELLO_HIGHEST_MAX;
    return held ? room + bundle_room(&bundle) : room;
}

/* ---- signatures by status keys ---- */

/* Is it signed by an active status key whose window holds `date`? No key: SELLO_E_UNKNOWN_KEY. */
static enum sello_error check_status_key(const struct sello_root *root,
                                         const struct sello_sign1 *sign1, uint64_t date,
                                         struct sello_arena arena) {
    size_t scratch_len = sello_sign1_scratch(sign1);
    uint8_t *scratch = sello_arena_room(&arena, scratch_len, 1);
    if (scratch == NULL) {
        return SELLO_E_NO_ROOM;
    }
    enum sello_error error = SELLO_E_UNKNOWN_KEY;
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        if (memcmp(key->kid, sign1->header.kid, SELLO_KID_LEN) != 0 ||
            key->role != SELLO_ROLE_STATUS || key->state != SELLO_KEY_ACTIVE ||
            date < key->not_before || date >= key->stop_signing) {
            continue;
        }
        if (sello_sign1_check(sign1, key->public_key, scratch, scratch_len)) {
            return SELLO_OK;
        }
        error = SELLO_E_SIGNATURE;
    }
    return error;
}

static enum sello_error check_bundle(const struct sello_trust *t, struct sello_arena *arena) {
    const struct sello_bundle *b = &t->bundle;
    if (memcmp(b->fingerprint, t->root.fingerprint, SELLO_HASH_LEN) != 0) {
        return SELLO_E_BUNDLE_FINGERPRINT;
    }
    if (b->root_version != t->root.version ||
        memcmp(b->root_hash, t->root.hash, SELLO_HASH_LEN) != 0) {
        return SELLO_E_BUNDLE_ROOT;
    }
    enum sello_error error = check_status_key(&t->root, &b->sign1, b->generated, *arena);
    return error == SELLO_E_UNKNOWN_KEY ? SELLO_E_BUNDLE_KEY
           : error == SELLO_E_SIGNATURE ? SELLO_E_BUNDLE_SIGNATURE
                                        : error;
}

/* ---- status lists ---- */

static bool is_sub(const struct sello_trust *t, uint64_t k, struct sello_bytes sub) {
    uint8_t buf[SELLO_SUB_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_put_status_sub(&w, t->root.fingerprint, k);
    return sello_bytes_eq(sub, sello_written(&w));
}

static enum sello_error open_list(struct sello_trust *t, uint64_t k, struct sello_bytes bytes,
                                  struct sello_arena *arena) {
    struct sello_status_token token;
    enum sello_error error = sello_status_token_parse(bytes, &token);
    if (error != SELLO_OK) {
        return error;
    }
    error = check_status_key(&t->root, &token.sign1, token.issued, *arena);
    if (error == SELLO_E_NO_ROOM) {
        return error;
    }
    if (error != SELLO_OK) {
        return SELLO_E_STATUS_TOKEN;
    }
    if (token.bits != 2 || !is_sub(t, k, token.sub)) {
        return SELLO_E_BUNDLE_LISTS;
    }
    size_t size = sello_list_bytes(sello_list_entries(t->bundle.highest, k));
    t->list[k] = sello_arena_room(arena, size, 1);
    if (t->list[k] == NULL) {
        return SELLO_E_NO_ROOM;
    }
    return sello_inflate(token.lst, t->list[k], size) ? SELLO_OK : SELLO_E_INFLATE;
}

static enum sello_error open_lists(struct sello_trust *t, struct sello_arena *arena) {
    if (t->bundle.highest > SELLO_HIGHEST_MAX) {
        return SELLO_E_TOO_LONG;
    }
    struct sello_reader r = sello_reader_init(t->bundle.tokens);
    t->n_lists = sello_take_array(&r);
    t->list = sello_arena_take(arena, t->n_lists, sizeof *t->list);
    if (t->list == NULL) {
        return SELLO_E_NO_ROOM;
    }
    for (size_t k = 0; k < t->n_lists; k++) {
        struct sello_bytes token = sello_take_bytes(&r);
        enum sello_error error = r.error == SELLO_OK ? open_list(t, k, token, arena) : r.error;
        if (error != SELLO_OK) {
            return error;
        }
    }
    return SELLO_OK;
}

/* ---- rows and batches ---- */

static enum sello_error open_rows(struct sello_trust *t, struct sello_arena *arena) {
    struct sello_reader r = sello_reader_init(t->bundle.rows);
    t->n_rows = t->bundle.rows.len > 0 ? sello_take_array(&r) : 0;
    t->row = sello_arena_take(arena, t->n_rows, sizeof *t->row);
    if (t->row == NULL) {
        return SELLO_E_NO_ROOM;
    }
    for (size_t i = 0; i < t->n_rows; i++) {
        enum sello_error error = sello_take_status_row(&r, &t->row[i]);
        if (error != SELLO_OK) {
            return error;
        }
        if (!sello_trust_row_agrees(t, &t->row[i])) {
            return SELLO_E_BUNDLE_DISAGREE;
        }
    }
    return SELLO_OK;
}

static enum sello_error open_batches(struct sello_trust *t, struct sello_arena *arena) {
    struct sello_reader r = sello_reader_init(t->bundle.batches);
    t->n_batches = t->bundle.batches.len > 0 ? sello_take_array(&r) : 0;
    t->batch = sello_arena_take(arena, t->n_batches, sizeof *t->batch);
    if (t->batch == NULL) {
        return SELLO_E_NO_ROOM;
    }
    for (size_t i = 0; i < t->n_batches; i++) {
        enum sello_error error = sello_take_batch_row(&r, &t->batch[i]);
        if (error != SELLO_OK) {
            return error;
        }
        if (t->batch[i].key >= t->root.n_keys - t->root.n_members) {
            return SELLO_E_BUNDLE_BATCHES;
        }
    }
    return SELLO_OK;
}

/* Rows are held to their limits when the bundle is parsed; to be found by number, only where each
 * begins has to be known. */
static enum sello_error open_certificates(struct sello_trust *t, struct sello_arena *arena) {
    struct sello_reader r = sello_reader_init(t->bundle.certificates);
    t->certificates = t->bundle.certificates;
    t->certificates_date = t->bundle.generated;
    t->endorsements = t->bundle.endorsements;
    t->n_certificates = t->certificates.len > 0 ? sello_take_array(&r) : 0;
    t->certificate_at = sello_arena_take(arena, t->n_certificates, sizeof *t->certificate_at);
    if (t->certificate_at == NULL) {
        return SELLO_E_NO_ROOM;
    }
    for (size_t i = 0; i < t->n_certificates; i++) {
        t->certificate_at[i] = (uint32_t)(t->certificates.len - r.rest.len);
        sello_take_item(&r);
    }
    return r.error;
}

/* ---- the whole file ---- */

static enum sello_error open_bundle(struct sello_bytes rest, struct sello_arena *arena,
                                    struct sello_trust *t) {
    if (rest.len == 0) {
        return SELLO_E_NO_BUNDLE;
    }
    enum sello_error error = sello_bundle_parse(rest, &t->bundle);
    if (error == SELLO_OK) {
        error = check_bundle(t, arena);
    }
    if (error == SELLO_OK) {
        error = open_lists(t, arena);
    }
    if (error == SELLO_OK) {
        error = open_rows(t, arena);
    }
    if (error == SELLO_OK) {
        error = open_batches(t, arena);
    }
    if (error == SELLO_OK) {
        error = open_certificates(t, arena);
    }
    t->bundle_bytes = rest;
    if (error == SELLO_OK) {
        error = sello_trust_open_log(t);
    }
    t->complete_to = t->bundle.complete ? t->bundle.highest : 0;
    return error;
}

enum sello_error sello_trust_open(struct sello_bytes file, struct sello_arena *arena,
                                  struct sello_trust **out) {
    struct sello_bytes rest;
    if (file.len > SELLO_TRUST_FILE_MAX) {
        return SELLO_E_TOO_LONG;
    }
    if (arena->room < sello_trust_room(file.ptr, file.len)) {
        return SELLO_E_NO_ROOM; /* said before anything is verified */
    }
    struct sello_trust *t = sello_arena_take(arena, 1, sizeof *t);
    if (t == NULL) {
        return SELLO_E_NO_ROOM;
    }
    t->file = file;
    enum sello_error error = sello_trust_open_roots(file, arena, t, &rest);
    if (error == SELLO_OK) {
        error = open_bundle(rest, arena, t);
    }
    if (error == SELLO_OK) {
        *out = t;
    }
    return error;
}

int sello_trust_load(const uint8_t *file, size_t len, void *memory, size_t size,
                     const struct sello_trust **out_trust) {
    struct sello_arena arena = {memory, size};
    struct sello_trust *trust;
    enum sello_error error = sello_trust_open(sello_bytes(file, len), &arena, &trust);
    if (error == SELLO_OK) {
        *out_trust = trust;
    }
    return (int)error;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The key file's bytes: docs/KEYFILE.md. */
#include <sodium.h>

#include "keys/internal.h"

#define MAGIC "sello-key"
#define VERSION 1
#define KDF_ARGON2ID 1
#define KEYFILE_DEPTH 2 /* of the file's array, and of the header's map and its array */
#define SALT_LEN 16
#define NONCE_LEN 24
#define SEALED_LEN (SELLO_SEED_LEN + 16) /* bytes: the seed and Poly1305's tag */
#define HEADER_MAX 160

_Static_assert(SALT_LEN == crypto_pwhash_SALTBYTES, "libsodium's salt");
_Static_assert(NONCE_LEN == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "XChaCha20's nonce");
_Static_assert(SEALED_LEN == SELLO_SEED_LEN + crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag");

/* What a reader accepts: more would be a way to make it run out of memory or time. */
#define OPS_MAX 10
#define MEMORY_MAX ((uint64_t)1 << 30)

#ifdef SELLO_TEST_BUILD
#define OPS crypto_pwhash_argon2id_OPSLIMIT_MIN
#define MEMORY crypto_pwhash_argon2id_MEMLIMIT_MIN
#else
#define OPS crypto_pwhash_argon2id_OPSLIMIT_MODERATE
#define MEMORY crypto_pwhash_argon2id_MEMLIMIT_MODERATE
#endif

enum { KEY_VERSION = 0, KEY_ROLE, KEY_KID, KEY_PUBLIC, KEY_KDF, KEY_NONCE, N_HEADER_KEYS };

/* A key file taken apart; slices point into it. */
struct parts {
    struct sello_keyfile_info info;
    uint8_t salt[SALT_LEN], nonce[NONCE_LEN];
    struct sello_bytes bound;  /* associated data: all before the last item */
    struct sello_bytes sealed; /* SEALED_LEN bytes */
};

/* ---- reading ---- */

static void take_key(struct sello_reader *r, uint64_t key) {
    if (sello_take_uint(r) != key) {
        sello_reader_fail(r, SELLO_E_KEYFILE_FORMAT);
    }
}

/* The first of these that is known to be so decides: a newer version may differ in all the rest. */
static void expect(struct sello_reader *r, bool holds, enum sello_error otherwise) {
    if (!holds) {
        sello_reader_fail(r, otherwise);
    }
}

static void take_kdf(struct sello_reader *r, struct parts *out) {
    take_key(r, KEY_KDF);
    expect(r, sello_take_array(r) == 4, SELLO_E_KEYFILE_FORMAT);
    expect(r, sello_take_uint(r) == KDF_ARGON2ID, SELLO_E_KEYFILE_NEWER);
    out->info.ops = sello_take_uint(r);
    out->info.memory = sello_take_uint(r);
    sello_take_fixed(r, out->salt, SALT_LEN);
    expect(r, out->info.ops >= crypto_pwhash_argon2id_OPSLIMIT_MIN && out->info.ops <= OPS_MAX,
           SELLO_E_KEYFILE_KDF);
    expect(r,
           out->info.memory >= crypto_pwhash_argon2id_MEMLIMIT_MIN &&
               out->info.memory <= MEMORY_MAX,
           SELLO_E_KEYFILE_KDF);
}

static enum sello_error parse_header(struct sello_bytes header, struct parts *out) {
    struct sello_reader r = sello_reader_init(header);
    size_t n_pairs = sello_take_map(&r);
    take_key(&r, KEY_VERSION);
    expect(&r, sello_take_uint(&r) == VERSION, SELLO_E_KEYFILE_NEWER);
    expect(&r, n_pairs == N_HEADER_KEYS, SELLO_E_KEYFILE_FORMAT);
    take_key(&r, KEY_ROLE);
    uint64_t role = sello_take_uint(&r);
    expect(&r, sello_role_known(role), SELLO_E_KEYFILE_NEWER);
    out->info.role = (enum sello_role)role;
    take_key(&r, KEY_KID);
    sello_take_fixed(&r, out->info.kid, SELLO_KID_LEN);
    take_key(&r, KEY_PUBLIC);
    sello_take_fixed(&r, out->info.public_key, SELLO_KEY_LEN);
    uint8_t own_kid[SELLO_KID_LEN];
    sello_kid(out->info.public_key, own_kid);
    expect(&r, memcmp(out->info.kid, own_kid, sizeof own_kid) == 0, SELLO_E_KEYFILE_FORMAT);
    take_kdf(&r, out);
    take_key(&r, KEY_NONCE);
    sello_take_fixed(&r, out->nonce, NONCE_LEN);
    return sello_reader_end(&r);
}

/* Of the failures inside, callers see those of key files alone. */
static enum sello_error as_keyfile_status(enum sello_error error) {
    bool own = error == SELLO_OK || error == SELLO_E_KEYFILE_NEWER || error == SELLO_E_KEYFILE_KDF;
    return own ? error : SELLO_E_KEYFILE_FORMAT;
}

static enum sello_error parse(struct sello_bytes file, struct parts *out) {
    struct sello_reader r = sello_reader_init(file);
    struct parts parts = {0};
    if (file.len > SELLO_KEYFILE_MAX || sello_cbor_check(file, KEYFILE_DEPTH, NULL) != SELLO_OK) {
        return SELLO_E_KEYFILE_FORMAT;
    }
    size_t n_items = sello_take_array(&r);
    struct sello_bytes magic = sello_take_text(&r);
    struct sello_bytes header = sello_take_bytes(&r);
    if (r.error != SELLO_OK || !sello_bytes_eq(magic, sello_bytes_of(MAGIC)) ||
        sello_cbor_check(header, KEYFILE_DEPTH, NULL) != SELLO_OK) {
        return SELLO_E_KEYFILE_FORMAT;
    }
    enum sello_error error = parse_header(header, &parts);
    if (error != SELLO_OK) {
        return as_keyfile_status(error);
    }
    parts.bound = sello_bytes(file.ptr, file.len - r.rest.len);
    parts.sealed = sello_take_bytes(&r);
    if (n_items != 3 || sello_reader_end(&r) != SELLO_OK || parts.sealed.len != SEALED_LEN) {
        return SELLO_E_KEYFILE_FORMAT;
    }
    *out = parts;
    return SELLO_OK;
}

enum sello_error sello_keyfile_peek(struct sello_bytes file, struct sello_keyfile_info *out) {
    struct parts parts;
    enum sello_error error = parse(file, &parts);
    if (error == SELLO_OK) {
        *out = parts.info;
    }
    return error;
}

/* ---- sealing and unsealing ---- */

#define USED_STACK 16384 /* bytes below us that the libraries may have used, and more */

/* Argon2 and XChaCha20 leave keys and halves of keys in the frames that they used. */
static void wipe_stack(void) {
    sodium_stackzero(USED_STACK);
}

/* The key that seals the seed, in memory of its own. */
static enum sello_error derive(const struct parts *parts, const struct sello_passphrase *p,
                               uint8_t **out) {
    uint8_t *sealing = sodium_malloc(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    if (sealing == NULL) {
        return SELLO_E_MEMORY;
    }
    /* Fails only when Argon2's memory cannot be had: the parameters are within its limits. */
    if (crypto_pwhash(sealing, crypto_aead_xchacha20poly1305_ietf_KEYBYTES, (const char *)p->bytes,
                      p->len, parts->salt, parts->info.ops, (size_t)parts->info.memory,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        sodium_free(sealing);
        return SELLO_E_MEMORY;
    }
    *out = sealing;
    return SELLO_OK;
}

/* A key whose public part is what the header says, or nothing; its kid was held to it before. */
static enum sello_error key_as_told(const struct parts *parts, const uint8_t *seed,
                                    struct sello_key **out) {
    struct sello_key *key = NULL;
    enum sello_error error = sello_key_from_seed(parts->info.role, seed, &key);
    if (error != SELLO_OK) {
        return error;
    }
    if (memcmp(key->public_key, parts->info.public_key, SELLO_KEY_LEN) != 0) {
        sello_key_free(&key);
        return SELLO_E_KEYFILE_FORMAT;
    }
    *out = key;
    return SELLO_OK;
}

static enum sello_error open_seed(const struct parts *parts, const uint8_t *sealing,
                                  struct sello_key **out) {
    uint8_t *seed = sodium_malloc(SELLO_SEED_LEN);
    if (seed == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = SELLO_E_PASSPHRASE;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(seed, NULL, NULL, parts->sealed.ptr,
                                                   parts->sealed.len, parts->bound.ptr,
                                                   parts->bound.len, parts->nonce, sealing) == 0) {
        error = key_as_told(parts, seed, out);
    }
    sodium_free(seed);
    return error;
}

enum sello_error sello_keyfile_unseal(struct sello_bytes file,
                                      const struct sello_passphrase *passphrase,
                                      struct sello_key **out) {
    struct parts parts;
    uint8_t *sealing = NULL;
    enum sello_error error = parse(file, &parts);
    if (error == SELLO_OK) {
        error = derive(&parts, passphrase, &sealing);
    }
    if (error == SELLO_OK) {
        error = open_seed(&parts, sealing, out);
    }
    sodium_free(sealing);
    wipe_stack();
    return error;
}

/* ---- writing ---- */

static void put_header(struct sello_writer *w, const struct parts *parts) {
    sello_put_map(w, N_HEADER_KEYS);
    sello_put_uint(w, KEY_VERSION);
    sello_put_uint(w, VERSION);
    sello_put_uint(w, KEY_ROLE);
    sello_put_uint(w, (uint64_t)parts->info.role);
    sello_put_uint(w, KEY_KID);
    sello_put_bytes(w, sello_bytes(parts->info.kid, SELLO_KID_LEN));
    sello_put_uint(w, KEY_PUBLIC);
    sello_put_bytes(w, sello_bytes(parts->info.public_key, SELLO_KEY_LEN));
    sello_put_uint(w, KEY_KDF);
    sello_put_array(w, 4);
    sello_put_uint(w, KDF_ARGON2ID);
    sello_put_uint(w, parts->info.ops);
    sello_put_uint(w, parts->info.memory);
    sello_put_bytes(w, sello_bytes(parts->salt, SALT_LEN));
    sello_put_uint(w, KEY_NONCE);
    sello_put_bytes(w, sello_bytes(parts->nonce, NONCE_LEN));
}

/* The file up to its last item: what that item is bound to. */
static void put_bound(struct sello_writer *w, const struct parts *parts) {
    uint8_t buf[HEADER_MAX];
    struct sello_writer header = sello_writer_init(buf, sizeof buf);
    put_header(&header, parts);
    sello_put_array(w, 3);
    sello_put_text(w, sello_bytes_of(MAGIC));
    sello_put_bytes(w, sello_written(&header));
}

static struct parts fresh_parts(const struct sello_key *key) {
    struct parts parts = {.info = {.role = key->role, .ops = OPS, .memory = MEMORY}};
    memcpy(parts.info.public_key, key->public_key, SELLO_KEY_LEN);
    memcpy(parts.info.kid, key->kid, SELLO_KID_LEN);
    randombytes_buf(parts.salt, SALT_LEN);
    randombytes_buf(parts.nonce, NONCE_LEN);
    return parts;
}

enum sello_error sello_keyfile_seal(const struct sello_key *key,
                                    const struct sello_passphrase *passphrase,
                                    struct sello_writer *out) {
    struct parts parts = fresh_parts(key);
    uint8_t file[SELLO_KEYFILE_MAX], sealed[SEALED_LEN];
    struct sello_writer w = sello_writer_init(file, sizeof file);
    uint8_t *sealing = NULL;
    enum sello_error error = derive(&parts, passphrase, &sealing);
    if (error != SELLO_OK) {
        return error;
    }
    put_bound(&w, &parts);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, NULL, sello_key_seed(key), SELLO_SEED_LEN,
                                               w.buf, w.len, NULL, parts.nonce, sealing);
    sodium_free(sealing);
    wipe_stack();
    sello_put_bytes(&w, sello_bytes(sealed, SEALED_LEN));
    sello_write(out, w.buf, w.len);
    return w.failed || out->failed ? SELLO_E_NO_ROOM : SELLO_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <errno.h>
#include <sodium.h>
#include <unistd.h>

#include "keys/internal.h"

static struct sello_passphrase *pass, *other_pass;
static struct sello_key *key;
static uint8_t file_buf[SELLO_KEYFILE_MAX];
static struct sello_bytes file; /* `key` sealed under `pass` */

static struct sello_passphrase *passphrase(const char *text) {
    struct sello_line line = {.len = strlen(text)};
    struct sello_passphrase *p = NULL;
    memcpy(line.bytes, text, line.len);
    assert_status(sello_passphrase_from_line(&line, &p), SELLO_OK);
    return p;
}

static int set_up(void **state) {
    (void)state;
    bool locked;
    struct sello_writer w = sello_writer_init(file_buf, sizeof file_buf);
    assert_status(sello_keys_start(&locked), SELLO_OK);
    pass = passphrase("una ñ y un telar");
    other_pass = passphrase("una n y un telar");
    assert_status(sello_key_new(SELLO_ROLE_LABEL, &key), SELLO_OK);
    assert_status(sello_keyfile_seal(key, pass, &w), SELLO_OK);
    file = sello_written(&w);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    sello_key_free(&key);
    sello_passphrase_free(&pass);
    sello_passphrase_free(&other_pass);
    assert_null(key);
    sello_key_free(&key);
    sello_passphrase_free(&pass);
    return 0;
}

static enum sello_error unseal(struct sello_bytes bytes, const struct sello_passphrase *p) {
    struct sello_key *back = NULL;
    struct sello_bytes copy = guarded_copy(bytes);
    enum sello_error error = sello_keyfile_unseal(copy, p, &back);
    assert_true((back != NULL) == (error == SELLO_OK));
    guarded_free(copy);
    sello_key_free(&back);
    return error;
}

static void a_key_comes_back(void **state) {
    (void)state;
    struct sello_key *back = NULL;
    uint8_t sig[SELLO_SIG_LEN];
    assert_status(sello_keyfile_unseal(file, pass, &back), SELLO_OK);
    assert_int_equal(sello_key_role(back), SELLO_ROLE_LABEL);
    assert_memory_equal(sello_key_public(back), sello_key_public(key), SELLO_KEY_LEN);
    assert_memory_equal(sello_key_kid(back), sello_key_kid(key), SELLO_KID_LEN);
    sello_key_sign(back, sello_bytes_of("rebozo"), sig);
    assert_true(sello_ed25519_check(sig, sello_key_public(key), sello_bytes_of("rebozo")));
    assert_false(sello_ed25519_check(sig, sello_key_public(key), sello_bytes_of("rebozos")));
    sello_key_free(&back);
}

/* RFC 8032 section 7.1, tests 1 and 2. */
static void signatures_are_those_of_the_rfc(void **state) {
    (void)state;
    static const struct {
        const char *seed, *public_key, *message, *sig;
    } rows[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
         "cf9"
         "b46bd25bf5f0595bbe24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
         "0f1"
         "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t seed[32], public_key[32], message[1], wanted[64], sig[64];
        struct sello_key *k = NULL;
        from_hex(rows[i].seed, seed, sizeof seed);
        from_hex(rows[i].public_key, public_key, sizeof public_key);
        from_hex(rows[i].sig, wanted, sizeof wanted);
        assert_status(sello_key_from_seed(SELLO_ROLE_LABEL, seed, &k), SELLO_OK);
        sello_key_sign(k, from_hex(rows[i].message, message, 1), sig);
        assert_memory_equal(sello_key_public(k), public_key, 32);
        assert_memory_equal(sig, wanted, 64);
        sello_key_free(&k);
    }
}

static void the_open_part_can_be_read(void **state) {
    (void)state;
    struct sello_keyfile_info info;
    assert_status(sello_keyfile_peek(file, &info), SELLO_OK);
    assert_int_equal(info.role, SELLO_ROLE_LABEL);
    assert_memory_equal(info.public_key, sello_key_public(key), SELLO_KEY_LEN);
    assert_memory_equal(info.kid, sello_key_kid(key), SELLO_KID_LEN);
#ifdef SELLO_TEST_BUILD
    assert_int_equal(info.ops, 1);
    assert_int_equal(info.memory, 8192);
    assert_int_equal(file.len, 164); /* the least memory is two bytes shorter to write */
#else
    assert_int_equal(info.ops, 3);
    assert_int_equal(info.memory, 256 << 20);
    assert_int_equal(file.len, 166); /* docs/KEYFILE.md */
#endif
    assert_memory_equal(file.ptr, "\x83\x69sello-key\x58", 12);
}

/* The example of docs/KEYFILE.md, made by other libraries. */
static void the_published_example_opens(void **state) {
    (void)state;
    uint8_t buf[SELLO_KEYFILE_MAX], public_key[SELLO_KEY_LEN];
    struct sello_passphrase *p = passphrase("ma\xc3\xb1"
                                            "ana");
    struct sello_key *back = NULL;
    struct sello_bytes example =
        from_hex("836973656c6c6f2d6b65795865a6000101010248866eefbd6718c884035820d7"
                 "5a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a04"
                 "84010119200050000102030405060708090a0b0c0d0e0f055818000102030405"
                 "060708090a0b0c0d0e0f101112131415161758305ceab8d309e36190f45e979e"
                 "3eb7c4a541b4f76c212210973755e3b81495f617a965cae2920175aacf2a7ee9"
                 "7c8e5149",
                 buf, sizeof buf);
    from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", public_key,
             sizeof public_key);
    assert_status(sello_keyfile_unseal(example, p, &back), SELLO_OK);
    assert_memory_equal(sello_key_public(back), public_key, sizeof public_key);
    sello_key_free(&back);
    sello_passphrase_free(&p);
}

static void every_role_is_kept(void **state) {
    (void)state;
    for (int role = SELLO_ROLE_MEMBER; role <= SELLO_ROLE_LAST; role++) {
        if (!sello_role_known((uint64_t)role)) {
            continue;
        }
        uint8_t buf[SELLO_KEYFILE_MAX];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        struct sello_key *made = NULL, *back = NULL;
        assert_status(sello_key_new((enum sello_role)role, &made), SELLO_OK);
        assert_status(sello_keyfile_seal(made, pass, &w), SELLO_OK);
        assert_status(sello_keyfile_unseal(sello_written(&w), pass, &back), SELLO_OK);
        assert_int_equal(sello_key_role(back), role);
        sello_key_free(&made);
        sello_key_free(&back);
    }
}

static void a_wrong_passphrase_is_refused(void **state) {
    (void)state;
    assert_status(unseal(file, other_pass), SELLO_E_PASSPHRASE);
}

static void too_little_room_is_said(void **state) {
    (void)state;
    uint8_t buf[SELLO_KEYFILE_MAX];
    for (size_t cap = 0; cap < file.len; cap += 37) {
        struct sello_writer w = sello_writer_init(buf, cap);
        assert_status(sello_keyfile_seal(key, pass, &w), SELLO_E_NO_ROOM);
    }
}

static void every_truncation_is_refused(void **state) {
    (void)state;
    for (size_t len = 0; len < file.len; len++) {
        assert_status(unseal(sello_bytes(file.ptr, len), pass), SELLO_E_KEYFILE_FORMAT);
    }
}

static void bytes_after_the_end_are_refused(void **state) {
    (void)state;
    uint8_t longer[2 * SELLO_KEYFILE_MAX] = {0};
    memcpy(longer, file.ptr, file.len);
    for (size_t len = file.len + 1; len < sizeof longer; len += 60) {
        assert_status(unseal(sello_bytes(longer, len), pass), SELLO_E_KEYFILE_FORMAT);
    }
}

#ifdef SELLO_TEST_BUILD /* each flip may cost a derivation */
static void every_flipped_bit_is_refused(void **state) {
    (void)state;
    uint8_t flipped[SELLO_KEYFILE_MAX];
    for (size_t bit = 0; bit < 8 * file.len; bit++) {
        memcpy(flipped, file.ptr, file.len);
        flipped[bit / 8] = (uint8_t)(flipped[bit / 8] ^ 1u << bit % 8);
        enum sello_error error = unseal(sello_bytes(flipped, file.len), pass);
        assert_true(error == SELLO_E_KEYFILE_FORMAT || error == SELLO_E_KEYFILE_NEWER ||
                    error == SELLO_E_KEYFILE_KDF || error == SELLO_E_PASSPHRASE);
    }
}
#endif

/* ---- files made wrong on purpose ---- */

/* All that can be put into a key file, and what to make of it. */
struct recipe {
    const char *magic;
    uint64_t n_pairs, version, role, alg, ops, memory;
    size_t kid_len, key_len, salt_len, nonce_len, sealed_less, n_items;
    bool wrong_kid, wrong_key;
};

static const struct recipe right = {.magic = "sello-key",
                                    .n_pairs = 6,
                                    .version = 1,
                                    .role = 1,
                                    .alg = 1,
                                    .ops = 1,
                                    .memory = 8192,
                                    .kid_len = 8,
                                    .key_len = 32,
                                    .salt_len = 16,
                                    .nonce_len = 24,
                                    .n_items = 3};

static const uint8_t zeros[64];

static void put_number(struct sello_writer *w, uint64_t name, uint64_t number) {
    sello_put_uint(w, name);
    sello_put_uint(w, number);
}

static void put_header(struct sello_writer *w, const struct recipe *r) {
    uint8_t kid[8], public_key[32];
    memcpy(kid, sello_key_kid(key), sizeof kid);
    memcpy(public_key, sello_key_public(key), sizeof public_key);
    kid[7] ^= r->wrong_kid;
    public_key[31] ^= r->wrong_key;
    sello_put_map(w, r->n_pairs);
    put_number(w, 0, r->version);
    put_number(w, 1, r->role);
    sello_put_uint(w, 2);
    sello_put_bytes(w, sello_bytes(kid, r->kid_len));
    sello_put_uint(w, 3);
    sello_put_bytes(w, sello_bytes(public_key, r->key_len));
    sello_put_uint(w, 4);
    sello_put_array(w, 4);
    sello_put_uint(w, r->alg);
    sello_put_uint(w, r->ops);
    sello_put_uint(w, r->memory);
    sello_put_bytes(w, sello_bytes(zeros, r->salt_len));
    sello_put_uint(w, 5);
    sello_put_bytes(w, sello_bytes(zeros, r->nonce_len));
    if (r->n_pairs == 7) {
        put_number(w, 6, 0);
    }
}

/* Sealed rightly whatever the recipe, so that only the rule of its row can refuse it. */
static void put_recipe(struct sello_writer *w, const struct recipe *r) {
    uint8_t buf[SELLO_KEYFILE_MAX], sealing[32], sealed[48];
    struct sello_writer header = sello_writer_init(buf, sizeof buf);
    put_header(&header, r);
    sello_put_array(w, r->n_items);
    sello_put_text(w, sello_bytes_of(r->magic));
    sello_put_bytes(w, sello_written(&header));
    assert_int_equal(crypto_pwhash(sealing, 32, (const char *)pass->bytes, pass->len, zeros, 1,
                                   8192, crypto_pwhash_ALG_ARGON2ID13),
                     0);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, NULL, sello_key_seed(key), 32, w->buf,
                                               w->len, NULL, zeros, sealing);
    sello_put_bytes(w, sello_bytes(sealed, sizeof sealed - r->sealed_less));
    if (r->n_items == 4) {
        sello_put_uint(w, 0);
    }
}

static void rules_of_the_file(void **state) {
    (void)state;
    struct {
        const char *name;
        struct recipe recipe;
        enum sello_error wanted;
    } rows[32];
    size_t n = 0;
#define ROW(text, field, value, status)                                                            \
    rows[n].name = (text);                                                                         \
    rows[n].recipe = right;                                                                        \
    rows[n].recipe.field = (value);                                                                \
    rows[n++].wanted = (status)
    ROW("as it should be", version, 1, SELLO_OK);
    ROW("another magic", magic, "sello-kez", SELLO_E_KEYFILE_FORMAT);
    ROW("a longer magic", magic, "sello-keys", SELLO_E_KEYFILE_FORMAT);
    ROW("version 0", version, 0, SELLO_E_KEYFILE_NEWER);
    ROW("version 2", version, 2, SELLO_E_KEYFILE_NEWER);
    ROW("a role of a newer version", role, 4, SELLO_E_KEYFILE_NEWER);
    ROW("the next role", role, 6, SELLO_E_KEYFILE_NEWER);
    ROW("a role beyond an int", role, (uint64_t)1 << 40, SELLO_E_KEYFILE_NEWER);
    ROW("another derivation", alg, 2, SELLO_E_KEYFILE_NEWER);
    ROW("no pass", ops, 0, SELLO_E_KEYFILE_KDF);
    ROW("eleven passes", ops, 11, SELLO_E_KEYFILE_KDF);
    ROW("2^32 - 1 passes", ops, UINT32_MAX, SELLO_E_KEYFILE_KDF);
    ROW("2^32 + 1 passes", ops, (uint64_t)UINT32_MAX + 2, SELLO_E_KEYFILE_KDF);
    ROW("one byte under the least memory", memory, 8191, SELLO_E_KEYFILE_KDF);
    ROW("no memory", memory, 0, SELLO_E_KEYFILE_KDF);
    ROW("one byte over 1 GiB", memory, ((uint64_t)1 << 30) + 1, SELLO_E_KEYFILE_KDF);
    ROW("2^40 bytes of memory", memory, (uint64_t)1 << 40, SELLO_E_KEYFILE_KDF);
    ROW("a short kid", kid_len, 7, SELLO_E_KEYFILE_FORMAT);
    ROW("a short public key", key_len, 31, SELLO_E_KEYFILE_FORMAT);
    ROW("a short salt", salt_len, 15, SELLO_E_KEYFILE_FORMAT);
    ROW("a long salt", salt_len, 17, SELLO_E_KEYFILE_FORMAT);
    ROW("a short nonce", nonce_len, 12, SELLO_E_KEYFILE_FORMAT);
    ROW("an unknown header", n_pairs, 7, SELLO_E_KEYFILE_FORMAT);
    ROW("a short ciphertext", sealed_less, 1, SELLO_E_KEYFILE_FORMAT);
    ROW("two items", n_items, 2, SELLO_E_KEYFILE_FORMAT);
    ROW("four items", n_items, 4, SELLO_E_KEYFILE_FORMAT);
    ROW("another kid, well sealed", wrong_kid, true, SELLO_E_KEYFILE_FORMAT);
    ROW("another public key, well sealed", wrong_key, true, SELLO_E_KEYFILE_FORMAT);
#undef ROW
    for (size_t i = 0; i < n; i++) {
        uint8_t buf[SELLO_KEYFILE_MAX];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        put_recipe(&w, &rows[i].recipe);
        enum sello_error error = unseal(sello_written(&w), pass);
        if (error != rows[i].wanted) {
            print_error("%s: ", rows[i].name);
        }
        assert_status(error, rows[i].wanted);
    }
}

static void other_things_are_no_key_files(void **state) {
    (void)state;
    static const char *const hex[] = {
        "",
        "00",
        "80",
        "83",
        "a0",
        "f6",
        "ff",
        "9fff",
        "8369",
        "8369736b6c6c6f",
        "83 69 73656c6c6f2d6b6579 40 40",
        "83 69 73656c6c6f2d6b6579 41a0 40",
        "83 69 73656c6c6f2d6b6579 43a10001 40",    /* no more than a version */
        "83 49 73656c6c6f2d6b6579 43a10001 40",    /* the magic as bytes */
        "9f 69 73656c6c6f2d6b6579 43a10001 40 ff", /* an indefinite array */
        "83 7809 73656c6c6f2d6b6579 43a10001 40",  /* a head longer than needed */
        "2d2d2d2d2d424547494e",                    /* PEM */
    };
    for (size_t i = 0; i < sizeof hex / sizeof *hex; i++) {
        uint8_t buf[64];
        assert_status(unseal(from_hex(hex[i], buf, sizeof buf), pass), SELLO_E_KEYFILE_FORMAT);
    }
}

/* ---- what is left behind ---- */

#define LOOKED_AT 49152 /* bytes of stack below this one's caller */

/* Does the stack below hold these bytes? Reads frames that have ended, which only this may. */
__attribute__((noinline, no_sanitize("address", "undefined"))) static bool
stack_has(const uint8_t *secret, size_t len) {
    volatile uint8_t here = 0;
    uintptr_t at_here = (uintptr_t)&here;
    /* Our own frame is not looked at. */
    const volatile uint8_t *end = (const volatile uint8_t *)(at_here - 256);
    for (const volatile uint8_t *at = end - LOOKED_AT; at + len <= end; at++) {
        size_t n = 0;
        while (n < len && at[n] == secret[n]) {
            n++;
        }
        if (n == len) {
            return true;
        }
    }
    return false;
}

/* By offsets of docs/KEYFILE.md; the test build takes the least work, so that numbers are short. */
static void derive_sealing(uint8_t *out) {
    struct sello_keyfile_info info;
    assert_status(sello_keyfile_peek(file, &info), SELLO_OK);
    size_t salt = file.len - 50 - 27 - 16; /* sealed, nonce, each with its head */
    assert_int_equal(file.ptr[salt - 1], 0x50);
    assert_int_equal(crypto_pwhash(out, 32, (const char *)pass->bytes, pass->len, file.ptr + salt,
                                   info.ops, (size_t)info.memory, crypto_pwhash_ALG_ARGON2ID13),
                     0);
    sodium_stackzero(LOOKED_AT);
}

static void no_key_stays_on_the_stack(void **state) {
    (void)state;
    struct sello_key *back = NULL;
    uint8_t *sealing = sodium_malloc(32), *subkey = sodium_malloc(32);
    derive_sealing(sealing);
    /* XChaCha20's inner key, which opens the file as well. */
    crypto_core_hchacha20(subkey, file.ptr + file.len - 50 - 24, sealing, NULL);
    sodium_stackzero(LOOKED_AT);
    enum sello_error error = sello_keyfile_unseal(file, pass, &back);
    bool left = stack_has(sealing, 32) || stack_has(subkey, 32);
    bool seed_left = stack_has(sello_key_seed(key), SELLO_SEED_LEN);
    assert_status(error, SELLO_OK);
    assert_false(left);
    assert_false(seed_left);
    sello_key_free(&back);
    sodium_free(sealing);
    sodium_free(subkey);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_comes_back),
        cmocka_unit_test(signatures_are_those_of_the_rfc),
        cmocka_unit_test(the_open_part_can_be_read),
        cmocka_unit_test(the_published_example_opens),
        cmocka_unit_test(every_role_is_kept),
        cmocka_unit_test(a_wrong_passphrase_is_refused),
        cmocka_unit_test(too_little_room_is_said),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(bytes_after_the_end_are_refused),
#ifdef SELLO_TEST_BUILD
        cmocka_unit_test(every_flipped_bit_is_refused),
#endif
        cmocka_unit_test(rules_of_the_file),
        cmocka_unit_test(other_things_are_no_key_files),
        cmocka_unit_test(no_key_stays_on_the_stack),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

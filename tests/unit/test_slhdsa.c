/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "keys/internal.h"
#include "keys/slhdsa.h"
#include "wire/crypto.h"

/* SLH-DSA-SHA2-128s against two programs that share nothing with it or with each other, which
 * agreed on every row: npm's @noble/post-quantum 0.7.1 (keygen(seeds), sign(message, secretKey,
 * {context, extraEntropy: false})) and OpenSSL 3.5.9 (genpkey -pkeyopt hexseed, pkeyutl -sign
 * -rawin -pkeyopt deterministic:1 -pkeyopt hexcontext-string). */
static const struct row {
    const char *seeds;
    const char *message, *context;
    size_t message_len, context_len;
    const char *public_key;
    const char *signature_sha256;
} rows[] = {
    {"79c3c0a0516405aa35878937d301a745830205bfc3373c71cf3d14e4eea16af510b19cf13aabfb3ba1745d728265f"
     "5be",
     "", "", 1, 0, "10b19cf13aabfb3ba1745d728265f5be82ff16353dcbc36a123e6b7029088e69",
     "311990c807958afc743fbeefd0c27fd3803c3e250969d00218c5cb0c7c83009d"},
    {"97db7f852d6aa655223fe98a91e5043a9fffc2b7d6cf16fffccaf6dd7be4a5a727740e16027f7797c8187ae4ab965"
     "ba9",
     "sello", "root", 5, 4, "27740e16027f7797c8187ae4ab965ba91e08830b10b12c177c6e3c4f15146c72",
     "fad872e47b864b8cedd4cb98932e370f11e3b98d6088ddf8562d89b757c955f3"},
    {"2d48843be7e8c0709acbe0db2eba50dac882eb0fb7c6c8453afbfb96b366372d0836ea68c68e9e1efe8675cf6f8d6"
     "f96",
     NULL, NULL, 300, 255, /* that many x and c */
     "0836ea68c68e9e1efe8675cf6f8d6f962cea615bc81fc560b74f4f7c50711d84",
     "a3f2b47b621693e9b6d6d2c3c862fe2fb786d2b534598ca077b63f03d420b700"},
};

struct made {
    uint8_t seeds[SELLO_SLHDSA_SEEDS_LEN], public_key[SELLO_SLHDSA_PUBLIC_LEN];
    uint8_t sig[SELLO_SLHDSA_SIG_LEN];
    uint8_t message_room[300], context_room[SELLO_SLHDSA_CONTEXT_MAX];
    struct sello_bytes message, context;
};

static struct sello_bytes text_of(const char *text, size_t len, int fill, uint8_t *room) {
    memset(room, fill, len);
    if (text != NULL) {
        memcpy(room, text, len);
    }
    return sello_bytes(room, len);
}

static void make(const struct row *row, struct made *out) {
    from_hex(row->seeds, out->seeds, sizeof out->seeds);
    out->message = text_of(row->message, row->message_len, 'x', out->message_room);
    out->context = text_of(row->context, row->context_len, 'c', out->context_room);
    sello_slhdsa_public(out->seeds, out->public_key);
    sello_slhdsa_sign(out->seeds, out->public_key, out->context, out->message, out->sig);
}

static bool holds(const struct made *m) {
    return sello_slhdsa_check(m->sig, m->public_key, m->context, m->message);
}

static void keys_and_signatures_are_those_of_others(void **state) {
    (void)state;
    static struct made made;
    uint8_t wanted[SELLO_HASH_LEN], hash[SELLO_HASH_LEN];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        make(&rows[i], &made);
        from_hex(rows[i].public_key, wanted, sizeof wanted);
        assert_memory_equal(made.public_key, wanted, sizeof wanted);
        struct sello_bytes sig = sello_bytes(made.sig, sizeof made.sig);
        sello_sha256(&sig, 1, hash);
        from_hex(rows[i].signature_sha256, wanted, sizeof wanted);
        assert_memory_equal(hash, wanted, sizeof wanted);
        assert_true(holds(&made));
    }
}

/* Every node of a signature, every byte of a key is held to, and where the context ends. A step of
 * five goes through all nodes of 16 bytes and all of a node's bytes. */
static void what_was_changed_is_refused(void **state) {
    (void)state;
    static struct made made;
    make(&rows[1], &made);
    for (size_t i = 0; i < sizeof made.sig; i += 5) {
        uint8_t bit = (uint8_t)(1U << (i % 8));
        made.sig[i] ^= bit;
        assert_false(holds(&made));
        made.sig[i] ^= bit;
    }
    for (size_t i = 0; i < sizeof made.public_key; i++) {
        made.public_key[i] ^= 0x10;
        assert_false(holds(&made));
        made.public_key[i] ^= 0x10;
    }
    assert_true(holds(&made));
    struct made moved = made;
    moved.context = sello_bytes((const uint8_t *)"roots", 5);
    moved.message = sello_bytes((const uint8_t *)"ello", 4);
    assert_false(holds(&moved));
}

/* The seeds are BLAKE2b of the key's seed (docs/KEYFILE.md); Python's hashlib and @noble made this
 * row. */
static void a_member_commits_to_what_its_seed_gives(void **state) {
    (void)state;
    bool locked;
    uint8_t seed[SELLO_SEED_LEN], wanted[SELLO_SLHDSA_PUBLIC_LEN], public_key[sizeof wanted];
    struct sello_key *key = NULL;
    assert_status(sello_keys_start(&locked), SELLO_OK);
    for (size_t i = 0; i < sizeof seed; i++) {
        seed[i] = (uint8_t)i;
    }
    assert_status(sello_key_from_seed(SELLO_ROLE_MEMBER, seed, &key), SELLO_OK);
    assert_status(sello_key_slhdsa(key, public_key), SELLO_OK);
    from_hex("21a3ee95ab9b53efaa5ba69a18f46381e1a14b0a3f24def6bc1fb81355ef7072", wanted,
             sizeof wanted);
    assert_memory_equal(public_key, wanted, sizeof wanted);
    sello_key_free(&key);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_and_signatures_are_those_of_others),
        cmocka_unit_test(what_was_changed_is_refused),
        cmocka_unit_test(a_member_commits_to_what_its_seed_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

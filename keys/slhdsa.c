/* SPDX-License-Identifier: Apache-2.0 */
#include "keys/slhdsa.h"

#include <assert.h>
#include <sodium.h>

/* Section and algorithm numbers are those of FIPS 205. The parameters: section 11, table 2. */
enum {
    N = 16,                            /* bytes of a node */
    LAYERS = 7,                        /* d */
    TREE_HEIGHT = 9,                   /* h' = h / d, of each XMSS tree */
    FORS_HEIGHT = 12,                  /* a */
    FORS_TREES = 14,                   /* k */
    W = 16,                            /* steps of a chain, and one digit in hex */
    MESSAGE_DIGITS = 2 * N,            /* len_1 */
    DIGITS = MESSAGE_DIGITS + 3,       /* len: with the checksum's */
    FORS_DIGEST = 21,                  /* bytes: FORS_TREES * FORS_HEIGHT bits */
    DIGEST = FORS_DIGEST + 7 + 2,      /* m: then the tree's and the leaf's number */
    PAIR = 2 * N,                      /* two nodes; SK.seed and SK.prf, too */
    FORS_PART = (1 + FORS_HEIGHT) * N, /* a secret leaf and its path */
    FORS_SIG = FORS_TREES * FORS_PART,
    XMSS_SIG = (DIGITS + TREE_HEIGHT) * N,
    WIPED_STACK = 16384, /* bytes below us that may have held secret nodes */
};

_Static_assert(SELLO_SLHDSA_SIG_LEN == N + FORS_SIG + LAYERS * XMSS_SIG, "table 2");

/* ---- addresses, compressed (sections 4.3, 11.2) ---- */

enum type { WOTS_HASH, WOTS_PK, TREE, FORS_TREE, FORS_ROOTS, WOTS_PRF, FORS_PRF };

struct address {
    uint8_t layer;
    uint64_t tree;
    enum type type;
    uint32_t word[3]; /* by type: key pair; chain or height; hash or index within its tree */
};

static void put_u32(uint8_t *out, uint32_t value) {
    for (int i = 0; i < 4; i++) {
        out[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

static void put_address(uint8_t out[SELLO_LEN(22)], const struct address *a) {
    out[0] = a->layer;
    put_u32(out + 1, (uint32_t)(a->tree >> 32));
    put_u32(out + 5, (uint32_t)a->tree);
    out[9] = (uint8_t)a->type;
    for (size_t i = 0; i < 3; i++) {
        put_u32(out + 10 + 4 * i, a->word[i]);
    }
}

/* ---- hashes (section 11.2.1) ---- */

struct scheme {
    crypto_hash_sha256_state start; /* PK.seed and zeros were hashed: one block, always the same */
    const uint8_t *secret_seed;     /* NULL: only checks */
};

static void start(struct scheme *s, const uint8_t *public_seed, const uint8_t *secret_seed) {
    uint8_t block[64] = {0};
    memcpy(block, public_seed, N);
    crypto_hash_sha256_init(&s->start);
    crypto_hash_sha256_update(&s->start, block, sizeof block);
    s->secret_seed = secret_seed;
}

/* F, H, T_len, T_k and PRF are one function of what they are given. out may be within `bytes`. */
static void hash(const struct scheme *s, const struct address *a, const uint8_t *bytes, size_t len,
                 uint8_t *out) {
    crypto_hash_sha256_state state = s->start;
    uint8_t address[22], digest[32];
    put_address(address, a);
    crypto_hash_sha256_update(&state, address, sizeof address);
    crypto_hash_sha256_update(&state, bytes, len);
    crypto_hash_sha256_final(&state, digest);
    memcpy(out, digest, N);
}

static void secret_node(const struct scheme *s, struct address a, enum type type, uint8_t *out) {
    a.type = type;
    hash(s, &a, s->secret_seed, N, out);
}

/* ---- trees (algorithms 9, 10, 11, 15, 17) ---- */

struct tree {
    const struct scheme *scheme;
    struct address address; /* of its nodes */
    unsigned height;
    uint32_t first; /* index of its first leaf: FORS counts through all its trees */
    void (*leaf)(const struct tree *tree, uint32_t index, uint8_t *out);
};

static void combine(const struct scheme *s, struct address a, unsigned height, uint32_t index,
                    uint8_t pair[SELLO_LEN(PAIR)], uint8_t *out) {
    a.word[1] = height;
    a.word[2] = index;
    hash(s, &a, pair, PAIR, out);
}

/* The root, and the siblings on the way from the chosen leaf (one of this tree, from 0) to it;
 * out_path may be NULL. Leaves are made from left to right: what waits for its right sibling is one
 * node a level. */
static void tree_root(const struct tree *t, uint32_t chosen, uint8_t *out_path, uint8_t *out_root) {
    uint8_t waiting[FORS_HEIGHT][N], pair[PAIR];
    for (uint32_t leaf = 0; leaf < (uint32_t)1 << t->height; leaf++) {
        uint8_t *node = pair + N;
        t->leaf(t, t->first + leaf, node);
        for (unsigned z = 0;; z++) {
            uint32_t at = leaf >> z;
            if (z == t->height) {
                memcpy(out_root, node, N);
                break;
            }
            if (out_path != NULL && at == ((chosen >> z) ^ 1)) {
                memcpy(out_path + (size_t)z * N, node, N);
            }
            if ((at & 1) == 0) {
                memcpy(waiting[z], node, N);
                break;
            }
            memcpy(pair, waiting[z], N);
            combine(t->scheme, t->address, z + 1, (t->first >> (z + 1)) + (at >> 1), pair, node);
        }
    }
}

/* From a leaf and its path to the root; index as FORS counts. */
static void climb(const struct scheme *s, const struct address *a, unsigned height, uint32_t index,
                  const uint8_t *path, uint8_t *node) {
    uint8_t pair[PAIR];
    for (unsigned z = 0; z < height; z++, index >>= 1) {
        bool right = (index & 1) != 0;
        memcpy(pair + (right ? N : 0), node, N);
        memcpy(pair + (right ? 0 : N), path + (size_t)z * N, N);
        combine(s, *a, z + 1, index >> 1, pair, node);
    }
}

/* ---- one-time signatures: WOTS+ (section 5) ---- */

static void chain(const struct scheme *s, struct address a, unsigned from, unsigned steps,
                  uint8_t *node) {
    for (unsigned i = from; i < from + steps; i++) {
        a.word[2] = i;
        hash(s, &a, node, N, node);
    }
}

/* The message in hex, and three digits of how far it is from the highest. */
static void digits_of(const uint8_t message[SELLO_LEN(N)], uint8_t out[SELLO_LEN(DIGITS)]) {
    unsigned sum = 0;
    for (int i = 0; i < MESSAGE_DIGITS; i++) {
        out[i] = message[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf;
        sum += W - 1U - out[i];
    }
    for (int i = 0; i < 3; i++) {
        out[MESSAGE_DIGITS + i] = (uint8_t)(sum >> (8 - 4 * i) & 0xf);
    }
}

static struct address wots_address(const struct address *tree, enum type type, uint32_t pair) {
    return (struct address){tree->layer, tree->tree, type, {pair}};
}

static void wots_compress(const struct tree *t, uint32_t pair, const uint8_t *ends, uint8_t *out) {
    struct address a = wots_address(&t->address, WOTS_PK, pair);
    hash(t->scheme, &a, ends, (size_t)DIGITS * N, out);
}

static void wots_leaf(const struct tree *t, uint32_t index, uint8_t *out) {
    uint8_t ends[DIGITS * N];
    struct address a = wots_address(&t->address, WOTS_HASH, index);
    for (uint32_t i = 0; i < DIGITS; i++) {
        uint8_t *node = ends + (size_t)i * N;
        a.word[1] = i;
        secret_node(t->scheme, a, WOTS_PRF, node);
        chain(t->scheme, a, 0, W - 1, node);
    }
    wots_compress(t, index, ends, out);
}

static struct tree xmss_tree(const struct scheme *s, unsigned layer, uint64_t number) {
    return (struct tree){.scheme = s,
                         .address = {(uint8_t)layer, number, TREE, {0}},
                         .height = TREE_HEIGHT,
                         .leaf = wots_leaf};
}

/* Algorithm 10; `node` is what it signs, and then its root. */
static void xmss_sign(const struct tree *t, uint32_t leaf, uint8_t *node, uint8_t *out) {
    uint8_t digits[DIGITS];
    struct address a = wots_address(&t->address, WOTS_HASH, leaf);
    digits_of(node, digits);
    for (uint32_t i = 0; i < DIGITS; i++) {
        a.word[1] = i;
        secret_node(t->scheme, a, WOTS_PRF, out + (size_t)i * N);
        chain(t->scheme, a, 0, digits[i], out + (size_t)i * N);
    }
    tree_root(t, leaf, out + (size_t)DIGITS * N, node);
}

/* Algorithm 11; the same. */
static void xmss_root_of(const struct tree *t, uint32_t leaf, const uint8_t *sig, uint8_t *node) {
    uint8_t digits[DIGITS], ends[DIGITS * N];
    struct address a = wots_address(&t->address, WOTS_HASH, leaf);
    digits_of(node, digits);
    memcpy(ends, sig, sizeof ends);
    for (uint32_t i = 0; i < DIGITS; i++) {
        a.word[1] = i;
        chain(t->scheme, a, digits[i], W - 1U - digits[i], ends + (size_t)i * N);
    }
    wots_compress(t, leaf, ends, node);
    climb(t->scheme, &t->address, TREE_HEIGHT, leaf, sig + sizeof ends, node);
}

/* ---- few-time signatures: FORS (section 8) ---- */

static void fors_secret(const struct tree *t, uint32_t index, uint8_t *out) {
    struct address a = t->address;
    a.word[1] = 0;
    a.word[2] = index;
    secret_node(t->scheme, a, FORS_PRF, out);
}

static void fors_leaf_of(const struct tree *t, uint32_t index, const uint8_t *secret,
                         uint8_t *out) {
    struct address a = t->address;
    a.word[1] = 0;
    a.word[2] = index;
    hash(t->scheme, &a, secret, N, out);
}

static void fors_leaf(const struct tree *t, uint32_t index, uint8_t *out) {
    uint8_t secret[N];
    fors_secret(t, index, secret);
    fors_leaf_of(t, index, secret, out);
}

/* ---- what is signed (sections 9.2, 9.3, 10.2) ---- */

/* Which few-time key a message falls to, and which of its leaves. */
struct place {
    uint64_t tree; /* 54 bits */
    uint32_t pair;
    uint32_t leaf[FORS_TREES];
};

/* A message as it is signed: two bytes, the context, the message. */
struct framed {
    uint8_t head[2];
    struct sello_bytes part[3];
};

static void frame(struct framed *f, struct sello_bytes context, struct sello_bytes message) {
    assert(context.len <= SELLO_SLHDSA_CONTEXT_MAX);
    f->head[0] = 0; /* pure: the message itself, not its hash */
    f->head[1] = (uint8_t)context.len;
    f->part[0] = sello_bytes(f->head, sizeof f->head);
    f->part[1] = context;
    f->part[2] = message;
}

/* The randomizer: HMAC-SHA-256 under SK.prf of PK.seed and the message (PRF_msg, deterministic). */
static void randomize(const uint8_t *secret_prf, const uint8_t *public_seed, const struct framed *f,
                      uint8_t *out) {
    crypto_auth_hmacsha256_state state;
    uint8_t mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_init(&state, secret_prf, N);
    crypto_auth_hmacsha256_update(&state, public_seed, N);
    for (int i = 0; i < 3; i++) {
        crypto_auth_hmacsha256_update(&state, f->part[i].ptr, f->part[i].len);
    }
    crypto_auth_hmacsha256_final(&state, mac);
    memcpy(out, mac, N);
    sodium_memzero(&state, sizeof state);
}

/* H_msg: one block of MGF1 (RFC 8017 section B.2.1) is more than the digest needs. */
static void digest_of(const uint8_t *randomizer, const uint8_t *public_key, const struct framed *f,
                      uint8_t out[SELLO_LEN(32)]) {
    static const uint8_t counter[4];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, randomizer, N);
    crypto_hash_sha256_update(&state, public_key, SELLO_SLHDSA_PUBLIC_LEN);
    for (int i = 0; i < 3; i++) {
        crypto_hash_sha256_update(&state, f->part[i].ptr, f->part[i].len);
    }
    crypto_hash_sha256_final(&state, out);
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, randomizer, N);
    crypto_hash_sha256_update(&state, public_key, N);
    crypto_hash_sha256_update(&state, out, 32);
    crypto_hash_sha256_update(&state, counter, sizeof counter);
    crypto_hash_sha256_final(&state, out);
}

_Static_assert(DIGEST <= 32, "one block of MGF1");

static uint64_t big_endian(const uint8_t *p, size_t n) {
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        value = value << 8 | p[i];
    }
    return value;
}

static void place_of(const uint8_t *digest, struct place *out) {
    uint32_t bits = 0;
    unsigned n_bits = 0;
    const uint8_t *p = digest;
    for (int i = 0; i < FORS_TREES; i++) {
        for (; n_bits < FORS_HEIGHT; n_bits += 8) {
            bits = bits << 8 | *p++;
        }
        n_bits -= FORS_HEIGHT;
        out->leaf[i] = bits >> n_bits & ((1U << FORS_HEIGHT) - 1);
    }
    out->tree = big_endian(digest + FORS_DIGEST, 7) & (((uint64_t)1 << 54) - 1);
    out->pair = (uint32_t)big_endian(digest + FORS_DIGEST + 7, 2) & ((1U << TREE_HEIGHT) - 1);
}

static struct tree fors_tree(const struct scheme *s, const struct place *place, uint32_t number) {
    return (struct tree){.scheme = s,
                         .address = {0, place->tree, FORS_TREE, {place->pair}},
                         .height = FORS_HEIGHT,
                         .first = number << FORS_HEIGHT,
                         .leaf = fors_leaf};
}

static void fors_compress(const struct scheme *s, const struct place *place, const uint8_t *roots,
                          uint8_t *out) {
    struct address a = {0, place->tree, FORS_ROOTS, {place->pair}};
    hash(s, &a, roots, (size_t)FORS_TREES * N, out);
}

/* Algorithm 16, and the key that it belongs to. */
static void fors_sign(const struct scheme *s, const struct place *place, uint8_t *sig,
                      uint8_t *out_key) {
    uint8_t roots[FORS_TREES * N];
    for (uint32_t i = 0; i < FORS_TREES; i++, sig += FORS_PART) {
        struct tree t = fors_tree(s, place, i);
        fors_secret(&t, t.first + place->leaf[i], sig);
        tree_root(&t, place->leaf[i], sig + N, roots + (size_t)i * N);
    }
    fors_compress(s, place, roots, out_key);
}

/* Algorithm 17. */
static void fors_key_of(const struct scheme *s, const struct place *place, const uint8_t *sig,
                        uint8_t *out_key) {
    uint8_t roots[FORS_TREES * N];
    for (uint32_t i = 0; i < FORS_TREES; i++, sig += FORS_PART) {
        struct tree t = fors_tree(s, place, i);
        uint32_t index = t.first + place->leaf[i];
        uint8_t *node = roots + (size_t)i * N;
        fors_leaf_of(&t, index, sig, node);
        climb(s, &t.address, FORS_HEIGHT, index, sig + N, node);
    }
    fors_compress(s, place, roots, out_key);
}

/* ---- the scheme ---- */

void sello_slhdsa_public(const uint8_t seeds[SELLO_LEN(SELLO_SLHDSA_SEEDS_LEN)],
                         uint8_t out[SELLO_LEN(SELLO_SLHDSA_PUBLIC_LEN)]) {
    struct scheme s;
    const uint8_t *public_seed = seeds + PAIR;
    start(&s, public_seed, seeds);
    struct tree top = xmss_tree(&s, LAYERS - 1, 0);
    tree_root(&top, 0, NULL, out + N);
    memcpy(out, public_seed, N);
    sodium_stackzero(WIPED_STACK);
}

void sello_slhdsa_sign(const uint8_t seeds[SELLO_LEN(SELLO_SLHDSA_SEEDS_LEN)],
                       const uint8_t public_key[SELLO_LEN(SELLO_SLHDSA_PUBLIC_LEN)],
                       struct sello_bytes context, struct sello_bytes message,
                       uint8_t out_sig[SELLO_LEN(SELLO_SLHDSA_SIG_LEN)]) {
    struct scheme s;
    struct framed framed;
    struct place place;
    uint8_t digest[32], node[N];
    start(&s, public_key, seeds);
    frame(&framed, context, message);
    randomize(seeds + N, public_key, &framed, out_sig);
    digest_of(out_sig, public_key, &framed, digest);
    place_of(digest, &place);
    fors_sign(&s, &place, out_sig + N, node);
    uint8_t *sig = out_sig + N + FORS_SIG;
    for (unsigned layer = 0; layer < LAYERS; layer++, sig += XMSS_SIG) {
        struct tree t = xmss_tree(&s, layer, place.tree);
        xmss_sign(&t, place.pair, node, sig);
        place.pair = (uint32_t)place.tree & ((1U << TREE_HEIGHT) - 1);
        place.tree >>= TREE_HEIGHT;
    }
    sodium_stackzero(WIPED_STACK);
}

bool sello_slhdsa_check(const uint8_t sig[SELLO_LEN(SELLO_SLHDSA_SIG_LEN)],
                        const uint8_t public_key[SELLO_LEN(SELLO_SLHDSA_PUBLIC_LEN)],
                        struct sello_bytes context, struct sello_bytes message) {
    struct scheme s;
    struct framed framed;
    struct place place;
    uint8_t digest[32], node[N];
    start(&s, public_key, NULL);
    frame(&framed, context, message);
    digest_of(sig, public_key, &framed, digest);
    place_of(digest, &place);
    fors_key_of(&s, &place, sig + N, node);
    const uint8_t *rest = sig + N + FORS_SIG;
    for (unsigned layer = 0; layer < LAYERS; layer++, rest += XMSS_SIG) {
        struct tree t = xmss_tree(&s, layer, place.tree);
        xmss_root_of(&t, place.pair, rest, node);
        place.pair = (uint32_t)place.tree & ((1U << TREE_HEIGHT) - 1);
        place.tree >>= TREE_HEIGHT;
    }
    return memcmp(node, public_key + N, N) == 0;
}

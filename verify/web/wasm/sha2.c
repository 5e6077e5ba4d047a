/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/web/wasm/sha2.h"

/* SHA-512, and SHA-256 by the same steps: its words are half as long, and its constants are the
 * upper halves of the other's (FIPS 180-4, sections 4.2, 5.3 and 6). */
struct kind {
    unsigned bits; /* of a word; a block has 16 words */
    unsigned rounds;
    uint8_t sum_a[3], sum_e[3];          /* three turns to the right */
    uint8_t earlier_15[3], earlier_2[3]; /* two turns, and a shift */
};

static const struct kind sha512_kind = {64, 80, {28, 34, 39}, {14, 18, 41}, {1, 8, 7}, {19, 61, 6}};
static const struct kind sha256_kind = {32, 64, {2, 13, 22}, {6, 11, 25}, {7, 18, 3}, {17, 19, 10}};

/* Fractions of the cube roots of the first 80 primes. */
static const uint64_t cube_roots[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

/* Fractions of the square roots of the first 8. */
static const uint64_t square_roots[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

struct hashing {
    const struct kind *kind;
    uint64_t state[8];
    uint8_t block[128];
    unsigned n_block; /* bytes in it */
    uint64_t n_bytes; /* of the whole message so far */
};

/* Words of either length stand in 64 bits; what is above the shorter ones' is cut off. */
static uint64_t cut(const struct kind *kind, uint64_t word) {
    return word & UINT64_MAX >> (64 - kind->bits);
}

/* Called twelve times a round: within it they take no more room, and a third of the time. */
#define INLINED static inline __attribute__((always_inline))

INLINED uint64_t turned(const struct kind *kind, uint64_t word, unsigned n) {
    return cut(kind, word >> n | word << (kind->bits - n));
}

INLINED uint64_t mixed(const struct kind *kind, uint64_t word, const uint8_t by[SELLO_LEN(3)],
                       bool shift) {
    uint64_t last = shift ? word >> by[2] : turned(kind, word, by[2]);
    return turned(kind, word, by[0]) ^ turned(kind, word, by[1]) ^ last;
}

static void take_block(struct hashing *h) {
    const struct kind *kind = h->kind;
    uint64_t w[80], s[8];
    for (unsigned i = 0; i < 16; i++) {
        w[i] = 0;
        for (unsigned j = 0; j < kind->bits / 8; j++) {
            w[i] = w[i] << 8 | h->block[i * kind->bits / 8 + j];
        }
    }
    for (unsigned i = 16; i < kind->rounds; i++) {
        w[i] = cut(kind, mixed(kind, w[i - 2], kind->earlier_2, true) + w[i - 7] +
                             mixed(kind, w[i - 15], kind->earlier_15, true) + w[i - 16]);
    }
    memcpy(s, h->state, sizeof s);
    /* The words go round by one place a round: a is at s[-i & 7], and what becomes it is the old h.
     */
    for (unsigned i = 0; i < kind->rounds; i++) {
        uint64_t *last = &s[(7 - i) & 7], *d = &s[(3 - i) & 7];
        uint64_t a = s[(0 - i) & 7], b = s[(1 - i) & 7], c = s[(2 - i) & 7];
        uint64_t e = s[(4 - i) & 7], f = s[(5 - i) & 7], g = s[(6 - i) & 7];
        uint64_t first = *last + mixed(kind, e, kind->sum_e, false) + ((e & f) ^ (~e & g)) +
                         (cube_roots[i] >> (64 - kind->bits)) + w[i];
        *d = cut(kind, *d + first);
        *last =
            cut(kind, first + mixed(kind, a, kind->sum_a, false) + ((a & b) ^ (a & c) ^ (b & c)));
    }
    for (unsigned i = 0; i < 8; i++) {
        h->state[i] = cut(kind, h->state[i] + s[i]);
    }
    h->n_block = 0;
}

static void put(struct hashing *h, uint8_t byte) {
    h->block[h->n_block++] = byte;
    if (h->n_block == 2 * h->kind->bits) {
        take_block(h);
    }
}

static void hash(const struct kind *kind, const struct sello_bytes *parts, size_t n_parts,
                 uint8_t *out) {
    struct hashing h = {.kind = kind};
    for (unsigned i = 0; i < 8; i++) {
        h.state[i] = square_roots[i] >> (64 - kind->bits);
    }
    for (size_t i = 0; i < n_parts; i++) {
        for (size_t j = 0; j < parts[i].len; j++) {
            put(&h, parts[i].ptr[j]);
        }
        h.n_bytes += parts[i].len;
    }
    /* A bit of 1, and the length in bits as the last two words of a block. */
    put(&h, 0x80);
    while (h.n_block != 2 * kind->bits - kind->bits / 4) {
        put(&h, 0);
    }
    for (unsigned i = kind->bits / 4; i-- > 0;) {
        put(&h, (uint8_t)(i < 8 ? h.n_bytes * 8 >> 8 * i : 0));
    }
    for (unsigned i = 0; i < kind->bits; i++) {
        out[i] = (uint8_t)(h.state[i * 8 / kind->bits] >> (kind->bits - 8 - i * 8 % kind->bits));
    }
}

void web_sha512(const struct sello_bytes *parts, size_t n_parts, uint8_t out_hash[SELLO_LEN(64)]) {
    hash(&sha512_kind, parts, n_parts, out_hash);
}

void sello_sha256(const struct sello_bytes *parts, size_t n_parts,
                  uint8_t out_hash[SELLO_LEN(SELLO_HASH_LEN)]) {
    hash(&sha256_kind, parts, n_parts, out_hash);
}

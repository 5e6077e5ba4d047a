/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/symbol_code.h"

#include <stdlib.h>
#include <string.h>

enum { CODEWORDS_MAX = 3706, EC_MAX = 30, FORMAT_BITS = 15, FORMAT_MASK = 0x5412 };

/* ---- which module is what ---- */

static unsigned version_of(unsigned side) {
    return (side - 17) / 4;
}

static unsigned apart(unsigned a, unsigned b) {
    return a > b ? a - b : b - a;
}

/* How far a module is from a centre, in rings around it. */
static unsigned ring(unsigned x, unsigned y, unsigned centre_x, unsigned centre_y) {
    unsigned dx = apart(x, centre_x), dy = apart(y, centre_y);
    return dx > dy ? dx : dy;
}

/* Evenly from the last one down; the first is 6 (annex E). */
unsigned sello_alignment_at(unsigned side, unsigned out[SELLO_ALIGNED_MAX]) {
    unsigned version = version_of(side), n = version / 7 + 2;
    if (version < 2) {
        return 0;
    }
    unsigned between = n - 1, length = side - 13; /* from 6 to side - 7 */
    unsigned step = version == 32 ? 26 : (length + 2 * between - 1) / (2 * between) * 2;
    out[0] = 6;
    for (unsigned i = 1; i < n; i++) {
        out[i] = side - 7 - (n - 1 - i) * step;
    }
    return n;
}

/* Those that would lie on a finder are left out. */
static bool on_alignment(unsigned side, unsigned x, unsigned y, unsigned *out_ring) {
    unsigned at[SELLO_ALIGNED_MAX], n = sello_alignment_at(side, at);
    for (unsigned i = 0; i < n; i++) {
        for (unsigned k = 0; k < n; k++) {
            bool finder = (i == 0 && (k == 0 || k == n - 1)) || (i == n - 1 && k == 0);
            unsigned r = ring(x, y, at[i], at[k]);
            if (!finder && r <= 2) {
                *out_ring = r;
                return true;
            }
        }
    }
    return false;
}

static bool on_finder(unsigned side, unsigned x, unsigned y, unsigned *out_ring) {
    const unsigned centre[3][2] = {{3, 3}, {side - 4, 3}, {3, side - 4}};
    for (unsigned i = 0; i < 3; i++) {
        unsigned r = ring(x, y, centre[i][0], centre[i][1]);
        if (r <= 4) {
            *out_ring = r;
            return true;
        }
    }
    return false;
}

static bool on_format(unsigned side, unsigned x, unsigned y) {
    bool beside = (x == 8 && (y <= 8 || y >= side - 8)) || (y == 8 && (x <= 8 || x >= side - 8));
    bool version = side >= 45 && ((x < 6 && y >= side - 11 && y < side - 8) ||
                                  (y < 6 && x >= side - 11 && x < side - 8));
    return beside || version;
}

enum sello_module_kind sello_module_kind(unsigned side, unsigned x, unsigned y) {
    unsigned r = 0;
    if (on_finder(side, x, y, &r)) {
        return r == 2 || r == 4 ? SELLO_MODULE_LIGHT : SELLO_MODULE_DARK;
    }
    if (on_alignment(side, x, y, &r)) {
        return r == 1 ? SELLO_MODULE_LIGHT : SELLO_MODULE_DARK;
    }
    if (x == 6 || y == 6) {
        return (x + y) % 2 == 0 ? SELLO_MODULE_DARK : SELLO_MODULE_LIGHT;
    }
    return on_format(side, x, y) ? SELLO_MODULE_FORMAT : SELLO_MODULE_DATA;
}

static unsigned dark_at(const struct sello_modules *m, unsigned x, unsigned y) {
    return m->dark[y * m->side + x];
}

/* ---- format information: level and mask ---- */

static unsigned format_word(unsigned data) {
    unsigned rest = data;
    for (int i = 0; i < 10; i++) {
        rest = (rest << 1) ^ ((rest >> 9) * 0x537); /* BCH (15,5), annex C */
    }
    return ((data << 10) | rest) ^ FORMAT_MASK;
}

/* Its two copies; bit 0 comes last. */
static void read_format(const struct sello_modules *m, unsigned out[2]) {
    unsigned n = m->side;
    out[0] = out[1] = 0;
    for (unsigned i = 0; i < FORMAT_BITS; i++) {
        unsigned up = i < 6 ? i : i + 1, left = i < 9 ? 7 : 14 - i;
        unsigned first = i < 8 ? dark_at(m, 8, up) : dark_at(m, left, 8);
        unsigned second = i < 8 ? dark_at(m, n - 1 - i, 8) : dark_at(m, 8, n - FORMAT_BITS + i);
        out[0] |= first << i;
        out[1] |= second << i;
    }
}

static unsigned count_bits(unsigned word) {
    unsigned n = 0;
    for (; word != 0; word &= word - 1) {
        n++;
    }
    return n;
}

/* The five bits whose word comes closest to both copies together. */
static unsigned find_format(const struct sello_modules *m) {
    unsigned seen[2], best = 0, best_off = 2 * FORMAT_BITS + 1;
    read_format(m, seen);
    for (unsigned data = 0; data < 32; data++) {
        unsigned word = format_word(data);
        unsigned off = count_bits(word ^ seen[0]) + count_bits(word ^ seen[1]);
        if (off < best_off) {
            best = data;
            best_off = off;
        }
    }
    return best;
}

/* ---- codewords, in the order they are placed in ---- */

static bool is_masked(unsigned mask, unsigned x, unsigned y) {
    switch (mask) {
    case 0: return (x + y) % 2 == 0;
    case 1: return y % 2 == 0;
    case 2: return x % 3 == 0;
    case 3: return (x + y) % 3 == 0;
    case 4: return (x / 3 + y / 2) % 2 == 0;
    case 5: return x * y % 2 + x * y % 3 == 0;
    case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
    default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

struct bits {
    uint8_t *out;
    size_t n;
};

static void take_module(const struct sello_modules *m, unsigned mask, unsigned x, unsigned y,
                        struct bits *bits) {
    if (sello_module_kind(m->side, x, y) != SELLO_MODULE_DATA || bits->n / 8 >= CODEWORDS_MAX) {
        return;
    }
    unsigned bit = dark_at(m, x, y) ^ (is_masked(mask, x, y) ? 1u : 0u);
    uint8_t *word = &bits->out[bits->n / 8];
    *word = (uint8_t)((unsigned)*word << 1 | bit);
    bits->n++;
}

/* Up and down through columns of two, from the right; the timing pattern's column is passed over.
 * Returns the number of whole codewords. */
static size_t read_codewords(const struct sello_modules *m, unsigned mask,
                             uint8_t out[CODEWORDS_MAX]) {
    struct bits bits = {out, 0};
    bool up = true;
    for (unsigned right = m->side - 1; right > 0 && right < m->side; right -= 2) {
        right = right == 6 ? 5 : right;
        for (unsigned i = 0; i < m->side; i++) {
            unsigned y = up ? m->side - 1 - i : i;
            take_module(m, mask, right, y, &bits);
            take_module(m, mask, right - 1, y, &bits);
        }
        up = !up;
    }
    return bits.n / 8;
}

/* ---- Reed-Solomon: how many codewords of a block are wrong ---- */

/* In GF(256) with x^8 + x^4 + x^3 + x^2 + 1. */
static uint8_t multiply(uint8_t a, uint8_t b) {
    unsigned product = 0, shifted = a;
    for (; b != 0; b >>= 1) {
        product ^= (b & 1) != 0 ? shifted : 0;
        shifted = shifted << 1 ^ ((shifted & 0x80) != 0 ? 0x11du : 0u);
    }
    return (uint8_t)product;
}

static uint8_t invert(uint8_t a) {
    uint8_t power = a;
    for (int i = 0; i < 6; i++) { /* a^254 */
        power = multiply(multiply(power, power), a);
    }
    return multiply(power, power);
}

static void syndromes(const uint8_t *block, size_t len, unsigned n_ec, uint8_t out[EC_MAX]) {
    uint8_t root = 1;
    for (unsigned i = 0; i < n_ec; i++, root = multiply(root, 2)) {
        uint8_t sum = 0;
        for (size_t k = 0; k < len; k++) {
            sum = (uint8_t)(multiply(sum, root) ^ block[k]);
        }
        out[i] = sum;
    }
}

/* The shortest register that makes the syndromes (Massey 1969), and its length. */
static unsigned find_register(const uint8_t *s, unsigned n_ec, uint8_t now[EC_MAX + 1]) {
    uint8_t before[EC_MAX + 1] = {1}, kept[EC_MAX + 1];
    uint8_t last = 1;
    unsigned length = 0, since = 1;
    memset(now, 0, EC_MAX + 1);
    now[0] = 1;
    for (unsigned i = 0; i < n_ec; i++, since++) {
        uint8_t off = s[i];
        for (unsigned k = 1; k <= length; k++) {
            off ^= multiply(now[k], s[i - k]);
        }
        if (off == 0) {
            continue;
        }
        memcpy(kept, now, sizeof kept);
        uint8_t factor = multiply(off, invert(last));
        for (unsigned k = since; k <= EC_MAX; k++) {
            now[k] ^= multiply(factor, before[k - since]);
        }
        if (2 * length <= i) {
            memcpy(before, kept, sizeof before);
            length = i + 1 - length;
            last = off;
            since = 0;
        }
    }
    return length;
}

/* At how many of a block's places the register's polynomial is zero: where the errors are. */
static unsigned count_roots(const uint8_t *polynomial, unsigned length, size_t places) {
    unsigned n = 0;
    uint8_t x = 1;
    for (size_t i = 0; i < places; i++, x = multiply(x, 142)) { /* 142 = 1 / 2 */
        uint8_t sum = 0;
        for (unsigned k = length + 1; k-- > 0;) {
            sum = (uint8_t)(multiply(sum, x) ^ polynomial[k]);
        }
        n += sum == 0;
    }
    return n;
}

/* False when there are more than can be put right. */
static bool count_errors(const uint8_t *block, size_t len, unsigned n_ec, unsigned *out) {
    uint8_t s[EC_MAX], polynomial[EC_MAX + 1];
    syndromes(block, len, n_ec, s);
    *out = find_register(s, n_ec, polynomial);
    return *out <= n_ec / 2 && count_roots(polynomial, *out, len) == *out;
}

/* ---- blocks ---- */

enum { LEVELS = 4, VERSIONS = 40 };
static const char level_of[LEVELS + 1] = "MLHQ"; /* by the format's two bits */

/* ISO/IEC 18004:2015, table 9, by those bits: error correction codewords a block, and blocks. */
/* clang-format off */
static const uint8_t ec_codewords[LEVELS][VERSIONS] = {
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
    {7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
};
static const uint8_t n_blocks[LEVELS][VERSIONS] = {
    {1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
    {1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
};
/* clang-format on */

/* Blocks are interleaved: first their data, of which the later ones may have one more, then their
 * error correction. Returns the block's length. */
static size_t take_block(const uint8_t *all, size_t n, size_t blocks, size_t n_ec, size_t block,
                         uint8_t out[256]) {
    size_t shorter = n / blocks - n_ec, n_longer = n % blocks;
    bool longer = block >= blocks - n_longer;
    size_t len = 0;
    for (size_t i = 0; i < shorter; i++) {
        out[len++] = all[i * blocks + block];
    }
    if (longer) {
        out[len++] = all[shorter * blocks + block - (blocks - n_longer)];
    }
    for (size_t i = 0; i < n_ec; i++) {
        out[len++] = all[n - (n_ec - i) * blocks + block];
    }
    return len;
}

enum sello_error sello_correction_of(const struct sello_modules *modules,
                                     struct sello_correction *out) {
    uint8_t all[CODEWORDS_MAX], block[256];
    unsigned format = find_format(modules), bits = format >> 3, worst = 0;
    unsigned version = version_of(modules->side);
    unsigned n_ec = ec_codewords[bits][version - 1], blocks = n_blocks[bits][version - 1];
    memset(all, 0, sizeof all);
    size_t n = read_codewords(modules, format & 7, all);
    for (unsigned i = 0; i < blocks; i++) {
        size_t len = take_block(all, n, blocks, n_ec, i, block);
        unsigned errors = 0;
        if (!count_errors(block, len, n_ec, &errors)) {
            return SELLO_E_RANGE;
        }
        worst = errors > worst ? errors : worst;
    }
    unsigned most = n_ec / 2;
    *out = (struct sello_correction){
        .level = level_of[bits], .errors = worst, .most = most, .unused = 1 - (double)worst / most};
    return SELLO_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/crypto.h"

#include "verify/web/wasm/host.h"
#include "verify/web/wasm/sha2.h"

/* The adapters of the page. The strict rule of Ed25519 is here, not in the library, whose own
 * `verify` answers differently: it only computes the point that R must be. */

/* The group's order L = 2^252 + 27742317777372353535851937790883648493, little-endian. */
static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                  0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                  0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

/* The field's prime p = 2^255 - 19. */
static const uint8_t prime[32] = {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};

/* y of the eight points whose order divides 8: 0, 1, -1 and the two of order 8; each stands for
 * both signs of x. The tests find them again by arithmetic. */
static const uint8_t small_order_y[5][32] = {
    {0},
    {1},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
     0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
     0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
     0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
     0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
};

/* Little-endian numbers of 32 bytes. */
static bool is_below(const uint8_t a[SELLO_LEN(32)], const uint8_t b[SELLO_LEN(32)]) {
    for (size_t i = 32; i-- > 0;) {
        if (a[i] != b[i]) {
            return a[i] < b[i];
        }
    }
    return false;
}

/* An encoding with y < p, of a point whose order does not divide 8 (if it is a point at all). */
static bool is_strict_point(const uint8_t point[SELLO_LEN(32)]) {
    uint8_t y[32];
    memcpy(y, point, sizeof y);
    y[31] &= 0x7f; /* the top bit is the sign of x */
    for (size_t i = 0; i < sizeof small_order_y / sizeof *small_order_y; i++) {
        if (memcmp(y, small_order_y[i], sizeof y) == 0) {
            return false;
        }
    }
    return is_below(y, prime);
}

bool sello_ed25519_check(const uint8_t sig[SELLO_LEN(SELLO_SIG_LEN)],
                         const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)], struct sello_bytes message) {
    uint8_t r[32], hash[64];
    if (!is_below(sig + 32, order) || !is_strict_point(sig) || !is_strict_point(key)) {
        return false;
    }
    const struct sello_bytes parts[] = {{sig, 32}, {key, 32}, message};
    web_sha512(parts, 3, hash);
    return host_ed25519_r(sig, key, hash, r) != 0 && memcmp(r, sig, sizeof r) == 0;
}

bool sello_ed25519_key_ok(const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)]) {
    return is_strict_point(key) && host_ed25519_in_subgroup(key) != 0;
}

bool sello_inflate(struct sello_bytes zlib, uint8_t *out_buf, size_t size) {
    return host_inflate(zlib.ptr, zlib.len, out_buf, size) != 0;
}

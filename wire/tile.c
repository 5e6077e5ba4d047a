/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/tile.h"

#include "wire/lines.h"

/* ---- names ---- */

/* Three digits of a path element; all but the last begin with x. */
static void put_element(struct sello_writer *w, unsigned value, bool last) {
    const uint8_t digits[] = {'x', (uint8_t)('0' + value / 100), (uint8_t)('0' + value / 10 % 10),
                              (uint8_t)('0' + value % 10), '/'};
    sello_write(w, last ? digits + 1 : digits, last ? 3 : 5);
}

void sello_put_tile_path(struct sello_writer *w, const struct sello_tile *tile) {
    uint64_t unit = 1;
    while (tile->index / unit >= 1000) {
        unit *= 1000;
    }
    sello_put_string(w, "tile/");
    if (tile->entries) {
        sello_put_string(w, "entries");
    } else {
        sello_put_decimal(w, tile->level);
    }
    sello_put_string(w, "/");
    for (; unit > 0; unit /= 1000) {
        put_element(w, (unsigned)(tile->index / unit % 1000), unit == 1);
    }
    if (tile->width < SELLO_TILE_WIDTH) {
        sello_put_string(w, ".p/");
        sello_put_decimal(w, tile->width);
    }
}

/* ---- which there are ---- */

/* Hashes of a level of tiles: complete subtrees of 256^level leaves. */
static uint64_t hashes_at(uint64_t size, unsigned level) {
    unsigned shift = level * SELLO_TILE_LEVELS;
    return shift < 64 ? size >> shift : 0;
}

uint64_t sello_tile_count(uint64_t size, unsigned level) {
    uint64_t n = hashes_at(size, level);
    return n / SELLO_TILE_WIDTH + (n % SELLO_TILE_WIDTH != 0);
}

unsigned sello_tile_width(uint64_t size, unsigned level, uint64_t index) {
    uint64_t n = hashes_at(size, level);
    if (index >= sello_tile_count(size, level)) {
        return 0;
    }
    bool full = index < n / SELLO_TILE_WIDTH;
    return full ? SELLO_TILE_WIDTH : (unsigned)(n % SELLO_TILE_WIDTH);
}

void sello_put_tile(struct sello_writer *w, const struct sello_leaves *leaves,
                    const struct sello_tile *tile) {
    unsigned shift = tile->level * SELLO_TILE_LEVELS;
    for (unsigned i = 0; i < tile->width; i++) {
        uint8_t hash[SELLO_HASH_LEN];
        uint64_t n = tile->index * SELLO_TILE_WIDTH + i;
        sello_leaves_hash(leaves, n << shift, (n + 1) << shift, hash);
        sello_write(w, hash, sizeof hash);
    }
}

bool sello_tile_next(struct sello_tile_walk *walk) {
    struct sello_tile *t = &walk->tile;
    if (walk->begun) {
        t->index++;
    }
    walk->begun = true;
    t->width = sello_tile_width(walk->size, t->level, t->index);
    if (t->width > 0 || t->entries) {
        return t->width > 0;
    }
    bool higher = sello_tile_count(walk->size, t->level + 1) > 0;
    *t = (struct sello_tile){.entries = !higher, .level = higher ? t->level + 1 : 0};
    t->width = sello_tile_width(walk->size, t->level, 0);
    return t->width > 0;
}

/* ---- entry bundles ---- */

void sello_put_entry(struct sello_writer *w, struct sello_bytes entry) {
    const uint8_t head[2] = {(uint8_t)(entry.len >> 8), (uint8_t)entry.len};
    if (entry.len > SELLO_ENTRY_MAX) {
        w->failed = true;
    }
    sello_write(w, head, sizeof head);
    sello_write(w, entry.ptr, entry.len);
}

bool sello_take_entry(struct sello_bytes *rest, struct sello_bytes *out) {
    if (rest->len < 2) {
        return false;
    }
    size_t len = (size_t)rest->ptr[0] << 8 | rest->ptr[1];
    if (len > rest->len - 2) {
        return false;
    }
    *out = sello_bytes(rest->ptr + 2, len);
    *rest = sello_bytes(rest->ptr + 2 + len, rest->len - 2 - len);
    return true;
}

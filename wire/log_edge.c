/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/log_edge.h"

#include "wire/tile.h"
#include "wire/trust_map.h"

/* ---- entries ---- */

enum { ENTRY_KIND = 0, ENTRY_VERSION = 1, ENTRY_HASH = 2 };

void sello_put_log_entry(struct sello_writer *w, const struct sello_log_entry *entry) {
    sello_put_map(w, 3);
    sello_put_uint(w, ENTRY_KIND);
    sello_put_uint(w, entry->kind);
    sello_put_uint(w, ENTRY_VERSION);
    sello_put_uint(w, entry->version);
    sello_put_uint(w, ENTRY_HASH);
    sello_put_bytes(w, sello_bytes(entry->hash, SELLO_HASH_LEN));
}

static void take_field(struct sello_reader *r, uint64_t key, struct sello_log_entry *out) {
    switch (key) {
    case ENTRY_KIND: out->kind = sello_take_uint(r); break;
    case ENTRY_VERSION: out->version = sello_take_uint(r); break;
    case ENTRY_HASH: sello_take_fixed(r, out->hash, SELLO_HASH_LEN); break;
    default: sello_pass_unknown(r, key);
    }
}

enum sello_error sello_log_entry_parse(struct sello_bytes bytes, struct sello_log_entry *out) {
    static const unsigned needed = 7; /* keys 0-2 */
    struct sello_log_entry entry = {0};
    unsigned seen = 0;
    enum sello_error error = sello_content_check(bytes);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_reader r = sello_reader_init(bytes);
    size_t n_pairs = sello_take_map(&r);
    for (size_t i = 0; i < n_pairs && r.error == SELLO_OK; i++) {
        uint64_t key = sello_take_key(&r);
        sello_see(&seen, key);
        take_field(&r, key, &entry);
    }
    error = sello_map_end(&r, seen, needed);
    if (error == SELLO_OK) {
        *out = entry;
    }
    return error;
}

void sello_log_entry_hash(const struct sello_log_entry *entry,
                          uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    uint8_t buf[SELLO_LOG_ENTRY_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_put_log_entry(&w, entry);
    sello_leaf_hash(sello_written(&w), out);
}

/* ---- the right edge ---- */

/* The last full tile is told leaf by leaf, so that a reader who is up to 256 entries behind finds
 * where it was. */
uint64_t sello_log_edge_tiles(uint64_t size) {
    uint64_t full = size / SELLO_TILE_WIDTH;
    return full > 0 ? full - 1 : 0;
}

/* Hashes, one after the other. */
static struct sello_bytes take_hashes(struct sello_reader *r) {
    struct sello_bytes hashes = sello_take_bytes(r);
    if (hashes.len % SELLO_HASH_LEN != 0) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    return hashes;
}

void sello_take_log_edge(struct sello_reader *r, struct sello_log_edge *out) {
    if (sello_take_array(r) != 3) {
        sello_reader_fail(r, SELLO_E_TYPE);
    }
    out->checkpoint = sello_take_bytes(r);
    if (out->checkpoint.len == 0 || out->checkpoint.len > SELLO_CHECKPOINT_MAX) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    out->tiles = take_hashes(r);
    out->leaves = take_hashes(r);
}

void sello_put_log_edge(struct sello_writer *w, const struct sello_log_edge *edge) {
    sello_put_array(w, 3);
    sello_put_bytes(w, edge->checkpoint);
    sello_put_bytes(w, edge->tiles);
    sello_put_bytes(w, edge->leaves);
}

void sello_put_log_edge_hashes(struct sello_writer *tiles, struct sello_writer *leaves,
                               const struct sello_leaves *of) {
    uint64_t n_tiles = sello_log_edge_tiles(of->n), from = n_tiles * SELLO_TILE_WIDTH;
    for (uint64_t i = 0; i < n_tiles; i++) {
        uint8_t hash[SELLO_HASH_LEN];
        sello_leaves_hash(of, i * SELLO_TILE_WIDTH, (i + 1) * SELLO_TILE_WIDTH, hash);
        sello_write(tiles, hash, sizeof hash);
    }
    if (of->n > from) {
        sello_write(leaves, of->hash + from * SELLO_HASH_LEN,
                    (size_t)(of->n - from) * SELLO_HASH_LEN);
    }
}

bool sello_log_edge_is_of(const struct sello_log_edge *edge, uint64_t size) {
    uint64_t n_tiles = sello_log_edge_tiles(size);
    return size < SELLO_TREE_MAX && edge->tiles.len / SELLO_HASH_LEN == n_tiles &&
           edge->leaves.len / SELLO_HASH_LEN == size - n_tiles * SELLO_TILE_WIDTH;
}

/* The tree of the first `size` entries. */
static bool grow_to(const struct sello_log_edge *edge, uint64_t size, struct sello_tree *tree) {
    uint64_t n_tiles = edge->tiles.len / SELLO_HASH_LEN, full = size / SELLO_TILE_WIDTH;
    uint64_t from = n_tiles * SELLO_TILE_WIDTH;
    if (size < from && size % SELLO_TILE_WIDTH != 0) {
        return false;
    }
    for (uint64_t i = 0; i < n_tiles && i < full; i++) {
        sello_tree_add(tree, SELLO_TILE_LEVELS, edge->tiles.ptr + i * SELLO_HASH_LEN);
    }
    for (uint64_t i = from; i < size; i++) {
        sello_tree_add(tree, 0, edge->leaves.ptr + (i - from) * SELLO_HASH_LEN);
    }
    return true;
}

bool sello_log_edge_root(const struct sello_log_edge *edge, uint64_t size,
                         uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    struct sello_tree tree = {.size = 0};
    if (!grow_to(edge, size, &tree)) {
        return false;
    }
    sello_tree_root(&tree, out);
    return true;
}

bool sello_log_edge_root_by_tile(const struct sello_log_edge *edge, uint64_t size,
                                 struct sello_bytes tile, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    struct sello_tree tree = {.size = 0};
    const struct sello_leaves leaves = {tile.ptr, SELLO_TILE_WIDTH};
    uint64_t cut = size % SELLO_TILE_WIDTH, n_tiles = edge->tiles.len / SELLO_HASH_LEN;
    uint8_t hash[SELLO_HASH_LEN];
    if (tile.len != SELLO_TILE_MAX || size / SELLO_TILE_WIDTH >= n_tiles) {
        return false;
    }
    sello_leaves_hash(&leaves, 0, leaves.n, hash);
    const uint8_t *told = edge->tiles.ptr + size / SELLO_TILE_WIDTH * SELLO_HASH_LEN;
    if (memcmp(hash, told, sizeof hash) != 0 || !grow_to(edge, size - cut, &tree)) {
        return false;
    }
    for (uint64_t i = 0; i < cut; i++) {
        sello_tree_add(&tree, 0, leaves.hash + i * SELLO_HASH_LEN);
    }
    sello_tree_root(&tree, out);
    return true;
}

void sello_log_edge_root_with(const struct sello_log_edge *edge, uint64_t size,
                              const uint8_t leaf[SELLO_LEN(SELLO_HASH_LEN)],
                              uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    struct sello_tree tree = {.size = 0};
    (void)grow_to(edge, size, &tree); /* its own size is always told */
    sello_tree_add(&tree, 0, leaf);
    sello_tree_root(&tree, out);
}

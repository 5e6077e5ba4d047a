/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/merkle.h"

void sello_leaf_hash(struct sello_bytes entry, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    static const uint8_t mark[1] = {0};
    const struct sello_bytes parts[] = {{mark, 1}, entry};
    sello_sha256(parts, 2, out);
}

void sello_node_hash(const uint8_t left[SELLO_LEN(SELLO_HASH_LEN)],
                     const uint8_t right[SELLO_LEN(SELLO_HASH_LEN)],
                     uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    static const uint8_t mark[1] = {1};
    const struct sello_bytes parts[] = {{mark, 1}, {left, SELLO_HASH_LEN}, {right, SELLO_HASH_LEN}};
    sello_sha256(parts, 3, out);
}

static bool hash_eq(const uint8_t *a, const uint8_t *b) {
    return memcmp(a, b, SELLO_HASH_LEN) == 0;
}

/* ---- a tree that grows ---- */

void sello_tree_add(struct sello_tree *tree, unsigned level,
                    const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)]) {
    uint8_t sum[SELLO_HASH_LEN];
    uint64_t before = tree->size;
    memcpy(sum, hash, sizeof sum);
    tree->size += (uint64_t)1 << level;
    for (; before >> level & 1; level++) {
        sello_node_hash(tree->hash[level], sum, sum);
    }
    memcpy(tree->hash[level], sum, sizeof sum);
}

void sello_tree_root(const struct sello_tree *tree, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    bool any = false;
    sello_sha256(NULL, 0, out);
    for (unsigned level = 0; level < SELLO_TREE_LEVELS; level++) {
        if ((tree->size >> level & 1) == 0) {
            continue;
        }
        if (any) {
            sello_node_hash(tree->hash[level], out, out);
        } else {
            memcpy(out, tree->hash[level], SELLO_HASH_LEN);
        }
        any = true;
    }
}

/* ---- of leaves that are all at hand ---- */

void sello_leaves_hash(const struct sello_leaves *leaves, uint64_t first, uint64_t end,
                       uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    struct sello_tree tree = {.size = 0};
    for (uint64_t i = first; i < end; i++) {
        sello_tree_add(&tree, 0, leaves->hash + i * SELLO_HASH_LEN);
    }
    sello_tree_root(&tree, out);
}

/* The largest power of two below n, which is at least 2: where its tree divides. */
static uint64_t left_part(uint64_t n) {
    uint64_t part = 1;
    while (part << 1 < n) {
        part <<= 1;
    }
    return part;
}

/* A walk from the root of a tree down to a leaf, or to where an older tree ended; each step leaves
 * one subtree aside, and these are the proof, the last first. */
struct descent {
    uint64_t first, end;             /* where it is */
    uint64_t aside_first, aside_end; /* what the last step left */
};

static void go_left(struct descent *d) {
    uint64_t middle = d->first + left_part(d->end - d->first);
    d->aside_first = middle;
    d->aside_end = d->end;
    d->end = middle;
}

static void go_right(struct descent *d) {
    uint64_t middle = d->first + left_part(d->end - d->first);
    d->aside_first = d->first;
    d->aside_end = middle;
    d->first = middle;
}

static bool step_to_leaf(struct descent *d, uint64_t index) {
    if (d->end - d->first == 1) {
        return false;
    }
    if (index < d->first + left_part(d->end - d->first)) {
        go_left(d);
    } else {
        go_right(d);
    }
    return true;
}

static bool step_to_end(struct descent *d, uint64_t old) {
    if (d->end == old) {
        return false;
    }
    if (old <= d->first + left_part(d->end - d->first)) {
        go_left(d);
    } else {
        go_right(d);
    }
    return true;
}

/* Writes what was left aside on the way, from the end of the `n` rows backwards. */
static void put_asides(const struct sello_leaves *leaves, struct descent d, uint64_t to,
                       bool (*step)(struct descent *d, uint64_t to), size_t n,
                       uint8_t (*out)[SELLO_HASH_LEN]) {
    while (step(&d, to)) {
        sello_leaves_hash(leaves, d.aside_first, d.aside_end, out[--n]);
    }
}

size_t sello_inclusion_make(const struct sello_leaves *leaves, uint64_t index, uint64_t size,
                            uint8_t out_path[SELLO_LEN(SELLO_PATH_MAX)][SELLO_HASH_LEN]) {
    size_t n = 0;
    for (struct descent d = {.end = size}; step_to_leaf(&d, index);) {
        n++;
    }
    put_asides(leaves, (struct descent){.end = size}, index, step_to_leaf, n, out_path);
    return n;
}

size_t sello_consistency_make(const struct sello_leaves *leaves, uint64_t old, uint64_t size,
                              uint8_t out_path[SELLO_LEN(SELLO_PATH_MAX)][SELLO_HASH_LEN]) {
    struct descent d = {.end = size};
    size_t n = 0;
    if (old == 0) {
        return 0;
    }
    while (step_to_end(&d, old)) {
        n++;
    }
    /* Where the old tree is no subtree of the new one, its last complete one comes first. */
    size_t head = d.first > 0 ? 1 : 0;
    put_asides(leaves, (struct descent){.end = size}, old, step_to_end, n, out_path + head);
    if (head == 1) {
        sello_leaves_hash(leaves, d.first, d.end, out_path[0]);
    }
    return head + n;
}

/* ---- checking ---- */

/* A node among its level, and the last one of that level. */
struct place {
    uint64_t node, last;
};

static void rise(struct place *at) {
    at->node >>= 1;
    at->last >>= 1;
}

/* Is the next hash of the proof the left neighbour? */
static bool takes_left(const struct place *at) {
    return (at->node & 1) != 0 || at->node == at->last;
}

/* After a left neighbour: a node without a right one rises until it has a left one. */
static void rise_alone(struct place *at) {
    while ((at->node & 1) == 0 && at->node != 0) {
        rise(at);
    }
}

bool sello_inclusion_check(uint64_t index, uint64_t size,
                           const uint8_t leaf[SELLO_LEN(SELLO_HASH_LEN)],
                           const uint8_t (*path)[SELLO_HASH_LEN], size_t n_path,
                           const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)]) {
    uint8_t sum[SELLO_HASH_LEN];
    if (index >= size) {
        return false;
    }
    struct place at = {index, size - 1};
    memcpy(sum, leaf, sizeof sum);
    for (size_t i = 0; i < n_path; i++) {
        if (at.last == 0) {
            return false;
        }
        if (takes_left(&at)) {
            sello_node_hash(path[i], sum, sum);
            rise_alone(&at);
        } else {
            sello_node_hash(sum, path[i], sum);
        }
        rise(&at);
    }
    return at.last == 0 && hash_eq(sum, root);
}

bool sello_consistency_check(uint64_t old, const uint8_t old_root[SELLO_LEN(SELLO_HASH_LEN)],
                             uint64_t size, const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)],
                             const uint8_t (*path)[SELLO_HASH_LEN], size_t n_path) {
    uint8_t old_sum[SELLO_HASH_LEN], sum[SELLO_HASH_LEN];
    if (old == 0 || old == size) {
        uint8_t empty[SELLO_HASH_LEN];
        sello_sha256(NULL, 0, empty);
        return n_path == 0 && hash_eq(old_root, old == size ? root : empty);
    }
    bool power = (old & (old - 1)) == 0; /* then the old tree is itself where the proof begins */
    if (old > size || (n_path == 0 && !power)) {
        return false;
    }
    struct place at = {old - 1, size - 1};
    while ((at.node & 1) != 0) {
        rise(&at);
    }
    memcpy(old_sum, power ? old_root : path[0], sizeof old_sum);
    memcpy(sum, old_sum, sizeof sum);
    for (size_t i = power ? 0 : 1; i < n_path; i++) {
        if (at.last == 0) {
            return false;
        }
        if (takes_left(&at)) {
            sello_node_hash(path[i], old_sum, old_sum);
            sello_node_hash(path[i], sum, sum);
            rise_alone(&at);
        } else {
            sello_node_hash(sum, path[i], sum);
        }
        rise(&at);
    }
    return at.last == 0 && hash_eq(old_sum, old_root) && hash_eq(sum, root);
}

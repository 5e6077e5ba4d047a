/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_MERKLE_H
#define SELLO_WIRE_MERKLE_H

/* Merkle trees over SHA-256 (RFC 9162 section 2.1): hashes, inclusion and consistency proofs. */

#include "wire/crypto.h"

#define SELLO_TREE_MAX UINT32_MAX /* leaves of a tree that is put together here */
#define SELLO_TREE_LEVELS 32      /* of such a tree */
#define SELLO_PATH_MAX 64         /* hashes of a proof: of a tree of 2^53 leaves, and one more */

/* The hash of an entry as a leaf, and of two subtrees as one. */
void sello_leaf_hash(struct sello_bytes entry, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);
void sello_node_hash(const uint8_t left[SELLO_LEN(SELLO_HASH_LEN)],
                     const uint8_t right[SELLO_LEN(SELLO_HASH_LEN)],
                     uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* ---- a tree that grows ---- */

/* hash[k] is that of a complete subtree of 2^k leaves, where bit k of the size is set. */
struct sello_tree {
    uint64_t size;
    uint8_t hash[SELLO_TREE_LEVELS][SELLO_HASH_LEN];
};

/* Adds a complete subtree of 2^level leaves (0: one leaf) at the end; the size is a multiple of
 * that, and stays at most SELLO_TREE_MAX: the caller sees to both. */
void sello_tree_add(struct sello_tree *tree, unsigned level,
                    const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)]);

/* The hash of all of it; of an empty tree that of no bytes. */
void sello_tree_root(const struct sello_tree *tree, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* ---- of leaves that are all at hand ---- */

/* n leaf hashes, one after the other. */
struct sello_leaves {
    const uint8_t *hash;
    uint64_t n;
};

/* The hash of leaves first .. end-1 as a tree of their own. */
void sello_leaves_hash(const struct sello_leaves *leaves, uint64_t first, uint64_t end,
                       uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* The proof that leaf `index` is in the tree of the first `size` leaves; and the one that the tree
 * of the first `old` is the beginning of that of the first `size`. index < size, old <= size.
 * Return the number of hashes in out_path. No proof is needed from nothing, or to the same. */
size_t sello_inclusion_make(const struct sello_leaves *leaves, uint64_t index, uint64_t size,
                            uint8_t out_path[SELLO_LEN(SELLO_PATH_MAX)][SELLO_HASH_LEN]);
size_t sello_consistency_make(const struct sello_leaves *leaves, uint64_t old, uint64_t size,
                              uint8_t out_path[SELLO_LEN(SELLO_PATH_MAX)][SELLO_HASH_LEN]);

/* ---- checking ---- */

/* RFC 9162 section 2.1.3.2: is the leaf of this hash at `index` in the tree of `size` and `root`?
 */
SELLO_NODISCARD bool sello_inclusion_check(uint64_t index, uint64_t size,
                                           const uint8_t leaf[SELLO_LEN(SELLO_HASH_LEN)],
                                           const uint8_t (*path)[SELLO_HASH_LEN], size_t n_path,
                                           const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)]);

/* Section 2.1.4.2: is the tree of `old` and `old_root` the beginning of that of `size` and `root`?
 * The empty tree is the beginning of every one, by an empty proof. */
SELLO_NODISCARD bool sello_consistency_check(uint64_t old,
                                             const uint8_t old_root[SELLO_LEN(SELLO_HASH_LEN)],
                                             uint64_t size,
                                             const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)],
                                             const uint8_t (*path)[SELLO_HASH_LEN], size_t n_path);

#endif

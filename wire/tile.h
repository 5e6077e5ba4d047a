/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_TILE_H
#define SELLO_WIRE_TILE_H

/* A log as files that never change (C2SP tlog-tiles): its tree in tiles of 256 hashes, and its
 * entries in bundles of as many. */

#include "wire/merkle.h"

#define SELLO_TILE_WIDTH 256
#define SELLO_TILE_LEVELS 8 /* levels of the tree to one level of tiles */
#define SELLO_TILE_MAX ((size_t)SELLO_TILE_WIDTH * SELLO_HASH_LEN) /* bytes */
#define SELLO_TILE_PATH_MAX 64
#define SELLO_ENTRY_MAX 65535 /* bytes: its length is a uint16 */

/* One file of the log. width < 256: the tile is not full yet. */
struct sello_tile {
    bool entries;   /* the entries themselves; level is 0 */
    unsigned level; /* 0: leaf hashes; from 1: hashes of full tiles of the level below */
    uint64_t index; /* among those of its level */
    unsigned width;
};

/* "tile/0/x001/234.p/5", "tile/entries/000" */
void sello_put_tile_path(struct sello_writer *w, const struct sello_tile *tile);

/* How many tiles the level has in a log of this size, and how wide one of them is; 0: none. */
uint64_t sello_tile_count(uint64_t size, unsigned level);
unsigned sello_tile_width(uint64_t size, unsigned level, uint64_t index);

/* A tile's bytes, of the leaves: width * SELLO_HASH_LEN. */
void sello_put_tile(struct sello_writer *w, const struct sello_leaves *leaves,
                    const struct sello_tile *tile);

/* The next file of a log of this size, from {0} on: level by level, then the entries; false after
 * the last. */
struct sello_tile_walk {
    uint64_t size;
    struct sello_tile tile;
    bool begun;
};
bool sello_tile_next(struct sello_tile_walk *walk);

/* ---- entry bundles ---- */

void sello_put_entry(struct sello_writer *w, struct sello_bytes entry);

/* The next entry of a bundle; false where there is none, or what is there is none. */
SELLO_NODISCARD bool sello_take_entry(struct sello_bytes *rest, struct sello_bytes *out);

#endif

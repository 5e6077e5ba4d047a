/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_LOG_EDGE_H
#define SELLO_WIRE_LOG_EDGE_H

/* A certifier's log: what its entries say, and as much of it as a bundle carries, so that readers
 * can tell without a network whether a newer bundle goes on from the one they have. */

#include "wire/cbor.h"
#include "wire/merkle.h"
#include "wire/note.h"

/* ---- entries ---- */

enum sello_log_kind { SELLO_LOG_ROOT = 1, SELLO_LOG_BUNDLE = 2 };

/* {0: kind, 1: version, 2: hash}: of a root, the hash of its payload; of a bundle, that of all its
 * bytes. */
struct sello_log_entry {
    uint64_t kind; /* enum sello_log_kind, or one of a newer version */
    uint64_t version;
    uint8_t hash[SELLO_HASH_LEN];
};

#define SELLO_LOG_ENTRY_MAX 64 /* bytes of one that we write */

void sello_put_log_entry(struct sello_writer *w, const struct sello_log_entry *entry);
SELLO_NODISCARD enum sello_error sello_log_entry_parse(struct sello_bytes bytes,
                                                       struct sello_log_entry *out);

/* Its leaf hash. */
void sello_log_entry_hash(const struct sello_log_entry *entry,
                          uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* ---- the right edge of the log ---- */

/* Field 32 of a bundle: the log as it was before that bundle. So the bundle itself is entry `size`.
 * tiles: hashes of the first full tiles, one after the other; leaves: of all leaves behind them,
 * which are those of the last full tile and the ones that came since. */
struct sello_log_edge {
    struct sello_bytes checkpoint; /* a signed note */
    struct sello_bytes tiles, leaves;
};

/* How many of the first full tiles are told by one hash each, in a log of this size. */
uint64_t sello_log_edge_tiles(uint64_t size);

/* Takes the field's value apart; its form alone. */
void sello_take_log_edge(struct sello_reader *r, struct sello_log_edge *out);
void sello_put_log_edge(struct sello_writer *w, const struct sello_log_edge *edge);

/* Writes tiles and leaves of a log of these leaves. */
void sello_put_log_edge_hashes(struct sello_writer *tiles, struct sello_writer *leaves,
                               const struct sello_leaves *of);

/* The root that the edge's log had when it was of this size; false where the edge does not tell
 * that: it is cut within a tile, or further back than the edge goes. size: at most the number of
 * entries that the edge is of. */
SELLO_NODISCARD bool sello_log_edge_root(const struct sello_log_edge *edge, uint64_t size,
                                         uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* The same of a size that the edge does not tell, by the full tile of leaf hashes (C2SP tlog-tiles)
 * that this size is cut within; false where the bytes are not that tile of the edge's log. */
SELLO_NODISCARD bool sello_log_edge_root_by_tile(const struct sello_log_edge *edge, uint64_t size,
                                                 struct sello_bytes tile,
                                                 uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* Does the edge tell of exactly this many entries? */
bool sello_log_edge_is_of(const struct sello_log_edge *edge, uint64_t size);

/* The root of the edge's log, of this size, with one leaf more. */
void sello_log_edge_root_with(const struct sello_log_edge *edge, uint64_t size,
                              const uint8_t leaf[SELLO_LEN(SELLO_HASH_LEN)],
                              uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

#endif

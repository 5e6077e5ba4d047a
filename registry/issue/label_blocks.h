/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_LABEL_BLOCKS_H
#define SELLO_REGISTRY_ISSUE_LABEL_BLOCKS_H

/* Going over issued labels by the blocks that their signatures are stored in. */

#include "registry/store/store.h"

/* Some neighbours of one block: at most SELLO_BLOCK labels. */
struct label_block {
    struct sello_batch batch;
    uint64_t first; /* serial */
    size_t n;
    uint8_t signature[SELLO_BLOCK * SELLO_SIG_LEN]; /* of the first, the next, ... */
    uint8_t photo[SELLO_BLOCK * SELLO_PHOTO_LEN];   /* the same, where the batch has one for each */
};

struct label_run {
    uint64_t batch, first, last;
};

/* Begins as {.store = store}. */
struct label_blocks {
    struct sello_store *store;
    struct label_run *run; /* owned */
    size_t n, room;
    uint64_t n_labels; /* of all runs */
    size_t at;         /* run */
    uint64_t next;     /* serial of it; 0: its first */
    uint64_t missing;  /* the first serial that label_blocks_add did not find */
};

/* Adds the signed labels among the serials first..last. Where `all` of them must be there and one
 * is not: SELLO_E_NOT_FOUND, and blocks->missing. */
SELLO_NODISCARD enum sello_error label_blocks_add(struct label_blocks *blocks, uint64_t first,
                                                  uint64_t last, bool all);

void label_blocks_free(struct label_blocks *blocks);

/* The next block's place: all but the signatures and photos. False at the end, and on a failure
 * (*status). */
SELLO_NODISCARD bool label_blocks_next(struct label_blocks *blocks, struct label_block *out,
                                       enum sello_error *error);

/* Its signatures, and photos. SELLO_E_NOT_FOUND where the block is missing or too short. */
SELLO_NODISCARD enum sello_error label_block_read(struct sello_store *store,
                                                  struct label_block *block);

#endif

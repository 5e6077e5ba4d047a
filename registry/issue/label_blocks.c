/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/label_blocks.h"

#include <stdlib.h>

#include "base/array.h"

/* ---- which labels ---- */

struct adding {
    struct label_blocks *blocks;
    uint64_t first, last; /* what is still looked for */
    bool all, gap, no_memory;
};

static bool append(struct label_blocks *blocks, struct label_run run) {
    if (!base_grow(&blocks->run, &blocks->room, blocks->n + 1, sizeof *blocks->run)) {
        return false;
    }
    blocks->run[blocks->n++] = run;
    blocks->n_labels += run.last - run.first + 1;
    return true;
}

static bool visit_batch(void *context, const struct sello_batch *batch) {
    struct adding *a = context;
    uint64_t end = batch->first + batch->count - 1;
    struct label_run run = {batch->number, batch->first > a->first ? batch->first : a->first,
                            end < a->last ? end : a->last};
    a->gap = a->all && run.first != a->first;
    a->no_memory = !a->gap && !append(a->blocks, run);
    a->first = run.last + 1;
    return !a->gap && !a->no_memory;
}

enum sello_error label_blocks_add(struct label_blocks *blocks, uint64_t first, uint64_t last,
                                  bool all) {
    struct adding a = {.blocks = blocks, .first = first, .last = last, .all = all};
    const struct sello_batch_filter filter = {
        .state = SELLO_BATCH_SIGNED, .first_serial = first, .last_serial = last};
    enum sello_error error = sello_batch_list(blocks->store, &filter, visit_batch, &a);
    if (error == SELLO_OK && all && (a.gap || a.first <= last)) {
        blocks->missing = a.first;
        return SELLO_E_NOT_FOUND;
    }
    return error == SELLO_OK && a.no_memory ? SELLO_E_MEMORY : error;
}

void label_blocks_free(struct label_blocks *blocks) {
    free(blocks->run);
    blocks->run = NULL;
}

/* ---- block by block ---- */

static enum sello_error place(struct label_blocks *blocks, const struct label_run *run,
                              struct label_block *out) {
    uint64_t first = blocks->next != 0 ? blocks->next : run->first;
    if (out->batch.number != run->batch) { /* a slot keeps its last block: often of this batch */
        enum sello_error error = sello_batch_get(blocks->store, run->batch, &out->batch);
        if (error != SELLO_OK) {
            return error;
        }
    }
    uint64_t in_block = (first - out->batch.first) % SELLO_BLOCK;
    uint64_t left = run->last - first + 1, fits = SELLO_BLOCK - in_block;
    out->first = first;
    out->n = (size_t)(left < fits ? left : fits);
    return SELLO_OK;
}

bool label_blocks_next(struct label_blocks *blocks, struct label_block *out,
                       enum sello_error *error) {
    if (blocks->at == blocks->n) {
        return false;
    }
    const struct label_run *run = &blocks->run[blocks->at];
    *error = place(blocks, run, out);
    if (*error != SELLO_OK) {
        return false;
    }
    bool more = out->first + out->n <= run->last;
    blocks->next = more ? out->first + out->n : 0;
    blocks->at += more ? 0 : 1;
    return true;
}

enum sello_error label_block_read(struct sello_store *store, struct label_block *block) {
    uint64_t at = block->first - block->batch.first;
    size_t n = 0, skip = (size_t)(at % SELLO_BLOCK);
    enum sello_error error =
        sello_store_signatures(store, block->batch.number, at / SELLO_BLOCK, block->signature, &n);
    if (error != SELLO_OK) {
        return error;
    }
    if (n < skip + block->n) {
        return SELLO_E_NOT_FOUND;
    }
    memmove(block->signature, block->signature + skip * SELLO_SIG_LEN, block->n * SELLO_SIG_LEN);
    return block->batch.photo_of_each
               ? sello_photos_of_labels(store, block->first, block->n, block->photo)
               : SELLO_OK;
}

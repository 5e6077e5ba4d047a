/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_STORE_SWEEP_H
#define SELLO_REGISTRY_STORE_STORE_SWEEP_H

/* Inside store_*.c only: going over serials through layers of status ranges.
 *
 * A layer is one source's ranges of one status; within it they are disjoint. The sweep walks
 * several layers at once, in order of serials, and cuts them into runs over which nothing changes:
 *
 *     serials      1  2  3  4  5  6  7  8  9
 *     withdrawn          [--------]
 *     suspended    [-----------]
 *     runs         [sus ][with ---][ none ]        one shows: withdrawn, else retired, else
 * suspended
 *
 * A sold label whose piece came back stays in its layer, retired, with the reason "returned": it
 * shows as valid, or as suspended, with that reason, which verifiers must be told for ever. */

#include "registry/store/store_pages.h"

#define SELLO_SOURCES 4
#define SELLO_STATUSES 3
#define SELLO_LAYERS (SELLO_SOURCES * SELLO_STATUSES)

/* A set of layers, as bits. */
static inline unsigned sello_layer(enum sello_status_source source,
                                   enum sello_label_status status) {
    return 1u << (((unsigned)status - 1) * SELLO_SOURCES + ((unsigned)source - 1));
}
static inline unsigned sello_layers_of(enum sello_label_status status) {
    return 0xfu << (((unsigned)status - 1) * SELLO_SOURCES);
}
#define SELLO_LAYERS_ALL ((1u << SELLO_LAYERS) - 1)

/* What holds over [first, first + count). */
struct sello_run {
    uint64_t first, count;
    bool covered;                  /* by any layer */
    struct sello_status_range row; /* the one that shows: it may reach further; as stored, except
                                    * for what was returned */
};

struct sello_sweep {
    struct sello_store *store;
    unsigned layers;
    uint64_t at, end;       /* where it is, and the serial behind the last one to go over */
    uint64_t last;          /* that is read */
    struct sello_page page; /* ranges of all layers in order of serials, and what failed */
    const struct sello_status_range *ahead;        /* the next that begins; NULL: no more */
    struct sello_status_range begun[SELLO_LAYERS]; /* the last that began; count 0: none */
};

/* Over the serials first..last, through these layers. Ended by SELLO_AUTO(sweep). */
void sello_sweep_open(struct sello_sweep *sweep, struct sello_store *store, unsigned layers,
                      uint64_t first, uint64_t last);
void sello_cleanup_sweep(struct sello_sweep *sweep);

/* Goes over these serials next, which lie behind where it is and among those it was opened for. */
void sello_sweep_between(struct sello_sweep *sweep, uint64_t first, uint64_t last);

/* False at the end and after a failure (sweep->page.error). */
bool sello_sweep_next(struct sello_sweep *sweep, struct sello_run *out);

/* All runs that are covered, or all that are not, in an array that the caller frees. */
SELLO_NODISCARD enum sello_error sello_sweep_collect(struct sello_store *store, unsigned layers,
                                                     uint64_t first, uint64_t last, bool covered,
                                                     struct sello_run **out, size_t *out_n);

#endif

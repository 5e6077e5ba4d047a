/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_LEDGER_H
#define SELLO_REGISTRY_STORE_LEDGER_H

/* What became of labels, and when: runs of serials with which the same was done. What holds for
 * every function of the store is in store.h. */

#include "registry/store/batches.h"

struct sello_store;

/* Labels of one batch, one after the other. */
struct sello_ledger_run {
    const struct sello_batch *batch; /* lives until visit returns */
    uint64_t first, count;           /* serials */
    struct sello_number printed;     /* instant of the first time, proofs aside */
    struct sello_number delivered;   /* instant */
    struct sello_number sold;        /* day; absent too where its piece came back */
    struct sello_number withdrawn;   /* day */
    struct sello_number suspended;   /* day */
    uint64_t reason;                 /* enum sello_reason, of what shows: withdrawn, else sold, else
                                      * suspended */
};

enum sello_label_status sello_ledger_status(const struct sello_ledger_run *run);

/* The labels of these batches in order of serials, as of one moment; those of a reserved or a void
 * batch were never issued, and are left out. Neighbours may be alike. All of it is one look
 * (sello_store_look): `visit` gathers, and writes to nobody who may be slow to read. */
SELLO_NODISCARD enum sello_error
sello_ledger_list(struct sello_store *store, const struct sello_batch_filter *filter,
                  bool (*visit)(void *context, const struct sello_ledger_run *run), void *context);

#endif

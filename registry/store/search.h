/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_SEARCH_H
#define SELLO_REGISTRY_STORE_SEARCH_H

/* Searching, and what is here in numbers. What holds for every function of the store is in store.h.
 */

#include "registry/store/records.h"

struct sello_store;

/* Every record that has all the words, accents and case aside, at most `most` of each kind; a
 * certificate and a batch have those of their product and producer, too. */
SELLO_NODISCARD enum sello_error
sello_store_search(struct sello_store *store, const char *words, unsigned most,
                   bool (*visit)(void *context, const struct sello_hit *hit), void *context);

/* The last serial that was reserved; 0 before the first. */
SELLO_NODISCARD enum sello_error sello_store_highest(struct sello_store *store,
                                                     uint64_t *out_serial);

/* What is here. */
struct sello_store_summary {
    uint64_t n_schemes, n_producers, n_products, n_imports, n_events, n_prints, n_deliveries;
    uint64_t n_certificates[SELLO_CERTIFICATE_WITHDRAWN + 1]; /* by state; [0]: all */
    uint64_t n_batches[SELLO_BATCH_LOST + 1];                 /* by state; [0]: all */
    uint64_t n_labels[SELLO_BATCH_LOST + 1];                  /* by their batch's state */
    uint64_t next_serial;
    uint64_t root_version, bundle_version; /* 0: none yet */
    uint64_t bundle_date, last_issued;     /* instants; 0: none yet */
    uint64_t last_event;                   /* instant: no clock should be far ahead of it */
    uint64_t n_status_changes;             /* since the last bundle was dated */
};
SELLO_NODISCARD enum sello_error sello_store_summary(struct sello_store *store,
                                                     struct sello_store_summary *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_LABEL_LIST_H
#define SELLO_REGISTRY_EXCHANGE_LABEL_LIST_H

/* Labels as a list of runs: neighbours of one batch with which the same was done are one row. */

#include "registry/exchange/state_words.h"

struct label_row {
    const struct sello_batch *batch; /* lives until visit returns */
    uint64_t first, count;           /* serials */
    enum sello_label_status status;
    uint64_t reason; /* enum sello_reason; of a valid label 0 */
    bool printed, delivered;
};

struct label_wanted {
    struct sello_batch_filter batches;
    enum state_of_labels state;
};

/* In order of serials, as sello_ledger_list visits them. */
SELLO_NODISCARD enum sello_error
label_list(struct sello_store *store, const struct label_wanted *wanted,
           bool (*visit)(void *context, const struct label_row *row), void *context);

#endif

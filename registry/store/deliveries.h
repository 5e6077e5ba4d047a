/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_DELIVERIES_H
#define SELLO_REGISTRY_STORE_DELIVERIES_H

/* What was handed to producers, and what became of a batch's labels. What holds for every function
 * of the store is in store.h. */

#include "registry/store/records.h"

struct sello_store;

/* Records that a producer took these labels. SELLO_E_EXISTS, fault field "serial", when one of them
 * was delivered before or is there twice (sello_delivery_of finds it); SELLO_E_RANGE when one was
 * never reserved, or for no range; SELLO_E_STATE, fault field "serial", when the label of the
 * fault's number is withdrawn or suspended; SELLO_E_NOT_FOUND, fault field "producer". */
SELLO_NODISCARD enum sello_error sello_delivery_add(struct sello_store *store, uint64_t producer,
                                                    const struct sello_serials *ranges, size_t n,
                                                    uint64_t *out_number);
SELLO_NODISCARD enum sello_error sello_delivery_get(struct sello_store *store, uint64_t number,
                                                    struct sello_delivery *out);
SELLO_NODISCARD enum sello_error
sello_delivery_list(struct sello_store *store,
                    bool (*visit)(void *context, const struct sello_delivery *row), void *context);

/* The ranges of a delivery, in order of serials. */
SELLO_NODISCARD enum sello_error
sello_delivery_ranges(struct sello_store *store, uint64_t number,
                      bool (*visit)(void *context, const struct sello_serials *row), void *context);

/* The first of these serials that was delivered, and its delivery: SELLO_E_NOT_FOUND when none was.
 */
SELLO_NODISCARD enum sello_error sello_delivery_of(struct sello_store *store, uint64_t first,
                                                   uint64_t count, uint64_t *out_serial,
                                                   struct sello_delivery *out);

/* What became of a batch's labels. */
SELLO_NODISCARD enum sello_error sello_batch_counts(struct sello_store *store,
                                                    const struct sello_batch *batch,
                                                    struct sello_label_counts *out);

/* Batches in order of serials, each with what became of its labels; the second: all of them. */
struct sello_batch_filter;
SELLO_NODISCARD enum sello_error
sello_batch_find_counted(struct sello_store *store, const struct sello_batch_filter *filter,
                         bool (*visit)(void *context, const struct sello_batch *row,
                                       const struct sello_label_counts *counts),
                         void *context);
SELLO_NODISCARD enum sello_error
sello_batch_list_counted(struct sello_store *store,
                         bool (*visit)(void *context, const struct sello_batch *row,
                                       const struct sello_label_counts *counts),
                         void *context);

#endif

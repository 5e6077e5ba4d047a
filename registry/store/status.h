/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_STATUS_H
#define SELLO_REGISTRY_STORE_STATUS_H

/* What holds for labels: withdrawn, suspended, retired. What holds for every function of the store
 * is in store.h. */

#include "registry/store/records.h"

struct sello_store;

/* Each source keeps its own ranges; what a reader sees of them is withdrawn, else retired, else
 * suspended. Nothing takes back withdrawn; retired hides a suspension; the first date and reason of
 * a status stay. A label whose piece came back is valid, or suspended, with the reason "returned",
 * until it is sold again. Only serials that exist have a status. */

/* Does a text name a producer, as whole words, accents and case aside? *out_producer is the
 * producer's number, or 0. Reasons are published for ever: they hold numbers, never persons' names.
 */
SELLO_NODISCARD enum sello_error
sello_text_names_producer(struct sello_store *store, const char *text, uint64_t *out_producer);

/* Sets `range` (its status withdrawn, suspended or retired) or, with status SELLO_LABEL_VALID,
 * resumes what range->source suspended there; with the reason "returned" too, the pieces came back,
 * whoever marked their labels as sold. *out_changed (may be NULL): labels it made a
 * difference to; 0 is no failure. SELLO_E_RANGE when a serial of it was never reserved, and, fault
 * field "day", for a day that is nowhere yet; SELLO_E_TEXT, fault field "text", when the text names
 * the producer of the fault's number. */
SELLO_NODISCARD enum sello_error sello_status_set(struct sello_store *store,
                                                  const struct sello_status_range *range,
                                                  uint64_t *out_changed);

/* The status at a serial; valid, with count 1, where none is set. The range is the stored one. */
SELLO_NODISCARD enum sello_error sello_status_at(struct sello_store *store, uint64_t serial,
                                                 struct sello_status_range *out);

/* What readers see, in order, merged and disjoint: rows for a status list or a bundle. */
SELLO_NODISCARD enum sello_error
sello_status_list(struct sello_store *store,
                  bool (*visit)(void *context, const struct sello_status_range *row),
                  void *context);

/* The same over the serials first..last alone, cut to them. */
SELLO_NODISCARD enum sello_error
sello_status_between(struct sello_store *store, uint64_t first, uint64_t last,
                     bool (*visit)(void *context, const struct sello_status_range *row),
                     void *context);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_PRINTS_H
#define SELLO_REGISTRY_STORE_PRINTS_H

/* What was printed, and where the next labels go. What holds for every function of the store is in
 * store.h. */

#include "registry/store/records.h"

struct sello_store;

/* What was printed and what was delivered is kept as ranges: millions of serials cost no more than
 * a few. */

/* Records a run, when its files are in place. ranges: in the order of printing; a serial may be
 * there twice, and counts as a reprint then. SELLO_E_RANGE when a serial of them was never
 * reserved, or for no range or no copy; SELLO_E_TEXT and its like for a name (fault field "format",
 * "stock", "printer"). *out_reprints, where it is not NULL: how many of them were printed before.
 */
SELLO_NODISCARD enum sello_error sello_print_add(struct sello_store *store,
                                                 const struct sello_print *print,
                                                 const struct sello_serials *ranges, size_t n,
                                                 uint64_t *out_number, uint64_t *out_reprints);
SELLO_NODISCARD enum sello_error
sello_print_list(struct sello_store *store,
                 bool (*visit)(void *context, const struct sello_print *row), void *context);

/* The ranges of a run, in the order of printing. */
SELLO_NODISCARD enum sello_error
sello_print_ranges(struct sello_store *store, uint64_t number,
                   bool (*visit)(void *context, const struct sello_serials *row), void *context);

/* How many of these serials were printed before; proofs do not count. */
SELLO_NODISCARD enum sello_error sello_prints_of(struct sello_store *store, uint64_t first,
                                                 uint64_t count, uint64_t *out_printed);

/* Calls visit with each run of these serials that was never printed, in order, until it returns
 * false. */
SELLO_NODISCARD enum sello_error
sello_prints_missing(struct sello_store *store, uint64_t first, uint64_t count,
                     bool (*visit)(void *context, const struct sello_serials *row), void *context);

/* The stock that was printed on last: in that format, or else in any other. SELLO_E_NOT_FOUND. */
SELLO_NODISCARD enum sello_error sello_print_last_stock(struct sello_store *store,
                                                        const char *format, bool in_it,
                                                        char out[SELLO_LEN(SELLO_STOCK_MAX + 1)]);

/* Where the next labels go on a part-used sheet of this stock: the first free cell, from 0; 0 where
 * none is remembered. */
SELLO_NODISCARD enum sello_error sello_stock_position_get(struct sello_store *store,
                                                          const char *stock, uint64_t *out_cell);
SELLO_NODISCARD enum sello_error sello_stock_position_put(struct sello_store *store,
                                                          const char *stock, uint64_t cell);

#endif

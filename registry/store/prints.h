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

/* ---- sheets that are used in part ---- */

/* Where a job on sheets began, and where its last sheet is free. Cells are counted from 0. */
struct sello_used_sheet {
    uint64_t number; /* the store's */
    char stock[SELLO_STOCK_MAX + 1];
    uint8_t job[SELLO_HASH_LEN]; /* what tells it from others: which labels, to which file */
    uint64_t began_on;           /* number of the sheet that was used in part; 0: a fresh one */
    uint64_t start, next;        /* cells; next 0: nothing is left of its last sheet */
    uint64_t last_serial;        /* the last label on it; 0: not known */
};

#define SELLO_USED_SHEETS_MAX 8

/* Sheets of this stock on which no later job began, the newest first. */
SELLO_NODISCARD enum sello_error
sello_used_sheets(struct sello_store *store, const char *stock,
                  struct sello_used_sheet out[SELLO_LEN(SELLO_USED_SHEETS_MAX)], size_t *out_n);

/* The same job (stock, job) when it last began on a part-used sheet; SELLO_E_NOT_FOUND. */
SELLO_NODISCARD enum sello_error sello_used_sheet_of_job(struct sello_store *store,
                                                         const struct sello_used_sheet *job,
                                                         struct sello_used_sheet *out);

/* Remembers a job. The same one, begun at the same cell, was only made again: it uses no sheet
 * more, and what was printed behind it stays there. */
SELLO_NODISCARD enum sello_error sello_used_sheet_put(struct sello_store *store,
                                                      const struct sello_used_sheet *sheet);

/* It is not there any more, and not free. Made again, its job is remembered again. */
SELLO_NODISCARD enum sello_error sello_used_sheet_forget(struct sello_store *store,
                                                         const struct sello_used_sheet *sheet);

#endif

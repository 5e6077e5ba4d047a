/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_BATCHES_H
#define SELLO_REGISTRY_STORE_BATCHES_H

/* Issuing: batches of labels, their signatures, and looking at what was issued. What holds for
 * every function of the store is in store.h. */

#include "registry/store/records.h"

struct sello_store;

/* Takes the next `count` serials, dates them (iat = the latest of now, the last iat, the last
 * bundle's date + 1), writes the batch as reserved, commits, and raises the marks outside the
 * database before it returns. Only then may anything be signed. Within sello_store_begin the marks
 * are raised by the outermost commit. SELLO_E_STATE when the certificate is not granted or not
 * current, SELLO_E_RANGE for a bad count or when serials run out, SELLO_E_TOO_LONG when the token
 * with the widest integers exceeds SELLO_TOKEN_ISSUE_MAX, SELLO_E_STORE_BEHIND. */
SELLO_NODISCARD enum sello_error sello_store_reserve(struct sello_store *store,
                                                     const struct sello_reservation *request,
                                                     struct sello_batch *out);

/* What stands before the '#' of labels that are reserved from now on; where they say no GTIN, the
 * serial instead of a path. */
SELLO_NODISCARD enum sello_error sello_link_get(struct sello_store *store, enum sello_link *out);
SELLO_NODISCARD enum sello_error sello_link_set(struct sello_store *store, enum sello_link link);

/* The batches that were reserved for rows of a table, in the order of being reserved, whatever has
 * become of them: so that no row is issued twice. */
SELLO_NODISCARD enum sello_error
sello_table_rows(struct sello_store *store, const uint8_t table[SELLO_LEN(SELLO_HASH_LEN)],
                 bool (*visit)(void *context, uint64_t row, uint64_t batch), void *context);

/* The number of labels in block `block` (0, 1, ...) of a batch: SELLO_BLOCK, fewer in the last. */
size_t sello_block_labels(const struct sello_batch *batch, uint64_t block);

/* Stores the next block of signatures of a reserved batch, in order: SELLO_SIG_LEN bytes a label.
 * SELLO_E_STATE for another block than the next, SELLO_E_RANGE for a wrong length. */
SELLO_NODISCARD enum sello_error sello_store_put_signatures(struct sello_store *store,
                                                            uint64_t batch, uint64_t block,
                                                            struct sello_bytes signatures);

/* reserved -> signed, once every block is there. */
SELLO_NODISCARD enum sello_error sello_store_finish_batch(struct sello_store *store,
                                                          uint64_t batch);

/* reserved -> void: its serials are withdrawn, reason void, and never used. Only under the lock. */
SELLO_NODISCARD enum sello_error sello_store_void_batch(struct sello_store *store, uint64_t batch);

/* A bundle lists this batch, which is not finished. */
SELLO_NODISCARD enum sello_error sello_batch_listed(struct sello_store *store, uint64_t batch);

SELLO_NODISCARD enum sello_error sello_batch_get(struct sello_store *store, uint64_t number,
                                                 struct sello_batch *out);

/* Which batches; a zero field does not limit. */
struct sello_batch_filter {
    uint64_t certificate;
    enum sello_batch_state state;
    uint64_t first_serial, last_serial; /* batches that have any of these serials */
    uint64_t producer, product;         /* of their certificate */
    struct sello_number scheme;         /* the same; code */
    const char *lot;                    /* accents and case aside; NULL: any */
    uint64_t issued_from, issued_until; /* instants: the first, and the first one after */
};

/* In order of serials. */
SELLO_NODISCARD enum sello_error
sello_batch_list(struct sello_store *store, const struct sello_batch_filter *filter,
                 bool (*visit)(void *context, const struct sello_batch *row), void *context);

/* The label with this serial; SELLO_E_NOT_FOUND when it was never reserved. */
SELLO_NODISCARD enum sello_error sello_store_label(struct sello_store *store, uint64_t serial,
                                                   struct sello_issued *out);

/* A block's signatures at once, for printing; `out` has room for SELLO_BLOCK of them. */
SELLO_NODISCARD enum sello_error
sello_store_signatures(struct sello_store *store, uint64_t batch, uint64_t block,
                       uint8_t out[SELLO_LEN(SELLO_BLOCK * SELLO_SIG_LEN)], size_t *out_labels);

#endif

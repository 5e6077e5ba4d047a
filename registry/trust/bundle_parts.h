/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_BUNDLE_PARTS_H
#define SELLO_REGISTRY_TRUST_BUNDLE_PARTS_H

/* Inside bundle_*.c only: what a bundle is put together from. */

#include "registry/store/log.h"
#include "registry/trust/bundle_make.h"

/* Bytes that grow: owned, freed with free(bytes.ptr). */
struct grown {
    uint8_t *ptr;
    size_t len, room;
};
static inline struct sello_bytes grown_bytes(const struct grown *g) {
    return sello_bytes(g->ptr, g->len);
}
SELLO_NODISCARD enum sello_error grow(struct grown *g, struct sello_bytes more);
SELLO_NODISCARD enum sello_error grow_array_head(struct grown *g, size_t n_items);

/* A run of batches that one row of the bundle can stand for. */
struct batch_run {
    uint64_t first, count;
    uint64_t key;                             /* index among the root's delegated keys */
    uint8_t commitment[SELLO_COMMITMENT_LEN]; /* of all its labels; or else */
    uint8_t *of_each;                         /* owned: of each, where they differ */
};

/* What the store knew at one moment. */
struct bundle_content {
    struct sello_bundle_date date;
    struct sello_status_range *range; /* what readers see: sorted, disjoint, merged */
    size_t n_ranges, range_room;
    struct batch_run *batch; /* those to be listed: sorted, disjoint, merged */
    size_t n_batches, batch_room;
    struct grown certificates;  /* the certifier's list, encoded; empty: there is none */
    struct grown endorsements;  /* whom it vouches for, likewise */
    struct sello_store_log log; /* up to this bundle; empty where it tells nothing of it */
    bool complete;              /* every batch of every key is listed */
    bool no_memory;             /* in a visit */
};

/* Takes the next bundle version and date, and collects, in one transaction, of which nothing is
 * kept where it is a preview. Freed by bundle_content_free, also after a failure. */
SELLO_NODISCARD enum sello_error bundle_collect(struct sello_store *store,
                                                const struct bundle_request *request, bool preview,
                                                struct bundle_content *out);
void bundle_content_free(struct bundle_content *c);

/* Appends the signed bundle. */
SELLO_NODISCARD enum sello_error bundle_write(struct sello_store *store,
                                              const struct bundle_request *request,
                                              const struct bundle_content *c, struct grown *out);

/* Appends the array of signed status lists, one token for each 2^20 serials. */
SELLO_NODISCARD enum sello_error bundle_put_lists(const struct bundle_request *request,
                                                  const struct bundle_content *c,
                                                  struct grown *out);

/* What it tells of the log, into *out, over `room`, which is owned and freed by the caller. */
SELLO_NODISCARD enum sello_error bundle_put_log(struct sello_store *store,
                                                const struct sello_key *log_key,
                                                const struct sello_store_log *log,
                                                struct grown *room, struct sello_log_edge *out);

/* Appends those it vouches for, an array of rows by fingerprint; nothing where there is none. */
SELLO_NODISCARD enum sello_error bundle_put_endorsements(struct sello_store *store,
                                                         struct grown *out);

/* Appends the certifier's list, an array of rows; nothing where there is no certificate. */
SELLO_NODISCARD enum sello_error bundle_put_certificates(struct sello_store *store,
                                                         struct grown *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_TARGETS_H
#define SELLO_REGISTRY_DESK_TARGETS_H

/* Labels that a request names, as runs of serials. */

#include "registry/desk/desk.h"

/* What a clerk names. A batch's and a certificate's labels are found when the work is done, so that
 * none issued meanwhile is passed over. */
struct labels_named {
    enum sello_kind kind; /* SELLO_KIND_BATCH or _CERTIFICATE: `number`; _NONE: the serials */
    uint64_t number;
    uint64_t first, last;
};

struct target {
    uint64_t first, last;
    enum sello_status_source source; /* who will have set the status */
};

/* Sorted and disjoint: a label that was named twice is there once. */
struct targets {
    struct target *at; /* owned */
    size_t n, room;
};
void targets_free(struct targets *t);

/* What was named; a certificate stands for its batches. Rules "no-such-record", "no-such-label". To
 * be called in a transaction. */
SELLO_NODISCARD enum sello_error targets_take(struct session *session,
                                              const struct labels_named *named, size_t n,
                                              struct targets *out);

/* Takes from `t` what `less` has too; `t` may get more runs by it. */
SELLO_NODISCARD enum sello_error targets_without(struct targets *t, const struct targets *less);

SELLO_NODISCARD enum sello_error targets_add(struct targets *t, struct target one);

/* All batches that were issued under a certificate; none is no failure. */
SELLO_NODISCARD enum sello_error targets_of_certificate(struct sello_store *store,
                                                        uint64_t certificate,
                                                        enum sello_status_source source,
                                                        struct targets *out);

uint64_t targets_labels(const struct targets *t); /* how many */

/* How many of them readers see in each status. */
struct status_counts {
    uint64_t n[SELLO_LABEL_RETIRED + 1];          /* by enum sello_label_status */
    uint64_t suspended_by[SELLO_SOURCE_VOID + 1]; /* by enum sello_status_source */
    uint64_t seen;                                /* of the labels and all that holds for them */
};
SELLO_NODISCARD enum sello_error targets_count(struct sello_store *store, const struct targets *t,
                                               struct status_counts *out);

/* What can never be resumed: the first run that a clerk named by its serials and whose labels are
 * all withdrawn, or any when all labels are; else NULL. Of a batch some labels may be withdrawn,
 * and the others are resumed. */
SELLO_NODISCARD enum sello_error targets_find_withdrawn(struct sello_store *store,
                                                        const struct targets *t,
                                                        const struct target **out);

/* What a change did. */
struct status_change {
    uint64_t n_labels, n_changed; /* those it made a difference to */
    struct status_counts after;
};

/* Sets the status of all of them, or with SELLO_LABEL_VALID resumes or returns them. range: status,
 * reason, day, text. To be called in a transaction. */
SELLO_NODISCARD enum sello_error targets_change(struct sello_store *store, const struct targets *t,
                                                const struct sello_status_range *range,
                                                struct status_change *out);

#endif

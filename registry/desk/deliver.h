/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_DELIVER_H
#define SELLO_REGISTRY_DESK_DELIVER_H

/* Handing labels to a producer, and withdrawing the ones that were spoiled. */

#include "registry/desk/targets.h"

struct deliver_request {
    uint64_t producer; /* who takes them; not looked at where none are given */
    const struct labels_named *given;
    size_t n_given;
    const struct labels_named *spoiled; /* withdrawn as misprints first, and never delivered */
    size_t n_spoiled;
    bool any_producer; /* also labels of another producer's certificate */
    /* Called at the end of the transaction of a commit that delivers: what cannot be signed for is
     * not handed over. It reads the delivery and writes nothing anywhere; its failure takes all of
     * it back. NULL: nothing is looked at. */
    enum sello_error (*receipt)(struct session *session, uint64_t delivery, void *context);
    void *context;
};

/* What has become of a batch that labels go of, by then. */
struct deliver_batch {
    uint64_t number;
    struct sello_label_counts counts;
};

struct deliver_outcome {
    uint64_t delivery; /* 0: nothing is delivered */
    struct targets spoiled;
    struct targets given;        /* without them, and without what was withdrawn of batches */
    uint64_t left_out;           /* labels of named batches that were withdrawn before */
    struct status_change voided; /* of the spoiled ones */
    struct deliver_batch *batch; /* owned; in order of serials */
    size_t n_batches, room;
    uint64_t seen;
};
void deliver_outcome_free(struct deliver_outcome *outcome);

/* Rules: those of targets.h; "label-withdrawn" (of one that was named by its serial),
 * "label-suspended", "label-delivered", "labels-of-another", "batch-lost", "batch-not-signed",
 * "all-withdrawn"; "changed-meanwhile". */
SELLO_NODISCARD enum sello_error deliver_plan(struct session *session,
                                              const struct deliver_request *request,
                                              struct deliver_outcome *out);
SELLO_NODISCARD enum sello_error deliver_commit(struct session *session,
                                                const struct deliver_request *request,
                                                const struct deliver_outcome *shown,
                                                struct deliver_outcome *out);

#endif

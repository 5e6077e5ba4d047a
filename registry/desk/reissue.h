/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_REISSUE_H
#define SELLO_REGISTRY_DESK_REISSUE_H

/* Labels that are wrong, spoiled or lost: withdrawn, and as many issued anew under the same
 * certificate, in one step. The new ones say what the old ones said, in the words that the records
 * have now; lot, traits and dates are the old batch's, unless others are given. */

#include "registry/desk/reason.h"
#include "registry/desk/targets.h"
#include "registry/issue/issue.h"

struct reissue_request {
    const struct labels_named *named; /* labels of one batch */
    size_t n_named;
    const char *reason;                /* as people write it */
    struct sello_bytes lot, traits;    /* empty: those of the old batch */
    struct sello_number made, expires; /* absent: likewise */
    unsigned n_workers;
};

struct reissue_outcome {
    struct reason reason;
    uint64_t day;           /* of the withdrawal */
    struct targets targets; /* what is withdrawn */
    struct status_counts before;
    struct status_change change;
    struct sello_batch old;  /* that they are of */
    struct sello_batch made; /* the new one */
    struct signing_end end;
};
void reissue_outcome_free(struct reissue_outcome *outcome);

/* Rules: "reason-missing", those of reason.h, targets.h and issue.h; "reissue-one-batch",
 * "reissue-withdrawn" where none is left that is not withdrawn, "reissue-sold" for labels that
 * buyers have, "reissue-photos" for labels that name pictures; "changed-meanwhile". */
SELLO_NODISCARD enum sello_error reissue_plan(struct session *session,
                                              const struct reissue_request *request,
                                              struct reissue_outcome *out);
/* *out is filled also where signing ended early: it is freed either way. */
SELLO_NODISCARD enum sello_error reissue_commit(struct session *session,
                                                const struct reissue_request *request,
                                                const struct reissue_outcome *shown,
                                                struct reissue_outcome *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_WITHDRAW_H
#define SELLO_REGISTRY_DESK_WITHDRAW_H

/* Withdrawing, suspending, resuming and retiring labels, and taking back what was sold. */

#include "registry/desk/reason.h"
#include "registry/desk/targets.h"

struct withdraw_request {
    enum sello_label_status status; /* valid: what the source suspended is resumed */
    bool returned;                  /* valid again: their pieces came back */
    const struct labels_named *named;
    size_t n_named;
    const char *reason;      /* as people write it; NULL: the usual one of the status */
    struct sello_number day; /* it counts from; absent: today */
};

struct withdraw_outcome {
    struct reason reason;
    uint64_t day;
    struct targets targets;
    struct status_counts before;
    struct status_change change;
};
void withdraw_outcome_free(struct withdraw_outcome *outcome);

/* All of it or nothing; that nothing changes is no failure. Rules: those of reason.h and targets.h;
 * "resume-withdrawn" for what can never be valid again; "return-not-sold" where not all of
 * them are sold; "changed-meanwhile". */
SELLO_NODISCARD enum sello_error withdraw_plan(struct session *session,
                                               const struct withdraw_request *request,
                                               struct withdraw_outcome *out);
SELLO_NODISCARD enum sello_error withdraw_commit(struct session *session,
                                                 const struct withdraw_request *request,
                                                 const struct withdraw_outcome *shown,
                                                 struct withdraw_outcome *out);

#endif

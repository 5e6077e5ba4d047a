/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_CERTIFY_H
#define SELLO_REGISTRY_DESK_CERTIFY_H

/* A certificate's way: applied for, inspected, granted; renewed, suspended, resumed, withdrawn, and
 * its labels with it. */

#include "registry/desk/reason.h"
#include "registry/desk/targets.h"

/* ---- applying ---- */

struct certify_applied {
    uint64_t certificate;
    char product[SELLO_NAME_MAX + 1]; /* its name */
    uint64_t twin; /* another one for the same product, producer and scheme, which is applied for,
                    * inspected, granted or suspended; 0: there is none */
    enum sello_certificate_state twin_state;
    uint64_t seen;
};

/* request: product, producer, scheme, note. */
SELLO_NODISCARD enum sello_error certify_apply_plan(struct session *session,
                                                    const struct sello_certificate *request,
                                                    struct certify_applied *out);
SELLO_NODISCARD enum sello_error certify_apply_commit(struct session *session,
                                                      const struct sello_certificate *request,
                                                      const struct certify_applied *shown,
                                                      struct certify_applied *out);

/* ---- each further step ---- */

struct certify_request {
    uint64_t certificate;
    enum sello_certificate_step step;
    const char *note;                /* pass, fail, grant, renew; NULL: none */
    struct sello_number from, until; /* days: grant; renew has until alone */
    const char *reason;              /* suspend and withdraw need one; resume may have one */
    struct sello_number day;         /* that its labels' status counts from; absent: today */
    bool application;                /* withdraw: only what was never granted, without a reason */
};

struct certify_outcome {
    struct sello_certificate before;
    bool already; /* it was so, and nothing changes: suspend, resume and withdraw */
    char product[SELLO_NAME_MAX + 1]; /* its name, of a grant */
    struct targets targets;           /* its labels, where they change with it */
    struct status_change labels;
    uint64_t seen;
};
void certify_outcome_free(struct certify_outcome *outcome);

/* Rules: those of reason.h; "no-such-record"; "until-before-from", "until-past", "reason-missing";
 * "labels-too-large": a grant whose labels would not fit a code that scans; where the state does
 * not allow the step "certificate-not-inspected", "certificate-no-application",
 * "certificate-withdrawn" (suspend, resume), "certificate-state"; "changed-meanwhile". */
SELLO_NODISCARD enum sello_error certify_plan(struct session *session,
                                              const struct certify_request *request,
                                              struct certify_outcome *out);
SELLO_NODISCARD enum sello_error certify_commit(struct session *session,
                                                const struct certify_request *request,
                                                const struct certify_outcome *shown,
                                                struct certify_outcome *out);

#endif

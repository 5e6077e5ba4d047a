/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/withdraw.h"

void withdraw_outcome_free(struct withdraw_outcome *outcome) {
    targets_free(&outcome->targets);
}

struct job {
    const struct withdraw_request *request;
    const struct withdraw_outcome *shown; /* NULL: nothing was */
    struct withdraw_outcome outcome;
};

/* Of a batch some labels may be withdrawn and the rest are resumed; what was named by its serials
 * and is withdrawn was a mistake. */
static enum sello_error check_resumable(struct session *session, const struct targets *targets) {
    const struct target *t = NULL;
    enum sello_error error = targets_find_withdrawn(session->store, targets, &t);
    if (error != SELLO_OK || t == NULL) {
        return error;
    }
    return session_refuse(
        session,
        &(struct problem){.error = SELLO_E_STATE,
                          .rule = t->first == t->last ? "resume-withdrawn" : "resume-withdrawn-all",
                          .field = "serials",
                          .value = {problem_number(t->first), problem_number(t->last)}});
}

/* Whoever says that a sold label was stolen meant to withdraw it: sold, it would be answered as one
 * that its buyer has. */
static enum sello_error check_sold(struct session *session, const struct withdraw_request *request,
                                   const struct reason *reason) {
    bool gone = reason->code == SELLO_REASON_LOST || reason->code == SELLO_REASON_STOLEN ||
                reason->code == SELLO_REASON_DAMAGED || reason->code == SELLO_REASON_MISPRINT ||
                reason->code == SELLO_REASON_COUNTERFEIT;
    return request->status == SELLO_LABEL_RETIRED && gone
               ? session_refuse(session,
                                &(struct problem){.error = SELLO_E_STATE,
                                                  .rule = "reason-of-withdrawal",
                                                  .field = "reason",
                                                  .value = {problem_text(request->reason)}})
               : SELLO_OK;
}

/* The clerk's words are told with it, also where they are one of the reasons. */
static void take_return(struct reason *reason) {
    reason->code = SELLO_REASON_RETURNED;
    snprintf(reason->text, sizeof reason->text, "%s", reason->typed);
}

/* A label that was never sold is valid; one that is withdrawn stays so. */
static enum sello_error check_returned(struct session *session, const struct targets *targets,
                                       const struct status_counts *counts) {
    uint64_t others = targets_labels(targets) - counts->n[SELLO_LABEL_RETIRED];
    return others == 0
               ? SELLO_OK
               : session_refuse(session, &(struct problem){.error = SELLO_E_STATE,
                                                           .rule = "return-not-sold",
                                                           .field = "serials",
                                                           .value = {problem_number(others)}});
}

static enum sello_error take(struct session *session, struct job *job) {
    const struct withdraw_request *request = job->request;
    struct withdraw_outcome *out = &job->outcome;
    enum sello_reason usual =
        request->status == SELLO_LABEL_RETIRED ? SELLO_REASON_SOLD : SELLO_REASON_OTHER;
    enum sello_error error = reason_take(session, request->reason, usual, &out->reason);
    if (error == SELLO_OK && request->returned) {
        take_return(&out->reason);
    }
    if (error == SELLO_OK) {
        error = check_sold(session, request, &out->reason);
    }
    if (error == SELLO_OK) {
        error = reason_take_day(session, request->day, &out->day);
    }
    if (error == SELLO_OK) {
        error = targets_take(session, request->named, request->n_named, &out->targets);
    }
    if (error == SELLO_OK && request->status == SELLO_LABEL_VALID && !request->returned) {
        error = check_resumable(session, &out->targets);
    }
    return error;
}

static enum sello_error change(struct session *session, void *context) {
    struct job *job = context;
    struct withdraw_outcome *out = &job->outcome;
    withdraw_outcome_free(out); /* of a run before this one */
    *out = (struct withdraw_outcome){0};
    enum sello_error error = take(session, job);
    if (error == SELLO_OK) {
        error = targets_count(session->store, &out->targets, &out->before);
    }
    if (error == SELLO_OK && job->request->returned) {
        error = check_returned(session, &out->targets, &out->before);
    }
    if (error == SELLO_OK) {
        error = desk_check_shown(session, job->shown != NULL ? &job->shown->before.seen : NULL,
                                 out->before.seen);
    }
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_status_range range = {
        .status = job->request->status, .reason = out->reason.code, .day = out->day};
    snprintf(range.text, sizeof range.text, "%s", out->reason.text);
    return targets_change(session->store, &out->targets, &range, &out->change);
}

static enum sello_error finish(struct job *job, enum sello_error error,
                               struct withdraw_outcome *out) {
    if (error != SELLO_OK) {
        withdraw_outcome_free(&job->outcome);
        return error;
    }
    *out = job->outcome;
    return SELLO_OK;
}

enum sello_error withdraw_plan(struct session *session, const struct withdraw_request *request,
                               struct withdraw_outcome *out) {
    struct job job = {.request = request};
    return finish(&job, session_preview(session, change, &job), out);
}

enum sello_error withdraw_commit(struct session *session, const struct withdraw_request *request,
                                 const struct withdraw_outcome *shown,
                                 struct withdraw_outcome *out) {
    struct job job = {.request = request, .shown = shown};
    return finish(&job, session_do(session, change, &job), out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/reissue.h"

#include "base/time.h"

void reissue_outcome_free(struct reissue_outcome *outcome) {
    targets_free(&outcome->targets);
}

struct job {
    const struct reissue_request *request;
    const uint64_t *shown; /* the sum of what was shown, or of what the new labels were made of */
    struct reissue_outcome outcome;
};

/* ---- what is replaced ---- */

static enum sello_error refuse(struct session *session, const char *rule,
                               struct problem_value value) {
    return session_refuse(
        session, &(struct problem){
                     .error = SELLO_E_STATE, .rule = rule, .field = "serials", .value = {value}});
}

static enum sello_error take_reason(struct session *session, struct job *job) {
    struct reissue_outcome *out = &job->outcome;
    const struct sello_number today = {.present = false};
    if (job->request->reason == NULL) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_MISSING,
                                                         .rule = "reason-missing",
                                                         .field = "reason"});
    }
    enum sello_error error =
        reason_take(session, job->request->reason, SELLO_REASON_OTHER, &out->reason);
    return error == SELLO_OK ? reason_take_day(session, today, &out->day) : error;
}

static bool take_batch(void *context, const struct sello_batch *batch) {
    *(struct sello_batch *)context = *batch;
    return false;
}

static enum sello_error find_batch(struct session *session, struct reissue_outcome *out) {
    const struct targets *t = &out->targets;
    const struct sello_batch_filter of_first = {.first_serial = t->at[0].first,
                                                .last_serial = t->at[0].first};
    enum sello_error error = sello_batch_list(session->store, &of_first, take_batch, &out->old);
    if (error != SELLO_OK) {
        return error;
    }
    return t->at[t->n - 1].last < out->old.first + out->old.count
               ? SELLO_OK
               : refuse(session, "reissue-one-batch",
                        problem_id(SELLO_KIND_BATCH, out->old.number));
}

static enum sello_error check_labels(struct session *session, const struct reissue_outcome *out) {
    const struct status_counts *n = &out->before;
    if (n->n[SELLO_LABEL_RETIRED] > 0) {
        return refuse(session, "reissue-sold", problem_number(n->n[SELLO_LABEL_RETIRED]));
    }
    return n->n[SELLO_LABEL_VALID] + n->n[SELLO_LABEL_SUSPENDED] > 0
               ? SELLO_OK
               : refuse(session, "reissue-withdrawn", (struct problem_value){0});
}

static enum sello_error withdraw(struct session *session, void *context) {
    struct job *job = context;
    struct reissue_outcome *out = &job->outcome;
    targets_free(&out->targets); /* of a run before this one */
    enum sello_error error = take_reason(session, job);
    if (error == SELLO_OK) {
        error = targets_take(session, job->request->named, job->request->n_named, &out->targets);
    }
    error = error == SELLO_OK ? find_batch(session, out) : error;
    error = error == SELLO_OK ? targets_count(session->store, &out->targets, &out->before) : error;
    error = error == SELLO_OK ? check_labels(session, out) : error;
    error = error == SELLO_OK ? desk_check_shown(session, job->shown, out->before.seen) : error;
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_status_range range = {
        .status = SELLO_LABEL_WITHDRAWN, .reason = out->reason.code, .day = out->day};
    snprintf(range.text, sizeof range.text, "%s", out->reason.text);
    return targets_change(session->store, &out->targets, &range, &out->change);
}

/* ---- what replaces it ---- */

/* The claims point into the old batch. */
static enum sello_error say_the_same(struct session *session, const struct job *job,
                                     struct issue_request *out) {
    const struct reissue_request *r = job->request;
    const struct sello_batch *old = &job->outcome.old;
    struct sello_claims claims;
    enum sello_error error =
        sello_batch_claims_parse(sello_bytes(old->claims, old->claims_len), &claims);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    if (claims.photo.len > 0 || old->photo_of_each) {
        return refuse(session, "reissue-photos", problem_id(SELLO_KIND_BATCH, old->number));
    }
    const unsigned all = LABEL_PARTS_END - 1, given = (r->lot.len > 0 ? LABEL_LOT : 0u) |
                                                      (r->traits.len > 0 ? LABEL_TRAITS : 0u);
    *out = (struct issue_request){
        .certificate = old->certificate,
        .count =
            job->outcome.before.n[SELLO_LABEL_VALID] + job->outcome.before.n[SELLO_LABEL_SUSPENDED],
        .lot = r->lot.len > 0 ? r->lot : claims.lot,
        .traits = r->traits.len > 0 ? r->traits : claims.traits,
        .made = r->made.present ? r->made : claims.made,
        .expires = r->expires,
        .without = all & ~label_claims_parts(&claims) & ~given,
        .n_workers = r->n_workers,
        .is_part = true,
    };
    if (!r->expires.present && claims.expires.present) {
        int64_t day = sello_day_of_expiry(claims.expires.value);
        out->expires = (struct sello_number){true, day > 0 ? (uint64_t)day : 0};
    }
    return SELLO_OK;
}

/* ---- plan, commit ---- */

/* Nothing is kept of it; *request is what the new labels are made by. */
static enum sello_error look(struct session *session, struct job *job,
                             struct issue_request *request) {
    enum sello_error error = session_preview(session, withdraw, job);
    return error == SELLO_OK ? say_the_same(session, job, request) : error;
}

enum sello_error reissue_plan(struct session *session, const struct reissue_request *request,
                              struct reissue_outcome *out) {
    struct job job = {.request = request};
    struct issue_request anew;
    struct issue_plan plan;
    enum sello_error error = look(session, &job, &anew);
    error = error == SELLO_OK ? issue_plan(session, &anew, &plan) : error;
    if (error != SELLO_OK) {
        reissue_outcome_free(&job.outcome);
        return error;
    }
    job.outcome.made = plan.batch;
    *out = job.outcome;
    return SELLO_OK;
}

enum sello_error reissue_commit(struct session *session, const struct reissue_request *request,
                                const struct reissue_outcome *shown, struct reissue_outcome *out) {
    struct job job = {.request = request, .shown = shown != NULL ? &shown->before.seen : NULL};
    struct issue_request anew;
    struct issue_result made = {.end = {.early = false}};
    enum sello_error error = look(session, &job, &anew);
    if (error == SELLO_OK) {
        const struct sello_batch old = job.outcome.old; /* what the request points into stays */
        uint64_t seen = job.outcome.before.seen;
        struct job again = {.request = request, .shown = &seen, .outcome = {.old = old}};
        anew.together = withdraw;
        anew.context = &again;
        error = issue_commit(session, &anew, &made);
        reissue_outcome_free(&job.outcome);
        job.outcome = again.outcome;
    }
    job.outcome.made = made.batch;
    job.outcome.end = made.end;
    *out = job.outcome;
    return error;
}

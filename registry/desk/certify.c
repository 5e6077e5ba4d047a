/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/certify.h"

#include "base/time.h"
#include "registry/issue/claims.h"

/* ---- applying ---- */

struct application {
    const struct sello_certificate *request;
    const struct certify_applied *shown; /* NULL: nothing was */
    struct certify_applied applied;
};

/* The first one that lives. */
static bool take_twin(void *context, const struct sello_certificate *c) {
    struct certify_applied *out = context;
    bool lives = c->state != SELLO_CERTIFICATE_FAILED && c->state != SELLO_CERTIFICATE_WITHDRAWN;
    if (lives) {
        out->twin = c->number;
        out->twin_state = c->state;
    }
    return !lives;
}

static enum sello_error find_twin(struct session *session, const struct sello_certificate *request,
                                  struct certify_applied *out) {
    const struct sello_certificate_filter alike = {.product = request->product,
                                                   .producer = request->producer,
                                                   .scheme = {true, request->scheme}};
    return sello_certificate_find(session->store, &alike, take_twin, out);
}

static enum sello_error apply(struct session *session, void *context) {
    struct application *a = context;
    struct certify_applied *out = &a->applied;
    struct sello_certificate c;
    *out = (struct certify_applied){.seen = SEEN_NOTHING};
    enum sello_error error = find_twin(session, a->request, out);
    if (error == SELLO_OK) {
        error = sello_certificate_apply(session->store, a->request, &out->certificate);
    }
    if (error == SELLO_OK) {
        error = sello_certificate_get(session->store, out->certificate, &c);
    }
    if (error != SELLO_OK) {
        return error;
    }
    snprintf(out->product, sizeof out->product, "%s", c.product_name);
    seen_text(&out->seen, c.product_name);
    seen_text(&out->seen, c.producer_name);
    seen_text(&out->seen, c.scheme_name);
    seen_number(&out->seen, out->twin);
    return desk_check_shown(session, a->shown != NULL ? &a->shown->seen : NULL, out->seen);
}

enum sello_error certify_apply_plan(struct session *session,
                                    const struct sello_certificate *request,
                                    struct certify_applied *out) {
    struct application a = {.request = request};
    enum sello_error error = session_preview(session, apply, &a);
    if (error == SELLO_OK) {
        *out = a.applied;
    }
    return error;
}

enum sello_error certify_apply_commit(struct session *session,
                                      const struct sello_certificate *request,
                                      const struct certify_applied *shown,
                                      struct certify_applied *out) {
    struct application a = {.request = request, .shown = shown};
    enum sello_error error = session_do(session, apply, &a);
    if (error == SELLO_OK) {
        *out = a.applied;
    }
    return error;
}

/* ---- what each step asks for ---- */

/* The steps that its labels go along with. */
static const struct carried {
    enum sello_certificate_step step;
    enum sello_certificate_state state; /* it leads to */
    enum sello_label_status status;     /* of the labels */
    enum sello_reason reason;           /* why, on the labels */
} carried[] = {
    {SELLO_STEP_SUSPEND, SELLO_CERTIFICATE_SUSPENDED, SELLO_LABEL_SUSPENDED,
     SELLO_REASON_CERTIFICATE_SUSPENDED},
    {SELLO_STEP_RESUME, SELLO_CERTIFICATE_GRANTED, SELLO_LABEL_VALID, SELLO_REASON_OTHER},
    {SELLO_STEP_WITHDRAW, SELLO_CERTIFICATE_WITHDRAWN, SELLO_LABEL_WITHDRAWN,
     SELLO_REASON_CERTIFICATE_ENDED},
};

static const struct carried *find_carried(enum sello_certificate_step step) {
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++) {
        if (carried[i].step == step) {
            return &carried[i];
        }
    }
    return NULL;
}

struct job {
    const struct certify_request *request;
    const struct certify_outcome *shown; /* NULL: nothing was */
    const struct carried *carried;       /* NULL: the labels stay as they are */
    struct reason reason;
    uint64_t day;
    struct certify_outcome outcome;
};

void certify_outcome_free(struct certify_outcome *outcome) {
    targets_free(&outcome->targets);
}

static enum sello_error check_dates(struct session *session, const struct certify_request *r) {
    if (r->step == SELLO_STEP_GRANT && r->from.present && r->until.present &&
        r->until.value < r->from.value) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_RANGE,
                                                         .rule = "until-before-from",
                                                         .field = "until"});
    }
    if (r->step == SELLO_STEP_RENEW && r->until.present &&
        r->until.value < base_here_day(session->now)) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_RANGE,
                                                         .rule = "until-past",
                                                         .field = "until",
                                                         .value = {problem_day(r->until.value)}});
    }
    return SELLO_OK;
}

static enum sello_error check_reason(struct session *session, struct job *job) {
    const struct certify_request *r = job->request;
    if (job->carried == NULL) {
        return SELLO_OK;
    }
    if (r->reason == NULL && r->step != SELLO_STEP_RESUME && !r->application) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_MISSING,
                                                         .rule = "reason-missing",
                                                         .field = "reason"});
    }
    enum sello_error error = reason_take(session, r->reason, SELLO_REASON_OTHER, &job->reason);
    return error == SELLO_OK ? reason_take_day(session, r->day, &job->day) : error;
}

/* Told now, not when a hundred labels are wanted in a hurry. */
static enum sello_error check_size(struct session *session, struct job *job) {
    struct label_records r;
    enum sello_error error = label_records_get(session->store, job->request->certificate, &r);
    size_t largest = error == SELLO_OK ? label_largest(&r) : 0;
    if (error == SELLO_OK) {
        snprintf(job->outcome.product, sizeof job->outcome.product, "%s", r.product.name);
    }
    if (error != SELLO_OK || largest <= SELLO_TOKEN_ISSUE_MAX) {
        return error;
    }
    return session_refuse(
        session, &(struct problem){
                     .error = SELLO_E_TOO_LONG,
                     .rule = "labels-too-large",
                     .field = "product",
                     .subject = {SELLO_KIND_CERTIFICATE, job->request->certificate},
                     .value = {problem_number(largest), problem_number(strlen(r.product.name)),
                               problem_number(strlen(r.product.traits)),
                               problem_number(strlen(r.product.net_content)),
                               problem_number(r.producer.is_public ? strlen(r.producer.name) : 0),
                               problem_number(strlen(r.producer.origin))}});
}

static enum sello_error check_application(struct session *session,
                                          const struct sello_certificate *c) {
    bool waits = c->state == SELLO_CERTIFICATE_APPLIED || c->state == SELLO_CERTIFICATE_INSPECTED ||
                 c->state == SELLO_CERTIFICATE_FAILED ||
                 c->state == SELLO_CERTIFICATE_WITHDRAWN; /* already */
    const struct sello_id id = {SELLO_KIND_CERTIFICATE, c->number};
    return waits
               ? SELLO_OK
               : session_refuse(session, &(struct problem){.error = SELLO_E_STATE,
                                                           .rule = "certificate-no-application",
                                                           .subject = id,
                                                           .value = {problem_id(id.kind, id.number),
                                                                     problem_state(c->state)}});
}

/* ---- doing it ---- */

static const char *rule_of_state(const struct job *job) {
    enum sello_certificate_state state = job->outcome.before.state;
    if (job->carried != NULL) {
        return state == SELLO_CERTIFICATE_WITHDRAWN ? "certificate-withdrawn" : "certificate-state";
    }
    bool failed = state == SELLO_CERTIFICATE_APPLIED || state == SELLO_CERTIFICATE_FAILED;
    return failed ? "certificate-not-inspected" : "certificate-state";
}

static enum sello_error move_certificate(struct session *session, struct job *job) {
    const struct certify_request *r = job->request;
    struct sello_certificate_move move = {.certificate = r->certificate,
                                          .step = r->step,
                                          .from = r->from,
                                          .until = r->until,
                                          .reason = job->reason.code};
    const char *note = job->carried != NULL ? job->reason.typed : r->note;
    if (note != NULL && strlen(note) > SELLO_NOTE_MAX) {
        return session_refuse(session,
                              &(struct problem){.error = SELLO_E_TOO_LONG, .field = "note"});
    }
    snprintf(move.note, sizeof move.note, "%s", note != NULL ? note : "");
    enum sello_error error = sello_certificate_move(session->store, &move);
    if (error != SELLO_E_STATE) {
        return error;
    }
    return session_refuse(
        session, &(struct problem){.error = error,
                                   .rule = rule_of_state(job),
                                   .subject = {SELLO_KIND_CERTIFICATE, r->certificate},
                                   .value = {problem_id(SELLO_KIND_CERTIFICATE, r->certificate),
                                             problem_state(job->outcome.before.state)}});
}

/* Its labels say that it is the certificate, and why in the clerk's words. */
static enum sello_error change_labels(struct session *session, struct job *job) {
    struct certify_outcome *out = &job->outcome;
    struct sello_status_range range = {
        .status = job->carried->status, .reason = job->carried->reason, .day = job->day};
    snprintf(range.text, sizeof range.text, "%s", job->reason.typed);
    return targets_change(session->store, &out->targets, &range, &out->labels);
}

static enum sello_error see(struct session *session, struct job *job) {
    struct certify_outcome *out = &job->outcome;
    const struct sello_certificate *c = &out->before;
    struct status_counts labels = {.seen = 0};
    enum sello_error error = SELLO_OK;
    if (job->carried != NULL) {
        error = targets_of_certificate(session->store, c->number, SELLO_SOURCE_CERTIFICATE,
                                       &out->targets);
        error = error == SELLO_OK ? targets_count(session->store, &out->targets, &labels) : error;
    }
    const uint64_t numbers[] = {c->state,       c->from.present, c->from.value, c->until.present,
                                c->until.value, labels.seen,     c->product,    c->producer};
    out->seen = SEEN_NOTHING;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        seen_number(&out->seen, numbers[i]);
    }
    seen_text(&out->seen, out->product);
    return error != SELLO_OK
               ? error
               : desk_check_shown(session, job->shown != NULL ? &job->shown->seen : NULL,
                                  out->seen);
}

/* The certificate and its labels in one transaction: no label can be issued between the two. */
static enum sello_error take_step(struct session *session, void *context) {
    struct job *job = context;
    struct certify_outcome *out = &job->outcome;
    const struct certify_request *r = job->request;
    certify_outcome_free(out); /* of a run before this one */
    *out = (struct certify_outcome){0};
    enum sello_error error = check_dates(session, r);
    if (error == SELLO_OK) {
        error = check_reason(session, job);
    }
    if (error == SELLO_OK) {
        error = sello_certificate_get(session->store, r->certificate, &out->before);
    }
    if (error == SELLO_OK && r->application) {
        error = check_application(session, &out->before);
    }
    if (error == SELLO_OK && r->step == SELLO_STEP_GRANT) {
        error = check_size(session, job);
    }
    if (error == SELLO_OK) {
        error = see(session, job);
    }
    if (error != SELLO_OK) {
        return error;
    }
    out->already = job->carried != NULL && out->before.state == job->carried->state;
    if (out->already) {
        return SELLO_OK;
    }
    error = move_certificate(session, job);
    return error == SELLO_OK && job->carried != NULL ? change_labels(session, job) : error;
}

static enum sello_error finish(struct job *job, enum sello_error error,
                               struct certify_outcome *out) {
    if (error != SELLO_OK) {
        certify_outcome_free(&job->outcome);
        return error;
    }
    *out = job->outcome;
    return SELLO_OK;
}

enum sello_error certify_plan(struct session *session, const struct certify_request *request,
                              struct certify_outcome *out) {
    struct job job = {.request = request, .carried = find_carried(request->step)};
    return finish(&job, session_preview(session, take_step, &job), out);
}

enum sello_error certify_commit(struct session *session, const struct certify_request *request,
                                const struct certify_outcome *shown, struct certify_outcome *out) {
    struct job job = {.request = request, .shown = shown, .carried = find_carried(request->step)};
    return finish(&job, session_do(session, take_step, &job), out);
}

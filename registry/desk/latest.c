/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/latest.h"

#include "registry/desk/fields.h"

struct job {
    struct sello_store *store;
    uint64_t left; /* steps that are still wanted */
    bool (*visit)(void *context, const struct latest_step *step);
    void *context;
    enum sello_error error;
};

/* ---- is it still so? ---- */

/* `back` where it is, and nothing where it is over. */
static void decide(struct latest_step *step, bool still, enum step_back back) {
    step->back = still ? back : STEP_BACK_NOTHING;
    step->stays = still ? STEP_STAYS_NOT : STEP_STAYS_OVER;
}

struct imported {
    uint64_t number;
    enum sello_kind kind; /* SELLO_KIND_NONE: it is not there */
};

static bool find_import(void *context, const struct sello_import *row) {
    struct imported *wanted = context;
    wanted->kind = row->number == wanted->number ? row->kind : wanted->kind;
    return row->number < wanted->number;
}

static enum sello_error of_import(struct job *job, struct latest_step *step) {
    struct imported import = {step->row->facts.number.value, SELLO_KIND_NONE};
    enum sello_error error = sello_import_list(job->store, find_import, &import);
    step->record = (struct sello_id){SELLO_KIND_IMPORT, import.number};
    decide(step, import.kind != SELLO_KIND_NONE, STEP_BACK_UNDO);
    if (import.kind == SELLO_KIND_CERTIFICATE) { /* their steps are taken back one by one */
        step->back = STEP_BACK_NOTHING;
        step->stays = STEP_STAYS_DECIDED;
    }
    return error;
}

static enum sello_error of_producer(struct job *job, struct latest_step *step) {
    struct sello_producer now;
    const uint64_t number = step->row->facts.number.value;
    enum sello_error error = sello_producer_get(job->store, number, &now);
    bool still = error == SELLO_OK && step->row->n_edits > 0;
    for (size_t i = 0; still && i < step->row->n_edits; i++) {
        still = producer_is_after(&now, &step->row->edit[i]);
    }
    step->record = (struct sello_id){SELLO_KIND_PRODUCER, number};
    decide(step, still, STEP_BACK_PRODUCER);
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : error; /* became one with another since */
}

static enum sello_error of_product(struct job *job, struct latest_step *step) {
    struct sello_product now;
    const uint64_t number = step->row->facts.number.value;
    enum sello_error error = sello_product_get(job->store, number, &now);
    bool still = error == SELLO_OK && step->row->n_edits > 0;
    for (size_t i = 0; still && i < step->row->n_edits; i++) {
        still = product_is_after(&now, &step->row->edit[i]);
    }
    step->record = (struct sello_id){SELLO_KIND_PRODUCT, number};
    decide(step, still, STEP_BACK_PRODUCT);
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
}

static enum sello_error of_application(struct job *job, struct latest_step *step) {
    struct sello_certificate now;
    const uint64_t number = step->row->facts.number.value;
    enum sello_error error = sello_certificate_get(job->store, number, &now);
    step->record = (struct sello_id){SELLO_KIND_CERTIFICATE, number};
    decide(step,
           error == SELLO_OK &&
               (now.state == SELLO_CERTIFICATE_APPLIED ||
                now.state == SELLO_CERTIFICATE_INSPECTED || now.state == SELLO_CERTIFICATE_FAILED),
           STEP_BACK_CERTIFICATE_CANCEL);
    return error;
}

static enum sello_error of_certificate(struct job *job, struct latest_step *step) {
    static const enum step_stays why[] = {
        [SELLO_STEP_PASS] = STEP_STAYS_DECIDED, [SELLO_STEP_FAIL] = STEP_STAYS_DECIDED,
        [SELLO_STEP_GRANT] = STEP_STAYS_SEEN,   [SELLO_STEP_RENEW] = STEP_STAYS_SEEN,
        [SELLO_STEP_RESUME] = STEP_STAYS_SEEN,  [SELLO_STEP_WITHDRAW] = STEP_STAYS_FINAL};
    const struct sello_event_facts *f = &step->row->facts;
    step->record = (struct sello_id){SELLO_KIND_CERTIFICATE, f->number.value};
    if (f->step.value != SELLO_STEP_SUSPEND) {
        bool known = f->step.value < sizeof why / sizeof *why;
        step->stays = known ? why[f->step.value] : STEP_STAYS_DECIDED;
        return SELLO_OK;
    }
    struct sello_certificate now;
    enum sello_error error = sello_certificate_get(job->store, f->number.value, &now);
    decide(step, error == SELLO_OK && now.state == SELLO_CERTIFICATE_SUSPENDED,
           STEP_BACK_CERTIFICATE_RESUME);
    return error;
}

struct tally {
    enum sello_label_status status;
    uint64_t n; /* labels of it */
};

static bool count_status(void *context, const struct sello_status_range *row) {
    struct tally *tally = context;
    tally->n += row->status == tally->status ? row->count : 0;
    return true;
}

/* The labels of a batch are resumed by its name, since that is how they were suspended. */
static enum sello_error name_batch(struct job *job, struct latest_step *step) {
    struct sello_issued label;
    enum sello_error error = sello_store_label(job->store, step->first, &label);
    if (error == SELLO_OK) {
        step->record = (struct sello_id){SELLO_KIND_BATCH, label.batch.number};
    }
    return error;
}

static enum sello_error of_labels(struct job *job, struct latest_step *step) {
    const struct sello_event_facts *f = &step->row->facts;
    step->first = f->first.value;
    step->last = f->first.value + f->count.value - 1;
    struct tally tally = {(enum sello_label_status)f->status.value, 0};
    if (tally.status == SELLO_LABEL_WITHDRAWN || tally.status == SELLO_LABEL_VALID) {
        step->stays = tally.status == SELLO_LABEL_WITHDRAWN ? STEP_STAYS_FINAL : STEP_STAYS_DECIDED;
        return SELLO_OK;
    }
    enum sello_error error =
        sello_status_between(job->store, step->first, step->last, count_status, &tally);
    /* Resumed are those that still are; taken back all of them or none. */
    if (tally.status == SELLO_LABEL_RETIRED) {
        decide(step, error == SELLO_OK && tally.n == f->count.value, STEP_BACK_RETURNED);
    } else {
        decide(step, error == SELLO_OK && tally.n > 0, STEP_BACK_RESUME);
    }
    return error == SELLO_OK && step->back == STEP_BACK_RESUME &&
                   f->source.value == SELLO_SOURCE_BATCH
               ? name_batch(job, step)
               : error;
}

/* ---- which are steps, and what becomes of each ---- */

static const struct {
    const char *kind;
    enum sello_error (*look)(struct job *job, struct latest_step *step); /* NULL: it stays */
    enum step_stays stays;
} steps[] = {
    {"scheme.added", NULL, STEP_STAYS_SEEN},
    {"scheme.edited", NULL, STEP_STAYS_SEEN},
    {"producer.added", NULL, STEP_STAYS_RECORD},
    {"producer.edited", of_producer, STEP_STAYS_NOT},
    {"producer.merged", NULL, STEP_STAYS_MERGED},
    {"producer.consented", NULL, STEP_STAYS_DECIDED},
    {"producer.consent-ended", NULL, STEP_STAYS_DECIDED},
    {"product.added", NULL, STEP_STAYS_RECORD},
    {"product.edited", of_product, STEP_STAYS_NOT},
    {"certificate.applied", of_application, STEP_STAYS_NOT},
    {"certificate.moved", of_certificate, STEP_STAYS_NOT},
    {"batch.signed", NULL, STEP_STAYS_ISSUED},
    {"labels.printed", NULL, STEP_STAYS_PAPER},
    {"labels.proofed", NULL, STEP_STAYS_PAPER},
    {"labels.delivered", NULL, STEP_STAYS_DELIVERED},
    {"labels.status", of_labels, STEP_STAYS_NOT},
    {"endorsement.added", NULL, STEP_STAYS_SEEN},
    {"endorsement.ended", NULL, STEP_STAYS_SEEN},
    {"root.stored", NULL, STEP_STAYS_SIGNED},
    {"bundle.stored", NULL, STEP_STAYS_SIGNED},
    {"import.made", of_import, STEP_STAYS_NOT},
    {"import.undone", NULL, STEP_STAYS_OVER},
};

/* The labels' status that a certificate's own step set, and the records of an import, go along. */
static bool goes_along(const struct sello_history_row *row) {
    const struct sello_event_facts *f = &row->facts;
    bool import = strncmp(row->kind, "import.", 7) == 0;
    bool of_another =
        f->source.value == SELLO_SOURCE_CERTIFICATE || f->source.value == SELLO_SOURCE_VOID;
    return (f->import.present && !import) || (f->source.present && of_another);
}

static bool visit_row(void *context, const struct sello_history_row *row) {
    struct job *job = context;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (strcmp(steps[i].kind, row->kind) == 0 && !goes_along(row)) {
            struct latest_step step = {.row = row, .stays = steps[i].stays};
            job->error = steps[i].look != NULL ? steps[i].look(job, &step) : SELLO_OK;
            job->left--;
            return job->error == SELLO_OK && job->visit(job->context, &step) && job->left > 0;
        }
    }
    return true;
}

enum sello_error latest_steps(struct session *session, uint64_t most,
                              bool (*visit)(void *context, const struct latest_step *step),
                              void *context) {
    struct job job = {session->store, most, visit, context, SELLO_OK};
    enum sello_error error =
        most > 0 ? sello_history_newest(session->store, visit_row, &job) : SELLO_OK;
    return error == SELLO_OK ? job.error : error;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/undo.h"

#include <stdlib.h>

#include "base/array.h"
#include "registry/desk/fields.h"

struct change {
    uint64_t event;
    struct sello_id record;
    struct sello_edit edit;
};

struct undo_job {
    const struct undo_request *request;
    const struct undo_outcome *shown; /* NULL: nothing was */
    struct session *session;
    struct undo_outcome outcome;
    struct change *change; /* owned; in the order in which the import made them */
    size_t n_changes, changes_room;
    uint64_t *issued; /* owned; certificates of batches since */
    size_t n_issued, issued_room;
    bool made; /* its last event was read */
    enum sello_error error;
};

/* ---- what the history has of it ---- */

static bool visit_import(void *context, const struct sello_import *row) {
    struct undo_job *job = context;
    if (row->number == job->request->import) {
        job->outcome.import = *row;
    }
    return row->number < job->request->import;
}

static void note_change(struct undo_job *job, const struct sello_history_row *row) {
    const struct sello_id record = {job->outcome.import.kind, row->facts.number.value};
    if (!base_grow(&job->change, &job->changes_room, job->n_changes + row->n_edits,
                   sizeof *job->change)) {
        job->error = SELLO_E_MEMORY;
        return;
    }
    for (size_t i = 0; i < row->n_edits; i++) {
        job->change[job->n_changes++] = (struct change){row->seq, record, row->edit[i]};
    }
}

static void note_issued(struct undo_job *job, uint64_t certificate) {
    if (job->n_issued > 0 && job->issued[job->n_issued - 1] == certificate) {
        return;
    }
    if (!base_grow(&job->issued, &job->issued_room, job->n_issued + 1, sizeof *job->issued)) {
        job->error = SELLO_E_MEMORY;
        return;
    }
    job->issued[job->n_issued++] = certificate;
}

static bool visit_event(void *context, const struct sello_history_row *row) {
    struct undo_job *job = context;
    const struct sello_event_facts *facts = &row->facts;
    uint64_t import = job->request->import;
    if (!job->made && facts->import.present && facts->import.value == import) {
        note_change(job, row); /* of a record that it added there is none */
    } else if (strcmp(row->kind, "import.made") == 0) {
        job->made = job->made || facts->number.value == import;
    } else if (job->made && strcmp(row->kind, "batch.reserved") == 0) {
        note_issued(job, facts->certificate.value);
    }
    return job->error == SELLO_OK;
}

/* ---- what speaks against it ---- */

static enum sello_error refuse(struct undo_job *job, const char *rule, struct sello_id record,
                               uint64_t certificate) {
    return session_refuse(
        job->session,
        &(struct problem){.error = SELLO_E_STATE,
                          .rule = rule,
                          .subject = {SELLO_KIND_IMPORT, job->request->import},
                          .value = {problem_id(record.kind, record.number),
                                    problem_id(SELLO_KIND_CERTIFICATE, certificate)}});
}

/* Labels that were issued since under a certificate of a changed record say what the import made
 * of it. */
static enum sello_error check_issued(struct undo_job *job) {
    for (size_t i = 0; i < job->n_issued; i++) {
        struct sello_certificate c;
        enum sello_error error = sello_certificate_get(job->session->store, job->issued[i], &c);
        if (error != SELLO_OK) {
            return error;
        }
        for (size_t k = 0; k < job->n_changes; k++) {
            const struct sello_id record = job->change[k].record;
            if ((record.kind == SELLO_KIND_PRODUCT ? c.product : c.producer) == record.number) {
                return refuse(job, "issued-since-import", record, c.number);
            }
        }
    }
    return SELLO_OK;
}

/* ---- changing back ---- */

/* Where a request has what a field is to be. */
struct field {
    const char *name;
    const char **then;
};

static void take_back(const struct field *fields, size_t n, const struct sello_edit *edit) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(fields[i].name, edit->field) == 0) {
            *fields[i].then = edit->before;
        }
    }
}

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static void tell(struct undo_job *job, const struct change *change, size_t n, const char *name,
                 const struct touched *touched) {
    touched_add(&job->outcome.touched, touched);
    job->outcome.n_restored++;
    for (size_t i = 0; i < n && job->request->row != NULL; i++) {
        const struct undo_row row = {change->record, name, &change[i].edit};
        job->request->row(job->request->context, &row);
    }
}

static enum sello_error restore_producer(struct undo_job *job, const struct change *change,
                                         size_t n) {
    struct producer_outcome done;
    struct sello_producer now;
    struct producer_request request = {.number = change->record.number};
    enum sello_error error = sello_producer_get(job->session->store, request.number, &now);
    const char *public_then = NULL;
    const struct field fields[] = {{"name", &request.name},
                                   {"origin", &request.origin},
                                   {"state", &request.state},
                                   {"public", &public_then}};
    if (error != SELLO_OK) { /* gone since: it has nothing to get back */
        return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
    }
    for (size_t i = 0; i < n; i++) {
        if (!producer_is_after(&now, &change[i].edit)) {
            return refuse(job, "changed-since-import", change->record, 0);
        }
        take_back(fields, COUNT_OF(fields), &change[i].edit);
    }
    if (public_then != NULL) {
        request.is_public = (struct sello_number){true, strcmp(public_then, "true") == 0};
    }
    error = error == SELLO_OK ? producer_commit(job->session, &request, NULL, &done) : error;
    if (error == SELLO_OK) {
        tell(job, change, n, now.name, &done.touched);
    }
    return error;
}

static enum sello_error restore_product(struct undo_job *job, const struct change *change,
                                        size_t n) {
    struct product_outcome done;
    struct sello_product now;
    struct sello_number gtin;
    struct product_request request = {.number = change->record.number};
    enum sello_error error = sello_product_get(job->session->store, request.number, &now);
    const char *gtin_then = NULL;
    const struct field fields[] = {{"name", &request.name},
                                   {"traits", &request.traits},
                                   {"gtin", &gtin_then},
                                   {"net_content", &request.net_content},
                                   {"language", &request.language}};
    if (error != SELLO_OK) {
        return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
    }
    for (size_t i = 0; i < n; i++) {
        if (!product_is_after(&now, &change[i].edit)) {
            return refuse(job, "changed-since-import", change->record, 0);
        }
        take_back(fields, COUNT_OF(fields), &change[i].edit);
    }
    if (gtin_then != NULL) {
        gtin.present = sello_gtin_parse(gtin_then, &gtin.value) == SELLO_OK; /* else "" */
        request.gtin = &gtin;
    }
    error = error == SELLO_OK ? product_commit(job->session, &request, NULL, &done) : error;
    if (error == SELLO_OK) {
        tell(job, change, n, now.name, &done.touched);
    }
    return error;
}

static enum sello_error restore_all(struct undo_job *job) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0, n; i < job->n_changes && error == SELLO_OK; i += n) {
        const struct change *change = &job->change[i];
        for (n = 1; i + n < job->n_changes && change[n].event == change->event;) {
            n++;
        }
        error = change->record.kind == SELLO_KIND_PRODUCT ? restore_product(job, change, n)
                                                          : restore_producer(job, change, n);
    }
    return error;
}

/* ---- the whole ---- */

static enum sello_error look(struct undo_job *job) {
    const struct sello_history_of everything = {.first = 0};
    struct sello_store *store = job->session->store;
    enum sello_error error = sello_import_list(store, visit_import, job);
    if (error == SELLO_OK && job->outcome.import.number == 0) {
        return SELLO_E_NOT_FOUND;
    }
    if (error == SELLO_OK && job->outcome.import.kind == SELLO_KIND_CERTIFICATE) {
        return refuse(job, "import-of-certificates", (struct sello_id){SELLO_KIND_NONE, 0}, 0);
    }
    error = error == SELLO_OK ? sello_history_list(store, &everything, visit_event, job) : error;
    error = error == SELLO_OK ? job->error : error;
    return error == SELLO_OK ? check_issued(job) : error;
}

static enum sello_error remove_added(struct undo_job *job) {
    uint64_t certificate = 0;
    enum sello_error error =
        sello_import_undo(job->session->store, job->request->import, job->outcome.n_restored,
                          &job->outcome.n_removed, &certificate);
    if (error == SELLO_E_STATE && certificate != 0) {
        return refuse(job, "import-in-use", (struct sello_id){SELLO_KIND_CERTIFICATE, certificate},
                      0);
    }
    return error;
}

static enum sello_error check_shown(struct undo_job *job) {
    struct undo_outcome *out = &job->outcome;
    seen_number(&out->seen, out->import.number);
    seen_number(&out->seen, out->import.rows);
    seen_number(&out->seen, out->n_restored);
    seen_number(&out->seen, out->touched.n);
    seen_number(&out->seen, out->touched.n_labels);
    return desk_check_shown(job->session, job->shown != NULL ? &job->shown->seen : NULL, out->seen);
}

static enum sello_error undo(struct session *session, void *context) {
    struct undo_job *job = context;
    job->session = session;
    job->outcome = (struct undo_outcome){.seen = SEEN_NOTHING};
    job->n_changes = job->n_issued = 0;
    job->made = false;
    job->error = SELLO_OK;
    enum sello_error error = look(job);
    if (error == SELLO_E_NOT_FOUND && job->shown != NULL) {
        return session_changed_meanwhile(session);
    }
    error = error == SELLO_OK ? restore_all(job) : error;
    error = error == SELLO_OK ? check_shown(job) : error;
    return error == SELLO_OK ? remove_added(job) : error;
}

static enum sello_error end(struct undo_job *job, enum sello_error error,
                            struct undo_outcome *out) {
    if (error == SELLO_OK) {
        *out = job->outcome;
    }
    free(job->change);
    free(job->issued);
    return error;
}

enum sello_error undo_plan(struct session *session, const struct undo_request *request,
                           struct undo_outcome *out) {
    struct undo_job job = {.request = request};
    enum sello_error error = session_preview(session, undo, &job);
    return end(&job, error, out);
}

enum sello_error undo_commit(struct session *session, const struct undo_request *request,
                             const struct undo_outcome *shown, struct undo_outcome *out) {
    struct undo_job job = {.request = request, .shown = shown};
    enum sello_error error = session_do(session, undo, &job);
    return end(&job, error, out);
}

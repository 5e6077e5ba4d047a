/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/import.h"

struct import {
    struct session *session;
    const struct import_request *request;
    struct importer importer;
    struct import_outcome *out;
};

static void note_added(struct import *import, const struct import_result *row) {
    struct import_outcome *out = import->out;
    if (row->action == IMPORT_ADDED) {
        out->first = out->first == 0 ? row->number : out->first;
        out->last = row->number;
    }
}

static enum sello_error take_rows(struct import *import) {
    const struct import_watch *watch = &import->request->watch;
    struct importer *im = &import->importer;
    struct csv_row row;
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && importer_next(im, &row)) {
        struct import_result result;
        error = importer_row(im, &row, &result);
        if (error == SELLO_OK) {
            note_added(import, &result);
            if (watch->row != NULL) {
                watch->row(watch->context, &result);
            }
        }
        session_progress(import->session, "import", im->csv.n_rows, 0);
    }
    session_progress(import->session, "import", im->csv.n_rows, im->csv.n_rows);
    return error;
}

static void tell_outcome(struct import *import) {
    const struct importer *im = &import->importer;
    struct import_outcome *out = import->out;
    out->fault = im->fault;
    out->encoding = im->csv.encoding;
    out->n_added = im->n_added;
    out->n_present = im->n_present;
    out->n_repeated = im->n_repeated;
    out->n_refused = im->n_refused;
    out->n_composed = im->n_composed;
    out->eaten = im->eaten;
}

static enum sello_error not_readable(struct session *session) {
    return session_refuse(
        session,
        &(struct problem){.error = SELLO_E_TYPE, .rule = "table-not-readable", .field = "csv"});
}

/* Everything is done as if it were to stay, so that the preview judges by the store's own rules;
 * then it is kept or given up. */
static enum sello_error run_rows(struct import *import, bool commit) {
    struct session *session = import->session;
    const struct importer *im = &import->importer;
    uint64_t number = 0;
    enum sello_error error =
        sello_import_begin(session->store, im->kind, import->request->file, &number);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    import->out->number = number;
    error = take_rows(import);
    bool good = error == SELLO_OK && importer_readable(im) && im->n_refused == 0;
    bool keep = commit && good && im->n_added > 0;
    enum sello_error end = sello_import_end(session->store, keep);
    if (error != SELLO_OK || end != SELLO_OK) {
        return session_fail(session, error != SELLO_OK ? error : end);
    }
    import->out->kept = keep;
    if (!importer_readable(im)) {
        return not_readable(session);
    }
    return good ? session_fail(session, SELLO_OK)
                : session_refuse(session,
                                 &(struct problem){.error = SELLO_E_STATE, .rule = "rows-refused"});
}

static enum sello_error run(struct session *session, const struct import_request *request,
                            bool commit, struct import_outcome *out) {
    struct import import = {.session = session, .request = request, .out = out};
    *out = (struct import_outcome){.number = 0};
    enum sello_error error = importer_start(&import.importer, session->store, request->kind);
    if (error != SELLO_OK) {
        error = session_fail(session, error);
    } else if (!importer_open(&import.importer, request->text, &request->watch)) {
        error = not_readable(session);
    } else {
        error = run_rows(&import, commit);
    }
    tell_outcome(&import);
    importer_end(&import.importer);
    return error;
}

enum sello_error import_plan(struct session *session, const struct import_request *request,
                             struct import_outcome *out) {
    return run(session, request, false, out);
}

enum sello_error import_commit(struct session *session, const struct import_request *request,
                               struct import_outcome *out) {
    return run(session, request, true, out);
}

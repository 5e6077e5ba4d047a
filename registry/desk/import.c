/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/import.h"

#include "registry/desk/import_row.h"

/* ---- all rows ---- */

static void count(struct import *import, const struct import_result *row) {
    struct import_outcome *out = import->out;
    out->n_added += row->action == IMPORT_ADDED ? 1 : 0;
    out->n_changed += row->action == IMPORT_CHANGED ? 1 : 0;
    out->n_present += row->action == IMPORT_PRESENT ? 1 : 0;
    out->n_differing += row->action == IMPORT_PRESENT && import_differs_anywhere(row) ? 1 : 0;
    out->n_repeated += row->action == IMPORT_REPEATED ? 1 : 0;
    out->n_refused += row->action == IMPORT_REFUSED ? 1 : 0;
    if (row->action == IMPORT_ADDED) {
        out->first = out->first == 0 ? row->number : out->first;
        out->last = row->number;
    }
    seen_number(&out->seen, row->action);
    seen_number(&out->seen, row->number);
    for (size_t i = 0; i < import->importer.n_fields; i++) {
        seen_text(&out->seen, row->before[i]);
    }
}

static enum sello_error take_row(struct import *import, const struct row *row,
                                 struct import_result *out) {
    enum sello_kind kind = import->request->kind;
    import_row_taker *take = kind == SELLO_KIND_PRODUCER  ? import_producer_row
                             : kind == SELLO_KIND_PRODUCT ? import_product_row
                                                          : import_certificate_row;
    *out = (struct import_result){.line = row->line};
    return importer_fits(&import->importer, row, out) ? take(import, row, out) : SELLO_OK;
}

static enum sello_error take_rows(struct import *import) {
    const struct import_watch *watch = &import->request->watch;
    struct importer *im = &import->importer;
    struct row row;
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && importer_next(im, &row)) {
        struct import_result result;
        error = take_row(import, &row, &result);
        if (error == SELLO_OK) {
            count(import, &result);
            if (watch->row != NULL) {
                watch->row(watch->context, &result);
            }
        }
        session_progress(import->session, "import", im->rows.n_rows, 0);
    }
    session_progress(import->session, "import", im->rows.n_rows, im->rows.n_rows);
    return error;
}

static enum sello_error not_readable(struct session *session) {
    return session_refuse(
        session,
        &(struct problem){.error = SELLO_E_TYPE, .rule = "table-not-readable", .field = "csv"});
}

static enum sello_error check_rows(struct import *import) {
    struct session *session = import->session;
    if (!importer_readable(&import->importer)) {
        return not_readable(session);
    }
    if (import->out->n_refused > 0) {
        return session_refuse(session,
                              &(struct problem){.error = SELLO_E_STATE, .rule = "rows-refused"});
    }
    seen_number(&import->out->seen, import->out->touched.n);
    seen_number(&import->out->seen, import->out->touched.n_labels);
    return desk_check_shown(session, import->shown != NULL ? &import->shown->seen : NULL,
                            import->out->seen);
}

/* Everything is done as if it were to stay, so that the preview judges by the same rules; then it
 * is kept or given up. */
static enum sello_error run_rows(struct import *import, bool commit) {
    struct session *session = import->session;
    struct import_outcome *out = import->out;
    uint64_t number = 0;
    enum sello_error error =
        sello_import_begin(session->store, import->request->kind, import->request->file, &number);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    out->number = number;
    session->seen.in_parts = true;
    error = take_rows(import);
    session->seen.in_parts = false;
    if (error != SELLO_OK) {
        error = session_fail(session, error); /* its reason, before it is given up */
        enum sello_error end = sello_import_end(session->store, false);
        return error != SELLO_OK ? error : end;
    }
    error = check_rows(import);
    bool keep = commit && error == SELLO_OK && out->n_added + out->n_changed > 0;
    enum sello_error end = sello_import_end(session->store, keep);
    if (end != SELLO_OK) {
        return session_fail(session, end);
    }
    out->kept = keep;
    return error != SELLO_OK ? error : session_fail(session, SELLO_OK);
}

static enum sello_error run(struct import *import, bool commit) {
    struct session *session = import->session;
    struct importer *im = &import->importer;
    const struct import_request *request = import->request;
    *import->out = (struct import_outcome){.seen = SEEN_NOTHING};
    importer_start(im, request->kind);
    enum sello_error error = request->kind == SELLO_KIND_CERTIFICATE
                                 ? import_learn_certificates(import)
                                 : import_learn_records(import);
    if (error != SELLO_OK) {
        error = session_fail(session, error);
    } else if (!importer_open(im, &request->source, &request->watch)) {
        error = not_readable(session);
    } else {
        error = run_rows(import, commit);
    }
    import->out->fault = im->fault;
    import->out->encoding = im->rows.csv.encoding;
    import->out->n_composed = im->n_composed;
    import->out->eaten = im->eaten;
    importer_end(im);
    duplicates_free(&import->seen);
    duplicates_free(&import->names);
    return error;
}

enum sello_error import_plan(struct session *session, const struct import_request *request,
                             struct import_outcome *out) {
    struct import import = {.session = session, .request = request, .out = out};
    return run(&import, false);
}

enum sello_error import_commit(struct session *session, const struct import_request *request,
                               const struct import_outcome *shown, struct import_outcome *out) {
    struct import import = {.session = session, .request = request, .shown = shown, .out = out};
    return run(&import, true);
}

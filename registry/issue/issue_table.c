/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/issue_table.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/time.h"
#include "registry/exchange/duplicates.h"
#include "registry/issue/label_keys.h"

/* Rows are reserved in groups, a transaction a group, and signed group by group: enough of them
 * that small rows do not wait for the disk one by one, and few enough that an interruption makes
 * few serials void. */
enum { GROUP_ROWS = SIGNING_BATCHES_MAX, GROUP_LABELS = 65536 };

/* A row that has a batch already, signed or unfinished. */
struct issued_row {
    uint64_t line, batch;
    bool signed_whole;
};

struct job {
    struct session *session;
    const struct issue_table_request *request;
    struct issue_table_outcome *out;
    struct importer importer;
    void *seen;                   /* a tree: rows by what they ask for */
    uint8_t hash[SELLO_HASH_LEN]; /* of the table */
    struct issued_row *issued;    /* owned; by line */
    size_t n_issued;
    struct label_records records;     /* of the certificate of the last row; number 0: none yet */
    struct issue_shortened shortened; /* the last row */
    uint64_t ahead;                   /* labels of the rows before it */
    struct label_keys keys;

    /* of a commit: */
    struct signing_item item[GROUP_ROWS]; /* the group */
    uint64_t line[GROUP_ROWS];
    struct signing signing;
    uint64_t group_labels;
    bool reserving; /* the group's transaction is open */
};

/* ---- rows that have their batches ---- */

struct learning {
    struct job *job;
    size_t room;
    enum sello_error error;
};

static bool learn_row(void *context, uint64_t line, uint64_t number) {
    struct learning *l = context;
    struct job *job = l->job;
    struct sello_batch batch;
    l->error = sello_batch_get(job->session->store, number, &batch);
    bool is_signed = l->error == SELLO_OK && batch.state == SELLO_BATCH_SIGNED;
    bool unfinished =
        l->error == SELLO_OK && batch.state == SELLO_BATCH_RESERVED && batch.signed_blocks > 0;
    if (!is_signed && !unfinished) {
        return l->error == SELLO_OK; /* a void one: the row was never issued */
    }
    if (!base_grow(&job->issued, &l->room, job->n_issued + 1, sizeof *job->issued)) {
        l->error = SELLO_E_MEMORY;
        return false;
    }
    job->issued[job->n_issued++] = (struct issued_row){line, number, is_signed};
    return true;
}

static int by_line(const void *a, const void *b) {
    const struct issued_row *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

static enum sello_error learn_issued(struct job *job) {
    struct learning l = {.job = job};
    free(job->issued);
    job->issued = NULL;
    job->n_issued = 0;
    enum sello_error error = sello_table_rows(job->session->store, job->hash, learn_row, &l);
    if (job->n_issued > 0) {
        qsort(job->issued, job->n_issued, sizeof *job->issued, by_line);
    }
    return error == SELLO_OK ? l.error : error;
}

static const struct issued_row *find_issued(const struct job *job, uint64_t line) {
    const struct issued_row wanted = {.line = line};
    return job->n_issued > 0
               ? bsearch(&wanted, job->issued, job->n_issued, sizeof *job->issued, by_line)
               : NULL;
}

/* ---- judging a row ---- */

static struct issue_request request_of(const struct job *job, const struct import_batch *row) {
    return (struct issue_request){.certificate = row->certificate,
                                  .count = row->count,
                                  .lot = sello_bytes_of(row->lot),
                                  .traits = sello_bytes_of(row->traits),
                                  .made = row->made,
                                  .expires = row->expires,
                                  .without = job->request->lean ? LABEL_LEAN : 0};
}

/* As they were judged. */
static void row_claims(const struct job *job, const struct import_batch *row,
                       struct sello_claims *out) {
    struct issue_request request = request_of(job, row);
    request.without |= job->shortened.without;
    issue_claims(&request, &job->records, out);
}

static bool shorten(struct job *job, const struct import_batch *row) {
    const struct issue_request request = request_of(job, row);
    job->shortened = (struct issue_shortened){.without = 0};
    return job->request->shorten == NULL ||
           job->request->shorten(job->request->place, &request, &job->records, job->ahead,
                                 &job->shortened);
}

static const struct problem_value no_value = {.kind = PROBLEM_NOTHING};

/* The certificate's records, read anew only where the row names another one than the last. */
static enum sello_error look_up(struct job *job, const struct import_batch *row,
                                struct import_result *result) {
    struct label_records *records = &job->records;
    enum sello_error error = SELLO_OK;
    if (records->certificate.number != row->certificate) {
        error = label_records_get(job->session->store, row->certificate, records);
    }
    if (error == SELLO_E_NOT_FOUND) {
        importer_refuse(&job->importer, "certificate", "no-such-certificate", no_value, result);
        return SELLO_OK;
    }
    if (error == SELLO_OK &&
        !sello_certificate_current(&records->certificate, base_here_day(job->session->now))) {
        importer_refuse(&job->importer, "certificate", "certificate-not-current", no_value, result);
    }
    return error;
}

static void judge_content(struct job *job, const struct import_batch *row,
                          struct import_result *result) {
    const struct importer *im = &job->importer;
    struct sello_claims claims;
    bool fits = shorten(job, row);
    row_claims(job, row, &claims);
    if (job->request->lean && row->traits[0] != '\0') {
        importer_refuse(im, "traits", "lean-without-texts", no_value, result);
    } else if (!fits) {
        importer_refuse(im, NULL, "row-fits-nothing", problem_text(job->request->stock), result);
    } else if (row->expires.present && row->expires.value < base_here_day(job->session->now)) {
        importer_refuse(im, "expires", "date-passed", no_value, result);
    } else if (sello_token_len(&claims, true) > SELLO_TOKEN_ISSUE_MAX) {
        importer_refuse_error(im, SELLO_E_TOO_LONG, &(struct sello_store_fault){.field = NULL},
                              result);
    }
}

/* Two rows alike are a row copied by mistake more often than they are two batches. */
static enum sello_error judge_repeated(struct job *job, const struct import_batch *row,
                                       struct import_result *result) {
    char key[DUPLICATES_KEY_MAX];
    const struct seen_record *before;
    snprintf(key, sizeof key, "%" PRIu64 " %" PRIu64 " %d %" PRIu64 " %d %" PRIu64 " %s\n%s",
             row->certificate, row->count, row->made.present, row->made.value, row->expires.present,
             row->expires.value, row->lot, row->traits);
    enum sello_error error = duplicates_note(&job->seen, key, 0, row->line, &before);
    if (error == SELLO_OK && before != NULL) {
        importer_refuse(&job->importer, "count", "repeats-line", problem_number(before->line),
                        result);
    }
    return error;
}

/* What the preview shows of a row. */
static void describe(const struct job *job, const struct import_batch *row,
                     struct import_result *result) {
    snprintf(result->name, sizeof result->name, "C%" PRIu64 " %.40s", row->certificate,
             job->records.product.name);
    importer_show(&job->importer, "certificate", result->name, result);
}

static enum sello_error judge_row(struct job *job, const struct row *row, struct import_batch *out,
                                  struct import_result *out_result) {
    enum sello_error error = SELLO_OK;
    const struct issued_row *issued = find_issued(job, row->line);
    importer_batch(&job->importer, row, out, out_result);
    if (issued != NULL && issued->signed_whole) {
        out_result->action = IMPORT_PRESENT;
        out_result->number = issued->batch;
        return SELLO_OK;
    }
    if (out_result->action == IMPORT_ADDED) {
        error = look_up(job, out, out_result);
    }
    if (error == SELLO_OK && out_result->action == IMPORT_ADDED) {
        describe(job, out, out_result);
        judge_content(job, out, out_result);
    }
    if (error == SELLO_OK && out_result->action == IMPORT_ADDED) {
        error = judge_repeated(job, out, out_result);
    }
    job->ahead += out_result->action == IMPORT_ADDED ? out->count : 0;
    return error;
}

/* ---- judging all rows ---- */

static void tell_row(const struct job *job, const struct import_result *row) {
    const struct import_watch *watch = &job->request->watch;
    if (watch->row != NULL) {
        watch->row(watch->context, row);
    }
}

static void count(struct job *job, const struct import_batch *row,
                  const struct import_result *result) {
    struct issue_table_outcome *out = job->out;
    out->n_to_issue += result->action == IMPORT_ADDED ? 1 : 0;
    out->n_present += result->action == IMPORT_PRESENT ? 1 : 0;
    out->n_refused += result->action == IMPORT_REFUSED ? 1 : 0;
    if (result->action == IMPORT_ADDED) {
        uint64_t scheme = job->records.certificate.scheme;
        label_keys_need(&job->keys, scheme);
        out->n_labels += row->count;
        out->n_missing[job->shortened.missing]++;
        out->n_small += job->shortened.small ? 1 : 0;
    }
}

static enum sello_error judge_rows(struct job *job, bool commit) {
    struct importer *im = &job->importer;
    struct row row;
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && importer_next(im, &row)) {
        struct import_batch batch;
        struct import_result result;
        error = judge_row(job, &row, &batch, &result);
        if (error == SELLO_OK) {
            count(job, &batch, &result);
        }
        if (error == SELLO_OK && (!commit || result.action == IMPORT_REFUSED)) {
            tell_row(job, &result);
        }
        session_progress(job->session, "import", im->rows.n_rows, 0);
    }
    session_progress(job->session, "import", im->rows.n_rows, im->rows.n_rows);
    return error;
}

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               const char *field) {
    return session_refuse(session, &(struct problem){.error = error, .rule = rule, .field = field});
}

/* The table as a whole; what was said of its text stays in job->out. */
static enum sello_error judge_table(struct job *job, bool commit) {
    struct importer *im = &job->importer;
    struct issue_table_outcome *out = job->out;
    enum sello_error error = SELLO_OK;
    if (importer_open(im, &job->request->source, &job->request->watch)) {
        importer_hash(im, &job->request->source, job->hash);
        error = learn_issued(job);
        error = error == SELLO_OK ? judge_rows(job, commit) : error;
    }
    out->fault = im->fault;
    out->encoding = im->rows.csv.encoding;
    out->n_composed = im->n_composed;
    out->eaten = im->eaten;
    if (error != SELLO_OK) {
        return session_fail(job->session, error);
    }
    if (!importer_readable(im)) {
        return refuse(job->session, SELLO_E_TYPE, "table-not-readable", "csv");
    }
    return out->n_refused > 0 ? refuse(job->session, SELLO_E_STATE, "table-rows-refused", NULL)
                              : session_fail(job->session, SELLO_OK);
}

/* ---- a group ---- */

/* Rows that were signed, also where others of the group were not. */
static void tell_signed(struct job *job) {
    struct issue_table_outcome *out = job->out;
    for (size_t i = 0; i < job->signing.n; i++) {
        const struct sello_batch *batch = &job->item[i].batch;
        uint64_t last = batch->first + batch->count - 1;
        if (batch->state != SELLO_BATCH_SIGNED) {
            continue;
        }
        out->n_rows++;
        out->n_labels_issued += batch->count;
        out->first_serial = out->first_serial == 0 || batch->first < out->first_serial
                                ? batch->first
                                : out->first_serial;
        out->last_serial = last > out->last_serial ? last : out->last_serial;
        if (job->request->issued != NULL) {
            job->request->issued(job->request->context, job->line[i], batch);
        }
    }
}

static enum sello_error end_group(struct job *job) {
    enum sello_error error = job->reserving ? sello_store_commit(job->session->store) : SELLO_OK;
    job->reserving = false;
    if (error != SELLO_OK) {
        return session_fail(job->session, error);
    }
    error = sign_batches(&job->signing);
    tell_signed(job);
    if (error != SELLO_OK) {
        error = signing_failed(&job->signing, error, &job->out->end);
    }
    job->signing.n = 0;
    job->group_labels = 0;
    return error;
}

/* A batch that was interrupted is finished with the key that it names. */
static enum sello_error take_up(struct job *job, const struct issued_row *issued,
                                const struct label_key *key, struct signing_item *item) {
    enum sello_error error = sello_batch_get(job->session->store, issued->batch, &item->batch);
    if (error == SELLO_OK && item->batch.key != key->index) {
        return session_refuse(
            job->session,
            &(struct problem){.error = SELLO_E_STATE,
                              .rule = "other-label-key",
                              .subject = {SELLO_KIND_BATCH, issued->batch},
                              .value = {problem_id(SELLO_KIND_BATCH, issued->batch)}});
    }
    return session_fail(job->session, error);
}

static enum sello_error reserve(struct job *job, const struct import_batch *row,
                                const struct label_key *key, struct signing_item *item) {
    struct sello_store *store = job->session->store;
    struct sello_claims claims;
    struct sello_reservation request = {.certificate = row->certificate,
                                        .count = row->count,
                                        .key = key->index,
                                        .claims = &claims,
                                        .table = job->hash,
                                        .row = row->line};
    row_claims(job, row, &claims);
    memcpy(request.kid, sello_key_kid(key->key), SELLO_KID_LEN);
    enum sello_error error = job->reserving ? SELLO_OK : sello_store_begin(store);
    if (error != SELLO_OK) {
        return session_fail(job->session, error);
    }
    job->reserving = true;
    return session_fail(job->session, sello_store_reserve(store, &request, &item->batch));
}

static enum sello_error add_row(struct job *job, const struct import_batch *row) {
    struct signing_item *item = &job->item[job->signing.n];
    const struct issued_row *issued = find_issued(job, row->line);
    enum sello_error error;
    const struct label_key *key = label_keys_find(&job->keys, job->records.certificate.scheme);
    if (key == NULL) {
        error = session_fail(job->session, SELLO_E_STATE);
    } else {
        error = issued != NULL ? take_up(job, issued, key, item) : reserve(job, row, key, item);
    }
    if (error != SELLO_OK) {
        job->out->refused_line = row->line;
        return error;
    }
    item->key = key->key;
    job->line[job->signing.n++] = row->line;
    job->group_labels += row->count;
    bool full = job->signing.n == GROUP_ROWS || job->group_labels >= GROUP_LABELS;
    return full ? end_group(job) : SELLO_OK;
}

/* ---- all rows ---- */

/* The rows were judged good; under the lock they are judged again, as things are now. */
static enum sello_error issue_rows(struct job *job) {
    struct row row;
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && importer_next(&job->importer, &row)) {
        struct import_batch batch;
        struct import_result judged;
        error = session_fail(job->session, judge_row(job, &row, &batch, &judged));
        if (error == SELLO_OK && judged.action == IMPORT_REFUSED) {
            tell_row(job, &judged);
            job->out->n_refused++;
            error = refuse(job->session, SELLO_E_STATE, "table-rows-refused", NULL);
        } else if (error == SELLO_OK && judged.action == IMPORT_ADDED) {
            error = add_row(job, &batch);
        }
    }
    if (error == SELLO_OK && job->signing.n > 0) {
        error = end_group(job);
    }
    if (job->reserving) {
        sello_store_rollback(job->session->store);
    }
    return error;
}

static enum sello_error issue_locked(struct job *job) {
    uint64_t n_labels = job->out->n_labels;
    duplicates_free(&job->seen);
    job->records = (struct label_records){0};
    job->ahead = 0;
    enum sello_error error = issue_void_leftovers(job->session);
    if (error == SELLO_OK) {
        error = session_fail(job->session, learn_issued(job));
    }
    if (error == SELLO_OK && !importer_open(&job->importer, &job->request->source, NULL)) {
        job->out->fault = job->importer.fault;
        error = refuse(job->session, SELLO_E_TYPE, "table-not-readable", "csv");
    }
    if (error != SELLO_OK) {
        return error;
    }
    job->out->began = true;
    job->signing = (struct signing){.session = job->session,
                                    .item = job->item,
                                    .n_workers = job->request->n_workers,
                                    .n_all = n_labels};
    session_progress(job->session, "issue", 0, n_labels);
    error = issue_rows(job);
    session_progress(job->session, "issue", n_labels, n_labels);
    return error;
}

static enum sello_error issue_all(struct job *job) {
    enum sello_error error = label_keys_open(job->session, &job->keys);
    if (error == SELLO_OK) {
        error = session_lock(job->session);
    }
    if (error == SELLO_OK) {
        error = issue_locked(job);
        sello_store_unlock(job->session->store);
    }
    label_keys_close(&job->keys);
    return error;
}

/* ---- plan and commit ---- */

static enum sello_error run(struct session *session, const struct issue_table_request *request,
                            bool commit, struct issue_table_outcome *out) {
    struct job *job = calloc(1, sizeof *job); /* large */
    *out = (struct issue_table_outcome){.n_rows = 0};
    if (job == NULL) {
        return session_fail(session, SELLO_E_MEMORY);
    }
    job->session = session;
    job->request = request;
    job->out = out;
    importer_start(&job->importer, SELLO_KIND_BATCH);
    enum sello_error error = judge_table(job, commit);
    if (error == SELLO_OK && commit && out->n_to_issue > 0) {
        error = issue_all(job);
    }
    importer_end(&job->importer);
    duplicates_free(&job->seen);
    free(job->issued);
    free(job);
    return error;
}

enum sello_error issue_table_plan(struct session *session,
                                  const struct issue_table_request *request,
                                  struct issue_table_outcome *out) {
    return run(session, request, false, out);
}

enum sello_error issue_table_commit(struct session *session,
                                    const struct issue_table_request *request,
                                    struct issue_table_outcome *out) {
    return run(session, request, true, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/array.h"
#include "registry/exchange/known.h"
#include "registry/issue/issue_csv.h"

/* ---- the header ---- */

static void say_unknown_columns(const struct import_job *rows, const struct csv_row *header) {
    for (size_t c = 1; c <= header->n; c++) {
        const struct sello_bytes heading = header->field[c - 1];
        if (!importer_uses(&rows->importer, c) && heading.len > 0) {
            cli_note(_("Column %zu, '%.*s', is not known and is passed over."), c, (int)heading.len,
                     (const char *)heading.ptr);
        }
    }
}

bool issue_csv_open(struct issue_job *job, bool say_unknown) {
    struct import_job *rows = &job->rows;
    struct csv_row header;
    bool twice;
    csv_close(&rows->csv);
    memset(rows->importer.column, 0, sizeof rows->importer.column);
    if (!csv_open(&rows->csv, sello_bytes(job->file, job->len)) || !csv_next(&rows->csv, &header)) {
        return import_say_fault(rows);
    }
    const struct import_field *fault = importer_header(&rows->importer, &header, &twice);
    if (fault != NULL) {
        import_say_header(rows, fault, twice);
        return false;
    }
    if (say_unknown) {
        say_unknown_columns(rows, &header);
    }
    return true;
}

/* ---- rows that have their batches ---- */

struct learning {
    struct issue_job *job;
    size_t room;
    enum sello_error error;
};

static bool learn_row(void *context, uint64_t line, uint64_t number) {
    struct learning *l = context;
    struct issue_job *job = l->job;
    struct sello_batch batch;
    l->error = sello_batch_get(job->rows.app->session.store, number, &batch);
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

enum sello_error issue_csv_learn(struct issue_job *job) {
    struct learning l = {.job = job};
    free(job->issued);
    job->issued = NULL;
    job->n_issued = 0;
    enum sello_error error =
        sello_table_rows(job->rows.app->session.store, job->hash, learn_row, &l);
    if (job->n_issued > 0) {
        qsort(job->issued, job->n_issued, sizeof *job->issued, by_line);
    }
    return error == SELLO_OK ? l.error : error;
}

const struct issued_row *issue_csv_find(const struct issue_job *job, uint64_t line) {
    const struct issued_row wanted = {.line = line};
    return job->n_issued > 0
               ? bsearch(&wanted, job->issued, job->n_issued, sizeof *job->issued, by_line)
               : NULL;
}

/* ---- one row ---- */

void issue_csv_claims(const struct issue_job *job, const struct import_batch *row,
                      struct sello_claims *out) {
    label_claims(&job->records, out);
    if (job->lean) {
        *out = (struct sello_claims){.scheme = out->scheme, .certificate = out->certificate};
    }
    if (row->lot[0] != '\0') {
        out->lot = sello_bytes_of(row->lot);
    }
    if (row->traits[0] != '\0') {
        out->traits = sello_bytes_of(row->traits);
    }
    out->made = row->made;
    if (row->expires.present) {
        out->expires = (struct sello_number){true, sello_expiry_of_day(row->expires.value)};
    }
}

/* The certificate's records, read anew only where the row names another one than the last. */
static enum sello_error look_up(struct issue_job *job, const struct import_batch *row,
                                struct import_result *result) {
    struct label_records *records = &job->records;
    enum sello_error error = SELLO_OK;
    if (records->certificate.number != row->certificate) {
        error = label_records_get(job->rows.app->session.store, row->certificate, records);
    }
    if (error == SELLO_E_NOT_FOUND) {
        importer_refuse_field(&job->rows.importer, "certificate",
                              _("there is no certificate of this number"), result);
        return SELLO_OK;
    }
    if (error == SELLO_OK &&
        !sello_certificate_current(&records->certificate, job->rows.app->session.now)) {
        importer_refuse_field(&job->rows.importer, "certificate",
                              _("it is not granted, or today is outside its dates"), result);
    }
    return error;
}

static void judge_content(struct issue_job *job, const struct import_batch *row,
                          struct import_result *result) {
    const struct importer *im = &job->rows.importer;
    struct sello_claims claims;
    issue_csv_claims(job, row, &claims);
    if (job->lean && row->traits[0] != '\0') {
        importer_refuse_field(im, "traits", _("--lean leaves out the optional texts"), result);
    } else if (claims.expires.present && claims.expires.value <= job->rows.app->session.now) {
        importer_refuse_field(im, "expires", _("this date has passed"), result);
    } else if (sello_token_len(&claims, true) > SELLO_TOKEN_ISSUE_MAX) {
        importer_refuse_field(im, "", _(sello_error_text(SELLO_E_TOO_LONG)), result);
    }
}

/* Two rows alike are a row copied by mistake more often than they are two batches. */
static enum sello_error judge_repeated(struct issue_job *job, const struct import_batch *row,
                                       struct import_result *result) {
    char key[KNOWN_KEY_MAX];
    const struct known *before;
    snprintf(key, sizeof key, "%" PRIu64 " %" PRIu64 " %d %" PRIu64 " %d %" PRIu64 " %s\n%s",
             row->certificate, row->count, row->made.present, row->made.value, row->expires.present,
             row->expires.value, row->lot, row->traits);
    enum sello_error error = known_note(&job->rows.importer.known, key, 0, row->line, &before);
    if (error == SELLO_OK && before != NULL) {
        char reason[200];
        snprintf(reason, sizeof reason,
                 _("it repeats line %zu; if both are meant, write one row with the sum"),
                 before->line);
        importer_refuse_field(&job->rows.importer, "count", reason, result);
    }
    return error;
}

/* What the preview shows of a row. */
static void describe(const struct issue_job *job, const struct import_batch *row,
                     struct import_result *result) {
    snprintf(result->name, sizeof result->name, "C%" PRIu64 " %.40s", row->certificate,
             job->records.product.name);
    snprintf(result->second, sizeof result->second,
             row->lot[0] != '\0' ? "%" PRIu64 " · %s" : "%" PRIu64 "%s", row->count, row->lot);
}

enum sello_error issue_csv_judge(struct issue_job *job, const struct csv_row *row,
                                 struct import_batch *out, struct import_result *out_result) {
    enum sello_error error = SELLO_OK;
    const struct issued_row *issued = issue_csv_find(job, row->line);
    importer_batch(&job->rows.importer, row, out, out_result);
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
    return error;
}

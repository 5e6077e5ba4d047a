/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_ISSUE_TABLE_H
#define SELLO_REGISTRY_ISSUE_ISSUE_TABLE_H

/* Issuing what a table lists, a batch a row.
 *
 * Every row is judged before anything is reserved; one bad row, and nothing is issued. The event
 * that reserves a row's batch names the file's hash and the row's line. So the same file given
 * again, after an interruption or by mistake, issues what is missing and no row twice. */

#include "registry/exchange/importer.h"
#include "registry/issue/issue.h"

/* What a row's labels leave out, so that their symbols fit. */
struct issue_shortened {
    unsigned without; /* enum label_part */
    unsigned missing; /* what of that they would say with room for all of it */
    bool small;       /* their modules are below GS1's least at retail all the same */
};

struct issue_table_request {
    struct import_source source;
    bool lean;
    /* Which parts a row leaves out beyond those of its request, `ahead` labels being issued before
     * its own; false: none of it fits. NULL: all fit. */
    bool (*shorten)(void *place, const struct issue_request *request,
                    const struct label_records *records, uint64_t ahead,
                    struct issue_shortened *out);
    void *place;
    const char *stock;         /* its name */
    unsigned n_workers;        /* 0: one for each core */
    struct import_watch watch; /* of a commit: only rows that are refused */
    /* A row's batch was signed; NULL: nobody is told. */
    void (*issued)(void *context, uint64_t line, const struct sello_batch *batch);
    void *context;
};

struct issue_table_outcome {
    struct table_fault fault;
    enum csv_encoding encoding;
    size_t n_composed;
    struct eaten eaten;
    size_t n_to_issue, n_present, n_refused;    /* rows */
    uint64_t n_labels;                          /* of the rows to be issued */
    size_t n_missing[LABEL_PARTS_END], n_small; /* of these: by what is shortened away */

    /* of a commit: */
    bool began;                       /* rows were taken up */
    uint64_t n_rows, n_labels_issued; /* issued by now */
    uint64_t first_serial, last_serial;
    size_t refused_line;    /* the row that could not be reserved; 0: none */
    struct signing_end end; /* of the last group of rows */
};

/* Judges every row. *out is filled also on a failure. SELLO_E_TYPE, rule "table-not-readable":
 * out->fault. SELLO_E_STATE, rule "table-rows-refused": out->n_refused of them. */
SELLO_NODISCARD enum sello_error issue_table_plan(struct session *session,
                                                  const struct issue_table_request *request,
                                                  struct issue_table_outcome *out);

/* The same; then reserves and signs every row that has no batch. Further rules:
 * "too-many-label-keys", "other-label-key". */
SELLO_NODISCARD enum sello_error issue_table_commit(struct session *session,
                                                    const struct issue_table_request *request,
                                                    struct issue_table_outcome *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_ISSUE_CSV_H
#define SELLO_REGISTRY_ISSUE_ISSUE_CSV_H

/* Issuing what a table lists, a batch a row.
 *
 * Every row is judged before anything is reserved; one bad row, and nothing is issued. The event
 * that reserves a row's batch names the file's hash and the row's line. So the same file given
 * again, after an interruption or by mistake, issues what is missing and no row twice. */

#include "registry/commands/import_report.h"
#include "registry/issue/claims.h"
#include "registry/issue/issue_sign.h"

/* A row that has a batch already, signed or unfinished. */
struct issued_row {
    uint64_t line, batch;
    bool signed_whole;
};

struct issue_job {
    struct import_job rows; /* the table, and what the clerk is told of its rows */
    uint8_t *file;          /* owned: its bytes */
    size_t len;
    uint8_t hash[SELLO_HASH_LEN];
    bool lean;
    struct issued_row *issued; /* owned; by line */
    size_t n_issued;
    struct label_records records; /* of the certificate of the last row; number 0: none yet */
    uint64_t n_labels;            /* of the rows that are new */
    uint8_t scheme[65536 / 8];    /* a bit for each scheme that labels are needed of */
};

/* ---- rows ---- */

/* Opens the table from its start and takes its header. False, having said why. */
SELLO_NODISCARD bool issue_csv_open(struct issue_job *job, bool say_unknown);

/* Learns which rows have their batches. */
SELLO_NODISCARD enum sello_error issue_csv_learn(struct issue_job *job);
const struct issued_row *issue_csv_find(const struct issue_job *job, uint64_t line);

/* Takes a row and judges it by the records of now; fills `out` unless it was refused. A failure is
 * the store's own. */
SELLO_NODISCARD enum sello_error issue_csv_judge(struct issue_job *job, const struct csv_row *row,
                                                 struct import_batch *out,
                                                 struct import_result *out_result);

/* What the row's labels say; points into the job's records and the row. */
void issue_csv_claims(const struct issue_job *job, const struct import_batch *row,
                      struct sello_claims *out);

/* ---- doing it ---- */

/* Reserves and signs every row that has no batch. The caller holds no lock; returns the exit
 * status, having answered. */
int issue_csv_commit(struct issue_job *job);

/* The command's way with --csv. */
int issue_csv(struct app *app);

#endif

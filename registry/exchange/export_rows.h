/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_EXPORT_ROWS_H
#define SELLO_REGISTRY_EXCHANGE_EXPORT_ROWS_H

/* The cells and tables of `sello export`. */

#include "registry/commands/app.h"

struct export_job {
    struct app *app;
    FILE *to;
    bool first; /* cell of its row */
};

void export_text(struct export_job *job, const char *text);
void export_number(struct export_job *job, uint64_t number);
void export_id(struct export_job *job, enum sello_kind kind, uint64_t number);
void export_day(struct export_job *job, struct sello_number day); /* empty where absent */
void export_instant(struct export_job *job, uint64_t seconds);
void export_yes(struct export_job *job, bool yes); /* in the language of the messages */
void export_end_row(struct export_job *job);

/* Headings, Spanish and English, in the language of the messages. */
void export_header(struct export_job *job, const char *const (*headings)[2], size_t n);

/* A row a batch; prints and deliveries a row for each of their runs of serials. */
SELLO_NODISCARD enum sello_error export_batches(struct export_job *job);
SELLO_NODISCARD enum sello_error export_prints(struct export_job *job);
SELLO_NODISCARD enum sello_error export_deliveries(struct export_job *job);

#endif

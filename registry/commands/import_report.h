/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_IMPORT_REPORT_H
#define SELLO_REGISTRY_COMMANDS_IMPORT_REPORT_H

/* Inside `sello import`: what the clerk is told. */

#include "registry/commands/app.h"
#include "registry/commands/table.h"
#include "registry/exchange/importer.h"

struct import_job {
    struct app *app;
    const char *path, *file; /* file: its name without the folder */
    bool commit;
    struct csv csv;
    struct importer importer;
    struct table table;
    size_t n_shown;
    uint64_t number, first, last; /* of the import; of the records it added */
};

/* What is wrong with the file, by its fault; returns false. */
bool import_say_fault(const struct import_job *job);
void import_say_header(const struct import_job *job, const struct import_field *field, bool twice);

void import_report_row(struct import_job *job, const struct import_result *r);

/* What was done to the file in reading it, and what is not shown. */
void import_say_reading(const struct import_job *job);

/* The table of rows and the sum. kept: it was written. False when memory ran out. */
SELLO_NODISCARD bool import_report_end(struct import_job *job, bool kept);

#endif

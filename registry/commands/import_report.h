/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_IMPORT_REPORT_H
#define SELLO_REGISTRY_COMMANDS_IMPORT_REPORT_H

/* What the clerk is told of a table's rows, by `sello import` and `sello issue --csv`. */

#include "registry/commands/app.h"
#include "registry/commands/table.h"
#include "registry/desk/import.h"

/* Begins as {.app = app, .kind = ...}. */
struct import_report {
    struct app *app;
    enum sello_kind kind;
    const char *file; /* its name without the folder */
    uint8_t *bytes;   /* owned */
    size_t len;
    const char *map[IMPORT_MAPS_MAX + 1]; /* one too many is refused, not passed over */
    const struct importer *importer;      /* while the table is open */
    char sheet[SHEET_NAME_MAX + 1];       /* of a spreadsheet's file, or "" */
    bool quiet; /* nothing is said of rows and columns: of a plan that is only asked about */
    struct table table;
    size_t n_shown, n_refused;
};

/* Reads the file of --csv. False, having said why. */
SELLO_NODISCARD bool import_report_read(struct import_report *report, const char *path);
/* The file, and what --sheet and --map say. */
struct import_source import_report_source(struct import_report *report);
void import_report_free(struct import_report *report);

/* Tells of each row, and of columns that are passed over, as they are read. */
struct import_watch import_report_watch(struct import_report *report);
void import_report_row(struct import_report *report, const struct import_result *row);

/* What is wrong with the table as a whole. */
void import_say_fault(struct import_report *report, const struct table_fault *fault);

/* What was done to the file in reading it, and what is not shown. */
void import_say_reading(const struct import_report *report, enum csv_encoding encoding,
                        size_t n_composed, const struct eaten *eaten);

#endif

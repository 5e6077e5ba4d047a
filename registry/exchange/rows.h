/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_ROWS_H
#define SELLO_REGISTRY_EXCHANGE_ROWS_H

/* The rows of a table in a file: CSV, .xlsx or .ods, told apart by what stands in it. Nothing here
 * does I/O. */

#include "registry/exchange/csv.h"
#include "registry/exchange/spreadsheet.h"

/* A file being read. Fields of its rows live as long as it is open. */
struct rows {
    bool is_spreadsheet;
    struct csv csv;
    struct spreadsheet spreadsheet;
    size_t n_rows; /* given by now */
    struct rows_fault fault;
};

/* sheet: the one to read; NULL: the first. False: out->fault says why. Freed by rows_close, also
 * when it failed. */
SELLO_NODISCARD bool rows_open(struct rows *out, struct sello_bytes file, const char *sheet);
void rows_close(struct rows *rows);

/* The next row that is not empty. False at the end (the fault's problem is ROWS_GOOD) and on a
 * fault. */
SELLO_NODISCARD bool rows_next(struct rows *rows, struct row *out);

/* Is it another sheet than the one that is read where none is named? */
bool rows_other_sheet(const struct rows *rows);

#endif

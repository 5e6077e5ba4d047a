/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_SPREADSHEET_H
#define SELLO_REGISTRY_EXCHANGE_SPREADSHEET_H

/* One sheet out of a spreadsheet's own file: .xlsx (ECMA-376) and .ods (OpenDocument 1.3).
 *
 * Texts and numbers are as the file has them, a formula's value as it was last worked out; days are
 * written 2026-11-23, whatever they look like there. What a file may unpack to is limited
 * (package.h), and XML that defines entities is refused. */

#include "registry/exchange/package.h"

#define SHEET_NAME_MAX 124 /* bytes: 31 characters in .xlsx */
#define SHEET_NAMES_MAX 400

struct sheet_row;

/* A file being read: the sheet is taken as a whole when it is opened. */
struct spreadsheet {
    char *text; /* owned; the cells, row by row, each with a NUL behind it */
    size_t len, room;
    struct sheet_row *row; /* owned */
    size_t n_rows, rows_room;
    size_t next;                    /* row to be given */
    char sheet[SHEET_NAME_MAX + 1]; /* the one that is read */
    bool has_first, is_first;       /* it is what is read where none is named */
    char names[SHEET_NAMES_MAX];    /* of all sheets, as many as fit: "Hoja1, Padrón" */
    struct rows_fault fault;
};

/* By its first bytes: an archive, or what Excel saved before. */
bool spreadsheet_is(struct sello_bytes file);

/* sheet: its name; NULL: the first that is not hidden. False: out->fault. Freed by
 * spreadsheet_close, also when it failed. */
SELLO_NODISCARD bool spreadsheet_open(struct spreadsheet *out, struct sello_bytes file,
                                      const char *sheet);
/* The same of a package that the caller opened. */
SELLO_NODISCARD bool spreadsheet_read(struct spreadsheet *out, struct package *package,
                                      const char *sheet);
void spreadsheet_close(struct spreadsheet *s);

/* The next row that has a cell with something in it. False at the end. */
SELLO_NODISCARD bool spreadsheet_next(struct spreadsheet *s, struct row *out);

/* ---- the two formats ---- */

void xlsx_read(struct spreadsheet *s, struct package *package, const char *sheet);
void ods_read(struct spreadsheet *s, struct package *package, const char *sheet);

#endif

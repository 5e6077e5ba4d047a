/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_CSV_H
#define SELLO_REGISTRY_EXCHANGE_CSV_H

/* Tables as spreadsheets save them (RFC 4180 and what they do beside it): comma, semicolon or tab;
 * LF, CRLF or CR; UTF-8 with or without BOM, or Windows-1252. Nothing here does I/O. */

#include "registry/exchange/row.h"

enum csv_encoding { CSV_UTF8 = 1, CSV_UTF8_BOM = 2, CSV_WINDOWS_1252 = 3 };

/* A file being read. Fields point into `text`. */
struct csv {
    char *text; /* owned; UTF-8 */
    size_t len, at;
    size_t line; /* of the row that comes next, from 1 */
    size_t n_rows;
    char separator;
    enum csv_encoding encoding;
    struct rows_fault fault;
};

/* Decodes the file and finds its separator. False: out->fault says why. Freed by csv_close, also
 * when it failed. */
SELLO_NODISCARD bool csv_open(struct csv *out, struct sello_bytes file);
void csv_close(struct csv *csv);

/* The next row that is not empty. False at the end (the fault's problem is ROWS_GOOD) and on a
 * fault. Linear in the file, over all calls. */
SELLO_NODISCARD bool csv_next(struct csv *csv, struct row *out);

/* Which texts get an apostrophe in front, so that they stay what they are; csv_plain takes it off
 * again. */
enum csv_mark {
    CSV_MARK_NONE,     /* a number, a day: a spreadsheet may take it for what it is */
    CSV_MARK_FORMULAS, /* for programs: what a spreadsheet would work out, if one gets it after all
                        */
    CSV_MARK_TEXTS     /* for spreadsheets: whatever one would change (text_mark.h) */
};

/* A cell as it stands in a file: quoted where needed. */
void csv_put(struct sello_writer *w, const char *text, enum csv_mark mark);
struct sello_bytes csv_plain(struct sello_bytes field);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_CSV_H
#define SELLO_REGISTRY_EXCHANGE_CSV_H

/* Tables as spreadsheets save them (RFC 4180 and what they do beside it): comma, semicolon or tab;
 * LF, CRLF or CR; UTF-8 with or without BOM, or Windows-1252. Nothing here does I/O. */

#include "wire/wire.h"

#define CSV_BYTES_MAX ((size_t)64 << 20) /* of a file */
#define CSV_ROWS_MAX 200000
#define CSV_COLUMNS_MAX 64
#define CSV_FIELD_MAX 4096 /* bytes of one field, in UTF-8 */

enum csv_encoding { CSV_UTF8 = 1, CSV_UTF8_BOM = 2, CSV_WINDOWS_1252 = 3 };

/* What is wrong with a file; zero is nothing. */
enum csv_problem {
    CSV_GOOD = 0,
    CSV_EMPTY,          /* no row at all */
    CSV_UTF16,          /* saved as UTF-16 or UTF-32 */
    CSV_NUL,            /* a NUL byte: not a text */
    CSV_MIXED_ENCODING, /* partly UTF-8, partly not */
    CSV_NOT_1252,       /* neither UTF-8 nor Windows-1252 */
    CSV_OPEN_QUOTE,     /* a quote that nothing closes */
    CSV_AFTER_QUOTE,    /* something between a closing quote and the separator */
    CSV_MANY_COLUMNS,
    CSV_MANY_ROWS,
    CSV_LONG_FIELD,
    CSV_MEMORY
};

struct csv_fault {
    enum csv_problem problem;
    size_t line;   /* from 1; 0: the file as a whole */
    size_t column; /* from 1; 0: the line as a whole */
};

/* A file being read. Fields point into `text`. */
struct csv {
    char *text; /* owned; UTF-8 */
    size_t len, at;
    size_t line; /* of the row that comes next, from 1 */
    size_t n_rows;
    char separator;
    enum csv_encoding encoding;
    struct csv_fault fault;
};

struct csv_row {
    size_t line; /* where it begins */
    size_t n;
    struct sello_bytes field[CSV_COLUMNS_MAX]; /* spaces at the ends taken off */
};

/* Decodes the file and finds its separator. False: out->fault says why. Freed by csv_close, also
 * when it failed. */
SELLO_NODISCARD bool csv_open(struct csv *out, struct sello_bytes file);
void csv_close(struct csv *csv);

/* The next row that is not empty. False at the end (the fault's problem is CSV_GOOD) and on a
 * fault. Linear in the file, over all calls. */
SELLO_NODISCARD bool csv_next(struct csv *csv, struct csv_row *out);

/* A field as it stands in a file: quoted where needed. What a spreadsheet would take for a formula
 * (= + - @, tab or CR in front) gets an apostrophe in front; csv_plain takes it off again. */
void csv_put(struct sello_writer *w, const char *text);
struct sello_bytes csv_plain(struct sello_bytes field);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_ROW_H
#define SELLO_REGISTRY_EXCHANGE_ROW_H

/* A row of a table, wherever it comes from, and what can be wrong with the table's file. */

#include "wire/wire.h"

#define ROWS_FILE_MAX ((size_t)64 << 20) /* bytes of a file */
#define ROWS_MAX 200000
#define ROWS_COLUMNS_MAX 64
#define ROWS_FIELD_MAX 4096 /* bytes of one field, in UTF-8 */

/* Zero is nothing. */
enum rows_problem {
    ROWS_GOOD = 0,
    ROWS_EMPTY,          /* no row at all */
    ROWS_UTF16,          /* saved as UTF-16 or UTF-32 */
    ROWS_NUL,            /* a NUL byte: not a text */
    ROWS_MIXED_ENCODING, /* partly UTF-8, partly not */
    ROWS_NOT_1252,       /* neither UTF-8 nor Windows-1252 */
    ROWS_OPEN_QUOTE,     /* a quote that nothing closes */
    ROWS_AFTER_QUOTE,    /* something between a closing quote and the separator */
    ROWS_MANY_COLUMNS,
    ROWS_MANY_ROWS,
    ROWS_LONG_FIELD,
    ROWS_MEMORY,

    /* of spreadsheets' files */
    ROWS_OLD_EXCEL,       /* .xls, or a workbook with a password */
    ROWS_BINARY_EXCEL,    /* .xlsb */
    ROWS_PASSWORD,        /* encrypted */
    ROWS_NOT_SPREADSHEET, /* an archive of something else */
    ROWS_BROKEN,          /* damaged, or not of its form */
    ROWS_TOO_LARGE,       /* it unpacks to too much */
    ROWS_ENTITIES,        /* it defines entities of its own: no spreadsheet's program does */
    ROWS_NO_SHEET,        /* none is called so */
    ROWS_NO_SHEETS,       /* a sheet was named, and the file is a text */
    ROWS_NO_PART,         /* the part of the program that opens archives is missing */
    ROWS_ALL_HIDDEN       /* no sheet was named, and each is hidden */
};

struct rows_fault {
    enum rows_problem problem;
    size_t line;   /* from 1; 0: the file as a whole */
    size_t column; /* from 1; 0: the line as a whole */
};

struct row {
    size_t line; /* where it begins */
    size_t n;
    uint64_t dates; /* a bit for each field, the first the lowest: the file says it is a date */
    struct sello_bytes field[ROWS_COLUMNS_MAX]; /* spaces at the ends taken off */
};

/* A text without the spaces, tabs and U+00A0 at its ends. */
struct sello_bytes row_trimmed(struct sello_bytes text);

#endif

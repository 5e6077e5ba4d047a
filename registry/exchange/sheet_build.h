/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_SHEET_BUILD_H
#define SELLO_REGISTRY_EXCHANGE_SHEET_BUILD_H

/* What the readers of both formats build a sheet with. False: s->fault, and nothing more can be
 * taken. */

#include "registry/exchange/spreadsheet.h"

struct sheet_row {
    size_t line;
    size_t at; /* of its first cell's text */
    size_t n;
    uint64_t dates;
};

SELLO_NODISCARD bool sheet_fail(struct spreadsheet *s, enum rows_problem problem, size_t line,
                                size_t column);

/* Notes the name of a sheet. True: it is the one to be read, which happens once. */
SELLO_NODISCARD bool sheet_is_wanted(struct spreadsheet *s, const char *name, bool hidden,
                                     const char *wanted);

/* Cells come line by line, and in a line from left to right. Empty ones are nothing. */
SELLO_NODISCARD bool sheet_cell(struct spreadsheet *s, size_t line, size_t column,
                                struct sello_bytes text, bool is_date);

/* The line again, on the n lines behind it. */
SELLO_NODISCARD bool sheet_repeat(struct spreadsheet *s, size_t line, size_t n);

#endif

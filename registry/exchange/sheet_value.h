/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_SHEET_VALUE_H
#define SELLO_REGISTRY_EXCHANGE_SHEET_VALUE_H

/* Numbers and days of a spreadsheet's cells as texts. */

#include <stdbool.h>
#include <stddef.h>

#include "wire/bytes.h"

#define SHEET_VALUE_LEN 64 /* a text and its NUL */

/* What a number's format shows it as. */
struct sheet_format {
    bool is_date;    /* or a time of day */
    unsigned digits; /* at least so many, zeros in front; 0: as many as it has. At most
                      * SHEET_VALUE_LEN - 2 */
};

/* Of a format's code, as in "dd/mm/yyyy", "0000" or "#,##0.00". */
struct sheet_format sheet_format_of(const char *code);

/* A number as it is written in the file, but for what is no part of it: "24.0" is 24, "7.5E12"
 * 7500000000000. Small ones keep their exponent. Empty where it is no number. */
void sheet_number_text(struct sello_bytes raw, unsigned digits,
                       char out[SELLO_LEN(SHEET_VALUE_LEN)]);

/* Days since 1900 began, or 1904, as 2026-11-23, with the time of day behind it where there is one.
 * False, and nothing is written, where it is none. */
bool sheet_day_text(struct sello_bytes raw, bool from_1904, char out[SELLO_LEN(SHEET_VALUE_LEN)]);

/* An instant of ISO 8601, in the same way: without its time where that is midnight. */
void sheet_iso_text(const char *iso, char out[SELLO_LEN(SHEET_VALUE_LEN)]);

#endif

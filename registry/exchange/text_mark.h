/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_TEXT_MARK_H
#define SELLO_REGISTRY_EXCHANGE_TEXT_MARK_H

/* Texts that a spreadsheet would not leave as they are: it works out what looks like a formula, and
 * makes a number or a date of what looks like one: 00001E-9, 2026-11, 0012, 1/2, nov-26. In tables
 * an apostrophe stands before them, which spreadsheets keep, and which is taken off when a table is
 * read. */

#include "wire/bytes.h"

bool is_text_formula(struct sello_bytes text); /* = + - @, tab or CR in front */
bool is_text_at_risk(struct sello_bytes text);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_EATEN_H
#define SELLO_REGISTRY_EXCHANGE_EATEN_H

/* Spreadsheets turn texts into what they take them for: the lot 2026-11 becomes nov-26, the serial
 * 00001E-9 becomes 1.00E-09, a bar code 7.50103E+12, a day 45231. Nothing tells what stood there
 * before, and a label with it would be signed. */

#include <stdbool.h>
#include <stddef.h>

#define EATEN_TEXT_MAX 40

/* What looks so in a table. */
struct eaten {
    size_t n;                      /* cells */
    size_t line, column;           /* of the first, from 1 */
    char text[EATEN_TEXT_MAX + 1]; /* its beginning */
};

/* Does a whole cell look so? */
bool looks_eaten(const char *text);

#endif

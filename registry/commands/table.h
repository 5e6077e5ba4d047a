/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_TABLE_H
#define SELLO_REGISTRY_COMMANDS_TABLE_H

/* Aligned lists for people. Wide and combining characters take the columns they show in. On a
 * terminal the longest cells are cut ("Rebozo de bol…") so that a row stays on one line; elsewhere,
 * unless COLUMNS says how wide it may be, nothing is cut. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define TABLE_COLUMNS_MAX 14

struct table {
    size_t n_columns, n_cells, room;
    char **cell; /* owned texts, row by row; the first row has the titles */
    bool failed; /* memory ran out */
};

/* titles: translated, at most TABLE_COLUMNS_MAX. Freed by table_end, or table_free. */
void table_start(struct table *t, const char *const *titles, size_t n_columns);
void table_cell(struct table *t, const char *text); /* copied; NULL is an empty cell */

/* Prints the rows, or `empty` (a translated sentence) where there is none, and frees. False, having
 * said so, when memory ran out. */
bool table_end(struct table *t, FILE *to, const char *empty);
void table_free(struct table *t); /* also after table_end */

#endif

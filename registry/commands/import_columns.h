/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_IMPORT_COLUMNS_H
#define SELLO_REGISTRY_COMMANDS_IMPORT_COLUMNS_H

/* A table's columns, as JSON: so that whoever asked can say what each of them holds. */

#include "registry/exchange/importer.h"

/* The next of a fault's headings, from the rest on; false: there are no more. */
bool import_next_heading(const char **rest, struct sello_bytes *out);

/* A line with those of a table whose headings do not do: {"columns":[{"heading":"pueblo"}]}. */
void import_json_headings(const char *headings);

/* The same of a table that is read, with what each column is taken for, before its rows. */
void import_json_columns(const struct importer *im);

#endif

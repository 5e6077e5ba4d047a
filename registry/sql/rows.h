/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_ROWS_H
#define SELLO_REGISTRY_SQL_ROWS_H

#include "registry/sql/db.h"

/* A registry's rows from one database into another, whatever the engines. Both are open, of the
 * newest version, and in a transaction; what `to` held of them is written over. Only the
 * registry's own tables: what an engine keeps beside them stays where it is. */
SELLO_NODISCARD enum sello_error sello_db_copy_rows(struct sello_db *from, struct sello_db *to,
                                                    const struct sello_migrations *migrations);

/* Takes the registry's own tables away. */
SELLO_NODISCARD enum sello_error sello_db_drop_rows(struct sello_db *db,
                                                    const struct sello_migrations *migrations);

/* Do both hold the same rows, table by table and byte by byte? The first that differs is named. */
SELLO_NODISCARD enum sello_error sello_db_compare_rows(struct sello_db *a, struct sello_db *b,
                                                       const struct sello_migrations *migrations,
                                                       bool *out_same, char table[SELLO_LEN(64)]);

#endif

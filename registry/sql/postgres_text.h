/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_POSTGRES_TEXT_H
#define SELLO_REGISTRY_SQL_POSTGRES_TEXT_H

#include <stdbool.h>

#include "wire/bytes.h"

/* The store's SQL as PostgreSQL wants it. Pure; strings and quoted names pass unchanged. */

#define POSTGRES_TEXT_MAX 8192 /* bytes of one text, with its NUL */

/* "a = ? AND b = ?2" becomes "a = $1 AND b = $2"; *out_n is how many values it takes. And
 * x'a0' becomes '\xa0'. False where it is too long. */
SELLO_NODISCARD bool postgres_places(const char *sql, char out[SELLO_LEN(POSTGRES_TEXT_MAX)],
                                     int *out_n);

/* A text of a migration: INTEGER becomes BIGINT, BLOB BYTEA, TEXT text in the order of its bytes,
 * and what is SQLite's alone goes: STRICT, statements of PRAGMA. False where it is too long. */
SELLO_NODISCARD bool postgres_schema(const char *sql, char out[SELLO_LEN(POSTGRES_TEXT_MAX)]);

/* Does it change what is never changed: an event, or outside of a migration the schema? */
bool postgres_forbids(const char *sql);

/* Does it only read? */
bool postgres_reads(const char *sql);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DB_SQLITE_H
#define SELLO_REGISTRY_DB_SQLITE_H

/* Inside db*.c only. */

#include <sqlite3.h>

#include "registry/db.h"

#define SELLO_DB_BUSY_MS 10000 /* how long to wait for another program's write */

struct sello_db {
    sqlite3 *handle;
    unsigned depth;   /* transactions open, one within another */
    bool migrating;   /* the schema may change */
    const char *file; /* who opened the outermost */
    int line;
    char detail[200];
};

/* What SQLite's code means to us; keeps its words for sello_db_detail. */
enum sello_status sello_db_status(struct sello_db *db, int code);

SELLO_NODISCARD enum sello_status sello_db_execute(struct sello_db *db, const char *sql);

/* An empty file of our own making, mode 0600. */
SELLO_NODISCARD enum sello_status sello_db_make_file(const char *path);

#endif

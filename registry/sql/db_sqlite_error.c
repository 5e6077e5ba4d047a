/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/lock.h"
#include "registry/sql/db_sqlite.h"

/* What failed, in SQLite or in our own use of it. */

static enum sello_error constraint_status(int extended) {
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return SELLO_E_EXISTS;
    case SQLITE_CONSTRAINT_FOREIGNKEY: return SELLO_E_NOT_FOUND;
    case SQLITE_CONSTRAINT_CHECK: return SELLO_E_RANGE;
    default: return SELLO_E_STORE;
    }
}

/* SQLite takes a disk that has no locks for another program's, or for a broken one. Its journal has
 * none of SQLite's locks, and is of the same disk. */
static bool lacks_locks(const struct sello_sqlite *db, int code) {
    char journal[PATH_MAX + 16];
    bool of_lock = code == SQLITE_BUSY || code == SQLITE_IOERR_LOCK ||
                   code == SQLITE_IOERR_RDLOCK || code == SQLITE_IOERR_CHECKRESERVEDLOCK ||
                   code == SQLITE_IOERR_UNLOCK;
    const char *path =
        of_lock ? sqlite3_db_filename(db->handle, "main") : NULL; /* else perhaps none */
    if (path == NULL || path[0] == '\0') {
        return false;
    }
    snprintf(journal, sizeof journal, "%s-journal", path);
    return !base_lock_possible(journal);
}

enum sello_error sello_sqlite_status(struct sello_sqlite *own, int code) {
    struct sello_db *db = &own->db;
    if (code == SQLITE_OK) {
        return SELLO_OK;
    }
    snprintf(db->detail, sizeof db->detail, "%s", sqlite3_errmsg(own->handle));
    db->again = db->again || code == SQLITE_BUSY_SNAPSHOT;
    if (lacks_locks(own, code)) {
        return SELLO_E_STORE_LOCKS;
    }
    switch (code & 0xff) { /* the primary code: extended ones carry it in their low byte */
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return SELLO_E_STORE_BUSY;
    case SQLITE_FULL: return SELLO_E_STORE_FULL;
    case SQLITE_CORRUPT: return SELLO_E_STORE_DAMAGED;
    case SQLITE_NOTADB: return SELLO_E_STORE_NOT;
    case SQLITE_NOMEM: return SELLO_E_MEMORY;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN: return SELLO_E_STORE_READ_ONLY;
    case SQLITE_CONSTRAINT: return constraint_status(code);
    default: return SELLO_E_STORE;
    }
}

enum sello_error sello_sqlite_execute(struct sello_db *db, const char *sql) {
    struct sello_sqlite *own = sello_sqlite_of(db);
    return sello_sqlite_status(own, sqlite3_exec(own->handle, sql, NULL, NULL, NULL));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "registry/sql/db_sqlite.h"

/* ---- what failed ---- */

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

enum sello_error sello_db_status(struct sello_db *db, int code) {
    if (code == SQLITE_OK) {
        return SELLO_OK;
    }
    snprintf(db->detail, sizeof db->detail, "%s", sqlite3_errmsg(db->handle));
    db->again = db->again || code == SQLITE_BUSY_SNAPSHOT;
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

const char *sello_db_detail(const struct sello_db *db) {
    return db->detail;
}

/* ---- closing ---- */

void sello_db_close(struct sello_db **db) {
    if (*db == NULL) {
        return;
    }
#ifndef NDEBUG
    if ((*db)->depth > 0) { /* a programmer's mistake, like a failed assert */
        fprintf(stderr, "%s:%d: transaction left open\n", (*db)->file, (*db)->line);
        abort();
    }
#endif
    while ((*db)->depth > 0) {
        sello_db_rollback(*db);
    }
    sello_db_forget(*db);
    sqlite3_close_v2((*db)->handle);
    free(*db);
    *db = NULL;
}

/* ---- transactions ---- */

#define TRIES 5 /* of one transaction */

void sello_db_expect_idle(const struct sello_db *db, const char *file, int line) {
#ifndef NDEBUG
    if (db->reading != NULL) {
        fprintf(stderr, "%s:%d: another query is being read, since %s:%d\n", file, line,
                db->reading_file, db->reading_line);
        abort();
    }
#endif
    (void)db, (void)file, (void)line;
}

enum sello_error sello_db_execute(struct sello_db *db, const char *sql) {
    return sello_db_status(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
}

enum sello_error sello_db_begin(struct sello_db *db, const char *file, int line) {
    if (db->depth > 0 && sqlite3_get_autocommit(db->handle) != 0) {
        return SELLO_E_STORE; /* SQLite has rolled the outer one back; nothing may follow in it */
    }
    sello_db_expect_idle(db, file, line);
    enum sello_error error =
        sello_db_execute(db, db->depth == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT inner_");
    if (error != SELLO_OK) {
        return error;
    }
    if (db->depth++ == 0) {
        db->detail[0] = '\0';
        db->file = file;
        db->line = line;
    }
    return SELLO_OK;
}

enum sello_error sello_db_commit(struct sello_db *db) {
    assert(db->depth > 0);
    sello_db_expect_idle(db, db->file, db->line);
    enum sello_error error = sello_db_execute(db, db->depth == 1 ? "COMMIT" : "RELEASE inner_");
    if (error != SELLO_OK) {
        sello_db_rollback(db);
        return error;
    }
    db->depth--;
    return SELLO_OK;
}

/* SQLite may have rolled back on its own (a full disk): then there is nothing left to do. The first
 * failure's words are kept. */
void sello_db_rollback(struct sello_db *db) {
    assert(db->depth > 0);
    if (sqlite3_get_autocommit(db->handle) == 0) {
        sqlite3_exec(db->handle, db->depth == 1 ? "ROLLBACK" : "ROLLBACK TO inner_; RELEASE inner_",
                     NULL, NULL, NULL);
    }
    db->depth--;
}

static enum sello_error run_once(struct sello_db *db, enum sello_error (*work)(void *context),
                                 void *context, bool keep) {
    enum sello_error error = work(context);
    if (error == SELLO_OK && keep) {
        return sello_db_commit(db);
    }
    sello_db_rollback(db);
    return error;
}

static enum sello_error run(struct sello_db *db, enum sello_error (*work)(void *context),
                            void *context, bool keep, const char *file, int line) {
    bool outermost = db->depth == 0;
    enum sello_error error = SELLO_OK;
    for (int i = 0; i < TRIES; i++) {
        db->again = outermost ? false : db->again;
        error = sello_db_begin(db, file, line);
        error = error == SELLO_OK ? run_once(db, work, context, keep) : error;
        if (error == SELLO_OK || !outermost || !db->again) {
            break;
        }
    }
    return error;
}

enum sello_error sello_db_do_at(struct sello_db *db, enum sello_error (*work)(void *context),
                                void *context, const char *file, int line) {
    return run(db, work, context, true, file, line);
}

enum sello_error sello_db_preview_at(struct sello_db *db, enum sello_error (*work)(void *context),
                                     void *context, const char *file, int line) {
    return run(db, work, context, false, file, line);
}

unsigned sello_db_depth(const struct sello_db *db) {
    return db->depth;
}

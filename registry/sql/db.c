/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "registry/sql/db_sqlite.h"

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

bool sello_db_unsettled(const struct sello_db *db) {
    return db->unsettled;
}

static enum sello_error begin(struct sello_db *db, const char *outermost, const char *file,
                              int line) {
    if (db->depth > 0 && sqlite3_get_autocommit(db->handle) != 0) {
        return SELLO_E_STORE; /* SQLite has rolled the outer one back; nothing may follow in it */
    }
    sello_db_expect_idle(db, file, line);
    enum sello_error error = sello_db_execute(db, db->depth == 0 ? outermost : "SAVEPOINT inner_");
    if (error != SELLO_OK) {
        return error;
    }
    if (db->depth++ == 0) {
        db->detail[0] = '\0';
        db->changes = sello_db_count_changes(db);
        db->file = file;
        db->line = line;
    }
    return SELLO_OK;
}

enum sello_error sello_db_begin(struct sello_db *db, const char *file, int line) {
    return begin(db, "BEGIN IMMEDIATE", file, line);
}

enum sello_error sello_db_commit(struct sello_db *db) {
    assert(db->depth > 0);
    sello_db_expect_idle(db, db->file, db->line);
    struct sello_db_watch watch = {.journal = NULL};
    if (db->depth == 1) {
        sello_db_watch(db, &watch);
    }
    enum sello_error error = sello_db_execute(db, db->depth == 1 ? "COMMIT" : "RELEASE inner_");
    int code = sqlite3_extended_errcode(db->handle);
    sello_db_unwatch(&watch);
    if (error != SELLO_OK && db->depth == 1 && sello_db_held(db, &watch)) {
        bool of_lock = code == SQLITE_IOERR_UNLOCK || code == SQLITE_IOERR_RDLOCK; /* let go last */
        db->unsettled = db->unsettled || !of_lock;
        db->detail[0] = '\0';
        error = SELLO_OK;
    }
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

enum sello_error sello_db_look_at(struct sello_db *db, enum sello_error (*work)(void *context),
                                  void *context, const char *file, int line) {
    enum sello_error error = begin(db, "BEGIN", file, line);
    return error == SELLO_OK ? run_once(db, work, context, false) : error;
}

unsigned sello_db_depth(const struct sello_db *db) {
    return db->depth;
}

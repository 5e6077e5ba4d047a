/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "registry/sql/db_sqlite.h"

/* Did a commit hold that was told as failed?
 *
 * It may fail after the moment from which on it holds: a lock could not be let go, or the disk did
 * not say that the emptied journal is there for good. That moment is the emptying of the journal.
 * Then the database is still ours alone, and the count of changes in its header tells a commit from
 * a transaction that was rolled back. Later nothing tells ours from another program's, which may
 * have come meanwhile: so it is looked at then. */

/* The count, which each commit raises. Zero where it is none's file, or cannot be read. */
static uint32_t count_in(sqlite3_file *file) {
    enum { AT = 24, LEN = 4 };
    uint8_t bytes[LEN] = {0};
    if (file == NULL || file->pMethods == NULL ||
        file->pMethods->xRead(file, bytes, LEN, AT) != SQLITE_OK) {
        return 0;
    }
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static sqlite3_file *file_of(struct sello_sqlite *db, int which) {
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(db->handle, "main", which, &file);
    return code == SQLITE_OK && file != NULL && file->pMethods != NULL ? file : NULL;
}

uint32_t sello_sqlite_count_changes(struct sello_sqlite *db) {
    return count_in(file_of(db, SQLITE_FCNTL_FILE_POINTER));
}

/* ---- the journal, as it is emptied ---- */

/* Of the commit that goes on: there is one at a time in a thread. */
static _Thread_local struct sello_sqlite_watch *watched;

static int cut(sqlite3_file *journal, sqlite3_int64 size) {
    struct sello_sqlite_watch *w = watched;
    int code = w->theirs->xTruncate(journal, size);
    if (code == SQLITE_OK && size == 0) {
        uint32_t now = count_in(w->database);
        w->held = w->held || (now != 0 && now != w->before);
    }
    return code;
}

/* Where both are plain files of one system; a journal in memory is left alone. */
void sello_sqlite_watch(struct sello_sqlite *db, struct sello_sqlite_watch *watch) {
    sqlite3_file *journal = file_of(db, SQLITE_FCNTL_JOURNAL_POINTER);
    *watch = (struct sello_sqlite_watch){.database = file_of(db, SQLITE_FCNTL_FILE_POINTER),
                                         .before = db->changes};
    if (journal == NULL || watch->database == NULL || db->changes == 0 ||
        journal->pMethods->xTruncate != watch->database->pMethods->xTruncate) {
        return;
    }
    watch->journal = journal;
    watch->theirs = journal->pMethods;
    watch->ours = *watch->theirs;
    watch->ours.xTruncate = cut;
    journal->pMethods = &watch->ours;
    watched = watch;
}

void sello_sqlite_unwatch(struct sello_sqlite_watch *watch) {
    if (watch->journal != NULL && watch->journal->pMethods == &watch->ours) {
        watch->journal->pMethods = watch->theirs; /* it may be closed */
    }
    watched = NULL;
}

/* ---- afterwards ---- */

static int take_mode(void *context, int n, char **values, char **names) {
    bool *cuts = context;
    (void)names;
    *cuts = n == 1 && values[0] != NULL && strcmp(values[0], "truncate") == 0;
    return 0;
}

/* The journal of a copy, which is ours alone, is removed: its count tells. Who looks now sees what
 * everybody sees from here on: a transaction that still can be is rolled back first. */
static bool count_rose(struct sello_sqlite *db) {
    static const char look[] = "SELECT count(*) FROM sqlite_master";
    uint32_t now = 0;
    if (sqlite3_exec(db->handle, "BEGIN", NULL, NULL, NULL) != SQLITE_OK) {
        return false;
    }
    if (sqlite3_exec(db->handle, look, NULL, NULL, NULL) == SQLITE_OK) {
        now = sello_sqlite_count_changes(db);
    }
    sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    return now != 0 && now != db->changes;
}

bool sello_sqlite_held(struct sello_sqlite *db, const struct sello_sqlite_watch *watch) {
    bool cuts = false;
    if (db->changes == 0 || sqlite3_get_autocommit(db->handle) == 0) {
        return false;
    }
    if (watch->held ||
        sqlite3_exec(db->handle, "PRAGMA journal_mode", take_mode, &cuts, NULL) != SQLITE_OK) {
        return watch->held;
    }
    return !cuts && count_rose(db);
}

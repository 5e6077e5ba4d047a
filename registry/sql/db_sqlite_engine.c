/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/sql/db_sqlite.h"

/* SQLite as an engine: its transactions, and the table of its functions. */

static void close_sqlite(struct sello_db *db) {
    struct sello_sqlite *own = sello_sqlite_of(db);
    sello_sqlite_forget(own);
    sqlite3_close_v2(own->handle);
    free(own);
}

static uint64_t n_changed(const struct sello_db *db) {
    return (uint64_t)sqlite3_changes64(((const struct sello_sqlite *)db)->handle);
}

static bool is_over(const struct sello_db *db) {
    return sqlite3_get_autocommit(((const struct sello_sqlite *)db)->handle) != 0;
}

static enum sello_error begin(struct sello_db *db, bool writes) {
    enum sello_error error = sello_sqlite_execute(db, writes ? "BEGIN IMMEDIATE" : "BEGIN");
    if (error == SELLO_OK) {
        sello_sqlite_of(db)->changes = sello_sqlite_count_changes(sello_sqlite_of(db));
    }
    return error;
}

static enum sello_error commit(struct sello_db *db) {
    struct sello_sqlite *own = sello_sqlite_of(db);
    struct sello_sqlite_watch watch = {.journal = NULL};
    sello_sqlite_watch(own, &watch);
    enum sello_error error = sello_sqlite_execute(db, "COMMIT");
    int code = sqlite3_extended_errcode(own->handle);
    sello_sqlite_unwatch(&watch);
    if (error != SELLO_OK && sello_sqlite_held(own, &watch)) {
        bool of_lock = code == SQLITE_IOERR_UNLOCK || code == SQLITE_IOERR_RDLOCK; /* let go last */
        db->unsettled = db->unsettled || !of_lock;
        db->detail[0] = '\0';
        error = SELLO_OK;
    }
    return error;
}

/* SQLite may have rolled back on its own (a full disk): then there is nothing left to do. The first
 * failure's words are kept. */
static void undo(struct sello_db *db, const char *sql) {
    if (!is_over(db)) {
        sqlite3_exec(sello_sqlite_of(db)->handle, sql, NULL, NULL, NULL);
    }
}

static void rollback(struct sello_db *db) {
    undo(db, "ROLLBACK");
}

static enum sello_error save(struct sello_db *db) {
    return sello_sqlite_execute(db, "SAVEPOINT inner_");
}

static enum sello_error keep(struct sello_db *db) {
    return sello_sqlite_execute(db, "RELEASE inner_");
}

static void take_back(struct sello_db *db) {
    undo(db, "ROLLBACK TO inner_; RELEASE inner_");
}

/* Whoever writes waits in SQLite itself. */
static enum sello_error prepare_again(struct sello_db *db, unsigned tried) {
    (void)db, (void)tried;
    return SELLO_OK;
}

const struct sello_engine sello_sqlite_engine = {
    .tries = 5,
    .close = close_sqlite,
    .prepare = sello_sqlite_prepare,
    .release = sello_sqlite_release,
    .bind = sello_sqlite_bind,
    .step = sello_sqlite_step,
    .column = sello_sqlite_column,
    .n_parameters = sello_sqlite_n_parameters,
    .n_columns = sello_sqlite_n_columns,
    .n_changed = n_changed,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .save = save,
    .keep = keep,
    .take_back = take_back,
    .is_over = is_over,
    .prepare_again = prepare_again,
    .copy = sello_sqlite_copy,
    .check = sello_sqlite_check,
};

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_DB_SQLITE_H
#define SELLO_REGISTRY_SQL_DB_SQLITE_H

/* SQLite, inside db*.c only. */

#include <sqlite3.h>

#include "registry/sql/engine.h"

#define SELLO_DB_BUSY_MS 10000 /* how long to wait for another program's write */

/* A statement that is ready to be run again: compiling one takes longer than most of them run. */
struct sello_ready {
    sqlite3_stmt *stmt; /* owned; NULL: none yet */
    uint32_t hash;      /* of its text */
    bool in_use;
};

#define SELLO_DB_READY 32

struct sello_sqlite {
    struct sello_db db;
    sqlite3 *handle;
    uint32_t changes; /* SQLite's count of changes, when the outermost began */

    /* Several may be of one text. Once all places are taken, the next in turn gives up its own. */
    struct sello_ready ready[SELLO_DB_READY];
    size_t turn;
};

static inline struct sello_sqlite *sello_sqlite_of(struct sello_db *db) {
    return (struct sello_sqlite *)db; /* its first member */
}

extern const struct sello_engine sello_sqlite_engine;

/* What SQLite's code means to us; keeps its words for sello_db_detail. */
enum sello_error sello_sqlite_status(struct sello_sqlite *own, int code);

/* ---- a commit that is told as failed ---- */

/* What is seen of a commit while it goes on (db_sqlite_kept.c). */
struct sello_sqlite_watch {
    sqlite3_file *journal, *database; /* NULL: nothing is watched */
    const sqlite3_io_methods *theirs; /* the journal's own */
    sqlite3_io_methods ours;          /* the same, but for its emptying */
    uint32_t before;                  /* count of changes */
    bool held;                        /* from here on everybody sees it */
};

void sello_sqlite_watch(struct sello_sqlite *db, struct sello_sqlite_watch *watch);
void sello_sqlite_unwatch(struct sello_sqlite_watch *watch);

/* Of one that failed: does it hold all the same? */
bool sello_sqlite_held(struct sello_sqlite *db, const struct sello_sqlite_watch *watch);
uint32_t sello_sqlite_count_changes(struct sello_sqlite *db);

/* Gives the ready statements back, before the handle is closed. */
void sello_sqlite_forget(struct sello_sqlite *db);

SELLO_NODISCARD enum sello_error sello_sqlite_execute(struct sello_db *db, const char *sql);

/* All pages of one database into another one, which is written over. */
SELLO_NODISCARD enum sello_error sello_sqlite_copy_pages(struct sello_db *from,
                                                         struct sello_db *to);

/* An empty file of our own making, mode 0600. */
SELLO_NODISCARD enum sello_error sello_sqlite_make_file(const char *path);

/* ---- the engine's functions (engine.h) ---- */

void sello_sqlite_prepare(struct sello_query *q, const char *sql);
void sello_sqlite_release(struct sello_query *q);
void sello_sqlite_bind(struct sello_query *q, int place, const struct sello_value *value);
bool sello_sqlite_step(struct sello_query *q);
struct sello_value sello_sqlite_column(struct sello_query *q, int column);
int sello_sqlite_n_parameters(const struct sello_query *q);
int sello_sqlite_n_columns(const struct sello_query *q);
enum sello_error sello_sqlite_copy(struct sello_db *db, const char *path);
enum sello_error sello_sqlite_check(struct sello_db *db, sello_db_fault *report, void *context);

#endif

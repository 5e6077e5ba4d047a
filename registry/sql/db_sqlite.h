/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_DB_SQLITE_H
#define SELLO_REGISTRY_SQL_DB_SQLITE_H

/* Inside db*.c only. */

#include <sqlite3.h>

#include "registry/sql/db.h"

#define SELLO_DB_BUSY_MS 10000 /* how long to wait for another program's write */

/* A statement that is ready to be run again: compiling one takes longer than most of them run. */
struct sello_ready {
    sqlite3_stmt *stmt; /* owned; NULL: none yet */
    uint32_t hash;      /* of its text */
    bool in_use;
};

#define SELLO_DB_READY 32

struct sello_db {
    sqlite3 *handle;
    unsigned depth;   /* transactions open, one within another */
    bool migrating;   /* the schema may change */
    const char *file; /* who opened the outermost */
    int line;
    uint32_t changes; /* SQLite's count of changes, when the outermost began */
    bool unsettled;   /* sello_db_unsettled */
    bool again;       /* what failed may succeed when the transaction is run again */
    char detail[200];
    uint64_t queries; /* asked so far */

    const sqlite3_stmt *reading; /* has a row, and may have more; NULL: none */
    const char *reading_file;    /* who reads it */
    int reading_line;

    /* Several may be of one text. Once all places are taken, the next in turn gives up its own. */
    struct sello_ready ready[SELLO_DB_READY];
    size_t turn;
};

/* What SQLite's code means to us; keeps its words for sello_db_detail. */
enum sello_error sello_db_status(struct sello_db *db, int code);

/* ---- a commit that is told as failed ---- */

/* What is seen of a commit while it goes on (db_kept.c). */
struct sello_db_watch {
    sqlite3_file *journal, *database; /* NULL: nothing is watched */
    const sqlite3_io_methods *theirs; /* the journal's own */
    sqlite3_io_methods ours;          /* the same, but for its emptying */
    uint32_t before;                  /* count of changes */
    bool held;                        /* from here on everybody sees it */
};

void sello_db_watch(struct sello_db *db, struct sello_db_watch *watch);
void sello_db_unwatch(struct sello_db_watch *watch);

/* Of one that failed: does it hold all the same? */
bool sello_db_held(struct sello_db *db, const struct sello_db_watch *watch);
uint32_t sello_db_count_changes(struct sello_db *db);

/* Gives the ready statements back, before the handle is closed. */
void sello_db_forget(struct sello_db *db);

/* Nothing is being read; else the programmer hears of it. */
void sello_db_expect_idle(const struct sello_db *db, const char *file, int line);

SELLO_NODISCARD enum sello_error sello_db_execute(struct sello_db *db, const char *sql);

/* All pages of one database into another one, which is written over. */
SELLO_NODISCARD enum sello_error sello_db_copy_pages(struct sello_db *from, struct sello_db *to);

/* An empty file of our own making, mode 0600. */
SELLO_NODISCARD enum sello_error sello_db_make_file(const char *path);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_ENGINE_H
#define SELLO_REGISTRY_SQL_ENGINE_H

/* Inside db*.c only: what an engine does, and what every open database has. Transactions and
 * queries as db.h has them are the same for all (db.c, db_query.c); an engine is a table of the few
 * functions beneath. */

#include "registry/sql/db.h"
#include "registry/sql/value.h"

struct sello_engine {
    unsigned tries; /* of one transaction, the first included */
    bool is_shared; /* others may write from other computers */

    void (*close)(struct sello_db *db); /* frees it too */

    /* ---- queries: a failure goes into q->error ---- */

    void (*prepare)(struct sello_query *q, const char *sql);
    void (*release)(struct sello_query *q);
    /* Value number `place` from 1. A text may be gone before the query is run, bytes may not. */
    void (*bind)(struct sello_query *q, int place, const struct sello_value *value);
    bool (*step)(struct sello_query *q);           /* is there another row? */
    void (*send)(struct sello_query *q, bool one); /* sello_send; NULL: it is run */
    struct sello_value (*column)(struct sello_query *q, int column); /* until the next step */
    int (*n_parameters)(const struct sello_query *q);
    int (*n_columns)(const struct sello_query *q);
    uint64_t (*n_changed)(const struct sello_db *db);

    /* ---- transactions ---- */

    /* The outermost: as of one moment; to write it has the engine's turn from the start. */
    enum sello_error (*begin)(struct sello_db *db, bool writes);
    /* SELLO_OK only where it is kept, and a failure only where it is not. */
    enum sello_error (*commit)(struct sello_db *db);
    void (*rollback)(struct sello_db *db);
    /* Waits for what was sent; NULL: nothing is. */
    enum sello_error (*settle)(struct sello_db *db);
    /* One within another. */
    enum sello_error (*save)(struct sello_db *db);
    enum sello_error (*keep)(struct sello_db *db);
    void (*take_back)(struct sello_db *db);
    /* Has the engine ended the outermost on its own? Then nothing may follow in it. */
    bool (*is_over)(const struct sello_db *db);
    /* Before a transaction is run once more, `tried` times so far: waits, connects anew. */
    enum sello_error (*prepare_again)(struct sello_db *db, unsigned tried);

    enum sello_error (*copy)(struct sello_db *db, const char *path);
    enum sello_error (*check)(struct sello_db *db, sello_db_fault *report, void *context);
};

/* What every open database has; an engine's own begins with it. */
struct sello_db {
    const struct sello_engine *engine;
    unsigned depth;   /* transactions open, one within another */
    bool migrating;   /* the schema may change */
    const char *file; /* who opened the outermost */
    int line;
    bool unsettled; /* sello_db_unsettled */
    bool again;     /* what failed may succeed when the transaction is run again */
    char detail[200];
    struct sello_self self;
    uint64_t queries; /* asked so far */

    const void *reading;      /* a query that has a row, and may have more; NULL: none */
    const char *reading_file; /* who reads it */
    int reading_line;
};

/* Nothing is being read; else the programmer hears of it. */
void sello_db_expect_idle(const struct sello_db *db, const char *file, int line);

/* Fails the query, unless it has failed before. */
static inline void sello_query_fail(struct sello_query *q, enum sello_error error) {
    q->error = q->error == SELLO_OK ? error : q->error;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_DB_POSTGRES_H
#define SELLO_REGISTRY_SQL_DB_POSTGRES_H

/* PostgreSQL, inside db_postgres*.c only (and tests of it). */

#include "registry/sql/engine.h"
#include "registry/sql/postgres.h"
#include "registry/sql/postgres_text.h"

/* A text that was asked before: from its second time on the server keeps it ready. */
struct postgres_known {
    char *text;    /* owned */
    unsigned name; /* as which */
    bool is_ready;
};

#define POSTGRES_KNOWN 192
#define POSTGRES_REQUEST_LEN 33 /* characters of a request's id, with the NUL */

struct sello_postgres {
    struct sello_db db;
    const struct postgres_part *part;
    struct postgres_link *link; /* NULL: lost */
    char *address;
    const struct sello_migrations *migrations;
    bool reading;
    uint64_t n_changed;

    bool is_lost;                       /* the transaction that is open went with its link */
    bool wrote;                         /* something, in it */
    char request[POSTGRES_REQUEST_LEN]; /* the last one whose end is known; "": none */
    char lease[POSTGRES_REQUEST_LEN];   /* whose it is; "": not ours */
    unsigned patience_ms;               /* how long a server may be gone in the middle of work */

    struct postgres_known known[POSTGRES_KNOWN];
    size_t n_known;
    unsigned last_name;
};

static inline struct sello_postgres *sello_postgres_of(struct sello_db *db) {
    return (struct sello_postgres *)db; /* its first member */
}

extern const struct sello_engine sello_postgres_engine;

/* ---- failures ---- */

/* What it means to us. SELLO_E_STORE_CONTENDED and _GONE may be otherwise next time. */
enum sello_error sello_postgres_meaning(const struct postgres_failure *failure);

/* The same, kept for sello_db_detail. A lost link is closed. */
enum sello_error sello_postgres_status(struct sello_postgres *db,
                                       const struct postgres_failure *failure);

/* ---- texts that the server keeps ready ---- */

/* That text, from its second time on; NULL before. */
struct postgres_known *sello_postgres_known(struct sello_postgres *db, const char *text);

/* None is ready on a new link; all: nor known any more. */
void sello_postgres_forget(struct sello_postgres *db, bool all);

/* ---- the link ---- */

/* Gives it up, and with it the transaction that is open. */
void sello_postgres_drop(struct sello_postgres *db);

/* Connects, once. */
SELLO_NODISCARD enum sello_error sello_postgres_connect(struct sello_postgres *db);

/* The same of a link that was lost, for as long as patience lasts: another server may have to take
 * over first. */
SELLO_NODISCARD enum sello_error sello_postgres_connect_again(struct sello_postgres *db);

/* Waits about so long: never two offices alike. */
void sello_postgres_wait(unsigned ms);

/* Statements without values. */
SELLO_NODISCARD enum sello_error sello_postgres_run(struct sello_postgres *db, const char *sql);

/* Gives all roles their rights anew: a new version may have tables of its own. */
SELLO_NODISCARD enum sello_error sello_postgres_give_again(struct sello_db *db);

/* Puts the end of our lease off, within a transaction; SELLO_E_STORE_LEASE where it is not ours any
 * more. */
SELLO_NODISCARD enum sello_error sello_postgres_keep_lease(struct sello_postgres *db);

/* ---- the engine's functions (engine.h) ---- */

void sello_postgres_prepare(struct sello_query *q, const char *sql);
void sello_postgres_release(struct sello_query *q);
void sello_postgres_bind(struct sello_query *q, int place, const struct sello_value *value);
bool sello_postgres_step(struct sello_query *q);
struct sello_value sello_postgres_column(struct sello_query *q, int column);
int sello_postgres_n_parameters(const struct sello_query *q);
int sello_postgres_n_columns(const struct sello_query *q);
enum sello_error sello_postgres_commit(struct sello_db *base);
enum sello_error sello_postgres_copy(struct sello_db *db, const char *path);
enum sello_error sello_postgres_check(struct sello_db *db, sello_db_fault *report, void *context);

#endif

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
    bool is_sent; /* and not known to be ready yet */
};

#define POSTGRES_KNOWN 192
#define POSTGRES_KEPT 8         /* answers of the transaction that is open */
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
    bool writes;                        /* or may */
    bool fresh;                         /* nothing was done in it yet that could be lost */
    enum sello_error doomed;            /* what nobody waited for failed: nothing of it is kept */
    unsigned n_sent, n_sent_bytes;      /* answers that are to come, and what was sent for them */
    char request[POSTGRES_REQUEST_LEN]; /* the last one whose end is known; "": none */
    char lease[POSTGRES_REQUEST_LEN];   /* whose it is; "": not ours */
    unsigned patience_ms;               /* how long a server may be gone in the middle of work */

    struct postgres_known known[POSTGRES_KNOWN];
    size_t n_known;
    unsigned last_name;

    struct postgres_asked *kept[POSTGRES_KEPT]; /* and may be asked again; owned */
    unsigned n_kept;                            /* so far */
    unsigned epoch;                             /* raised by whatever may change an answer */

    /* As they were when the link was made: the version of the tables (or why there is none), and
     * what is read first. */
    uint64_t version;
    enum sello_error version_error;
    struct postgres_answer *first;
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

/* ---- statements on their way (db_postgres_queue.c) ---- */

/* Sends one, and waits for nothing. A failure of it is told by what is settled next, and dooms the
 * transaction. */
SELLO_NODISCARD enum sello_error sello_postgres_send(struct sello_postgres *db, const char *text,
                                                     const struct sello_value *values, int n);

/* The same of what only begins or ends a transaction within one. */
SELLO_NODISCARD enum sello_error sello_postgres_send_control(struct sello_postgres *db,
                                                             const char *text);

/* The same of a text that is never sent again, with its values in it. */
SELLO_NODISCARD enum sello_error sello_postgres_send_once(struct sello_postgres *db,
                                                          const char *text);

/* Sends one and waits, for it and all before it. */
SELLO_NODISCARD enum sello_error sello_postgres_ask(struct sello_postgres *db, const char *text,
                                                    const struct sello_value *values, int n,
                                                    struct postgres_answer **out);

/* Waits for what was sent; a failure of the last `n_own` answers dooms nothing. */
SELLO_NODISCARD enum sello_error sello_postgres_settle(struct sello_postgres *db, unsigned n_own);

/* Sends what begins a transaction, with as many within it as are open. */
SELLO_NODISCARD enum sello_error sello_postgres_send_begin(struct sello_postgres *db);

/* ---- answers that are kept while a transaction reads ---- */

/* Something may have changed them. */
void sello_postgres_forget_answers(struct sello_postgres *db);

/* ---- texts that the server keeps ready ---- */

/* That text, from its second time on; NULL before. */
struct postgres_known *sello_postgres_known(struct sello_postgres *db, const char *text);

/* Those that were sent are ready there (all went well), or may be. */
void sello_postgres_known_settled(struct sello_postgres *db, bool good);

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
uint64_t sello_postgres_clock_ms(void); /* goes on, whatever the date */

/* Statements without values. */
SELLO_NODISCARD enum sello_error sello_postgres_run(struct sello_postgres *db, const char *sql);

/* Gives all roles their rights anew: a new version may have tables of its own. */
SELLO_NODISCARD enum sello_error sello_postgres_give_again(struct sello_db *db);

/* Sends what puts the end of our lease off, where we have one. */
SELLO_NODISCARD enum sello_error sello_postgres_send_lease(struct sello_postgres *db);

/* ---- the engine's functions (engine.h) ---- */

void sello_postgres_prepare(struct sello_query *q, const char *sql);
void sello_postgres_release(struct sello_query *q);
void sello_postgres_bind(struct sello_query *q, int place, const struct sello_value *value);
bool sello_postgres_step(struct sello_query *q);
void sello_postgres_send_query(struct sello_query *q, bool one);
struct sello_value sello_postgres_column(struct sello_query *q, int column);
int sello_postgres_n_parameters(const struct sello_query *q);
int sello_postgres_n_columns(const struct sello_query *q);
enum sello_error sello_postgres_commit(struct sello_db *base);
enum sello_error sello_postgres_copy(struct sello_db *db, const char *path);
enum sello_error sello_postgres_check(struct sello_db *db, sello_db_fault *report, void *context);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_DB_H
#define SELLO_REGISTRY_SQL_DB_H

/* One database as the store wants it: its settings, its transactions, typed queries. It is a file
 * of SQLite, or lies on a PostgreSQL server. Nobody else includes SQLite's header (db_sqlite.h
 * does) or libpq's (the part sello-postgres.so does).
 *
 * SQL texts are literals and values are bound, in order. They keep to what engines that speak
 * PostgreSQL's protocol share: counters as rows, no triggers, no INSERT OR REPLACE. */

#include "registry/sql/ranks.h"
#include "wire/label.h"

struct sello_db;
struct sello_ready;
struct sello_value;

/* ---- opening ---- */

/* Row i, a list of SQL texts that NULL ends, takes a database from version i to i+1 and sets
 * user_version itself. A released row never changes. */
struct sello_migrations {
    const char *const *const *rows;
    size_t n;
    /* What texts can't do, after them and in their transaction; told the version it was of. */
    enum sello_error (*finish)(struct sello_db *db, uint64_t version);
    /* What is read first of a database that was opened, without values: on a server it comes with
     * the opening itself. NULL: nothing. */
    const char *first;
};

/* Opens a database of ours and brings it up to date. Never makes one. The errors are those of
 * sello_store_open.
 *
 * Its journal stays beside it, empty between two transactions. Where there is none
 * (*out_lacks_journal), a crash may have left half a transaction behind and somebody taken away
 * what would undo it: SQLite cannot tell. Then all of it is to be looked over before it is written
 * to, and sello_db_keep_journal called. */
SELLO_NODISCARD enum sello_error sello_db_open(const char *path,
                                               const struct sello_migrations *migrations,
                                               bool *out_lacks_journal, struct sello_db **out);

/* The same of a copy that this program alone knows of. It keeps no journal. */
SELLO_NODISCARD enum sello_error sello_db_open_copy(const char *path,
                                                    const struct sello_migrations *migrations,
                                                    struct sello_db **out);

/* An empty journal for the database at this path, synced; one that is there stays. */
SELLO_NODISCARD enum sello_error sello_db_make_journal(const char *path);

/* The same where it is open already and had none: from now on the journal stays. */
SELLO_NODISCARD enum sello_error sello_db_keep_journal(struct sello_db *db, const char *path);

/* Opens one to be copied: it is only read, stays at its version, and may lie on a read-only medium
 * or be another owner's. */
SELLO_NODISCARD enum sello_error sello_db_open_source(const char *path,
                                                      const struct sello_migrations *migrations,
                                                      struct sello_db **out);

/* Opens one to be read: nothing of it is written, and it may lie on a read-only medium or be
 * another owner's. One of an older version is brought up to date in memory. */
SELLO_NODISCARD enum sello_error sello_db_open_reading(const char *path,
                                                       const struct sello_migrations *migrations,
                                                       struct sello_db **out);

/* Makes a new one, mode 0600; SELLO_E_EXISTS where there is anything of that name. */
SELLO_NODISCARD enum sello_error
sello_db_create(const char *path, const struct sello_migrations *migrations, struct sello_db **out);

/* ---- on a server, for many offices: PostgreSQL 15 or later ----
 *
 * Its address is a URL of libpq's, "postgresql:///sello?host=a,b"; secrets are never in it, but in
 * .pgpass, a service file or the server's own trust. *out is set also where it fails, for
 * sello_db_detail, and is to be closed. Failures beside those of sello_store_open:
 * SELLO_E_STORE_ADDRESS and _SECRET (of the address), _PART (libpq's part is not installed), _GONE
 * (no server answers), _DENIED, _STRAINED, _SERVER. */
bool sello_db_is_address(const char *text); /* by how it begins */
SELLO_NODISCARD enum sello_error sello_db_check_address(const char *address);

/* SELLO_E_NOT_FOUND where the database has no registry. One of an older version is brought up to
 * date, also where it is to be read alone; SELLO_E_STORE_OLDER for who may not do that. */
SELLO_NODISCARD enum sello_error sello_db_open_shared(const char *address,
                                                      const struct sello_migrations *migrations,
                                                      bool reading, struct sello_db **out);

/* Makes the tables in a database that is there, and fills them, in one transaction; SELLO_E_EXISTS
 * where it has a registry. */
SELLO_NODISCARD enum sello_error
sello_db_create_shared(const char *address, const struct sello_migrations *migrations,
                       enum sello_error (*fill)(struct sello_db *db, void *context), void *context,
                       struct sello_db **out);

/* Takes the tables away again. */
SELLO_NODISCARD enum sello_error sello_db_drop_shared(struct sello_db *db);

/* The registry's lock among the offices of a server: waits ten seconds, then SELLO_E_STORE_BUSY.
 * Who has it and writes nothing for two minutes loses it: the next commit is SELLO_E_STORE_LEASE,
 * and nothing of it is kept. In a file of SQLite there is none, and both do nothing. */
SELLO_NODISCARD enum sello_error sello_db_lease_take(struct sello_db *db, const char *who);
void sello_db_lease_give(struct sello_db *db);

/* ---- who may do what, on a server: its roles are its own, and it refuses by itself ---- */

const struct sello_self *sello_db_self(const struct sello_db *db);

/* May a role have this name? 1 to 63 of a-z, 0-9 and _, a letter first: none needs quotes. */
bool sello_db_role_ok(const char *name);

/* Gives a role these rights on the registry's tables and no others, and makes it where it is not
 * there: one that may log in, without a password, which is given elsewhere. Within a transaction,
 * on a server. SELLO_E_STATE: it owns the tables, or is an administrator, and may do everything
 * anyway. */
SELLO_NODISCARD enum sello_error sello_db_role_give(struct sello_db *db, const char *name,
                                                    enum sello_rank rank);

/* Takes its rights on them away, and the role too where it was made here and nothing else on the
 * server belongs to it (*out_gone). SELLO_E_NOT_FOUND: there is no such role. */
SELLO_NODISCARD enum sello_error sello_db_role_take(struct sello_db *db, const char *name,
                                                    bool *out_gone);

/* Whoever may at least read, by name, the owner too. */
SELLO_NODISCARD enum sello_error sello_db_role_list(struct sello_db *db,
                                                    void (*visit)(void *context, const char *name,
                                                                  enum sello_rank rank),
                                                    void *context);

/* Is it on a server, where others may write from other computers? */
bool sello_db_is_shared(const struct sello_db *db);

/* An empty one in memory alone, to work things out in. */
SELLO_NODISCARD enum sello_error sello_db_scratch(const struct sello_migrations *migrations,
                                                  struct sello_db **out);

/* Closes, rolling back; sets *db to NULL; takes NULL. */
void sello_db_close(struct sello_db **db);

/* A whole, consistent copy into a new file, synced. Removed again on failure. */
SELLO_NODISCARD enum sello_error sello_db_copy(struct sello_db *db, const char *path);

/* What the engine itself finds wrong with a database, for a report. No query runs within it. */
enum sello_db_fault_kind {
    SELLO_DB_FAULT_DAMAGE,   /* in its own words */
    SELLO_DB_FAULT_REFERENCE /* a row (where it has a number) of this table names one that is not
                                there */
};
typedef void sello_db_fault(void *context, enum sello_db_fault_kind kind, const char *text,
                            uint64_t row);
SELLO_NODISCARD enum sello_error sello_db_check(struct sello_db *db, sello_db_fault *report,
                                                void *context);

/* The database's own words about the last failure; "" when there was none. */
const char *sello_db_detail(const struct sello_db *db);

/* ---- transactions ---- */

/* Runs `work` as one: what it wrote is kept when it returns SELLO_OK, and taken back when it
 * returns a failure, which is handed on. An engine on which several write at once may find at the
 * end that it cannot be kept as it was: then `work` is run again from its start, so it begins by
 * setting all that it gives back. Within another one it is a savepoint, and only the outermost runs
 * again. */
#define sello_db_do(db, work, context) sello_db_do_at((db), (work), (context), __FILE__, __LINE__)
SELLO_NODISCARD enum sello_error sello_db_do_at(struct sello_db *db,
                                                enum sello_error (*work)(void *context),
                                                void *context, const char *file, int line);

/* The same, and nothing is kept: to tell what would come of it. */
#define sello_db_preview(db, work, context)                                                        \
    sello_db_preview_at((db), (work), (context), __FILE__, __LINE__)
SELLO_NODISCARD enum sello_error sello_db_preview_at(struct sello_db *db,
                                                     enum sello_error (*work)(void *context),
                                                     void *context, const char *file, int line);

/* Reads alone, over several queries, as of one moment. While it lasts nobody else's change can be
 * committed, and whoever writes waits for it: it is to be short, and to wait for nobody. Also of a
 * database that was opened to be read. */
#define sello_db_look(db, work, context)                                                           \
    sello_db_look_at((db), (work), (context), __FILE__, __LINE__)
SELLO_NODISCARD enum sello_error sello_db_look_at(struct sello_db *db,
                                                  enum sello_error (*work)(void *context),
                                                  void *context, const char *file, int line);

/* By hand, for a transaction that does not fit into one function. The outermost takes the write
 * lock at once (waiting ten seconds), so that what is read in it stays true until its end; inner
 * ones are savepoints. `file` and `line` name the author. */
SELLO_NODISCARD enum sello_error sello_db_begin(struct sello_db *db, const char *file, int line);
SELLO_NODISCARD enum sello_error sello_db_commit(struct sello_db *db);
void sello_db_rollback(struct sello_db *db);

/* Was something committed that the disk did not confirm? Everybody sees it; after a power cut it
 * may be gone. */
bool sello_db_unsettled(const struct sello_db *db);
unsigned sello_db_depth(const struct sello_db *db);

/* No text or blob that is bound is larger, 1 MiB: not every engine takes more in a column. It is
 * SELLO_E_TOO_LONG. */
#define SELLO_VALUE_MAX ((size_t)1 << 20)

/* ---- queries: bind in order, then take each row's columns in order ----
 *
 *     SELLO_AUTO(query) struct sello_query q = sello_query(db, "SELECT a FROM t WHERE b = ?");
 *     sello_bind_uint(&q, b);
 *     while (sello_row(&q)) {
 *         a = sello_col_uint(&q);
 *     }
 *     return q.error;
 *
 * A query that failed stays failed. Values of a wrong type or size are SELLO_E_STORE_DAMAGED.
 *
 * One query is read at a time: from its first row to its last one, or to its cleanup, no other may
 * run and no transaction begin or end, because not every engine can. Whoever wants to ask more for
 * each row collects the rows first. A developer build aborts, naming both places. */

struct sello_query {
    struct sello_db *db;
    void *asked;               /* the engine's own */
    struct sello_ready *ready; /* keeps it for the next of this text; NULL: nobody does */
    enum sello_error error;
    enum { SELLO_QUERY_NEW, SELLO_QUERY_ROW, SELLO_QUERY_ENDED } state;
    int bound;        /* parameters so far */
    int column;       /* columns taken of this row */
    const char *file; /* who asks */
    int line;
};

#define SELLO_AUTO(kind) __attribute__((cleanup(sello_cleanup_##kind)))

#define sello_query(db, sql) sello_query_at((db), (sql), __FILE__, __LINE__)
struct sello_query sello_query_at(struct sello_db *db, const char *sql, const char *file, int line);
void sello_cleanup_query(struct sello_query *q);

void sello_bind_uint(struct sello_query *q, uint64_t value);
void sello_bind_number(struct sello_query *q, struct sello_number number); /* absent: NULL */
void sello_bind_text(struct sello_query *q, const char *text);
void sello_bind_blob(struct sello_query *q, struct sello_bytes blob);
void sello_bind_value(struct sello_query *q, const struct sello_value *value); /* value.h */

/* Steps to the next row; false at the end and after a failure (q->error). */
bool sello_row(struct sello_query *q);

/* The one row there must be: SELLO_E_NOT_FOUND when there is none. */
SELLO_NODISCARD enum sello_error sello_one(struct sello_query *q);

/* Runs a change to its end. */
SELLO_NODISCARD enum sello_error sello_run(struct sello_query *q);

/* The same of a change within a transaction whose outcome nobody looks at. On a server far away it
 * is on its way without being waited for: a failure of it may be told by a later query or by the
 * commit, as its own would be, and nothing of the whole transaction can be kept then. */
SELLO_NODISCARD enum sello_error sello_send(struct sello_query *q);

/* And it changes one row, an UPDATE or DELETE without RETURNING: else it is SELLO_E_NOT_FOUND. */
SELLO_NODISCARD enum sello_error sello_send_one(struct sello_query *q);

/* The number of rows the last change changed that was run, not sent. */
uint64_t sello_db_changed(const struct sello_db *db);

/* How many queries were run since the opening, for tests: each is a way there and back where the
 * engine runs on another computer. */
uint64_t sello_db_queries(const struct sello_db *db);

uint64_t sello_col_uint(struct sello_query *q);
struct sello_number sello_col_number(struct sello_query *q);
void sello_col_text(struct sello_query *q, char *out, size_t cap);
struct sello_bytes sello_col_blob(struct sello_query *q); /* lives until the next row */
/* Is it NULL? Then it is taken. */
bool sello_col_absent(struct sello_query *q);
struct sello_value sello_col_value(struct sello_query *q); /* of any type; until the next row */
void sello_col_fixed(struct sello_query *q, uint8_t *out, size_t len);

#endif

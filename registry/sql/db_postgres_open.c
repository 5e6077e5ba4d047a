/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/part.h"
#include "registry/sql/db_postgres.h"
#include "registry/sql/rows.h"

/* Opening and making a database on a server. */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct postgres_part *part;

static void open_part(void) {
    part = base_part_open(SELLO_POSTGRES_PART, "postgres_part");
}

enum sello_error sello_db_check_address(const char *address) {
    struct postgres_failure failure;
    if (!sello_db_is_address(address)) {
        return SELLO_E_STORE_ADDRESS;
    }
    pthread_once(&once, open_part);
    if (part == NULL) {
        return SELLO_E_STORE_PART;
    }
    switch (part->look(address, &failure)) {
    case POSTGRES_ADDRESS_GOOD: return SELLO_OK;
    case POSTGRES_ADDRESS_SECRET: return SELLO_E_STORE_SECRET;
    case POSTGRES_ADDRESS_BAD:
    default: return SELLO_E_STORE_ADDRESS;
    }
}

bool sello_db_is_address(const char *text) {
    return strncmp(text, "postgresql://", strlen("postgresql://")) == 0 ||
           strncmp(text, "postgres://", strlen("postgres://")) == 0;
}

static enum sello_error connect_to(const char *address, const struct sello_migrations *migrations,
                                   bool reading, struct sello_db **out) {
    enum { PATIENCE_MS = 60000 };
    enum sello_error error = sello_db_check_address(address);
    struct sello_postgres *own = error == SELLO_OK ? calloc(1, sizeof *own) : NULL;
    if (own == NULL) {
        return error == SELLO_OK ? SELLO_E_MEMORY : error;
    }
    own->db.engine = &sello_postgres_engine;
    own->part = part;
    own->migrations = migrations;
    own->reading = reading;
    own->patience_ms = PATIENCE_MS;
    own->address = strdup(address);
    *out = &own->db; /* also where it fails, for its words */
    return own->address != NULL ? sello_postgres_connect(own) : SELLO_E_MEMORY;
}

/* ---- the schema ---- */

/* Beside the registry's tables: which version they are of; the turn of whoever writes; rows of
 * commits (db_postgres_commit.c); and leases (lease.h). */
static const char own_tables[] =
    "CREATE TABLE sello_store (version BIGINT NOT NULL CHECK (version > 0));"
    "CREATE TABLE sello_turn (nobody BIGINT);"
    "CREATE TABLE sello_request (id TEXT COLLATE \"C\" PRIMARY KEY, kept BIGINT NOT NULL,"
    " made_at BIGINT NOT NULL);"
    "CREATE TABLE sello_lease (name TEXT COLLATE \"C\" PRIMARY KEY, owner TEXT COLLATE \"C\" NOT "
    "NULL,"
    " holder TEXT COLLATE \"C\" NOT NULL, ends_at BIGINT NOT NULL);";

static enum sello_error read_version(struct sello_db *db, uint64_t *out) {
    SELLO_AUTO(query) struct sello_query q = sello_query(db, "SELECT version FROM sello_store");
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        *out = sello_col_uint(&q);
        error = q.error;
    }
    return error;
}

static enum sello_error is_there(struct sello_db *db, bool *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(db, "SELECT count(*) FROM pg_class WHERE oid = to_regclass('sello_store')");
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        *out = sello_col_uint(&q) > 0;
        error = q.error;
    }
    return error;
}

static enum sello_error apply_texts(struct sello_postgres *own, const char *const *texts) {
    char *sql = malloc(POSTGRES_TEXT_MAX);
    enum sello_error error = sql != NULL ? SELLO_OK : SELLO_E_MEMORY;
    for (; error == SELLO_OK && *texts != NULL; texts++) {
        error = postgres_schema(*texts, sql) ? sello_postgres_run(own, sql) : SELLO_E_STORE;
    }
    free(sql);
    return error;
}

static enum sello_error apply_rows(struct sello_db *db, uint64_t version) {
    struct sello_postgres *own = sello_postgres_of(db);
    const struct sello_migrations *migrations = own->migrations;
    enum sello_error error = SELLO_OK;
    char note[160];
    db->migrating = true;
    for (uint64_t i = version; i < migrations->n && error == SELLO_OK; i++) {
        error = apply_texts(own, migrations->rows[i]);
    }
    snprintf(note, sizeof note,
             "ALTER TABLE event ALTER COLUMN role SET DEFAULT current_user;"
             " DELETE FROM sello_store; INSERT INTO sello_store VALUES (%zu)",
             migrations->n);
    error = error == SELLO_OK ? sello_postgres_run(own, note) : error;
    if (error == SELLO_OK && migrations->finish != NULL) {
        error = migrations->finish(db, version);
    }
    db->migrating = false;
    return error;
}

static enum sello_error migrate(void *context) {
    struct sello_db *db = context;
    uint64_t version = 0; /* in its turn: another program may be at it too */
    enum sello_error error = read_version(db, &version);
    if (error != SELLO_OK || version >= sello_postgres_of(db)->migrations->n) {
        return error;
    }
    error = apply_rows(db, version);
    return error == SELLO_OK ? sello_postgres_give_again(db) : error;
}

/* There is no turn to be had yet. */
static enum sello_error make_tables(struct sello_db *db,
                                    enum sello_error (*fill)(struct sello_db *db, void *context),
                                    void *context) {
    struct sello_postgres *own = sello_postgres_of(db);
    bool there = false;
    enum sello_error error = sello_postgres_run(own, "BEGIN ISOLATION LEVEL SERIALIZABLE");
    if (error != SELLO_OK) {
        return error;
    }
    db->depth = 1;
    own->fresh = own->is_lost = false;
    own->doomed = SELLO_OK;
    error = is_there(db, &there);
    error = error == SELLO_OK && there ? SELLO_E_EXISTS : error;
    error = error == SELLO_OK ? sello_postgres_run(own, own_tables) : error;
    error = error == SELLO_OK ? apply_rows(db, 0) : error;
    error = error == SELLO_OK ? fill(db, context) : error;
    error = error == SELLO_OK ? sello_postgres_run(own, "COMMIT") : error;
    if (error != SELLO_OK) {
        db->engine->rollback(db);
    }
    db->depth = 0;
    return error;
}

/* ---- opening ---- */

/* Whoever may not, asks the owner of the tables. */
static enum sello_error bring_up_to_date(struct sello_db *db) {
    enum sello_error error = sello_db_do(db, migrate, db);
    return error == SELLO_E_STORE_DENIED ? SELLO_E_STORE_OLDER : error;
}

/* A link that only reads cannot, so that another one does. */
static enum sello_error bring_up_beside(struct sello_postgres *own) {
    struct sello_db *writer = NULL;
    enum sello_error error = connect_to(own->address, own->migrations, false, &writer);
    error = error == SELLO_OK ? bring_up_to_date(writer) : error;
    if (error != SELLO_OK && writer != NULL) {
        snprintf(own->db.detail, sizeof own->db.detail, "%s", sello_db_detail(writer));
    }
    sello_db_close(&writer);
    return error;
}

static enum sello_error look_at(struct sello_db *db, bool reading) {
    struct sello_postgres *own = sello_postgres_of(db);
    const struct sello_migrations *migrations = own->migrations;
    enum sello_error error = own->version_error; /* no such table */
    error = error == SELLO_E_STORE_NOT ? SELLO_E_NOT_FOUND : error;
    if (error == SELLO_OK && own->version > migrations->n) {
        error = SELLO_E_STORE_NEWER;
    }
    if (error == SELLO_OK && own->version < migrations->n) {
        error = reading ? bring_up_beside(own) : bring_up_to_date(db);
    }
    return error;
}

enum sello_error sello_db_open_shared(const char *address,
                                      const struct sello_migrations *migrations, bool reading,
                                      struct sello_db **out) {
    enum sello_error error = connect_to(address, migrations, reading, out);
    return error == SELLO_OK ? look_at(*out, reading) : error;
}

enum sello_error
sello_db_create_shared(const char *address, const struct sello_migrations *migrations,
                       enum sello_error (*fill)(struct sello_db *db, void *context), void *context,
                       struct sello_db **out) {
    enum sello_error error = connect_to(address, migrations, false, out);
    return error == SELLO_OK ? make_tables(*out, fill, context) : error;
}

/* What was made here, and nothing else that lies in the same database. */
enum sello_error sello_db_drop_shared(struct sello_db *db) {
    enum sello_error error = sello_db_drop_rows(db, sello_postgres_of(db)->migrations);
    return error == SELLO_OK ? sello_postgres_run(
                                   sello_postgres_of(db),
                                   "DROP TABLE sello_store, sello_turn, sello_request, sello_lease")
                             : error;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "registry/sql/db_sqlite.h"

/* Queries of SQLite. */

/* INSERT OR REPLACE takes rows away where no authorizer sees it, and is nobody else's SQL. */
static bool replaces(const char *sql) {
    return sqlite3_strlike("%replace%", sql, 0) == 0;
}

/* ---- statements that are ready ---- */

static uint32_t hash_of(const char *sql) {
    uint32_t hash = 2166136261; /* FNV-1a */
    for (; *sql != '\0'; sql++) {
        hash = (hash ^ (uint8_t)*sql) * 16777619;
    }
    return hash;
}

static struct sello_ready *find_ready(struct sello_sqlite *db, const char *sql, uint32_t hash) {
    for (size_t i = 0; i < SELLO_DB_READY; i++) {
        struct sello_ready *one = &db->ready[i];
        if (one->stmt != NULL && !one->in_use && one->hash == hash &&
            strcmp(sqlite3_sql(one->stmt), sql) == 0) {
            return one;
        }
    }
    return NULL;
}

/* A free place, else the next one in turn; NULL where that is in use. */
static struct sello_ready *find_place(struct sello_sqlite *db) {
    for (size_t i = 0; i < SELLO_DB_READY; i++) {
        if (db->ready[i].stmt == NULL) {
            return &db->ready[i];
        }
    }
    struct sello_ready *one = &db->ready[db->turn++ % SELLO_DB_READY];
    return one->in_use ? NULL : one;
}

static struct sello_ready *keep(struct sello_sqlite *db, sqlite3_stmt *stmt, uint32_t hash) {
    struct sello_ready *place = stmt != NULL ? find_place(db) : NULL;
    if (place != NULL) {
        sqlite3_finalize(place->stmt);
        *place = (struct sello_ready){stmt, hash, true};
    }
    return place;
}

void sello_sqlite_forget(struct sello_sqlite *db) {
    for (size_t i = 0; i < SELLO_DB_READY; i++) {
        sqlite3_finalize(db->ready[i].stmt);
        db->ready[i] = (struct sello_ready){0};
    }
}

static struct sello_sqlite *engine_of(const struct sello_query *q) {
    return sello_sqlite_of(q->db);
}

static sqlite3_stmt *stmt_of(const struct sello_query *q) {
    return q->asked;
}

static void note(struct sello_query *q, int code) {
    if (code != SQLITE_OK) {
        sello_query_fail(q, sello_sqlite_status(engine_of(q), code));
    }
}

void sello_sqlite_prepare(struct sello_query *q, const char *sql) {
    struct sello_sqlite *db = engine_of(q);
    sqlite3_stmt *stmt = NULL;
    uint32_t hash = hash_of(sql);
    q->ready = find_ready(db, sql, hash);
    if (q->ready != NULL) {
        q->ready->in_use = true;
        q->asked = q->ready->stmt;
        return;
    }
    if (replaces(sql)) {
        q->error = SELLO_E_STORE;
        return;
    }
    note(q, sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL));
    q->asked = stmt;
    q->ready = keep(db, stmt, hash);
}

/* A statement that is kept ends its reading, and lets go of what was bound: a text may be a
 * person's name. */
void sello_sqlite_release(struct sello_query *q) {
    if (q->ready != NULL) {
        sqlite3_reset(stmt_of(q));
        sqlite3_clear_bindings(stmt_of(q));
        q->ready->in_use = false;
    } else {
        sqlite3_finalize(stmt_of(q));
    }
    q->asked = NULL;
    q->ready = NULL;
}

/* Texts are copied (TRANSIENT), since they may be gone before the query is run. Blobs are not: they
 * may be large, and all are bound just before they are written. */
void sello_sqlite_bind(struct sello_query *q, int place, const struct sello_value *value) {
    sqlite3_stmt *stmt = stmt_of(q);
    struct sello_bytes bytes = value->bytes;
    const void *ptr = bytes.len > 0 ? (const void *)bytes.ptr : (const void *)"";
    switch (value->kind) {
    case SELLO_VALUE_INTEGER: note(q, sqlite3_bind_int64(stmt, place, value->integer)); return;
    case SELLO_VALUE_TEXT:
        note(q, sqlite3_bind_text64(stmt, place, ptr, bytes.len, SQLITE_TRANSIENT, SQLITE_UTF8));
        return;
    case SELLO_VALUE_BLOB:
        note(q, sqlite3_bind_blob64(stmt, place, ptr, bytes.len, SQLITE_STATIC));
        return;
    case SELLO_VALUE_NULL:
    case SELLO_VALUE_OTHER:
    default: note(q, sqlite3_bind_null(stmt, place));
    }
}

bool sello_sqlite_step(struct sello_query *q) {
    int code = sqlite3_step(stmt_of(q));
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        note(q, code);
    }
    return code == SQLITE_ROW;
}

struct sello_value sello_sqlite_column(struct sello_query *q, int column) {
    sqlite3_stmt *stmt = stmt_of(q);
    struct sello_value value = {.kind = SELLO_VALUE_OTHER};
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_NULL: value.kind = SELLO_VALUE_NULL; break;
    case SQLITE_INTEGER:
        value.kind = SELLO_VALUE_INTEGER;
        value.integer = sqlite3_column_int64(stmt, column);
        break;
    case SQLITE_TEXT:
        value.kind = SELLO_VALUE_TEXT;
        value.bytes.ptr = sqlite3_column_text(stmt, column);
        value.bytes.len = (size_t)sqlite3_column_bytes(stmt, column);
        break;
    case SQLITE_BLOB:
        value.kind = SELLO_VALUE_BLOB;
        value.bytes.ptr = sqlite3_column_blob(stmt, column);
        value.bytes.len = (size_t)sqlite3_column_bytes(stmt, column);
        break;
    default: break;
    }
    return value;
}

int sello_sqlite_n_parameters(const struct sello_query *q) {
    return sqlite3_bind_parameter_count(stmt_of(q));
}

int sello_sqlite_n_columns(const struct sello_query *q) {
    return sqlite3_column_count(stmt_of(q));
}

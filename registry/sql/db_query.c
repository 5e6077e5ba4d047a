/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "registry/sql/db_sqlite.h"

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

static struct sello_ready *find_ready(struct sello_db *db, const char *sql, uint32_t hash) {
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
static struct sello_ready *find_place(struct sello_db *db) {
    for (size_t i = 0; i < SELLO_DB_READY; i++) {
        if (db->ready[i].stmt == NULL) {
            return &db->ready[i];
        }
    }
    struct sello_ready *one = &db->ready[db->turn++ % SELLO_DB_READY];
    return one->in_use ? NULL : one;
}

static struct sello_ready *keep(struct sello_db *db, sqlite3_stmt *stmt, uint32_t hash) {
    struct sello_ready *place = stmt != NULL ? find_place(db) : NULL;
    if (place != NULL) {
        sqlite3_finalize(place->stmt);
        *place = (struct sello_ready){stmt, hash, true};
    }
    return place;
}

void sello_db_forget(struct sello_db *db) {
    for (size_t i = 0; i < SELLO_DB_READY; i++) {
        sqlite3_finalize(db->ready[i].stmt);
        db->ready[i] = (struct sello_ready){0};
    }
}

struct sello_query sello_query_at(struct sello_db *db, const char *sql, const char *file,
                                  int line) {
    struct sello_query q = {.db = db, .file = file, .line = line};
    uint32_t hash = hash_of(sql);
    q.ready = find_ready(db, sql, hash);
    if (q.ready != NULL) {
        q.ready->in_use = true;
        q.stmt = q.ready->stmt;
        return q;
    }
    if (replaces(sql)) {
        q.error = SELLO_E_STORE;
        return q;
    }
    q.error = sello_db_status(db, sqlite3_prepare_v2(db->handle, sql, -1, &q.stmt, NULL));
    q.ready = keep(db, q.stmt, hash);
    return q;
}

/* A statement that is kept ends its reading, and lets go of what was bound: a text may be a
 * person's name. */
void sello_cleanup_query(struct sello_query *q) {
    if (q->state == SELLO_QUERY_ROW) {
        q->db->reading = NULL;
    }
    q->state = SELLO_QUERY_ENDED;
    if (q->ready != NULL) {
        sqlite3_reset(q->stmt);
        sqlite3_clear_bindings(q->stmt);
        q->ready->in_use = false;
    } else {
        sqlite3_finalize(q->stmt);
    }
    q->stmt = NULL;
    q->ready = NULL;
}

/* ---- failing ---- */

static void note(struct sello_query *q, int code) {
    if (code != SQLITE_OK && q->error == SELLO_OK) {
        q->error = sello_db_status(q->db, code);
    }
}

/* ---- parameters ---- */

void sello_bind_uint(struct sello_query *q, uint64_t value) {
    if (value > SELLO_INT_MAX && q->error == SELLO_OK) {
        q->error = SELLO_E_RANGE;
    }
    if (q->error == SELLO_OK) {
        note(q, sqlite3_bind_int64(q->stmt, ++q->bound, (sqlite3_int64)value));
    }
}

void sello_bind_number(struct sello_query *q, struct sello_number number) {
    if (number.present) {
        sello_bind_uint(q, number.value);
    } else if (q->error == SELLO_OK) {
        note(q, sqlite3_bind_null(q->stmt, ++q->bound));
    }
}

/* Copied (TRANSIENT): a caller's text may be gone before the query is run. */
void sello_bind_text(struct sello_query *q, const char *text) {
    if (q->error == SELLO_OK) {
        note(q, sqlite3_bind_text(q->stmt, ++q->bound, text, -1, SQLITE_TRANSIENT));
    }
}

/* Not copied: blobs may be large, and all are bound just before they are written. */
void sello_bind_blob(struct sello_query *q, struct sello_bytes blob) {
    if (q->error == SELLO_OK) {
        const void *ptr = blob.len > 0 ? (const void *)blob.ptr : (const void *)"";
        note(q, sqlite3_bind_blob64(q->stmt, ++q->bound, ptr, blob.len, SQLITE_STATIC));
    }
}

/* ---- running ---- */

/* The first step is what asks; from the first row on it is being read. */
static int step(struct sello_query *q) {
    struct sello_db *db = q->db;
    if (q->state == SELLO_QUERY_NEW) {
        sello_db_expect_idle(db, q->file, q->line);
        db->queries++;
    }
    int code = sqlite3_step(q->stmt);
    bool row = code == SQLITE_ROW;
    q->state = row ? SELLO_QUERY_ROW : SELLO_QUERY_ENDED;
    db->reading = row ? q->stmt : NULL;
    db->reading_file = q->file;
    db->reading_line = q->line;
    return code;
}

bool sello_row(struct sello_query *q) {
    if (q->error != SELLO_OK || q->state == SELLO_QUERY_ENDED) {
        return false;
    }
    assert(q->bound == sqlite3_bind_parameter_count(q->stmt) && "a parameter was not bound");
    assert((q->column == 0 || q->column == sqlite3_column_count(q->stmt)) && "a column not taken");
    q->column = 0;
    int code = step(q);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        note(q, code);
    }
    return code == SQLITE_ROW;
}

enum sello_error sello_one(struct sello_query *q) {
    if (sello_row(q)) {
        return SELLO_OK;
    }
    return q->error == SELLO_OK ? SELLO_E_NOT_FOUND : q->error;
}

enum sello_error sello_run(struct sello_query *q) {
    while (sello_row(q)) {
        q->column = sqlite3_column_count(q->stmt); /* rows of no interest */
    }
    return q->error;
}

uint64_t sello_db_queries(const struct sello_db *db) {
    return db->queries;
}

uint64_t sello_db_changed(const struct sello_db *db) {
    return (uint64_t)sqlite3_changes64(db->handle);
}

/* ---- columns ---- */

/* The next column, when it has this type; else -1, and the query has failed. */
static int take(struct sello_query *q, int type) {
    if (q->error != SELLO_OK) {
        return -1;
    }
    assert(q->column < sqlite3_column_count(q->stmt));
    int column = q->column++;
    if (sqlite3_column_type(q->stmt, column) != type) {
        q->error = SELLO_E_STORE_DAMAGED;
        return -1;
    }
    return column;
}

uint64_t sello_col_uint(struct sello_query *q) {
    int column = take(q, SQLITE_INTEGER);
    sqlite3_int64 value = column < 0 ? 0 : sqlite3_column_int64(q->stmt, column);
    if (value < 0 || (uint64_t)value > SELLO_INT_MAX) {
        q->error = SELLO_E_STORE_DAMAGED;
        return 0;
    }
    return (uint64_t)value;
}

bool sello_col_absent(struct sello_query *q) {
    bool absent = q->error == SELLO_OK && sqlite3_column_type(q->stmt, q->column) == SQLITE_NULL;
    q->column += absent;
    return absent;
}

struct sello_number sello_col_number(struct sello_query *q) {
    if (sello_col_absent(q)) {
        return (struct sello_number){false, 0};
    }
    uint64_t value = sello_col_uint(q);
    return (struct sello_number){q->error == SELLO_OK, value};
}

void sello_col_text(struct sello_query *q, char *out, size_t cap) {
    out[0] = '\0';
    int column = take(q, SQLITE_TEXT);
    if (column < 0) {
        return;
    }
    const unsigned char *text = sqlite3_column_text(q->stmt, column);
    size_t len = (size_t)sqlite3_column_bytes(q->stmt, column);
    if (text == NULL || len >= cap || memchr(text, '\0', len) != NULL) {
        q->error = text == NULL ? SELLO_E_MEMORY : SELLO_E_STORE_DAMAGED;
        return;
    }
    memcpy(out, text, len + 1);
}

struct sello_bytes sello_col_blob(struct sello_query *q) {
    int column = take(q, SQLITE_BLOB);
    if (column < 0) {
        return (struct sello_bytes){NULL, 0};
    }
    const void *ptr = sqlite3_column_blob(q->stmt, column);
    return sello_bytes(ptr, (size_t)sqlite3_column_bytes(q->stmt, column));
}

void sello_col_fixed(struct sello_query *q, uint8_t *out, size_t len) {
    struct sello_bytes blob = sello_col_blob(q);
    if (q->error == SELLO_OK && blob.len != len) {
        q->error = SELLO_E_STORE_DAMAGED;
    }
    if (q->error == SELLO_OK) {
        memcpy(out, blob.ptr, len);
    }
}

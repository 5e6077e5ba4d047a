/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "registry/sql/engine.h"

/* Queries as the store has them, the same for every engine. */

struct sello_query sello_query_at(struct sello_db *db, const char *sql, const char *file,
                                  int line) {
    struct sello_query q = {.db = db, .file = file, .line = line};
    db->engine->prepare(&q, sql);
    return q;
}

void sello_cleanup_query(struct sello_query *q) {
    if (q->state == SELLO_QUERY_ROW) {
        q->db->reading = NULL;
    }
    q->state = SELLO_QUERY_ENDED;
    q->db->engine->release(q);
}

/* ---- parameters ---- */

static void bind(struct sello_query *q, struct sello_value value) {
    if (value.bytes.len > SELLO_VALUE_MAX) {
        sello_query_fail(q, SELLO_E_TOO_LONG);
    }
    if (q->error == SELLO_OK) {
        q->db->engine->bind(q, ++q->bound, &value);
    }
}

void sello_bind_uint(struct sello_query *q, uint64_t value) {
    if (value > SELLO_INT_MAX) {
        sello_query_fail(q, SELLO_E_RANGE);
    }
    bind(q, (struct sello_value){.kind = SELLO_VALUE_INTEGER, .integer = (int64_t)value});
}

void sello_bind_number(struct sello_query *q, struct sello_number number) {
    if (number.present) {
        sello_bind_uint(q, number.value);
    } else {
        bind(q, (struct sello_value){.kind = SELLO_VALUE_NULL});
    }
}

void sello_bind_text(struct sello_query *q, const char *text) {
    bind(q, (struct sello_value){.kind = SELLO_VALUE_TEXT, .bytes = sello_bytes_of(text)});
}

void sello_bind_blob(struct sello_query *q, struct sello_bytes blob) {
    bind(q, (struct sello_value){.kind = SELLO_VALUE_BLOB, .bytes = blob});
}

void sello_bind_value(struct sello_query *q, const struct sello_value *value) {
    bind(q, *value);
}

/* ---- running ---- */

/* The first step is what asks; from the first row on it is being read. */
static bool step(struct sello_query *q) {
    struct sello_db *db = q->db;
    if (q->state == SELLO_QUERY_NEW) {
        sello_db_expect_idle(db, q->file, q->line);
        db->queries++;
    }
    bool row = db->engine->step(q);
    q->state = row ? SELLO_QUERY_ROW : SELLO_QUERY_ENDED;
    db->reading = row ? q->asked : NULL;
    db->reading_file = q->file;
    db->reading_line = q->line;
    return row;
}

bool sello_row(struct sello_query *q) {
    if (q->error != SELLO_OK || q->state == SELLO_QUERY_ENDED) {
        return false;
    }
    assert(q->bound == q->db->engine->n_parameters(q) && "a parameter was not bound");
    assert((q->column == 0 || q->column == q->db->engine->n_columns(q)) && "a column not taken");
    q->column = 0;
    return step(q);
}

enum sello_error sello_one(struct sello_query *q) {
    if (sello_row(q)) {
        return SELLO_OK;
    }
    return q->error == SELLO_OK ? SELLO_E_NOT_FOUND : q->error;
}

enum sello_error sello_run(struct sello_query *q) {
    while (sello_row(q)) {
        q->column = q->db->engine->n_columns(q); /* rows of no interest */
    }
    return q->error;
}

static enum sello_error send_query(struct sello_query *q, bool one) {
    struct sello_db *db = q->db;
    if (db->engine->send == NULL) {
        enum sello_error error = sello_run(q);
        return error == SELLO_OK && one && sello_db_changed(db) != 1 ? SELLO_E_NOT_FOUND : error;
    }
    if (q->error == SELLO_OK) {
        assert(q->state == SELLO_QUERY_NEW && q->bound == db->engine->n_parameters(q));
        sello_db_expect_idle(db, q->file, q->line);
        db->queries++;
        db->engine->send(q, one);
        q->state = SELLO_QUERY_ENDED;
    }
    return q->error;
}

enum sello_error sello_send(struct sello_query *q) {
    return send_query(q, false);
}

enum sello_error sello_send_one(struct sello_query *q) {
    return send_query(q, true);
}

uint64_t sello_db_queries(const struct sello_db *db) {
    return db->queries;
}

uint64_t sello_db_changed(const struct sello_db *db) {
    return db->engine->n_changed(db);
}

/* ---- columns ---- */

struct sello_value sello_col_value(struct sello_query *q) {
    if (q->error != SELLO_OK) {
        return (struct sello_value){.kind = SELLO_VALUE_OTHER};
    }
    assert(q->column < q->db->engine->n_columns(q));
    return q->db->engine->column(q, q->column++);
}

/* The next column, when it is of this kind; else the query has failed. */
static struct sello_value take(struct sello_query *q, int kind) {
    struct sello_value value = sello_col_value(q);
    if ((int)value.kind != kind) {
        sello_query_fail(q, SELLO_E_STORE_DAMAGED);
    }
    return value;
}

uint64_t sello_col_uint(struct sello_query *q) {
    struct sello_value value = take(q, SELLO_VALUE_INTEGER);
    if (q->error == SELLO_OK && (value.integer < 0 || (uint64_t)value.integer > SELLO_INT_MAX)) {
        q->error = SELLO_E_STORE_DAMAGED;
    }
    return q->error == SELLO_OK ? (uint64_t)value.integer : 0;
}

bool sello_col_absent(struct sello_query *q) {
    bool absent =
        q->error == SELLO_OK && q->db->engine->column(q, q->column).kind == SELLO_VALUE_NULL;
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
    struct sello_value value = take(q, SELLO_VALUE_TEXT);
    if (q->error != SELLO_OK) {
        return;
    }
    size_t len = value.bytes.len;
    if (value.bytes.ptr == NULL || len >= cap || memchr(value.bytes.ptr, '\0', len) != NULL) {
        q->error = value.bytes.ptr == NULL ? SELLO_E_MEMORY : SELLO_E_STORE_DAMAGED;
        return;
    }
    memcpy(out, value.bytes.ptr, len);
    out[len] = '\0';
}

struct sello_bytes sello_col_blob(struct sello_query *q) {
    struct sello_value value = take(q, SELLO_VALUE_BLOB);
    return q->error == SELLO_OK ? value.bytes : (struct sello_bytes){NULL, 0};
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

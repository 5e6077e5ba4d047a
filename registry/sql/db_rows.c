/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "registry/sql/engine.h"
#include "registry/sql/rows.h"

/* Which tables there are, with which columns and keys, is read from an empty database of the same
 * migrations. These are the only texts that are put together: of names in our own schema. */

#define PAGE_ROWS 256

enum { NAME_LEN = 64, COLUMNS_MAX = 16, KEYS_MAX = 4, TABLES_MAX = 48, SQL_LEN = 2048 };

struct table {
    char name[NAME_LEN];
    char column[COLUMNS_MAX][NAME_LEN];
    size_t n_columns;
    size_t key[KEYS_MAX]; /* columns, in the order of the key */
    size_t n_keys;        /* 0: a table of one row at most */
};

struct schema {
    struct table table[TABLES_MAX]; /* each names only tables before it */
    size_t n;
};

static enum sello_error read_columns(struct sello_db *scratch, struct table *table) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(scratch, "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid");
    sello_bind_text(&q, table->name);
    while (sello_row(&q) && table->n_columns < COLUMNS_MAX) {
        sello_col_text(&q, table->column[table->n_columns], NAME_LEN);
        uint64_t place = sello_col_uint(&q);
        if (place > 0 && place <= KEYS_MAX) {
            table->key[place - 1] = table->n_columns;
            table->n_keys++;
        }
        table->n_columns++;
    }
    return q.error;
}

static enum sello_error read_names(struct sello_db *scratch, struct schema *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(scratch, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid");
    while (sello_row(&q) && out->n < TABLES_MAX) {
        sello_col_text(&q, out->table[out->n++].name, NAME_LEN);
    }
    return q.error;
}

static enum sello_error read_schema(const struct sello_migrations *migrations,
                                    struct schema **out) {
    struct sello_db *scratch = NULL;
    struct schema *schema = calloc(1, sizeof *schema);
    enum sello_error error =
        schema != NULL ? sello_db_scratch(migrations, &scratch) : SELLO_E_MEMORY;
    error = error == SELLO_OK ? read_names(scratch, schema) : error;
    for (size_t i = 0; error == SELLO_OK && i < schema->n; i++) {
        error = read_columns(scratch, &schema->table[i]);
    }
    sello_db_close(&scratch);
    *out = schema;
    return error;
}

/* ---- texts ---- */

struct text {
    char sql[SQL_LEN];
    size_t n;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...) {
    va_list values;
    va_start(values, format);
    int len = vsnprintf(text->sql + text->n, SQL_LEN - text->n, format, values);
    va_end(values);
    text->n += len > 0 && (size_t)len < SQL_LEN - text->n ? (size_t)len : 0;
}

static void add_columns(struct text *text, const struct table *table) {
    for (size_t i = 0; i < table->n_columns; i++) {
        add(text, "%s%s", i > 0 ? ", " : "", table->column[i]);
    }
}

static void add_keys(struct text *text, const struct table *table, bool as_places) {
    for (size_t i = 0; i < table->n_keys; i++) {
        add(text, "%s%s", i > 0 ? ", " : "", as_places ? "?" : table->column[table->key[i]]);
    }
}

static struct text select_text(const struct table *table, bool from_start) {
    struct text text = {.n = 0};
    add(&text, "SELECT ");
    add_columns(&text, table);
    add(&text, " FROM %s", table->name);
    if (!from_start) {
        add(&text, " WHERE (");
        add_keys(&text, table, false);
        add(&text, ") > (");
        add_keys(&text, table, true);
        add(&text, ")");
    }
    if (table->n_keys > 0) {
        add(&text, " ORDER BY ");
        add_keys(&text, table, false);
    }
    add(&text, " LIMIT ?");
    return text;
}

static struct text insert_text(const struct table *table) {
    struct text text = {.n = 0};
    add(&text, "INSERT INTO %s (", table->name);
    add_columns(&text, table);
    add(&text, ") VALUES (");
    for (size_t i = 0; i < table->n_columns; i++) {
        add(&text, "%s?", i > 0 ? ", " : "");
    }
    add(&text, ")");
    return text;
}

/* ---- going over a table, a page at a time ---- */

/* The key of the last row. */
struct place {
    bool begun;
    struct sello_value value[KEYS_MAX];
    char text[KEYS_MAX][NAME_LEN];
};

static struct sello_query page_query(struct sello_db *db, const struct text *text,
                                     const struct table *table, const struct place *place) {
    struct sello_query q = sello_query(db, text->sql);
    for (size_t i = 0; place->begun && i < table->n_keys; i++) {
        sello_bind_value(&q, &place->value[i]);
    }
    sello_bind_uint(&q, PAGE_ROWS);
    return q;
}

static void keep_place(struct place *place, const struct table *table,
                       const struct sello_value *row) {
    place->begun = true;
    for (size_t i = 0; i < table->n_keys; i++) {
        const struct sello_value *value = &row[table->key[i]];
        place->value[i] = *value;
        if (value->kind == SELLO_VALUE_TEXT && value->bytes.len < NAME_LEN) {
            memcpy(place->text[i], value->bytes.ptr, value->bytes.len);
            place->value[i].bytes.ptr = (const uint8_t *)place->text[i];
        }
    }
}

static bool read_row(struct sello_query *q, const struct table *table, struct sello_value *row) {
    if (!sello_row(q)) {
        return false;
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        row[i] = sello_col_value(q);
        if (row[i].kind == SELLO_VALUE_OTHER) {
            sello_query_fail(q, SELLO_E_STORE_DAMAGED);
        }
    }
    return q->error == SELLO_OK;
}

/* ---- copying ---- */

static enum sello_error put_row(struct sello_db *to, const struct text *insert,
                                const struct table *table, const struct sello_value *row) {
    SELLO_AUTO(query) struct sello_query q = sello_query(to, insert->sql);
    for (size_t i = 0; i < table->n_columns; i++) {
        sello_bind_value(&q, &row[i]);
    }
    return sello_send(&q);
}

static enum sello_error copy_page(struct sello_db *from, struct sello_db *to,
                                  const struct table *table, struct place *place, size_t *out_n) {
    const struct text select = select_text(table, !place->begun), insert = insert_text(table);
    struct sello_value row[COLUMNS_MAX];
    enum sello_error error = SELLO_OK;
    SELLO_AUTO(query) struct sello_query q = page_query(from, &select, table, place);
    for (*out_n = 0; error == SELLO_OK && read_row(&q, table, row); ++*out_n) {
        error = put_row(to, &insert, table, row);
        keep_place(place, table, row);
    }
    return error == SELLO_OK ? q.error : error;
}

static enum sello_error copy_table(struct sello_db *from, struct sello_db *to,
                                   const struct table *table) {
    struct place place = {.begun = false};
    size_t n = PAGE_ROWS;
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && n == PAGE_ROWS) {
        error = copy_page(from, to, table, &place, &n);
    }
    return error;
}

static enum sello_error empty_table(struct sello_db *to, const struct table *table) {
    struct text text = {.n = 0};
    add(&text, "DELETE FROM %s", table->name);
    SELLO_AUTO(query) struct sello_query q = sello_query(to, text.sql);
    return sello_run(&q);
}

enum sello_error sello_db_copy_rows(struct sello_db *from, struct sello_db *to,
                                    const struct sello_migrations *migrations) {
    struct schema *schema = NULL;
    enum sello_error error = read_schema(migrations, &schema);
    to->migrating = true; /* events are written as they are */
    for (size_t i = schema != NULL ? schema->n : 0; error == SELLO_OK && i > 0; i--) {
        error = empty_table(to, &schema->table[i - 1]);
    }
    for (size_t i = 0; error == SELLO_OK && i < schema->n; i++) {
        error = copy_table(from, to, &schema->table[i]);
    }
    to->migrating = false;
    free(schema);
    return error;
}

enum sello_error sello_db_drop_rows(struct sello_db *db,
                                    const struct sello_migrations *migrations) {
    struct schema *schema = NULL;
    enum sello_error error = read_schema(migrations, &schema);
    error = error == SELLO_OK ? sello_db_begin(db, __FILE__, __LINE__) : error;
    if (error != SELLO_OK) {
        free(schema);
        return error;
    }
    db->migrating = true;
    for (size_t i = schema->n; error == SELLO_OK && i > 0; i--) {
        struct text text = {.n = 0};
        add(&text, "DROP TABLE %s", schema->table[i - 1].name);
        SELLO_AUTO(query) struct sello_query q = sello_query(db, text.sql);
        error = sello_run(&q);
    }
    db->migrating = false;
    free(schema);
    if (error != SELLO_OK) {
        sello_db_rollback(db);
        return error;
    }
    return sello_db_commit(db);
}

/* ---- comparing ---- */

static bool same_value(const struct sello_value *a, const struct sello_value *b) {
    if (a->kind != b->kind) {
        return false;
    }
    bool is_bytes = a->kind == SELLO_VALUE_TEXT || a->kind == SELLO_VALUE_BLOB;
    return is_bytes ? sello_bytes_eq(a->bytes, b->bytes)
                    : a->kind == SELLO_VALUE_NULL || a->integer == b->integer;
}

static enum sello_error compare_page(struct sello_db *a, struct sello_db *b,
                                     const struct table *table, struct place *place, size_t *out_n,
                                     bool *out_same) {
    const struct text select = select_text(table, !place->begun);
    struct sello_value left[COLUMNS_MAX], right[COLUMNS_MAX];
    const struct place start = *place;
    SELLO_AUTO(query) struct sello_query p = page_query(a, &select, table, &start);
    SELLO_AUTO(query) struct sello_query q = page_query(b, &select, table, &start);
    bool same = true, more = true;
    for (*out_n = 0; same && more; *out_n += more) {
        bool has_right = read_row(&q, table, right);
        more = read_row(&p, table, left);
        same = more == has_right;
        for (size_t i = 0; same && more && i < table->n_columns; i++) {
            same = same_value(&left[i], &right[i]);
        }
        if (same && more) {
            keep_place(place, table, left);
        }
    }
    *out_same = same;
    return p.error != SELLO_OK ? p.error : q.error;
}

static enum sello_error compare_table(struct sello_db *a, struct sello_db *b,
                                      const struct table *table, bool *out_same) {
    struct place place = {.begun = false};
    size_t n = PAGE_ROWS;
    enum sello_error error = SELLO_OK;
    *out_same = true;
    while (error == SELLO_OK && *out_same && n == PAGE_ROWS) {
        error = compare_page(a, b, table, &place, &n, out_same);
    }
    return error;
}

enum sello_error sello_db_compare_rows(struct sello_db *a, struct sello_db *b,
                                       const struct sello_migrations *migrations, bool *out_same,
                                       char table[SELLO_LEN(64)]) {
    struct schema *schema = NULL;
    bool same = true;
    enum sello_error error = read_schema(migrations, &schema);
    for (size_t i = 0; error == SELLO_OK && same && i < schema->n; i++) {
        snprintf(table, NAME_LEN, "%s", schema->table[i].name);
        error = compare_table(a, b, &schema->table[i], &same);
    }
    *out_same = same;
    free(schema);
    return error;
}

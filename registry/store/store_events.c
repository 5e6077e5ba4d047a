/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/events.h"
#include "registry/store/store_pages.h"

/* Events, imports, and what is here in numbers. */

static uint64_t read_event(struct sello_query *q, void *row) {
    struct sello_event *event = row;
    *event = (struct sello_event){.seq = sello_col_uint(q)};
    event->at = sello_col_uint(q);
    sello_col_text(q, event->who, sizeof event->who);
    sello_col_text(q, event->kind, sizeof event->kind);
    struct sello_bytes body = sello_col_blob(q);
    if (body.len > sizeof event->body) {
        q->error = SELLO_E_STORE_DAMAGED;
    } else if (body.len > 0) {
        memcpy(event->body, body.ptr, body.len);
        event->body_len = body.len;
    }
    if (!sello_col_absent(q)) {
        sello_col_text(q, event->role, sizeof event->role);
    }
    if (!sello_col_absent(q)) { /* zeros fit to nothing */
        sello_col_fixed(q, event->chain, sizeof event->chain);
    }
    return event->seq;
}

enum sello_error sello_event_list(struct sello_store *store, uint64_t from,
                                  bool (*visit)(void *context, const struct sello_event *row),
                                  void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_event));
    page.next = from;
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT seq, made_at, who, kind, body, role, chain FROM event"
                                   " WHERE seq >= ?"
                                   " ORDER BY seq LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_event);
        const struct sello_event *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

enum sello_error sello_event_newest(struct sello_store *store, uint64_t *out_seq,
                                    uint8_t out_chain[SELLO_LEN(SELLO_HASH_LEN)]) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1");
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    uint64_t seq = sello_col_uint(&q);
    sello_col_fixed(&q, out_chain, SELLO_HASH_LEN);
    *out_seq = q.error == SELLO_OK ? seq : *out_seq;
    return q.error;
}

enum sello_error sello_event_of_bundle(struct sello_store *store, uint64_t *out_seq) {
    return sello_store_uint(
        store,
        "SELECT coalesce(max(seq), 0) FROM event WHERE kind = 'bundle.stored' AND seq >"
        " (SELECT coalesce(max(seq), 0) FROM event WHERE kind = 'events.taken')",
        out_seq);
}

enum sello_error sello_event_head_insert(struct sello_db *db, const struct sello_event_head *head) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(db, "INSERT INTO event_head (seq, bytes) VALUES (?, ?)"
                        " ON CONFLICT (seq) DO UPDATE SET bytes = excluded.bytes");
    sello_bind_uint(&q, head->seq);
    sello_bind_blob(&q, sello_bytes(head->bytes, head->len));
    return sello_run(&q);
}

enum sello_error sello_event_head_put(struct sello_store *store,
                                      const struct sello_event_head *head) {
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        c.error = sello_event_head_insert(store->db, head);
    }
    return sello_change_end(&c);
}

enum sello_error sello_event_head_get(struct sello_store *store, struct sello_event_head *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT seq, bytes FROM event_head ORDER BY seq DESC LIMIT 1");
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    out->seq = sello_col_uint(&q);
    struct sello_bytes bytes = sello_col_blob(&q);
    if (q.error == SELLO_OK && bytes.len > sizeof out->bytes) {
        return SELLO_E_STORE_DAMAGED;
    }
    out->len = q.error == SELLO_OK ? bytes.len : 0;
    memcpy(out->bytes, out->len > 0 ? bytes.ptr : out->bytes, out->len);
    return q.error;
}

/* ---- tables that were issued ---- */

/* Was this batch reserved for a row of the table? */
static bool is_of_table(struct sello_bytes body, const uint8_t *table, uint64_t *out_row,
                        uint64_t *out_batch) {
    struct sello_reader r = sello_reader_init(body);
    struct sello_bytes hash = {NULL, 0};
    uint64_t row = 0, batch = 0;
    for (size_t n = sello_take_map(&r); n > 0 && r.error == SELLO_OK; n--) {
        uint64_t key = sello_take_uint(&r);
        if (key == SELLO_EVENT_HASH) {
            hash = sello_take_bytes(&r);
        } else if (key == SELLO_EVENT_ROW) {
            row = sello_take_uint(&r);
        } else if (key == SELLO_EVENT_NUMBER) {
            batch = sello_take_uint(&r);
        } else {
            sello_take_item(&r);
        }
    }
    *out_row = row;
    *out_batch = batch;
    return r.error == SELLO_OK && sello_bytes_eq(hash, sello_bytes(table, SELLO_HASH_LEN));
}

/* A row of a table, and the batch that was reserved for it. */
struct table_row {
    uint64_t row, batch;
};

/* Reads the next events into the page: those that are of the table. */
static void read_table_rows(struct sello_store *store, const uint8_t *table,
                            struct sello_page *page) {
    struct table_row row;
    size_t n_read = 0;
    struct sello_query q =
        sello_query(store->db, "SELECT seq, body FROM event WHERE kind = 'batch.reserved'"
                               " AND seq >= ? ORDER BY seq LIMIT ?");
    sello_bind_uint(&q, page->next);
    sello_bind_uint(&q, SELLO_PAGE_ROWS);
    for (; sello_row(&q); n_read++) {
        page->next = sello_col_uint(&q) + 1;
        struct sello_bytes body = sello_col_blob(&q);
        if (q.error == SELLO_OK && is_of_table(body, table, &row.row, &row.batch)) {
            sello_page_add(page, &row);
        }
    }
    sello_page_close(page, &q, n_read);
}

enum sello_error sello_table_rows(struct sello_store *store,
                                  const uint8_t table[SELLO_LEN(SELLO_HASH_LEN)],
                                  bool (*visit)(void *context, uint64_t row, uint64_t batch),
                                  void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct table_row));
    while (sello_page_turn(&page)) {
        read_table_rows(store, table, &page);
        const struct table_row *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row->row, row->batch)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

/* ---- imports ---- */

static void insert_import(struct sello_change *c, uint64_t number, enum sello_kind kind,
                          const char *file) {
    const char letter[2] = {(char)kind, '\0'};
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "INSERT INTO import (number, kind, made_at, n_rows, file) VALUES (?, ?, ?, 0, ?)");
    sello_bind_uint(&q, number);
    sello_bind_text(&q, letter);
    sello_bind_uint(&q, c->store->now);
    sello_bind_text(&q, file);
    sello_change_run(c, &q);
}

/* The outer transaction stays open until sello_import_end. */
enum sello_error sello_import_begin(struct sello_store *store, enum sello_kind kind,
                                    const char *file, uint64_t *out_number) {
    bool nameable = sello_text_check(sello_bytes_of(file), 1, SELLO_FILE_MAX, NULL) == SELLO_OK;
    enum sello_error error = store->import != 0 ? SELLO_E_STATE : sello_store_begin(store);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_change c = sello_change_begin(store);
    uint64_t number = sello_change_next(&c, "import");
    insert_import(&c, number, kind, nameable ? file : "?");
    error = sello_change_end(&c);
    if (error != SELLO_OK) {
        sello_store_rollback(store);
        return error;
    }
    store->import = number;
    store->import_rows = store->import_certificate = 0;
    *out_number = number;
    return SELLO_OK;
}

static enum sello_error finish_import(struct sello_store *store, uint64_t number) {
    struct sello_change c = sello_change_begin(store);
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "UPDATE import SET n_rows = ? WHERE number = ?");
    sello_bind_uint(&q, store->import_rows);
    sello_bind_uint(&q, number);
    sello_change_run_one(&c, &q);
    sello_change_event(&c, "import.made", sello_part(SELLO_EVENT_NUMBER, number),
                       sello_part(SELLO_EVENT_COUNT, store->import_rows));
    return sello_change_end(&c);
}

enum sello_error sello_import_end(struct sello_store *store, bool keep) {
    uint64_t number = store->import;
    if (number == 0) {
        return SELLO_E_STATE;
    }
    store->import = 0;
    enum sello_error error = keep ? finish_import(store, number) : SELLO_OK;
    if (!keep || error != SELLO_OK) {
        sello_store_rollback(store);
        return error;
    }
    return sello_store_commit(store);
}

static uint64_t read_import(struct sello_query *q, void *row) {
    struct sello_import *import = row;
    char kind[2];
    *import = (struct sello_import){.number = sello_col_uint(q)};
    sello_col_text(q, kind, sizeof kind);
    import->kind = (enum sello_kind)kind[0];
    import->at = sello_col_uint(q);
    import->rows = sello_col_uint(q);
    sello_col_text(q, import->file, sizeof import->file);
    return import->number;
}

enum sello_error sello_import_list(struct sello_store *store,
                                   bool (*visit)(void *context, const struct sello_import *row),
                                   void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_import));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT number, kind, made_at, n_rows, file FROM import"
                                   " WHERE number >= ? ORDER BY number LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_import);
        const struct sello_import *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

/* ---- in numbers ---- */

/* Rows and a sum by state; [0] is of all. sums may be NULL. */
static enum sello_error count_by_state(struct sello_store *store, const char *sql, size_t n_states,
                                       uint64_t *counts, uint64_t *sums) {
    SELLO_AUTO(query) struct sello_query q = sello_query(store->db, sql);
    while (sello_row(&q)) {
        uint64_t state = sello_col_uint(&q), count = sello_col_uint(&q), sum = sello_col_uint(&q);
        if (q.error != SELLO_OK || state == 0 || state >= n_states) {
            return SELLO_E_STORE_DAMAGED;
        }
        counts[state] = count;
        counts[0] += count;
        if (sums != NULL) {
            sums[state] = sum;
            sums[0] += sum;
        }
    }
    return q.error;
}

static enum sello_error count_tables(struct sello_store *store, struct sello_store_summary *s) {
    static const char sql[] =
        "SELECT (SELECT count(*) FROM scheme), (SELECT count(*) FROM producer),"
        " (SELECT count(*) FROM product), (SELECT count(*) FROM import),"
        " (SELECT value FROM counter WHERE name = 'event'), (SELECT count(*) FROM print_run),"
        " (SELECT count(*) FROM delivery), coalesce((SELECT made_at FROM event ORDER BY seq DESC"
        " LIMIT 1), 0),"
        " (SELECT count(*) FROM event WHERE kind = 'labels.status' AND seq >"
        " (SELECT coalesce(max(seq), 0) FROM event WHERE kind = 'bundle.dated'))";
    uint64_t *const counts[] = {&s->n_schemes,    &s->n_producers, &s->n_products,
                                &s->n_imports,    &s->n_events,    &s->n_prints,
                                &s->n_deliveries, &s->last_event,  &s->n_status_changes};
    SELLO_AUTO(query) struct sello_query q = sello_query(store->db, sql);
    enum sello_error error = sello_one(&q);
    for (size_t i = 0; i < COUNT_OF(counts) && error == SELLO_OK; i++) {
        *counts[i] = sello_col_uint(&q);
        error = q.error;
    }
    return error;
}

enum sello_error sello_store_highest(struct sello_store *store, uint64_t *out_serial) {
    return sello_store_counter(store, "serial", out_serial);
}

enum sello_error sello_store_summary(struct sello_store *store, struct sello_store_summary *out) {
    struct sello_store_summary s = {0};
    struct sello_highwater marks = {0};
    enum sello_error error = count_tables(store, &s);
    if (error == SELLO_OK) {
        error = count_by_state(store, "SELECT state, count(*), 0 FROM certificate GROUP BY state",
                               COUNT_OF(s.n_certificates), s.n_certificates, NULL);
    }
    if (error == SELLO_OK) {
        error = count_by_state(
            store,
            "SELECT state, count(*), CAST(sum(n_labels) AS BIGINT) FROM batch GROUP BY state",
            COUNT_OF(s.n_batches), s.n_batches, s.n_labels);
    }
    if (error == SELLO_OK) {
        error = sello_store_highwater(store, &marks);
    }
    if (error != SELLO_OK) {
        return error;
    }
    s.next_serial = marks.serial + 1;
    s.root_version = marks.root_version;
    s.bundle_version = marks.bundle_version;
    s.bundle_date = marks.bundle_date;
    s.last_issued = marks.issued;
    *out = s;
    return SELLO_OK;
}

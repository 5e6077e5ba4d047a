/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>

#include "registry/store/store_internal.h"

/* ---- transactions ---- */

/* The high-water mark follows the commit and comes before anything is signed: between the two a
 * crash leaves serials reserved and the mark behind, which the next opening mends. A root that was
 * signed before it was kept is done all the same. */
static enum sello_error raise_highwater(struct sello_store *store) {
    struct sello_standing here;
    enum sello_error error = sello_store_standing(store, &here);
    if (error == SELLO_OK && here.signs) {
        error =
            sello_highwater_raise(store->folder, here.fingerprint, here.marks, &store->home_mark);
    }
    return error;
}

static enum sello_error raise_highwater_when_due(struct sello_store *store) {
    if (sello_db_depth(store->db) > 0 || !store->raise_highwater) {
        return SELLO_OK;
    }
    store->raise_highwater = false;
    bool is_done = store->is_root;
    store->is_root = false;
    enum sello_error error = raise_highwater(store);
    if (error != SELLO_OK && is_done) {
        store->folder_mark = error;
        return SELLO_OK;
    }
    return error;
}

struct doing {
    struct sello_store *store;
    enum sello_error (*work)(struct sello_store *store, void *context);
    void *context;
    bool raise_highwater; /* before it */
};

static enum sello_error run(void *context) {
    struct doing *d = context;
    d->store->raise_highwater = d->raise_highwater;
    return d->work(d->store, d->context);
}

enum sello_error sello_store_do_at(struct sello_store *store,
                                   enum sello_error (*work)(struct sello_store *store,
                                                            void *context),
                                   void *context, const char *file, int line) {
    struct doing d = {store, work, context, store->raise_highwater};
    enum sello_error error = sello_db_do_at(store->db, run, &d, file, line);
    if (error != SELLO_OK) {
        store->raise_highwater = d.raise_highwater;
        store->is_root = false;
        store->filled.number = 0;
        return error;
    }
    return raise_highwater_when_due(store);
}

enum sello_error sello_store_preview_at(struct sello_store *store,
                                        enum sello_error (*work)(struct sello_store *store,
                                                                 void *context),
                                        void *context, const char *file, int line) {
    struct doing d = {store, work, context, store->raise_highwater};
    uint64_t rows = store->import_rows, certificate = store->import_certificate;
    enum sello_error error = sello_db_preview_at(store->db, run, &d, file, line);
    store->raise_highwater = d.raise_highwater;
    store->filled.number = 0;
    store->import_rows = rows;
    store->import_certificate = certificate;
    return error;
}

enum sello_error sello_store_look_at(struct sello_store *store,
                                     enum sello_error (*work)(struct sello_store *store,
                                                              void *context),
                                     void *context, const char *file, int line) {
    struct doing d = {store, work, context, store->raise_highwater};
    return sello_db_look_at(store->db, run, &d, file, line);
}

enum sello_error sello_store_begin_at(struct sello_store *store, const char *file, int line) {
    return sello_db_begin(store->db, file, line);
}

enum sello_error sello_store_commit(struct sello_store *store) {
    enum sello_error error = sello_db_commit(store->db);
    return error == SELLO_OK ? raise_highwater_when_due(store) : error;
}

void sello_store_rollback(struct sello_store *store) {
    sello_db_rollback(store->db);
    store->filled.number = 0;
    if (sello_db_depth(store->db) == 0) {
        store->raise_highwater = false;
        store->is_root = false;
    }
}

/* Before the first event there is nothing to measure a clock by. */
static bool clock_is_plausible(const struct sello_store *store) {
    return store->clock_confirmed || store->last_event == 0 ||
           store->now <= store->last_event + SELLO_CLOCK_AHEAD;
}

struct sello_change sello_change_begin_at(struct sello_store *store, const char *file, int line) {
    store->fault = (struct sello_store_fault){0};
    store->filled.number = 0;
    enum sello_error error = sello_store_begin_at(store, file, line);
    struct sello_change c = {.store = store, .error = error, .begun = error == SELLO_OK};
    if (!clock_is_plausible(store)) {
        sello_change_fail(&c, sello_store_refuse(store, "now", SELLO_E_RANGE));
    }
    return c;
}

enum sello_error sello_change_end(struct sello_change *c) {
    if (c->error == SELLO_OK) {
        return sello_store_commit(c->store);
    }
    if (c->begun) {
        sello_store_rollback(c->store);
    }
    return c->error;
}

/* ---- steps ---- */

void sello_change_fail(struct sello_change *c, enum sello_error error) {
    if (c->error == SELLO_OK) {
        c->error = error;
    }
}

void sello_change_run(struct sello_change *c, struct sello_query *q) {
    if (c->error == SELLO_OK) {
        c->error = sello_run(q);
    }
}

void sello_change_run_one(struct sello_change *c, struct sello_query *q) {
    sello_change_run(c, q);
    if (c->error == SELLO_OK && sello_db_changed(c->store->db) != 1) {
        c->error = SELLO_E_NOT_FOUND;
    }
}

void sello_change_send(struct sello_change *c, struct sello_query *q) {
    if (c->error == SELLO_OK) {
        c->error = sello_send(q);
    }
}

void sello_change_send_one(struct sello_change *c, struct sello_query *q) {
    if (c->error == SELLO_OK) {
        c->error = sello_send_one(q);
    }
}

/* The table keeps a counter to what integers can be: beyond, it is SELLO_E_RANGE. */
uint64_t sello_change_raise(struct sello_change *c, const char *counter, uint64_t by) {
    if (c->error != SELLO_OK) {
        return 0;
    }
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db, "UPDATE counter SET value = value + ? WHERE name = ? RETURNING value");
    sello_bind_uint(&q, by);
    sello_bind_text(&q, counter);
    c->error = sello_one(&q);
    c->error = c->error == SELLO_E_NOT_FOUND ? SELLO_E_STORE_DAMAGED : c->error;
    uint64_t value = c->error == SELLO_OK ? sello_col_uint(&q) : 0;
    sello_change_fail(c, q.error);
    return c->error == SELLO_OK ? value : 0;
}

void sello_change_set(struct sello_change *c, const char *counter, uint64_t value) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(c->store->db, "UPDATE counter SET value = ? WHERE name = ?");
    sello_bind_uint(&q, value);
    sello_bind_text(&q, counter);
    sello_change_send_one(c, &q);
}

/* ---- events ---- */

static struct sello_bytes put_body(struct sello_writer *w, const struct sello_event_part *parts,
                                   size_t n_parts) {
    size_t n_pairs = 0;
    for (size_t i = 0; i < n_parts; i++) {
        n_pairs += !parts[i].absent;
    }
    sello_put_map(w, n_pairs);
    for (size_t i = 0; i < n_parts; i++) {
        assert(i == 0 || parts[i].key > parts[i - 1].key);
        if (parts[i].absent) {
            continue;
        }
        sello_put_uint(w, parts[i].key);
        if (parts[i].hash != NULL) {
            sello_put_bytes(w, sello_bytes(parts[i].hash, SELLO_HASH_LEN));
        } else if (parts[i].text != NULL) {
            sello_put_text(w, sello_bytes_of(parts[i].text));
        } else {
            sello_put_uint(w, parts[i].value);
        }
    }
    assert(!w->failed);
    return sello_written(w);
}

/* The next event's number, and what the one before it leaves: its date, since none is dated before
 * the last one whatever the clock says, and its hash. */
static void begin_event(struct sello_change *c, struct sello_event *event, uint8_t *before) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db, "UPDATE counter SET value = value + 1 WHERE name = 'event' RETURNING value,"
                      " (SELECT e.made_at FROM event e WHERE e.seq = counter.value - 1),"
                      " (SELECT e.chain FROM event e WHERE e.seq = counter.value - 1)");
    c->error = c->error == SELLO_OK ? sello_one(&q) : c->error;
    if (c->error != SELLO_OK) {
        c->error = c->error == SELLO_E_NOT_FOUND ? SELLO_E_STORE_DAMAGED : c->error;
        return;
    }
    event->seq = sello_col_uint(&q);
    struct sello_number last = sello_col_number(&q);
    event->at = last.present && last.value > c->store->now ? last.value : c->store->now;
    if (last.present && !sello_col_absent(&q)) {
        sello_col_fixed(&q, before, SELLO_HASH_LEN);
    }
    c->error = q.error;
}

/* Its role the server writes by itself: nobody can give another's. */
static void insert_event(struct sello_change *c, const struct sello_event *event) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "INSERT INTO event (seq, made_at, who, kind, body, chain) VALUES (?, ?, ?, ?, ?, ?)");
    sello_bind_uint(&q, event->seq);
    sello_bind_uint(&q, event->at);
    sello_bind_text(&q, event->who);
    sello_bind_text(&q, event->kind);
    sello_bind_blob(&q, sello_bytes(event->body, event->body_len));
    sello_bind_blob(&q, sello_bytes(event->chain, sizeof event->chain));
    sello_change_send(c, &q);
}

void sello_change_event_parts(struct sello_change *c, const char *kind,
                              const struct sello_event_part *parts, size_t n_parts) {
    struct sello_event event = {.seq = 0};
    uint8_t before[SELLO_HASH_LEN] = {0};
    struct sello_writer w = sello_writer_init(event.body, sizeof event.body);
    if (c->error == SELLO_OK) {
        begin_event(c, &event, before);
    }
    if (c->error != SELLO_OK) {
        return;
    }
    snprintf(event.who, sizeof event.who, "%s", c->store->who);
    snprintf(event.role, sizeof event.role, "%s", sello_db_self(c->store->db)->name);
    snprintf(event.kind, sizeof event.kind, "%s", kind);
    event.body_len = put_body(&w, parts, n_parts).len;
    sello_event_chain(before, &event, event.chain);
    insert_event(c, &event);
    c->event = event.seq;
    if (c->error == SELLO_OK && c->store->now > c->store->last_event) {
        c->store->last_event = c->store->now;
    }
}

/* ---- fields ---- */

enum sello_error sello_store_refuse(struct sello_store *store, const char *field,
                                    enum sello_error error) {
    store->fault = (struct sello_store_fault){.field = field};
    return error;
}

enum sello_error sello_store_check_texts(struct sello_store *store,
                                         const struct sello_text_rule *rules, size_t n_rules) {
    store->fault = (struct sello_store_fault){0};
    for (size_t i = 0; i < n_rules; i++) {
        struct sello_bytes text = sello_bytes_of(rules[i].text);
        struct sello_name_fault fault = {0, 0};
        if (text.len == 0 && !rules[i].required) {
            continue;
        }
        enum sello_error error = sello_name_check(text, rules[i].most, &fault);
        if (error != SELLO_OK) {
            store->fault = (struct sello_store_fault){.field = rules[i].field, .name = fault};
            return error;
        }
    }
    return SELLO_OK;
}

enum sello_error sello_store_fold(const char *const *texts, size_t n_texts,
                                  char out[SELLO_LEN(SELLO_FOLDED_LEN)]) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n_texts && len + 2 < SELLO_FOLDED_LEN; i++) {
        if (len > 0) {
            out[len++] = ' ';
        }
        enum sello_error error =
            sello_name_fold(sello_bytes_of(texts[i]), out + len, SELLO_FOLDED_LEN - len);
        if (error != SELLO_OK) {
            return error;
        }
        len += strlen(out + len);
    }
    return SELLO_OK;
}

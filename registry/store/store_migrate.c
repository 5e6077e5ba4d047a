/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/random.h>

#include "registry/store/events.h"
#include "registry/store/store_pages.h"

/* A database from before version 6: its events become a chain, and what stands in it is taken as
 * it is, by an event for each record and status. Nobody can tell any more what was changed before;
 * from here on it shows. */

static enum sello_error put_salt(struct sello_db *db) {
    uint8_t salt[SELLO_SALT_LEN];
    if (getrandom(salt, sizeof salt, 0) != (ssize_t)sizeof salt) {
        return SELLO_E_SYSTEM;
    }
    SELLO_AUTO(query)
    struct sello_query q = sello_query(db, "INSERT INTO event_salt (bytes) VALUES (?)");
    sello_bind_blob(&q, sello_bytes(salt, sizeof salt));
    return sello_run(&q);
}

/* ---- events that are there ---- */

struct chaining {
    struct sello_store *store;
    uint8_t before[SELLO_HASH_LEN];
    enum sello_error error;
};

static uint64_t read_unchained(struct sello_query *q, void *row) {
    struct sello_event *event = row;
    *event = (struct sello_event){.seq = sello_col_uint(q)};
    event->at = sello_col_uint(q);
    sello_col_text(q, event->who, sizeof event->who);
    sello_col_text(q, event->kind, sizeof event->kind);
    struct sello_bytes body = sello_col_blob(q);
    event->body_len = body.len <= sizeof event->body ? body.len : 0;
    if (event->body_len > 0) {
        memcpy(event->body, body.ptr, body.len);
    }
    return event->seq;
}

static void chain_event(struct chaining *c, const struct sello_event *event) {
    sello_event_chain(c->before, event, c->before);
    SELLO_AUTO(query)
    struct sello_query q = sello_query(c->store->db, "UPDATE event SET chain = ? WHERE seq = ?");
    sello_bind_blob(&q, sello_bytes(c->before, sizeof c->before));
    sello_bind_uint(&q, event->seq);
    c->error = sello_run(&q);
    c->store->now = event->at;
}

static enum sello_error chain_events(struct sello_store *store) {
    struct chaining c = {.store = store};
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_event));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT seq, made_at, who, kind, body FROM event"
                                   " WHERE seq >= ? ORDER BY seq LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_unchained);
        const struct sello_event *event = NULL;
        while (c.error == SELLO_OK && (event = sello_page_row(&page)) != NULL) {
            chain_event(&c, event);
        }
        if (c.error != SELLO_OK) {
            return c.error;
        }
    }
    return page.error;
}

/* ---- what stands there ---- */

static const struct taking {
    enum sello_kind kind;
    const char *event;
    const char *sql; /* number, import */
} takings[] = {
    {SELLO_KIND_SCHEME, "scheme.taken",
     "SELECT code, 0 FROM scheme WHERE code >= ? ORDER BY code LIMIT ?"},
    {SELLO_KIND_PRODUCER, "producer.taken",
     "SELECT number, coalesce(import, 0) FROM producer WHERE number >= ? ORDER BY number LIMIT ?"},
    {SELLO_KIND_PRODUCT, "product.taken",
     "SELECT number, coalesce(import, 0) FROM product WHERE number >= ? ORDER BY number LIMIT ?"},
    {SELLO_KIND_CERTIFICATE, "certificate.taken",
     "SELECT number, coalesce(import, 0) FROM certificate WHERE number >= ? ORDER BY number"
     " LIMIT ?"},
    {SELLO_KIND_BATCH, "batch.taken",
     "SELECT number, 0 FROM batch WHERE number >= ? ORDER BY number LIMIT ?"},
};

struct taken {
    uint64_t number, import; /* import 0: typed in */
};

static uint64_t read_taken(struct sello_query *q, void *row) {
    struct taken *taken = row;
    taken->number = sello_col_uint(q);
    taken->import = sello_col_uint(q);
    return taken->number;
}

static void take_records(struct sello_change *c, const struct taking *taking) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct taken));
    while (c->error == SELLO_OK && sello_page_turn(&page)) {
        struct sello_query q = sello_query(c->store->db, taking->sql);
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_taken);
        const struct taken *row = NULL;
        while (c->error == SELLO_OK && (row = sello_page_row(&page)) != NULL) {
            sello_change_event(
                c, taking->event, sello_part(SELLO_EVENT_NUMBER, row->number),
                sello_part_number(SELLO_EVENT_IMPORT,
                                  (struct sello_number){row->import != 0, row->import}),
                sello_part_record(c, taking->kind, row->number));
        }
    }
    sello_change_fail(c, page.error);
}

static bool take_status(void *context, const struct sello_status_range *row) {
    struct sello_change *c = context;
    sello_change_event(
        c, "labels.taken", sello_part(SELLO_EVENT_FIRST, row->first),
        sello_part(SELLO_EVENT_COUNT, row->count), sello_part(SELLO_EVENT_STATUS, row->status),
        sello_part(SELLO_EVENT_SOURCE, row->source), sello_part(SELLO_EVENT_REASON, row->reason),
        sello_part(SELLO_EVENT_FROM, row->day), sello_part_text(SELLO_EVENT_TEXT, row->text));
    return c->error == SELLO_OK;
}

static enum sello_error take_all(struct sello_store *store) {
    struct sello_change c = sello_change_begin(store);
    sello_change_event(&c, "events.taken", sello_part(SELLO_EVENT_NUMBER, 1));
    for (size_t i = 0; i < COUNT_OF(takings); i++) {
        take_records(&c, &takings[i]);
    }
    if (c.error == SELLO_OK) {
        sello_change_fail(&c, sello_status_rows(store, take_status, &c));
    }
    return sello_change_end(&c);
}

enum sello_error sello_chain_begin(struct sello_db *db, uint64_t version) {
    struct sello_store store = {.db = db, .who = "sello", .lock = -1, .clock_confirmed = true};
    if (version >= 6) {
        return SELLO_OK;
    }
    enum sello_error error = put_salt(db);
    if (error == SELLO_OK) {
        error = chain_events(&store);
    }
    return error == SELLO_OK && version > 0 ? take_all(&store) : error;
}

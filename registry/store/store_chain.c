/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/history.h"
#include "registry/store/store_pages.h"

/* What keeps events and records from being changed unseen: each event holds the hash of the one
 * before it, and that of the record it wrote. */

/* ---- events ---- */

void sello_put_event(struct sello_writer *w, const struct sello_event *event) {
    bool has_role = event->role[0] != '\0';
    sello_put_array(w, has_role ? 6 : 5);
    sello_put_uint(w, event->seq);
    sello_put_uint(w, event->at);
    sello_put_text(w, sello_bytes_of(event->who));
    sello_put_text(w, sello_bytes_of(event->kind));
    sello_put_bytes(w, sello_bytes(event->body, event->body_len));
    if (has_role) {
        sello_put_text(w, sello_bytes_of(event->role));
    }
}

void sello_event_chain(const uint8_t before[SELLO_LEN(SELLO_HASH_LEN)],
                       const struct sello_event *event, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    uint8_t buf[SELLO_EVENT_BYTES_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_put_event(&w, event);
    const struct sello_bytes parts[] = {sello_bytes(before, SELLO_HASH_LEN), sello_written(&w)};
    sello_sha256(parts, COUNT_OF(parts), out);
}

/* ---- records ---- */

/* Whoever is shown the events can't guess names from their hashes. */
static enum sello_error read_salt(struct sello_store *store) {
    if (store->has_salt) {
        return SELLO_OK;
    }
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT bytes FROM event_salt");
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        sello_col_fixed(&q, store->salt, sizeof store->salt);
        error = q.error;
    }
    store->has_salt = error == SELLO_OK;
    return error == SELLO_E_NOT_FOUND ? SELLO_E_STORE_DAMAGED : error;
}

/* How each kind of record is read: columns as texts, in this order for ever, and then perhaps one
 * of bytes. A certificate's steps belong to it, and photos to a batch. */
static const struct reading {
    enum sello_kind kind;
    size_t n_texts;
    bool blob;
    const char *sql;
} readings[] = {
    {SELLO_KIND_SCHEME, 3, false, "SELECT name, name_en, url FROM scheme WHERE code = ?"},
    {SELLO_KIND_PRODUCER, 4, false,
     "SELECT name, origin, state, CAST(is_public AS TEXT) FROM producer WHERE number = ?"},
    {SELLO_KIND_PRODUCT, 5, false,
     "SELECT name, traits, coalesce(CAST(gtin AS TEXT), ''), net_content, language FROM product"
     " WHERE number = ?"},
    {SELLO_KIND_CERTIFICATE, 8, false,
     "SELECT CAST(product AS TEXT), CAST(producer AS TEXT), CAST(scheme AS TEXT), note,"
     " CAST(state AS TEXT), CAST(applied_at AS TEXT), coalesce(CAST(from_day AS TEXT), ''),"
     " coalesce(CAST(until_day AS TEXT), '') FROM certificate WHERE number = ?"},
    {SELLO_KIND_CERTIFICATE, 6, false,
     "SELECT CAST(made_at AS TEXT), CAST(step AS TEXT), coalesce(CAST(from_day AS TEXT), ''),"
     " coalesce(CAST(until_day AS TEXT), ''), CAST(reason AS TEXT), note FROM certificate_move"
     " WHERE certificate = ? ORDER BY place"},
    {SELLO_KIND_ENDORSEMENT, 5, false,
     "SELECT fingerprint, name, url, CAST(since_day AS TEXT), CAST(is_ended AS TEXT)"
     " FROM endorsement WHERE number = ?"},
    {SELLO_KIND_BATCH, 7, true,
     "SELECT coalesce(CAST(certificate AS TEXT), ''), CAST(first_serial AS TEXT),"
     " CAST(n_labels AS TEXT), CAST(issued AS TEXT), CAST(key_index AS TEXT), lot,"
     " CAST(state AS TEXT), claims FROM batch WHERE number = ?"},
    /* of a batch from before version 10 nothing: its hash stays as it was written */
    {SELLO_KIND_BATCH, 1, false,
     "SELECT CAST(link AS TEXT) FROM batch WHERE number = ? AND link <> 0"},
    {SELLO_KIND_BATCH, 2, true,
     "SELECT CAST(l.first_serial AS TEXT), CAST(l.n_labels AS TEXT), p.id FROM label_photo l"
     " JOIN photo p ON p.number = l.photo WHERE l.batch = ? ORDER BY l.first_serial"},
};

#define COLUMN_MAX 512 /* bytes: a note in the widest letters */
#define ROW_MAX (8 * COLUMN_MAX)

static void add_row(struct sello_query *q, const struct reading *reading, uint8_t *hash) {
    uint8_t buf[ROW_MAX];
    char text[COLUMN_MAX + 1];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_put_array(&w, reading->n_texts + (reading->blob ? 1 : 0));
    for (size_t i = 0; i < reading->n_texts && q->error == SELLO_OK; i++) {
        text[0] = '\0';
        sello_col_text(q, text, sizeof text);
        sello_put_text(&w, sello_bytes_of(text));
    }
    if (reading->blob) {
        sello_put_bytes(&w, sello_col_blob(q));
    }
    const struct sello_bytes parts[] = {sello_bytes(hash, SELLO_HASH_LEN), sello_written(&w)};
    sello_sha256(parts, COUNT_OF(parts), hash);
}

static enum sello_error add_rows(struct sello_store *store, const struct reading *reading,
                                 uint64_t number, uint8_t *hash, size_t *n_rows) {
    SELLO_AUTO(query) struct sello_query q = sello_query(store->db, reading->sql);
    sello_bind_uint(&q, number);
    while (sello_row(&q)) {
        add_row(&q, reading, hash);
        ++*n_rows;
    }
    return q.error;
}

enum sello_error sello_record_hash(struct sello_store *store, struct sello_id id,
                                   uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    uint8_t begin[16], hash[SELLO_HASH_LEN];
    size_t n_rows = 0;
    enum sello_error error = read_salt(store);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_writer w = sello_writer_init(begin, sizeof begin);
    sello_put_uint(&w, (uint64_t)id.kind);
    sello_put_uint(&w, id.number);
    const struct sello_bytes parts[] = {sello_bytes(store->salt, sizeof store->salt),
                                        sello_written(&w)};
    sello_sha256(parts, COUNT_OF(parts), hash);
    for (size_t i = 0; i < COUNT_OF(readings) && error == SELLO_OK; i++) {
        if (readings[i].kind == id.kind) {
            error = add_rows(store, &readings[i], id.number, hash, &n_rows);
        }
    }
    if (error != SELLO_OK) {
        return error;
    }
    if (n_rows == 0) {
        return SELLO_E_NOT_FOUND;
    }
    memcpy(out, hash, sizeof hash);
    return SELLO_OK;
}

/* ---- what an edit changed ---- */

static enum sello_error begin_edits(struct sello_store *store, uint8_t *hash) {
    enum sello_error error = read_salt(store);
    const struct sello_bytes part = sello_bytes(store->salt, sizeof store->salt);
    if (error == SELLO_OK) {
        sello_sha256(&part, 1, hash);
    }
    return error;
}

static void add_edit(uint8_t *hash, const struct sello_edited *edit) {
    uint8_t buf[sizeof(struct sello_edit) + 16];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_put_array(&w, 3);
    sello_put_text(&w, sello_bytes_of(edit->field));
    sello_put_text(&w, sello_bytes_of(edit->before));
    sello_put_text(&w, sello_bytes_of(edit->after));
    const struct sello_bytes parts[] = {sello_bytes(hash, SELLO_HASH_LEN), sello_written(&w)};
    sello_sha256(parts, COUNT_OF(parts), hash);
}

struct sello_event_part sello_part_edits(struct sello_change *c, const struct sello_edited *edits,
                                         size_t n) {
    c->error = c->error == SELLO_OK ? begin_edits(c->store, c->edits) : c->error;
    for (size_t i = 0; i < n && c->error == SELLO_OK; i++) {
        if (strcmp(edits[i].before, edits[i].after) != 0) {
            add_edit(c->edits, &edits[i]);
        }
    }
    return sello_part_hash(SELLO_EVENT_EDITS, c->edits);
}

enum sello_error sello_edits_hash(struct sello_store *store, uint64_t event,
                                  uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    enum sello_error error = begin_edits(store, out);
    if (error != SELLO_OK) {
        return error;
    }
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "SELECT field, before, after FROM edit WHERE event = ? ORDER BY place");
    sello_bind_uint(&q, event);
    while (sello_row(&q)) {
        struct sello_edit edit;
        sello_col_text(&q, edit.field, sizeof edit.field);
        sello_col_text(&q, edit.before, sizeof edit.before);
        sello_col_text(&q, edit.after, sizeof edit.after);
        if (q.error == SELLO_OK) {
            const struct sello_edited texts = {edit.field, edit.before, edit.after};
            add_edit(out, &texts);
        }
    }
    return q.error;
}

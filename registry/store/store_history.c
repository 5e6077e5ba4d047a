/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/history.h"
#include "registry/store/store_pages.h"

/* ---- what an event says ---- */

static struct sello_number *fact_of(struct sello_event_facts *facts, uint64_t key) {
    switch (key) {
    case SELLO_EVENT_NUMBER: return &facts->number;
    case SELLO_EVENT_PRODUCT: return &facts->product;
    case SELLO_EVENT_PRODUCER: return &facts->producer;
    case SELLO_EVENT_SCHEME: return &facts->scheme;
    case SELLO_EVENT_CERTIFICATE: return &facts->certificate;
    case SELLO_EVENT_FIRST: return &facts->first;
    case SELLO_EVENT_COUNT: return &facts->count;
    case SELLO_EVENT_STATUS: return &facts->status;
    case SELLO_EVENT_SOURCE: return &facts->source;
    case SELLO_EVENT_REASON: return &facts->reason;
    case SELLO_EVENT_STEP: return &facts->step;
    case SELLO_EVENT_FROM: return &facts->from;
    case SELLO_EVENT_UNTIL: return &facts->until;
    case SELLO_EVENT_IMPORT: return &facts->import;
    case SELLO_EVENT_COPIES: return &facts->copies;
    case SELLO_EVENT_REPRINTS: return &facts->reprints;
    default: return NULL;
    }
}

/* False where it is none. */
static bool take_hash(struct sello_reader *r, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    struct sello_bytes hash = sello_take_bytes(r);
    memcpy(out, hash.len == SELLO_HASH_LEN ? hash.ptr : out, SELLO_HASH_LEN);
    return hash.len == SELLO_HASH_LEN;
}

static void copy_text(struct sello_reader *r, char *out, size_t most) {
    struct sello_bytes text = sello_take_text(r);
    memcpy(out, text.len > 0 ? (const char *)text.ptr : "", text.len < most ? text.len : most);
}

enum sello_error sello_event_read(struct sello_bytes body, struct sello_event_facts *out) {
    struct sello_reader r = sello_reader_init(body);
    *out = (struct sello_event_facts){0};
    for (size_t n = sello_take_map(&r); n > 0 && r.error == SELLO_OK; n--) {
        uint64_t key = sello_take_uint(&r);
        struct sello_number *fact = fact_of(out, key);
        if (fact != NULL) {
            *fact = (struct sello_number){true, sello_take_uint(&r)};
        } else if (key == SELLO_EVENT_STOCK) {
            copy_text(&r, out->stock, SELLO_STOCK_MAX);
        } else if (key == SELLO_EVENT_TEXT) {
            copy_text(&r, out->text, SELLO_ROW_TEXT_MAX);
        } else if (key == SELLO_EVENT_RECORD) {
            out->has_record = take_hash(&r, out->record);
        } else if (key == SELLO_EVENT_HASH) {
            out->has_hash = take_hash(&r, out->hash);
        } else if (key == SELLO_EVENT_EDITS) {
            out->has_edits = take_hash(&r, out->edits);
        } else {
            sello_take_item(&r);
        }
    }
    return r.error == SELLO_OK ? SELLO_OK : SELLO_E_STORE_DAMAGED;
}

/* ---- whose it is ---- */

static bool is(struct sello_number number, uint64_t value) {
    return number.present && number.value == value;
}

static bool begins(const char *kind, const char *with) {
    return strncmp(kind, with, strlen(with)) == 0;
}

static bool is_of_record(const struct sello_history_row *row, struct sello_id id) {
    const struct sello_event_facts *f = &row->facts;
    switch (id.kind) {
    case SELLO_KIND_SCHEME:
        return is(f->scheme, id.number) ||
               (begins(row->kind, "scheme.") && is(f->number, id.number));
    case SELLO_KIND_PRODUCER:
        return is(f->producer, id.number) ||
               (begins(row->kind, "producer.") && is(f->number, id.number));
    case SELLO_KIND_PRODUCT:
        return is(f->product, id.number) ||
               (begins(row->kind, "product.") && is(f->number, id.number));
    case SELLO_KIND_CERTIFICATE:
        return is(f->certificate, id.number) ||
               (begins(row->kind, "certificate.") && is(f->number, id.number));
    case SELLO_KIND_BATCH: return begins(row->kind, "batch.") && is(f->number, id.number);
    case SELLO_KIND_IMPORT:
        return is(f->import, id.number) ||
               (begins(row->kind, "import.") && is(f->number, id.number));
    case SELLO_KIND_DELIVERY:
        return strcmp(row->kind, "labels.delivered") == 0 && is(f->number, id.number);
    case SELLO_KIND_ENDORSEMENT:
        return begins(row->kind, "endorsement.") && is(f->number, id.number);
    case SELLO_KIND_NONE: break;
    }
    return false;
}

/* Of events that name one run of serials. Prints and deliveries name several: the query has looked
 * at these. */
static bool is_of_serials(const struct sello_history_row *row, const struct sello_history_of *of) {
    const struct sello_event_facts *f = &row->facts;
    if (strcmp(row->kind, "labels.printed") == 0 || strcmp(row->kind, "labels.proofed") == 0 ||
        strcmp(row->kind, "labels.delivered") == 0) {
        return true;
    }
    if (begins(row->kind, "certificate.")) {
        return of->certificate != 0 && is(f->number, of->certificate);
    }
    return (begins(row->kind, "batch.") || begins(row->kind, "labels.")) && f->first.present &&
           f->count.present && f->first.value <= of->last &&
           f->first.value + f->count.value > of->first;
}

static bool is_wanted(const struct sello_history_row *row, const struct sello_history_of *of) {
    if (of->id.kind == SELLO_KIND_NONE && of->first == 0) {
        return true;
    }
    return (of->id.kind != SELLO_KIND_NONE && is_of_record(row, of->id)) ||
           (of->first != 0 && is_of_serials(row, of));
}

/* ---- what it changed ---- */

static enum sello_error read_edits(struct sello_store *store, struct sello_history_row *row) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "SELECT field, before, after FROM edit WHERE event = ? ORDER BY place");
    sello_bind_uint(&q, row->seq);
    while (row->n_edits < SELLO_EDITS_MAX && sello_row(&q)) {
        struct sello_edit *edit = &row->edit[row->n_edits++];
        sello_col_text(&q, edit->field, sizeof edit->field);
        sello_col_text(&q, edit->before, sizeof edit->before);
        sello_col_text(&q, edit->after, sizeof edit->after);
    }
    return q.error;
}

void sello_change_edits(struct sello_change *c, const struct sello_edited *edits, size_t n) {
    uint64_t place = 0;
    for (size_t i = 0; i < n && c->error == SELLO_OK; i++) {
        if (strcmp(edits[i].before, edits[i].after) == 0) {
            continue;
        }
        SELLO_AUTO(query)
        struct sello_query q = sello_query(c->store->db, "INSERT INTO edit (event, place, field,"
                                                         " before, after) VALUES (?, ?, ?, ?, ?)");
        sello_bind_uint(&q, c->event);
        sello_bind_uint(&q, ++place);
        sello_bind_text(&q, edits[i].field);
        sello_bind_text(&q, edits[i].before);
        sello_bind_text(&q, edits[i].after);
        sello_change_run(c, &q);
    }
}

/* ---- the list ---- */

static uint64_t read_row(struct sello_query *q, void *into) {
    struct sello_history_row *row = into;
    *row = (struct sello_history_row){.seq = sello_col_uint(q)};
    row->at = sello_col_uint(q);
    sello_col_text(q, row->who, sizeof row->who);
    if (!sello_col_absent(q)) {
        sello_col_text(q, row->role, sizeof row->role);
    }
    sello_col_text(q, row->kind, sizeof row->kind);
    enum sello_error error = sello_event_read(sello_col_blob(q), &row->facts);
    if (q->error == SELLO_OK) {
        q->error = error;
    }
    return row->seq;
}

enum sello_error sello_history_list(struct sello_store *store, const struct sello_history_of *of,
                                    bool (*visit)(void *context,
                                                  const struct sello_history_row *row),
                                    void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_history_row));
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && sello_page_turn(&page)) {
        struct sello_query q = sello_query(
            store->db,
            "SELECT seq, made_at, who, role, kind, body FROM event WHERE seq >= ? AND (? = 0 OR "
            "kind NOT IN ('labels.printed', 'labels.proofed', 'labels.delivered') OR seq IN "
            "(SELECT p.event "
            "FROM print_run p JOIN print_range r ON r.print = p.number WHERE r.first_serial <= ? "
            "AND r.first_serial + r.n_labels > ?) OR seq IN (SELECT d.event FROM delivery d JOIN "
            "delivery_range r ON r.delivery = d.number WHERE r.first_serial <= ? AND "
            "r.first_serial + r.n_labels > ?)) ORDER BY seq LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_bind_uint(&q, of->first);
        sello_bind_uint(&q, of->last);
        sello_bind_uint(&q, of->first);
        sello_bind_uint(&q, of->last);
        sello_bind_uint(&q, of->first);
        sello_page_read(&page, &q, read_row);
        const struct sello_history_row *found = NULL;
        while (error == SELLO_OK && (found = sello_page_row(&page)) != NULL) {
            struct sello_history_row row = *found;
            if (!is_wanted(&row, of)) {
                continue;
            }
            error = read_edits(store, &row);
            if (error == SELLO_OK && !visit(context, &row)) {
                sello_page_stop(&page);
            }
        }
    }
    return error != SELLO_OK ? error : page.error;
}

/* Pages go by how far back a row is, since they turn from low keys to high ones. */
static uint64_t read_row_back(struct sello_query *q, void *into) {
    return SELLO_INT_MAX - read_row(q, into);
}

enum sello_error sello_history_newest(struct sello_store *store,
                                      bool (*visit)(void *context,
                                                    const struct sello_history_row *row),
                                      void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_history_row));
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT seq, made_at, who, role, kind, body FROM event WHERE "
                                   "seq <= ? ORDER BY seq DESC LIMIT ?");
        sello_bind_uint(&q, SELLO_INT_MAX - page.next);
        sello_page_read(&page, &q, read_row_back);
        const struct sello_history_row *found = NULL;
        while (error == SELLO_OK && (found = sello_page_row(&page)) != NULL) {
            struct sello_history_row row = *found;
            error = read_edits(store, &row);
            if (error == SELLO_OK && !visit(context, &row)) {
                sello_page_stop(&page);
            }
        }
    }
    return error != SELLO_OK ? error : page.error;
}

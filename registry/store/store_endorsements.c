/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/endorsements.h"

#include "base/hex.h"
#include "registry/store/store_pages.h"

/* Other certifiers that this one vouches for. A row is never taken out: that it ended is told. */

#define ENDORSEMENT_COLUMNS "number, fingerprint, name, url, since_day, is_ended"
#define HEX_LEN BASE_HEX_LEN(SELLO_HASH_LEN)

static struct sello_endorsement read_endorsement(struct sello_query *q) {
    struct sello_endorsement e = {.number = sello_col_uint(q)};
    char hex[HEX_LEN];
    sello_col_text(q, hex, sizeof hex);
    if (q->error == SELLO_OK &&
        (strlen(hex) != HEX_LEN - 1 ||
         !base_hex_take((const uint8_t *)hex, SELLO_HASH_LEN, e.fingerprint))) {
        q->error = SELLO_E_STORE_DAMAGED;
    }
    sello_col_text(q, e.name, sizeof e.name);
    sello_col_text(q, e.url, sizeof e.url);
    e.since = sello_col_uint(q);
    e.ended = sello_col_uint(q) != 0;
    return e;
}

static enum sello_error read_one(struct sello_query *q, struct sello_endorsement *out) {
    enum sello_error error = sello_one(q);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_endorsement e = read_endorsement(q);
    if (q->error == SELLO_OK) {
        *out = e;
    }
    return q->error;
}

enum sello_error sello_endorsement_get(struct sello_store *store, uint64_t number,
                                       struct sello_endorsement *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT " ENDORSEMENT_COLUMNS " FROM endorsement WHERE number = ?");
    sello_bind_uint(&q, number);
    return read_one(&q, out);
}

static enum sello_error find(struct sello_store *store, const char *hex,
                             struct sello_endorsement *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT " ENDORSEMENT_COLUMNS
                                                  " FROM endorsement WHERE fingerprint = ?");
    sello_bind_text(&q, hex);
    return read_one(&q, out);
}

static uint64_t read_row(struct sello_query *q, void *row) {
    struct sello_endorsement *endorsement = row;
    *endorsement = read_endorsement(q);
    return endorsement->number;
}

enum sello_error sello_endorsement_list(struct sello_store *store,
                                        bool (*visit)(void *context,
                                                      const struct sello_endorsement *row),
                                        void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_endorsement));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT " ENDORSEMENT_COLUMNS " FROM endorsement"
                                   " WHERE number >= ? ORDER BY number LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_row);
        const struct sello_endorsement *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

/* ---- changing ---- */

/* Both statements take the fields in one order, the number last. */
static void write_endorsement(struct sello_change *c, const char *sql, const char *hex,
                              const struct sello_endorsement *e, uint64_t number) {
    SELLO_AUTO(query) struct sello_query q = sello_query(c->store->db, sql);
    sello_bind_text(&q, hex);
    sello_bind_text(&q, e->name);
    sello_bind_text(&q, e->url);
    sello_bind_uint(&q, e->since);
    sello_bind_uint(&q, number);
    sello_change_run_one(c, &q);
}

enum sello_error sello_endorsement_add(struct sello_store *store,
                                       const struct sello_endorsement *endorsement,
                                       uint64_t *out_number) {
    const struct sello_text_rule rule = {"name", endorsement->name, SELLO_NAME_MAX, true};
    char hex[HEX_LEN];
    struct sello_endorsement before = {.number = 0};
    base_hex(endorsement->fingerprint, SELLO_HASH_LEN, hex);
    enum sello_error error = sello_store_check_texts(store, &rule, 1);
    if (error == SELLO_OK && !sello_base_url_ok(sello_bytes_of(endorsement->url))) {
        error = sello_store_refuse(store, "url", SELLO_E_TEXT);
    }
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_change c = sello_change_begin(store);
    error = c.error == SELLO_OK ? find(store, hex, &before) : c.error;
    bool is_new = error == SELLO_E_NOT_FOUND;
    sello_change_fail(&c, is_new ? SELLO_OK : error);
    if (c.error == SELLO_OK && !is_new && !before.ended) {
        sello_change_fail(&c, sello_store_refuse(store, "fingerprint", SELLO_E_EXISTS));
    }
    uint64_t number = is_new ? sello_change_next(&c, "endorsement") : before.number;
    write_endorsement(&c,
                      is_new ? "INSERT INTO endorsement (fingerprint, name, url, since_day, number,"
                               " is_ended) VALUES (?, ?, ?, ?, ?, 0)"
                             : "UPDATE endorsement SET fingerprint = ?, name = ?, url = ?,"
                               " since_day = ?, is_ended = 0 WHERE number = ?",
                      hex, endorsement, number);
    sello_change_event(&c, "endorsement.added", sello_part(SELLO_EVENT_NUMBER, number),
                       sello_part_record(&c, SELLO_KIND_ENDORSEMENT, number));
    error = sello_change_end(&c);
    if (error == SELLO_OK) {
        *out_number = number;
    }
    return error;
}

enum sello_error sello_endorsement_end(struct sello_store *store, uint64_t number) {
    struct sello_endorsement before = {.number = 0};
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, sello_endorsement_get(store, number, &before));
    if (c.error == SELLO_OK && before.ended) {
        sello_change_fail(&c, SELLO_E_STATE);
    }
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "UPDATE endorsement SET is_ended = 1 WHERE number = ?");
    sello_bind_uint(&q, number);
    sello_change_run_one(&c, &q);
    sello_change_event(&c, "endorsement.ended", sello_part(SELLO_EVENT_NUMBER, number),
                       sello_part_record(&c, SELLO_KIND_ENDORSEMENT, number));
    return sello_change_end(&c);
}

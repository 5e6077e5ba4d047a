/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "registry/store/store_internal.h"

/* Issuing: serials are reserved and committed, then labels are signed in memory, then their
 * signatures are stored. A crash between leaves a reserved batch, which is signed or voided later;
 * no serial is ever given twice. */

const char *sello_batch_state_name(enum sello_batch_state state) {
    switch (state) {
    case SELLO_BATCH_RESERVED: return "reserved";
    case SELLO_BATCH_SIGNED: return "signed";
    case SELLO_BATCH_VOID: return "void";
    case SELLO_BATCH_LOST: return "lost";
    }
    return "?";
}

const char *sello_label_status_name(enum sello_label_status status) {
    switch (status) {
    case SELLO_LABEL_VALID: return "valid";
    case SELLO_LABEL_WITHDRAWN: return "withdrawn";
    case SELLO_LABEL_SUSPENDED: return "suspended";
    case SELLO_LABEL_RETIRED: return "retired";
    }
    return "";
}

/* ---- what stands before the '#' ---- */

enum sello_error sello_link_get(struct sello_store *store, enum sello_link *out) {
    uint64_t value = 0;
    enum sello_error error = sello_store_counter(store, "link", &value);
    if (error == SELLO_OK && value > SELLO_LINK_GS1) {
        error = SELLO_E_STORE_DAMAGED;
    }
    if (error == SELLO_OK) {
        *out = (enum sello_link)value;
    }
    return error;
}

enum sello_error sello_link_set(struct sello_store *store, enum sello_link link) {
    struct sello_change c = sello_change_begin(store);
    sello_change_set(&c, "link", link);
    sello_change_event(&c, "registry.link", sello_part(SELLO_EVENT_STATUS, link));
    return sello_change_end(&c);
}

/* ---- reserving ---- */

/* The certificate is granted, and the labels' date lies in it. */
static enum sello_error check_certificate(struct sello_store *store, uint64_t number,
                                          uint64_t issued) {
    struct sello_certificate certificate;
    enum sello_error error = sello_certificate_get(store, number, &certificate);
    if (error != SELLO_OK) {
        return sello_store_refuse(store, "certificate", error);
    }
    bool current = sello_certificate_current(&certificate, base_here_day(issued));
    return current ? SELLO_OK : sello_store_refuse(store, "certificate", SELLO_E_STATE);
}

/* iat never goes back, and is later than every bundle that could not yet know these labels. */
static uint64_t date_labels(struct sello_change *c) {
    uint64_t last = 0, bundle = 0, now = c->store->now;
    if (c->error == SELLO_OK) {
        c->error = sello_store_counter(c->store, "issued", &last);
    }
    if (c->error == SELLO_OK) {
        c->error = sello_store_counter(c->store, "bundle_date", &bundle);
    }
    uint64_t issued = last > bundle + 1 ? last : bundle + 1;
    return now > issued ? now : issued;
}

/* The batch's claims as they will be signed, the serial aside. */
static void write_claims(struct sello_change *c, const struct sello_reservation *request,
                         struct sello_batch *batch) {
    struct sello_writer w = sello_writer_init(batch->claims, sizeof batch->claims);
    struct sello_claims claims = *request->claims;
    claims.serial = 0;
    claims.issued = batch->issued;
    sello_put_claims(&w, &claims);
    if (w.failed || sello_token_len(&claims, true) > SELLO_TOKEN_ISSUE_MAX) {
        sello_change_fail(c, SELLO_E_TOO_LONG);
    }
    batch->claims_len = w.failed ? 0 : w.len;
}

static void insert_batch(struct sello_change *c, const struct sello_batch *batch) {
    char search[SELLO_FOLDED_LEN];
    const char *const texts[] = {batch->lot};
    sello_change_fail(c, sello_store_fold(texts, COUNT_OF(texts), search));
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "INSERT INTO batch (number, certificate, first_serial, n_labels, issued, key_index, kid,"
        " lot, state, n_blocks, link, claims, search)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, ?, ?, ?)");
    sello_bind_uint(&q, batch->number);
    sello_bind_uint(&q, batch->certificate);
    sello_bind_uint(&q, batch->first);
    sello_bind_uint(&q, batch->count);
    sello_bind_uint(&q, batch->issued);
    sello_bind_uint(&q, batch->key);
    sello_bind_blob(&q, sello_bytes(batch->kid, sizeof batch->kid));
    sello_bind_text(&q, batch->lot);
    sello_bind_uint(&q, batch->link);
    sello_bind_blob(&q, sello_bytes(batch->claims, batch->claims_len));
    sello_bind_text(&q, search);
    sello_change_send(c, &q);
}

/* The texts come from records, or are typed for this batch: the same rule for all. */
static enum sello_error check_claims(struct sello_store *store, const struct sello_claims *c) {
    const struct {
        const char *field;
        struct sello_bytes text;
        size_t most;
    } rows[] = {
        {"product", c->product, SELLO_NAME_MAX},
        {"producer", c->producer, SELLO_NAME_MAX},
        {"origin", c->origin, SELLO_NAME_MAX},
        {"lot", c->lot, SELLO_LOT_MAX},
        {"traits", c->traits, SELLO_TRAITS_MAX},
        {"net_content", c->net_content, SELLO_NET_CONTENT_MAX},
        {"language", c->language, SELLO_LANGUAGE_MAX},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct sello_name_fault fault = {0, 0};
        enum sello_error error =
            rows[i].text.len > 0 ? sello_name_check(rows[i].text, rows[i].most, &fault) : SELLO_OK;
        if (error != SELLO_OK) {
            store->fault = (struct sello_store_fault){.field = rows[i].field, .name = fault};
            return error;
        }
    }
    return SELLO_OK;
}

/* As many photos as the claims speak of, each of a size that readers take. */
static bool photos_fit(const struct sello_reservation *request) {
    struct sello_bytes said = request->claims->photo;
    bool of_each = said.len > 0 && sello_bytes_eq(said, sello_photo_of_each());
    for (size_t i = 0; i < request->n_photos; i++) {
        size_t len = request->photo[i].file.len;
        if (len == 0 || len > SELLO_PHOTO_FILE_MAX) {
            return false;
        }
    }
    return of_each ? request->n_photos == request->count && request->n_photos <= SELLO_PHOTOS_MAX
                   : request->n_photos == (said.len > 0 ? 1 : 0);
}

static enum sello_error check_reservation(struct sello_store *store,
                                          const struct sello_reservation *request) {
    if (request->count == 0 || request->count > SELLO_BATCH_MAX) {
        return sello_store_refuse(store, "count", SELLO_E_RANGE);
    }
    if (!photos_fit(request)) {
        return sello_store_refuse(store, "photo", SELLO_E_RANGE);
    }
    return check_claims(store, request->claims);
}

/* What the registry is set to, as far as these labels can have it. */
static enum sello_link choose_link(struct sello_change *c, const struct sello_claims *claims) {
    enum sello_link wanted = SELLO_LINK_PLAIN;
    if (c->error == SELLO_OK) {
        c->error = sello_link_get(c->store, &wanted);
    }
    return sello_link_for(wanted, claims);
}

/* Fills and writes the batch; all within one transaction. */
static void reserve(struct sello_change *c, const struct sello_reservation *request,
                    struct sello_batch *batch) {
    *batch = (struct sello_batch){.certificate = request->certificate,
                                  .count = request->count,
                                  .key = request->key,
                                  .state = SELLO_BATCH_RESERVED,
                                  .photo_of_each = request->n_photos > 1};
    memcpy(batch->kid, request->kid, sizeof batch->kid);
    if (request->claims->lot.len > 0) {
        memcpy(batch->lot, request->claims->lot.ptr, request->claims->lot.len); /* it was zeroed */
    }
    batch->issued = date_labels(c);
    if (c->error == SELLO_OK) {
        c->error = check_certificate(c->store, request->certificate, batch->issued);
    }
    batch->number = sello_change_next(c, "batch");
    batch->first = sello_change_raise(c, "serial", request->count) - request->count + 1;
    sello_change_set(c, "issued", batch->issued);
    write_claims(c, request, batch);
    batch->link = choose_link(c, request->claims);
    insert_batch(c, batch);
    sello_photos_put(c, batch, request->photo, request->n_photos);
    sello_change_event(
        c, "batch.reserved", sello_part(SELLO_EVENT_NUMBER, batch->number),
        sello_part(SELLO_EVENT_CERTIFICATE, batch->certificate),
        sello_part(SELLO_EVENT_FIRST, batch->first), sello_part(SELLO_EVENT_COUNT, batch->count),
        sello_part(SELLO_EVENT_DATE, batch->issued), sello_part(SELLO_EVENT_KEY, batch->key),
        sello_part_hash(SELLO_EVENT_HASH, request->table),
        sello_part_number(SELLO_EVENT_ROW,
                          (struct sello_number){request->table != NULL, request->row}),
        sello_part_record(c, SELLO_KIND_BATCH, batch->number));
}

enum sello_error sello_store_reserve(struct sello_store *store,
                                     const struct sello_reservation *request,
                                     struct sello_batch *out) {
    struct sello_batch batch;
    uint8_t fingerprint[SELLO_HASH_LEN];
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, check_reservation(store, request));
    if (c.error == SELLO_OK) {
        c.error = sello_store_fingerprint(store, fingerprint); /* no root, no marks, no labels */
    }
    if (c.error == SELLO_OK) {
        c.error = sello_store_not_behind(store);
    }
    if (c.error == SELLO_OK) {
        reserve(&c, request, &batch);
    }
    store->raise_highwater = store->raise_highwater || c.error == SELLO_OK;
    store->is_root = false;
    enum sello_error error = sello_change_end(&c);
    if (error == SELLO_OK) {
        *out = batch;
    }
    return error;
}

/* ---- signatures ---- */

static uint64_t blocks_of(const struct sello_batch *batch) {
    return (batch->count + SELLO_BLOCK - 1) / SELLO_BLOCK;
}

size_t sello_block_labels(const struct sello_batch *batch, uint64_t block) {
    uint64_t before = block * SELLO_BLOCK;
    if (block >= blocks_of(batch)) {
        return 0;
    }
    return batch->count - before < SELLO_BLOCK ? (size_t)(batch->count - before) : SELLO_BLOCK;
}

/* What is reserved in a backup may have been finished or given up since. */
static void get_reserved(struct sello_change *c, uint64_t number, struct sello_batch *batch) {
    if (c->error == SELLO_OK) {
        c->error = sello_store_known(c->store);
    }
    if (c->error == SELLO_OK) {
        c->error = sello_batch_get(c->store, number, batch);
    }
    if (c->error == SELLO_OK && batch->state != SELLO_BATCH_RESERVED) {
        c->error = SELLO_E_STATE;
    }
}

static void insert_block(struct sello_change *c, uint64_t batch, uint64_t block,
                         struct sello_bytes signatures) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db, "INSERT INTO signature_block (batch, block, signatures) VALUES (?, ?, ?)");
    sello_bind_uint(&q, batch);
    sello_bind_uint(&q, block);
    sello_bind_blob(&q, signatures);
    sello_change_send(c, &q);
}

static void count_blocks(struct sello_change *c, uint64_t batch, uint64_t n) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "UPDATE batch SET n_blocks = ? WHERE number = ? AND state = 1 AND n_blocks = ?"
        " AND NOT EXISTS (SELECT 1 FROM counter WHERE name = 'unknown_since' AND value > 0)");
    sello_bind_uint(&q, n);
    sello_bind_uint(&q, batch);
    sello_bind_uint(&q, n - 1);
    sello_change_send_one(c, &q);
}

/* No event of its own: nothing is said to be issued before finish_batch. Blocks that follow one
 * another stand on what was read for the first of them: what else may have happened since has the
 * count refuse. */
enum sello_error sello_store_put_signatures(struct sello_store *store, uint64_t batch,
                                            uint64_t block, struct sello_bytes signatures) {
    struct sello_batch row = store->filled;
    bool follows = sello_db_depth(store->db) > 0 && row.number == batch && batch != 0;
    struct sello_change c = sello_change_begin(store);
    if (!follows) {
        get_reserved(&c, batch, &row);
    }
    if (c.error == SELLO_OK && (block != row.signed_blocks || block >= blocks_of(&row))) {
        c.error = SELLO_E_STATE;
    }
    if (signatures.len != sello_block_labels(&row, block) * SELLO_SIG_LEN) {
        sello_change_fail(&c, SELLO_E_RANGE);
    }
    insert_block(&c, batch, block, signatures);
    count_blocks(&c, batch, block + 1);
    enum sello_error error = sello_change_end(&c);
    if (error == SELLO_OK) {
        row.signed_blocks++;
        store->filled = row;
    }
    return error;
}

static void set_state(struct sello_change *c, const struct sello_batch *batch,
                      enum sello_batch_state state, const char *event) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db, "UPDATE batch SET state = ?, n_blocks = ? WHERE number = ?");
    sello_bind_uint(&q, state);
    sello_bind_uint(&q, state == SELLO_BATCH_SIGNED ? batch->signed_blocks : 0);
    sello_bind_uint(&q, batch->number);
    sello_change_send_one(c, &q);
    sello_change_event(c, event, sello_part(SELLO_EVENT_NUMBER, batch->number),
                       sello_part(SELLO_EVENT_FIRST, batch->first),
                       sello_part(SELLO_EVENT_COUNT, batch->count),
                       sello_part_record(c, SELLO_KIND_BATCH, batch->number));
}

enum sello_error sello_store_finish_batch(struct sello_store *store, uint64_t batch) {
    struct sello_batch row = {0};
    struct sello_change c = sello_change_begin(store);
    get_reserved(&c, batch, &row);
    if (row.signed_blocks != blocks_of(&row)) {
        sello_change_fail(&c, SELLO_E_STATE);
    }
    set_state(&c, &row, SELLO_BATCH_SIGNED, "batch.signed");
    return sello_change_end(&c);
}

/* No event of its own: it belongs to that of the bundle. */
enum sello_error sello_batch_listed(struct sello_store *store, uint64_t batch) {
    struct sello_change c = sello_change_begin(store);
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "UPDATE batch SET was_listed = 1 WHERE number = ?");
    sello_bind_uint(&q, batch);
    sello_change_run_one(&c, &q);
    return sello_change_end(&c);
}

enum sello_error sello_store_void_batch(struct sello_store *store, uint64_t batch) {
    struct sello_batch row = {0};
    struct sello_change c = sello_change_begin(store);
    get_reserved(&c, batch, &row);
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "DELETE FROM signature_block WHERE batch = ?");
    sello_bind_uint(&q, batch);
    sello_change_run(&c, &q);
    sello_photos_drop(&c, batch);
    set_state(&c, &row, SELLO_BATCH_VOID, "batch.void");
    struct sello_status_range range = {.first = row.first,
                                       .count = row.count,
                                       .status = SELLO_LABEL_WITHDRAWN,
                                       .reason = SELLO_REASON_VOID,
                                       .day = base_here_day(store->now),
                                       .source = SELLO_SOURCE_VOID};
    if (c.error == SELLO_OK) {
        c.error = sello_status_set(store, &range, NULL);
    }
    return sello_change_end(&c);
}

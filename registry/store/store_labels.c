/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_pages.h"

/* Reading what was issued: batches, signatures, single labels. */

#define BATCH_COLUMNS                                                                              \
    "b.number, b.certificate, b.first_serial, b.n_labels, b.issued, b.key_index, b.kid, b.lot,"    \
    " b.state, b.n_blocks, b.was_listed, b.link, b.claims, coalesce(c.producer, 0), "              \
    "coalesce(p.name, ''),"                                                                        \
    " coalesce(r.name, '') FROM batch b LEFT JOIN certificate c ON c.number = b.certificate"       \
    " LEFT JOIN product p ON p.number = c.product LEFT JOIN producer r ON r.number = c.producer"

/* So many zeros stand nowhere else in claims: texts have none, and numbers have eight bytes. */
static bool says_photo_of_each(struct sello_bytes claims) {
    struct sello_bytes zeros = sello_photo_of_each();
    return claims.len > 0 && memmem(claims.ptr, claims.len, zeros.ptr, zeros.len) != NULL;
}

static struct sello_batch read_batch(struct sello_query *q) {
    struct sello_batch b = {.number = sello_col_uint(q)};
    b.certificate = sello_col_number(q).value;
    b.first = sello_col_uint(q);
    b.count = sello_col_uint(q);
    b.issued = sello_col_uint(q);
    b.key = sello_col_uint(q);
    sello_col_fixed(q, b.kid, sizeof b.kid);
    sello_col_text(q, b.lot, sizeof b.lot);
    b.state = (enum sello_batch_state)sello_col_uint(q); /* 1..4, says the table */
    b.signed_blocks = sello_col_uint(q);
    b.was_listed = sello_col_uint(q) != 0;
    b.link = (enum sello_link)sello_col_uint(q); /* 0..2, says the table */
    struct sello_bytes claims = sello_col_blob(q);
    if (claims.len > sizeof b.claims) {
        q->error = SELLO_E_STORE_DAMAGED;
        return b;
    }
    if (claims.len > 0) {
        memcpy(b.claims, claims.ptr, claims.len);
    }
    b.claims_len = claims.len;
    b.photo_of_each = says_photo_of_each(claims);
    b.producer = sello_col_uint(q);
    sello_col_text(q, b.product_name, sizeof b.product_name);
    sello_col_text(q, b.producer_name, sizeof b.producer_name);
    return b;
}

static enum sello_error one_batch(struct sello_query *q, struct sello_batch *out) {
    enum sello_error error = sello_one(q);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_batch batch = read_batch(q);
    if (q->error == SELLO_OK) {
        *out = batch;
    }
    return q->error;
}

enum sello_error sello_batch_get(struct sello_store *store, uint64_t number,
                                 struct sello_batch *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT " BATCH_COLUMNS " WHERE b.number = ?");
    sello_bind_uint(&q, number);
    return one_batch(&q, out);
}

/* The last batch that begins at or before the serial. */
static enum sello_error batch_of(struct sello_store *store, uint64_t serial,
                                 struct sello_batch *out) {
    struct sello_batch batch = {0};
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT " BATCH_COLUMNS " WHERE b.first_serial <= ?"
                               " ORDER BY b.first_serial DESC LIMIT 1");
    sello_bind_uint(&q, serial);
    enum sello_error error = one_batch(&q, &batch);
    if (error == SELLO_OK && serial - batch.first >= batch.count) {
        error = SELLO_E_NOT_FOUND;
    }
    if (error == SELLO_OK) {
        *out = batch;
    }
    return error;
}

static uint64_t read_batch_row(struct sello_query *q, void *row) {
    struct sello_batch *batch = row;
    *batch = read_batch(q);
    return batch->first;
}

enum sello_error sello_batch_list(struct sello_store *store,
                                  const struct sello_batch_filter *filter,
                                  bool (*visit)(void *context, const struct sello_batch *row),
                                  void *context) {
    const uint64_t limits[] = {filter->certificate,    filter->state,       filter->first_serial,
                               filter->last_serial,    filter->producer,    filter->product,
                               filter->scheme.present, filter->issued_from, filter->issued_until};
    const size_t scheme = 6; /* whose code may be 0 */
    char lot[SELLO_FOLDED_LEN] = "";
    enum sello_error error =
        filter->lot != NULL ? sello_store_fold(&filter->lot, 1, lot) : SELLO_OK;
    if (error != SELLO_OK) {
        return error;
    }
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_batch));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT " BATCH_COLUMNS
                                   " WHERE (? = 0 OR b.certificate = ?) AND (? = 0 OR b.state = ?)"
                                   " AND (? = 0 OR b.first_serial + b.n_labels > ?)"
                                   " AND (? = 0 OR b.first_serial <= ?)"
                                   " AND (? = 0 OR c.producer = ?) AND (? = 0 OR c.product = ?)"
                                   " AND (? = 0 OR c.scheme = ?) AND (? = 0 OR b.issued >= ?)"
                                   " AND (? = 0 OR b.issued < ?) AND (? = 0 OR b.search = ?)"
                                   " AND b.first_serial >= ? ORDER BY b.first_serial LIMIT ?");
        for (size_t i = 0; i < COUNT_OF(limits); i++) {
            sello_bind_uint(&q, limits[i]);
            sello_bind_uint(&q, i == scheme ? filter->scheme.value : limits[i]);
        }
        sello_bind_uint(&q, filter->lot != NULL);
        sello_bind_text(&q, lot);
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_batch_row);
        const struct sello_batch *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

/* ---- signatures ---- */

enum sello_error sello_store_signatures(struct sello_store *store, uint64_t batch, uint64_t block,
                                        uint8_t out[SELLO_LEN(SELLO_BLOCK * SELLO_SIG_LEN)],
                                        size_t *out_labels) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "SELECT signatures FROM signature_block WHERE batch = ? AND block = ?");
    sello_bind_uint(&q, batch);
    sello_bind_uint(&q, block);
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_bytes blob = sello_col_blob(&q);
    if (q.error != SELLO_OK) {
        return q.error;
    }
    if (blob.len > (size_t)SELLO_BLOCK * SELLO_SIG_LEN || blob.len % SELLO_SIG_LEN != 0) {
        return SELLO_E_STORE_DAMAGED;
    }
    memcpy(out, blob.ptr, blob.len);
    *out_labels = blob.len / SELLO_SIG_LEN;
    return SELLO_OK;
}

/* substr counts bytes of a blob from 1. */
static enum sello_error get_signature(struct sello_store *store, uint64_t batch, uint64_t place,
                                      uint8_t out[SELLO_SIG_LEN]) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "SELECT substr(signatures, CAST(? AS INTEGER), 64) FROM signature_block"
                   " WHERE batch = ? AND block = ?");
    sello_bind_uint(&q, place % SELLO_BLOCK * SELLO_SIG_LEN + 1);
    sello_bind_uint(&q, batch);
    sello_bind_uint(&q, place / SELLO_BLOCK);
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        sello_col_fixed(&q, out, SELLO_SIG_LEN);
        error = q.error;
    }
    return error == SELLO_E_NOT_FOUND ? SELLO_E_STORE_DAMAGED : error;
}

enum sello_error sello_store_label(struct sello_store *store, uint64_t serial,
                                   struct sello_issued *out) {
    struct sello_issued label = {.serial = serial};
    enum sello_error error = batch_of(store, serial, &label.batch);
    if (error != SELLO_OK) {
        return error;
    }
    label.has_signature = label.batch.state == SELLO_BATCH_SIGNED;
    if (label.has_signature) {
        error =
            get_signature(store, label.batch.number, serial - label.batch.first, label.signature);
    }
    if (error == SELLO_OK && label.has_signature && label.batch.photo_of_each) {
        error = sello_photos_of_labels(store, serial, 1, label.photo);
    }
    if (error == SELLO_OK) {
        *out = label;
    }
    return error;
}

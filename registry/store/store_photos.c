/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_internal.h"

static const uint8_t of_each[SELLO_PHOTO_LEN];

void sello_photo_id(struct sello_bytes file, uint8_t out[SELLO_LEN(SELLO_PHOTO_LEN)]) {
    uint8_t hash[SELLO_HASH_LEN];
    sello_sha256(&file, 1, hash);
    memcpy(out, hash, SELLO_PHOTO_LEN);
}

struct sello_bytes sello_photo_of_each(void) {
    return sello_bytes(of_each, sizeof of_each);
}

/* ---- coming in ---- */

/* The number of the photo; one that is there already stays as it is. */
static uint64_t put_photo(struct sello_change *c, const struct sello_photo *photo) {
    struct sello_kept_photo kept;
    enum sello_error error =
        c->error == SELLO_OK ? sello_photo_get(c->store, photo->id, &kept) : c->error;
    if (error == SELLO_OK) {
        return kept.number;
    }
    sello_change_fail(c, error == SELLO_E_NOT_FOUND ? SELLO_OK : error);
    uint64_t number = sello_change_next(c, "photo");
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db, "INSERT INTO photo (number, id, bytes) VALUES (?, ?, ?)");
    sello_bind_uint(&q, number);
    sello_bind_blob(&q, sello_bytes(photo->id, SELLO_PHOTO_LEN));
    sello_bind_blob(&q, photo->file);
    sello_change_run(c, &q);
    return number;
}

static void put_run(struct sello_change *c, const struct sello_batch *batch, uint64_t first,
                    uint64_t count, uint64_t photo) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db, "INSERT INTO label_photo (first_serial, n_labels, batch, photo)"
                                  " VALUES (?, ?, ?, ?)");
    sello_bind_uint(&q, first);
    sello_bind_uint(&q, count);
    sello_bind_uint(&q, batch->number);
    sello_bind_uint(&q, photo);
    sello_change_run(c, &q);
}

void sello_photos_put(struct sello_change *c, const struct sello_batch *batch,
                      const struct sello_photo *photo, size_t n) {
    uint64_t each = n > 1 ? 1 : batch->count;
    for (size_t i = 0; i < n && c->error == SELLO_OK; i++) {
        put_run(c, batch, batch->first + i, each, put_photo(c, &photo[i]));
    }
}

/* Nothing of a photo is kept that no label has. */
void sello_photos_drop(struct sello_change *c, uint64_t batch) {
    SELLO_AUTO(query)
    struct sello_query runs = sello_query(c->store->db, "DELETE FROM label_photo WHERE batch = ?");
    sello_bind_uint(&runs, batch);
    sello_change_run(c, &runs);
    SELLO_AUTO(query)
    struct sello_query photos =
        sello_query(c->store->db, "DELETE FROM photo WHERE NOT EXISTS"
                                  " (SELECT 1 FROM label_photo l WHERE l.photo = photo.number)");
    sello_change_run(c, &photos);
}

/* ---- looking ---- */

enum sello_error sello_photos_of_labels(struct sello_store *store, uint64_t first, size_t n,
                                        uint8_t *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT l.first_serial, p.id FROM label_photo l"
                               " JOIN photo p ON p.number = l.photo WHERE l.first_serial >= ?"
                               " AND l.first_serial < ? ORDER BY l.first_serial");
    sello_bind_uint(&q, first);
    sello_bind_uint(&q, first + n);
    size_t i = 0;
    while (i < n && sello_row(&q) && sello_col_uint(&q) == first + i) {
        sello_col_fixed(&q, out + i * SELLO_PHOTO_LEN, SELLO_PHOTO_LEN);
        i++;
    }
    return q.error != SELLO_OK ? q.error : i == n ? SELLO_OK : SELLO_E_STORE_DAMAGED;
}

#define PHOTO_COLUMNS                                                                              \
    "p.number, p.id, (SELECT coalesce(min(l.first_serial), 0) FROM label_photo l"                  \
    " WHERE l.photo = p.number), p.bytes FROM photo p"

static enum sello_error one_photo(struct sello_query *q, struct sello_kept_photo *out) {
    enum sello_error error = sello_one(q);
    if (error != SELLO_OK) {
        return error;
    }
    out->number = sello_col_uint(q);
    sello_col_fixed(q, out->id, sizeof out->id);
    out->first = sello_col_uint(q);
    struct sello_bytes file = sello_col_blob(q);
    if (q->error != SELLO_OK) {
        return q->error;
    }
    if (file.len == 0 || file.len > sizeof out->file) {
        return SELLO_E_STORE_DAMAGED;
    }
    memcpy(out->file, file.ptr, file.len);
    out->len = file.len;
    return SELLO_OK;
}

enum sello_error sello_photo_get(struct sello_store *store,
                                 const uint8_t id[SELLO_LEN(SELLO_PHOTO_LEN)],
                                 struct sello_kept_photo *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT " PHOTO_COLUMNS " WHERE p.id = ?");
    sello_bind_blob(&q, sello_bytes(id, SELLO_PHOTO_LEN));
    return one_photo(&q, out);
}

enum sello_error sello_photo_next(struct sello_store *store, uint64_t above,
                                  struct sello_kept_photo *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT " PHOTO_COLUMNS " WHERE p.number > ? AND EXISTS"
                               " (SELECT 1 FROM label_photo s JOIN batch b ON b.number = s.batch"
                               " WHERE s.photo = p.number AND b.state = 2)"
                               " ORDER BY p.number LIMIT 1");
    sello_bind_uint(&q, above);
    return one_photo(&q, out);
}

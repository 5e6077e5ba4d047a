/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/store/backup.h"
#include "registry/store/history.h"
#include "registry/store/store_internal.h"

/* Roots and bundles, as signed. */

/* ---- roots ---- */

/* Versions are dense. */
enum sello_error sello_store_put_root_back(struct sello_store *store, uint64_t version,
                                           const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)],
                                           struct sello_bytes bytes) {
    struct sello_highwater marks = {0};
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        c.error = sello_store_highwater(store, &marks);
    }
    if (version != marks.root_version + 1) {
        sello_change_fail(&c, SELLO_E_STATE);
    }
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "INSERT INTO root (version, hash, stored_at, bytes) VALUES (?, ?, ?, ?)");
    sello_bind_uint(&q, version);
    sello_bind_blob(&q, sello_bytes(hash, SELLO_HASH_LEN));
    sello_bind_uint(&q, store->now);
    sello_bind_blob(&q, bytes);
    sello_change_run(&c, &q);
    sello_change_event(&c, "root.stored", sello_part(SELLO_EVENT_NUMBER, version),
                       sello_part_hash(SELLO_EVENT_HASH, hash));
    store->raise_highwater = store->raise_highwater || c.error == SELLO_OK;
    store->is_root = c.error == SELLO_OK;
    return sello_change_end(&c);
}

/* One of this version may have been made after a backup, and two would be a fork. */
enum sello_error sello_store_put_root(struct sello_store *store, uint64_t version,
                                      const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)],
                                      struct sello_bytes bytes) {
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        c.error = sello_store_known(store);
    }
    if (c.error == SELLO_OK) {
        c.error = sello_store_put_root_back(store, version, hash, bytes);
    }
    return sello_change_end(&c);
}

enum sello_error sello_store_newest_root(struct sello_store *store, struct sello_stored_root *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT version, hash, stored_at FROM root"
                                                  " ORDER BY version DESC LIMIT 1");
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_stored_root root = {.version = sello_col_uint(&q)};
    sello_col_fixed(&q, root.hash, sizeof root.hash);
    root.stored = sello_col_uint(&q);
    if (q.error == SELLO_OK) {
        *out = root;
    }
    return q.error;
}

enum sello_error sello_store_fingerprint(struct sello_store *store,
                                         uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT hash FROM root WHERE version = 1");
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        sello_col_fixed(&q, out, SELLO_HASH_LEN);
        error = q.error;
    }
    return error;
}

enum sello_error sello_store_root_bytes(struct sello_store *store, uint64_t version,
                                        uint8_t **out_ptr, size_t *out_len) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT bytes FROM root WHERE version = ?");
    sello_bind_uint(&q, version);
    enum sello_error error = sello_one(&q);
    return error == SELLO_OK ? sello_store_copy_blob(&q, out_ptr, out_len) : error;
}

enum sello_error sello_store_root_after(struct sello_store *store, uint64_t version,
                                        uint8_t **out_ptr, size_t *out_len) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(store->db, "SELECT bytes FROM root WHERE version > ?"
                                                  " ORDER BY version DESC LIMIT 1");
    sello_bind_uint(&q, version);
    enum sello_error error = sello_one(&q);
    return error == SELLO_OK ? sello_store_copy_blob(&q, out_ptr, out_len) : error;
}

/* ---- bundles ---- */

/* Everything the bundle must agree with is read in the transaction that dates it. */
static void date_bundle(struct sello_change *c, struct sello_bundle_date *date) {
    struct sello_stored_root root = {0};
    struct sello_highwater marks = {0};
    if (c->error == SELLO_OK) {
        c->error = sello_store_newest_root(c->store, &root);
    }
    if (c->error == SELLO_OK) {
        c->error = sello_store_not_behind(c->store);
    }
    if (c->error == SELLO_OK) {
        c->error = sello_store_highwater(c->store, &marks);
    }
    uint64_t last = marks.bundle_date > marks.issued ? marks.bundle_date : marks.issued;
    last = last > root.stored ? last : root.stored; /* a verifier's time is its root's at least */
    *date = (struct sello_bundle_date){.version = marks.bundle_version + 1,
                                       .generated = c->store->now > last ? c->store->now : last,
                                       .highest = marks.serial,
                                       .root_version = root.version};
    memcpy(date->root_hash, root.hash, sizeof date->root_hash);
}

static void insert_bundle(struct sello_change *c, const struct sello_bundle_date *date) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "INSERT INTO bundle (version, root_version, generated, highest) VALUES (?, ?, ?, ?)");
    sello_bind_uint(&q, date->version);
    sello_bind_uint(&q, date->root_version);
    sello_bind_uint(&q, date->generated);
    sello_bind_uint(&q, date->highest);
    sello_change_run(c, &q);
}

enum sello_error sello_store_next_bundle(struct sello_store *store, struct sello_bundle_date *out) {
    struct sello_bundle_date date = {0};
    struct sello_change c = sello_change_begin(store);
    date_bundle(&c, &date);
    sello_change_set(&c, "bundle_version", date.version);
    sello_change_set(&c, "bundle_date", date.generated);
    insert_bundle(&c, &date);
    sello_change_event(&c, "bundle.dated", sello_part(SELLO_EVENT_NUMBER, date.version),
                       sello_part(SELLO_EVENT_COUNT, date.highest),
                       sello_part(SELLO_EVENT_DATE, date.generated));
    store->raise_highwater = store->raise_highwater || c.error == SELLO_OK;
    store->is_root = false;
    enum sello_error error = sello_change_end(&c);
    if (error == SELLO_OK) {
        *out = date;
    }
    return error;
}

static enum sello_error was_put(struct sello_store *store, uint64_t version, bool *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT count(*) FROM bundle_piece WHERE version = ?");
    sello_bind_uint(&q, version);
    enum sello_error error = sello_one(&q);
    *out = error == SELLO_OK && sello_col_uint(&q) > 0;
    return error == SELLO_OK ? q.error : error;
}

/* Only the newest bundle's bytes are kept: they may be many, and an older one is of no use. */
static void forget_older(struct sello_change *c, uint64_t version) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(c->store->db, "DELETE FROM bundle_piece WHERE version < ?");
    sello_bind_uint(&q, version);
    sello_change_send(c, &q);
}

enum sello_error sello_store_put_bundle(struct sello_store *store, uint64_t version,
                                        struct sello_bytes bytes) {
    uint8_t hash[SELLO_HASH_LEN];
    uint64_t newest = 0;
    bool put = false;
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        c.error = sello_store_known(store);
    }
    if (c.error == SELLO_OK) {
        c.error = sello_store_counter(store, "bundle_version", &newest);
    }
    if (c.error == SELLO_OK) {
        c.error = was_put(store, version, &put);
    }
    if (version != newest || put) {
        sello_change_fail(&c, SELLO_E_STATE);
    }
    sello_pieces_put(&c, "INSERT INTO bundle_piece (version, place, bytes) VALUES (?, ?, ?)",
                     version, bytes);
    forget_older(&c, version);
    sello_sha256(&bytes, 1, hash);
    sello_change_event(&c, "bundle.stored", sello_part(SELLO_EVENT_NUMBER, version),
                       sello_part_hash(SELLO_EVENT_HASH, hash));
    return sello_change_end(&c);
}

enum sello_error sello_store_signed_other(struct sello_store *store, uint64_t version,
                                          const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)],
                                          bool *out) {
    struct sello_event_facts facts;
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT body FROM event WHERE kind = 'bundle.stored'");
    *out = false;
    while (sello_row(&q) && !*out) {
        enum sello_error error = sello_event_read(sello_col_blob(&q), &facts);
        if (error != SELLO_OK) {
            return error;
        }
        *out = facts.has_hash && facts.number.present && facts.number.value == version &&
               memcmp(facts.hash, hash, SELLO_HASH_LEN) != 0;
    }
    return q.error;
}

enum sello_error sello_store_newest_bundle(struct sello_store *store,
                                           struct sello_stored_bundle *out, uint8_t **out_ptr,
                                           size_t *out_len) {
    SELLO_AUTO(pieces) struct sello_pieces whole = {.n = 0};
    struct sello_stored_bundle bundle = {.version = 0};
    enum sello_error error = SELLO_OK;
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "SELECT b.version, b.root_version, b.generated, b.highest, p.place, p.bytes"
                   " FROM bundle_piece p JOIN bundle b ON b.version = p.version WHERE p.version ="
                   " (SELECT max(version) FROM bundle_piece) ORDER BY p.place");
    while (error == SELLO_OK && sello_row(&q)) {
        bundle.version = sello_col_uint(&q);
        bundle.root_version = sello_col_uint(&q);
        bundle.generated = sello_col_uint(&q);
        bundle.highest = sello_col_uint(&q);
        error = sello_pieces_take(&q, &whole);
    }
    error = error == SELLO_OK ? q.error : error;
    if (error == SELLO_OK && whole.n == 0) {
        error = SELLO_E_NOT_FOUND;
    }
    if (error == SELLO_OK) {
        *out = bundle;
        sello_pieces_give(&whole, out_ptr, out_len);
    }
    return error;
}

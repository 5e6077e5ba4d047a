/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_internal.h"

/* The marks outside the database, compared with the database, and the way back after an old backup
 * was restored. */

enum sello_error sello_store_marks(struct sello_store *store, struct sello_marks *out) {
    struct sello_marks marks = {0};
    const struct {
        const char *counter;
        uint64_t *value;
    } rows[] = {
        {"serial", &marks.serial},
        {"issued", &marks.issued},
        {"bundle_version", &marks.bundle_version},
        {"bundle_date", &marks.bundle_date},
    };
    enum sello_error error =
        sello_store_uint(store, "SELECT coalesce(max(version), 0) FROM root", &marks.root_version);
    for (size_t i = 0; i < sizeof rows / sizeof *rows && error == SELLO_OK; i++) {
        error = sello_store_counter(store, rows[i].counter, rows[i].value);
    }
    if (error == SELLO_OK) {
        *out = marks;
    }
    return error;
}

/* Both sides. Before the first root nothing was ever signed, and there are no marks. Marks are read
 * first: they follow commits, so what is issued meanwhile never makes them look ahead. */
static enum sello_error read_both(struct sello_store *store, struct sello_marks *database,
                                  struct sello_marks *outside) {
    uint8_t fingerprint[SELLO_HASH_LEN];
    enum sello_error error = sello_store_fingerprint(store, fingerprint);
    bool signs = error != SELLO_E_NOT_FOUND;
    if (error == SELLO_OK) {
        error = sello_marks_read(store->folder, fingerprint, outside);
    }
    if (error == SELLO_OK || !signs) {
        error = sello_store_marks(store, database);
    }
    if (!signs) {
        *outside = *database;
    }
    return error;
}

enum sello_error sello_store_not_behind(struct sello_store *store) {
    struct sello_marks database = {0}, outside = {0};
    enum sello_error error = read_both(store, &database, &outside);
    if (error == SELLO_OK && sello_marks_ahead(outside, database)) {
        error = SELLO_E_STORE_BEHIND;
    }
    return error;
}

static uint64_t above(uint64_t a, uint64_t b) {
    return a > b ? a - b : 0;
}

enum sello_error sello_store_gap(struct sello_store *store, struct sello_store_gap *out) {
    struct sello_marks database = {0}, outside = {0};
    enum sello_error error = read_both(store, &database, &outside);
    if (error != SELLO_OK) {
        return error;
    }
    uint64_t issued = above(outside.issued, database.issued);
    uint64_t dated = above(outside.bundle_date, database.bundle_date);
    *out = (struct sello_store_gap){
        .serials = above(outside.serial, database.serial),
        .bundle_versions = above(outside.bundle_version, database.bundle_version),
        .root_versions = above(outside.root_version, database.root_version),
        .seconds = issued > dated ? issued : dated,
    };
    return SELLO_OK;
}

/* ---- reconciling ---- */

/* The labels of the gap were printed and are on goods: a batch that says so keeps their serials
 * taken. What they say is on the labels only. */
static void put_lost_batch(struct sello_change *c, uint64_t first, uint64_t count,
                           uint64_t issued) {
    static const uint8_t no_kid[SELLO_KID_LEN];
    uint64_t number = sello_change_next(c, "batch");
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "INSERT INTO batch (number, certificate, first_serial, n_labels, issued, key_index, kid,"
        " lot, state, n_blocks, claims, search)"
        " VALUES (?, NULL, ?, ?, ?, 0, ?, '', 4, 0, ?, '')");
    sello_bind_uint(&q, number);
    sello_bind_uint(&q, first);
    sello_bind_uint(&q, count);
    sello_bind_uint(&q, issued);
    sello_bind_blob(&q, sello_bytes(no_kid, sizeof no_kid));
    sello_bind_blob(&q, sello_bytes(NULL, 0));
    sello_change_run(c, &q);
    sello_change_event(c, "batch.lost", sello_part(SELLO_EVENT_NUMBER, number),
                       sello_part(SELLO_EVENT_FIRST, first), sello_part(SELLO_EVENT_COUNT, count),
                       sello_part(SELLO_EVENT_DATE, issued));
}

static void raise_counters(struct sello_change *c, struct sello_marks marks) {
    sello_change_set(c, "serial", marks.serial);
    sello_change_set(c, "issued", marks.issued);
    sello_change_set(c, "bundle_version", marks.bundle_version);
    sello_change_set(c, "bundle_date", marks.bundle_date);
    sello_change_event(
        c, "registry.reconciled", sello_part(SELLO_EVENT_NUMBER, marks.bundle_version),
        sello_part(SELLO_EVENT_COUNT, marks.serial), sello_part(SELLO_EVENT_DATE, marks.issued));
    c->store->raise_marks = true;
}

enum sello_error sello_store_reconcile(struct sello_store *store) {
    struct sello_marks database = {0}, outside = {0};
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, read_both(store, &database, &outside));
    if (outside.root_version > database.root_version) {
        sello_change_fail(&c, SELLO_E_STORE_BEHIND);
    }
    if (c.error == SELLO_OK && outside.serial > database.serial) {
        put_lost_batch(&c, database.serial + 1, outside.serial - database.serial, outside.issued);
    }
    if (c.error == SELLO_OK && sello_marks_ahead(outside, database)) {
        raise_counters(&c, sello_marks_max(outside, database));
    }
    return sello_change_end(&c);
}

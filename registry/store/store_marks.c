/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_internal.h"

/* The marks outside the database, compared with the database, and the way back after an old backup
 * was restored. */

/* Where the database stands. */
struct standing {
    struct sello_marks marks;
    uint64_t last_event;
    bool signs; /* it has a root; before the first, nothing was ever signed */
    uint8_t fingerprint[SELLO_HASH_LEN];
};

/* Every counter is made with the database: one that is missing is damage. */
static enum sello_error read_standing(struct sello_store *store, struct standing *out) {
    static const char sql[] = "SELECT (SELECT value FROM counter WHERE name = 'serial'),"
                              " (SELECT value FROM counter WHERE name = 'issued'),"
                              " (SELECT value FROM counter WHERE name = 'bundle_version'),"
                              " (SELECT value FROM counter WHERE name = 'bundle_date'),"
                              " (SELECT coalesce(max(version), 0) FROM root),"
                              " coalesce((SELECT made_at FROM event ORDER BY seq DESC LIMIT 1), 0),"
                              " (SELECT hash FROM root WHERE version = 1)";
    struct standing s = {.signs = false};
    SELLO_AUTO(query) struct sello_query q = sello_query(store->db, sql);
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    s.marks.serial = sello_col_uint(&q);
    s.marks.issued = sello_col_uint(&q);
    s.marks.bundle_version = sello_col_uint(&q);
    s.marks.bundle_date = sello_col_uint(&q);
    s.marks.root_version = sello_col_uint(&q);
    s.last_event = sello_col_uint(&q);
    s.signs = s.marks.root_version > 0;
    if (s.signs) {
        sello_col_fixed(&q, s.fingerprint, sizeof s.fingerprint);
    }
    if (q.error == SELLO_OK) {
        *out = s;
    }
    return q.error;
}

enum sello_error sello_store_marks(struct sello_store *store, struct sello_marks *out) {
    struct standing standing;
    enum sello_error error = read_standing(store, &standing);
    if (error == SELLO_OK) {
        *out = standing.marks;
    }
    return error;
}

/* Where it stands, and the marks outside: without a root its own. Marks follow commits: those that
 * are ahead may be of labels issued since the database was read, which is then read again. */
static enum sello_error read_outside(struct sello_store *store, struct standing *standing,
                                     struct sello_marks *outside) {
    enum sello_error error = SELLO_OK;
    *outside = standing->marks;
    if (standing->signs) {
        error = sello_marks_read(store->folder, standing->fingerprint, outside);
    }
    if (error == SELLO_OK && sello_marks_ahead(*outside, standing->marks)) {
        error = read_standing(store, standing);
    }
    return error;
}

static enum sello_error read_both(struct sello_store *store, struct standing *standing,
                                  struct sello_marks *outside) {
    enum sello_error error = read_standing(store, standing);
    return error == SELLO_OK ? read_outside(store, standing, outside) : error;
}

enum sello_error sello_store_not_behind(struct sello_store *store) {
    struct standing here = {.signs = false};
    struct sello_marks outside = {0};
    enum sello_error error = read_both(store, &here, &outside);
    if (error == SELLO_OK && sello_marks_ahead(outside, here.marks)) {
        error = SELLO_E_STORE_BEHIND;
    }
    return error;
}

static uint64_t above(uint64_t a, uint64_t b) {
    return a > b ? a - b : 0;
}

static struct sello_store_gap gap_between(struct sello_marks outside, struct sello_marks database) {
    uint64_t issued = above(outside.issued, database.issued);
    uint64_t dated = above(outside.bundle_date, database.bundle_date);
    return (struct sello_store_gap){
        .serials = above(outside.serial, database.serial),
        .bundle_versions = above(outside.bundle_version, database.bundle_version),
        .root_versions = above(outside.root_version, database.root_version),
        .seconds = issued > dated ? issued : dated,
    };
}

enum sello_error sello_store_gap(struct sello_store *store, struct sello_store_gap *out) {
    struct standing here = {.signs = false};
    struct sello_marks outside = {0};
    enum sello_error error = read_both(store, &here, &outside);
    if (error == SELLO_OK) {
        *out = gap_between(outside, here.marks);
    }
    return error;
}

/* ---- opening ---- */

/* A crash between a commit and its marks leaves them low. Marks that cannot be read stay as they
 * are: whoever wants to reserve will hear of it. */
enum sello_error sello_store_settle(struct sello_store *store) {
    struct standing here = {.signs = false};
    struct sello_marks outside = {0};
    enum sello_error error = read_standing(store, &here);
    if (error != SELLO_OK) {
        return error;
    }
    store->opening.last_event = store->last_event = here.last_event;
    error = read_outside(store, &here, &outside);
    if (error == SELLO_OK) {
        store->opening.gap = gap_between(outside, here.marks);
    }
    if (error == SELLO_OK && here.signs && !store->reading) {
        error = sello_marks_raise(store->folder, here.fingerprint, here.marks);
    }
    return error == SELLO_E_STORE_DAMAGED ? SELLO_OK : error;
}

const struct sello_store_opening *sello_store_opening(const struct sello_store *store) {
    return &store->opening;
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
    struct standing here = {.signs = false};
    struct sello_marks outside = {0};
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, read_both(store, &here, &outside));
    const struct sello_marks database = here.marks;
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

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/backup.h"
#include "registry/store/store_internal.h"

/* The marks outside the database, compared with the database, and the way back after an old backup
 * was restored. */

/* Where the database stands. */
struct standing {
    struct sello_highwater marks;
    uint64_t last_event;
    uint64_t backup_end; /* instant; 0: what came after it is known */
    bool unknown;
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
                              " (SELECT value FROM counter WHERE name = 'unknown_since'),"
                              " coalesce((SELECT made_at FROM event WHERE seq + 1 ="
                              " (SELECT value FROM counter WHERE name = 'unknown_since')), 0),"
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
    s.unknown = sello_col_uint(&q) > 0;
    s.backup_end = sello_col_uint(&q);
    s.signs = s.marks.root_version > 0;
    if (s.signs) {
        sello_col_fixed(&q, s.fingerprint, sizeof s.fingerprint);
    }
    if (q.error == SELLO_OK) {
        *out = s;
    }
    return q.error;
}

enum sello_error sello_store_highwater(struct sello_store *store, struct sello_highwater *out) {
    struct standing standing;
    enum sello_error error = read_standing(store, &standing);
    if (error == SELLO_OK) {
        *out = standing.marks;
    }
    return error;
}

/* Where it stands, and the marks outside: without a root its own. Marks follow commits: those that
 * are ahead may be of labels issued since the database was read, which is then read again.
 * *out_found: are there any? */
static enum sello_error read_outside(struct sello_store *store, struct standing *standing,
                                     struct sello_highwater *outside, bool *out_found) {
    enum sello_error error = SELLO_OK;
    *outside = standing->marks;
    if (standing->signs) {
        error = sello_highwater_read(store->folder, standing->fingerprint, outside);
    }
    *out_found = error != SELLO_E_NOT_FOUND;
    error = *out_found ? error : SELLO_OK;
    if (error == SELLO_OK && sello_highwater_ahead(*outside, standing->marks)) {
        error = read_standing(store, standing);
    }
    return error;
}

static enum sello_error read_both(struct sello_store *store, struct standing *standing,
                                  struct sello_highwater *outside) {
    bool found = false;
    enum sello_error error = read_standing(store, standing);
    return error == SELLO_OK ? read_outside(store, standing, outside, &found) : error;
}

enum sello_error sello_store_not_behind(struct sello_store *store) {
    struct standing here = {.signs = false};
    struct sello_highwater outside = {0};
    enum sello_error error = read_both(store, &here, &outside);
    if (error == SELLO_OK && sello_highwater_ahead(outside, here.marks)) {
        error = SELLO_E_STORE_BEHIND;
    }
    return error == SELLO_OK && here.unknown ? SELLO_E_STORE_UNKNOWN : error;
}

enum sello_error sello_store_known(struct sello_store *store) {
    uint64_t since = 0;
    enum sello_error error = sello_store_counter(store, "unknown_since", &since);
    return error == SELLO_OK && since > 0 ? SELLO_E_STORE_UNKNOWN : error;
}

static uint64_t above(uint64_t a, uint64_t b) {
    return a > b ? a - b : 0;
}

bool sello_store_gap_any(const struct sello_store_gap *gap) {
    return gap->serials > 0 || gap->bundle_versions > 0 || gap->root_versions > 0 ||
           gap->seconds > 0 || gap->unknown;
}

static struct sello_store_gap gap_between(struct sello_highwater outside,
                                          struct sello_highwater database) {
    uint64_t issued = above(outside.issued, database.issued);
    uint64_t dated = above(outside.bundle_date, database.bundle_date);
    return (struct sello_store_gap){
        .serials = above(outside.serial, database.serial),
        .bundle_versions = above(outside.bundle_version, database.bundle_version),
        .root_versions = above(outside.root_version, database.root_version),
        .seconds = issued > dated ? issued : dated,
    };
}

static struct sello_store_gap gap_of(const struct standing *here, struct sello_highwater outside) {
    struct sello_store_gap gap = gap_between(outside, here->marks);
    gap.unknown = here->unknown;
    gap.backup_end = here->backup_end;
    return gap;
}

enum sello_error sello_store_gap(struct sello_store *store, struct sello_store_gap *out) {
    struct standing here = {.signs = false};
    struct sello_highwater outside = {0};
    enum sello_error error = read_both(store, &here, &outside);
    if (error == SELLO_OK) {
        *out = gap_of(&here, outside);
    }
    return error;
}

/* ---- opening ---- */

/* Notes that nobody knows what came after the last event. It takes that one's date: nobody has
 * said yet that this computer's clock is right. */
static enum sello_error begin_unknown(struct sello_store *store, struct standing *here) {
    const uint64_t clock = store->now;
    sello_store_set_now(store, here->last_event);
    struct sello_change c = sello_change_begin(store);
    sello_change_event(&c, "registry.restored", sello_part(SELLO_EVENT_COUNT, here->marks.serial),
                       sello_part(SELLO_EVENT_DATE, here->last_event));
    sello_change_set(&c, "unknown_since", c.event);
    enum sello_error error = sello_change_end(&c);
    sello_store_set_now(store, clock);
    if (error == SELLO_OK) {
        here->unknown = true;
        here->backup_end = here->last_event;
    }
    return error;
}

/* Before anything was given out, missing marks are those that a crash kept from being written. */
static bool gave_out(const struct standing *here) {
    return here->signs && (here->marks.serial > 0 || here->marks.bundle_version > 0);
}

/* A crash between a commit and its marks leaves them low. Marks that cannot be read stay as they
 * are: whoever wants to reserve will hear of it. While it is unknown what was given out, none are
 * written: they would say that it is known. */
enum sello_error sello_store_settle(struct sello_store *store) {
    struct standing here = {.signs = false};
    struct sello_highwater outside = {0};
    bool found = false;
    enum sello_error error = read_standing(store, &here);
    if (error != SELLO_OK) {
        return error;
    }
    store->opening.last_event = store->last_event = here.last_event;
    error = read_outside(store, &here, &outside, &found);
    if (error == SELLO_OK && !found && gave_out(&here) && !here.unknown) {
        here.unknown = store->reading;
        error = store->reading ? SELLO_OK : begin_unknown(store, &here);
    }
    if (error == SELLO_OK) {
        store->opening.gap = gap_of(&here, found ? outside : here.marks);
    }
    if (error == SELLO_OK && here.signs && !here.unknown && !store->reading) {
        error = sello_highwater_raise(store->folder, here.fingerprint, here.marks);
    }
    return error == SELLO_E_STORE_DAMAGED ? SELLO_OK : error;
}

/* Marks that are older than the backup are of another time of this computer, and know as little of
 * what came after it as none. */
enum sello_error sello_store_settle_backup(struct sello_store *store) {
    struct standing here = {.signs = false};
    struct sello_highwater outside = {0};
    bool found = false;
    enum sello_error error = read_standing(store, &here);
    if (error == SELLO_OK) {
        error = read_outside(store, &here, &outside, &found);
    }
    if (error == SELLO_OK && here.signs && !here.unknown &&
        (!found || sello_highwater_ahead(here.marks, outside))) {
        error = begin_unknown(store, &here);
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

static void raise_counters(struct sello_change *c, struct sello_highwater marks) {
    sello_change_set(c, "serial", marks.serial);
    sello_change_set(c, "issued", marks.issued);
    sello_change_set(c, "bundle_version", marks.bundle_version);
    sello_change_set(c, "bundle_date", marks.bundle_date);
    sello_change_event(
        c, "registry.reconciled", sello_part(SELLO_EVENT_NUMBER, marks.bundle_version),
        sello_part(SELLO_EVENT_COUNT, marks.serial), sello_part(SELLO_EVENT_DATE, marks.issued));
    c->store->raise_highwater = true;
}

/* How far things went at most, by what somebody told. */
static struct sello_highwater marks_of(const struct sello_afterwards *told,
                                       struct sello_highwater known, uint64_t now) {
    struct sello_highwater marks = {.serial = told->serial,
                                    .issued = told->issued,
                                    .bundle_version = told->bundle_version,
                                    .bundle_date = told->bundle_date,
                                    .root_version = told->root_version};
    if (told->told == SELLO_TOLD_SERIAL || told->told == SELLO_TOLD_GAP) {
        marks.issued = marks.bundle_date = now; /* at any time up to this one */
        marks.bundle_version = known.bundle_version + SELLO_VERSIONS_PASSED;
    }
    marks = sello_highwater_max(marks, known);
    marks.serial += told->gap;
    return marks;
}

/* What was told stays in the events: who said it, when, and how far it made the numbers go. */
static void end_unknown(struct sello_change *c, const struct sello_afterwards *told,
                        struct sello_highwater marks) {
    static const char *const kinds[] = {
        [SELLO_TOLD_NOTHING] = "restored.nothing-since",
        [SELLO_TOLD_SERIAL] = "restored.last-serial",
        [SELLO_TOLD_TRUST] = "restored.trust-file",
        [SELLO_TOLD_GAP] = "restored.gap",
    };
    sello_change_set(c, "unknown_since", 0);
    sello_change_event(c, kinds[told->told], sello_part(SELLO_EVENT_NUMBER, marks.bundle_version),
                       sello_part(SELLO_EVENT_FIRST, told->serial),
                       sello_part(SELLO_EVENT_COUNT, marks.serial),
                       sello_part(SELLO_EVENT_DATE, marks.issued));
    c->store->raise_highwater = true;
}

static void go_on(struct sello_change *c, struct sello_highwater marks,
                  struct sello_highwater database) {
    if (marks.root_version > database.root_version) {
        sello_change_fail(c, SELLO_E_STORE_BEHIND);
    }
    if (marks.serial > SELLO_INT_MAX) {
        sello_change_fail(c, SELLO_E_RANGE);
    }
    if (c->error == SELLO_OK && marks.serial > database.serial) {
        put_lost_batch(c, database.serial + 1, marks.serial - database.serial, marks.issued);
    }
    if (c->error == SELLO_OK && sello_highwater_ahead(marks, database)) {
        raise_counters(c, marks);
    }
}

enum sello_error sello_store_reconcile(struct sello_store *store,
                                       const struct sello_afterwards *told,
                                       struct sello_store_gap *out) {
    struct standing here = {.signs = false};
    struct sello_highwater outside = {0};
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, read_both(store, &here, &outside));
    struct sello_highwater marks = sello_highwater_max(outside, here.marks);
    if (here.unknown && told == NULL) {
        sello_change_fail(&c, SELLO_E_STORE_UNKNOWN);
    } else if (here.unknown && c.error == SELLO_OK) {
        marks = marks_of(told, marks, store->now);
    }
    go_on(&c, marks, here.marks);
    if (here.unknown && c.error == SELLO_OK) {
        end_unknown(&c, told, marks);
    }
    enum sello_error error = sello_change_end(&c);
    if (error == SELLO_OK && out != NULL) {
        *out = gap_between(marks, here.marks);
    }
    return error;
}

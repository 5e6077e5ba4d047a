/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/backup.h"
#include "registry/store/store_internal.h"

/* The way back from an old backup: what an opening finds, and what somebody tells. */

/* ---- opening ---- */

/* Notes that nobody knows what came after the last event. It takes that one's date: nobody has
 * said yet that this computer's clock is right. */
static enum sello_error begin_unknown(struct sello_store *store, struct sello_standing *here) {
    const uint64_t clock = store->now;
    store->now = here->last_event;
    struct sello_change c = sello_change_begin(store);
    sello_change_event(&c, "registry.restored", sello_part(SELLO_EVENT_COUNT, here->marks.serial),
                       sello_part(SELLO_EVENT_DATE, here->last_event));
    sello_change_set(&c, "unknown_since", c.event);
    enum sello_error error = sello_change_end(&c);
    store->now = clock;
    if (error == SELLO_OK) {
        here->unknown = true;
        here->backup_end = here->last_event;
    }
    return error;
}

/* Before anything was given out, missing marks are those that a crash kept from being written. */
static bool gave_out(const struct sello_standing *here) {
    return here->signs && (here->marks.serial > 0 || here->marks.bundle_version > 0);
}

/* A crash between a commit and its marks leaves them low. Marks that cannot be read stay as they
 * are: whoever wants to reserve will hear of it. While it is unknown what was given out, none are
 * written: they would say that it is known. */
enum sello_error sello_store_settle(struct sello_store *store) {
    struct sello_standing here = {.signs = false};
    struct sello_highwater outside = {0};
    bool found = false;
    enum sello_error error = sello_store_standing(store, &here);
    if (error != SELLO_OK) {
        return error;
    }
    store->opening.last_event = store->last_event = here.last_event;
    error = sello_standing_outside(store, &here, &outside, &found);
    if (error == SELLO_OK && !found && gave_out(&here) && !here.unknown) {
        here.unknown = store->reading;
        error = store->reading ? SELLO_OK : begin_unknown(store, &here);
    }
    if (error == SELLO_OK) {
        store->opening.gap = sello_standing_gap(&here, found ? outside : here.marks);
    }
    if (error == SELLO_OK && here.signs && !here.unknown && !store->reading) {
        error =
            sello_highwater_raise(store->folder, here.fingerprint, here.marks, &store->home_mark);
    }
    return error == SELLO_E_STORE_DAMAGED ? SELLO_OK : error;
}

/* Marks that are older than the backup are of another time of this computer, and know as little of
 * what came after it as none. */
enum sello_error sello_store_settle_backup(struct sello_store *store) {
    struct sello_standing here = {.signs = false};
    struct sello_highwater outside = {0};
    bool found = false;
    enum sello_error error = sello_store_standing(store, &here);
    if (error == SELLO_OK) {
        error = sello_standing_outside(store, &here, &outside, &found);
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

/* ---- what a trust file tells ---- */

/* The marks, and what it shows was given out. */
static struct sello_highwater with_told(struct sello_highwater marks,
                                        const struct sello_afterwards *told) {
    if (told == NULL || told->told != SELLO_TOLD_TRUST) {
        return marks;
    }
    return sello_highwater_max(marks,
                               (struct sello_highwater){.serial = told->serial,
                                                        .issued = told->issued,
                                                        .bundle_version = told->bundle_version,
                                                        .bundle_date = told->bundle_date,
                                                        .root_version = told->root_version});
}

enum sello_error sello_store_gap_told(struct sello_store *store,
                                      const struct sello_afterwards *told,
                                      struct sello_store_gap *out) {
    struct sello_standing here = {.signs = false};
    struct sello_highwater outside = {0};
    enum sello_error error = sello_standing_both(store, &here, &outside);
    if (error == SELLO_OK) {
        *out = sello_standing_gap(&here, here.unknown ? outside : with_told(outside, told));
    }
    return error;
}

enum sello_error sello_store_keep_told(struct sello_store *store,
                                       const struct sello_afterwards *told) {
    struct sello_standing here = {.signs = false};
    enum sello_error error = sello_store_standing(store, &here);
    if (error != SELLO_OK || here.unknown || !here.signs) {
        return error;
    }
    return sello_highwater_raise(store->folder, here.fingerprint, with_told(here.marks, told),
                                 &store->home_mark);
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
                       sello_part(SELLO_EVENT_DATE, issued),
                       sello_part_record(c, SELLO_KIND_BATCH, number));
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
    struct sello_standing here = {.signs = false};
    struct sello_highwater outside = {0};
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, sello_standing_both(store, &here, &outside));
    struct sello_highwater marks = sello_highwater_max(outside, here.marks);
    if (here.unknown && told == NULL) {
        sello_change_fail(&c, SELLO_E_STORE_UNKNOWN);
    } else if (here.unknown && c.error == SELLO_OK) {
        marks = marks_of(told, marks, store->now);
    } else if (c.error == SELLO_OK) {
        marks = with_told(marks, told);
    }
    go_on(&c, marks, here.marks);
    if (here.unknown && c.error == SELLO_OK) {
        end_unknown(&c, told, marks);
    }
    enum sello_error error = sello_change_end(&c);
    if (error == SELLO_OK && out != NULL) {
        *out = sello_standing_gap_between(marks, here.marks);
    }
    return error;
}

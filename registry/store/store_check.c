/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "registry/store/store_pages.h"

/* Is everything whole and in agreement? Most rules are queries for what breaks them. */

#define N_(text) text /* marked for translation; the command translates and prints */

struct check {
    struct sello_store *store;
    void (*report)(void *context, const struct sello_finding *finding);
    void *context;
};

static void report(const struct check *check, const char *code, const char *text, uint64_t number,
                   const char *detail) {
    const struct sello_finding finding = {code, text, number, detail};
    check->report(check->context, &finding);
}

/* ---- the database's own ---- */

struct found {
    enum sello_db_fault_kind kind;
    uint64_t row;
    char text[200];
};

static void keep_found(void *context, enum sello_db_fault_kind kind, const char *text,
                       uint64_t row) {
    struct found found = {.kind = kind, .row = row};
    snprintf(found.text, sizeof found.text, "%s", text);
    sello_page_add(context, &found);
}

static enum sello_error check_engine(const struct check *check) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct found));
    enum sello_error error = sello_db_check(check->store->db, keep_found, &page);
    const struct found *found = NULL;
    while ((found = sello_page_row(&page)) != NULL) {
        if (found->kind == SELLO_DB_FAULT_DAMAGE) {
            report(check, "database", N_("The database is damaged."), 0, found->text);
        } else {
            report(check, "reference", N_("A record names another one that is not there."),
                   found->row, found->text);
        }
    }
    return error == SELLO_OK ? page.error : error;
}

/* ---- rules as queries: each selects the numbers of what breaks it ---- */

/* clang-format off */
static const struct rule {
    const char *code, *text, *sql;
} rules[] = {
    {"events-gap", N_("An event before this one is missing."),
     "SELECT e.seq FROM event e LEFT JOIN event p ON p.seq = e.seq - 1"
     " WHERE e.seq > 1 AND p.seq IS NULL"},
    {"events-count", N_("Events at the end are missing."),
     "SELECT value FROM counter WHERE name = 'event'"
     " AND value <> (SELECT coalesce(max(seq), 0) FROM event)"},
    {"events-date", N_("An event is dated before the one ahead of it."),
     "SELECT e.seq FROM event e JOIN event p ON p.seq = e.seq - 1 WHERE e.made_at < p.made_at"},
    {"signatures-count", N_("A signed batch lacks signatures."),
     "SELECT b.number FROM batch b WHERE b.state = 2 AND (b.n_blocks <> (b.n_labels + 1023) / 1024"
     " OR b.n_blocks <> (SELECT count(*) FROM signature_block s WHERE s.batch = b.number))"},
    {"signatures-size", N_("A block of signatures has the wrong size."),
     "SELECT b.number FROM batch b JOIN signature_block s ON s.batch = b.number"
     " WHERE length(s.signatures) <> 64 * CASE WHEN b.n_labels - 1024 * s.block < 1024"
     " THEN b.n_labels - 1024 * s.block ELSE 1024 END"},
    {"signatures-begun", N_("An unfinished batch lacks signatures."),
     "SELECT b.number FROM batch b WHERE b.state = 1 AND b.n_blocks <>"
     " (SELECT count(*) FROM signature_block s WHERE s.batch = b.number)"},
    {"signatures-stray", N_("A batch that was never signed has signatures."),
     "SELECT b.number FROM batch b WHERE b.state IN (3, 4)"
     " AND EXISTS (SELECT 1 FROM signature_block s WHERE s.batch = b.number)"},
    {"void-valid", N_("A void batch is not withdrawn."),
     "SELECT b.number FROM batch b WHERE b.state = 3 AND NOT EXISTS (SELECT 1 FROM status_range s"
     " WHERE s.source = 4 AND s.status = 1 AND s.first_serial = b.first_serial"
     " AND s.n_labels = b.n_labels)"},
    {"status-overlap", N_("Two statuses of the same kind overlap."),
     "SELECT a.first_serial FROM status_range a JOIN status_range b ON b.source = a.source"
     " AND b.status = a.status AND b.first_serial > a.first_serial"
     " AND b.first_serial < a.first_serial + a.n_labels"},
    {"status-beyond", N_("A status is set for serials that were never reserved."),
     "SELECT first_serial FROM status_range WHERE first_serial + n_labels - 1"
     " > (SELECT value FROM counter WHERE name = 'serial')"},
    {"printed-overlap", N_("Labels are counted as printed twice."),
     "SELECT a.first_serial FROM printed a JOIN printed b ON b.first_serial > a.first_serial"
     " AND b.first_serial < a.first_serial + a.n_labels"},
    {"printed-beyond", N_("Labels count as printed whose serials were never reserved."),
     "SELECT first_serial FROM printed WHERE first_serial + n_labels - 1"
     " > (SELECT value FROM counter WHERE name = 'serial')"},
    {"printed-count", N_("A print run's ranges do not add up to its labels."),
     "SELECT p.number FROM print_run p WHERE p.n_labels <>"
     " (SELECT coalesce(sum(r.n_labels), 0) FROM print_range r WHERE r.print = p.number)"},
    {"delivered-twice", N_("Labels were delivered twice."),
     "SELECT b.first_serial FROM delivery_range a JOIN delivery_range b"
     " ON b.first_serial > a.first_serial AND b.first_serial < a.first_serial + a.n_labels"},
    {"delivered-beyond", N_("Labels were delivered whose serials were never reserved."),
     "SELECT first_serial FROM delivery_range WHERE first_serial + n_labels - 1"
     " > (SELECT value FROM counter WHERE name = 'serial')"},
    {"delivered-count", N_("A delivery's ranges do not add up to its labels."),
     "SELECT d.number FROM delivery d WHERE d.n_labels <>"
     " (SELECT coalesce(sum(r.n_labels), 0) FROM delivery_range r WHERE r.delivery = d.number)"},
    {"roots-gap", N_("The root before this one is missing."),
     "SELECT r.version FROM root r LEFT JOIN root p ON p.version = r.version - 1"
     " WHERE r.version > 1 AND p.version IS NULL"},
    {"bundle-pieces", N_("A trust file lacks a piece."),
     "SELECT p.version FROM bundle_piece p LEFT JOIN bundle_piece b ON b.version = p.version"
     " AND b.place = p.place - 1 WHERE p.place > 1 AND coalesce(length(b.bytes), 0) <> 1048576"},
    {"counter", N_("A counter is behind its producers."),
     "SELECT value FROM counter WHERE name = 'producer'"
     " AND value < (SELECT coalesce(max(number), 0) FROM producer)"},
    {"counter", N_("A counter is behind its products."),
     "SELECT value FROM counter WHERE name = 'product'"
     " AND value < (SELECT coalesce(max(number), 0) FROM product)"},
    {"counter", N_("A counter is behind its certificates."),
     "SELECT value FROM counter WHERE name = 'certificate'"
     " AND value < (SELECT coalesce(max(number), 0) FROM certificate)"},
    {"counter", N_("A counter is behind its batches."),
     "SELECT value FROM counter WHERE name = 'batch'"
     " AND value < (SELECT coalesce(max(number), 0) FROM batch)"},
    {"counter", N_("A counter is behind its imports."),
     "SELECT value FROM counter WHERE name = 'import'"
     " AND value < (SELECT coalesce(max(number), 0) FROM import)"},
    {"counter", N_("A counter is behind its print runs."),
     "SELECT value FROM counter WHERE name = 'print'"
     " AND value < (SELECT coalesce(max(number), 0) FROM print_run)"},
    {"counter", N_("A counter is behind its deliveries."),
     "SELECT value FROM counter WHERE name = 'delivery'"
     " AND value < (SELECT coalesce(max(number), 0) FROM delivery)"},
    {"counter", N_("The date of the last labels is behind a batch."),
     "SELECT value FROM counter WHERE name = 'issued'"
     " AND value < (SELECT coalesce(max(issued), 0) FROM batch)"},
    {"counter", N_("A counter is behind its bundles."),
     "SELECT value FROM counter WHERE name = 'bundle_version'"
     " AND value < (SELECT coalesce(max(version), 0) FROM bundle)"},
    {"counter", N_("The date of the last bundle is behind a bundle."),
     "SELECT value FROM counter WHERE name = 'bundle_date'"
     " AND value < (SELECT coalesce(max(generated), 0) FROM bundle)"},
};
/* clang-format on */

static enum sello_error check_rule(const struct check *check, const struct rule *rule) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(uint64_t));
    struct sello_query q = sello_query(check->store->db, rule->sql);
    while (sello_row(&q)) {
        uint64_t number = sello_col_uint(&q);
        if (q.error == SELLO_OK) {
            sello_page_add(&page, &number);
        }
    }
    sello_page_close(&page, &q, page.n);
    const uint64_t *number = NULL;
    while ((number = sello_page_row(&page)) != NULL) {
        report(check, rule->code, rule->text, *number, "");
    }
    return page.error;
}

static enum sello_error check_rules(const struct check *check) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < COUNT_OF(rules) && error == SELLO_OK; i++) {
        error = check_rule(check, &rules[i]);
    }
    return error;
}

/* ---- in order of serials ---- */

struct serials {
    const struct check *check;
    uint64_t next, issued;
};

static bool check_batch(void *context, const struct sello_batch *batch) {
    struct serials *s = context;
    struct sello_bytes claims = sello_bytes(batch->claims, batch->claims_len);
    if (batch->first > s->next) {
        report(s->check, "serials-gap", N_("The serials before this batch are in no batch."),
               batch->number, "");
    } else if (batch->first < s->next) {
        report(s->check, "serials-twice", N_("A batch has serials of the one before it."),
               batch->number, "");
    }
    if (batch->issued < s->issued) {
        report(s->check, "serials-date", N_("A batch is dated before the one ahead of it."),
               batch->number, "");
    }
    if (batch->state != SELLO_BATCH_LOST &&
        sello_cbor_check(claims, SELLO_DEPTH_LABEL, NULL) != SELLO_OK) {
        report(s->check, "claims", N_("What a batch's labels say is damaged."), batch->number, "");
    }
    s->next = batch->first + batch->count;
    s->issued = batch->issued;
    return true;
}

static enum sello_error check_serials(const struct check *check) {
    const struct sello_batch_filter all = {0};
    struct serials serials = {check, 1, 0};
    uint64_t last = 0;
    enum sello_error error = sello_batch_list(check->store, &all, check_batch, &serials);
    if (error == SELLO_OK) {
        error = sello_store_counter(check->store, "serial", &last);
    }
    if (error == SELLO_OK && last + 1 != serials.next) {
        report(check, "serials-count", N_("The last serial given is not that of the last batch."),
               last, "");
    }
    return error;
}

/* Each photo of signed labels against what they say of it. */
static enum sello_error check_photos(const struct check *check) {
    struct sello_kept_photo *photo = calloc(1, sizeof *photo);
    enum sello_error error =
        photo != NULL ? sello_photo_next(check->store, 0, photo) : SELLO_E_MEMORY;
    while (error == SELLO_OK) {
        uint8_t id[SELLO_PHOTO_LEN];
        sello_photo_id(sello_bytes(photo->file, photo->len), id);
        if (memcmp(id, photo->id, sizeof id) != 0) {
            report(check, "photo-changed", N_("A photo is not the file that this label names."),
                   photo->first, "");
        }
        error = sello_photo_next(check->store, photo->number, photo);
    }
    free(photo);
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
}

static bool check_event(void *context, const struct sello_event *event) {
    struct sello_bytes body = sello_bytes(event->body, event->body_len);
    if (sello_cbor_check(body, SELLO_DEPTH_LABEL, NULL) != SELLO_OK) {
        report(context, "event-body", N_("What an event says is damaged."), event->seq, "");
    }
    return true;
}

static enum sello_error check_events(const struct check *check) {
    struct check copy = *check;
    return sello_event_list(check->store, 1, check_event, &copy);
}

/* ---- outside the database ---- */

static enum sello_error check_marks(const struct check *check) {
    struct sello_store_gap gap = {0};
    enum sello_error error = sello_store_gap(check->store, &gap);
    if (error == SELLO_E_STORE_DAMAGED) {
        report(check, "marks-damaged", N_("The file of marks beside the database is damaged."), 0,
               "");
        return SELLO_OK;
    }
    if (error == SELLO_OK && gap.unknown) {
        report(check, "after-backup-unknown",
               N_("Nobody has said what was issued after the backup that was restored."), 0, "");
    }
    if (error == SELLO_OK &&
        gap.serials + gap.bundle_versions + gap.root_versions + gap.seconds > 0) {
        report(check, "marks-ahead", N_("The database is older than what was last issued."),
               gap.serials, "");
    }
    return error;
}

/* What a damaged page keeps from being read is a finding too; the other checks go on. */
static enum sello_error run_check(const struct check *check,
                                  enum sello_error (*one)(const struct check *check)) {
    enum sello_error error = one(check);
    if (error == SELLO_E_STORE_DAMAGED) {
        report(check, "database", N_("The database is damaged."), 0,
               sello_db_detail(check->store->db));
        return SELLO_OK;
    }
    return error;
}

enum sello_error sello_store_check_database(struct sello_store *store,
                                            void (*report_to)(void *context,
                                                              const struct sello_finding *finding),
                                            void *context) {
    static enum sello_error (*const checks[])(const struct check *) = {
        check_engine, check_rules, check_serials, check_photos, check_events};
    const struct check check = {store, report_to, context};
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < COUNT_OF(checks) && error == SELLO_OK; i++) {
        error = run_check(&check, checks[i]);
    }
    return error;
}

enum sello_error sello_store_check(struct sello_store *store,
                                   void (*report_to)(void *context,
                                                     const struct sello_finding *finding),
                                   void *context) {
    const struct check check = {store, report_to, context};
    enum sello_error error = sello_store_check_database(store, report_to, context);
    return error == SELLO_OK ? run_check(&check, check_marks) : error;
}

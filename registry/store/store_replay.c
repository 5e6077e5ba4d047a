/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "registry/store/check.h"
#include "registry/store/events.h"
#include "registry/store/store_pages.h"

/* Is everything as the events have it? Records by the hash that their last event wrote, statuses
 * worked out again from the first event that tells one to the last. */

#define N_(text) text /* marked for translation; the command translates and prints */

#define RECORDS_MAX 100000000 /* no registry has more of a kind: a number beyond is damage */

/* What the events last told of a record. */
struct told {
    bool there;
    uint64_t import; /* 0: typed in */
    uint8_t hash[SELLO_HASH_LEN];
};

/* One kind of record, by number. */
static const struct kind {
    enum sello_kind kind;
    const char *prefix; /* of its events */
    const char *sql;    /* the numbers that are there */
    const char *changed, *gone, *strange;
} kinds[] = {
    {SELLO_KIND_SCHEME, "scheme.", "SELECT code FROM scheme WHERE code >= ? ORDER BY code LIMIT ?",
     N_("A scheme is not as its last event has it."), N_("A scheme is gone, without an event."),
     N_("A scheme is there that no event tells of.")},
    {SELLO_KIND_PRODUCER, "producer.",
     "SELECT number FROM producer WHERE number >= ? ORDER BY number LIMIT ?",
     N_("A producer is not as its last event has it."), N_("A producer is gone, without an event."),
     N_("A producer is there that no event tells of.")},
    {SELLO_KIND_PRODUCT, "product.",
     "SELECT number FROM product WHERE number >= ? ORDER BY number LIMIT ?",
     N_("A product is not as its last event has it."), N_("A product is gone, without an event."),
     N_("A product is there that no event tells of.")},
    {SELLO_KIND_CERTIFICATE, "certificate.",
     "SELECT number FROM certificate WHERE number >= ? ORDER BY number LIMIT ?",
     N_("A certificate is not as its last event has it."),
     N_("A certificate is gone, without an event."),
     N_("A certificate is there that no event tells of.")},
    {SELLO_KIND_ENDORSEMENT, "endorsement.",
     "SELECT number FROM endorsement WHERE number >= ? ORDER BY number LIMIT ?",
     N_("An endorsement is not as its last event has it."),
     N_("An endorsement is gone, without an event."),
     N_("An endorsement is there that no event tells of.")},
    {SELLO_KIND_BATCH, "batch.",
     "SELECT number FROM batch WHERE number >= ? ORDER BY number LIMIT ?",
     N_("A batch is not as its last event has it."), N_("A batch is gone, without an event."),
     N_("A batch is there that no event tells of.")},
};
#define N_KINDS (sizeof kinds / sizeof *kinds)

struct replay {
    struct sello_store *store;
    struct sello_store scratch; /* statuses as the events have them */
    struct {
        struct told *row;
        size_t n, room;
    } told[N_KINDS];
    uint8_t before[SELLO_HASH_LEN]; /* the hash that the last event left */
    void (*report)(void *context, const struct sello_finding *finding);
    void *context;
    enum sello_error error;
};

static void report(struct replay *r, const char *code, const char *text, uint64_t number) {
    const struct sello_finding finding = {code, text, number, ""};
    r->report(r->context, &finding);
}

/* ---- what events tell ---- */

static struct told *told_of(struct replay *r, size_t kind, uint64_t number) {
    if (number > RECORDS_MAX) {
        r->error = SELLO_E_STORE_DAMAGED;
        return NULL;
    }
    if (!base_grow(&r->told[kind].row, &r->told[kind].room, (size_t)number + 1,
                   sizeof(struct told))) {
        r->error = SELLO_E_MEMORY;
        return NULL;
    }
    while (r->told[kind].n <= number) {
        r->told[kind].row[r->told[kind].n++] = (struct told){.there = false};
    }
    return &r->told[kind].row[number];
}

static void take_record(struct replay *r, size_t kind, const struct sello_event_facts *facts) {
    struct told *told = told_of(r, kind, facts->number.value);
    if (told != NULL) {
        /* an edit by an import does not make the record come with that */
        told->import = !told->there && facts->import.present ? facts->import.value : told->import;
        told->there = true;
        memcpy(told->hash, facts->record, sizeof told->hash);
    }
}

/* The records that came by an import went with it. */
static void take_undo(struct replay *r, uint64_t import) {
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        for (size_t i = 0; i < r->told[kind].n; i++) {
            struct told *told = &r->told[kind].row[i];
            told->there = told->there && told->import != import;
        }
    }
}

/* A producer whose record became another's. */
static void take_merged(struct replay *r, uint64_t number) {
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        struct told *told =
            kinds[kind].kind == SELLO_KIND_PRODUCER ? told_of(r, kind, number) : NULL;
        if (told != NULL) {
            told->there = false;
        }
    }
}

static void take_status(struct replay *r, const struct sello_event_facts *facts, bool as_it_is) {
    struct sello_status_range range = {
        .first = facts->first.value,
        .count = facts->count.value,
        .status = (enum sello_label_status)facts->status.value,
        .source = (enum sello_status_source)facts->source.value,
        .reason = (enum sello_reason)facts->reason.value,
        .day = facts->from.value,
    };
    memcpy(range.text, facts->text, sizeof range.text);
    if (range.count == 0 || range.source < 1 || range.source > 4 || range.status > 3) {
        r->error = SELLO_E_STORE_DAMAGED;
        return;
    }
    struct sello_change c = sello_change_begin(&r->scratch);
    if (as_it_is) {
        sello_status_insert(&c, &range);
    } else {
        (void)sello_status_apply(&c, &range);
    }
    r->error = sello_change_end(&c);
}

static void check_edits(struct replay *r, const struct sello_event *event,
                        const struct sello_event_facts *facts) {
    uint8_t hash[SELLO_HASH_LEN], none[SELLO_HASH_LEN];
    r->error = sello_edits_hash(r->store, event->seq, hash);
    if (r->error == SELLO_OK && !facts->has_edits) {
        r->error = sello_edits_hash(r->store, 0, none);
    }
    if (r->error == SELLO_OK &&
        memcmp(hash, facts->has_edits ? facts->edits : none, sizeof hash) != 0) {
        report(r, "edit-changed", N_("What an edit changed is not as its event has it."),
               event->seq);
    }
}

static void take_event(struct replay *r, const struct sello_event *event) {
    struct sello_event_facts facts;
    r->error = sello_event_read(sello_bytes(event->body, event->body_len), &facts);
    bool may_edit = facts.has_edits || strcmp(event->kind, "certificate.moved") == 0;
    if (r->error == SELLO_OK && may_edit) {
        check_edits(r, event, &facts);
    }
    if (r->error != SELLO_OK) {
        return;
    }
    bool taken = strcmp(event->kind, "labels.taken") == 0;
    if (taken || strcmp(event->kind, "labels.status") == 0) {
        /* Those from before version 6 lack the day; what they did is in the rows that were taken.
         */
        if (facts.from.present) {
            take_status(r, &facts, taken);
        }
    } else if (strcmp(event->kind, "producer.merged") == 0) {
        take_merged(r, facts.number.value);
    } else if (strcmp(event->kind, "import.undone") == 0) {
        take_undo(r, facts.number.value);
    }
    for (size_t kind = 0; kind < N_KINDS && facts.has_record; kind++) {
        size_t len = strlen(kinds[kind].prefix);
        if (strncmp(event->kind, kinds[kind].prefix, len) == 0) {
            take_record(r, kind, &facts);
        }
    }
}

static bool visit_event(void *context, const struct sello_event *event) {
    struct replay *r = context;
    uint8_t chain[SELLO_HASH_LEN];
    sello_event_chain(r->before, event, chain);
    if (memcmp(chain, event->chain, sizeof chain) != 0) {
        report(r, "events-chain",
               N_("An event was changed after it was written, or one before it "
                  "was taken out."),
               event->seq);
    }
    memcpy(r->before, event->chain, sizeof r->before);
    take_event(r, event);
    return r->error == SELLO_OK;
}

/* ---- and what is there ---- */

static uint64_t read_number(struct sello_query *q, void *row) {
    uint64_t *number = row;
    *number = sello_col_uint(q);
    return *number;
}

static enum sello_error compare_record(struct replay *r, size_t kind, uint64_t number) {
    const struct kind *k = &kinds[kind];
    uint8_t hash[SELLO_HASH_LEN];
    struct told *told = number < r->told[kind].n ? &r->told[kind].row[number] : NULL;
    if (told == NULL || !told->there) {
        report(r, "record-strange", k->strange, number);
        return SELLO_OK;
    }
    told->there = false; /* what is left at the end is gone */
    enum sello_error error = sello_record_hash(r->store, (struct sello_id){k->kind, number}, hash);
    if (error == SELLO_OK && memcmp(hash, told->hash, sizeof hash) != 0) {
        report(r, "record-changed", k->changed, number);
    }
    return error;
}

static enum sello_error compare_kind(struct replay *r, size_t kind) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(uint64_t));
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && sello_page_turn(&page)) {
        struct sello_query q = sello_query(r->store->db, kinds[kind].sql);
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_number);
        const uint64_t *number = NULL;
        while (error == SELLO_OK && (number = sello_page_row(&page)) != NULL) {
            error = compare_record(r, kind, *number);
        }
    }
    for (size_t i = 0; i < r->told[kind].n && error == SELLO_OK; i++) {
        if (r->told[kind].row[i].there) {
            report(r, "record-gone", kinds[kind].gone, i);
        }
    }
    return error != SELLO_OK ? error : page.error;
}

struct rows {
    struct sello_status_range *row;
    size_t n, room;
    enum sello_error error;
};

static bool collect_row(void *context, const struct sello_status_range *row) {
    struct rows *rows = context;
    if (!base_grow(&rows->row, &rows->room, rows->n + 1, sizeof *rows->row)) {
        rows->error = SELLO_E_MEMORY;
        return false;
    }
    rows->row[rows->n++] = *row;
    return true;
}

static bool same_row(const struct sello_status_range *a, const struct sello_status_range *b) {
    return a->first == b->first && a->count == b->count && a->status == b->status &&
           a->source == b->source && a->reason == b->reason && a->day == b->day &&
           strcmp(a->text, b->text) == 0;
}

/* Layer by layer, each in the order of serials: as the table is read. */
static bool comes_before(const struct sello_status_range *a, const struct sello_status_range *b) {
    return a->source != b->source   ? a->source < b->source
           : a->status != b->status ? a->status < b->status
                                    : a->first < b->first;
}

static void compare_rows(struct replay *r, const struct rows *here, const struct rows *told) {
    size_t i = 0;
    while (i < here->n && i < told->n && same_row(&here->row[i], &told->row[i])) {
        i++;
    }
    if (i == here->n && i == told->n) {
        return;
    }
    const struct sello_status_range *odd = i < here->n ? &here->row[i] : &told->row[i];
    if (i < here->n && i < told->n && comes_before(&told->row[i], odd)) {
        odd = &told->row[i];
    }
    report(r, "statuses-changed", N_("The statuses of labels are not as the events have them."),
           odd->first);
}

static enum sello_error compare_statuses(struct replay *r) {
    struct rows here = {.row = NULL}, told = {.row = NULL};
    enum sello_error error = sello_status_rows(r->store, collect_row, &here);
    if (error == SELLO_OK) {
        error = sello_status_rows(&r->scratch, collect_row, &told);
    }
    error = error != SELLO_OK ? error : here.error != SELLO_OK ? here.error : told.error;
    if (error == SELLO_OK) {
        compare_rows(r, &here, &told);
    }
    free(here.row);
    free(told.row);
    return error;
}

/* Texts beside an event that edited nothing. Of a certificate's steps a renewal alone edits, and
 * its event says so since then: none that lacks the hash has any. */
static enum sello_error find_strange_edit(struct replay *r) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        r->store->db, "SELECT event FROM edit JOIN event ON seq = event WHERE kind NOT IN"
                      " ('scheme.edited', 'producer.edited', 'producer.merged',"
                      " 'product.edited', 'certificate.edited', 'certificate.moved',"
                      " 'user.added', 'user.removed') LIMIT 1");
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        report(r, "edit-changed", N_("What an edit changed is not as its event has it."),
               sello_col_uint(&q));
    }
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
}

static enum sello_error run(struct replay *r) {
    enum sello_error error = sello_event_list(r->store, 1, visit_event, r);
    error = error == SELLO_OK ? r->error : error;
    if (error == SELLO_OK) {
        error = find_strange_edit(r);
    }
    for (size_t kind = 0; kind < N_KINDS && error == SELLO_OK; kind++) {
        error = compare_kind(r, kind);
    }
    return error == SELLO_OK ? compare_statuses(r) : error;
}

/* All statuses are worked out in one transaction: nothing of it is kept. */
static enum sello_error run_in_scratch(struct sello_store *scratch, void *context) {
    (void)scratch;
    return run(context);
}

enum sello_error sello_store_replay(struct sello_store *store,
                                    void (*report_to)(void *context,
                                                      const struct sello_finding *finding),
                                    void *context) {
    struct replay r = {.store = store, .report = report_to, .context = context};
    r.scratch = (struct sello_store){.lock = -1, .clock_confirmed = true, .who = "sello"};
    enum sello_error error = sello_db_scratch(&sello_store_migrations, &r.scratch.db);
    if (error == SELLO_OK) {
        error = sello_store_preview(&r.scratch, run_in_scratch, &r);
    }
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        free(r.told[kind].row);
    }
    sello_db_close(&r.scratch.db);
    return error;
}

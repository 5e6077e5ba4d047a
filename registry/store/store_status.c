/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "registry/store/store_sweep.h"

/* Withdrawing, suspending, resuming, retiring labels, and taking back what was sold. */

static void cleanup_runs(struct sello_run **runs) {
    free(*runs);
}

/* ---- what may be published ---- */

#define FOLDED_MAX (4 * SELLO_NAME_MAX + 4 * SELLO_ROW_TEXT_MAX)

/* Hyphens between words are no disguise. */
static enum sello_error fold_text(const char *text, char out[SELLO_LEN(FOLDED_MAX)]) {
    char spaced[SELLO_ROW_TEXT_MAX + 1];
    snprintf(spaced, sizeof spaced, "%s", text);
    for (char *c = spaced; *c != '\0'; c++) {
        *c = *c == '-' || *c == '_' ? ' ' : *c;
    }
    return sello_name_fold(sello_bytes_of(spaced), out, FOLDED_MAX);
}

static bool is_letter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Does it stand in the text as whole words? Both are folded. */
static bool stands_in(const char *text, const char *name) {
    size_t len = strlen(name);
    for (const char *at = strstr(text, name); at != NULL; at = strstr(at + 1, name)) {
        bool begins = at == text || !is_letter(at[-1]);
        if (begins && !is_letter(at[len])) {
            return true;
        }
    }
    return false;
}

struct naming {
    char text[FOLDED_MAX];
    uint64_t producer;
    enum sello_error error;
};

static bool visit_producer(void *context, const struct sello_producer *row) {
    struct naming *n = context;
    char name[FOLDED_MAX];
    n->error = fold_text(row->name, name);
    if (n->error == SELLO_OK && stands_in(n->text, name)) {
        n->producer = row->number;
    }
    return n->error == SELLO_OK && n->producer == 0;
}

enum sello_error sello_text_names_producer(struct sello_store *store, const char *text,
                                           uint64_t *out_producer) {
    struct naming n = {.error = SELLO_OK};
    enum sello_error error = fold_text(text, n.text);
    if (error == SELLO_OK && n.text[0] != '\0') {
        error = sello_producer_list(store, visit_producer, &n);
    }
    error = error == SELLO_OK ? n.error : error;
    *out_producer = error == SELLO_OK ? n.producer : *out_producer;
    return error;
}

static enum sello_error check_text(struct sello_store *store, const char *text) {
    const struct sello_text_rule rule = {"text", text, SELLO_ROW_TEXT_MAX, false};
    uint64_t producer = 0;
    enum sello_error error = sello_store_check_texts(store, &rule, 1);
    if (error == SELLO_OK && text[0] != '\0') {
        error = sello_text_names_producer(store, text, &producer);
    }
    if (producer != 0) {
        error = sello_store_refuse(store, "text", SELLO_E_TEXT);
        store->fault.number = producer;
    }
    return error;
}

/* Where the clerk is, it may be tomorrow already. */
static enum sello_error check_day(struct sello_store *store, uint64_t day) {
    bool come = day <= store->now / 86400 + 1;
    return come ? SELLO_OK : sello_store_refuse(store, "day", SELLO_E_RANGE);
}

static enum sello_error check_range(struct sello_store *store,
                                    const struct sello_status_range *range) {
    uint64_t highest = 0;
    enum sello_error error = check_text(store, range->text);
    if (error == SELLO_OK) {
        error = check_day(store, range->day);
    }
    if (error == SELLO_OK) {
        error = sello_store_counter(store, "serial", &highest);
    }
    bool there = range->first >= 1 && range->first <= highest && range->count >= 1 &&
                 range->count <= highest - range->first + 1;
    return error == SELLO_OK && !there ? sello_store_refuse(store, "serial", SELLO_E_RANGE) : error;
}

/* Layers under which the new status would say nothing new. */
static unsigned layers_above(const struct sello_status_range *range) {
    unsigned withdrawn = sello_layers_of(SELLO_LABEL_WITHDRAWN);
    switch (range->status) {
    case SELLO_LABEL_WITHDRAWN: return withdrawn;
    case SELLO_LABEL_SUSPENDED:
        return withdrawn | sello_layer(range->source, SELLO_LABEL_SUSPENDED);
    case SELLO_LABEL_RETIRED: return withdrawn | sello_layers_of(SELLO_LABEL_RETIRED);
    case SELLO_LABEL_VALID: break;
    }
    return 0;
}

static void insert_range(struct sello_change *c, const struct sello_status_range *range,
                         uint64_t first, uint64_t count) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db, "INSERT INTO status_range (source, status, first_serial, n_labels, reason,"
                      " day, text) VALUES (?, ?, ?, ?, ?, ?, ?)");
    sello_bind_uint(&q, range->source);
    sello_bind_uint(&q, range->status);
    sello_bind_uint(&q, first);
    sello_bind_uint(&q, count);
    sello_bind_uint(&q, range->reason);
    sello_bind_uint(&q, range->day);
    sello_bind_text(&q, range->text);
    sello_change_send(c, &q);
}

static void delete_range(struct sello_change *c, const struct sello_status_range *row) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "DELETE FROM status_range WHERE source = ? AND status = ? AND first_serial = ?");
    sello_bind_uint(&q, row->source);
    sello_bind_uint(&q, row->status);
    sello_bind_uint(&q, row->first);
    sello_change_send_one(c, &q);
}

/* Fills the range's own layer where no layer above has something. Returns the labels it covers. */
static uint64_t fill(struct sello_change *c, const struct sello_status_range *range) {
    __attribute__((cleanup(cleanup_runs))) struct sello_run *runs = NULL;
    size_t n = 0;
    uint64_t changed = 0;
    if (c->error == SELLO_OK) {
        c->error = sello_sweep_collect(c->store, layers_above(range), range->first,
                                       range->first + range->count - 1, false, &runs, &n);
    }
    for (size_t i = 0; i < n; i++) {
        insert_range(c, range, runs[i].first, runs[i].count);
        changed += runs[i].count;
    }
    return changed;
}

/* Cuts the range out of one source's rows of one status; what reaches beyond it stays. Retired ones
 * may be `returned`: the others are left then. */
static uint64_t cut(struct sello_change *c, const struct sello_status_range *range,
                    enum sello_status_source source, enum sello_label_status status,
                    bool returned) {
    __attribute__((cleanup(cleanup_runs))) struct sello_run *runs = NULL;
    size_t n = 0;
    uint64_t changed = 0, last = range->first + range->count - 1;
    if (c->error == SELLO_OK) {
        unsigned layer = sello_layer(source, status);
        c->error = sello_sweep_collect(c->store, layer, range->first, last, true, &runs, &n);
    }
    for (size_t i = 0; i < n; i++) {
        struct sello_status_range *row = &runs[i].row;
        if ((row->reason == SELLO_REASON_RETURNED) != returned) {
            continue;
        }
        row->status = status; /* one that was returned shows as valid */
        delete_range(c, row);
        if (row->first < range->first) {
            insert_range(c, row, row->first, range->first - row->first);
        }
        if (row->first + row->count - 1 > last) {
            insert_range(c, row, last + 1, row->first + row->count - 1 - last);
        }
        changed += runs[i].count;
    }
    return changed;
}

static uint64_t resume(struct sello_change *c, const struct sello_status_range *range) {
    return cut(c, range, range->source, SELLO_LABEL_SUSPENDED, false);
}

/* Whoever marked them as sold; that they were is kept. What is withdrawn stays so. */
static uint64_t give_back(struct sello_change *c, const struct sello_status_range *range) {
    struct sello_status_range row = *range;
    uint64_t sold = 0;
    for (unsigned source = 1; source <= SELLO_SOURCES; source++) {
        sold += cut(c, range, (enum sello_status_source)source, SELLO_LABEL_RETIRED, false);
    }
    row.status = SELLO_LABEL_RETIRED;
    uint64_t kept = fill(c, &row);
    return sold > kept ? sold : kept;
}

/* What came back may be sold again. */
static uint64_t sell(struct sello_change *c, const struct sello_status_range *range) {
    for (unsigned source = 1; source <= SELLO_SOURCES; source++) {
        (void)cut(c, range, (enum sello_status_source)source, SELLO_LABEL_RETIRED, true);
    }
    return fill(c, range);
}

uint64_t sello_status_apply(struct sello_change *c, const struct sello_status_range *range) {
    switch (range->status) {
    case SELLO_LABEL_VALID:
        return range->reason == SELLO_REASON_RETURNED ? give_back(c, range) : resume(c, range);
    case SELLO_LABEL_RETIRED: return sell(c, range);
    case SELLO_LABEL_WITHDRAWN:
    case SELLO_LABEL_SUSPENDED: break;
    }
    return fill(c, range);
}

void sello_status_insert(struct sello_change *c, const struct sello_status_range *row) {
    insert_range(c, row, row->first, row->count);
}

enum sello_error sello_status_set(struct sello_store *store, const struct sello_status_range *range,
                                  uint64_t *out_changed) {
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        c.error = sello_store_known(store);
    }
    if (c.error == SELLO_OK) {
        c.error = check_range(store, range);
    }
    uint64_t changed = sello_status_apply(&c, range);
    if (changed > 0) {
        sello_change_event(&c, "labels.status", sello_part(SELLO_EVENT_FIRST, range->first),
                           sello_part(SELLO_EVENT_COUNT, range->count),
                           sello_part(SELLO_EVENT_STATUS, range->status),
                           sello_part(SELLO_EVENT_SOURCE, range->source),
                           sello_part(SELLO_EVENT_REASON, range->reason),
                           sello_part(SELLO_EVENT_FROM, range->day),
                           sello_part_text(SELLO_EVENT_TEXT, range->text));
    }
    enum sello_error error = sello_change_end(&c);
    if (error == SELLO_OK && out_changed != NULL) {
        *out_changed = changed;
    }
    return error;
}

/* ---- reading ---- */

enum sello_error sello_status_at(struct sello_store *store, uint64_t serial,
                                 struct sello_status_range *out) {
    SELLO_AUTO(sweep) struct sello_sweep sweep;
    struct sello_run run;
    sello_sweep_open(&sweep, store, SELLO_LAYERS_ALL, serial, serial);
    if (sello_sweep_next(&sweep, &run)) {
        *out = run.covered ? run.row
                           : (struct sello_status_range){
                                 .first = serial, .count = 1, .status = SELLO_LABEL_VALID};
    }
    return sweep.page.error;
}

static bool continues(const struct sello_status_range *a, const struct sello_status_range *b) {
    return a->count > 0 && a->first + a->count == b->first && a->status == b->status &&
           a->source == b->source && a->reason == b->reason && a->day == b->day &&
           strcmp(a->text, b->text) == 0;
}

enum sello_error sello_status_between(struct sello_store *store, uint64_t first, uint64_t last,
                                      bool (*visit)(void *context,
                                                    const struct sello_status_range *row),
                                      void *context) {
    SELLO_AUTO(sweep) struct sello_sweep sweep;
    struct sello_run run;
    struct sello_status_range pending = {0}; /* count 0: none */
    sello_sweep_open(&sweep, store, SELLO_LAYERS_ALL, first, last);
    while (sello_sweep_next(&sweep, &run)) {
        if (!run.covered) {
            continue;
        }
        struct sello_status_range row = run.row;
        row.first = run.first;
        row.count = run.count;
        if (continues(&pending, &row)) {
            pending.count += row.count;
            continue;
        }
        if (pending.count > 0 && !visit(context, &pending)) {
            return SELLO_OK;
        }
        pending = row;
    }
    if (sweep.page.error == SELLO_OK && pending.count > 0) {
        (void)visit(context, &pending);
    }
    return sweep.page.error;
}

enum sello_error sello_status_list(struct sello_store *store,
                                   bool (*visit)(void *context,
                                                 const struct sello_status_range *row),
                                   void *context) {
    return sello_status_between(store, 1, SELLO_INT_MAX, visit, context);
}

/* ---- the table itself ---- */

static uint64_t read_status_row(struct sello_query *q, void *row) {
    struct sello_status_range *range = row;
    *range = (struct sello_status_range){.source = (enum sello_status_source)sello_col_uint(q)};
    range->status = (enum sello_label_status)sello_col_uint(q);
    range->first = sello_col_uint(q);
    range->count = sello_col_uint(q);
    range->reason = (enum sello_reason)sello_col_uint(q);
    range->day = sello_col_uint(q);
    sello_col_text(q, range->text, sizeof range->text);
    return range->first;
}

static enum sello_error
visit_layer(struct sello_store *store, unsigned source, unsigned status,
            bool (*visit)(void *context, const struct sello_status_range *row), void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_status_range));
    while (sello_page_turn(&page)) {
        struct sello_query q = sello_query(
            store->db, "SELECT source, status, first_serial, n_labels, reason, day, text"
                       " FROM status_range WHERE source = ? AND status = ? AND first_serial >= ?"
                       " ORDER BY first_serial LIMIT ?");
        sello_bind_uint(&q, source);
        sello_bind_uint(&q, status);
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_status_row);
        const struct sello_status_range *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

enum sello_error sello_status_rows(struct sello_store *store,
                                   bool (*visit)(void *context,
                                                 const struct sello_status_range *row),
                                   void *context) {
    enum sello_error error = SELLO_OK;
    for (unsigned source = 1; source <= SELLO_SOURCES; source++) {
        for (unsigned status = 1; status <= SELLO_STATUSES && error == SELLO_OK; status++) {
            error = visit_layer(store, source, status, visit, context);
        }
    }
    return error;
}

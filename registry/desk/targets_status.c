/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/targets.h"

/* What holds for the labels that a command names, and changing it. */

uint64_t targets_labels(const struct targets *t) {
    uint64_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        n += t->at[i].last - t->at[i].first + 1;
    }
    return n;
}

/* ---- counting ---- */

struct counting {
    const struct targets *targets;
    size_t at; /* of the first target that may still have rows */
    struct status_counts counts;
};

static void see_row(uint64_t *seen, const struct sello_status_range *row, uint64_t first,
                    uint64_t last) {
    seen_number(seen, first);
    seen_number(seen, last);
    seen_number(seen, row->status);
    seen_number(seen, row->source);
    seen_number(seen, row->reason);
    seen_number(seen, row->day);
    seen_text(seen, row->text);
}

/* Both come in order: each row is met with the targets that it overlaps. */
static bool visit_row(void *context, const struct sello_status_range *row) {
    struct counting *c = context;
    uint64_t row_last = row->first + row->count - 1;
    while (c->at < c->targets->n && c->targets->at[c->at].last < row->first) {
        c->at++;
    }
    for (size_t i = c->at; i < c->targets->n && c->targets->at[i].first <= row_last; i++) {
        const struct target *t = &c->targets->at[i];
        uint64_t first = t->first > row->first ? t->first : row->first;
        uint64_t last = t->last < row_last ? t->last : row_last;
        c->counts.n[row->status] += last - first + 1;
        see_row(&c->counts.seen, row, first, last);
        if (row->status == SELLO_LABEL_SUSPENDED) {
            c->counts.suspended_by[row->source] += last - first + 1;
        }
    }
    return c->at < c->targets->n;
}

enum sello_error targets_count(struct sello_store *store, const struct targets *t,
                               struct status_counts *out) {
    struct counting c = {.targets = t, .counts.seen = SEEN_NOTHING};
    uint64_t first = t->n > 0 ? t->at[0].first : 1, last = t->n > 0 ? t->at[t->n - 1].last : 0;
    enum sello_error error = sello_status_between(store, first, last, visit_row, &c);
    if (error != SELLO_OK) {
        return error;
    }
    for (size_t i = 0; i < t->n; i++) {
        seen_number(&c.counts.seen, t->at[i].first);
        seen_number(&c.counts.seen, t->at[i].last);
    }
    uint64_t n_set = 0;
    for (size_t i = SELLO_LABEL_WITHDRAWN; i <= SELLO_LABEL_RETIRED; i++) {
        n_set += c.counts.n[i];
    }
    c.counts.n[SELLO_LABEL_VALID] = targets_labels(t) - n_set;
    *out = c.counts;
    return SELLO_OK;
}

static enum sello_error all_withdrawn(struct sello_store *store, const struct targets *t,
                                      bool *out) {
    struct status_counts counts;
    enum sello_error error = targets_count(store, t, &counts);
    if (error == SELLO_OK) {
        *out = t->n > 0 && counts.n[SELLO_LABEL_WITHDRAWN] == targets_labels(t);
    }
    return error;
}

enum sello_error targets_find_withdrawn(struct sello_store *store, const struct targets *t,
                                        const struct target **out) {
    bool withdrawn = false;
    *out = NULL;
    enum sello_error error = all_withdrawn(store, t, &withdrawn);
    if (withdrawn) {
        *out = t->at;
    }
    for (size_t i = 0; i < t->n && error == SELLO_OK && !withdrawn; i++) {
        const struct targets alone = {.at = &t->at[i], .n = 1};
        if (t->at[i].source == SELLO_SOURCE_SERIALS) {
            error = all_withdrawn(store, &alone, &withdrawn);
            *out = withdrawn ? &t->at[i] : NULL;
        }
    }
    return error;
}

/* ---- changing ---- */

static enum sello_error set_all(struct sello_store *store, const struct targets *t,
                                const struct sello_status_range *range, uint64_t *changed) {
    for (size_t i = 0; i < t->n; i++) {
        struct sello_status_range one = *range;
        uint64_t n = 0;
        one.first = t->at[i].first;
        one.count = t->at[i].last - t->at[i].first + 1;
        one.source = t->at[i].source;
        enum sello_error error = sello_status_set(store, &one, &n);
        if (error != SELLO_OK) {
            return error;
        }
        *changed += n;
    }
    return SELLO_OK;
}

enum sello_error targets_change(struct sello_store *store, const struct targets *t,
                                const struct sello_status_range *range, struct status_change *out) {
    struct status_counts before;
    struct status_change change = {.n_labels = targets_labels(t)};
    enum sello_error error = targets_count(store, t, &before);
    if (error == SELLO_OK) {
        error = set_all(store, t, range, &change.n_changed);
    }
    if (error == SELLO_OK) {
        error = targets_count(store, t, &change.after);
    }
    if (error != SELLO_OK) {
        return error;
    }
    if (range->status == SELLO_LABEL_VALID &&
        range->reason != SELLO_REASON_RETURNED) { /* what another source suspended stays so */
        change.n_changed = before.n[SELLO_LABEL_SUSPENDED] - change.after.n[SELLO_LABEL_SUSPENDED];
    }
    *out = change;
    return SELLO_OK;
}

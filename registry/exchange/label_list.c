/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/label_list.h"

struct listing {
    const struct label_wanted *wanted;
    bool (*visit)(void *context, const struct label_row *row);
    void *context;
    struct sello_batch batch; /* of the row that is growing */
    struct label_row row;     /* count 0: none */
    bool more;
};

static bool is_wanted(enum state_of_labels state, const struct sello_ledger_run *run) {
    enum sello_label_status status = sello_ledger_status(run);
    switch (state) {
    case LABELS_ANY: return true;
    case LABELS_VALID: return status == SELLO_LABEL_VALID;
    case LABELS_WITHDRAWN: return status == SELLO_LABEL_WITHDRAWN;
    case LABELS_SUSPENDED: return status == SELLO_LABEL_SUSPENDED;
    case LABELS_SOLD: return run->sold.present;
    case LABELS_SPOILED:
        return status == SELLO_LABEL_WITHDRAWN && run->reason == SELLO_REASON_MISPRINT;
    case LABELS_PRINTED: return run->printed.present;
    case LABELS_UNPRINTED: return !run->printed.present;
    case LABELS_DELIVERED: return run->delivered.present;
    case LABELS_UNDELIVERED: return !run->delivered.present;
    case LABELS_LEFT:
        return !run->delivered.present && !run->sold.present && !run->withdrawn.present;
    }
    return false;
}

static bool goes_on(const struct listing *l, const struct label_row *next) {
    const struct label_row *row = &l->row;
    return row->count > 0 && l->batch.number == next->batch->number &&
           row->first + row->count == next->first && row->status == next->status &&
           row->reason == next->reason && row->printed == next->printed &&
           row->delivered == next->delivered;
}

static void tell(struct listing *l) {
    if (l->row.count > 0 && l->more) {
        l->more = l->visit(l->context, &l->row);
    }
    l->row.count = 0;
}

static bool on_run(void *context, const struct sello_ledger_run *run) {
    struct listing *l = context;
    const struct label_row next = {
        .batch = run->batch,
        .first = run->first,
        .count = run->count,
        .status = sello_ledger_status(run),
        .reason = run->reason,
        .printed = run->printed.present,
        .delivered = run->delivered.present,
    };
    if (!is_wanted(l->wanted->state, run)) {
        return true;
    }
    if (goes_on(l, &next)) {
        l->row.count += next.count;
        return true;
    }
    tell(l);
    l->batch = *run->batch;
    l->row = next;
    l->row.batch = &l->batch;
    return l->more;
}

enum sello_error label_list(struct sello_store *store, const struct label_wanted *wanted,
                            bool (*visit)(void *context, const struct label_row *row),
                            void *context) {
    struct listing l = {.wanted = wanted, .visit = visit, .context = context, .more = true};
    enum sello_error error = sello_ledger_list(store, &wanted->batches, on_run, &l);
    if (error == SELLO_OK) {
        tell(&l);
    }
    return error;
}

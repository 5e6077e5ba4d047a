/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/notice_recent.h"

/* The newest first; of one day the higher serials. */
static bool comes_before(const struct sello_status_range *row, const struct notice_row *other) {
    return row->day > other->day || (row->day == other->day && row->first > other->first);
}

struct recent {
    struct notice_row *row;
    size_t n;
};

static bool visit_status(void *context, const struct sello_status_range *row) {
    struct recent *r = context;
    if (row->status != SELLO_LABEL_WITHDRAWN || row->reason == SELLO_REASON_VOID) {
        return true; /* what was never issued is nobody's concern */
    }
    size_t at = r->n;
    while (at > 0 && comes_before(row, &r->row[at - 1])) {
        at--;
    }
    if (at == NOTICE_ROWS_MAX) {
        return true;
    }
    r->n += r->n < NOTICE_ROWS_MAX;
    for (size_t i = r->n - 1; i > at; i--) {
        r->row[i] = r->row[i - 1];
    }
    r->row[at] = (struct notice_row){row->first, row->count, row->reason, row->day};
    return true;
}

enum sello_error notice_recent(struct sello_store *store,
                               struct notice_row out[SELLO_LEN(NOTICE_ROWS_MAX)], size_t *out_n) {
    struct recent r = {out, 0};
    enum sello_error error = sello_status_list(store, visit_status, &r);
    *out_n = error == SELLO_OK ? r.n : 0;
    return error;
}

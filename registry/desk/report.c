/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/report.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/time.h"

struct making {
    struct report *report;
    size_t producer_room, month_room;
    enum sello_error error;
};

/* ---- whose ---- */

static bool add_producer(void *context, const struct sello_producer *p) {
    struct making *m = context;
    struct report *r = m->report;
    if (r->request.producer > 0 && p->number != r->request.producer) {
        return true;
    }
    if (!base_grow(&r->producer, &m->producer_room, r->n_producers + 1, sizeof *r->producer)) {
        m->error = SELLO_E_MEMORY;
        return false;
    }
    struct report_producer *row = &r->producer[r->n_producers++];
    *row = (struct report_producer){.number = p->number};
    memcpy(row->name, p->name, sizeof row->name);
    memcpy(row->origin, p->origin, sizeof row->origin);
    return true;
}

static int compare_number(const void *key, const void *row) {
    uint64_t a = *(const uint64_t *)key, b = ((const struct report_producer *)row)->number;
    return a < b ? -1 : a > b;
}

/* The first row, 0, is there for labels whose records are lost. */
static struct report_counts *counts_of(const struct report *r, uint64_t producer) {
    struct report_producer *row =
        bsearch(&producer, r->producer, r->n_producers, sizeof *r->producer, compare_number);
    return row != NULL ? &row->n : NULL;
}

/* ---- when ---- */

static bool is_within(const struct report *r, uint64_t day) {
    return (!r->request.from.present || day >= r->request.from.value) && day <= r->to_day;
}

static bool month_of(uint64_t day, struct report_month *out) {
    struct base_date date = {0, 0, 0};
    bool ok = base_date_of(day, &date);
    *out = (struct report_month){.year = date.year, .month = date.month};
    return ok;
}

static unsigned months_since_0(const struct report_month *m) {
    return m->year * 12 + m->month - 1;
}

/* The row of a day's month, made where there is none; they stay in order. Things come mostly in the
 * order they were done, so it is looked for from the end. */
static struct report_counts *month_counts(struct making *m, uint64_t day) {
    struct report *r = m->report;
    struct report_month wanted;
    if (!month_of(day, &wanted)) {
        m->error = SELLO_E_RANGE;
        return NULL;
    }
    size_t i = r->n_months;
    while (i > 0 && months_since_0(&r->month[i - 1]) > months_since_0(&wanted)) {
        i--;
    }
    if (i > 0 && months_since_0(&r->month[i - 1]) == months_since_0(&wanted)) {
        return &r->month[i - 1].n;
    }
    if (!base_grow(&r->month, &m->month_room, r->n_months + 1, sizeof *r->month)) {
        m->error = SELLO_E_MEMORY;
        return NULL;
    }
    memmove(&r->month[i + 1], &r->month[i], (r->n_months - i) * sizeof *r->month);
    r->month[i] = wanted;
    r->n_months++;
    return &r->month[i].n;
}

/* Months in which nothing was done stand between the others. */
static enum sello_error fill_months(struct making *m) {
    struct report *r = m->report;
    for (size_t i = 0; i + 1 < r->n_months; i++) {
        struct report_month next = {.year = r->month[i].year, .month = r->month[i].month};
        next.year += next.month == 12;
        next.month = next.month % 12 + 1;
        if (months_since_0(&next) == months_since_0(&r->month[i + 1])) {
            continue;
        }
        if (!base_grow(&r->month, &m->month_room, r->n_months + 1, sizeof *r->month)) {
            return SELLO_E_MEMORY;
        }
        memmove(&r->month[i + 2], &r->month[i + 1], (r->n_months - i - 1) * sizeof *r->month);
        r->month[i + 1] = next;
        r->n_months++;
    }
    return SELLO_OK;
}

/* ---- how many ---- */

enum what { ISSUED, PRINTED, DELIVERED, SOLD, WITHDRAWN, SPOILED };

static void add_to(struct report_counts *n, enum what what, uint64_t count) {
    uint64_t *const fields[] = {&n->issued, &n->printed,   &n->delivered,
                                &n->sold,   &n->withdrawn, &n->spoiled};
    *fields[what] += count;
}

static void count_done(struct making *m, struct report_counts *mine, enum what what, uint64_t day,
                       uint64_t count) {
    if (m->error != SELLO_OK || !is_within(m->report, day)) {
        return;
    }
    struct report_counts *month = month_counts(m, day);
    if (month != NULL) {
        add_to(month, what, count);
        add_to(mine, what, count);
        add_to(&m->report->total, what, count);
    }
}

/* Had it happened by the end of the time? */
static bool by_the_end(const struct report *r, struct sello_number day) {
    return day.present && day.value <= r->to_day;
}

static struct sello_number day_of(struct sello_number instant) {
    return (struct sello_number){instant.present,
                                 instant.present ? base_here_day(instant.value) : 0};
}

static bool count_run(void *context, const struct sello_ledger_run *run) {
    struct making *m = context;
    struct report *r = m->report;
    struct report_counts *mine = counts_of(r, run->batch->producer);
    struct sello_number printed = day_of(run->printed), delivered = day_of(run->delivered);
    uint64_t issued = base_here_day(run->batch->issued);
    bool misprint = run->reason == SELLO_REASON_MISPRINT;
    if (mine == NULL) {
        return true; /* added since: not in what is looked at */
    }
    count_done(m, mine, ISSUED, issued, run->count);
    if (printed.present) {
        count_done(m, mine, PRINTED, printed.value, run->count);
    }
    if (delivered.present) {
        count_done(m, mine, DELIVERED, delivered.value, run->count);
    }
    if (run->sold.present) {
        count_done(m, mine, SOLD, run->sold.value, run->count);
    }
    if (run->withdrawn.present) {
        count_done(m, mine, misprint ? SPOILED : WITHDRAWN, run->withdrawn.value, run->count);
    }
    if (issued <= r->to_day && !by_the_end(r, delivered) && !by_the_end(r, run->sold) &&
        !by_the_end(r, run->withdrawn)) {
        mine->left += run->count;
        r->total.left += run->count;
    }
    return m->error == SELLO_OK;
}

/* ---- all of it ---- */

static bool has_any(const struct report_counts *n) {
    return n->issued + n->printed + n->delivered + n->sold + n->withdrawn + n->spoiled + n->left >
           0;
}

static void drop_idle(struct report *r) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_producers; i++) {
        if (has_any(&r->producer[i].n)) {
            r->producer[n++] = r->producer[i];
        }
    }
    r->n_producers = n;
}

static enum sello_error look(struct sello_store *store, void *context) {
    struct making *m = context;
    struct report *r = m->report;
    const struct sello_batch_filter of = {.producer = r->request.producer};
    if (r->request.producer == 0) {
        const struct sello_producer lost = {.number = 0};
        (void)add_producer(m, &lost);
    }
    enum sello_error error = sello_producer_list(store, add_producer, m);
    if (error == SELLO_OK && m->error == SELLO_OK) {
        error = sello_ledger_list(store, &of, count_run, m);
    }
    return error == SELLO_OK ? m->error : error;
}

#define MONTHS_EMPTY 750 /* days: of so short a time all months are there, also empty ones */

static void span_months(struct making *m, uint64_t today) {
    const struct report *r = m->report;
    uint64_t last = r->to_day < today ? r->to_day : today;
    if (r->request.from.present && r->request.from.value <= last &&
        last - r->request.from.value <= MONTHS_EMPTY) {
        (void)month_counts(m, r->request.from.value);
        (void)month_counts(m, last);
    }
}

enum sello_error report_make(struct session *session, const struct report_request *request,
                             struct report *out) {
    struct making m = {.report = out, .error = SELLO_OK};
    struct sello_producer producer;
    *out = (struct report){.request = *request};
    out->to_day = request->to.present ? request->to.value : base_here_day(session->now);
    enum sello_error error = SELLO_OK;
    if (request->producer > 0) {
        error = sello_producer_get(session->store, request->producer, &producer);
    }
    if (error == SELLO_OK) {
        error = sello_store_look(session->store, look, &m);
    }
    if (error == SELLO_OK) {
        drop_idle(out);
        span_months(&m, base_here_day(session->now));
        error = m.error == SELLO_OK ? fill_months(&m) : m.error;
    }
    return session_fail(session, error);
}

void report_free(struct report *report) {
    free(report->producer);
    free(report->month);
    *report = (struct report){.to_day = 0};
}

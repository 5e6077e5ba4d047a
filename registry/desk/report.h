/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_REPORT_H
#define SELLO_REGISTRY_DESK_REPORT_H

/* What was done with labels in a time, for the assembly: of each producer, and month by month. */

#include "registry/exchange/export.h"

struct report_request {
    uint64_t producer;            /* number; 0: all */
    struct sello_number from, to; /* days of the clerk's, both included; absent: no end */
};

/* What was done in that time; whatever became of a label later or before counts there. */
struct report_counts {
    uint64_t issued;
    uint64_t printed; /* for the first time */
    uint64_t delivered;
    uint64_t sold;      /* those that came back are not sold */
    uint64_t withdrawn; /* the spoiled ones aside */
    uint64_t spoiled;   /* withdrawn as misprints */
    uint64_t left;      /* at its end: issued, and neither delivered, sold nor withdrawn by then */
};

struct report_producer {
    uint64_t number; /* 0: labels whose records are lost */
    char name[SELLO_NAME_MAX + 1], origin[SELLO_NAME_MAX + 1];
    struct report_counts n;
};

struct report_month {
    unsigned year, month;   /* 1..12 */
    struct report_counts n; /* left: 0 */
};

struct report {
    struct report_request request;
    uint64_t to_day;                  /* its last day; today where none was asked for */
    struct report_producer *producer; /* owned; in order of number, those who have anything */
    size_t n_producers;
    struct report_month *month; /* owned; from the first in which anything was done to the last; of
                                 * up to two years, from the first month asked for */
    size_t n_months;
    struct report_counts total;
};

/* As of one moment. Freed by report_free, also when it failed. */
SELLO_NODISCARD enum sello_error
report_make(struct session *session, const struct report_request *request, struct report *out);
void report_free(struct report *report);

/* A table of its producers, and what all of them come to, in the session's language. SELLO_E_SYSTEM
 * where the sink takes no more. */
SELLO_NODISCARD enum sello_error report_csv(struct session *session, const struct report *report,
                                            const struct export_sink *sink);

#endif

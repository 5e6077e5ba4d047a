/* SPDX-License-Identifier: Apache-2.0 */
/* What holds for labels, worked out from the events: each source keeps its own word; withdrawn
 * stays, what was sold may come back, a suspension ends with its source's. */
#include <stdlib.h>

#include "base/array.h"
#include "verify/tool/events.h"

enum { SOURCES = 4, STATUSES = 3 };

static const struct event *event_of(const struct replay *replay, uint32_t seq) {
    return &replay->events->item[seq - 1];
}

bool replay_begin(struct replay *replay, const struct events *events) {
    *replay = (struct replay){.events = events};
    if (!base_grow(&replay->item, &replay->room, 1, sizeof *replay->item)) {
        return false;
    }
    replay->item[replay->n++] = (struct stretch){.first = 1};
    return true;
}

void replay_free(struct replay *replay) {
    free(replay->item);
    *replay = (struct replay){.n = 0};
}

/* The stretch that begins with this serial, which one is cut for. */
static size_t cut(struct replay *replay, uint64_t serial) {
    size_t low = 0, high = replay->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(replay->item[middle].first <= serial ? &low : &high) = middle;
    }
    if (replay->item[low].first == serial) {
        return low;
    }
    if (!base_grow(&replay->item, &replay->room, replay->n + 1, sizeof *replay->item)) {
        replay->no_memory = true;
        return low;
    }
    memmove(&replay->item[low + 2], &replay->item[low + 1],
            (replay->n - low - 1) * sizeof *replay->item);
    replay->item[low + 1] = replay->item[low];
    replay->item[low + 1].first = serial;
    replay->n++;
    return low + 1;
}

/* ---- saying ---- */

static bool any(const struct stretch *s, enum sello_label_status status) {
    uint32_t found = 0;
    for (size_t i = 0; i < SOURCES; i++) {
        found |= s->said[status - 1][i];
    }
    return found != 0;
}

static bool came_back(const struct replay *replay, uint32_t seq) {
    return event_of(replay, seq)->reason == SELLO_REASON_RETURNED;
}

/* Forgets who said that it was sold, or that it came back. */
static void forget_sold(const struct replay *replay, struct stretch *s, bool returned) {
    uint32_t *said = s->said[SELLO_LABEL_RETIRED - 1];
    for (size_t i = 0; i < SOURCES; i++) {
        said[i] = said[i] != 0 && came_back(replay, said[i]) == returned ? 0 : said[i];
    }
}

static void sell(struct stretch *s, size_t source, uint32_t seq) {
    if (!any(s, SELLO_LABEL_WITHDRAWN) && !any(s, SELLO_LABEL_RETIRED)) {
        s->said[SELLO_LABEL_RETIRED - 1][source] = seq;
    }
}

static void say(const struct replay *replay, struct stretch *s, uint32_t seq) {
    const struct event *e = event_of(replay, seq);
    size_t source = (size_t)e->source - 1;
    uint32_t *suspended = &s->said[SELLO_LABEL_SUSPENDED - 1][source];
    switch (e->status) {
    case SELLO_LABEL_WITHDRAWN:
        if (!any(s, SELLO_LABEL_WITHDRAWN)) {
            s->said[SELLO_LABEL_WITHDRAWN - 1][source] = seq;
        }
        break;
    case SELLO_LABEL_SUSPENDED:
        *suspended = *suspended != 0 || any(s, SELLO_LABEL_WITHDRAWN) ? *suspended : seq;
        break;
    case SELLO_LABEL_RETIRED:
        forget_sold(replay, s, true);
        sell(s, source, seq);
        break;
    default:
        if (e->reason == SELLO_REASON_RETURNED) {
            forget_sold(replay, s, false);
            sell(s, source, seq);
        } else {
            *suspended = 0;
        }
    }
}

/* From registries of before version 6: how it stood, and events without a day say nothing more. */
void replay_take(struct replay *replay, uint32_t seq) {
    const struct event *e = event_of(replay, seq);
    bool taken = strcmp(e->kind, "labels.taken") == 0;
    if ((!taken && strcmp(e->kind, "labels.status") != 0) || !e->has_day || e->count == 0 ||
        e->first == 0 || e->first > SELLO_INT_MAX || e->count > SELLO_INT_MAX || e->source < 1 ||
        e->source > SOURCES || e->status > STATUSES) {
        return;
    }
    size_t from = cut(replay, e->first), to = cut(replay, e->first + e->count);
    for (size_t i = from; i < to; i++) {
        if (taken && e->status > 0) {
            replay->item[i].said[e->status - 1][e->source - 1] = seq;
        } else if (!taken) {
            say(replay, &replay->item[i], seq);
        }
    }
}

/* ---- showing ---- */

/* Withdrawn, else sold, else suspended; that a piece came back is told beside a suspension. */
static bool shown(const struct replay *replay, const struct stretch *s,
                  struct sello_status_row *out) {
    static const enum sello_label_status order[STATUSES] = {
        SELLO_LABEL_WITHDRAWN, SELLO_LABEL_RETIRED, SELLO_LABEL_SUSPENDED};
    const struct event *showing = NULL, *returned = NULL;
    for (size_t i = 0; i < (size_t)STATUSES * SOURCES; i++) {
        enum sello_label_status status = order[i / SOURCES];
        uint32_t seq = s->said[status - 1][i % SOURCES];
        if (seq != 0 && status == SELLO_LABEL_RETIRED && came_back(replay, seq)) {
            returned = event_of(replay, seq);
        } else if (seq != 0 && showing == NULL) {
            showing = event_of(replay, seq);
            out->status = status;
        }
    }
    const struct event *e = showing != NULL ? showing : returned;
    if (e == NULL) {
        return false;
    }
    out->status = showing != NULL ? out->status : SELLO_LABEL_VALID;
    bool both = showing != NULL && returned != NULL && out->status == SELLO_LABEL_SUSPENDED;
    out->reason = both ? SELLO_REASON_RETURNED : e->reason;
    out->day = e->day;
    out->text = sello_bytes_of(e->text);
    return true;
}

static bool same(const struct sello_status_row *a, const struct sello_status_row *b) {
    return a->status == b->status && a->reason == b->reason && a->day == b->day &&
           sello_bytes_eq(a->text, b->text);
}

bool replay_next(const struct replay *replay, size_t *at, struct sello_status_row *out) {
    struct sello_status_row next = {.first = 0};
    while (*at + 1 < replay->n && !shown(replay, &replay->item[*at], out)) {
        (*at)++;
    }
    if (*at + 1 >= replay->n) { /* nothing is said of the serials behind all ranges */
        return false;
    }
    out->first = replay->item[*at].first;
    do {
        (*at)++;
        out->count = replay->item[*at].first - out->first;
    } while (*at + 1 < replay->n && shown(replay, &replay->item[*at], &next) && same(out, &next));
    return true;
}

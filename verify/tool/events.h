/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_EVENTS_H
#define SELLO_VERIFY_TOOL_EVENTS_H

/* Inside the tool sello-verify: a registry's events, as its certifier shows them to an auditor, and
 * what was to be published by them. It shares no code with the registry. */

#include "base/log_folder.h"
#include "verify/tool/tool.h"

/* What an event says, as far as published data follows from it. Absent numbers are 0. */
struct event {
    char kind[24];
    uint64_t number, first, count, date, key;
    uint64_t status, source, reason, day; /* of labels */
    bool has_day, has_hash;
    uint8_t hash[SELLO_HASH_LEN];
    char text[SELLO_ROW_TEXT_MAX + 1];
};

struct events {
    struct event *item; /* that of number seq at seq - 1; owned */
    size_t n, room;
    struct base_log log;
};

/* Reads the log of events in the folder, and holds all files to each other and the events to their
 * numbers; the signature is the caller's. Freed by events_free, also after a failure. at: as of
 * base_log_read. */
SELLO_NODISCARD enum sello_error events_read(const char *folder, struct events *out,
                                             char at[SELLO_LEN(PATH_MAX)]);
void events_free(struct events *events);

/* ---- statuses ---- */

/* Over [first, first of the next one): which event says it, by status and source; 0: none. */
struct stretch {
    uint64_t first;
    uint32_t said[3][4];
};

struct replay {
    const struct events *events;
    struct stretch *item; /* the first begins at serial 1; owned */
    size_t n, room;
    bool no_memory;
};

SELLO_NODISCARD bool replay_begin(struct replay *replay, const struct events *events);
void replay_free(struct replay *replay);
/* Takes what the event says of labels; any other is passed over. */
void replay_take(struct replay *replay, uint32_t seq);

/* The next row of what readers are to see, from *at = 0 on; false after the last. */
bool replay_next(const struct replay *replay, size_t *at, struct sello_status_row *out);

/* ---- bundles ---- */

/* Does the certifier's data in `trust` follow from the events before it, to the byte?
 * SELLO_E_STATE: it does not, `what` says in which part. SELLO_E_NOT_FOUND: no event tells of it.
 */
SELLO_NODISCARD enum sello_error events_check_bundle(const struct events *events,
                                                     const struct sello_trust *trust,
                                                     const char **what);

/* Do the events tell of just the entries that the public log has? *out_index: the first that
 * differs. */
SELLO_NODISCARD bool events_match_log(const struct events *events, const struct base_log *log,
                                      uint64_t *out_index);

#endif

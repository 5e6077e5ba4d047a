/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/desk.h"

#include <time.h>

#include "base/time.h"

/* ---- plan and commit ---- */

struct run {
    struct session *session;
    desk_work *work;
    void *context;
};

static enum sello_error work_within(struct sello_store *store, void *context) {
    struct run *run = context;
    (void)store;
    run->session->problem = (struct problem){.error = SELLO_OK};
    enum sello_error error = SELLO_OK;
    if (!run->session->clock_taken) {
        error = session_take_clock(run->session, false);
    }
    return error == SELLO_OK ? run->work(run->session, run->context) : error;
}

enum sello_error desk_plan(struct session *session, desk_work *work, void *context) {
    struct run run = {session, work, context};
    return session_fail(session, sello_store_preview(session->store, work_within, &run));
}

enum sello_error desk_commit(struct session *session, desk_work *work, void *context) {
    struct run run = {session, work, context};
    return session_fail(session, sello_store_do(session->store, work_within, &run));
}

/* ---- what was seen ---- */

static void see(uint64_t *seen, const void *bytes, size_t len) {
    const uint8_t *at = bytes;
    for (size_t i = 0; i < len; i++) {
        *seen = (*seen ^ at[i]) * 1099511628211u;
    }
}

void desk_see_number(uint64_t *seen, uint64_t number) {
    see(seen, &number, sizeof number);
}

void desk_see_text(uint64_t *seen, const char *text) {
    see(seen, text, strlen(text) + 1);
}

enum sello_error desk_check_shown(struct session *session, const uint64_t *shown, uint64_t now) {
    if (shown == NULL || *shown == now) {
        return SELLO_OK;
    }
    return session_refuse(session,
                          &(struct problem){.error = SELLO_E_STATE, .rule = "changed-meanwhile"});
}

/* ---- small things ---- */

uint64_t desk_day_of(uint64_t instant) {
    char text[32];
    struct tm here;
    time_t seconds = (time_t)instant;
    uint64_t day = base_day_of(instant);
    if (localtime_r(&seconds, &here) != NULL) {
        snprintf(text, sizeof text, "%04d-%02d-%02d", here.tm_year + 1900, here.tm_mon + 1,
                 here.tm_mday);
        (void)!base_date_parse(text, &day);
    }
    return day;
}

enum sello_error desk_no_record(struct session *session, enum sello_error error,
                                struct sello_id id) {
    if (error != SELLO_E_NOT_FOUND) {
        return error;
    }
    return session_refuse(session, &(struct problem){.error = error,
                                                     .rule = "no-such-record",
                                                     .subject = id,
                                                     .value = {problem_id(id.kind, id.number)}});
}

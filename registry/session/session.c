/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/session/session.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/time.h"
#include "registry/session/session_internal.h"

/* As much of the text as an event takes, cut at a character. */
static struct sello_bytes as_name(const char *text, size_t most) {
    struct sello_bytes name = sello_bytes_of(text);
    size_t len = 0;
    while (len < name.len) {
        uint32_t code_point = 0;
        size_t n = sello_utf8_next(sello_bytes(name.ptr + len, name.len - len), &code_point);
        if (n == 0 || len + n > most || sello_text_forbidden(code_point)) {
            break;
        }
        len += n;
    }
    return sello_bytes(name.ptr, len);
}

/* The account's name; where several work under one, the clerk's too, who says it: "Luisa (ana)". */
static void name_who(char out[SELLO_LEN(SELLO_WHO_MAX + 1)]) {
    enum { MARKS = 3 }; /* " ()" */
    const struct passwd *account = getpwuid(geteuid());
    const char *clerk = getenv("SELLO_CLERK");
    struct sello_bytes name = as_name(account != NULL ? account->pw_name : "?", SELLO_WHO_MAX);
    size_t room = name.len + MARKS < SELLO_WHO_MAX ? SELLO_WHO_MAX - name.len - MARKS : 0;
    struct sello_bytes said = as_name(clerk != NULL ? clerk : "", room);
    if (said.len == 0) {
        snprintf(out, SELLO_WHO_MAX + 1, "%.*s", (int)name.len, (const char *)name.ptr);
        return;
    }
    snprintf(out, SELLO_WHO_MAX + 1, "%.*s (%.*s)", (int)said.len, (const char *)said.ptr,
             (int)name.len, (const char *)name.ptr);
}

void session_start(struct session *out, const char *folder, uint64_t now, const char *language,
                   const struct session_hooks *hooks) {
    *out = (struct session){.folder = folder, .now = now, .language = language};
    if (hooks != NULL) {
        out->hooks = *hooks;
    }
    name_who(out->who);
}

static enum sello_error open_with(struct session *session, bool reading) {
    char words[SELLO_WORDS_LEN] = "";
    enum sello_error error = sello_store_open_telling(session->folder, session->who, session->now,
                                                      reading, words, &session->store);
    if (error == SELLO_OK || words[0] == '\0') {
        return session_fail(session, error);
    }
    return session_refuse(session, &(struct problem){.error = error, .detail = words});
}

enum sello_error session_open(struct session *session) {
    return open_with(session, false);
}

enum sello_error session_open_reading(struct session *session) {
    return open_with(session, true);
}

/* Nothing is hindered by it, and it is the only one that an older copy of the folder lacks. */
static void tell_home_mark(struct session *session) {
    enum sello_error error =
        session->store != NULL ? sello_store_home_mark(session->store) : SELLO_OK;
    if (error != SELLO_OK) {
        session_notice(session, &(struct problem){.error = error, .rule = "home-mark-unwritten"});
    }
    error = session->store != NULL ? sello_store_folder_mark(session->store) : SELLO_OK;
    if (error != SELLO_OK) {
        session_notice(session, &(struct problem){.error = error, .rule = "mark-unwritten"});
    }
}

/* Whoever cannot tell that it was done would do it again. */
static void tell_unsettled(struct session *session) {
    session->unsettled =
        session->unsettled || (session->store != NULL && sello_store_unsettled(session->store));
    if (session->unsettled) {
        session_notice(session, &(struct problem){.error = SELLO_E_SYSTEM, .rule = "unsettled"});
    }
}

void session_close(struct session *session) {
    tell_home_mark(session);
    tell_unsettled(session);
    sello_passphrase_free(&session->passphrase);
    sello_passphrase_free(&session->other);
    session_root_free(session->root);
    session->root = NULL;
    sello_store_close(&session->store);
}

enum sello_error session_take_clock(struct session *session, bool confirmed) {
    uint64_t last = sello_store_opening(session->store)->last_event, now = session->now;
    if (last > now + BASE_DAY) {
        session_notice(session, &(struct problem){.error = SELLO_E_RANGE, .rule = "clock-behind"});
    }
    if (last > now) { /* for all that is dated, not for events alone */
        session->now = last;
    }
    sello_store_set_now(session->store, session->now);
    if (confirmed) {
        sello_store_confirm_clock(session->store);
    }
    if (last > 0 && now > last + SELLO_CLOCK_AHEAD && !confirmed) {
        return session_refuse(session,
                              &(struct problem){.error = SELLO_E_RANGE,
                                                .rule = "clock-ahead",
                                                .value = {problem_instant(now),
                                                          problem_number((now - last) / BASE_DAY),
                                                          problem_instant(last)}});
    }
    session->clock_taken = true;
    return session_fail(session, SELLO_OK);
}

/* ---- changes ---- */

struct run {
    struct session *session;
    session_work *work;
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

enum sello_error session_preview(struct session *session, session_work *work, void *context) {
    struct run run = {session, work, context};
    return session_fail(session, sello_store_preview(session->store, work_within, &run));
}

/* What was to be as it was seen, and was not looked at, is not done. */
static enum sello_error work_as_seen(struct sello_store *store, void *context) {
    struct run *run = context;
    enum sello_error error = work_within(store, context);
    bool unseen = run->session->if_seen.present && !run->session->seen.any;
    return error == SELLO_OK && unseen ? session_changed_meanwhile(run->session) : error;
}

enum sello_error session_do(struct session *session, session_work *work, void *context) {
    struct run run = {session, work, context};
    return session_fail(session, sello_store_do(session->store, work_as_seen, &run));
}

enum sello_error session_see(struct session *session, uint64_t sum) {
    struct session_seen *seen = &session->seen;
    if (seen->in_parts) {
        return SELLO_OK;
    }
    seen->many = seen->many || (seen->any && seen->sum != sum);
    seen->any = true;
    seen->sum = sum;
    return session->if_seen.present && session->if_seen.value != sum
               ? session_changed_meanwhile(session)
               : SELLO_OK;
}

enum sello_error session_changed_meanwhile(struct session *session) {
    return session_refuse(session,
                          &(struct problem){.error = SELLO_E_STATE, .rule = "changed-meanwhile"});
}

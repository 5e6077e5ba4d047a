/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/lock.h"
#include "registry/session/session.h"
#include "registry/store/shared.h"
#include "registry/store/users.h"

enum sello_error session_path(struct session *session, char out[SELLO_LEN(SESSION_PATH_MAX)],
                              const char *format, ...) {
    int folder = snprintf(out, SESSION_PATH_MAX, "%s/", session->folder), len = -1;
    if (folder > 0 && folder < SESSION_PATH_MAX) {
        va_list args;
        va_start(args, format);
        len = vsnprintf(out + folder, (size_t)(SESSION_PATH_MAX - folder), format, args);
        va_end(args);
    }
    if (len < 0 || len >= SESSION_PATH_MAX - folder) {
        return session_refuse(
            session, &(struct problem){.error = SELLO_E_TOO_LONG, .rule = "path-too-long"});
    }
    return SELLO_OK;
}

/* ---- why not ---- */

enum sello_error session_refuse(struct session *session, const struct problem *problem) {
    struct problem kept = *problem;
    for (size_t i = 0; i < PROBLEM_VALUES; i++) {
        const char *text = problem->value[i].text;
        if (text != NULL && text != session->room[i]) {
            snprintf(session->room[i], sizeof session->room[i], "%s", text);
            kept.value[i].text = session->room[i];
        }
    }
    if (problem->detail != NULL && problem->detail != session->detail) {
        snprintf(session->detail, sizeof session->detail, "%s", problem->detail);
        kept.detail = session->detail;
    }
    session->problem = kept;
    return kept.error;
}

/* Another program keeps the registry: which one, where that can be told. */
static enum sello_error refuse_busy(struct session *session) {
    static const char *const names[] = {"lock", "registry.db", ""};
    enum { N = sizeof names / sizeof *names };
    char room[N][SESSION_PATH_MAX];
    const char *paths[N];
    struct base_lock_holder holder;
    for (size_t i = 0; i < N; i++) {
        snprintf(room[i], sizeof room[i], "%s/%s", session->folder, names[i]);
        paths[i] = room[i];
    }
    struct problem problem = {.error = SELLO_E_STORE_BUSY};
    const struct sello_store_fault *fault =
        session->store != NULL ? sello_store_fault(session->store) : NULL;
    bool tells = fault != NULL && sello_store_is_shared(session->store) && fault->detail[0] != '\0';
    problem.detail = tells ? fault->detail : NULL; /* which office */
    if (base_lock_holder(paths, N, &holder)) {
        problem.rule = "store-busy";
        problem.value[0] = problem_text(holder.program);
        problem.value[1] = problem_number((uint64_t)holder.process);
    }
    return session_refuse(session, &problem);
}

/* The database refused: as whom one is there, what that may do, and whom to ask. */
static enum sello_error refuse_denied(struct session *session) {
    static const char *const rules[] = {
        [SELLO_RANK_NOBODY] = "role-refused-nobody",
        [SELLO_RANK_AUDITOR] = "role-refused-auditor",
        [SELLO_RANK_CLERK] = "role-refused-clerk",
        [SELLO_RANK_CERTIFIER] = "role-refused-certifier",
        [SELLO_RANK_OWNER] = "role-refused-owner",
    };
    const struct sello_self *self = sello_store_self(session->store);
    const struct sello_store_fault *fault = sello_store_fault(session->store);
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_STORE_DENIED,
                                   .rule = rules[self->rank],
                                   .value = {problem_text(self->name), problem_text(self->owner)},
                                   .detail = fault->detail});
}

enum sello_error session_fail(struct session *session, enum sello_error error) {
    if (error != SELLO_OK && session->problem.error == error) {
        return error;
    }
    if (error == SELLO_E_STORE_BUSY) {
        return refuse_busy(session);
    }
    if (error == SELLO_E_STORE_DENIED && session->store != NULL) {
        return refuse_denied(session);
    }
    struct problem problem = {.error = error};
    if (error != SELLO_OK && session->store != NULL) {
        const struct sello_store_fault *fault = sello_store_fault(session->store);
        problem.field = fault->field;
        problem.name = fault->name;
        problem.detail = fault->detail[0] != '\0' ? fault->detail : NULL;
    }
    return session_refuse(session, &problem);
}

enum sello_error session_lock(struct session *session) {
    char path[SESSION_PATH_MAX];
    enum sello_error error = sello_store_lock(session->store);
    const char *cause = strerror(errno);
    if (error != SELLO_E_STORE_READ_ONLY || session_path(session, path, "lock") != SELLO_OK) {
        return session_fail(session, error);
    }
    return session_refuse(session,
                          &(struct problem){.error = error,
                                            .rule = "lock-not-opened",
                                            .value = {problem_text(path), problem_text(cause)}});
}

void session_notice(struct session *session, const struct problem *notice) {
    if (session->hooks.notice != NULL) {
        session->hooks.notice(session->hooks.context, notice);
    }
}

/* ---- long work ---- */

void session_progress(struct session *session, const char *work, uint64_t done, uint64_t total) {
    if (session->hooks.progress != NULL) {
        session->hooks.progress(session->hooks.context, work, done, total);
    }
}

bool session_stopped(struct session *session) {
    return session->hooks.stopped != NULL && session->hooks.stopped(session->hooks.context);
}

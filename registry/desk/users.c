/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/users.h"

#include "registry/store/shared.h"

struct users_job {
    const struct users_request *request;
    struct users_outcome *out;
};

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               const char *name) {
    return session_refuse(
        session, &(struct problem){
                     .error = error, .rule = rule, .field = "name", .value = {problem_text(name)}});
}

static enum sello_error needs_server(struct session *session) {
    return sello_store_is_shared(session->store)
               ? SELLO_OK
               : session_refuse(session,
                                &(struct problem){.error = SELLO_E_STATE,
                                                  .rule = "users-in-file",
                                                  .value = {problem_text(session->folder)}});
}

static enum sello_error change(struct session *session, void *context) {
    const struct users_job *job = context;
    const struct users_request *r = job->request;
    enum sello_error error = r->rank == SELLO_RANK_NOBODY
                                 ? sello_user_take(session->store, r->name, &job->out->gone)
                                 : sello_user_give(session->store, r->name, r->rank);
    if (error == SELLO_E_STATE) {
        return refuse(session, error, "user-may-all", r->name);
    }
    return error == SELLO_E_NOT_FOUND ? refuse(session, error, "user-not-there", r->name) : error;
}

static enum sello_error start(struct session *session, const struct users_request *request,
                              bool commit, struct users_outcome *out) {
    struct users_job job = {.request = request, .out = out};
    *out = (struct users_outcome){.gone = false};
    enum sello_error error = needs_server(session);
    if (error == SELLO_OK && !sello_user_name_ok(request->name)) {
        error = refuse(session, SELLO_E_TEXT, "user-name", request->name);
    }
    if (error != SELLO_OK) {
        return error;
    }
    return commit ? session_do(session, change, &job) : session_preview(session, change, &job);
}

enum sello_error users_plan(struct session *session, const struct users_request *request,
                            struct users_outcome *out) {
    return start(session, request, false, out);
}

enum sello_error users_commit(struct session *session, const struct users_request *request,
                              struct users_outcome *out) {
    return start(session, request, true, out);
}

enum sello_error users_list(struct session *session,
                            void (*visit)(void *context, const char *name, enum sello_rank rank),
                            void *context) {
    enum sello_error error = needs_server(session);
    return error == SELLO_OK
               ? session_fail(session, sello_user_list(session->store, visit, context))
               : error;
}

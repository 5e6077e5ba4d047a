/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/trust_make.h"

#include "registry/issue/issue.h"
#include "registry/trust/log_make.h"

/* So often a root that was stored meanwhile is waited out. */
#define ROOT_TRIES 3

void trust_made_free(struct trust_made *made) {
    trust_file_free(&made->file);
    *made = (struct trust_made){.file = {.ptr = NULL}};
}

/* ---- what is asked ---- */

static enum sello_error take_days(struct session *session, const struct trust_request *request,
                                  struct bundle_request *out) {
    out->fresh_days = request->fresh_days.present ? request->fresh_days.value : SELLO_FRESH_DAYS;
    out->age_days = request->age_days.present ? request->age_days.value : SELLO_AGE_DAYS;
    if (out->age_days >= out->fresh_days) {
        return SELLO_OK;
    }
    return session_refuse(session, &(struct problem){.error = SELLO_E_RANGE,
                                                     .rule = "age-below-fresh",
                                                     .field = "max-age-days",
                                                     .value = {problem_number(out->age_days),
                                                               problem_number(out->fresh_days)}});
}

static struct session_key_use key_use(const struct session *session) {
    return (struct session_key_use){.role = SELLO_ROLE_STATUS, .at = session->now};
}

static struct session_key_use log_key_use(const struct session *session) {
    return (struct session_key_use){.role = SELLO_ROLE_LOG, .at = session->now};
}

/* Once the root has a log key, every whole bundle tells of the log: readers hold it to that. */
static bool tells_log(const struct session *session, const struct bundle_request *bundle) {
    return bundle->scope != BUNDLE_STATUS_ONLY && log_is_kept(bundle->root, session->now);
}

static enum sello_error describe(struct session *session, enum sello_error error,
                                 struct trust_made *made) {
    if (error == SELLO_OK) {
        error = sello_bundle_parse(trust_file_bundle(&made->file), &made->bundle);
    }
    if (error != SELLO_OK) {
        trust_made_free(made);
    }
    return session_fail(session, error);
}

/* ---- again ---- */

static enum sello_error repeat(struct session *session, struct trust_made *out) {
    enum sello_error error = sello_store_known(session->store);
    if (error == SELLO_OK) {
        error = trust_file_again(session->store, &out->file);
    }
    if (error == SELLO_OK) {
        error = trust_file_judge(&out->file);
    }
    return describe(session, error, out);
}

/* ---- plan ---- */

enum sello_error trust_make_plan(struct session *session, const struct trust_request *request,
                                 struct trust_made *out) {
    struct bundle_request bundle = {.scope = request->scope, .no_directory = request->no_directory};
    const struct session_key_use use = key_use(session);
    struct sello_key *nobody = NULL, *no_log = NULL;
    uint64_t index = 0;
    *out = (struct trust_made){.file = {.ptr = NULL}};
    if (request->again) {
        return repeat(session, out);
    }
    enum sello_error error = take_days(session, request, &bundle);
    if (error == SELLO_OK) {
        error = session_find_key(session, &use, &index);
    }
    if (error == SELLO_OK) {
        error = session_root(session, &bundle.root);
    }
    bool logs = error == SELLO_OK && tells_log(session, &bundle);
    if (logs) {
        const struct session_key_use log_use = log_key_use(session);
        error = session_find_key(session, &log_use, &index);
    }
    if (error == SELLO_OK) {
        error = session_start_keys(session);
    }
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_key_new(SELLO_ROLE_STATUS, &nobody);
    if (error == SELLO_OK && logs) {
        error = sello_key_new(SELLO_ROLE_LOG, &no_log);
    }
    bundle.key = nobody;
    bundle.log_key = no_log;
    if (error == SELLO_OK) {
        error = bundle_preview(session->store, &bundle, &out->file);
    }
    sello_key_free(&nobody);
    sello_key_free(&no_log);
    return describe(session, error, out);
}

/* ---- commit ---- */

static enum sello_error make_locked(struct session *session, const struct bundle_request *bundle,
                                    struct trust_file *out) {
    enum sello_error error = session_lock(session);
    if (error != SELLO_OK) {
        return error;
    }
    error = issue_void_leftovers(session);
    if (error == SELLO_OK) {
        error = bundle_make(session->store, bundle, out);
    }
    sello_store_unlock(session->store);
    return error;
}

static enum sello_error make(struct session *session, struct bundle_request *bundle,
                             struct trust_file *out) {
    struct sello_key *key = NULL, *log_key = NULL;
    const struct session_key_use use = key_use(session), log_use = log_key_use(session);
    enum sello_error error = session_open_key(session, &use, &key, NULL);
    if (error == SELLO_OK) {
        error = session_root(session, &bundle->root);
    }
    if (error == SELLO_OK && tells_log(session, bundle)) {
        error = session_open_key(session, &log_use, &log_key, NULL);
    }
    bundle->key = key;
    bundle->log_key = log_key;
    if (error == SELLO_OK) {
        error = make_locked(session, bundle, out);
    }
    sello_key_free(&key);
    sello_key_free(&log_key);
    return error;
}

enum sello_error trust_make_commit(struct session *session, const struct trust_request *request,
                                   const struct trust_made *shown, struct trust_made *out) {
    struct bundle_request bundle = {.scope = request->scope,
                                    .no_directory = request->no_directory,
                                    .shown = shown != NULL ? &shown->bundle : NULL};
    *out = (struct trust_made){.file = {.ptr = NULL}};
    if (request->again) {
        return repeat(session, out);
    }
    enum sello_error error = take_days(session, request, &bundle);
    if (error != SELLO_OK) {
        return error;
    }
    error = SELLO_E_BUNDLE_ROOT;
    for (int i = 0; i < ROOT_TRIES && error == SELLO_E_BUNDLE_ROOT; i++) {
        error = make(session, &bundle, &out->file);
    }
    if (error == SELLO_E_STATE) {
        return session_changed_meanwhile(session);
    }
    return describe(session, error, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/check.h"

#include "registry/store/check.h"
#include "registry/store/shared.h"
#include "registry/trust/bundle_make.h"
#include "registry/trust/check_parts.h"

/* What stands in the trust file is read again as a verifier would read it. */
static enum sello_error check_trust_file(struct check_job *job) {
    struct trust_file file = {0};
    enum sello_error error = trust_file_again(job->session->store, &file);
    if (error == SELLO_E_NOT_FOUND) {
        return SELLO_OK; /* none was exported yet */
    }
    if (error == SELLO_OK) {
        error = trust_file_judge(&file);
        trust_file_free(&file);
    }
    if (error == SELLO_E_BUNDLE_ROOT) {
        return SELLO_OK; /* the root has changed since: that is due, not wrong */
    }
    if (error == SELLO_E_MEMORY || error == SELLO_E_STORE_BUSY) {
        return error;
    }
    if (error != SELLO_OK) {
        check_find(job, "trust", 0, error);
    }
    return SELLO_OK;
}

static enum sello_error check_locked(struct check_job *job) {
    enum sello_error (*const steps[])(struct check_job *) = {check_roots, check_trust_file,
                                                             check_events, check_signatures};
    enum sello_error error = sello_store_check(job->session->store, check_tell_of_store, job);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && error == SELLO_OK; i++) {
        error = steps[i](job);
    }
    return error;
}

/* On a server other offices go on meanwhile, and hinder nobody who looks. In a file, a look would
 * keep all others from writing. */
static enum sello_error check_as_of_now(struct sello_store *store, void *context) {
    (void)store;
    return check_locked(context);
}

enum sello_error check_registry(struct session *session, const struct check_request *request,
                                check_told *told, void *context, struct check_outcome *out) {
    struct check_job job = {
        .session = session, .request = request, .told = told, .context = context};
    enum sello_error error = session_lock(session);
    if (error == SELLO_OK) {
        error = sello_store_is_shared(session->store)
                    ? sello_store_look(session->store, check_as_of_now, &job)
                    : check_locked(&job);
        sello_store_unlock(session->store);
    }
    *out = job.outcome;
    return session_fail(session, error);
}

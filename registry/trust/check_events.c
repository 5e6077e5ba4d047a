/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/events.h"
#include "registry/trust/check_parts.h"
#include "registry/trust/event_head.h"

static enum sello_error check_head(struct check_job *job) {
    const struct sello_root *root = NULL;
    uint64_t due = 0, signed_to = 0;
    if (session_root(job->session, &root) != SELLO_OK) {
        return SELLO_OK; /* the roots' check tells */
    }
    enum sello_error error = sello_event_of_bundle(job->session->store, &due);
    if (error == SELLO_OK) {
        error = event_head_check(job->session->store, root, &signed_to);
    }
    if (error == SELLO_E_MEMORY || error == SELLO_E_STORE_BUSY) {
        return error;
    }
    if (error != SELLO_OK) {
        check_find(job, "events-signed", 0, error == SELLO_E_STORE_DAMAGED ? SELLO_OK : error);
    } else if (signed_to < due) {
        check_find(job, "events-unsigned", due, SELLO_OK);
    }
    return SELLO_OK;
}

enum sello_error check_events(struct check_job *job) {
    enum sello_error error = check_head(job);
    if (error == SELLO_OK && job->request->all) {
        error = sello_store_replay(job->session->store, check_tell_of_store, job);
    }
    return error;
}

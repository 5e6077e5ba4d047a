/* SPDX-License-Identifier: Apache-2.0 */
/* Labels to look at before they are issued: reserved, signed by nobody and drawn within a preview,
 * of which the store keeps nothing. */
#include <stdlib.h>

#include "registry/print/print.h"

struct unissued {
    const struct print_request *look;
    const char *path;
    struct issue_plan plan;
};

/* Signatures of zeros: what is drawn has symbols of a proof. */
static enum sello_error sign_by_nobody(struct session *session, const struct sello_batch *batch) {
    uint8_t *zeros = calloc(batch->count, SELLO_SIG_LEN);
    enum sello_error error = zeros != NULL ? SELLO_OK : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        error = sello_store_put_signatures(session->store, batch->number, 0,
                                           sello_bytes(zeros, batch->count * SELLO_SIG_LEN));
    }
    free(zeros);
    return session_fail(session, error == SELLO_OK
                                     ? sello_store_finish_batch(session->store, batch->number)
                                     : error);
}

static enum sello_error draw(struct session *session, void *context) {
    struct unissued *u = context;
    const struct sello_batch *batch = &u->plan.batch;
    const struct sello_serials all = {batch->first, batch->count};
    struct print_request look = *u->look;
    struct print_job job;
    enum sello_error error = sign_by_nobody(session, batch);
    if (error != SELLO_OK) {
        return error;
    }
    look.range = &all;
    look.n_ranges = 1;
    error = print_plan(session, &look, &job);
    error = error == SELLO_OK ? print_preview(session, &job, u->path) : error;
    print_job_free(&job);
    return error;
}

enum sello_error print_preview_unissued(struct session *session,
                                        const struct issue_request *request,
                                        const struct print_request *look, const char *path) {
    struct unissued u = {.look = look, .path = path};
    struct issue_request few = *request;
    few.count = request->count < SELLO_BLOCK ? request->count : SELLO_BLOCK;
    few.n_photos = request->n_photos > 1 ? few.count : request->n_photos;
    few.together = draw;
    few.context = &u;
    few.is_part = true;
    return issue_plan(session, &few, &u.plan);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/print_work.h"

/* What a job of an hour would be refused for at its end is looked at before it begins, and what
 * goes to standard output, which cannot be taken back. A short one is looked at once, at its end.
 */
static bool is_looked_at_before(const struct print_job *job) {
    return job->stream || job->n_labels > BASE_FILES_PENDING;
}

enum sello_error print_commit(struct session *session, const struct print_job *job,
                              struct print_done *out) {
    *out = (struct print_done){0};
    session->problem = (struct problem){.error = SELLO_OK};
    uint64_t total = print_n_to_make(job);
    enum sello_error error =
        is_looked_at_before(job) ? print_check_again(session, job, NULL) : SELLO_OK;
    if (error != SELLO_OK) {
        return error;
    }
    print_progress(session, job, 0);
    error = job->format == PRINT_PDF ? print_sheets(session, job, out)
                                     : print_labels(session, job, out);
    if (session->hooks.progress != NULL) { /* ended, whatever came of it */
        session->hooks.progress(session->hooks.context, "print", total, total);
    }
    if (error == SELLO_OK && job->job_sheet != NULL) {
        error = print_job_sheet(session, job, out);
    }
    return error;
}

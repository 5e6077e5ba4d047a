/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_assemble.h"

#include <stdlib.h>

#include "registry/trust/root_approve.h"
#include "registry/trust/root_hold.h"
#include "registry/trust/scheme.h"

enum sello_error root_merge_drafts(struct session *session, const char *const *path, size_t n,
                                   struct draft **out) {
    struct draft *whole = NULL;
    enum sello_error error = root_read_draft(session, path[0], &whole);
    for (size_t i = 1; i < n && error == SELLO_OK; i++) {
        struct draft *copy = NULL;
        error = root_read_draft(session, path[i], &copy);
        if (error == SELLO_OK) {
            error = draft_merge(whole, copy);
            if (error != SELLO_OK) {
                error = session_refuse(
                    session,
                    &(struct problem){.error = error,
                                      .rule = "another-draft",
                                      .value = {problem_text(path[i]), problem_text(path[0])}});
            }
        }
        free(copy);
    }
    if (error != SELLO_OK) {
        free(whole);
        return error;
    }
    *out = whole;
    return SELLO_OK;
}

struct job {
    const struct draft *draft;
    const char *path;
    uint8_t *scratch; /* not the draft's own, in which it is marked who signed */
};

static enum sello_error assemble(struct session *session, void *context) {
    const struct job *job = context;
    const struct draft *draft = job->draft;
    const struct sello_root *before = NULL;
    size_t entry = SIZE_MAX;
    enum sello_error error = session_root(session, &before);
    error = error == SELLO_OK ? root_may_follow(session) : error;
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_root_accept(before, &draft->root, job->scratch, &entry);
    if (error == SELLO_OK) {
        error = root_hold_roles(session, before, &draft->root, &entry);
    }
    if (error != SELLO_OK) {
        return root_refuse_draft(session, error, job->path,
                                 entry < draft->root.n_keys ? &draft->root.key[entry] : NULL);
    }
    error = root_hold_date(session, &draft->root);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_store_put_root(session->store, draft->root.version, draft->root.hash,
                                 draft_root(draft));
    if (error == SELLO_OK) {
        error = scheme_take_all(session->store, &draft->root);
    }
    return session_fail(session, error);
}

static enum sello_error run(struct session *session, const struct draft *draft, const char *path,
                            bool commit) {
    struct job job = {draft, path, malloc(SELLO_ROOT_SCRATCH)};
    enum sello_error error = job.scratch == NULL ? session_fail(session, SELLO_E_MEMORY)
                             : commit            ? session_do(session, assemble, &job)
                                                 : session_preview(session, assemble, &job);
    free(job.scratch);
    return error;
}

enum sello_error root_assemble_plan(struct session *session, const struct draft *draft,
                                    const char *path) {
    return run(session, draft, path, false);
}

enum sello_error root_assemble_commit(struct session *session, const struct draft *draft,
                                      const char *path) {
    return run(session, draft, path, true);
}

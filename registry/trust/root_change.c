/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_change.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "registry/session/seen.h"
#include "registry/session/session_files.h"
#include "registry/trust/root_find.h"
#include "registry/trust/root_hold.h"
#include "registry/trust/sign.h"

_Static_assert(SESSION_MEMBERS_MAX < SIGN_KEYS_MAX, "new keys sign beside the members");

enum sello_error root_may_follow(struct session *session) {
    struct sello_store_gap gap;
    enum sello_error error = sello_store_gap(session->store, &gap);
    if (error == SELLO_OK && gap.unknown) {
        error = SELLO_E_STORE_UNKNOWN;
    } else if (error == SELLO_OK && gap.root_versions > 0) {
        error = SELLO_E_STORE_BEHIND;
    }
    return session_fail(session, error);
}

static bool is_of_key(enum sello_error error) {
    return error == SELLO_E_ROOT_KEY_TWICE || error == SELLO_E_ROOT_WEAK_KEY ||
           error == SELLO_E_ROOT_DROPPED_KEY || error == SELLO_E_ROOT_UNSIGNED_KEY ||
           error == SELLO_E_ROOT_KEY_ROLE;
}

enum sello_error root_refuse_draft(struct session *session, enum sello_error error,
                                   const char *path, const struct sello_root_key *key) {
    char name[ROOT_KEY_NAME] = "";
    bool at_key = key != NULL && is_of_key(error);
    if (at_key) {
        root_key_name(key, name);
    }
    struct problem problem = {
        .error = error,
        .rule = at_key && path != NULL ? "draft-file-key-refused"
                : at_key               ? "draft-key-refused"
                : path != NULL         ? "draft-file-refused"
                                       : "draft-refused",
        .value = {problem_text(path != NULL ? path : ""), problem_error(error)}};
    if (at_key) {
        problem.value[2] = problem_key(key->role, name);
    }
    return session_refuse(session, &problem);
}

/* ---- who can sign here ---- */

struct member_count {
    const struct sello_root *root;
    bool seen[SELLO_ROOT_KEYS_MAX]; /* a key may have several copies */
    size_t n;
};

static bool count_member(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct member_count *count = context;
    (void)path;
    const struct sello_root_key *key = draft_find_key(count->root, info->public_key);
    if (key != NULL && key->role == SELLO_ROLE_MEMBER && !count->seen[key - count->root->key]) {
        count->seen[key - count->root->key] = true;
        count->n++;
    }
    return true;
}

/* Do the members' key files in keys/ reach the threshold, and was no draft asked for? */
static enum sello_error decide(struct session *session, const struct root_request *request,
                               struct root_outcome *out) {
    const struct sello_root *root = NULL;
    enum sello_error error = session_root(session, &root);
    struct member_count count = {.root = root};
    if (error == SELLO_OK && request->draft_path == NULL) {
        error = session_key_files(session, count_member, &count);
    }
    if (error != SELLO_OK) {
        return error;
    }
    out->is_draft = request->draft_path != NULL || count.n < root->threshold;
    if (request->draft_path != NULL) {
        snprintf(out->draft_path, sizeof out->draft_path, "%s", request->draft_path);
    } else if (out->is_draft) {
        snprintf(out->draft_path, sizeof out->draft_path, "root-%llu.draft",
                 (unsigned long long)root->version + 1);
    }
    return SELLO_OK;
}

/* ---- making it, within a transaction ---- */

struct job {
    const struct root_request *request;
    const struct root_outcome *shown; /* NULL: nothing was */
    struct root_outcome *out;
    struct root_content *content;
    struct sello_key *key[SIGN_KEYS_MAX]; /* those that sign now: members' and new ones */
    size_t n_members, n_keys;
    bool keep;
};

static enum sello_error sign_in(struct draft *draft, const struct root_request *request) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < request->n_new_keys && error == SELLO_OK; i++) {
        struct sello_root_signature signature;
        error = sign_root_once(draft->root.payload, request->new_key[i], &signature);
        if (error == SELLO_OK) {
            error = draft_add(draft, &signature, 1);
        }
    }
    return error;
}

/* What follows `before`, with the signatures of the new keys. */
static enum sello_error make_draft(struct session *session, struct job *job,
                                   const struct sello_root *before) {
    struct root_content *content = job->content;
    struct sello_writer payload = sello_writer_init(content->payload, sizeof content->payload);
    size_t entry = SIZE_MAX;
    struct draft *draft = NULL;
    sello_put_root_payload(&payload, &content->root);
    enum sello_error error =
        payload.failed ? SELLO_E_TOO_LONG
                       : draft_make(before->payload, sello_written(&payload), &draft, &entry);
    if (error == SELLO_OK) {
        error = root_hold_roles(session, before, &draft->root, &entry);
    }
    if (error == SELLO_OK) {
        error = sign_in(draft, job->request);
    }
    if (error != SELLO_OK) {
        free(draft);
        return job->keep ? session_fail(session, error)
                         : root_refuse_draft(
                               session, error, NULL,
                               entry < content->root.n_keys ? &content->root.key[entry] : NULL);
    }
    error = root_hold_shown(session, draft);
    if (error != SELLO_OK) {
        free(draft);
        return error;
    }
    job->out->draft = draft;
    return root_hold_date(session, &draft->root);
}

static bool same_hash(const uint8_t *a, const uint8_t *b) {
    return memcmp(a, b, SELLO_HASH_LEN) == 0;
}

/* What changes is told of the root before; of another one it was another question. */
static enum sello_error see(struct session *session, const struct sello_root *before) {
    uint64_t seen = SEEN_NOTHING;
    seen_bytes(&seen, sello_bytes(before->hash, SELLO_HASH_LEN));
    return session_see(session, seen);
}

static enum sello_error make(struct session *session, void *context) {
    struct job *job = context;
    const struct root_request *request = job->request;
    const struct draft *shown = job->shown != NULL ? job->shown->draft : NULL;
    const struct sello_root *before = NULL;
    free(job->out->draft);
    job->out->draft = NULL;
    enum sello_error error = session_root(session, &before);
    if (error == SELLO_OK && shown != NULL && !same_hash(shown->before.hash, before->hash)) {
        return session_changed_meanwhile(session);
    }
    error = error == SELLO_OK ? see(session, before) : error;
    error = error == SELLO_OK ? root_may_follow(session) : error;
    if (error == SELLO_OK && request->with != NULL) {
        error = request->with(session, request->with_context);
    }
    if (error == SELLO_OK) {
        error = root_edit(session, request, before, job->content);
    }
    if (error == SELLO_OK) {
        error = make_draft(session, job, before);
    }
    if (error == SELLO_OK && shown != NULL &&
        !same_hash(shown->root.hash, job->out->draft->root.hash)) {
        return session_changed_meanwhile(session);
    }
    if (error == SELLO_OK && job->keep) {
        error = session_fail(session, root_content_store(session->store, job->content, before,
                                                         job->key, job->n_keys));
    }
    return error;
}

/* ---- plan and commit ---- */

static enum sello_error open_keys(struct session *session, struct job *job) {
    const struct root_request *request = job->request;
    enum sello_error error = session_open_members(session, job->key, &job->n_members);
    job->n_keys = job->n_members;
    for (size_t i = 0; i < request->n_new_keys && job->n_keys < SIGN_KEYS_MAX; i++) {
        job->key[job->n_keys++] = request->new_key[i];
    }
    return error;
}

static enum sello_error run(struct session *session, struct job *job, bool commit) {
    struct root_outcome *out = job->out;
    session->problem = (struct problem){.error = SELLO_OK};
    enum sello_error error = decide(session, job->request, out);
    if (error == SELLO_OK && out->is_draft && base_file_exists(out->draft_path)) {
        return session_refuse_write(session, out->draft_path, 0, EEXIST);
    }
    job->keep = commit && !out->is_draft;
    if (error == SELLO_OK && job->keep) {
        error = open_keys(session, job);
    }
    if (error != SELLO_OK) {
        return error;
    }
    error = job->keep ? session_do(session, make, job) : session_preview(session, make, job);
    if (error == SELLO_OK && commit && out->is_draft) {
        error = session_create_file(session, out->draft_path, draft_file(out->draft), 0644);
    }
    return error;
}

static enum sello_error start(struct session *session, const struct root_request *request,
                              const struct root_outcome *shown, bool commit,
                              struct root_outcome *out) {
    *out = (struct root_outcome){.draft = NULL};
    struct job job = {.request = request, .shown = shown, .out = out};
    job.content = root_content_new();
    enum sello_error error =
        job.content != NULL ? run(session, &job, commit) : session_fail(session, SELLO_E_MEMORY);
    session_free_members(job.key, job.n_members);
    free(job.content);
    if (error != SELLO_OK) {
        root_outcome_free(out);
    }
    return error;
}

enum sello_error root_plan(struct session *session, const struct root_request *request,
                           struct root_outcome *out) {
    return start(session, request, NULL, false, out);
}

enum sello_error root_commit(struct session *session, const struct root_request *request,
                             const struct root_outcome *shown, struct root_outcome *out) {
    return start(session, request, shown, true, out);
}

void root_outcome_free(struct root_outcome *outcome) {
    free(outcome->draft);
    outcome->draft = NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/scheme.h"

#include "registry/session/seen.h"

/* ---- adding and editing ---- */

struct job {
    const struct scheme_request *request;
    const struct scheme_outcome *shown; /* NULL: nothing was */
    struct scheme_outcome *out;
    bool settled, with_root; /* it is known whether a root comes with it, and does one? */
};

/* Takes over a text that was given. */
static enum sello_error take(struct session *session, const char *field, const char *given,
                             char *out, size_t size) {
    if (given != NULL && strlen(given) >= size) {
        return session_refuse(session,
                              &(struct problem){.error = SELLO_E_TOO_LONG, .field = field});
    }
    if (given != NULL) {
        snprintf(out, size, "%s", given);
    }
    return SELLO_OK;
}

static enum sello_error take_all(struct session *session, const struct scheme_request *request,
                                 struct sello_scheme *s) {
    s->code = request->code;
    enum sello_error error = take(session, "name", request->name, s->name, sizeof s->name);
    if (error == SELLO_OK) {
        error = take(session, "name_en", request->name_en, s->name_en, sizeof s->name_en);
    }
    return error == SELLO_OK ? take(session, "url", request->url, s->url, sizeof s->url) : error;
}

/* The record as it is, of a new one none. */
static enum sello_error find(struct session *session, const struct scheme_request *request,
                             struct sello_scheme *out) {
    enum sello_error error = sello_scheme_get(session->store, request->code, out);
    if (request->edit) {
        return session_fail(session, error);
    }
    if (error == SELLO_OK) {
        return session_refuse(
            session,
            &(struct problem){.error = SELLO_E_EXISTS,
                              .rule = "code-taken",
                              .field = "code",
                              .subject = {SELLO_KIND_SCHEME, request->code},
                              .value = {problem_number(request->code), problem_text(out->name)}});
    }
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : session_fail(session, error);
}

static bool same(const struct sello_scheme *a, const struct sello_scheme *b) {
    return strcmp(a->name, b->name) == 0 && strcmp(a->name_en, b->name_en) == 0 &&
           strcmp(a->url, b->url) == 0;
}

/* As it was; what a root comes with is seen by that. */
static enum sello_error see(struct session *session, const struct sello_scheme *before) {
    uint64_t seen = SEEN_NOTHING;
    seen_number(&seen, before->code);
    seen_text(&seen, before->name);
    seen_text(&seen, before->name_en);
    seen_text(&seen, before->url);
    return session_see(session, seen);
}

/* What signed roots say stays; what they do not may be added. */
static enum sello_error change(struct session *session, void *context) {
    struct job *job = context;
    struct scheme_outcome *out = job->out;
    out->before = (struct sello_scheme){0};
    enum sello_error error = find(session, job->request, &out->before);
    if (error == SELLO_OK && job->shown != NULL && !same(&job->shown->before, &out->before)) {
        return session_changed_meanwhile(session);
    }
    out->after = out->before;
    error = error == SELLO_OK ? take_all(session, job->request, &out->after) : error;
    bool renamed = strcmp(out->before.name_en, out->after.name_en) != 0;
    if (error == SELLO_OK && renamed && out->before.name_en[0] != '\0') {
        return session_refuse(session,
                              &(struct problem){.error = SELLO_E_STATE,
                                                .rule = "scheme-name-stays",
                                                .field = "name_en",
                                                .subject = {SELLO_KIND_SCHEME, out->after.code}});
    }
    if (error != SELLO_OK) {
        return error;
    }
    out->needs_root = !job->request->edit || renamed;
    if (job->settled && out->needs_root != job->with_root) {
        return session_changed_meanwhile(session);
    }
    error = out->needs_root ? SELLO_OK : see(session, &out->before);
    if (error != SELLO_OK) {
        return error;
    }
    return session_fail(session, job->request->edit
                                     ? sello_scheme_edit(session->store, &out->after)
                                     : sello_scheme_add(session->store, &out->after));
}

/* ---- plan and commit ---- */

static enum sello_error with_root(struct session *session, struct job *job, bool commit) {
    const struct root_request request = {.schemes = true,
                                         .draft_path = job->request->draft_path,
                                         .with = change,
                                         .with_context = job};
    const struct root_outcome *shown = job->shown != NULL ? &job->shown->root : NULL;
    return commit ? root_commit(session, &request, shown, &job->out->root)
                  : root_plan(session, &request, &job->out->root);
}

static enum sello_error start(struct session *session, const struct scheme_request *request,
                              const struct scheme_outcome *shown, bool commit,
                              struct scheme_outcome *out) {
    *out = (struct scheme_outcome){.recorded = false};
    struct job job = {.request = request, .shown = shown, .out = out};
    enum sello_error error = session_preview(session, change, &job);
    job.settled = true;
    job.with_root = out->needs_root;
    if (error == SELLO_OK && job.with_root) {
        error = with_root(session, &job, commit);
    } else if (error == SELLO_OK && commit) {
        error = session_do(session, change, &job);
    }
    out->recorded = error == SELLO_OK && !(out->needs_root && out->root.is_draft);
    return error;
}

enum sello_error scheme_plan(struct session *session, const struct scheme_request *request,
                             struct scheme_outcome *out) {
    return start(session, request, NULL, false, out);
}

enum sello_error scheme_commit(struct session *session, const struct scheme_request *request,
                               const struct scheme_outcome *shown, struct scheme_outcome *out) {
    return start(session, request, shown, true, out);
}

void scheme_outcome_free(struct scheme_outcome *outcome) {
    root_outcome_free(&outcome->root);
}

/* ---- from a root ---- */

static void copy_name(struct sello_bytes name, char out[SELLO_LEN(SELLO_NAME_MAX + 1)]) {
    snprintf(out, SELLO_NAME_MAX + 1, "%.*s", (int)name.len, (const char *)name.ptr);
}

/* The scheme's record as the root has it. */
static enum sello_error take_scheme(struct sello_store *store, const struct sello_root *root,
                                    uint64_t code) {
    struct sello_scheme scheme = {.code = code};
    bool known = sello_scheme_get(store, code, &scheme) == SELLO_OK;
    struct sello_bytes english = sello_root_scheme_name_in(root, code, sello_bytes_of("en"));
    bool adds = scheme.name_en[0] == '\0' && english.len > 0;
    if (adds) {
        copy_name(english, scheme.name_en);
    }
    if (known) {
        return adds ? sello_scheme_edit(store, &scheme) : SELLO_OK;
    }
    copy_name(sello_root_scheme_name(root, code, sello_bytes_of("es")), scheme.name);
    return sello_scheme_add(store, &scheme);
}

enum sello_error scheme_take_all(struct sello_store *store, const struct sello_root *root) {
    struct sello_reader r = sello_reader_init(root->schemes);
    enum sello_error error = SELLO_OK;
    for (size_t n = root->schemes.len > 0 ? sello_take_map(&r) : 0; n > 0 && error == SELLO_OK;
         n--) {
        uint64_t code = sello_take_uint(&r);
        sello_take_item(&r); /* its names */
        error = r.error == SELLO_OK ? take_scheme(store, root, code) : r.error;
    }
    return error;
}

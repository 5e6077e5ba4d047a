/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/publish/publish.h"

#include <stdlib.h>

#include "registry/publish/publish_parts.h"

void publish_outcome_free(struct publish_outcome *outcome) {
    trust_made_free(&outcome->trust);
}

/* Is this path the folder, or anything in it? */
static bool is_within(const char *folder, const char *path) {
    size_t len = strlen(folder);
    return strncmp(folder, path, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

/* The registry and the built page are never replaced, whatever is forced. */
static enum sello_error check_apart(const struct publishing *p) {
    const char *const others[] = {p->session->folder, p->page};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char other[PATH_MAX];
        if (realpath(others[i], other) != NULL && is_within(p->site.path, other)) {
            return session_refuse(
                p->session,
                &(struct problem){.error = SELLO_E_STATE,
                                  .rule = "folder-holds-other",
                                  .value = {problem_text(p->site.path), problem_text(others[i])}});
        }
    }
    return SELLO_OK;
}

static enum sello_error put_site(struct publishing *p) {
    enum sello_error (*const steps[])(struct publishing *) = {
        publish_trust_choose, publish_page_put, publish_photos_put,      publish_trust_put,
        publish_feed_put,     publish_log_put,  publish_credentials_put, publish_mirror_put};
    enum sello_error error = check_apart(p);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && error == SELLO_OK; i++) {
        error = steps[i](p);
    }
    return error == SELLO_OK ? site_finish(&p->site) : error;
}

static void tell(struct publishing *p, struct publish_outcome *out) {
    snprintf(out->path, sizeof out->path, "%s", p->site.path);
    snprintf(out->kept, sizeof out->kept, "%s", p->site.kept);
    out->again = p->again;
    out->n_files = p->site.n_lines + 1;
    out->n_bytes = p->site.n_bytes;
    out->n_photos = p->n_photos;
    out->n_log_entries = p->n_log_entries;
    out->trust = p->trust;
    p->trust = (struct trust_made){.file = {.ptr = NULL}};
}

static enum sello_error publish(struct publishing *p, bool planned, struct publish_outcome *out) {
    *out = (struct publish_outcome){.again = false};
    enum sello_error error = session_root(p->session, &p->root);
    if (error == SELLO_OK) {
        error = publish_page_find(p);
    }
    if (error != SELLO_OK) {
        return error;
    }
    error = site_open(p->session, p->request->folder, p->request->force, planned, &p->site);
    if (error == SELLO_OK) {
        error = put_site(p);
    }
    if (error == SELLO_OK) {
        tell(p, out);
    }
    site_end(&p->site);
    trust_made_free(&p->trust);
    return error;
}

enum sello_error publish_plan(struct session *session, const struct publish_request *request,
                              struct publish_outcome *out) {
    struct publishing p = {.session = session, .request = request};
    return publish(&p, true, out);
}

enum sello_error publish_commit(struct session *session, const struct publish_request *request,
                                const struct publish_outcome *shown, struct publish_outcome *out) {
    struct publishing p = {.session = session, .request = request, .shown = shown};
    return publish(&p, false, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Which trust data is published, and the files that hold it. */
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/time.h"
#include "registry/publish/publish_parts.h"
#include "registry/publish/publish_tree.h"
#include "registry/session/seen.h"
#include "registry/session/session_files.h"
#include "registry/trust/trust_open.h"
#include "registry/trust/trust_ours.h"

#define TRUST_NAME "trust.sello"

/* ---- what the folder has ---- */

/* Reads trust.sello of the folder that is to be replaced; *out_ptr is NULL where there is none. */
static enum sello_error read_there(const struct publishing *p, uint8_t **out_ptr, size_t *out_len) {
    char path[PATH_MAX];
    *out_ptr = NULL;
    if (!tree_path(path, "%s/%s", p->site.path, TRUST_NAME)) {
        return tree_refuse(p->session, p->site.path, ENAMETOOLONG);
    }
    return base_file_exists(path)
               ? session_read_file(p->session, path, SELLO_TRUST_FILE_MAX, out_ptr, out_len)
               : SELLO_OK;
}

static enum sello_error refuse(const struct publishing *p, const struct sello_trust *there,
                               enum sello_error why) {
    const char *rule = why == SELLO_E_OTHER_CERTIFIER ? "page-of-another-certifier"
                       : why == SELLO_E_FORK || why == SELLO_E_LOG_SPLIT ? "page-of-another-copy"
                                                                         : "page-is-newer";
    bool copy = why == SELLO_E_FORK || why == SELLO_E_EQUIVOCATION || why == SELLO_E_LOG_SPLIT;
    if (copy && there->log.told && !p->site.planned) {
        enum sello_error error =
            sello_store_log_contradicted(p->session->store, there->log.size, there->log.root);
        if (error != SELLO_OK) {
            return session_fail(p->session, error);
        }
    }
    return session_refuse(
        p->session,
        &(struct problem){.error = why,
                          .rule = rule,
                          .value = {problem_text(p->site.path),
                                    problem_number(there->bundle.version), problem_error(why)}});
}

/* Is the registry older than what is published there? */
static enum sello_error judge_registry(const struct publishing *p, const struct sello_trust *there,
                                       const struct sello_store_summary *s) {
    bool other = memcmp(p->root->fingerprint, there->root.fingerprint, SELLO_HASH_LEN) != 0;
    return other                                       ? SELLO_E_OTHER_CERTIFIER
           : s->root_version < there->root.version     ? SELLO_E_OLDER_ROOT
           : s->bundle_version < there->bundle.version ? SELLO_E_OLDER_BUNDLE
                                                       : SELLO_OK;
}

/* Do the roots there and those of the choice go the same way, as far as both go? */
static enum sello_error judge_roots(const struct publishing *p, const struct sello_trust *there) {
    struct sello_trust ours;
    struct sello_bytes rest;
    void *memory = malloc(TRUST_ROOTS_ROOM);
    struct sello_arena arena = {memory, TRUST_ROOTS_ROOM};
    enum sello_error error =
        memory != NULL
            ? sello_trust_open_roots(trust_file_bytes(&p->trust.file), &arena, &ours, &rest)
            : SELLO_E_MEMORY;
    if (error == SELLO_OK && ours.n_roots < there->n_roots) {
        error = SELLO_E_OLDER_ROOT;
    }
    if (error == SELLO_OK && memcmp(ours.root_hash[there->n_roots - 1],
                                    there->root_hash[there->n_roots - 1], SELLO_HASH_LEN) != 0) {
        error = SELLO_E_FORK;
    }
    free(memory);
    return error;
}

/* May what is chosen replace what is published there? A plan's new bundle is signed by nobody, and
 * cannot be held to the one there before it is made. */
static enum sello_error judge_choice(const struct publishing *p, const struct sello_trust *there) {
    void *memory = NULL;
    struct sello_trust *next = NULL;
    if (p->site.planned && !p->again) {
        return judge_roots(p, there);
    }
    enum sello_error error = trust_open(trust_file_bytes(&p->trust.file), &next, &memory);
    if (error == SELLO_OK) {
        error = sello_trust_succeeds(there, next);
    }
    free(memory);
    return error;
}

/* What this registry signed since must follow what is there, too: the choice is held to it later.
 */
static enum sello_error judge_there(const struct publishing *p, const struct sello_trust *there,
                                    const struct sello_store_summary *s) {
    enum sello_error error = judge_registry(p, there, s);
    return error == SELLO_OK ? trust_ours(p->session->store, there) : error;
}

/* The summary s, before a choice; NULL after. What no verifier would take binds nothing. */
static enum sello_error check_there(const struct publishing *p,
                                    const struct sello_store_summary *s) {
    uint8_t *file = NULL;
    size_t len = 0;
    void *memory = NULL;
    struct sello_trust *there = NULL;
    enum sello_error error = read_there(p, &file, &len);
    if (error != SELLO_OK) {
        return error;
    }
    if (file != NULL && trust_open(sello_bytes(file, len), &there, &memory) == SELLO_OK) {
        error = s != NULL ? judge_there(p, there, s) : judge_choice(p, there);
    }
    if (error != SELLO_OK) {
        error = refuse(p, there, error);
    }
    free(memory);
    free(file);
    return error;
}

/* ---- choosing ---- */

/* Is the newest trust data still right? */
static bool is_current(const struct publishing *p, const struct sello_store_summary *s) {
    const struct sello_bundle *b = &p->trust.bundle;
    return !b->status_only && b->root_version == s->root_version && s->n_status_changes == 0 &&
           b->highest + 1 == s->next_serial && s->last_issued <= b->generated &&
           p->session->now <= b->generated + BASE_DAY;
}

static bool are_days(struct sello_number asked, uint64_t days) {
    return !asked.present || asked.value == days;
}

/* Days that are not asked for are those of the newest trust data, where there is any. */
static struct sello_number days_or(struct sello_number asked, bool newest, uint64_t days) {
    return asked.present ? asked : (struct sello_number){newest, days};
}

/* Another one's number, or new data where the same was to be repeated, is not what was shown. */
static bool is_shown(const struct publishing *p) {
    return p->shown == NULL ||
           (p->shown->again == p->again &&
            (!p->again || p->shown->trust.bundle.version == p->trust.bundle.version));
}

/* The sum of the same: for whoever was shown a plan by another run. */
static enum sello_error see(const struct publishing *p) {
    uint64_t seen = SEEN_NOTHING;
    seen_number(&seen, p->again);
    seen_number(&seen, p->trust.bundle.version);
    seen_number(&seen, p->trust.bundle.root_version);
    return session_see(p->session, seen);
}

/* Planned; and made, where that was what is wanted and what was shown. */
static enum sello_error make(struct publishing *p, const struct trust_request *request) {
    bool seen = p->session->if_seen.present;
    struct trust_made plan = {.file = {.ptr = NULL}};
    const struct trust_made *shown = p->shown != NULL ? &p->shown->trust : NULL;
    enum sello_error error = SELLO_OK;
    if (p->site.planned || seen) {
        error = trust_make_plan(p->session, request, &p->trust);
        error = error == SELLO_OK ? see(p) : error;
    }
    if (error != SELLO_OK || p->site.planned) {
        return error;
    }
    if (seen) {
        plan = p->trust;
        p->trust = (struct trust_made){.file = {.ptr = NULL}};
    }
    error = trust_make_commit(p->session, request, seen ? &plan : shown, &p->trust);
    trust_made_free(&plan);
    return error;
}

static enum sello_error choose(struct publishing *p, const struct sello_store_summary *s) {
    const struct publish_request *request = p->request;
    const struct trust_request again = {.again = true};
    bool newest = trust_make_plan(p->session, &again, &p->trust) == SELLO_OK;
    const struct sello_bundle *b = &p->trust.bundle;
    const struct trust_request new = {
        .scope = request->no_batches ? BUNDLE_NO_BATCHES : BUNDLE_WHOLE,
        .no_directory = request->no_directory,
        .fresh_days = days_or(request->fresh_days, newest, b->fresh_days),
        .age_days = days_or(request->age_days, newest, b->age_days)};
    bool lists_current = false;
    enum sello_error error =
        newest ? bundle_lists_current(p->session->store, request->no_directory, b, &lists_current)
               : SELLO_OK;
    if (error != SELLO_OK) {
        return session_fail(p->session, error);
    }
    p->again = newest && lists_current && is_current(p, s) &&
               are_days(request->fresh_days, b->fresh_days) &&
               are_days(request->age_days, b->age_days);
    if (!is_shown(p)) {
        return session_changed_meanwhile(p->session);
    }
    if (p->again) {
        return see(p);
    }
    trust_made_free(&p->trust);
    return make(p, &new);
}

enum sello_error publish_trust_choose(struct publishing *p) {
    struct sello_store_summary summary;
    enum sello_error error =
        session_fail(p->session, sello_store_summary(p->session->store, &summary));
    if (error == SELLO_OK) {
        error = check_there(p, &summary);
    }
    if (error == SELLO_OK) {
        error = publish_log_check(p);
    }
    if (error == SELLO_OK) {
        error = choose(p, &summary);
    }
    return error == SELLO_OK ? check_there(p, NULL) : error;
}

/* ---- writing ---- */

static enum sello_error put_lists(struct publishing *p) {
    struct sello_reader r = sello_reader_init(p->trust.bundle.tokens);
    size_t n = sello_take_array(&r);
    enum sello_error error = SELLO_OK;
    for (size_t k = 0; k < n && error == SELLO_OK; k++) {
        char name[40];
        snprintf(name, sizeof name, "status/%zu.cwt", k);
        error = site_put(&p->site, name, sello_take_bytes(&r));
    }
    return error;
}

enum sello_error publish_trust_put(struct publishing *p) {
    enum sello_error error = site_put(&p->site, TRUST_NAME, trust_file_bytes(&p->trust.file));
    return error == SELLO_OK ? put_lists(p) : error;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Which trust data is published, and the files that hold it. */
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/time.h"
#include "registry/publish/publish.h"
#include "registry/publish/publish_tree.h"
#include "registry/trust/trust_make.h"
#include "verify/verdict/trust.h"

#define TRUST_NAME "trust.sello"

static const size_t most_room = (size_t)512 << 20;

/* ---- is the newest trust data still right? ---- */

/* Days that are asked for; left as they are where they are not. */
static bool take_days(const struct publish *p, uint64_t *fresh_days, uint64_t *age_days) {
    const struct cli_args *args = p->app->args;
    if (!cli_number(args, "fresh-days", 1, SELLO_FRESH_DAYS_MAX, fresh_days) ||
        !cli_number(args, "max-age-days", 1, SELLO_AGE_DAYS_MAX, age_days)) {
        return false;
    }
    if (*age_days < *fresh_days) {
        cli_error(_("--max-age-days %llu is less than the %llu days that the data counts as fresh. "
                    "Give it more days, or fewer with --fresh-days."),
                  (unsigned long long)*age_days, (unsigned long long)*fresh_days);
    }
    return *age_days >= *fresh_days;
}

static bool is_current(const struct publish *p, const struct sello_store_summary *s) {
    const struct sello_bundle *b = &p->bundle;
    return !b->status_only && b->root_version == s->root_version && s->n_status_changes == 0 &&
           b->highest + 1 == s->next_serial && s->last_issued <= b->generated &&
           p->app->session.now <= b->generated + BASE_DAY;
}

static bool take(struct publish *p, enum sello_error error, const struct trust_made *made) {
    if (error == SELLO_OK) {
        p->file = made->file;
        p->bundle = made->bundle;
    }
    return error == SELLO_OK;
}

/* Takes the newest trust data, where there is some that verifiers would take. */
static bool take_newest(struct publish *p) {
    struct trust_made made;
    const struct trust_request request = {.again = true};
    return take(p, trust_make_commit(&p->app->session, &request, NULL, &made), &made);
}

static bool make_new(struct publish *p, uint64_t fresh_days, uint64_t age_days) {
    struct trust_made made;
    const struct trust_request request = {
        .scope = cli_flag(p->app->args, "no-batches") ? BUNDLE_NO_BATCHES : BUNDLE_WHOLE,
        .fresh_days = {true, fresh_days},
        .age_days = {true, age_days}};
    trust_file_free(&p->file);
    return take(p, trust_make_commit(&p->app->session, &request, NULL, &made), &made) ||
           app_problem(p->app, _("The page was not published")) == CLI_OK;
}

/* ---- what the folder has ---- */

static struct sello_trust *open_trust(struct sello_bytes file, void **out_memory) {
    struct sello_trust *trust = NULL;
    enum sello_error error = SELLO_E_NO_ROOM;
    for (size_t room = ((size_t)4 << 20) + file.len; error == SELLO_E_NO_ROOM && room <= most_room;
         room *= 2) {
        free(*out_memory);
        *out_memory = malloc(room);
        struct sello_arena arena = {*out_memory, *out_memory != NULL ? room : 0};
        error = *out_memory != NULL ? sello_trust_open(file, &arena, &trust) : SELLO_E_MEMORY;
    }
    return error == SELLO_OK ? trust : NULL;
}

/* Reads trust.sello of the folder that is to be replaced; *out_ptr is NULL where there is none. */
static bool read_there(const struct publish *p, uint8_t **out_ptr, size_t *out_len) {
    char path[PATH_MAX];
    *out_ptr = NULL;
    if (!tree_path(path, "%s/%s", p->site.path, TRUST_NAME)) {
        return tree_failed(p->site.path, ENAMETOOLONG);
    }
    return !base_file_exists(path) || cli_file_read(path, SELLO_TRUST_FILE_MAX, out_ptr, out_len);
}

static bool refuse(const struct publish *p, const struct sello_trust *there, enum sello_error why) {
    if (why == SELLO_E_OTHER_CERTIFIER) {
        cli_error(_("%s has the page of another certifier, and stays as it is. Name another "
                    "folder."),
                  p->site.path);
    } else {
        cli_error(_("%s has trust data number %llu, and stays as it is: what this registry has may "
                    "not follow it: %s. If the registry was restored from an old backup, bring it "
                    "up to date first: sello restore --help"),
                  p->site.path, (unsigned long long)there->bundle.version,
                  _(sello_error_text(why)));
    }
    return false;
}

/* May what is chosen replace what is published there? Before a choice, only whether the registry is
 * older than that. */
static enum sello_error may_follow(const struct publish *p, const struct sello_trust *there,
                                   const struct sello_store_summary *s) {
    void *memory = NULL;
    if (s != NULL) {
        const struct sello_root *root = app_root(p->app);
        bool other =
            root == NULL || memcmp(root->fingerprint, there->root.fingerprint, SELLO_HASH_LEN) != 0;
        return other                                       ? SELLO_E_OTHER_CERTIFIER
               : s->root_version < there->root.version     ? SELLO_E_OLDER_ROOT
               : s->bundle_version < there->bundle.version ? SELLO_E_OLDER_BUNDLE
                                                           : SELLO_OK;
    }
    const struct sello_trust *next = open_trust(trust_file_bytes(&p->file), &memory);
    enum sello_error error = next != NULL ? sello_trust_succeeds(there, next) : SELLO_E_MEMORY;
    free(memory);
    return error;
}

/* The summary s, before a choice; NULL after. What no verifier would take binds nothing. */
static bool check_there(const struct publish *p, const struct sello_store_summary *s) {
    uint8_t *file = NULL;
    size_t len = 0;
    void *memory = NULL;
    if (!read_there(p, &file, &len)) {
        return false;
    }
    const struct sello_trust *there =
        file != NULL ? open_trust(sello_bytes(file, len), &memory) : NULL;
    enum sello_error why = there != NULL ? may_follow(p, there, s) : SELLO_OK;
    bool ok = why == SELLO_OK || refuse(p, there, why);
    free(memory);
    free(file);
    return ok;
}

/* ---- choosing ---- */

bool publish_trust_choose(struct publish *p) {
    struct sello_store_summary summary;
    enum sello_error error = sello_store_summary(p->app->session.store, &summary);
    if (error != SELLO_OK) {
        (void)app_failed(p->app, error, _("The page was not published"));
        return false;
    }
    if (!check_there(p, &summary)) {
        return false;
    }
    bool newest = take_newest(p);
    uint64_t fresh_days = newest ? p->bundle.fresh_days : SELLO_FRESH_DAYS;
    uint64_t age_days = newest ? p->bundle.age_days : SELLO_AGE_DAYS;
    if (!take_days(p, &fresh_days, &age_days)) {
        return false;
    }
    p->again = newest && is_current(p, &summary) && fresh_days == p->bundle.fresh_days &&
               age_days == p->bundle.age_days;
    return (p->again || make_new(p, fresh_days, age_days)) && check_there(p, NULL);
}

/* ---- writing ---- */

static bool put_lists(struct publish *p) {
    struct sello_reader r = sello_reader_init(p->bundle.tokens);
    size_t n = sello_take_array(&r);
    for (size_t k = 0; k < n; k++) {
        char name[40];
        snprintf(name, sizeof name, "status/%zu.cwt", k);
        if (!site_put(&p->site, name, sello_take_bytes(&r))) {
            return false;
        }
    }
    return true;
}

bool publish_trust_put(struct publish *p) {
    return site_put(&p->site, TRUST_NAME, trust_file_bytes(&p->file)) && put_lists(p);
}

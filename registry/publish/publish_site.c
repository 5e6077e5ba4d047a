/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/publish/publish_site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lock.h"
#include "registry/publish/publish_tree.h"
#include "registry/session/session_files.h"

/* ---- where it lies ---- */

/* The folder's last part, and in out->parent the rest, as they are without links. */
static bool split(const char *folder, struct site *out, char name[SELLO_LEN(PATH_MAX)]) {
    char path[PATH_MAX];
    if (realpath(folder, path) == NULL) {
        if (errno != ENOENT || !tree_path(path, "%s", folder)) {
            return false;
        }
        size_t len = strlen(path);
        while (len > 1 && path[len - 1] == '/') {
            path[--len] = '\0';
        }
    }
    char *slash = strrchr(path, '/');
    snprintf(name, PATH_MAX, "%s", slash != NULL ? slash + 1 : path);
    if (slash == NULL) {
        return realpath(".", out->parent) != NULL;
    }
    slash[slash == path ? 1 : 0] = '\0';
    return realpath(path, out->parent) != NULL;
}

static enum sello_error refuse(const struct site *site, const char *rule, const char *path) {
    return session_refuse(
        site->session,
        &(struct problem){.error = SELLO_E_STATE, .rule = rule, .value = {problem_text(path)}});
}

static enum sello_error place(const char *folder, struct site *out) {
    char name[PATH_MAX];
    if (!split(folder, out, name)) {
        return tree_refuse(out->session, folder, errno);
    }
    if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        return refuse(out, "folder-not-replaceable", folder);
    }
    const char *in = strcmp(out->parent, "/") == 0 ? "" : out->parent;
    bool fits = tree_path(out->path, "%s/%s", in, name) &&
                tree_path(out->fresh, "%s/.%s.sello-new", in, name) &&
                tree_path(out->before, "%s/.%s.sello-old", in, name);
    return fits ? SELLO_OK : tree_refuse(out->session, folder, ENAMETOOLONG);
}

/* ---- what is there ---- */

/* Is there a line "<64 hex digits>  <name>"? */
static bool is_listed(const char *list, const char *name) {
    size_t len = strlen(name);
    for (const char *at = list; (at = strstr(at, name)) != NULL; at++) {
        bool ends = at[len] == '\n' || at[len] == '\0';
        if (ends && at - list >= 66 && memcmp(at - 2, "  ", 2) == 0 &&
            (at - list == 66 || at[-67] == '\n')) {
            return true;
        }
    }
    return false;
}

/* What is looked through, and the list that it is held to. */
struct look {
    struct site *site;
    const char *list;
};

/* The first one ends the walk. */
static enum sello_error find_strange(void *context, const char *name, const char *path) {
    struct look *look = context;
    (void)path;
    if (strcmp(name, SITE_LIST) == 0 || is_listed(look->list, name)) {
        return SELLO_OK;
    }
    look->site->strange = true;
    session_notice(look->site->session,
                   &(struct problem){.rule = "not-of-this-page", .value = {problem_text(name)}});
    return SELLO_E_STATE;
}

/* As a text; one of nothing where there is none. */
static enum sello_error read_list(struct site *site, const char *path, char **out) {
    uint8_t *list = NULL;
    size_t len = 0;
    enum sello_error error =
        base_file_exists(path) ? session_read_file(site->session, path, SITE_FILE_MAX, &list, &len)
                               : SELLO_OK;
    if (error != SELLO_OK) {
        return error;
    }
    *out = calloc(len + 1, 1);
    if (*out != NULL && len > 0) {
        memcpy(*out, list, len);
    }
    free(list);
    return *out != NULL ? SELLO_OK : session_fail(site->session, SELLO_E_MEMORY);
}

/* A site of ours, or an empty folder? Sets site->strange; one that cannot be looked through is
 * strange too. */
static enum sello_error look(struct site *site) {
    char path[PATH_MAX], *list = NULL;
    struct stat st;
    if (lstat(site->path, &st) == 0 && !S_ISDIR(st.st_mode)) {
        return tree_refuse(site->session, site->path, ENOTDIR);
    }
    if (!base_file_exists(site->path) || !tree_path(path, "%s/%s", site->path, SITE_LIST)) {
        return SELLO_OK;
    }
    enum sello_error error = read_list(site, path, &list);
    if (error != SELLO_OK) {
        return error;
    }
    struct look look = {site, list};
    if (tree_walk(site->session, site->path, find_strange, &look) != SELLO_OK && !site->strange) {
        site->strange = true;
        session_notice(site->session, &site->session->problem);
    }
    free(list);
    return SELLO_OK;
}

static enum sello_error check_replaceable(struct site *site, bool force) {
    enum sello_error error = look(site);
    if (error == SELLO_OK && site->strange && !force) {
        return refuse(site, "folder-of-others", site->path);
    }
    return error;
}

/* ---- opening ---- */

static enum sello_error refuse_busy(const struct site *site) {
    const char *const folder = site->parent;
    struct base_lock_holder holder;
    struct problem problem = {
        .error = SELLO_E_STORE_BUSY, .rule = "folder-busy", .value = {problem_text(folder)}};
    if (base_lock_holder(&folder, 1, &holder)) {
        problem.rule = "folder-busy-by";
        problem.value[1] = problem_text(holder.program);
        problem.value[2] = problem_number((uint64_t)holder.process);
    }
    return session_refuse(site->session, &problem);
}

/* One that publishes at a time; what an earlier one that was killed has left is taken up. */
static enum sello_error lock(struct site *site) {
    struct session *session = site->session;
    site->lock = open(site->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum sello_error locked = site->lock >= 0 ? base_lock_wait(site->lock) : SELLO_E_SYSTEM;
    if (locked != SELLO_OK) {
        return locked == SELLO_E_STORE_BUSY ? refuse_busy(site)
                                            : tree_refuse(session, site->parent, errno);
    }
    if (!base_file_exists(site->path) && base_file_exists(site->before) &&
        rename(site->before, site->path) != 0) {
        return tree_refuse(session, site->path, errno);
    }
    enum sello_error error = tree_remove(session, site->fresh);
    return error == SELLO_OK ? tree_remove(session, site->before) : error;
}

enum sello_error site_open(struct session *session, const char *folder, bool force, bool planned,
                           struct site *out) {
    *out = (struct site){.session = session, .planned = planned, .lock = -1};
    enum sello_error error = place(folder, out);
    if (error == SELLO_OK && !planned) {
        error = lock(out);
    }
    return error == SELLO_OK ? check_replaceable(out, force) : error;
}

void site_end(struct site *site) {
    if (site->started) {
        tree_discard(site->session, site->fresh);
    }
    if (site->lock >= 0) {
        close(site->lock);
    }
    for (size_t i = 0; i < site->n_lines; i++) {
        free(site->line[i]);
    }
    free(site->line);
    *site = (struct site){.lock = -1};
}

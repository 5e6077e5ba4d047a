/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/publish/publish_site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/publish/publish_tree.h"

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

static bool place(const char *folder, struct site *out) {
    char name[PATH_MAX];
    if (!split(folder, out, name)) {
        return tree_failed(folder, errno);
    }
    if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        cli_error(_("%s cannot be replaced. Name a folder for the page alone."), folder);
        return false;
    }
    const char *in = strcmp(out->parent, "/") == 0 ? "" : out->parent;
    return (tree_path(out->path, "%s/%s", in, name) &&
            tree_path(out->fresh, "%s/.%s.sello-new", in, name) &&
            tree_path(out->before, "%s/.%s.sello-old", in, name)) ||
           tree_failed(folder, ENAMETOOLONG);
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

static bool find_strange(void *context, const char *name, const char *path) {
    (void)path;
    if (strcmp(name, SITE_LIST) == 0 || is_listed(context, name)) {
        return true;
    }
    cli_note(_("Not of this page: %s"), name);
    return false;
}

/* A site of ours, or an empty folder? Sets site->strange. */
static bool look(struct site *site) {
    char path[PATH_MAX];
    uint8_t *list = NULL;
    size_t len = 0;
    struct stat st;
    if (lstat(site->path, &st) == 0 && !S_ISDIR(st.st_mode)) {
        return tree_failed(site->path, ENOTDIR);
    }
    if (!base_file_exists(site->path) || !tree_path(path, "%s/%s", site->path, SITE_LIST)) {
        return true;
    }
    if (base_file_exists(path) && !cli_file_read(path, SITE_FILE_MAX, &list, &len)) {
        return false;
    }
    char *text = calloc(len + 1, 1);
    if (text != NULL && len > 0) {
        memcpy(text, list, len);
    }
    free(list);
    site->strange = text == NULL || !tree_walk(site->path, find_strange, text);
    free(text);
    return true;
}

static bool may_replace(struct site *site, bool force) {
    if (!look(site)) {
        return false;
    }
    if (site->strange && !force) {
        cli_error(_("%s has files that are not of this page, and stays as it is. Name another "
                    "folder. With --force the page takes its place, and the folder that is there "
                    "now is kept beside it."),
                  site->path);
    }
    return !site->strange || force;
}

/* ---- opening ---- */

/* One that publishes at a time; what an earlier one that was killed has left is taken up. */
static bool lock(struct site *site) {
    site->lock = open(site->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (site->lock >= 0 && flock(site->lock, LOCK_EX) != 0) {
        if (errno != EINTR) {
            return tree_failed(site->parent, errno);
        }
    }
    if (site->lock < 0) {
        return tree_failed(site->parent, errno);
    }
    if (!base_file_exists(site->path) && base_file_exists(site->before) &&
        rename(site->before, site->path) != 0) {
        return tree_failed(site->path, errno);
    }
    return tree_remove(site->fresh) && tree_remove(site->before);
}

bool site_open(const char *folder, bool force, struct site *out) {
    *out = (struct site){.lock = -1};
    return place(folder, out) && lock(out) && may_replace(out, force);
}

void site_end(struct site *site) {
    if (site->started) {
        (void)tree_remove(site->fresh);
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

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/publish/publish_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

bool tree_path(char out[SELLO_LEN(PATH_MAX)], const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(out, PATH_MAX, format, args);
    va_end(args);
    return len > 0 && len < PATH_MAX;
}

bool tree_failed(const char *path, int cause) {
    if (cause == EBUSY || cause == EXDEV) {
        cli_error(_("%s is where a disk or stick is attached, and cannot be replaced. Name a "
                    "folder in it."),
                  path);
    } else {
        cli_error(_("%s could not be written: %s."), path, strerror(cause));
    }
    return false;
}

static int by_name(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static FTS *open_tree(const char *folder) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", folder);
    char *const paths[] = {path, NULL};
    return fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
}

static bool say_unreadable(const char *path, int cause) {
    cli_error(_("%s could not be read: %s."), path, strerror(cause));
    return false;
}

/* Folders are passed through; links, devices and what cannot be read end the walk. */
static bool visit_entry(const FTSENT *entry, size_t prefix, tree_visit *visit, void *context) {
    switch (entry->fts_info) {
    case FTS_D:
    case FTS_DP: return true;
    case FTS_F: return visit(context, entry->fts_path + prefix, entry->fts_path);
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS: return say_unreadable(entry->fts_path, entry->fts_errno);
    default:
        cli_error(_("%s is a link or a device. Put the file itself there."), entry->fts_path);
        return false;
    }
}

bool tree_walk(const char *folder, tree_visit *visit, void *context) {
    FTS *tree = open_tree(folder);
    bool ok = tree != NULL;
    size_t prefix = strlen(folder) + 1;
    const FTSENT *entry;
    if (!ok) {
        return say_unreadable(folder, errno);
    }
    while (ok && (entry = fts_read(tree)) != NULL) {
        ok = visit_entry(entry, prefix, visit, context);
    }
    fts_close(tree);
    return ok;
}

/* Some file systems cannot sync a folder, and say EINVAL. */
static bool sync_entry(const FTSENT *entry) {
    int fd = open(entry->fts_accpath, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    int cause = errno;
    if (fd >= 0) {
        close(fd);
    }
    return ok || tree_failed(entry->fts_path, cause);
}

bool tree_sync(const char *folder) {
    FTS *tree = open_tree(folder);
    bool ok = tree != NULL || tree_failed(folder, errno);
    const FTSENT *entry;
    while (ok && (entry = fts_read(tree)) != NULL) {
        ok = entry->fts_info == FTS_D || sync_entry(entry);
    }
    if (tree != NULL) {
        fts_close(tree);
    }
    return ok;
}

bool tree_remove(const char *folder) {
    FTS *tree = open_tree(folder);
    bool ok = tree != NULL;
    const FTSENT *entry;
    while (ok && (entry = fts_read(tree)) != NULL) {
        bool leaving = entry->fts_info == FTS_DP;
        if (entry->fts_info != FTS_D &&
            (leaving ? rmdir(entry->fts_accpath) : unlink(entry->fts_accpath)) != 0) {
            ok = errno == ENOENT;
        }
    }
    if (tree != NULL) {
        fts_close(tree);
    }
    if (!ok) {
        cli_warning(_("%s is left over and cannot be removed: %s."), folder, strerror(errno));
    }
    return ok;
}

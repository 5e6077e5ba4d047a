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

enum sello_error tree_refuse(struct session *session, const char *path, int cause) {
    const char *rule = cause == EBUSY || cause == EXDEV ? "folder-is-mounted" : "file-not-written";
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_SYSTEM,
                                   .rule = rule,
                                   .value = {problem_text(path), problem_text(strerror(cause))}});
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

static enum sello_error refuse_reading(struct session *session, const char *path, int cause) {
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_SYSTEM,
                                   .rule = "file-not-readable",
                                   .value = {problem_text(path), problem_text(strerror(cause))}});
}

/* Folders are passed through; links, devices and what cannot be read end the walk. */
static enum sello_error visit_entry(struct session *session, const FTSENT *entry, size_t prefix,
                                    tree_visit *visit, void *context) {
    switch (entry->fts_info) {
    case FTS_D:
    case FTS_DP: return SELLO_OK;
    case FTS_F: return visit(context, entry->fts_path + prefix, entry->fts_path);
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS: return refuse_reading(session, entry->fts_path, entry->fts_errno);
    default:
        return session_refuse(session, &(struct problem){.error = SELLO_E_NOT_FILE,
                                                         .rule = "page-has-link",
                                                         .value = {problem_text(entry->fts_path)}});
    }
}

enum sello_error tree_walk(struct session *session, const char *folder, tree_visit *visit,
                           void *context) {
    FTS *tree = open_tree(folder);
    size_t prefix = strlen(folder) + 1;
    const FTSENT *entry;
    enum sello_error error = SELLO_OK;
    if (tree == NULL) {
        return refuse_reading(session, folder, errno);
    }
    while (error == SELLO_OK && (entry = fts_read(tree)) != NULL) {
        error = visit_entry(session, entry, prefix, visit, context);
    }
    fts_close(tree);
    return error;
}

/* Some file systems cannot sync a folder, and say EINVAL. */
static enum sello_error sync_entry(struct session *session, const FTSENT *entry) {
    int fd = open(entry->fts_accpath, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    int cause = errno;
    if (fd >= 0) {
        close(fd);
    }
    return ok ? SELLO_OK : tree_refuse(session, entry->fts_path, cause);
}

enum sello_error tree_sync(struct session *session, const char *folder) {
    FTS *tree = open_tree(folder);
    const FTSENT *entry;
    enum sello_error error = SELLO_OK;
    if (tree == NULL) {
        return tree_refuse(session, folder, errno);
    }
    while (error == SELLO_OK && (entry = fts_read(tree)) != NULL) {
        error = entry->fts_info == FTS_D ? SELLO_OK : sync_entry(session, entry);
    }
    fts_close(tree);
    return error;
}

/* False, with errno, where something of it is left. */
static bool remove_all(const char *folder) {
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
    int cause = errno;
    if (tree != NULL) {
        fts_close(tree);
    }
    errno = cause;
    return ok;
}

static struct problem left_over(const char *folder) {
    return (struct problem){.error = SELLO_E_SYSTEM,
                            .rule = "left-over",
                            .value = {problem_text(folder), problem_text(strerror(errno))}};
}

enum sello_error tree_remove(struct session *session, const char *folder) {
    if (remove_all(folder)) {
        return SELLO_OK;
    }
    const struct problem problem = left_over(folder);
    return session_refuse(session, &problem);
}

void tree_discard(struct session *session, const char *folder) {
    if (!remove_all(folder)) {
        const struct problem problem = left_over(folder);
        session_notice(session, &problem);
    }
}

enum sello_error tree_make_folders(struct session *session, char *path, size_t from) {
    for (char *slash = strchr(path + from, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0755) != 0 && errno != EEXIST) {
            return tree_refuse(session, path, errno);
        }
        *slash = '/';
    }
    return SELLO_OK;
}

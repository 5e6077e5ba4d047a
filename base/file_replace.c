/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sweep.h"

/* A file being put in place: within its opened folder, so that a folder renamed meanwhile cannot
 * lead elsewhere. */
struct base_target {
    const char *name; /* the last part of its path */
    char temp[BASE_TEMP_LEN];
    int folder;
};

static bool open_folder(struct base_target *t, const char *path) {
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX] = ".";
    if (slash != NULL && (size_t)(slash - path) + 2 > sizeof folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (slash != NULL) {
        size_t len = (size_t)(slash - path) + 1; /* with the slash: "/" stays "/" */
        memcpy(folder, path, len);
        folder[len] = '\0';
    }
    t->name = slash != NULL ? slash + 1 : path;
    t->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return t->folder != -1;
}

/* Only a file, or a link to one, is replaced: not /dev/stdout, not a folder. */
static bool may_replace(const struct base_target *t) {
    struct stat st;
    if (t->name[0] == '\0') {
        errno = EISDIR;
        return false;
    }
    if (fstatat(t->folder, t->name, &st, 0) != 0) {
        return errno == ENOENT || errno == ELOOP; /* nothing there, or a link to nothing */
    }
    errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
    return S_ISREG(st.st_mode);
}

static int open_temp(struct base_target *t, unsigned mode) {
    base_sweep(t->folder, false);
    if (!base_temp_name(t->temp)) {
        return -1;
    }
    int fd = openat(t->folder, t->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                    (mode_t)mode);
    if (fd != -1 && (mode & (S_IRWXG | S_IRWXO)) == 0) {
        (void)fchmod(fd, (mode_t)mode); /* the umask may have taken the owner's own bits away */
    }
    if (fd != -1) {
        (void)flock(fd, LOCK_EX | LOCK_NB); /* until it is closed: see base_sweep */
    }
    return fd;
}

bool base_write_all(int fd, struct sello_bytes bytes) {
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        size_t taken = n > 0 ? (size_t)n : 0;
        bytes = sello_bytes(bytes.ptr + taken, bytes.len - taken);
    }
    return true;
}

/* Some file systems cannot sync a folder, and say EINVAL. */
static bool sync_folder(int folder) {
    return fsync(folder) == 0 || errno == EINVAL;
}

/* Where none may be: a file system without that flag gets a second name, then the first one goes;
 * those of USB sticks have no second names either, and cannot tell that a name is taken. */
static bool put_in_free_place(int folder, const char *temp, const char *name) {
    if (renameat2(folder, temp, folder, name, RENAME_NOREPLACE) == 0) {
        return true;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return false;
    }
    if (linkat(folder, temp, folder, name, 0) == 0) {
        return unlinkat(folder, temp, 0) == 0;
    }
    struct stat st;
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) {
        return false;
    }
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return false;
    }
    return renameat(folder, temp, folder, name) == 0;
}

/* *out_fresh: it took no other's place. */
static bool put_in_place(int folder, const char *temp, const char *name, bool replace,
                         bool *out_fresh) {
    if (!replace) {
        *out_fresh = true;
        return put_in_free_place(folder, temp, name);
    }
    *out_fresh = renameat2(folder, temp, folder, name, RENAME_NOREPLACE) == 0;
    return *out_fresh || renameat(folder, temp, folder, name) == 0;
}

/* For good; a file whose name may be gone after a power cut is not there at all, where it took no
 * other's place. */
static bool sync_name(const struct base_target *t, bool fresh) {
    if (sync_folder(t->folder)) {
        return true;
    }
    int cause = errno;
    if (fresh) {
        unlinkat(t->folder, t->name, 0);
    }
    errno = cause;
    return false;
}

/* Syncs and closes the temporary file, and puts it in place; it is gone afterwards in every case.
 */
static bool settle(struct base_target *t, int fd, bool written, bool replace) {
    written = written && fsync(fd) == 0;
    int cause = errno;
    if (close(fd) != 0 && written) {
        written = false;
        cause = errno;
    }
    bool fresh = false;
    if (written && put_in_place(t->folder, t->temp, t->name, replace, &fresh)) {
        return sync_name(t, fresh);
    }
    cause = written ? errno : cause;
    unlinkat(t->folder, t->temp, 0);
    errno = cause;
    return false;
}

static bool write_and_place(struct base_target *t, struct sello_bytes bytes, unsigned mode,
                            bool replace) {
    int fd = open_temp(t, mode);
    return fd != -1 && settle(t, fd, base_write_all(fd, bytes), replace);
}

/* A signal in the middle would leave the temporary file behind. */
static void block_signals(sigset_t *out_old) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, out_old);
}

/* Closes the folder, leaving errno as it is. */
static void close_folder(int folder) {
    int cause = errno;
    if (folder != -1) {
        close(folder);
    }
    errno = cause;
}

static enum sello_error put_file(const char *path, struct sello_bytes bytes, unsigned mode,
                                 bool replace) {
    struct base_target t = {.folder = -1};
    sigset_t old;
    block_signals(&old);
    bool ok = open_folder(&t, path) && may_replace(&t) && write_and_place(&t, bytes, mode, replace);
    close_folder(t.folder);
    int cause = errno;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    errno = cause;
    return ok ? SELLO_OK : SELLO_E_SYSTEM;
}

enum sello_error base_file_replace(const char *path, struct sello_bytes bytes, unsigned mode) {
    return put_file(path, bytes, mode, true);
}

enum sello_error base_file_create(const char *path, struct sello_bytes bytes, unsigned mode) {
    return put_file(path, bytes, mode, false);
}

enum sello_error base_file_place(const char *temporary, const char *path, bool replace) {
    struct base_target t = {.folder = -1};
    const char *slash = strrchr(temporary, '/');
    const char *from = slash != NULL ? slash + 1 : temporary;
    bool fresh = false;
    bool ok = open_folder(&t, path) && put_in_place(t.folder, from, t.name, replace, &fresh) &&
              sync_folder(t.folder);
    close_folder(t.folder);
    return ok ? SELLO_OK : SELLO_E_SYSTEM;
}

enum sello_error base_file_sync(const char *path) {
    struct base_target t = {.folder = -1};
    bool ok = open_folder(&t, path);
    int fd = ok ? openat(t.folder, t.name, O_RDONLY | O_CLOEXEC) : -1;
    ok = fd != -1 && sync_folder(fd) && sync_folder(t.folder); /* it may be a folder itself */
    close_folder(fd);
    close_folder(t.folder);
    return ok ? SELLO_OK : SELLO_E_SYSTEM;
}

/* ---- piece by piece ---- */

static bool open_target(struct base_target *t, const char *path, unsigned mode, FILE **out) {
    *t = (struct base_target){.folder = -1};
    int fd = open_folder(t, path) && may_replace(t) ? open_temp(t, mode) : -1;
    *out = fd != -1 ? fdopen(fd, "w") : NULL;
    if (fd != -1 && *out == NULL) {
        close(fd);
        unlinkat(t->folder, t->temp, 0);
    }
    return *out != NULL;
}

static void free_target(struct base_output *output) {
    if (output->target != NULL) {
        close_folder(output->target->folder);
    }
    free(output->target);
    *output = (struct base_output){.to = NULL};
}

/* Where the name is taken already, that is said before the work rather than after it. */
static bool is_free(const struct base_target *t) {
    struct stat st;
    errno = EEXIST;
    return fstatat(t->folder, t->name, &st, AT_SYMLINK_NOFOLLOW) != 0;
}

static bool open_output(struct base_output *output, unsigned mode) {
    output->target = calloc(1, sizeof *output->target);
    bool ok =
        output->target != NULL && open_target(output->target, output->path, mode, &output->to);
    if (ok && !output->replace && !is_free(output->target)) {
        fclose(output->to);
        unlinkat(output->target->folder, output->target->temp, 0);
        errno = EEXIST;
        ok = false;
    }
    return ok;
}

enum sello_error base_output_open(struct base_output *output, const char *path, unsigned mode,
                                  bool replace) {
    *output = (struct base_output){.to = stdout, .path = path, .replace = replace};
    if (strcmp(path, "-") == 0) {
        return SELLO_OK;
    }
    bool ok = open_output(output, mode);
    if (!ok) {
        int cause = errno;
        free_target(output);
        errno = cause;
    }
    return ok ? SELLO_OK : SELLO_E_SYSTEM;
}

/* What is put to standard output is gone when this returns: whoever notes that it is may believe
 * it. */
bool base_output_put(struct base_output *output, struct sello_bytes bytes) {
    if (output->cause != 0) {
        return false;
    }
    bool put = fwrite(bytes.ptr, 1, bytes.len, output->to) == bytes.len &&
               (output->target != NULL || fflush(output->to) == 0);
    output->cause = put ? 0 : errno != 0 ? errno : EIO;
    return put;
}

void base_output_sync(struct base_output *output) {
    if (output->to != NULL && output->cause == 0 && output->target != NULL &&
        (fflush(output->to) != 0 || fdatasync(fileno(output->to)) != 0)) {
        output->cause = errno; /* what is not there now, no later call finds missing */
    }
}

/* The program's end would tell of the failure too, and no longer know its cause. */
static enum sello_error end_standard_output(const struct base_output *output, bool keep) {
    if (output->cause != 0) {
        __fpurge(output->to);
        clearerr(output->to);
        errno = output->cause;
        return SELLO_E_SYSTEM;
    }
    errno = EBADF;
    return keep && output->to == NULL ? SELLO_E_SYSTEM : SELLO_OK;
}

/* The stream is closed behind a copy of its descriptor, which is what is synced. */
static bool place_output(struct base_output *output, bool keep) {
    int fd = dup(fileno(output->to));
    int cause = fd == -1 ? errno : output->cause;
    if (fclose(output->to) != 0 && cause == 0) {
        cause = errno;
    }
    if (fd == -1) {
        unlinkat(output->target->folder, output->target->temp, 0);
        errno = cause;
        return false;
    }
    errno = cause;
    return settle(output->target, fd, keep && cause == 0, output->replace);
}

enum sello_error base_output_end(struct base_output *output, bool keep) {
    if (output->target == NULL) {
        return end_standard_output(output, keep);
    }
    bool placed = place_output(output, keep);
    int cause = errno;
    free_target(output);
    errno = cause;
    return placed || !keep ? SELLO_OK : SELLO_E_SYSTEM;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/internal.h"

/* A file being put in place: within its opened folder, so that a folder renamed meanwhile cannot
 * lead elsewhere. */
struct target {
    const char *path; /* as the user wrote it */
    const char *name; /* its last part */
    char temp[32];
    int folder;
};

static bool say_failed(const struct target *t, size_t len) {
    if (errno == ENOSPC || errno == EDQUOT) {
        cli_error(_("%s could not be written: the disk is full. Free at least %zu bytes there, "
                    "then run the command again."),
                  t->path, len);
    } else if (errno == EEXIST) {
        cli_error(_("%s exists already and is not overwritten. Choose another name."), t->path);
    } else {
        cli_error(_("%s could not be written: %s."), t->path, strerror(errno));
    }
    return false;
}

static bool open_folder(struct target *t, const char *path) {
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
    t->path = path;
    t->name = slash != NULL ? slash + 1 : path;
    t->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return t->folder != -1;
}

/* Only a file, or a link to one, is replaced: not /dev/stdout, not a folder. */
static bool may_replace(const struct target *t) {
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

static int open_temp(struct target *t, unsigned mode) {
    uint64_t random = 0;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) {
        return -1;
    }
    snprintf(t->temp, sizeof t->temp, ".sello-%016llx.tmp", (unsigned long long)random);
    return openat(t->folder, t->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                  (mode_t)mode);
}

static bool write_all(int fd, struct sello_bytes bytes) {
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

static bool put_in_place(const struct target *t, bool replace) {
    if (replace) {
        return renameat(t->folder, t->temp, t->folder, t->name) == 0;
    }
    if (renameat2(t->folder, t->temp, t->folder, t->name, RENAME_NOREPLACE) == 0) {
        return true;
    }
    /* A file system without that flag: a second name, then the first one goes. */
    return (errno == EINVAL || errno == ENOSYS) &&
           linkat(t->folder, t->temp, t->folder, t->name, 0) == 0 &&
           unlinkat(t->folder, t->temp, 0) == 0;
}

/* The steps in order; the temporary file is gone afterwards in every case. */
static bool write_and_place(struct target *t, struct sello_bytes bytes, unsigned mode,
                            bool replace) {
    int fd = open_temp(t, mode);
    if (fd == -1) {
        return false;
    }
    bool written = write_all(fd, bytes) && fsync(fd) == 0;
    int cause = errno;
    if (close(fd) != 0 && written) {
        written = false;
        cause = errno;
    }
    if (written && put_in_place(t, replace)) {
        return sync_folder(t->folder);
    }
    cause = written ? errno : cause;
    unlinkat(t->folder, t->temp, 0);
    errno = cause;
    return false;
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

static bool put_file(const char *path, struct sello_bytes bytes, unsigned mode, bool replace) {
    struct target t = {.path = path, .folder = -1};
    sigset_t old;
    block_signals(&old);
    bool ok = open_folder(&t, path) && may_replace(&t) && write_and_place(&t, bytes, mode, replace);
    if (!ok) {
        say_failed(&t, bytes.len);
    }
    if (t.folder != -1) {
        close(t.folder);
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return ok;
}

bool cli_file_replace(const char *path, struct sello_bytes bytes, unsigned mode) {
    return put_file(path, bytes, mode, true);
}

bool cli_file_create(const char *path, struct sello_bytes bytes, unsigned mode) {
    return put_file(path, bytes, mode, false);
}

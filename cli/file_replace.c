/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/internal.h"

/* A file being put in place: within its opened folder, so that a folder renamed meanwhile cannot
 * lead elsewhere. */
struct cli_target {
    const char *path; /* as the user wrote it */
    const char *name; /* its last part */
    char temp[32];
    int folder;
};

static bool say_failed(const struct cli_target *t, size_t len) {
    bool full = errno == ENOSPC || errno == EDQUOT;
    if (full && len == 0) {
        cli_error(_("%s could not be written: the disk is full. Free some of it, then run the "
                    "command again."),
                  t->path);
    } else if (full) {
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

static bool open_folder(struct cli_target *t, const char *path) {
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
static bool may_replace(const struct cli_target *t) {
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

static int open_temp(struct cli_target *t, unsigned mode) {
    uint64_t random = 0;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) {
        return -1;
    }
    snprintf(t->temp, sizeof t->temp, ".sello-%016llx.tmp", (unsigned long long)random);
    return openat(t->folder, t->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                  (mode_t)mode);
}

bool cli_write_all(int fd, struct sello_bytes bytes) {
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

static bool put_in_place(const struct cli_target *t, bool replace) {
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

/* Syncs and closes the temporary file, and puts it in place; it is gone afterwards in every case.
 */
static bool settle(struct cli_target *t, int fd, bool written, bool replace) {
    written = written && fsync(fd) == 0;
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

static bool write_and_place(struct cli_target *t, struct sello_bytes bytes, unsigned mode,
                            bool replace) {
    int fd = open_temp(t, mode);
    return fd != -1 && settle(t, fd, cli_write_all(fd, bytes), replace);
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
    struct cli_target t = {.path = path, .folder = -1};
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

/* ---- piece by piece ---- */

static bool open_target(struct cli_target *t, const char *path, unsigned mode, FILE **out) {
    *t = (struct cli_target){.path = path, .folder = -1};
    int fd = open_folder(t, path) && may_replace(t) ? open_temp(t, mode) : -1;
    *out = fd != -1 ? fdopen(fd, "w") : NULL;
    if (fd != -1 && *out == NULL) {
        close(fd);
        unlinkat(t->folder, t->temp, 0);
    }
    return *out != NULL;
}

static void free_target(struct cli_output *output) {
    if (output->target != NULL && output->target->folder != -1) {
        close(output->target->folder);
    }
    free(output->target);
    *output = (struct cli_output){.to = NULL};
}

/* Where the name is taken already, that is said before the work rather than after it. */
static bool is_free(const struct cli_target *t) {
    struct stat st;
    errno = EEXIST;
    return fstatat(t->folder, t->name, &st, AT_SYMLINK_NOFOLLOW) != 0;
}

bool cli_output_open(struct cli_output *output, const char *path, unsigned mode, bool replace) {
    *output = (struct cli_output){.to = stdout, .replace = replace};
    if (strcmp(path, "-") == 0) {
        return true;
    }
    output->target = calloc(1, sizeof *output->target);
    if (output->target == NULL) {
        cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
        return false;
    }
    bool ok = open_target(output->target, path, mode, &output->to);
    if (ok && !replace && !is_free(output->target)) {
        fclose(output->to);
        unlinkat(output->target->folder, output->target->temp, 0);
        errno = EEXIST;
        ok = false;
    }
    if (!ok) {
        say_failed(output->target, 0);
        free_target(output);
    }
    return ok;
}

/* What is put to standard output is gone when this returns: whoever notes that it is may believe
 * it. */
bool cli_output_put(struct cli_output *output, struct sello_bytes bytes) {
    if (output->cause != 0) {
        return false;
    }
    bool put = fwrite(bytes.ptr, 1, bytes.len, output->to) == bytes.len &&
               (output->target != NULL || fflush(output->to) == 0);
    output->cause = put ? 0 : errno != 0 ? errno : EIO;
    return put;
}

/* The program's end would tell of the failure too, and no longer know its cause. A reader who has
 * gone has seen enough. */
static bool end_standard_output(const struct cli_output *output, bool keep) {
    if (output->cause != 0) {
        __fpurge(output->to);
        clearerr(output->to);
    }
    if (output->cause != 0 && output->cause != EPIPE) {
        cli_error(_("The output could not be written: %s."), strerror(output->cause));
    }
    return keep && output->to != NULL && output->cause == 0;
}

/* The stream is closed behind a copy of its descriptor, which is what is synced. */
static bool place_output(struct cli_output *output, bool keep) {
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

bool cli_output_end(struct cli_output *output, bool keep) {
    if (output->target == NULL) {
        return end_standard_output(output, keep);
    }
    bool placed = place_output(output, keep);
    if (keep && !placed) {
        say_failed(output->target, 0);
    }
    free_target(output);
    return placed;
}

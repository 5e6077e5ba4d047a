/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/internal.h"

enum { TEMP_MAX = CLI_FILES_NAME + 32 };

static bool say_failed(const struct cli_files *files, const char *name) {
    if (errno == ENOSPC || errno == EDQUOT) {
        cli_error(_("%s/%s could not be written: the disk is full. Free some of it, then run the "
                    "command again."),
                  files->path, name);
    } else {
        cli_error(_("%s/%s could not be written: %s."), files->path, name, strerror(errno));
    }
    return false;
}

bool cli_files_open(struct cli_files *files, const char *path) {
    *files = (struct cli_files){.path = path, .folder = -1};
    if (getrandom(&files->mark, sizeof files->mark, 0) == (ssize_t)sizeof files->mark) {
        files->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (files->folder != -1) {
        (void)flock(files->folder, LOCK_SH | LOCK_NB); /* for cli_files_sweep */
    }
    return files->folder != -1 || say_failed(files, "");
}

/* ---- names ---- */

/* "001000/.sello-<mark>-001234.png" of "001000/001234.png": hidden, and beside its place. */
static void temp_name(const struct cli_files *files, const char *name,
                      char out[SELLO_LEN(TEMP_MAX)]) {
    const char *slash = strrchr(name, '/');
    int folder = slash != NULL ? (int)(slash - name) + 1 : 0;
    snprintf(out, TEMP_MAX, "%.*s.sello-%016llx-%s.tmp", folder, name,
             (unsigned long long)files->mark, name + folder);
}

/* The folder within, made by whoever needs it first. */
static bool make_inner_folder(const struct cli_files *files, const char *name) {
    char inner[CLI_FILES_NAME];
    const char *slash = strrchr(name, '/');
    if (slash == NULL) {
        return true;
    }
    snprintf(inner, sizeof inner, "%.*s", (int)(slash - name), name);
    return mkdirat(files->folder, inner, 0755) == 0 || errno == EEXIST;
}

/* ---- writing ---- */

static int open_temp(const struct cli_files *files, const char *name, const char *temp) {
    enum { FLAGS = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC };
    int fd = openat(files->folder, temp, FLAGS, 0644);
    if (fd == -1 && errno == ENOENT && make_inner_folder(files, name)) {
        fd = openat(files->folder, temp, FLAGS, 0644);
    }
    return fd;
}

bool cli_files_write(const struct cli_files *files, const char *name, struct sello_bytes bytes) {
    char temp[TEMP_MAX];
    temp_name(files, name, temp);
    int fd = open_temp(files, name, temp);
    bool written = fd != -1 && cli_write_all(fd, bytes);
    int cause = errno;
    if (fd != -1 && close(fd) != 0 && written) {
        written = false;
        cause = errno;
    }
    if (!written) {
        if (fd != -1) {
            unlinkat(files->folder, temp, 0);
        }
        errno = cause;
        return say_failed(files, name);
    }
    return true;
}

void cli_files_drop(const struct cli_files *files, const char *name) {
    char temp[TEMP_MAX];
    temp_name(files, name, temp);
    unlinkat(files->folder, temp, 0);
}

/* ---- putting in place ---- */

/* Only a file, or a link, is replaced: never a folder or a device. */
static bool may_replace(const struct cli_files *files, const char *name) {
    struct stat st;
    if (fstatat(files->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT;
    }
    errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
    return S_ISREG(st.st_mode) || S_ISLNK(st.st_mode);
}

static bool place(const struct cli_files *files, const char *name) {
    char temp[TEMP_MAX];
    temp_name(files, name, temp);
    return may_replace(files, name) && renameat(files->folder, temp, files->folder, name) == 0;
}

/* One sync for hundreds of files takes little longer than for one. Contents must be there before
 * their names are; that the names are there too, the next sync sees to, and one at the end. */
static bool sync_all(const struct cli_files *files) {
    return syncfs(files->folder) == 0;
}

static bool place_all(struct cli_files *files, size_t *out_placed) {
    for (size_t i = 0; i < files->n; i++) {
        if (!place(files, files->pending[i])) {
            say_failed(files, files->pending[i]);
            return false;
        }
        ++*out_placed;
    }
    return true;
}

/* After a failed sync the next one may succeed, and what was lost is lost: nothing more is put in
 * place. */
static bool settle(struct cli_files *files, size_t *out_placed) {
    files->failed = !sync_all(files);
    if (files->failed) {
        return say_failed(files, files->pending[0]);
    }
    files->failed = !place_all(files, out_placed);
    memmove(files->pending, files->pending + *out_placed,
            (files->n - *out_placed) * sizeof *files->pending);
    files->n -= *out_placed;
    return !files->failed;
}

bool cli_files_settle(struct cli_files *files, size_t *out_placed) {
    *out_placed = 0;
    if (files->failed || (files->n > 0 && !settle(files, out_placed))) {
        return false;
    }
    return sync_all(files) || say_failed(files, "");
}

bool cli_files_add(struct cli_files *files, const char *name, size_t *out_placed) {
    *out_placed = 0;
    snprintf(files->pending[files->n++], sizeof *files->pending, "%s", name);
    return files->n < CLI_FILES_PENDING || settle(files, out_placed);
}

void cli_files_close(struct cli_files *files) {
    for (size_t i = 0; i < files->n; i++) {
        cli_files_drop(files, files->pending[i]);
    }
    if (files->folder != -1) {
        close(files->folder);
    }
    files->folder = -1;
    files->n = 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/files.h"
#include "base/sweep.h"

enum { TEMP_MAX = BASE_FILES_NAME + 32 };

enum sello_error base_files_open(struct base_files *files, const char *path) {
    *files = (struct base_files){.path = path, .folder = -1};
    if (getrandom(&files->mark, sizeof files->mark, 0) == (ssize_t)sizeof files->mark) {
        files->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (files->folder != -1) {
        (void)flock(files->folder, LOCK_SH | LOCK_NB); /* for base_files_sweep */
    }
    return files->folder != -1 ? SELLO_OK : SELLO_E_SYSTEM;
}

/* Every run holds the folder's lock, shared: who gets it alone is the only one here. */
void base_files_sweep(const struct base_files *files, const char *const *inner) {
    bool alone = flock(files->folder, LOCK_EX | LOCK_NB) == 0;
    base_sweep(files->folder, alone);
    for (; alone && inner != NULL && *inner != NULL; inner++) {
        int fd = openat(files->folder, *inner, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd != -1) {
            base_sweep(fd, true);
            close(fd);
        }
    }
    (void)flock(files->folder, LOCK_SH | LOCK_NB);
}

/* ---- names ---- */

/* "001000/.sello-<mark>-001234.png" of "001000/001234.png": hidden, and beside its place. */
static void temp_name(const struct base_files *files, const char *name,
                      char out[SELLO_LEN(TEMP_MAX)]) {
    const char *slash = strrchr(name, '/');
    int folder = slash != NULL ? (int)(slash - name) + 1 : 0;
    snprintf(out, TEMP_MAX, "%.*s.sello-%016llx-%s.tmp", folder, name,
             (unsigned long long)files->mark, name + folder);
}

/* The folder within, made by whoever needs it first. */
static bool make_inner_folder(const struct base_files *files, const char *name) {
    char inner[BASE_FILES_NAME];
    const char *slash = strrchr(name, '/');
    if (slash == NULL) {
        return true;
    }
    snprintf(inner, sizeof inner, "%.*s", (int)(slash - name), name);
    return mkdirat(files->folder, inner, 0755) == 0 || errno == EEXIST;
}

/* ---- writing ---- */

static int open_temp(const struct base_files *files, const char *name, const char *temp) {
    enum { FLAGS = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC };
    int fd = openat(files->folder, temp, FLAGS, 0644);
    if (fd == -1 && errno == ENOENT && make_inner_folder(files, name)) {
        fd = openat(files->folder, temp, FLAGS, 0644);
    }
    return fd;
}

enum sello_error base_files_write(const struct base_files *files, const char *name,
                                  struct sello_bytes bytes) {
    char temp[TEMP_MAX];
    temp_name(files, name, temp);
    int fd = open_temp(files, name, temp);
    bool written = fd != -1 && base_write_all(fd, bytes);
    int cause = errno;
    if (fd != -1 && close(fd) != 0 && written) {
        written = false;
        cause = errno;
    }
    if (!written) {
        if (fd != -1) {
            unlinkat(files->folder, temp, 0);
        }
    }
    errno = cause;
    return written ? SELLO_OK : SELLO_E_SYSTEM;
}

void base_files_drop(const struct base_files *files, const char *name) {
    char temp[TEMP_MAX];
    temp_name(files, name, temp);
    unlinkat(files->folder, temp, 0);
}

/* ---- putting in place ---- */

/* Only a file, or a link, is replaced: never a folder or a device. */
static bool may_replace(const struct base_files *files, const char *name) {
    struct stat st;
    if (fstatat(files->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT;
    }
    errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
    return S_ISREG(st.st_mode) || S_ISLNK(st.st_mode);
}

static bool place(const struct base_files *files, const char *name) {
    char temp[TEMP_MAX];
    temp_name(files, name, temp);
    return may_replace(files, name) && renameat(files->folder, temp, files->folder, name) == 0;
}

/* One sync for hundreds of files takes little longer than for one. Contents must be there before
 * their names are; that the names are there too, the next sync sees to, and one at the end. */
static bool sync_all(const struct base_files *files) {
    return syncfs(files->folder) == 0;
}

static enum sello_error place_all(struct base_files *files, size_t *out_placed) {
    for (size_t i = 0; i < files->n; i++) {
        if (!place(files, files->pending[i])) {
            return SELLO_E_SYSTEM;
        }
        ++*out_placed;
    }
    return SELLO_OK;
}

/* After a failed sync the next one may succeed, and what was lost is lost: nothing more is put in
 * place. */
static enum sello_error settle(struct base_files *files, size_t *out_placed) {
    enum sello_error error = sync_all(files) ? place_all(files, out_placed) : SELLO_E_SYSTEM;
    files->failed = error != SELLO_OK;
    memmove(files->pending, files->pending + *out_placed,
            (files->n - *out_placed) * sizeof *files->pending);
    files->n -= *out_placed;
    return error;
}

enum sello_error base_files_settle(struct base_files *files, size_t *out_placed) {
    *out_placed = 0;
    enum sello_error error = files->failed ? SELLO_E_SYSTEM : SELLO_OK;
    if (error == SELLO_OK && files->n > 0) {
        error = settle(files, out_placed);
    }
    if (error == SELLO_OK && !sync_all(files)) {
        error = SELLO_E_SYSTEM;
    }
    return error;
}

bool base_files_placed(const struct base_files *files) {
    return files->n == 0 && !files->failed;
}

enum sello_error base_files_add(struct base_files *files, const char *name, size_t *out_placed) {
    *out_placed = 0;
    snprintf(files->pending[files->n++], sizeof *files->pending, "%s", name);
    return files->n < BASE_FILES_PENDING ? SELLO_OK : settle(files, out_placed);
}

void base_files_close(struct base_files *files) {
    for (size_t i = 0; i < files->n; i++) {
        base_files_drop(files, files->pending[i]);
    }
    if (files->folder != -1) {
        close(files->folder);
    }
    files->folder = -1;
    files->n = 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/sweep.h"

enum { INNER_DIGITS = 6, MARK_DIGITS = 16 };

#define PREFIX ".sello-"

/* ---- names ---- */

static bool make_mark(char out[MARK_DIGITS + 1]) {
    uint64_t random = 0;
    bool made = getrandom(&random, sizeof random, 0) == (ssize_t)sizeof random;
    snprintf(out, MARK_DIGITS + 1, "%016llx", (unsigned long long)random);
    return made;
}

bool base_temp_name(char out[SELLO_LEN(BASE_TEMP_LEN)]) {
    char mark[MARK_DIGITS + 1];
    bool made = make_mark(mark);
    snprintf(out, BASE_TEMP_LEN, PREFIX "%s.tmp", mark);
    return made;
}

enum form { NOT_OURS, ONE_FILE, WITH_NAME };

static enum form form_of(const char *name) {
    const char *mark = name + strlen(PREFIX), *end = strrchr(name, '.');
    if (strncmp(name, PREFIX, strlen(PREFIX)) != 0 ||
        strspn(mark, "0123456789abcdef") != MARK_DIGITS || end == NULL ||
        strcmp(end, ".tmp") != 0) {
        return NOT_OURS;
    }
    return mark + MARK_DIGITS == end ? ONE_FILE : mark[MARK_DIGITS] == '-' ? WITH_NAME : NOT_OURS;
}

/* "001000": a folder within, as those are named that hold labels by serial. */
static bool is_inner(const char *name) {
    size_t len = strlen(name);
    return len >= INNER_DIGITS && strspn(name, "0123456789") == len;
}

/* ---- taking away ---- */

typedef void visit(int folder, const char *name, bool alone);

/* Each name in a folder; closes its descriptor. It takes no memory, since what is taken away may be
 * there because there was none. */
static void each(int folder, bool alone, visit *take) {
    alignas(struct dirent64) char room[4096];
    for (ssize_t n = 0; folder != -1 && (n = getdents64(folder, room, sizeof room)) > 0;) {
        for (ssize_t at = 0; at < n;) {
            const struct dirent64 *entry = (const void *)(room + at);
            take(folder, entry->d_name, alone);
            at += entry->d_reclen;
        }
    }
    if (folder != -1) {
        close(folder);
    }
}

static int open_folder(int folder, const char *name) {
    return openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Nobody holds it, and it is not just being made. */
static bool is_left(int fd) {
    enum { YOUNG = 60 }; /* seconds, between making it and locking it */
    struct stat st;
    return fd != -1 && fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) &&
           st.st_mtime + YOUNG < time(NULL) && flock(fd, LOCK_EX | LOCK_NB) == 0;
}

static void take_file(int folder, const char *name, bool alone) {
    (void)alone;
    unlinkat(folder, name, 0);
}

static void take_folder(int folder, const char *name) {
    int fd = open_folder(folder, name);
    if (is_left(fd)) {
        each(dup(fd), true, take_file);
        unlinkat(folder, name, AT_REMOVEDIR);
    }
    if (fd != -1) {
        close(fd);
    }
}

static void take_held_file(int folder, const char *name) {
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (is_left(fd)) {
        unlinkat(folder, name, 0);
    }
    if (fd != -1) {
        close(fd);
    }
}

static void take_of_many(int folder, const char *name, bool alone) {
    if (alone && form_of(name) == WITH_NAME) {
        unlinkat(folder, name, 0);
    }
}

static void take(int folder, const char *name, bool alone) {
    struct stat st;
    enum form form = form_of(name);
    if (form == ONE_FILE) {
        take_held_file(folder, name);
    } else if (form == WITH_NAME && fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
               S_ISDIR(st.st_mode)) {
        take_folder(folder, name);
    } else if (form == WITH_NAME) {
        take_of_many(folder, name, alone);
    } else if (alone && is_inner(name)) {
        each(open_folder(folder, name), true, take_of_many);
    }
}

void base_sweep(int folder, bool alone) {
    each(open_folder(folder, "."), alone, take);
}

/* ---- a folder for this run ---- */

/* "folder/.sello-<mark>-<name>.tmp" of "folder/name/"; *out_folder: bytes of "folder/". */
static bool name_beside(const char *path, char *out, size_t size, size_t *out_folder) {
    char mark[MARK_DIGITS + 1];
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') {
        len--;
    }
    size_t folder = len;
    while (folder > 0 && path[folder - 1] != '/') {
        folder--;
    }
    *out_folder = folder;
    if (!make_mark(mark)) {
        return false;
    }
    int wrote = snprintf(out, size, "%.*s" PREFIX "%s-%.*s.tmp", (int)folder, path, mark,
                         (int)(len - folder), path + folder);
    errno = ENAMETOOLONG;
    return wrote > 0 && (size_t)wrote < size;
}

static void sweep_beside(char *path, size_t folder) {
    char first = path[folder];
    path[folder] = '\0';
    int fd = open(folder > 0 ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    path[folder] = first;
    if (fd != -1) {
        base_sweep(fd, false);
        close(fd);
    }
}

enum sello_error base_scratch_open(struct base_scratch *scratch, const char *path, char *out_path,
                                   size_t size) {
    size_t folder = 0;
    scratch->folder = -1;
    if (!name_beside(path, out_path, size, &folder)) {
        return errno == ENAMETOOLONG ? SELLO_E_TOO_LONG : SELLO_E_SYSTEM;
    }
    sweep_beside(out_path, folder);
    if (mkdir(out_path, 0700) != 0) {
        return SELLO_E_SYSTEM;
    }
    scratch->folder = open(out_path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (scratch->folder == -1) {
        int cause = errno;
        rmdir(out_path);
        errno = cause;
        return SELLO_E_SYSTEM;
    }
    (void)flock(scratch->folder, LOCK_EX | LOCK_NB);
    return SELLO_OK;
}

void base_scratch_close(struct base_scratch *scratch, const char *path) {
    if (scratch->folder != -1) {
        each(open_folder(scratch->folder, "."), true, take_file);
        rmdir(path);
        close(scratch->folder);
    }
    scratch->folder = -1;
}

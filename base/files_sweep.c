/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"

/* What a run that was killed left behind under temporary names. */

enum { INNER_DIGITS = 6, MARK_DIGITS = 16 };

#define PREFIX ".sello-"

/* ".sello-<16 hex digits>-<name>.tmp": as base_files_write names them. */
static bool is_leftover(const char *name) {
    const char *mark = name + strlen(PREFIX), *end = strrchr(name, '.');
    return strncmp(name, PREFIX, strlen(PREFIX)) == 0 &&
           strspn(mark, "0123456789abcdef") == MARK_DIGITS && mark[MARK_DIGITS] == '-' &&
           end != NULL && strcmp(end, ".tmp") == 0;
}

/* "001000": a folder within, as those are named that hold labels by serial. */
static bool is_inner(const char *name) {
    size_t len = strlen(name);
    return len >= INNER_DIGITS && strspn(name, "0123456789") == len;
}

/* It comes to itself once: a folder within is not an outer one. */
// NOLINTNEXTLINE(misc-no-recursion)
static void sweep(int folder, bool outer) {
    DIR *dir = folder != -1 ? fdopendir(folder) : NULL;
    if (dir == NULL) {
        if (folder != -1) {
            close(folder);
        }
        return;
    }
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        enum { FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };
        if (is_leftover(entry->d_name)) {
            unlinkat(dirfd(dir), entry->d_name, 0);
        } else if (outer && is_inner(entry->d_name)) {
            sweep(openat(dirfd(dir), entry->d_name, FLAGS), false);
        }
    }
    closedir(dir);
}

/* Every run holds the folder's lock, shared: who gets it alone is the only one here. */
void base_files_sweep(const struct base_files *files) {
    if (flock(files->folder, LOCK_EX | LOCK_NB) == 0) {
        sweep(openat(files->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), true);
    }
    (void)flock(files->folder, LOCK_SH | LOCK_NB);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#define TRIES 200 /* of 50 ms */
#define PAUSE_NS 50000000L

enum sello_error base_lock_wait(int fd) {
    const struct timespec pause = {0, PAUSE_NS};
    for (int i = 0; i < TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
            return SELLO_OK;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return SELLO_E_STORE_LOCKS;
        }
        nanosleep(&pause, NULL);
    }
    return SELLO_E_STORE_BUSY;
}

bool base_lock_possible(const char *path) {
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return true; /* it does not tell */
    }
    bool possible = fcntl(fd, F_SETLK, &lock) == 0 || errno == EACCES || errno == EAGAIN;
    close(fd);
    return possible;
}

/* ---- who ---- */

/* "2: POSIX  ADVISORY  WRITE 1234 fe:01:5678 0 EOF": of a lock that is kept; one that is waited for
 * has "->" in front. */
static bool read_line(const char *line, struct stat *out_file, long *out_process) {
    unsigned device_major = 0, device_minor = 0;
    unsigned long long inode = 0;
    if (sscanf(line, "%*d: %*[A-Z] %*s %*s %ld %x:%x:%llu", out_process, &device_major,
               &device_minor, &inode) != 4) {
        return false;
    }
    out_file->st_dev = makedev(device_major, device_minor);
    out_file->st_ino = (ino_t)inode;
    return *out_process > 0 && *out_process != (long)getpid();
}

static bool is_one_of(const struct stat *file, const char *const *paths, size_t n) {
    struct stat st;
    for (size_t i = 0; i < n; i++) {
        if (stat(paths[i], &st) == 0 && st.st_ino == file->st_ino && st.st_dev == file->st_dev) {
            return true;
        }
    }
    return false;
}

/* One that has ended left its lock to another program, and that one is not known. */
static bool read_program(struct base_lock_holder *holder) {
    char path[48];
    snprintf(path, sizeof path, "/proc/%ld/comm", holder->process);
    FILE *from = fopen(path, "re");
    bool read = from != NULL && fgets(holder->program, sizeof holder->program, from) != NULL;
    if (from != NULL) {
        fclose(from);
    }
    if (read) {
        holder->program[strcspn(holder->program, "\n")] = '\0';
    }
    return read;
}

bool base_lock_holder(const char *const *paths, size_t n, struct base_lock_holder *out) {
    char line[256];
    struct stat file;
    bool found = false;
    FILE *locks = fopen("/proc/locks", "re");
    while (!found && locks != NULL && fgets(line, sizeof line, locks) != NULL) {
        found = read_line(line, &file, &out->process) && is_one_of(&file, paths, n);
    }
    if (locks != NULL) {
        fclose(locks);
    }
    return found && read_program(out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/internal.h"

#define ROOM_FIRST ((size_t)64 << 10)

static bool say_failed(const char *path, const char *why) {
    cli_error(_("%s could not be read: %s."), path, why);
    return false;
}

static bool say_too_large(const char *path, size_t most) {
    cli_error(_("%s is too large to be what is expected here: over %zu bytes."), path, most);
    return false;
}

/* Where reading a stream has come to: `len` of `room` bytes are filled. */
struct filling {
    uint8_t *ptr;
    size_t len, room;
};

/* Twice the room, but never over one byte past `most`: that byte tells that there is too much. */
static bool grow(struct filling *f, size_t most) {
    size_t room = f->room == 0 ? ROOM_FIRST : f->room > most / 2 ? most + 1 : f->room * 2;
    room = room > most ? most + 1 : room;
    uint8_t *ptr = realloc(f->ptr, room);
    if (ptr == NULL) {
        return false;
    }
    f->ptr = ptr;
    f->room = room;
    return true;
}

/* Reads to the end; errno tells of a failure, EFBIG of more than `most` bytes. */
static bool read_all(int fd, size_t most, struct filling *f) {
    for (;;) {
        if (f->len > most) {
            errno = EFBIG;
            return false;
        }
        if (f->len == f->room && !grow(f, most)) {
            errno = ENOMEM;
            return false;
        }
        ssize_t n = read(fd, f->ptr + f->len, f->room - f->len);
        if (n == 0) {
            return true;
        }
        if (n < 0 && errno != EINTR) {
            return false;
        }
        f->len += n > 0 ? (size_t)n : 0;
    }
}

static bool read_open(const char *path, int fd, size_t most, uint8_t **out_ptr, size_t *out_len) {
    struct filling f = {NULL, 0, 0};
    if (!read_all(fd, most, &f)) {
        bool large = errno == EFBIG;
        const char *why = strerror(errno);
        free(f.ptr);
        return large ? say_too_large(path, most) : say_failed(path, why);
    }
    *out_ptr = f.ptr;
    *out_len = f.len;
    return true;
}

bool cli_file_read(const char *path, size_t most, uint8_t **out_ptr, size_t *out_len) {
    if (strcmp(path, "-") == 0) {
        return read_open(_("The standard input"), STDIN_FILENO, most, out_ptr, out_len);
    }
    /* O_NONBLOCK: opening a named pipe must not wait for a writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat st;
    if (fd == -1 || fstat(fd, &st) != 0) {
        say_failed(path, strerror(errno));
        if (fd != -1) {
            close(fd);
        }
        return false;
    }
    bool ok = false;
    if (!S_ISREG(st.st_mode)) {
        cli_error(_("%s is not a file that can be read here."), path);
    } else if ((uint64_t)st.st_size > most) {
        say_too_large(path, most);
    } else {
        ok = read_open(path, fd, most, out_ptr, out_len);
    }
    close(fd);
    return ok;
}

bool cli_file_exists(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

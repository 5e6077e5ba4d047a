/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define ROOM_FIRST ((size_t)64 << 10)

bool base_read_all(int fd, uint8_t *buf, size_t room, size_t *out_len) {
    size_t len = 0;
    while (len < room) {
        ssize_t n = read(fd, buf + len, room - len);
        if (n == 0) {
            break;
        }
        if (n < 0 && errno != EINTR) {
            return false;
        }
        len += n > 0 ? (size_t)n : 0;
    }
    *out_len = len;
    return true;
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

static enum sello_error fill(int fd, size_t most, struct filling *f) {
    while (f->len == f->room) {
        size_t n = 0;
        if (f->len > most) {
            return SELLO_E_TOO_LONG;
        }
        if (!grow(f, most)) {
            errno = ENOMEM;
            return SELLO_E_SYSTEM;
        }
        if (!base_read_all(fd, f->ptr + f->len, f->room - f->len, &n)) {
            return SELLO_E_SYSTEM;
        }
        f->len += n;
    }
    return SELLO_OK;
}

static enum sello_error read_open(int fd, size_t most, uint8_t **out_ptr, size_t *out_len) {
    struct filling f = {NULL, 0, 0};
    enum sello_error error = fill(fd, most, &f);
    if (error != SELLO_OK) {
        int cause = errno;
        free(f.ptr);
        errno = cause;
        return error;
    }
    *out_ptr = f.ptr;
    *out_len = f.len;
    return SELLO_OK;
}

static enum sello_error check_kind(int fd, size_t most) {
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return SELLO_E_SYSTEM;
    }
    if (!S_ISREG(st.st_mode)) {
        return SELLO_E_NOT_FILE;
    }
    return (uint64_t)st.st_size > most ? SELLO_E_TOO_LONG : SELLO_OK;
}

enum sello_error base_file_read(const char *path, size_t most, uint8_t **out_ptr, size_t *out_len) {
    if (strcmp(path, "-") == 0) {
        return read_open(STDIN_FILENO, most, out_ptr, out_len);
    }
    /* O_NONBLOCK: opening a named pipe must not wait for a writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd == -1) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = check_kind(fd, most);
    if (error == SELLO_OK) {
        error = read_open(fd, most, out_ptr, out_len);
    }
    int cause = errno;
    close(fd);
    errno = cause;
    return error;
}

bool base_file_exists(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

const char *base_temporary_folder(void) {
    const char *wanted = getenv("TMPDIR");
    return wanted != NULL && wanted[0] == '/' ? wanted : "/tmp";
}

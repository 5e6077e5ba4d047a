/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <uninorm.h>
#include <unistd.h>
#include <unistr.h>

#include "base/file.h"
#include "keys/internal.h"

#define NORMALISE_STACK                                                                            \
    8192 /* bytes wiped below us: what libunistring's normaliser may have used */

/* A new passphrase has the one or the other. */
enum { CHARACTERS_MIN = 10, WORDS_MIN = 4 };

bool sello_line_add(struct sello_line *line, uint8_t byte) {
    if (byte == '\n') {
        line->ended = true;
        line->len -= line->len > 0 && line->bytes[line->len - 1] == '\r' ? 1 : 0;
        return false;
    }
    if (line->len == sizeof line->bytes) {
        return false;
    }
    line->bytes[line->len++] = byte;
    return true;
}

static bool acceptable(const struct sello_line *line) {
    return line->len > 0 && line->len <= SELLO_PASSPHRASE_MAX &&
           memchr(line->bytes, '\0', line->len) == NULL && u8_check(line->bytes, line->len) == NULL;
}

/* NFC into the passphrase's own memory. libunistring allocates only what does not fit there. */
static enum sello_error normalise(const struct sello_line *line, struct sello_passphrase *p) {
    size_t len = sizeof p->bytes;
    uint8_t *result = u8_normalize(UNINORM_NFC, line->bytes, line->len, p->bytes, &len);
    sodium_stackzero(NORMALISE_STACK);
    if (result == p->bytes) {
        p->len = len;
        return SELLO_OK;
    }
    if (result == NULL) {
        return SELLO_E_MEMORY;
    }
    sodium_memzero(result, len);
    free(result);
    return SELLO_E_PASSPHRASE_BAD;
}

enum sello_error sello_passphrase_from_line(const struct sello_line *line,
                                            struct sello_passphrase **out) {
    if (!acceptable(line)) {
        return SELLO_E_PASSPHRASE_BAD;
    }
    struct sello_passphrase *p = sodium_malloc(sizeof *p);
    if (p == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = normalise(line, p);
    if (error != SELLO_OK) {
        sodium_free(p);
        return error;
    }
    (void)sodium_mprotect_readonly(p);
    *out = p;
    return SELLO_OK;
}

enum sello_error sello_passphrase_judge(const struct sello_passphrase *p) {
    size_t n_characters = 0, n_words = 0;
    bool in_word = false;
    for (size_t i = 0; i < p->len; i++) {
        n_characters += (p->bytes[i] & 0xc0) != 0x80; /* UTF-8: all but continuation bytes */
        n_words += p->bytes[i] != ' ' && !in_word;
        in_word = p->bytes[i] != ' ';
    }
    bool good = n_characters >= CHARACTERS_MIN || n_words >= WORDS_MIN;
    return good ? SELLO_OK : SELLO_E_PASSPHRASE_WEAK;
}

bool sello_passphrase_same(const struct sello_passphrase *a, const struct sello_passphrase *b) {
    return a->len == b->len && sodium_memcmp(a->bytes, b->bytes, a->len) == 0;
}

void sello_passphrase_free(struct sello_passphrase **p) {
    sodium_free(*p);
    *p = NULL;
}

/* Byte by byte: what follows the first line belongs to someone else. */
static enum sello_error read_line(int fd, struct sello_line *line) {
    uint8_t byte = 0;
    ssize_t n = 0;
    do {
        n = read(fd, &byte, 1);
    } while (n == 1 ? sello_line_add(line, byte) : n < 0 && errno == EINTR);
    sodium_memzero(&byte, sizeof byte);
    return n < 0 ? SELLO_E_SYSTEM : SELLO_OK;
}

enum sello_error sello_passphrase_from_fd(int fd, struct sello_passphrase **out) {
    struct sello_line *line = sodium_malloc(sizeof *line);
    if (line == NULL) {
        return SELLO_E_MEMORY;
    }
    line->len = 0;
    line->ended = false;
    enum sello_error error = read_line(fd, line);
    int cause = errno;
    if (error == SELLO_OK) {
        error = sello_passphrase_from_line(line, out);
    }
    sodium_free(line);
    errno = cause;
    return error;
}

enum sello_error sello_passphrase_from_text(struct sello_bytes text,
                                            struct sello_passphrase **out) {
    struct sello_line *line = sodium_malloc(sizeof *line);
    if (line == NULL) {
        return SELLO_E_MEMORY;
    }
    line->len = 0;
    line->ended = false;
    bool whole = true;
    for (size_t i = 0; i < text.len && whole; i++) {
        whole = sello_line_add(line, text.ptr[i]);
    }
    enum sello_error error = whole ? sello_passphrase_from_line(line, out) : SELLO_E_PASSPHRASE_BAD;
    sodium_free(line);
    return error;
}

/* A line of at most 3 KiB, in two writes: an empty pipe takes 4 KiB at least (pipe(7)). */
bool sello_passphrase_give(const struct sello_passphrase *p, int fd) {
    return base_write_all(fd, sello_bytes(p->bytes, p->len)) &&
           base_write_all(fd, sello_bytes("\n", 1));
}

enum sello_error sello_passphrase_from_file(const char *path, struct sello_passphrase **out) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd == -1) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = sello_passphrase_from_fd(fd, out);
    int cause = errno;
    close(fd);
    errno = cause;
    return error;
}

bool sello_passphrase_file_shared(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & 077) != 0;
}

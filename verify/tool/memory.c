/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/memory.h"

#include "base/lock.h"
#include "base/time.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER_LEN = sizeof MEMORY_HEADER - 1, CHUNK = 1 << 16 };

struct memory {
    int fd;
    const char *path;
    const struct trust_set *trusts;
    struct seen *seen;
    uint64_t read_to; /* all lines that end before here are noted */
    size_t n_bad;     /* lines passed over */
    size_t last;      /* the certifier of the last line: most often that of the next */
    char mark[MEMORY_MARK_LEN];
    uint64_t n_written;
    bool failed; /* and it was said */
};

static bool say_failed(struct memory *m) {
    if (!m->failed) {
        cli_error(_("What is seen cannot be remembered in %s: %s."), m->path, strerror(errno));
    }
    m->failed = true;
    return false;
}

/* Others may remember into the same file: one at a time. Who kept it for all of one wait is not
 * waited for again: a scanner's user stands there. */
static bool lock(struct memory *m) {
    if (m->failed) {
        return flock(m->fd, LOCK_EX | LOCK_NB) == 0;
    }
    enum sello_error error = base_lock_wait(m->fd);
    if (error == SELLO_E_STORE_BUSY) {
        cli_say_kept(m->path, m->path);
        m->failed = true;
    }
    return error == SELLO_OK || say_failed(m);
}

static bool unlock(struct memory *m) {
    return flock(m->fd, LOCK_UN) == 0 || say_failed(m);
}

/* A merge may have put another file in its place: what goes into the old one is lost. */
static bool is_in_place(struct memory *m) {
    struct stat st;
    if (fstat(m->fd, &st) != 0) {
        return say_failed(m);
    }
    errno = ESTALE;
    return st.st_nlink > 0 || say_failed(m);
}

/* ---- reading ---- */

/* The certifier's index; TRUSTS_MAX for one who is not trusted here: another run's concern. */
static size_t find_trust(struct memory *m, const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)]) {
    for (size_t i = 0; i < m->trusts->n; i++) {
        size_t at = (m->last + i) % m->trusts->n;
        const struct sello_root *root = &m->trusts->item[at].trust->root;
        if (memcmp(root->fingerprint, fingerprint, SELLO_HASH_LEN) == 0) {
            m->last = at;
            return at;
        }
    }
    return TRUSTS_MAX;
}

static void take_line(struct memory *m, struct sello_bytes line) {
    struct memory_line l;
    if (sello_bytes_eq(line, sello_bytes(MEMORY_HEADER, HEADER_LEN - 1))) {
        return; /* also between the lines, where files were put one behind the other */
    }
    if (!memory_line_parse(line, &l)) {
        m->n_bad++;
        return;
    }
    size_t trust = find_trust(m, l.fingerprint);
    struct sight before;
    if (trust < TRUSTS_MAX && !seen_note(m->seen, trust, l.serial, l.instant, &before)) {
        errno = ENOMEM;
        say_failed(m);
    }
}

/* Takes the whole lines at the front of a chunk; returns their bytes. A chunk without any line's
 * end is longer than a line can be, and is passed over. */
static size_t take_lines(struct memory *m, struct sello_bytes chunk, bool full) {
    size_t at = 0;
    const uint8_t *end;
    while (at < chunk.len && (end = memchr(chunk.ptr + at, '\n', chunk.len - at)) != NULL) {
        take_line(m, sello_bytes(chunk.ptr + at, (size_t)(end - (chunk.ptr + at))));
        at = (size_t)(end - chunk.ptr) + 1;
    }
    return at == 0 && full ? chunk.len : at;
}

/* Notes what was written since the last time. */
static bool catch_up(struct memory *m) {
    static uint8_t chunk[CHUNK];
    for (;;) {
        ssize_t n = pread(m->fd, chunk, sizeof chunk, (off_t)m->read_to);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return say_failed(m);
        }
        size_t taken = take_lines(m, sello_bytes(chunk, (size_t)n), n == CHUNK);
        if (taken == 0) {
            return true;
        }
        m->read_to += taken;
    }
}

/* ---- writing ---- */

/* Writes behind the last line; a line torn by a crash is ended first. All or nothing. */
static bool append(struct memory *m, const char *line, size_t len) {
    char text[MEMORY_LINE_MAX + 1] = "\n";
    struct stat st;
    if (fstat(m->fd, &st) != 0) {
        return say_failed(m);
    }
    size_t torn = (uint64_t)st.st_size > m->read_to ? 1 : 0;
    memcpy(text + torn, line, len);
    ssize_t n = write(m->fd, text, torn + len);
    if (n != (ssize_t)(torn + len)) {
        errno = n >= 0 ? ENOSPC : errno;
        say_failed(m);
        if (n > 0 && ftruncate(m->fd, st.st_size) != 0) {
            return false; /* what is left is a torn line, which readers pass over */
        }
        return false;
    }
    m->read_to = (uint64_t)st.st_size + torn + len;
    return true;
}

/* A new file gets its first line; any other must have it. */
static bool check_header(struct memory *m) {
    char start[HEADER_LEN];
    ssize_t n = pread(m->fd, start, sizeof start, 0);
    if (n < 0) {
        return say_failed(m);
    }
    if (memcmp(start, MEMORY_HEADER, (size_t)n) != 0) {
        cli_error(_("%s is not a file of serials seen, or a newer version made it. It stays as it "
                    "is."),
                  m->path);
        return false;
    }
    if (n == HEADER_LEN) {
        return true;
    }
    if (ftruncate(m->fd, 0) != 0) { /* its first line is torn: nothing was remembered */
        return say_failed(m);
    }
    return append(m, MEMORY_HEADER, HEADER_LEN);
}

bool memory_note(struct memory *m, size_t trust, uint64_t serial, struct sight *out_before) {
    struct memory_line line = {.instant = base_now(), .serial = serial};
    char text[MEMORY_LINE_MAX];
    memcpy(line.fingerprint, m->trusts->item[trust].trust->root.fingerprint, SELLO_HASH_LEN);
    bool locked = lock(m);
    bool ok = locked && is_in_place(m) && catch_up(m);
    if (!seen_note(m->seen, trust, serial, line.instant, out_before)) {
        errno = ENOMEM;
        ok = say_failed(m);
    }
    if (ok) {
        ok = append(m, text, memory_line_put(text, &line, m->mark, ++m->n_written));
    }
    return locked && unlock(m) && ok;
}

/* ---- opening and closing ---- */

static bool make_mark(struct memory *m) {
    uint64_t random;
    if (getrandom(&random, sizeof random, 0) != sizeof random) {
        return say_failed(m);
    }
    snprintf(m->mark, sizeof m->mark, "%016llx", (unsigned long long)random);
    return true;
}

static bool open_file(struct memory *m) {
    struct stat st;
    m->fd = open(m->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
    if (m->fd == -1 || fstat(m->fd, &st) != 0) {
        return say_failed(m);
    }
    if (!S_ISREG(st.st_mode)) {
        cli_error(_("%s is not a file that can be read here."), m->path);
        return false;
    }
    return true;
}

static void memory_free(struct memory *m) {
    if (m->fd != -1) {
        close(m->fd); /* and its lock */
    }
    free(m);
}

static void warn_bad(const struct memory *m) {
    if (m->n_bad > 0) {
        cli_warning(_("%s has lines that cannot be read (%zu): they are passed over. To leave them "
                      "out: sello-verify remember merge %s -o FILE"),
                    m->path, m->n_bad, m->path);
    }
}

struct memory *memory_open(const char *path, const struct trust_set *trusts, struct seen *seen) {
    struct memory *m = calloc(1, sizeof *m);
    if (m == NULL) {
        cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
        return NULL;
    }
    *m = (struct memory){.fd = -1, .path = path, .trusts = trusts, .seen = seen};
    bool ok = open_file(m) && make_mark(m) && lock(m) && check_header(m) && catch_up(m) &&
              unlock(m) && !m->failed;
    if (!ok) {
        memory_free(m);
        return NULL;
    }
    warn_bad(m);
    return m;
}

bool memory_close(struct memory *m) {
    if (m == NULL) {
        return true;
    }
    bool synced = m->n_written == 0 || fdatasync(m->fd) == 0;
    bool ok = (synced || say_failed(m)) && !m->failed;
    memory_free(m);
    return ok;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/sql/highwater.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/lock.h"

#define FIRST_LINE "sello-marks 1\n"

/* ---- the five numbers ---- */

static const struct field {
    const char *name;
    size_t offset;
} fields[] = {
    {"serial", offsetof(struct sello_highwater, serial)},
    {"issued", offsetof(struct sello_highwater, issued)},
    {"bundle-version", offsetof(struct sello_highwater, bundle_version)},
    {"bundle-date", offsetof(struct sello_highwater, bundle_date)},
    {"root-version", offsetof(struct sello_highwater, root_version)},
};
#define N_FIELDS (sizeof fields / sizeof *fields)

static uint64_t get(const struct sello_highwater *marks, size_t i) {
    uint64_t value = 0;
    memcpy(&value, (const uint8_t *)marks + fields[i].offset, sizeof value);
    return value;
}

static void set(struct sello_highwater *marks, size_t i, uint64_t value) {
    memcpy((uint8_t *)marks + fields[i].offset, &value, sizeof value);
}

struct sello_highwater sello_highwater_max(struct sello_highwater a, struct sello_highwater b) {
    for (size_t i = 0; i < N_FIELDS; i++) {
        set(&a, i, get(&a, i) > get(&b, i) ? get(&a, i) : get(&b, i));
    }
    return a;
}

bool sello_highwater_ahead(struct sello_highwater a, struct sello_highwater b) {
    bool ahead = false;
    for (size_t i = 0; i < N_FIELDS; i++) {
        ahead = ahead || get(&a, i) > get(&b, i);
    }
    return ahead;
}

/* ---- text ---- */

static void put_line(struct sello_writer *w, const char *name, const char *value) {
    sello_write(w, name, strlen(name));
    sello_write(w, " ", 1);
    sello_write(w, value, strlen(value));
    sello_write(w, "\n", 1);
}

void sello_highwater_format(struct sello_writer *w,
                            const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                            struct sello_highwater marks) {
    char value[BASE_HEX_LEN(SELLO_HASH_LEN)];
    sello_write(w, FIRST_LINE, strlen(FIRST_LINE));
    base_hex(fingerprint, SELLO_HASH_LEN, value);
    put_line(w, "certifier", value);
    for (size_t i = 0; i < N_FIELDS; i++) {
        snprintf(value, sizeof value, "%" PRIu64, get(&marks, i));
        put_line(w, fields[i].name, value);
    }
}

/* Takes `word` off the front of *text. */
static bool take_word(struct sello_bytes *text, const char *word) {
    size_t len = strlen(word);
    if (text->len < len || memcmp(text->ptr, word, len) != 0) {
        return false;
    }
    *text = sello_bytes(text->ptr + len, text->len - len);
    return true;
}

static bool take_number(struct sello_bytes *text, uint64_t *out) {
    size_t digits = 0;
    uint64_t value = 0;
    while (digits < text->len && digits < 17 && text->ptr[digits] >= '0' &&
           text->ptr[digits] <= '9') {
        value = value * 10 + (uint64_t)(text->ptr[digits++] - '0');
    }
    *text = sello_bytes(text->ptr + digits, text->len - digits);
    *out = value;
    return digits > 0 && value <= SELLO_INT_MAX;
}

enum sello_error sello_highwater_parse(struct sello_bytes text,
                                       const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                                       struct sello_highwater *out) {
    struct sello_highwater marks = {0};
    char certifier[BASE_HEX_LEN(SELLO_HASH_LEN)];
    base_hex(fingerprint, SELLO_HASH_LEN, certifier);
    if (!take_word(&text, FIRST_LINE "certifier ") || text.len < strlen(certifier)) {
        return SELLO_E_STORE_DAMAGED;
    }
    if (!take_word(&text, certifier)) {
        return SELLO_E_NOT_FOUND;
    }
    bool good = take_word(&text, "\n");
    for (size_t i = 0; i < N_FIELDS && good; i++) {
        uint64_t value = 0;
        good = take_word(&text, fields[i].name) && take_word(&text, " ") &&
               take_number(&text, &value) && take_word(&text, "\n");
        set(&marks, i, value);
    }
    if (!good || text.len > 0) {
        return SELLO_E_STORE_DAMAGED;
    }
    *out = marks;
    return SELLO_OK;
}

/* ---- files ---- */

static bool copy_in_folder(const char *folder, char *path, size_t cap) {
    int len = snprintf(path, cap, "%s/marks", folder);
    return len > 0 && (size_t)len < cap;
}

/* False where there is no home. */
static bool copy_in_home(const uint8_t fingerprint[SELLO_HASH_LEN], char *path, size_t cap) {
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    char name[BASE_HEX_LEN(SELLO_HASH_LEN)];
    int len = 0;
    base_hex(fingerprint, SELLO_HASH_LEN, name);
    if (state != NULL && state[0] == '/') { /* a relative one is to be ignored, says XDG */
        len = snprintf(path, cap, "%s/sello/%s.marks", state, name);
    } else if (home != NULL && home[0] == '/') {
        len = snprintf(path, cap, "%s/.local/state/sello/%s.marks", home, name);
    }
    return len > 0 && (size_t)len < cap;
}

static bool make_parents(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool there = mkdir(path, 0700) == 0 || errno == EEXIST;
        *slash = '/';
        if (!there) {
            return false;
        }
    }
    return true;
}

/* SELLO_E_NOT_FOUND when the copy is missing or another certifier's. */
static enum sello_error read_copy(const char *path, const uint8_t fingerprint[SELLO_HASH_LEN],
                                  struct sello_highwater *out) {
    uint8_t text[SELLO_HIGHWATER_LEN + 1];
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT || errno == ENOTDIR ? SELLO_E_NOT_FOUND : SELLO_E_STORE_DAMAGED;
    }
    ssize_t len = read(fd, text, sizeof text); /* one read: a small regular file comes whole */
    close(fd);
    if (len < 0 || len > SELLO_HIGHWATER_LEN) {
        return SELLO_E_STORE_DAMAGED;
    }
    return sello_highwater_parse(sello_bytes(text, (size_t)len), fingerprint, out);
}

/* Writes the copy, unless it says just this already. */
static bool put_copy(const char *path, const uint8_t fingerprint[SELLO_HASH_LEN],
                     struct sello_highwater marks) {
    struct sello_highwater there = {0};
    uint8_t text[SELLO_HIGHWATER_LEN];
    struct sello_writer w = sello_writer_init(text, sizeof text);
    if (read_copy(path, fingerprint, &there) == SELLO_OK && !sello_highwater_ahead(marks, there)) {
        return true;
    }
    sello_highwater_format(&w, fingerprint, marks);
    return base_file_replace(path, sello_written(&w), 0600) == SELLO_OK;
}

/* ---- both copies ---- */

enum sello_error sello_highwater_read(const char *folder,
                                      const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                                      struct sello_highwater *out) {
    char path[PATH_MAX];
    struct sello_highwater here = {0}, home = {0};
    enum sello_error in_folder = SELLO_E_NOT_FOUND, in_home = SELLO_E_NOT_FOUND;
    if (copy_in_folder(folder, path, sizeof path)) {
        in_folder = read_copy(path, fingerprint, &here);
    }
    if (copy_in_home(fingerprint, path, sizeof path)) {
        in_home = read_copy(path, fingerprint, &home);
    }
    bool damaged = in_folder == SELLO_E_STORE_DAMAGED || in_home == SELLO_E_STORE_DAMAGED;
    if (damaged && in_folder != SELLO_OK && in_home != SELLO_OK) {
        return SELLO_E_STORE_DAMAGED; /* it may have said more than the database knows */
    }
    if (in_folder != SELLO_OK && in_home != SELLO_OK) {
        return SELLO_E_NOT_FOUND;
    }
    *out = sello_highwater_max(here, home);
    return SELLO_OK;
}

static enum sello_error why_not_written(int cause) {
    switch (cause) {
    case ENOSPC:
    case EDQUOT: return SELLO_E_STORE_FULL;
    case EACCES:
    case EPERM:
    case EROFS: return SELLO_E_STORE_READ_ONLY;
    default: return SELLO_E_SYSTEM;
    }
}

/* The copy that a folder put back from elsewhere does not bring along. */
static enum sello_error raise_home(const uint8_t fingerprint[SELLO_HASH_LEN],
                                   struct sello_highwater marks) {
    char path[PATH_MAX];
    if (!copy_in_home(fingerprint, path, sizeof path)) {
        return SELLO_E_NOT_FOUND;
    }
    bool written = make_parents(path) && put_copy(path, fingerprint, marks);
    return written ? SELLO_OK : why_not_written(errno);
}

static enum sello_error raise_copies(const char *folder, const uint8_t fingerprint[SELLO_HASH_LEN],
                                     struct sello_highwater marks, enum sello_error *out_home) {
    char path[PATH_MAX];
    struct sello_highwater there = {0};
    enum sello_error error = sello_highwater_read(folder, fingerprint, &there);
    if (error != SELLO_OK && error != SELLO_E_NOT_FOUND) {
        return error;
    }
    marks = sello_highwater_max(marks, there);
    if (!copy_in_folder(folder, path, sizeof path)) {
        return SELLO_E_SYSTEM;
    }
    if (!put_copy(path, fingerprint, marks)) {
        return why_not_written(errno);
    }
    *out_home = raise_home(fingerprint, marks);
    return SELLO_OK;
}

enum sello_error sello_highwater_raise(const char *folder,
                                       const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                                       struct sello_highwater marks, enum sello_error *out_home) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = base_lock_wait(fd);
    if (error == SELLO_OK) {
        error = raise_copies(folder, fingerprint, marks, out_home);
    }
    close(fd); /* and with it the lock */
    return error;
}

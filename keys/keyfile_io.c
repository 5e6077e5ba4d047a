/* SPDX-License-Identifier: Apache-2.0 */
/* Key files on disk. All checks are made on the open descriptor: what a name stands for may change
 * between two looks at it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "keys/internal.h"

/* ---- reading ---- */

static enum sello_error check_file(int fd) {
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return SELLO_E_SYSTEM;
    }
    if (!S_ISREG(st.st_mode)) {
        return SELLO_E_KEYFILE_FORMAT;
    }
    if (st.st_uid != geteuid()) {
        return SELLO_E_KEYFILE_OWNER;
    }
    if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return SELLO_E_KEYFILE_MODE;
    }
    return st.st_size > SELLO_KEYFILE_MAX ? SELLO_E_KEYFILE_FORMAT : SELLO_OK;
}

/* Public bytes only: a key file's content is sealed. */
struct content {
    uint8_t bytes[SELLO_KEYFILE_MAX + 1];
    size_t len;
};

static enum sello_error read_file(const char *path, struct content *out) {
    /* O_NONBLOCK: a named pipe must not make us wait for its writer. */
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd == -1) {
        return errno == ELOOP ? SELLO_E_KEYFILE_FORMAT : SELLO_E_SYSTEM;
    }
    enum sello_error error = check_file(fd);
    /* One byte more than allowed is asked for: a file that grew meanwhile is too long. */
    if (error == SELLO_OK && !base_read_all(fd, out->bytes, sizeof out->bytes, &out->len)) {
        error = SELLO_E_SYSTEM;
    }
    int cause = errno;
    close(fd);
    errno = cause;
    return error;
}

enum sello_error sello_keyfile_info(const char *path, struct sello_keyfile_info *out) {
    struct content content;
    enum sello_error error = read_file(path, &content);
    return error == SELLO_OK ? sello_keyfile_peek(sello_bytes(content.bytes, content.len), out)
                             : error;
}

enum sello_error sello_keyfile_open(const char *path, const struct sello_passphrase *passphrase,
                                    struct sello_key **out) {
    struct content content;
    enum sello_error error = read_file(path, &content);
    return error == SELLO_OK
               ? sello_keyfile_unseal(sello_bytes(content.bytes, content.len), passphrase, out)
               : error;
}

enum sello_error sello_keyfile_read(const char *path, struct sello_writer *out) {
    struct content content;
    struct sello_keyfile_info info;
    enum sello_error error = read_file(path, &content);
    if (error == SELLO_OK) {
        error = sello_keyfile_peek(sello_bytes(content.bytes, content.len), &info);
    }
    if (error != SELLO_OK) {
        return error;
    }
    sello_write(out, content.bytes, content.len);
    return out->failed ? SELLO_E_NO_ROOM : SELLO_OK;
}

/* ---- writing ---- */

/* What the system refused, where that has a name of its own. */
static enum sello_error named(enum sello_error error) {
    bool full = errno == ENOSPC || errno == EDQUOT;
    return error != SELLO_E_SYSTEM ? error
           : errno == EEXIST       ? SELLO_E_KEYFILE_EXISTS
           : full                  ? SELLO_E_STORE_FULL
                                   : error;
}

/* Whatever has that name stays: a folder or a link too. */
static enum sello_error create_at(const char *path, struct sello_bytes bytes) {
    return base_file_exists(path) ? SELLO_E_KEYFILE_EXISTS
                                  : named(base_file_create(path, bytes, S_IRUSR | S_IWUSR));
}

enum sello_error sello_keyfile_write(const char *path, const struct sello_key *key,
                                     const struct sello_passphrase *passphrase) {
    uint8_t buf[SELLO_KEYFILE_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    enum sello_error error = sello_keyfile_seal(key, passphrase, &w);
    return error == SELLO_OK ? create_at(path, sello_written(&w)) : error;
}

enum sello_error sello_keyfile_restore(const char *path, struct sello_bytes file) {
    struct sello_keyfile_info info;
    enum sello_error error = sello_keyfile_peek(file, &info);
    return error == SELLO_OK ? create_at(path, file) : error;
}

/* ---- in place of another ---- */

/* Does the file open to this key? */
static enum sello_error check_opens(const char *path, const struct sello_key *key,
                                    const struct sello_passphrase *passphrase) {
    struct sello_key *again = NULL;
    enum sello_error error = sello_keyfile_open(path, passphrase, &again);
    if (error == SELLO_OK &&
        memcmp(sello_key_public(again), sello_key_public(key), SELLO_KEY_LEN) != 0) {
        error = SELLO_E_KEYFILE_FORMAT;
    }
    sello_key_free(&again);
    return error;
}

enum sello_error sello_keyfile_replace(const char *path, const struct sello_key *key,
                                       const struct sello_passphrase *passphrase,
                                       bool *out_unsettled) {
    char beside[PATH_MAX];
    *out_unsettled = false;
    int len = snprintf(beside, sizeof beside, "%s.new", path);
    if (len < 0 || (size_t)len >= sizeof beside) {
        errno = ENAMETOOLONG;
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = sello_keyfile_write(beside, key, passphrase);
    if (error != SELLO_OK) {
        return error; /* a file of that name that is there already is not ours to remove */
    }
    error = check_opens(beside, key, passphrase);
    if (error == SELLO_OK) {
        error = named(base_file_place(beside, path, true));
        *out_unsettled = error != SELLO_OK && !base_file_exists(beside);
        error = *out_unsettled ? SELLO_OK : error;
    }
    if (error != SELLO_OK) {
        int cause = errno;
        unlink(beside);
        errno = cause;
    }
    return error;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Key files on disk. All checks are made on the open descriptor: what a name stands for may change
 * between two looks at it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* One byte more than allowed is asked for: a file that grew meanwhile is too long. */
static enum sello_error read_all(int fd, uint8_t buf[SELLO_LEN(SELLO_KEYFILE_MAX + 1)],
                                 size_t *out_len) {
    size_t len = 0;
    while (len <= SELLO_KEYFILE_MAX) {
        ssize_t n = read(fd, buf + len, SELLO_KEYFILE_MAX + 1 - len);
        if (n == 0) {
            break;
        }
        if (n < 0 && errno != EINTR) {
            return SELLO_E_SYSTEM;
        }
        len += n > 0 ? (size_t)n : 0;
    }
    *out_len = len;
    return SELLO_OK;
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
    if (error == SELLO_OK) {
        error = read_all(fd, out->bytes, &out->len);
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

static int open_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX] = ".";
    size_t len = slash != NULL ? (size_t)(slash - path) + 1 : 0; /* with the slash: "/" stays "/" */
    if (len >= sizeof folder) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (len > 0) {
        memcpy(folder, path, len);
        folder[len] = '\0';
    }
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool write_all(int fd, struct sello_bytes bytes) {
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        size_t taken = n > 0 ? (size_t)n : 0;
        bytes = sello_bytes(bytes.ptr + taken, bytes.len - taken);
    }
    return true;
}

/* Some file systems cannot sync a folder, and say EINVAL. */
static bool sync_folder(int folder) {
    return fsync(folder) == 0 || errno == EINVAL;
}

/* Writes the new file at fd and makes it last. The mode is set again because the umask may have
 * taken the owner's own bits away. */
static bool fill(int folder, int fd, struct sello_bytes bytes) {
    bool ok = fchmod(fd, S_IRUSR | S_IWUSR) == 0 && write_all(fd, bytes) && fsync(fd) == 0;
    int cause = errno;
    if (close(fd) != 0 && ok) {
        return false;
    }
    errno = cause;
    return ok && sync_folder(folder);
}

static enum sello_error create(int folder, const char *name, struct sello_bytes bytes) {
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                    S_IRUSR | S_IWUSR);
    if (fd == -1) {
        return errno == EEXIST ? SELLO_E_KEYFILE_EXISTS : SELLO_E_SYSTEM;
    }
    if (!fill(folder, fd, bytes)) {
        int cause = errno;
        unlinkat(folder, name, 0);
        errno = cause;
        return SELLO_E_SYSTEM;
    }
    return SELLO_OK;
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* Closes the folder, leaving errno as it is. */
static void close_folder(int folder) {
    int cause = errno;
    close(folder);
    errno = cause;
}

static enum sello_error create_at(const char *path, struct sello_bytes bytes) {
    int folder = open_folder(path);
    if (folder == -1) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = create(folder, base_name(path), bytes);
    close_folder(folder);
    return error;
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

static enum sello_error put_in_place(const char *from, const char *path) {
    int folder = open_folder(path);
    if (folder == -1) {
        return SELLO_E_SYSTEM;
    }
    bool ok = renameat(folder, base_name(from), folder, base_name(path)) == 0;
    ok = ok && sync_folder(folder);
    close_folder(folder);
    return ok ? SELLO_OK : SELLO_E_SYSTEM;
}

enum sello_error sello_keyfile_replace(const char *path, const struct sello_key *key,
                                       const struct sello_passphrase *passphrase) {
    char beside[PATH_MAX];
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
        error = put_in_place(beside, path);
    }
    if (error != SELLO_OK) {
        int cause = errno;
        unlink(beside);
        errno = cause;
    }
    return error;
}

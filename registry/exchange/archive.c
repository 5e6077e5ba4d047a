/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/archive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"

#define PIECE ((size_t)64 << 10) /* bytes, whole blocks */

bool archive_name_ok(const char *name) {
    size_t len = strlen(name);
    bool begins = true; /* a part of the path */
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c < ' ' || c == 0x7f || c == '\\' || (begins && (c == '/' || c == '.'))) {
            return false;
        }
        begins = c == '/';
    }
    return len > 0 && len <= TAR_NAME_MAX && !begins;
}

/* "<hash>  <name>\n" */
static void add_sum(struct archive_sums *sums, const char *name, struct sello_hash_stream *stream) {
    uint8_t hash[SELLO_HASH_LEN];
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    sello_hash_stream_end(stream, hash);
    base_hex(hash, sizeof hash, hex);
    int len =
        snprintf(sums->text + sums->len, sizeof sums->text - sums->len, "%s  %s\n", hex, name);
    sums->len += (size_t)len; /* there is room for ARCHIVE_FILES_MAX of them */
}

/* ---- writing ---- */

void archive_begin(struct archive_writer *archive, struct base_output *output, uint64_t instant,
                   struct archive_sums *sums) {
    *archive = (struct archive_writer){output, instant, sums, 0};
    sums->len = 0;
}

static enum sello_error put_bytes(struct archive_writer *archive, struct sello_bytes bytes) {
    return bytes.len == 0 || base_output_put(archive->output, bytes) ? SELLO_OK : SELLO_E_SYSTEM;
}

static enum sello_error put_entry(struct archive_writer *archive, const char *name, unsigned mode,
                                  uint64_t size) {
    uint8_t block[TAR_BLOCK];
    struct sello_writer w = sello_writer_init(block, sizeof block);
    struct tar_entry entry = {.size = size, .instant = archive->instant, .mode = mode};
    if (size > TAR_SIZE_MAX || archive->n_files == ARCHIVE_FILES_MAX || !archive_name_ok(name)) {
        return SELLO_E_TOO_LONG;
    }
    memcpy(entry.name, name, strlen(name) + 1);
    tar_put_entry(&w, &entry);
    return put_bytes(archive, sello_written(&w));
}

static enum sello_error put_padding(struct archive_writer *archive, uint64_t size) {
    uint8_t block[TAR_BLOCK];
    struct sello_writer w = sello_writer_init(block, sizeof block);
    tar_put_padding(&w, size);
    return put_bytes(archive, sello_written(&w));
}

enum sello_error archive_put(struct archive_writer *archive, const char *name, unsigned mode,
                             struct sello_bytes bytes) {
    struct sello_hash_stream stream;
    enum sello_error error = put_entry(archive, name, mode, bytes.len);
    error = error == SELLO_OK ? put_bytes(archive, bytes) : error;
    error = error == SELLO_OK ? put_padding(archive, bytes.len) : error;
    if (error == SELLO_OK) {
        sello_hash_stream_begin(&stream);
        sello_hash_stream_put(&stream, bytes);
        add_sum(archive->sums, name, &stream);
        archive->n_files++;
    }
    return error;
}

/* All of `size` bytes, neither more nor less: whoever gives a file keeps others from it. */
static enum sello_error put_from(struct archive_writer *archive, int fd, uint64_t size,
                                 uint8_t *piece, struct sello_hash_stream *stream,
                                 bool (*stopped)(void *context), void *context) {
    uint64_t left = size;
    while (left > 0) {
        size_t len = 0, wanted = left < PIECE ? (size_t)left : PIECE;
        if (stopped != NULL && stopped(context)) {
            return SELLO_E_INTERRUPTED;
        }
        if (!base_read_all(fd, piece, wanted, &len) || len == 0) {
            return SELLO_E_STORE;
        }
        sello_hash_stream_put(stream, sello_bytes(piece, len));
        enum sello_error error = put_bytes(archive, sello_bytes(piece, len));
        if (error != SELLO_OK) {
            return error;
        }
        left -= len;
    }
    return SELLO_OK;
}

enum sello_error archive_put_file(struct archive_writer *archive, const char *name, unsigned mode,
                                  int fd, bool (*stopped)(void *context), void *context) {
    struct sello_hash_stream stream;
    struct stat st;
    if (fstat(fd, &st) != 0 || lseek(fd, 0, SEEK_SET) != 0) {
        return SELLO_E_STORE;
    }
    const uint64_t size = (uint64_t)st.st_size;
    enum sello_error error = put_entry(archive, name, mode, size);
    uint8_t *piece = error == SELLO_OK ? malloc(PIECE) : NULL;
    if (piece == NULL) {
        return error == SELLO_OK ? SELLO_E_MEMORY : error;
    }
    sello_hash_stream_begin(&stream);
    error = put_from(archive, fd, size, piece, &stream, stopped, context);
    free(piece);
    error = error == SELLO_OK ? put_padding(archive, size) : error;
    if (error == SELLO_OK) {
        add_sum(archive->sums, name, &stream);
        archive->n_files++;
    }
    return error;
}

enum sello_error archive_end(struct archive_writer *archive) {
    uint8_t end[2 * TAR_BLOCK];
    struct sello_writer w = sello_writer_init(end, sizeof end);
    struct sello_bytes text = sello_bytes((const uint8_t *)archive->sums->text, archive->sums->len);
    archive->n_files = 0; /* it stands in none of its own lines */
    enum sello_error error = put_entry(archive, ARCHIVE_SUMS, 0644, text.len);
    error = error == SELLO_OK ? put_bytes(archive, text) : error;
    error = error == SELLO_OK ? put_padding(archive, text.len) : error;
    tar_put_end(&w);
    return error == SELLO_OK ? put_bytes(archive, sello_written(&w)) : error;
}

/* ---- reading ---- */

struct reading {
    int fd;
    const struct archive_reader *reader;
    struct archive_sums *sums;
    uint8_t *piece; /* PIECE bytes */
    size_t n_files;
};

/* So many bytes, which must be there. */
static enum sello_error take(const struct reading *r, size_t n) {
    size_t len = 0;
    if (!base_read_all(r->fd, r->piece, n, &len)) {
        return SELLO_E_SYSTEM;
    }
    return len == n ? SELLO_OK : SELLO_E_STORE_DAMAGED;
}

static bool is_zero(const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static enum sello_error take_padding(const struct reading *r, uint64_t size) {
    size_t n = (size_t)((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
    enum sello_error error = take(r, n);
    return error == SELLO_OK && !is_zero(r->piece, n) ? SELLO_E_STORE_DAMAGED : error;
}

/* The bytes of a file, to its reader and its hash. */
static enum sello_error take_file(const struct reading *r, uint64_t size,
                                  struct sello_hash_stream *stream) {
    for (uint64_t left = size; left > 0;) {
        size_t n = left < PIECE ? (size_t)left : PIECE;
        enum sello_error error = take(r, n);
        if (error == SELLO_OK) {
            sello_hash_stream_put(stream, sello_bytes(r->piece, n));
        }
        if (error == SELLO_OK && r->reader->put != NULL) {
            error = r->reader->put(r->reader->context, sello_bytes(r->piece, n));
        }
        if (error != SELLO_OK) {
            return error;
        }
        left -= n;
    }
    return take_padding(r, size);
}

static enum sello_error take_entry(struct reading *r, const struct tar_entry *entry) {
    struct sello_hash_stream stream;
    enum sello_error error = SELLO_OK;
    if (r->n_files == ARCHIVE_FILES_MAX || !archive_name_ok(entry->name)) {
        return SELLO_E_STORE_DAMAGED;
    }
    if (r->reader->begin != NULL) {
        error = r->reader->begin(r->reader->context, entry);
    }
    sello_hash_stream_begin(&stream);
    error = error == SELLO_OK ? take_file(r, entry->size, &stream) : error;
    if (error == SELLO_OK) {
        add_sum(r->sums, entry->name, &stream);
        r->n_files++;
    }
    return error == SELLO_OK && r->reader->end != NULL ? r->reader->end(r->reader->context) : error;
}

/* The last file has what was found out, and nothing comes after it. */
static enum sello_error take_sums(const struct reading *r, const struct tar_entry *entry) {
    uint8_t more;
    size_t n_more = 0;
    if (entry->size != r->sums->len) {
        return SELLO_E_STORE_DAMAGED;
    }
    for (size_t at = 0; at < r->sums->len; at += PIECE) {
        size_t n = r->sums->len - at < PIECE ? r->sums->len - at : PIECE;
        enum sello_error error = take(r, n);
        if (error != SELLO_OK || memcmp(r->piece, r->sums->text + at, n) != 0) {
            return error != SELLO_OK ? error : SELLO_E_STORE_DAMAGED;
        }
    }
    enum sello_error error = take_padding(r, entry->size);
    error = error == SELLO_OK ? take(r, 2 * (size_t)TAR_BLOCK) : error;
    if (error != SELLO_OK) {
        return error;
    }
    if (!base_read_all(r->fd, &more, 1, &n_more)) {
        return SELLO_E_SYSTEM;
    }
    return n_more == 0 && is_zero(r->piece, 2 * (size_t)TAR_BLOCK) ? SELLO_OK
                                                                   : SELLO_E_STORE_DAMAGED;
}

static enum sello_error read_all(struct reading *r) {
    for (bool first = true;; first = false) {
        struct tar_entry entry;
        enum sello_error error = take(r, TAR_BLOCK);
        if (error == SELLO_OK && !tar_take_entry(r->piece, &entry)) {
            error = SELLO_E_STORE_DAMAGED;
        }
        if (error != SELLO_OK) {
            return first && error == SELLO_E_STORE_DAMAGED ? SELLO_E_STORE_NOT : error;
        }
        if (strcmp(entry.name, ARCHIVE_SUMS) == 0) {
            return take_sums(r, &entry);
        }
        error = take_entry(r, &entry);
        if (error != SELLO_OK) {
            return error;
        }
    }
}

enum sello_error archive_read(int fd, const struct archive_reader *reader,
                              struct archive_sums *sums) {
    static const struct archive_reader none = {.context = NULL};
    struct archive_sums *own = sums == NULL ? malloc(sizeof *own) : NULL;
    struct reading r = {fd, reader != NULL ? reader : &none, sums != NULL ? sums : own,
                        malloc(PIECE), 0};
    enum sello_error error = SELLO_E_MEMORY;
    if (r.sums != NULL && r.piece != NULL) {
        r.sums->len = 0;
        error = read_all(&r);
    }
    int cause = errno;
    free(own);
    free(r.piece);
    errno = cause;
    return error;
}

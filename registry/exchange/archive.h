/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_ARCHIVE_H
#define SELLO_REGISTRY_EXCHANGE_ARCHIVE_H

/* An archive that tells whether it is whole: tar (tar.h), whose last file, SHA256SUMS, has the hash
 * of each one before it, in the form of sha256sum. So other programs can look after it too:
 *
 *     tar xf FILE && sha256sum -c SHA256SUMS
 *
 * SELLO_E_SYSTEM goes with errno. */

#include "base/file.h"
#include "registry/exchange/tar.h"
#include "wire/crypto.h"

#define ARCHIVE_SUMS "SHA256SUMS"
#define ARCHIVE_FILES_MAX 256
#define ARCHIVE_SUMS_MAX /* and a NUL */                                                           \
    (ARCHIVE_FILES_MAX * (2 * SELLO_HASH_LEN + 2 + TAR_NAME_MAX + 1) + 1)

/* What SHA256SUMS says: of two archives of the same, the same. */
struct archive_sums {
    char text[ARCHIVE_SUMS_MAX];
    size_t len;
};

/* May a file be called so in an archive? A path within it, of names that no system and no shell
 * takes for something else: neither empty, hidden nor "..", no control characters or '\\'. */
bool archive_name_ok(const char *name);

/* ---- writing ---- */

struct archive_writer {
    struct base_output *output; /* open, until its owner ends it */
    uint64_t instant;           /* of every file in it */
    struct archive_sums *sums;
    size_t n_files;
};

void archive_begin(struct archive_writer *archive, struct base_output *output, uint64_t instant,
                   struct archive_sums *sums);

/* SELLO_E_SYSTEM: the output tells why. SELLO_E_TOO_LONG: a file, or more of them, than an archive
 * can have. */
SELLO_NODISCARD enum sello_error archive_put(struct archive_writer *archive, const char *name,
                                             unsigned mode, struct sello_bytes bytes);

/* A file too large to be held in memory, which is all of an open one, from its beginning.
 * stopped (may be NULL) is asked between pieces: SELLO_E_INTERRUPTED. SELLO_E_STORE: it could not
 * be read. */
SELLO_NODISCARD enum sello_error archive_put_file(struct archive_writer *archive, const char *name,
                                                  unsigned mode, int fd,
                                                  bool (*stopped)(void *context), void *context);
SELLO_NODISCARD enum sello_error archive_end(struct archive_writer *archive);

/* ---- reading ---- */

/* Each returns SELLO_OK, or what archive_read then returns; NULL: it is not wanted. What they are
 * given is not known to be right before archive_read has said so. */
struct archive_reader {
    void *context;
    enum sello_error (*begin)(void *context, const struct tar_entry *entry);
    enum sello_error (*put)(void *context, struct sello_bytes piece);
    enum sello_error (*end)(void *context);
};

/* Reads what archive_end finished, and nothing else: a bit more, less or other is
 * SELLO_E_STORE_DAMAGED; SELLO_E_STORE_NOT where it does not even begin like one. reader NULL: it
 * is only looked whether it is whole. *sums (may be NULL): what it says of its files. */
SELLO_NODISCARD enum sello_error archive_read(int fd, const struct archive_reader *reader,
                                              struct archive_sums *sums);

#endif

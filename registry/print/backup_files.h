/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_BACKUP_FILES_H
#define SELLO_REGISTRY_PRINT_BACKUP_FILES_H

/* The files of the registry's folder that a backup brings along beside the database: the key files,
 * the certifier's mark, the user's label stock, what printers are off by. Not the file `marks`,
 * which tells an old backup. */

#include "registry/exchange/archive.h"
#include "registry/session/session.h"

/* A file of a backup, other than its database. */
struct backup_part {
    char name[TAR_NAME_MAX + 1];
    uint8_t *bytes; /* owned */
    size_t len;
};

/* Reads those that are there; *out_n counts also after a failure. Rules "backup-key-name"
 * where a key file's name can stand in no archive, "key-file-not-read". */
SELLO_NODISCARD enum sello_error backup_files_read(struct session *session, bool keys,
                                                   struct backup_part *out, size_t *out_n,
                                                   size_t *out_n_keys);
void backup_parts_free(struct backup_part *parts, size_t n);

/* May a backup bring this file back, and with so many bytes? */
bool backup_file_known(const char *name, uint64_t size);

/* Is it a key file? By its name alone. */
bool backup_file_is_key(const char *name);

/* Puts one in its place, where that is free; *out_path is where, "" where nothing was put. What is
 * there already is newer than any backup; another file is told (notice "stays-as-it-is"). */
SELLO_NODISCARD enum sello_error backup_file_put(struct session *session,
                                                 const struct backup_part *part,
                                                 char out_path[SELLO_LEN(SESSION_PATH_MAX)]);

/* After a restore from a backup of earlier versions, which has them in its database: puts them in
 * their places. */
SELLO_NODISCARD enum sello_error backup_files_restore(struct session *session);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_BACKUP_FILES_H
#define SELLO_REGISTRY_PRINT_BACKUP_FILES_H

/* The files of the registry's folder that printing needs and the database does not have: the
 * certifier's mark, the user's label stock, what printers are off by. A backup brings them along.
 * Not the keys, which no backup has, nor the file `marks`, which tells an old backup. */

#include "registry/session/session.h"
#include "registry/store/backup.h"

#define BACKUP_FILES_MAX 4

struct backup_files {
    struct sello_backup_file file[BACKUP_FILES_MAX];
    uint8_t *owned[BACKUP_FILES_MAX]; /* their bytes */
    size_t n;
};

/* Reads those that are there. Freed by backup_files_free in any case. */
SELLO_NODISCARD enum sello_error backup_files_read(struct session *session,
                                                   struct backup_files *out);
void backup_files_free(struct backup_files *files);

/* Writes a backup, whole, into a new file, and these files with it, under the registry's lock:
 * labels that are being signed would stand in it as reserved, and a registry restored from it would
 * declare them void. Rule "backup-not-made".
 * sign: the status key signs the events up to the newest, where its file is here, so that nobody
 * changes them in the copy unseen. *out_signed: they are signed, by it or by the newest trust file.
 */
SELLO_NODISCARD enum sello_error backup_write(struct session *session, const char *path, bool sign,
                                              bool *out_signed);

/* After a restore: puts those of the backup in their places, but for what is there already, which
 * is told (notice "stays-as-it-is"). */
SELLO_NODISCARD enum sello_error backup_files_restore(struct session *session);

#endif

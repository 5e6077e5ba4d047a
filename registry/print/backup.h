/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_BACKUP_H
#define SELLO_REGISTRY_PRINT_BACKUP_H

/* A registry as one file, for a stick, and back: an archive (registry/exchange/archive.h) of
 *
 *     sello-backup   what it is: of whom, from when, how far it goes (docs/BACKUP.md)
 *     registry.db    the database, with the photos in it
 *     keys/...       the key files as they are, encrypted; nothing opens them on the way
 *     mark.png, stock.txt, printers   what printing needs
 *
 * Not in it: the marks outside the database, which tell an old backup. A backup of earlier versions
 * is a database alone, which has the last four in it (backup_files.h); it is read for ever. */

#include "base/sweep.h"
#include "registry/print/backup_files.h"

#define BACKUP_ABOUT "sello-backup"
#define BACKUP_ABOUT_MAX 1024 /* bytes */
#define BACKUP_DATABASE "registry.db"

/* ---- making one ---- */

struct backup_request {
    const char *path; /* a file that is not there yet; or a folder: then the file is named by the
                       * certifier and the day, "consejo-artesanal-2026-11-29.tar" */
    bool sign;        /* the status key signs the events up to the newest, where its file is here,
                       * so that nobody changes them in the copy unseen */
    bool without_keys;
};

struct backup_outcome {
    char path[SESSION_PATH_MAX];
    size_t n_keys;
    uint64_t size;  /* bytes */
    bool is_signed; /* its events are, by the request or by the newest trust file */
    bool same_disk; /* it lies where the registry does: a broken disk takes both */
};

/* Under the registry's lock while the database is copied: labels that are being signed would stand
 * in it as reserved, and a registry restored from it would declare them void. What was written is
 * synced, and read back from the medium. A copy of the database lies in the registry's folder
 * meanwhile, or in a folder of its own where that cannot be written; its name is gone before the
 * lock is. SELLO_E_INTERRUPTED: nothing was left.
 * Rules "backup-not-made", "backup-not-read-back", "backup-not-proven", "backup-key-name",
 * "key-file-not-read"; notice "backup-not-noted". */
SELLO_NODISCARD enum sello_error backup_write(struct session *session,
                                              const struct backup_request *request,
                                              struct backup_outcome *out);

/* ---- out of one ---- */

/* A backup, proven whole, of which nothing is in its place yet. */
struct backup_unpacked {
    char folder[SESSION_PATH_MAX];   /* of the copy of the database; "": the backup is one itself */
    struct base_scratch scratch;     /* that folder, which is this run's alone */
    char database[SESSION_PATH_MAX]; /* path */
    uint64_t made, serial;           /* when, and its last serial; 0: it does not tell */
    struct backup_part part[ARCHIVE_FILES_MAX];
    size_t n_parts, n_keys;
};

/* Refuses where a registry is in session->folder already, before anything is read. `beside`: the
 * copy of the database goes into a temporary folder there.
 * SELLO_E_INTERRUPTED as below; rules "not-restored", and those of files. Freed by
 * backup_unpacked_free in any case, which takes that folder away: until then, whoever listens to
 * the progress catches interrupts. */
SELLO_NODISCARD enum sello_error backup_unpack(struct session *session, const char *path,
                                               const char *beside, struct backup_unpacked *out);
void backup_unpacked_free(struct session *session, struct backup_unpacked *unpacked);

/* Makes the registry in session->folder of it: its keys (mode 0600) and other files, then its
 * database, and nothing of them where one cannot be made. What is there of files already stays, and
 * is told (notice "stays-as-it-is"). `path`: the backup as the person named it.
 * SELLO_E_INTERRUPTED; rule "not-restored". */
SELLO_NODISCARD enum sello_error backup_bring_back(struct session *session, const char *path,
                                                   const struct backup_unpacked *unpacked);

#endif

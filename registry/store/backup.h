/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_BACKUP_H
#define SELLO_REGISTRY_STORE_BACKUP_H

/* A backup, its way back, and going on after what was issued since it was made. */

#include "registry/store/events.h"
#include "registry/store/store.h"

/* ---- there and back ---- */

/* Writes the database, whole and consistent, into a new file (SELLO_E_EXISTS), synced; on failure
 * none is left. Keys are not in it. head (NULL: none but theirs): of the events in it. */
SELLO_NODISCARD enum sello_error sello_store_backup(struct sello_store *store, const char *path,
                                                    const struct sello_event_head *head);

#define SELLO_BACKUP_NAME_MAX 32

/* A file of the registry's folder that a database brings along which earlier versions made a backup
 * of: "mark.png". 1 byte to 4 MiB. */
struct sello_backup_file {
    const char *name;
    struct sello_bytes bytes;
};

/* After a restore: the files that such a backup brought along, in order of name, until visit
 * returns false; and that they are in their places now. Their names are not to be trusted. */
SELLO_NODISCARD enum sello_error
sello_store_backup_files(struct sello_store *store,
                         bool (*visit)(void *context, const struct sello_backup_file *file),
                         void *context);
SELLO_NODISCARD enum sello_error sello_store_forget_backup_files(struct sello_store *store);

/* Makes a registry in `folder` from such a file: SELLO_E_EXISTS when it has a database already;
 * what sello_store_open says of a bad one. keys/ and marks that are there stay. Where there are no
 * marks of this certifier, or only older ones, an event of `who` says that it is unknown what came
 * after it (see sello_store_gap). */
SELLO_NODISCARD enum sello_error sello_store_restore(const char *path, const char *folder,
                                                     const char *who, uint64_t now);

/* ---- afterwards ---- */

/* Stores a root that a trust file brings back, as sello_store_put_root does: also while the rest is
 * unknown. */
SELLO_NODISCARD enum sello_error
sello_store_put_root_back(struct sello_store *store, uint64_t version,
                          const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)], struct sello_bytes bytes);

/* What somebody says of the time after a backup whose marks are lost. */
enum sello_told {
    SELLO_TOLD_NOTHING = 1, /* nothing was issued, withdrawn or exported */
    SELLO_TOLD_SERIAL,      /* the highest serial that was printed */
    SELLO_TOLD_TRUST,       /* the newest trust file */
    SELLO_TOLD_GAP          /* nobody knows: serials enough are passed over */
};

/* How much further versions go on where no trust file tells them: a reader takes no lower one. */
#define SELLO_VERSIONS_PASSED 1000

struct sello_afterwards {
    enum sello_told told;
    uint64_t serial; /* the highest that was given out, of SERIAL and TRUST */
    uint64_t gap;    /* serials that are passed over above all that is known */
    uint64_t issued, bundle_version, bundle_date, root_version; /* of TRUST */
};

/* How it stands where a trust file tells too: what it shows was given out counts as marks do. While
 * all is unknown it does not. told NULL: sello_store_gap. */
SELLO_NODISCARD enum sello_error sello_store_gap_told(struct sello_store *store,
                                                      const struct sello_afterwards *told,
                                                      struct sello_store_gap *out);

/* Raises the marks to what a trust file shows was given out: it counts from here on, also where
 * nobody goes on. Nothing while all is unknown: marks would say that it is known. */
SELLO_NODISCARD enum sello_error sello_store_keep_told(struct sello_store *store,
                                                       const struct sello_afterwards *told);

/* Raises the counters to the marks; the missing serials become a batch of state lost: its labels
 * stay valid, their records are gone. Missing roots must be put first (they cannot be made again;
 * any copy of the trust file has them): SELLO_E_STORE_BEHIND until then.
 * told: what to go by while gap.unknown; it stands in the events. NULL: SELLO_E_STORE_UNKNOWN.
 * Where the marks tell, only a trust file counts beside them.
 * *out (may be NULL): how far the counters were raised. SELLO_E_RANGE when serials run out. */
SELLO_NODISCARD enum sello_error sello_store_reconcile(struct sello_store *store,
                                                       const struct sello_afterwards *told,
                                                       struct sello_store_gap *out);

#endif

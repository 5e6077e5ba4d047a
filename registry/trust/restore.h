/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_RESTORE_H
#define SELLO_REGISTRY_TRUST_RESTORE_H

/* A registry out of a backup, and going on after what was given out since: from where the marks
 * outside the database stand, a copy of the trust file, or what somebody says. */

#include <limits.h>

#include "registry/session/session.h"
#include "registry/store/backup.h"
#include "verify/verdict/trust.h"

/* ---- out of a backup ---- */

/* Why a backup was not restored; `named`: as the person named it. Rule "not-restored". */
enum sello_error restore_refuse(struct session *session, enum sello_error error, const char *named);

/* Refuses where a registry is in session->folder already: restore_backup would, after all the work.
 */
SELLO_NODISCARD enum sello_error restore_free_folder(struct session *session, const char *named);

/* Makes the registry in session->folder from a backup's database; on failure there is none. */
SELLO_NODISCARD enum sello_error restore_backup(struct session *session, const char *database,
                                                const char *named);

/* The same in a folder of its own, for a plan; session->folder is that one until it is removed,
 * also after a failure. */
struct restore_trial {
    const char *meant; /* the folder that it is to be */
    char folder[PATH_MAX];
};
SELLO_NODISCARD enum sello_error restore_trial_make(struct session *session, const char *database,
                                                    const char *named, struct restore_trial *out);
void restore_trial_remove(struct session *session, struct restore_trial *trial);

/* ---- going on ---- */

/* Serials passed over above a trust file that is all that is known: labels may have been issued
 * after it. A number is cheap, and a label that is there twice is not. */
#define RESTORE_GAP 100000

struct restore_request {
    const struct sello_trust *trust; /* the newest trust file; NULL: none is given */
    const char *trust_path;
    bool without_trust;        /* no copy of it is left */
    bool nothing_since;        /* nothing was issued, withdrawn or exported after the backup */
    uint64_t last_serial, gap; /* the highest that was printed; so many passed over; 0: not told */
};

struct restore_outcome {
    struct sello_store_gap gap;    /* how it stands before; filled also where it is refused */
    struct sello_store_gap passed; /* how far the numbers go on */
    struct sello_afterwards told;  /* what is gone by; told 0: the marks tell */
};

/* What a trust file brings that counts from here on, whether or not anybody goes on: roots that the
 * registry lacks, which cannot be made again, and how far numbers went. No failure without one.
 * Rule "roots-not-taken". */
SELLO_NODISCARD enum sello_error restore_take_trust(struct session *session,
                                                    const struct restore_request *request);

/* What going on would come to, or does: roots, counters and statuses, all or nothing.
 *
 * Rules: "nothing-since-alone", "last-serial-alone" of the request; where the marks tell what is
 * missing "roots-missing", "trust-file-needed"; where nothing tells it "after-backup-unknown",
 * "trust-file-older"; "roots-not-taken". shown: what was planned, where a person said yes to it:
 * then "changed-meanwhile" where it would no longer come to the same. NULL: nothing was. */
SELLO_NODISCARD enum sello_error restore_plan(struct session *session,
                                              const struct restore_request *request,
                                              struct restore_outcome *out);
SELLO_NODISCARD enum sello_error restore_commit(struct session *session,
                                                const struct restore_request *request,
                                                const struct restore_outcome *shown,
                                                struct restore_outcome *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_RESTORE_TRUST_H
#define SELLO_REGISTRY_TRUST_RESTORE_TRUST_H

/* What a copy of the trust file knows of the time since a backup: how far serials, versions and
 * dates went, and what was withdrawn. */

#include "registry/session/session.h"
#include "registry/store/backup.h"
#include "verify/verdict/trust.h"

struct trust_copy {
    uint8_t *file; /* owned */
    size_t len;
    void *memory; /* owned; what trust points into */
    struct sello_trust *trust;
};

/* Reads and judges the whole file, as a verifier would. Rules "file-not-readable",
 * "trust-file-not-usable". */
SELLO_NODISCARD enum sello_error trust_copy_open(struct session *session, const char *path,
                                                 struct trust_copy *out);
void trust_copy_close(struct trust_copy *copy); /* also of a zeroed one */

/* What the file shows was given out. last_serial: the highest serial known to be printed, or 0. */
struct sello_afterwards restore_told(const struct sello_trust *trust, uint64_t last_serial);

/* Takes over the statuses that the registry lacks. Within a transaction, after the counters were
 * raised. What was resumed since stays suspended: only its clerk knows why. */
SELLO_NODISCARD enum sello_error restore_statuses(struct sello_store *store,
                                                  const struct sello_trust *trust);

#endif

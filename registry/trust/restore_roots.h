/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_RESTORE_ROOTS_H
#define SELLO_REGISTRY_TRUST_RESTORE_ROOTS_H

/* Roots cannot be made again, but every copy of the trust file has them. */

#include "registry/session/session.h"
#include "verify/verdict/trust.h"

/* A trust file's roots, accepted by the verifier's own code. */
struct trust_roots {
    uint8_t *file; /* owned */
    size_t len;
    uint8_t *memory; /* owned */
    struct sello_trust trust;
};

/* Rules "file-not-readable", "trust-file-not-usable". To be closed also then. */
SELLO_NODISCARD enum sello_error trust_roots_open(struct session *session, const char *path,
                                                  struct trust_roots *out);
void trust_roots_close(struct trust_roots *roots);

/* Takes the roots that the registry lacks from a trust file of the same certifier, and the schemes
 * they name. All or nothing. */
SELLO_NODISCARD enum sello_error restore_roots(struct sello_store *store,
                                               const struct sello_trust *trust);

#endif

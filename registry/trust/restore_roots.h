/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_RESTORE_ROOTS_H
#define SELLO_REGISTRY_TRUST_RESTORE_ROOTS_H

/* Roots cannot be made again, but every copy of the trust file has them. */

#include "registry/commands/app.h"
#include "verify/verdict/trust.h"

/* A trust file's roots, accepted by the verifier's own code. */
struct trust_roots {
    uint8_t *file; /* owned */
    size_t len;
    uint8_t *memory; /* owned */
    struct sello_trust trust;
};

/* Says why before it returns false. To be closed also then. */
SELLO_NODISCARD bool trust_roots_open(const char *path, struct trust_roots *out);
void trust_roots_close(struct trust_roots *roots);

/* Takes the roots that the registry lacks from a trust file of the same certifier, and the schemes
 * they name. All or nothing. */
SELLO_NODISCARD bool restore_roots(struct app *app, const char *path);

/* Makes records of the schemes that a root names and the registry lacks, and adds the English names
 * it lacks. A scheme's web page is not in the root. */
SELLO_NODISCARD enum sello_error restore_schemes(struct app *app, const struct sello_root *root);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_COPY_STORE_H
#define SELLO_REGISTRY_TRUST_COPY_STORE_H

/* A registry from a file to a server, or back. */

#include "registry/trust/check.h"

/* Looks first at all of the session's registry, every signature too (check_registry), then copies
 * it to `to`, an address or a folder, and compares the two byte by byte before the copy is kept:
 * so what was looked at holds of both. Under the registry's lock. Rules "copy-not-whole" (something
 * is wrong, `told` of each), "copy-there", "copy-differs", "copy-not-made". */
SELLO_NODISCARD enum sello_error copy_store(struct session *session, const char *to,
                                            check_told *told, void *context,
                                            struct check_outcome *out);

#endif

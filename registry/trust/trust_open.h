/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_TRUST_OPEN_H
#define SELLO_REGISTRY_TRUST_TRUST_OPEN_H

/* A trust file read as a verifier would, in as much memory as it takes. */

#include "verify/verdict/trust.h"

/* What sello_trust_open_roots needs for a file's roots alone: two of them with room for their keys,
 * a scratch, and a hash of each. */
#define TRUST_ROOTS_ROOM ((size_t)1 << 20)

/* *out points into the file and into *out_memory, which the caller frees; NULL on a failure. */
SELLO_NODISCARD enum sello_error trust_open(struct sello_bytes file, struct sello_trust **out,
                                            void **out_memory);

#endif

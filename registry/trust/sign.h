/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_SIGN_H
#define SELLO_REGISTRY_TRUST_SIGN_H

/* Signed objects from their content and open keys. */

#include "keys/keys.h"

#define SIGN_KEYS_MAX 80 /* signatures on one root: members and new keys */

/* One key's signature of a root's payload. SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sign_root_once(struct sello_bytes payload,
                                                const struct sello_key *key,
                                                struct sello_root_signature *out);

/* Writes the whole root: its payload signed by each of the keys. n <= SIGN_KEYS_MAX. */
SELLO_NODISCARD enum sello_error sign_root(struct sello_bytes payload,
                                           struct sello_key *const *keys, size_t n,
                                           struct sello_writer *out);

/* Writes a COSE_Sign1 of this content type (SELLO_TYPE_*). */
SELLO_NODISCARD enum sello_error sign_typed(const struct sello_key *key, const char *type,
                                            struct sello_bytes payload, struct sello_writer *out);

#endif

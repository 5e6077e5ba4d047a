/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_BUNDLE_MAKE_H
#define SELLO_REGISTRY_BUNDLE_MAKE_H

/* The bundle and the trust file, from what the store knows. */

#include "keys/keys.h"
#include "registry/store.h"

/* Bytes that grow: owned, freed with free(bytes.ptr). */
struct grown {
    uint8_t *ptr;
    size_t len;
};

struct bundle_request {
    const struct sello_root *root;
    const struct sello_key *key; /* the status key */
    uint64_t fresh_days;
};

/* Takes the next bundle version, makes the bundle of all that is known, and signs it; stores it
 * only once `judge` took the whole trust file. The caller holds the registry's lock, with no
 * reserved batch left over. */
SELLO_NODISCARD enum sello_status bundle_make(struct sello_store *store,
                                              const struct bundle_request *request,
                                              struct grown *out_trust_file);

/* The trust file of the roots and the newest bundle as they are stored. */
SELLO_NODISCARD enum sello_status trust_file_again(struct sello_store *store,
                                                   struct grown *out_trust_file);

/* Reads a trust file as a verifier would. */
SELLO_NODISCARD enum sello_status trust_file_judge(struct grown trust_file);

#endif

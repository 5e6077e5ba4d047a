/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_TRUST_H
#define SELLO_REGISTRY_STORE_TRUST_H

/* Roots and bundles, as signed; and the way back after an old backup was restored. What holds for
 * every function of the store is in store.h. */

#include "registry/store/opening.h"

struct sello_store;

/* Stores a root that follows the newest one (versions are dense from 1; SELLO_E_STATE otherwise).
 * bytes: the COSE_Sign; hash: of its payload. The first root's hash names the registry for ever. */
SELLO_NODISCARD enum sello_error sello_store_put_root(struct sello_store *store, uint64_t version,
                                                      const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)],
                                                      struct sello_bytes bytes);

/* SELLO_E_NOT_FOUND before the first root. */
SELLO_NODISCARD enum sello_error sello_store_newest_root(struct sello_store *store,
                                                         struct sello_stored_root *out);
SELLO_NODISCARD enum sello_error sello_store_fingerprint(struct sello_store *store,
                                                         uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* The newest root's bytes, where it is newer than that version (0: in any case), else
 * SELLO_E_NOT_FOUND. The caller frees *out_ptr with free(). */
SELLO_NODISCARD enum sello_error sello_store_root_after(struct sello_store *store, uint64_t version,
                                                        uint8_t **out_ptr, size_t *out_len);

/* A root's bytes; the caller frees *out_ptr with free(). */
SELLO_NODISCARD enum sello_error sello_store_root_bytes(struct sello_store *store, uint64_t version,
                                                        uint8_t **out_ptr, size_t *out_len);

/* Takes a bundle version and dates it (generated = the latest of now, the last bundle's date, the
 * last iat); committed, and the marks raised, before it returns. A version taken and never put is
 * passed over for good. SELLO_E_NOT_FOUND without a root, SELLO_E_STORE_BEHIND. */
SELLO_NODISCARD enum sello_error sello_store_next_bundle(struct sello_store *store,
                                                         struct sello_bundle_date *out);

/* Stores the bundle of the newest date taken; SELLO_E_STATE for any other version. */
SELLO_NODISCARD enum sello_error sello_store_put_bundle(struct sello_store *store, uint64_t version,
                                                        struct sello_bytes bytes);

/* Did this registry sign another bundle of that number than the one of this hash? */
SELLO_NODISCARD enum sello_error
sello_store_signed_other(struct sello_store *store, uint64_t version,
                         const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)], bool *out);

/* SELLO_E_NOT_FOUND before the first bundle. The caller frees *out_ptr with free(). */
SELLO_NODISCARD enum sello_error sello_store_newest_bundle(struct sello_store *store,
                                                           struct sello_stored_bundle *out,
                                                           uint8_t **out_ptr, size_t *out_len);

/* ---- after an old backup was restored ---- */

/* How it stands now. */
SELLO_NODISCARD enum sello_error sello_store_gap(struct sello_store *store,
                                                 struct sello_store_gap *out);

/* May anything be given out? SELLO_E_STORE_UNKNOWN while gap.unknown. Whatever reserves, signs,
 * sets a status, prints, delivers, or stores a root or a bundle asks this itself, inside its
 * transaction; it is for those who write files before. */
SELLO_NODISCARD enum sello_error sello_store_known(struct sello_store *store);

#endif

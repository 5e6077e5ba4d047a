/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_SHARED_H
#define SELLO_REGISTRY_STORE_SHARED_H

/* A registry on a server, shared by many offices. Its folder holds the file `database` with the
 * server's address, instead of registry.db; keys, lock, marks and all else stay in each office's
 * own folder. */

#include "registry/store/opening.h"

#define SELLO_ADDRESS_MAX 1024 /* bytes of an address */

/* Where this folder's registry lies; SELLO_E_NOT_FOUND: in the folder itself. */
SELLO_NODISCARD enum sello_error sello_store_address(const char *folder,
                                                     char out[SELLO_LEN(SELLO_ADDRESS_MAX + 1)]);

/* May it be one? SELLO_E_STORE_ADDRESS, _SECRET, _PART (registry/sql/db.h). */
SELLO_NODISCARD enum sello_error sello_store_check_address(const char *address);

/* Is there a registry? SELLO_E_NOT_FOUND: a database that is ready for one. words: the server's
 * own, where it says no. */
SELLO_NODISCARD enum sello_error sello_store_look_shared(const char *address,
                                                         char words[SELLO_LEN(SELLO_WORDS_LEN)]);

/* sello_store_create on a server, in a database that has no registry yet (SELLO_E_EXISTS). */
SELLO_NODISCARD enum sello_error sello_store_create_shared(const char *folder, const char *address,
                                                           const char *who, uint64_t now,
                                                           struct sello_store **out);

/* A folder of its own for one more office of a registry that is there: the address, an empty keys/,
 * and marks, which say that this office knows how far things went today. SELLO_E_EXISTS when the
 * folder has a registry. */
SELLO_NODISCARD enum sello_error sello_store_join(const char *folder, const char *address,
                                                  const char *who, uint64_t now,
                                                  struct sello_store **out);

/* Takes back what sello_store_create_shared made, tables and all. */
void sello_store_discard_shared(struct sello_store *store);

/* Is it on a server? */
bool sello_store_is_shared(const struct sello_store *store);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_COPY_H
#define SELLO_REGISTRY_STORE_COPY_H

/* A registry from one engine to the other, row by row, compared byte by byte before it is kept. */

#include "registry/store/opening.h"

struct sello_copy_outcome {
    char table[64];              /* where the copy is not like what was copied; "": nowhere */
    char words[SELLO_WORDS_LEN]; /* the other database's own, where it failed */
};

/* All that is in `store`, as of one moment, into a database on a server (SELLO_E_EXISTS where it
 * has a registry). One transaction: all of it or nothing. SELLO_E_STORE_DAMAGED with out->table:
 * the copy was not like the original, and is not kept. */
SELLO_NODISCARD enum sello_error sello_store_copy_to_server(struct sello_store *store,
                                                            const char *address,
                                                            struct sello_copy_outcome *out);

/* The same into a folder, which gets a registry.db (SELLO_E_EXISTS) and an empty keys/. */
SELLO_NODISCARD enum sello_error sello_store_copy_to_folder(struct sello_store *store,
                                                            const char *folder,
                                                            struct sello_copy_outcome *out);

#endif

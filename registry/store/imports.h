/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_IMPORTS_H
#define SELLO_REGISTRY_STORE_IMPORTS_H

/* Imports of tables, and taking one back. What holds for every function of the store is in store.h.
 */

#include "registry/store/records.h"

struct sello_store;

/* From here to the end, records added remember this import, and the events of those changed. All of
 * it is one transaction: `keep` false takes everything back. */
SELLO_NODISCARD enum sello_error sello_import_begin(struct sello_store *store, enum sello_kind kind,
                                                    const char *file, uint64_t *out_number);
SELLO_NODISCARD enum sello_error sello_import_end(struct sello_store *store, bool keep);
SELLO_NODISCARD enum sello_error
sello_import_list(struct sello_store *store,
                  bool (*visit)(void *context, const struct sello_import *row), void *context);

/* Takes the records back that an import added, and the import with them; its number is not used
 * again. n_restored: of those that it changed, so many were changed back before; the event counts
 * them too. *out_removed: how many went.
 * SELLO_E_STATE when a certificate names one of them, or one took labels of a certificate:
 * *out_certificate is its number. */
SELLO_NODISCARD enum sello_error sello_import_undo(struct sello_store *store, uint64_t import,
                                                   uint64_t n_restored, uint64_t *out_removed,
                                                   uint64_t *out_certificate);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_DUE_H
#define SELLO_REGISTRY_DESK_DUE_H

/* What somebody should do about the registry, found by looking. */

#include "registry/desk/last_backup.h"

struct due_facts {
    struct sello_store_summary summary;
    const struct sello_root *root; /* the newest; NULL: none can be had */
    struct last_backup backup;
    /* labels that lie about: valid, not sold, and never printed; printed, and with nobody yet */
    uint64_t n_to_print, n_to_deliver;
    uint64_t first_to_print, first_to_deliver; /* batches; 0: none */
};

/* How many labels were issued since the last backup; all of them where none was made. */
uint64_t due_since_backup(const struct due_facts *facts);

/* Fills in all but the root. */
SELLO_NODISCARD enum sello_error due_facts_read(struct session *session, struct due_facts *out);

struct due {
    const char *code;     /* "member-keys": stable */
    struct problem about; /* rule and values; its rule is finer than the code */
};

/* Calls visit with each; its texts live until it returns. */
SELLO_NODISCARD enum sello_error due_list(struct session *session, const struct due_facts *facts,
                                          void (*visit)(void *context, const struct due *due),
                                          void *context);

#endif

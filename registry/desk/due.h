/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_DUE_H
#define SELLO_REGISTRY_DESK_DUE_H

/* What somebody should do about the registry, found by looking. */

#include "registry/session/session.h"

struct due_facts {
    struct sello_store_summary summary;
    const struct sello_root *root; /* the newest; NULL: none can be had */
};

struct due {
    const char *code;     /* "member-keys": stable */
    struct problem about; /* rule and values; its rule is finer than the code */
};

/* Calls visit with each; its texts live until it returns. */
SELLO_NODISCARD enum sello_error due_list(struct session *session, const struct due_facts *facts,
                                          void (*visit)(void *context, const struct due *due),
                                          void *context);

#endif

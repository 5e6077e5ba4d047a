/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_DUE_H
#define SELLO_REGISTRY_DESK_DUE_H

/* What somebody should do about the registry, found by looking. */

#include "registry/commands/app.h"

struct due_facts {
    struct sello_store_summary summary;
    const struct sello_root *root; /* the newest; NULL: none can be had */
};

/* Calls visit with each: a stable code ("member-keys") and a translated sentence. */
SELLO_NODISCARD enum sello_error
due_list(struct app *app, const struct due_facts *facts,
         void (*visit)(void *context, const char *code, const char *text), void *context);

#endif

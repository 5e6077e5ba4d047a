/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_ROOT_REQUEST_H
#define SELLO_REGISTRY_COMMANDS_ROOT_REQUEST_H

/* What options ask of a new root. */

#include "registry/commands/app.h"
#include "registry/trust/root_edit.h"

/* --not-before and --stop. Says why before it returns false. */
SELLO_NODISCARD bool root_take_window(const struct cli_args *args, struct root_window *out);

/* A request with the memory that it points into. */
struct root_asked {
    struct root_request request;
    struct root_member_request *member; /* owned */
    struct root_key_request *key;       /* owned */
    struct root_end_request *end;       /* owned */
    char (*who)[SELLO_NAME_MAX + 2];    /* owned: what stands before the = of an option */
};

/* All of `sello root draft`'s. Says why before it returns false; free it also then. */
SELLO_NODISCARD bool root_take_request(struct app *app, struct root_asked *out);
void root_asked_free(struct root_asked *asked);

#endif

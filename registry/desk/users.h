/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_USERS_H
#define SELLO_REGISTRY_DESK_USERS_H

/* Who may do what in a registry on a server. The server holds people to it, not this program. */

#include "registry/session/session.h"
#include "registry/store/users.h"

struct users_request {
    const char *name;     /* of the server's role */
    enum sello_rank rank; /* auditor, clerk or certifier; SELLO_RANK_NOBODY: none any more */
};

struct users_outcome {
    bool gone; /* the role too, not its rights alone */
};

/* Rules "users-in-file": a registry in a file has none; "user-name"; "user-may-all": it owns the
 * tables or is an administrator; "user-not-there". The plan asks the server whether it would, and
 * takes it back. */
SELLO_NODISCARD enum sello_error
users_plan(struct session *session, const struct users_request *request, struct users_outcome *out);
SELLO_NODISCARD enum sello_error users_commit(struct session *session,
                                              const struct users_request *request,
                                              struct users_outcome *out);

/* Whoever may at least read (sello_user_list). Rule "users-in-file". */
SELLO_NODISCARD enum sello_error
users_list(struct session *session,
           void (*visit)(void *context, const char *name, enum sello_rank rank), void *context);

#endif

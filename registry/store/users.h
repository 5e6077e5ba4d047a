/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_USERS_H
#define SELLO_REGISTRY_STORE_USERS_H

/* Who may do what in a registry on a server, as roles of that server. None of it in a file, where
 * whoever may read the file may do all. */

#include "registry/sql/ranks.h"
#include "registry/store/store.h"

/* As whom this program works; names are "" in a file. Lives as long as the store. */
const struct sello_self *sello_store_self(const struct sello_store *store);

/* May a role have this name? 1 to 63 of a-z, 0-9 and _, a letter first. */
bool sello_user_name_ok(const char *name);

/* "clerk"; "" of nobody. */
const char *sello_rank_name(enum sello_rank rank);

/* What sello_db_role_give and sello_db_role_take do (registry/sql/db.h), as transactions, each with
 * its event. */
SELLO_NODISCARD enum sello_error sello_user_give(struct sello_store *store, const char *name,
                                                 enum sello_rank rank);
SELLO_NODISCARD enum sello_error sello_user_take(struct sello_store *store, const char *name,
                                                 bool *out_gone);

/* Whoever may at least read: the owner first, then by rank and name. */
SELLO_NODISCARD enum sello_error sello_user_list(struct sello_store *store,
                                                 void (*visit)(void *context, const char *name,
                                                               enum sello_rank rank),
                                                 void *context);

#endif

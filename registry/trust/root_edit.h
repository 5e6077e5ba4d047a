/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_EDIT_H
#define SELLO_REGISTRY_TRUST_ROOT_EDIT_H

/* Changes to a root's content, as they are asked for in words. Functions that return bool have said
 * what is wrong. */

#include "registry/trust/root_make.h"

/* The changes that options name: members, threshold, new keys, the certifier. `draft` continues
 * `before`. */
SELLO_NODISCARD bool root_edit(struct app *app, const struct sello_root *before,
                               struct root_draft *draft);

/* What --not-before and --stop say: from the start of the one day to the end of the other. */
SELLO_NODISCARD bool root_edit_window(const struct cli_args *args, struct sello_root_key *key);

/* Ends a delegated key: it signs through `last_day`, or no more from now on, and is retired where
 * that has come. Refused where labels that it signed would stop being good. */
SELLO_NODISCARD bool root_retire(struct app *app, const struct sello_root *before,
                                 struct sello_root_key *key, struct sello_number last_day);

/* The key was stolen or exposed; since which day is told to people, and decides nothing. */
SELLO_NODISCARD bool root_compromise(struct sello_root_key *key, struct sello_number since);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_HERE_H
#define SELLO_REGISTRY_TRUST_ROOT_HERE_H

/* From a changed content to a new root: signed at once where the members' keys are on this
 * computer, else a draft that goes from member to member. Functions that return bool have said what
 * is wrong. */

#include "registry/trust/draft.h"
#include "registry/trust/root_make.h"

/* May a root follow `before` now? Not where a restored backup lacks roots. */
SELLO_NODISCARD bool root_may_follow(struct app *app);

/* Can the change be signed at once: do the members' key files in keys/ reach the threshold, and was
 * no --draft asked for? False also where nothing can be told. */
bool root_signs_here(struct app *app, const struct sello_root *before);

/* Signs the content with the members' keys here and these new ones, and stores it. */
SELLO_NODISCARD bool root_store_here(struct app *app, const struct sello_root *before,
                                     struct root_draft *content, struct sello_key *const *new_keys,
                                     size_t n_new);

/* The content as a draft, signed by the new keys that are at hand. The caller frees *out. */
SELLO_NODISCARD bool root_make_draft(const struct sello_root *before, struct root_draft *content,
                                     struct sello_key *const *new_keys, size_t n_new,
                                     struct draft **out);

/* The same into a new file: -o or --draft, else "root-3.draft" in the current folder; says where it
 * is and what to do with it. */
SELLO_NODISCARD bool root_write_draft(struct app *app, const struct sello_root *before,
                                      struct root_draft *content, struct sello_key *const *new_keys,
                                      size_t n_new);

/* Reads a draft's file. The caller frees it; NULL, having said why. */
struct draft *root_load_draft(const char *path);

/* Does the draft follow the newest root of the trust file that --trust names? True without it. */
SELLO_NODISCARD bool root_follows_trust(struct app *app, const struct draft *draft);

/* Says why a draft is refused, naming the key at fault. path may be NULL. */
void root_say_refused(enum sello_error error, const char *path, const struct sello_root_key *key);

/* After a new root, older trust files tell nothing of it. */
void root_say_stored(struct app *app, const struct sello_root *root);

#endif

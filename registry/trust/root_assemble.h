/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_ASSEMBLE_H
#define SELLO_REGISTRY_TRUST_ROOT_ASSEMBLE_H

/* From the copies that members signed to the new root. */

#include "registry/session/session.h"
#include "registry/trust/draft.h"

/* The signatures of all copies in one draft. Rules of root_read_draft, "another-draft". The caller
 * frees it with free(). */
SELLO_NODISCARD enum sello_error root_merge_drafts(struct session *session, const char *const *path,
                                                   size_t n, struct draft **out);

/* Would it be the new root? By the registry's own newest root, not by what the draft says of it.
 * `path` (of its first copy) stands in the refusals: rules "draft-file-refused",
 * "draft-file-key-refused". */
SELLO_NODISCARD enum sello_error root_assemble_plan(struct session *session,
                                                    const struct draft *draft, const char *path);

/* Keeps it, with the schemes that it brings. */
SELLO_NODISCARD enum sello_error root_assemble_commit(struct session *session,
                                                      const struct draft *draft, const char *path);

#endif

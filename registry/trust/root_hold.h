/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_HOLD_H
#define SELLO_REGISTRY_TRUST_ROOT_HOLD_H

/* What a draft is held to beside the rules of successors: nobody is to sign what they are not
 * shown. */

#include "registry/session/session.h"
#include "registry/trust/draft.h"

/* Does it hold nothing but what root_changes shows? Rules "draft-unknown-field",
 * "draft-unknown-role", "draft-retired-ahead", "draft-not-as-shown". */
SELLO_NODISCARD enum sello_error root_hold_shown(struct session *session,
                                                 const struct draft *draft);

/* Is it dated by a day ahead of the clock at most? Rule "draft-dated-ahead". */
SELLO_NODISCARD enum sello_error root_hold_date(struct session *session,
                                                const struct sello_root *root);

/* A key keeps one role for ever: were none of the delegated keys that are new after `before` a
 * member's in any root of the registry? SELLO_E_ROOT_KEY_ROLE, and *out_entry is the key. */
SELLO_NODISCARD enum sello_error root_hold_roles(struct session *session,
                                                 const struct sello_root *before,
                                                 const struct sello_root *root, size_t *out_entry);

#endif

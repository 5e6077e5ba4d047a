/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_CHANGE_H
#define SELLO_REGISTRY_TRUST_ROOT_CHANGE_H

/* The next root, as a service: signed and kept at once where the members' keys are on this
 * computer, else a draft in a file, which goes from member to member. */

#include "registry/trust/draft.h"
#include "registry/trust/root_edit.h"

struct root_outcome {
    struct draft *draft;               /* owned: the root before, the next, who signed so far */
    bool is_draft;                     /* written to draft_path; else signed and kept */
    char draft_path[SESSION_PATH_MAX]; /* of a draft */
};

/* What would come of it. A draft's file may not be there yet: rule "file-exists". Rules of
 * root_edit; "draft-refused" and "draft-key-refused" where the rules of successors are not kept;
 * those of root_hold.h; SELLO_E_STORE_UNKNOWN and _BEHIND while a restored backup may lack roots.
 */
SELLO_NODISCARD enum sello_error
root_plan(struct session *session, const struct root_request *request, struct root_outcome *out);

/* Does it. `shown` (may be NULL): the plan that a person said yes to; rule "changed-meanwhile"
 * where the root would be another one by now. The passphrase is asked for before the store is
 * waited for. */
SELLO_NODISCARD enum sello_error root_commit(struct session *session,
                                             const struct root_request *request,
                                             const struct root_outcome *shown,
                                             struct root_outcome *out);
void root_outcome_free(struct root_outcome *outcome);

/* May a root follow the newest one now? Not where a restored backup may lack roots. */
SELLO_NODISCARD enum sello_error root_may_follow(struct session *session);

/* The refusal of a draft: of the file at `path`, or (NULL) of one that is being made; `key` (may be
 * NULL) is at fault. Rules "draft-refused", "draft-key-refused", "draft-file-refused",
 * "draft-file-key-refused". Returns the error. */
enum sello_error root_refuse_draft(struct session *session, enum sello_error error,
                                   const char *path, const struct sello_root_key *key);

#endif

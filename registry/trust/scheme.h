/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_SCHEME_H
#define SELLO_REGISTRY_TRUST_SCHEME_H

/* Schemes: what is certified. Verifiers read their names from the root, so that a name that is new
 * comes with a new root, which the members must sign. */

#include "registry/trust/root_change.h"

/* NULL: left as it is. */
struct scheme_request {
    bool edit; /* of one that there is; else a new one */
    uint64_t code;
    const char *name; /* a new one's, in Spanish */
    const char *name_en, *url;
    const char *draft_path; /* as in struct root_request */
};

struct scheme_outcome {
    struct sello_scheme before; /* of a new one empty */
    struct sello_scheme after;
    bool needs_root; /* a name is new; else `root` is empty */
    struct root_outcome root;
    bool recorded; /* else a draft waits for the members: the root will bring the scheme, but for
                    * its web page */
};

/* Rules "code-taken", "scheme-name-stays" (a code keeps its meaning for ever), those of root_plan;
 * "changed-meanwhile". */
SELLO_NODISCARD enum sello_error scheme_plan(struct session *session,
                                             const struct scheme_request *request,
                                             struct scheme_outcome *out);
SELLO_NODISCARD enum sello_error scheme_commit(struct session *session,
                                               const struct scheme_request *request,
                                               const struct scheme_outcome *shown,
                                               struct scheme_outcome *out);
void scheme_outcome_free(struct scheme_outcome *outcome);

/* Makes records of the schemes that a root names and the registry lacks, and adds the English names
 * it lacks; a scheme's web page is not in the root. Within a transaction. */
SELLO_NODISCARD enum sello_error scheme_take_all(struct sello_store *store,
                                                 const struct sello_root *root);

#endif

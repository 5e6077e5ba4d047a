/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_TRUST_MAKE_H
#define SELLO_REGISTRY_TRUST_TRUST_MAKE_H

/* A trust file, new or again, to be given out. */

#include "registry/session/session.h"
#include "registry/trust/bundle_make.h"

struct trust_request {
    bool again; /* the newest one's bytes once more; nothing else of the request is looked at */
    enum bundle_scope scope;
    bool no_directory;                        /* the list of certificates is left out */
    struct sello_number fresh_days, age_days; /* absent: SELLO_FRESH_DAYS, SELLO_AGE_DAYS */
};

struct trust_made {
    struct trust_file file;
    struct sello_bundle bundle; /* of it; points into the file */
};
void trust_made_free(struct trust_made *made);

/* What would be made now, as long and as dated as it would be; where it is new, under signatures of
 * nobody, that no verifier takes. No key is opened. Rules "age-below-fresh", "no-status-key",
 * "no-log-key"; `again` before the first is SELLO_E_NOT_FOUND. */
SELLO_NODISCARD enum sello_error trust_make_plan(struct session *session,
                                                 const struct trust_request *request,
                                                 struct trust_made *out);

/* Makes it, with the newest status key that is at hand, and stores it. Whatever was withdrawn or
 * issued since it was planned is in it. shown: what was planned, where a person said yes to it:
 * then rule "changed-meanwhile" where another trust file, or another root, was made since. NULL:
 * nothing was. */
SELLO_NODISCARD enum sello_error trust_make_commit(struct session *session,
                                                   const struct trust_request *request,
                                                   const struct trust_made *shown,
                                                   struct trust_made *out);

#endif

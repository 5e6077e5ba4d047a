/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_INIT_H
#define SELLO_REGISTRY_TRUST_INIT_H

/* A new certifier: its registry, its keys, its first root. */

#include "registry/session/session.h"

#define INIT_MEMBERS_MAX 32
#define INIT_MEMBER_NAME 32 /* bytes */

struct init_request {
    const char *name, *url;
    const char *contact; /* NULL: none */
    uint64_t n_members, threshold;
    bool practice; /* to learn with, for ever: every reader says so of its labels */
    char member_name[INIT_MEMBERS_MAX][INIT_MEMBER_NAME]; /* "Member 1", in the clerk's language */
};

struct init_outcome {
    char url[SELLO_BASE_URL_MAX + 2];    /* with its closing '/' */
    uint8_t fingerprint[SELLO_HASH_LEN]; /* zeros in a plan */
};

/* In session->folder; the session's store is not open before. Rules "url-not-for-labels",
 * "threshold-above-members", "certifier-name", "certifier-name-hash", "certifier-contact";
 * "registry-there", and "registry-unfinished" where an earlier one was cut short. */
SELLO_NODISCARD enum sello_error
init_plan(struct session *session, const struct init_request *request, struct init_outcome *out);

/* Makes it, and opens the session on it; or takes back what it made. Under the registry's lock to
 * the end, so that another that is at work is waited for. Rules "key-not-made", "registry-keys",
 * "registry-not-made", "first-root". */
SELLO_NODISCARD enum sello_error
init_commit(struct session *session, const struct init_request *request, struct init_outcome *out);

#endif

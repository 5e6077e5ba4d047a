/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_INIT_H
#define SELLO_REGISTRY_TRUST_INIT_H

/* A new certifier: its registry, its keys, its first root. */

#include "registry/session/session.h"
#include "registry/trust/init_url.h"

#define INIT_MEMBERS_MAX 32

struct init_request {
    const char *name, *url;
    const char *contact; /* NULL: none */
    const char *store;   /* the server's address (store/shared.h); NULL: a file in the folder */
    uint64_t n_members, threshold;
    enum sello_link link; /* what stands before the '#' of its labels */
    bool practice;        /* to learn with, for ever: every reader says so of its labels */
    const char *member_name[INIT_MEMBERS_MAX]; /* "Member 1", or what they are called */

    /* The passphrase of a member's key file, from 0 on: another than the session's, which closes
     * those of the label and the status key; NULL in *out: that of the member before. On failure
     * the error, with the problem set where there is more to say. NULL: all have the session's. */
    enum sello_error (*member_passphrase)(struct session *session, void *context, uint64_t member,
                                          struct sello_passphrase **out);
    void *context;
};

struct init_outcome {
    char url[SELLO_BASE_URL_MAX + 2];    /* with its closing '/' */
    uint8_t fingerprint[SELLO_HASH_LEN]; /* zeros in a plan */
    enum init_url_kind url_kind;
};

/* May it be the certifier's name, the address (out: with its closing '/'), the contact? Each with
 * the rules of init_plan, for asking one after the other. */
SELLO_NODISCARD enum sello_error init_check_name(struct session *session, const char *text);
SELLO_NODISCARD enum sello_error init_check_url(struct session *session, const char *text,
                                                char out[SELLO_LEN(SELLO_BASE_URL_MAX + 2)]);
SELLO_NODISCARD enum sello_error init_check_contact(struct session *session, const char *text);

/* In session->folder; the session's store is not open before. Rules "url-not-for-labels",
 * "threshold-above-members", "certifier-name", "certifier-name-hash", "certifier-contact",
 * "init-member-name";
 * "registry-there", and "registry-unfinished" where an earlier one was cut short; "server-there",
 * "server-not-opened". */
SELLO_NODISCARD enum sello_error
init_plan(struct session *session, const struct init_request *request, struct init_outcome *out);

/* One more office of the registry on a server: in session->folder, which gets its address and an
 * empty keys/. Opens the session on it. Rules "registry-there", "server-empty",
 * "server-unfinished", "server-not-opened". */
SELLO_NODISCARD enum sello_error init_join(struct session *session, const char *address);

/* Makes it, and opens the session on it; or takes back what it made. Under the registry's lock to
 * the end, so that another that is at work is waited for. Rules "key-not-made", "registry-keys",
 * "registry-not-made", "first-root"; "passphrase-weak", "passphrases-alike". */
SELLO_NODISCARD enum sello_error
init_commit(struct session *session, const struct init_request *request, struct init_outcome *out);

#endif

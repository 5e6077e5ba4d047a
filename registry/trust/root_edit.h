/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_EDIT_H
#define SELLO_REGISTRY_TRUST_ROOT_EDIT_H

/* What a new root is to change of the one before. */

#include "registry/trust/root_content.h"

enum root_member_change { ROOT_RENAME, ROOT_REPLACE, ROOT_REMOVE, ROOT_ADD };

/* `who` names a member of the root before, by number or kid. */
struct root_member_request {
    enum root_member_change what;
    const char *who;                   /* all but ROOT_ADD */
    const char *name;                  /* ROOT_RENAME, ROOT_ADD */
    uint8_t public_key[SELLO_KEY_LEN]; /* ROOT_REPLACE, ROOT_ADD */
    /* of the same: SLH-DSA, where the member gave it. Where one member's is not known the root can
     * have nobody's. */
    uint8_t slhdsa[SELLO_ROOT_SLHDSA_LEN];
    bool has_slhdsa;
};

/* A delegated key that is new. */
struct root_key_request {
    uint64_t role;
    uint8_t public_key[SELLO_KEY_LEN];
};

/* From the start of the one day to the end of the other; absent: unbounded. */
struct root_window {
    struct sello_number first_day, last_day;
};

/* A delegated key that ends. */
struct root_end_request {
    const char *kid;
    bool compromised;        /* stolen or exposed; else retired */
    struct sello_number day; /* retired: the last it may sign, absent: no more from now on;
                              * compromised: since when, as far as is known */
};

struct root_request {
    const struct root_member_request *member; /* renamed and replaced before removed before added */
    size_t n_members;
    struct sello_number threshold;
    const struct root_key_request *key;
    size_t n_keys;
    struct root_window window; /* of all new keys */
    const struct root_end_request *end;
    size_t n_ends;
    const char *name, *url, *contact; /* NULL: as before */
    const char *also;                 /* a further address of the certifier, a mirror's; or NULL */
    bool schemes;                     /* names the registry's schemes as they are then */

    struct sello_key *const *new_key; /* new delegated keys that are at hand: they sign in */
    size_t n_new_keys;
    const char *draft_path; /* a draft of it in a new file here; NULL: it is signed where the
                             * members' keys are in keys/, else a draft, root-3.draft */

    /* What comes with it in one transaction, before it: the records that it names. NULL: nothing.
     * Of a draft none is kept: the root brings them when it is assembled. */
    session_work *with;
    void *with_context;
};

/* Fills in the content that follows `before`; texts are the request's own. Rules: "no-such-member",
 * "member-named-twice", "member-name", "root-full", "threshold-too-high", "key-stops-early",
 * "no-such-key", "key-of-member", "key-signed-later", "key-ended", "key-compromised",
 * "certifier-text", "certifier-name-hash", "url-not-for-labels", "address-there". */
SELLO_NODISCARD enum sello_error root_edit(struct session *session,
                                           const struct root_request *request,
                                           const struct sello_root *before,
                                           struct root_content *content);

/* Do the days follow each other? Rule "key-stops-early". */
SELLO_NODISCARD enum sello_error root_check_window(struct session *session,
                                                   const struct root_window *window);

/* Is it no name that readers take for a fingerprint? Rule "certifier-name-hash". */
SELLO_NODISCARD enum sello_error root_check_certifier_name(struct session *session,
                                                           const char *name);

/* May the address stand on labels? Rule "url-not-for-labels", which names it as it was `written`.
 */
SELLO_NODISCARD enum sello_error root_check_url(struct session *session, const char *url,
                                                const char *written);

#endif

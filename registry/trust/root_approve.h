/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_APPROVE_H
#define SELLO_REGISTRY_TRUST_ROOT_APPROVE_H

/* A member's part: to look at a draft in a file, and sign it. No registry is needed. */

#include "registry/trust/draft.h"
#include "registry/trust/root_change.h"
#include "registry/trust/sign.h"

/* Reads a draft's file. Rules "file-not-readable", "draft-file-refused", "draft-file-key-refused";
 * those of root_hold_shown. The caller frees it with free(). */
SELLO_NODISCARD enum sello_error root_read_draft(struct session *session, const char *path,
                                                 struct draft **out);

/* Does the draft follow the newest root of this trust file? Rule "draft-not-after-trust". */
SELLO_NODISCARD enum sello_error
root_follows_trust(struct session *session, const struct draft *draft, const char *trust_path);

struct approve_request {
    const char *path;            /* the draft's */
    const char *to;              /* where it goes when it is signed; NULL: over `path` */
    const char *const *key_path; /* the key files to sign with */
    size_t n_keys;               /* 0: those in the registry's keys/ that have a say */
    const char *trust_path;      /* NULL: it is held to none */
};

/* A key that signs. */
struct approve_signer {
    char path[SESSION_PATH_MAX];
    struct sello_root_key key; /* its name is the draft's */
};

struct approve_outcome {
    struct draft *draft;           /* owned; as it is, or signed */
    struct approve_signer *signer; /* owned */
    size_t n_signers;
    size_t n_done; /* keys that had signed already */
};

/* Rules of root_read_draft, root_hold_date and root_follows_trust; "no-say" for a key that is no
 * member's and nothing new in the draft, "no-signer" where keys/ has none that has a say;
 * "file-not-readable" of key files is "key-file-not-read". */
SELLO_NODISCARD enum sello_error approve_plan(struct session *session,
                                              const struct approve_request *request,
                                              struct approve_outcome *out);

/* Signs what was shown, takes up what others signed in the file meanwhile, and writes it. Rules
 * "key-did-not-sign"; "slhdsa-not-yours" where the draft has another SLH-DSA key for this member;
 * "changed-meanwhile" where the file is another draft by now. */
SELLO_NODISCARD enum sello_error approve_commit(struct session *session,
                                                const struct approve_request *request,
                                                const struct approve_outcome *shown,
                                                struct approve_outcome *out);
void approve_outcome_free(struct approve_outcome *outcome);

/* Is this the start of the draft's hash, 32 digits at least? Spaces, hyphens and capitals aside. */
bool approve_hash_is(const struct draft *draft, const char *typed);

#endif

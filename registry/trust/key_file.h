/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_KEY_FILE_H
#define SELLO_REGISTRY_TRUST_KEY_FILE_H

/* Key files: another passphrase, what they are, and the way back from paper. No registry is needed.
 */

#include "registry/trust/key_make.h"

/* ---- another passphrase ---- */

struct passphrase_request {
    const char *name; /* as key_find_file takes it */
    /* The new one, asked for once the old one has opened the file; on failure the error, with the
     * session's problem set. */
    enum sello_error (*choose)(struct session *session, void *context,
                               struct sello_passphrase **out);
    void *context;
};

/* Which file it is. Rules of key_find_file; "passphrase-file-in-the-way" where an earlier try left
 * its new file; of the new one "passphrase-weak". */
SELLO_NODISCARD enum sello_error passphrase_plan(struct session *session,
                                                 const struct passphrase_request *request,
                                                 struct key_told *out);
SELLO_NODISCARD enum sello_error passphrase_commit(struct session *session,
                                                   const struct passphrase_request *request,
                                                   struct key_told *out);

/* ---- what it is ---- */

/* Opens it, and tells its public keys; of a member's the SLH-DSA one too. Rules of key_find_file;
 * "key-file-not-opened". */
SELLO_NODISCARD enum sello_error key_show(struct session *session, const char *name,
                                          struct key_told *out);

/* ---- from paper ---- */

struct paper_request {
    struct sello_bytes input; /* a picture of the page, or its lines */
    const char *path;         /* where to; NULL: "label-0a1b2c3d4e5f6071.key" */
};

/* Rules "picture-not-of-key", "picture-not-read", "paper-line", "paper-not-a-key",
 * "key-not-written". */
SELLO_NODISCARD enum sello_error
paper_plan(struct session *session, const struct paper_request *request, struct key_told *out);
SELLO_NODISCARD enum sello_error
paper_commit(struct session *session, const struct paper_request *request, struct key_told *out);

#endif

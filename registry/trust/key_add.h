/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_KEY_ADD_H
#define SELLO_REGISTRY_TRUST_KEY_ADD_H

/* Key files that were kept elsewhere, taken into keys/: a USB stick gives every file a mode that
 * nobody may have on a key. */

#include "registry/trust/key_make.h"

#define KEY_ADD_MAX 64 /* files at once */

struct key_add_request {
    const char *const *path; /* whoever may read them, and of whatever mode */
    size_t n;                /* <= KEY_ADD_MAX */
};

/* told: room for request->n; path is where each goes, "keys/label-0a1b2c3d4e5f6071.key". All of
 * them or none. Rules "file-not-readable", "not-a-key-file", "key-named-twice"; "key-here-already",
 * "key-not-written". */
SELLO_NODISCARD enum sello_error
key_add_plan(struct session *session, const struct key_add_request *request, struct key_told *told);
SELLO_NODISCARD enum sello_error key_add_commit(struct session *session,
                                                const struct key_add_request *request,
                                                struct key_told *told);

#endif

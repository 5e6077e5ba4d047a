/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_KEY_MAKE_H
#define SELLO_REGISTRY_TRUST_KEY_MAKE_H

/* New keys: a file alone, or a key of the registry with the root that lists it. */

#include "registry/trust/root_change.h"

/* A key as it may be told to anybody. */
struct key_told {
    uint64_t role;
    uint8_t public_key[SELLO_KEY_LEN];
    uint8_t kid[SELLO_KID_LEN];
    char path[SESSION_PATH_MAX];          /* of its file */
    uint8_t slhdsa[SELLO_SLHDSA_KEY_LEN]; /* of a new member */
    bool made;                            /* else it would be: path and role alone are known */
};

/* ---- a key file alone; no registry is needed ---- */

/* Rule "key-not-written": the name is taken (SELLO_E_KEYFILE_EXISTS), or the file failed. */
SELLO_NODISCARD enum sello_error key_alone_plan(struct session *session, enum sello_role role,
                                                const char *path, struct key_told *out);
SELLO_NODISCARD enum sello_error key_alone_commit(struct session *session, enum sello_role role,
                                                  const char *path, struct key_told *out);

/* ---- a label or status key of the registry ---- */

struct key_request {
    enum sello_role role;
    struct root_window window;
    const char *draft_path; /* as in struct root_request */
};

struct key_outcome {
    struct key_told key;
    struct root_outcome root; /* of a plan without the key: it is not made yet, and draft is NULL */
    uint64_t root_version;
};

/* Rules of root_plan, "key-stops-early", "key-not-written". */
SELLO_NODISCARD enum sello_error
key_plan(struct session *session, const struct key_request *request, struct key_outcome *out);

/* The file is there before the root that needs it, and goes again when there is no such root. */
SELLO_NODISCARD enum sello_error
key_commit(struct session *session, const struct key_request *request, struct key_outcome *out);
void key_outcome_free(struct key_outcome *outcome);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_FIND_H
#define SELLO_REGISTRY_TRUST_ROOT_FIND_H

/* Keys as people name them, and as programs do. */

#include "registry/session/session.h"

const char *root_role_name(uint64_t role);   /* "label": for JSON, options and files; NULL: newer */
const char *root_state_name(uint64_t state); /* "retired" */

/* "Ana López (0a1b2c3d4e5f6071)", or the kid alone where the key has no name. */
#define ROOT_KEY_NAME 100 /* bytes */
void root_key_name(const struct sello_root_key *key, char out[SELLO_LEN(ROOT_KEY_NAME)]);

/* ---- public keys, as they are handed on: 64 hex digits, a file with them, or a key file ---- */

/* What a member hands on: 64 digits more are the SLH-DSA public key, which no key file tells. */
struct root_member_keys {
    uint8_t public_key[SELLO_KEY_LEN];
    uint8_t slhdsa[SELLO_ROOT_SLHDSA_LEN];
    bool has_slhdsa;
};

/* A member's. Rules "no-public-key"; "not-a-member-key" for another's key file. */
SELLO_NODISCARD enum sello_error root_member_key(struct session *session, const char *text,
                                                 struct root_member_keys *out);

/* A label or status key: its file, or "label=" or "status=" before a public key. Rules
 * "no-public-key", "no-delegated-key". */
SELLO_NODISCARD enum sello_error root_delegated_key(struct session *session, const char *text,
                                                    uint8_t out[SELLO_LEN(SELLO_KEY_LEN)],
                                                    uint64_t *out_role);

/* ---- keys of a root ---- */

/* By its kid, or by at least four of its first digits; NULL where none or several have them. */
struct sello_root_key *root_find_kid(const struct sello_root *root, const char *kid);

/* The same for a delegated key. Rules "no-such-key", "key-of-member". */
SELLO_NODISCARD enum sello_error root_find_delegated(struct session *session,
                                                     const struct sello_root *root, const char *kid,
                                                     struct sello_root_key **out);

/* A member by its number in `sello root show`, or by its kid. Rule "no-such-member". */
SELLO_NODISCARD enum sello_error root_find_member(struct session *session,
                                                  const struct sello_root *root, const char *text,
                                                  const struct sello_root_key **out);

#endif

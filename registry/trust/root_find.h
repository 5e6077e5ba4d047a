/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_FIND_H
#define SELLO_REGISTRY_TRUST_ROOT_FIND_H

/* Keys as people name them. Each function has said why before it returns false or NULL, but for
 * root_find_kid. */

#include "registry/commands/app.h"

/* A public key as it is handed on: 64 hex digits, a file with them, or a key file, whose role then
 * is *out_role (left as it was otherwise). */
SELLO_NODISCARD bool root_public_key(const char *text, uint8_t out[SELLO_LEN(SELLO_KEY_LEN)],
                                     uint64_t *out_role);

/* A key of the root by its kid, or by at least four of its first digits; NULL where none or several
 * have them. */
struct sello_root_key *root_find_kid(const struct sello_root *root, const char *kid);

/* The same for a delegated key. */
struct sello_root_key *root_find_delegated(const struct sello_root *root, const char *kid);

/* A member by its number in `sello root show`, or by its kid. */
const struct sello_root_key *root_find_member(const struct sello_root *root, const char *text);

#endif

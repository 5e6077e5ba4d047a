/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_KEY_FIND_H
#define SELLO_REGISTRY_TRUST_KEY_FIND_H

/* Which keys there are, and where. */

#include "registry/session/session.h"

/* A key file as people name it: by its path, or by the kid (its first digits) of one in the
 * registry's keys/. Rules "no-key-file", "several-key-files", "file-not-readable",
 * "key-file-open-to-all", "key-file-not-usable". */
SELLO_NODISCARD enum sello_error key_find_file(struct session *session, const char *name,
                                               char out[SELLO_LEN(SESSION_PATH_MAX)],
                                               struct sello_keyfile_info *out_info);

/* One key as it is listed. */
struct key_listed {
    struct sello_root_key key; /* of one that no root lists: role, public key and kid alone */
    bool in_root;
    const char *file; /* "keys/label-1.key"; NULL: not here */
};

/* Calls visit with the newest root's keys in their order, then with those in keys/ that it does not
 * list. */
SELLO_NODISCARD enum sello_error
key_list(struct session *session, void (*visit)(void *context, const struct key_listed *listed),
         void *context);

#endif

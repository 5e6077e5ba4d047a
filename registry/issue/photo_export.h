/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_PHOTO_EXPORT_H
#define SELLO_REGISTRY_ISSUE_PHOTO_EXPORT_H

/* The photos of signed labels, each under what labels say of it: "<32 hex digits>.webp". */

#include "registry/session/session.h"

#define PHOTO_NAME_LEN ((size_t)2 * SELLO_PHOTO_LEN + sizeof ".webp")

void photo_name(const struct sello_kept_photo *photo, char out[SELLO_LEN(PHOTO_NAME_LEN)]);

struct photo_exported {
    uint64_t n, n_bytes;
};

/* Into a folder, which is made where it is not there; what it has besides stays. Or, where the name
 * ends in ".tar", into an archive that is not there yet ("-": standard output). Rules
 * "folder-not-usable", those of session_create_file and session_end_output; SELLO_E_INTERRUPTED.
 * The caller catches interrupts meanwhile. */
SELLO_NODISCARD enum sello_error photo_export(struct session *session, const char *path,
                                              struct photo_exported *out);

#endif

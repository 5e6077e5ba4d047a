/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SESSION_SESSION_FILES_H
#define SELLO_REGISTRY_SESSION_SESSION_FILES_H

/* What base/file.h and base/files.h do, with the reason as the session's problem where they fail.
 * By the session's own thread. */

#include "base/file.h"
#include "registry/session/session.h"

/* Rule "file-not-readable". */
SELLO_NODISCARD enum sello_error session_read_file(struct session *session, const char *path,
                                                   size_t most, uint8_t **out_ptr, size_t *out_len);

/* Rules "disk-full", "file-exists", "file-not-written". */
SELLO_NODISCARD enum sello_error session_replace_file(struct session *session, const char *path,
                                                      struct sello_bytes bytes, unsigned mode);
SELLO_NODISCARD enum sello_error session_create_file(struct session *session, const char *path,
                                                     struct sello_bytes bytes, unsigned mode);

/* Takes it away; none is no failure. Rule "file-not-removed". */
SELLO_NODISCARD enum sello_error session_remove_file(struct session *session, const char *path);

/* Ends it, and refuses where it could not be put in place; rule "output-not-written" for standard
 * output, "reader-gone" where who read it has seen enough. Also SELLO_OK where it was not to be
 * kept, and is not. */
SELLO_NODISCARD enum sello_error session_end_output(struct session *session,
                                                    struct base_output *output, bool keep);

/* Why a file was not written, by its cause, a value of errno. `len`: how much was to be written; 0:
 * not known. Returns SELLO_E_SYSTEM. */
enum sello_error session_refuse_write(struct session *session, const char *path, size_t len,
                                      int cause);

#endif

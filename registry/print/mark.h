/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_MARK_H
#define SELLO_REGISTRY_PRINT_MARK_H

/* The certifier's mark, its logo, which stands on labels and on its page: in the registry's folder
 * as mark.png or mark.svg. No store need be open. */

#include "labels/art/art.h"
#include "registry/session/session.h"

#define MARK_FILE_MAX ((size_t)1 << 20) /* bytes: every label is drawn with it */

/* A mark as a file. */
struct mark_file {
    uint8_t *bytes; /* owned; NULL: there is none */
    size_t len;
    bool svg;                    /* else PNG */
    char path[SESSION_PATH_MAX]; /* where it stands, or is to stand */
};
void mark_file_free(struct mark_file *file);

/* The registry's, where it has one. */
SELLO_NODISCARD enum sello_error mark_read(struct session *session, struct mark_file *out);

/* The same, opened: NULL where there is none. Rule "own-mark-not-usable". */
SELLO_NODISCARD enum sello_error mark_open(struct session *session, struct sello_mark **out);

/* A mark in any file. Rule "mark-not-usable". */
SELLO_NODISCARD enum sello_error mark_open_file(struct session *session, const char *path,
                                                struct sello_mark **out);

/* The file that `mark set` is given, tried as a mark, and where it would stand; then puts it there,
 * in place of the one before. */
SELLO_NODISCARD enum sello_error mark_set_plan(struct session *session, const char *path,
                                               struct mark_file *out);
SELLO_NODISCARD enum sello_error mark_set_commit(struct session *session,
                                                 const struct mark_file *file);

/* Takes it away; none is no failure. */
SELLO_NODISCARD enum sello_error mark_remove(struct session *session);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_MARK_H
#define SELLO_REGISTRY_PRINT_MARK_H

/* The certifier's mark, its logo, which stands on labels and on its page, and its ornament, the
 * pattern of its labels: in the registry's folder as mark.png or mark.svg, and ornament.png or
 * ornament.svg. No store need be open. */

#include "labels/art/art.h"
#include "registry/session/session.h"

#define MARK_FILE_MAX ((size_t)1 << 20) /* bytes: every label is drawn with it */

enum mark_use { MARK_LOGO, MARK_ORNAMENT };

/* One of them as a file. */
struct mark_file {
    enum mark_use use;
    uint8_t *bytes; /* owned; NULL: there is none */
    size_t len;
    bool svg;                    /* else PNG */
    char path[SESSION_PATH_MAX]; /* where it stands, or is to stand */
};
void mark_file_free(struct mark_file *file);

/* The registry's, where it has one. */
SELLO_NODISCARD enum sello_error mark_read(struct session *session, enum mark_use use,
                                           struct mark_file *out);

/* The same, opened: NULL where there is none. Rules "own-mark-not-usable",
 * "own-ornament-not-usable". */
SELLO_NODISCARD enum sello_error mark_open(struct session *session, struct sello_mark **out);
SELLO_NODISCARD enum sello_error mark_open_ornament(struct session *session,
                                                    struct sello_ornament **out);

/* A mark in any file. Rule "mark-not-usable". */
SELLO_NODISCARD enum sello_error mark_open_file(struct session *session, const char *path,
                                                struct sello_mark **out);

/* The file that is to be kept, tried as what it is to be, and where it would stand; then puts it
 * there, in place of the one before. Rules "mark-not-usable", "ornament-not-usable". */
SELLO_NODISCARD enum sello_error mark_set_plan(struct session *session, enum mark_use use,
                                               const char *path, struct mark_file *out);
SELLO_NODISCARD enum sello_error mark_set_commit(struct session *session,
                                                 const struct mark_file *file);

/* Takes it away; none is no failure. */
SELLO_NODISCARD enum sello_error mark_remove(struct session *session, enum mark_use use);

#endif

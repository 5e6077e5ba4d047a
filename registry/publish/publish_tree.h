/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PUBLISH_PUBLISH_TREE_H
#define SELLO_REGISTRY_PUBLISH_PUBLISH_TREE_H

/* Paths, and folders with all that is in them. */

#include <limits.h>

#include "registry/session/session.h"

/* Writes a path; false where it is too long. */
__attribute__((format(printf, 2, 3))) SELLO_NODISCARD bool tree_path(char out[SELLO_LEN(PATH_MAX)],
                                                                     const char *format, ...);

/* Why a path was not written, by its cause, a value of errno. Rules "folder-is-mounted",
 * "file-not-written". */
enum sello_error tree_refuse(struct session *session, const char *path, int cause);

/* A file: its path within the folder, and the whole path. A failure ends the walk. */
typedef enum sello_error tree_visit(void *context, const char *name, const char *path);

/* Visits every file under the folder, in order of name. Fails where a visit does; rule
 * "page-has-link" where there is anything that is neither a file nor a folder,
 * "file-not-readable" where it cannot be read. */
SELLO_NODISCARD enum sello_error tree_walk(struct session *session, const char *folder,
                                           tree_visit *visit, void *context);

/* Makes the folders of a path, from this byte of it on. */
SELLO_NODISCARD enum sello_error tree_make_folders(struct session *session, char *path,
                                                   size_t from);

/* Waits until every file and folder of it is on the disk. */
SELLO_NODISCARD enum sello_error tree_sync(struct session *session, const char *folder);

/* Removes a folder with all that is in it, and follows no link; none is no failure. Rule
 * "left-over". */
SELLO_NODISCARD enum sello_error tree_remove(struct session *session, const char *folder);

/* The same on the way out of a failure, which stays the session's problem: a notice. */
void tree_discard(struct session *session, const char *folder);

#endif

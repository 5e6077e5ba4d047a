/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PUBLISH_PUBLISH_TREE_H
#define SELLO_REGISTRY_PUBLISH_PUBLISH_TREE_H

/* Paths, and folders with all that is in them. */

#include <limits.h>

#include "cli/cli.h"

/* Writes a path; false where it is too long. */
__attribute__((format(printf, 2, 3))) SELLO_NODISCARD bool tree_path(char out[SELLO_LEN(PATH_MAX)],
                                                                     const char *format, ...);

/* Says that it could not be written; false. */
bool tree_failed(const char *path, int cause);

/* A file: its path within the folder, and the whole path. False ends the walk. */
typedef bool tree_visit(void *context, const char *name, const char *path);

/* Visits every file under the folder, in order of name. False where a visit was, and, having said
 * so, where there is anything that is neither a file nor a folder, or that cannot be read. */
SELLO_NODISCARD bool tree_walk(const char *folder, tree_visit *visit, void *context);

/* Waits until every file and folder of it is on the disk; false, having said why. */
SELLO_NODISCARD bool tree_sync(const char *folder);

/* Removes a folder with all that is in it, and follows no link; none is no failure. */
bool tree_remove(const char *folder);

#endif

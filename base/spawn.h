/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_SPAWN_H
#define SELLO_BASE_SPAWN_H

/* Inside base/: how another program is started (child.h, program.h). */

#include <spawn.h>
#include <sys/types.h>

#include "wire/bytes.h"

struct base_spawn {
    const char *program; /* its path, or, without a slash, its name in PATH */
    char *const *argument, *const *environment;
    const posix_spawn_file_actions_t *files;
};

/* It has no signal of ours blocked or ignored, and is kept for waitpid when it ends. Returns 0, or
 * the errno of what failed. */
SELLO_NODISCARD int base_spawn(const struct base_spawn *spawn, pid_t *out);

#endif

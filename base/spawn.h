/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_SPAWN_H
#define SELLO_BASE_SPAWN_H

/* How another program is started: by child.h and program.h, and by whoever minds it itself. */

#include <spawn.h>
#include <sys/types.h>

#include "wire/bytes.h"

struct base_spawn {
    const char *program; /* its path, or, without a slash, its name in PATH */
    char *const *argument, *const *environment;
    const posix_spawn_file_actions_t *files;
    bool apart; /* in a process group of its own: the terminal's keys do not reach it */
};

/* It has no signal of ours blocked or ignored, and is kept for waitpid when it ends. Returns 0, or
 * the errno of what failed. */
SELLO_NODISCARD int base_spawn(const struct base_spawn *spawn, pid_t *out);

#endif

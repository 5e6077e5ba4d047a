/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_TASK_H
#define SELLO_REGISTRY_CONSOLE_TASK_H

/* This program, run once more for one command, in a process of its own: no shell, an environment of
 * few variables, an empty folder, and what it says read as it comes. A passphrase reaches it
 * through a pipe alone. */

#include <poll.h>
#include <sys/types.h>

#include "keys/keys.h"

#define TASK_SAID_MAX ((size_t)16 << 20)  /* bytes of its answer */
#define TASK_TOLD_MAX ((size_t)256 << 10) /* of its messages */
enum { TASK_POLLS = 4, TASK_PASSPHRASE = 3, TASK_NEW_PASSPHRASE = 4, TASK_PROGRESS = 5 };

struct task_text {
    char *text; /* NUL-terminated; NULL: nothing came */
    size_t len, room;
    bool cut; /* there was more than is kept */
};

struct task {
    pid_t pid; /* 0: none runs */
    int end;   /* pidfd: readable when it has ended */
    int answer, message, progress;
    struct task_text said, told, line;
    struct task_progress {
        char what[96]; /* "": it told nothing */
        uint64_t done, total;
    } far;
    bool died;  /* by a signal: `status` is its number */
    int status; /* how it ended */
};

struct task_plan {
    char *const *word; /* argv; NULL ends it */
    const char *folder;
    const struct sello_passphrase *passphrase, *new_passphrase; /* or NULL */
    const char *clerk; /* who asks, as they say; "": they did not */
};

/* False: errno tells why. */
SELLO_NODISCARD bool task_start(struct task *task, const struct task_plan *plan);

/* What to wait for; returns how many. */
size_t task_polls(const struct task *task, struct pollfd out[SELLO_LEN(TASK_POLLS)]);

/* Reads what came. True once, when it has ended. */
bool task_look(struct task *task);

void task_interrupt(const struct task *task);
void task_free(struct task *task);

#endif

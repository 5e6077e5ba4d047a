/* SPDX-License-Identifier: Apache-2.0 */
#include "base/spawn.h"

#include <signal.h>

/* A worker's thread takes no signals, and the program may not mind some: neither is passed on. */
static int plan_signals(posix_spawnattr_t *attributes, bool apart) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    error = error != 0 ? error : posix_spawnattr_setsigdefault(attributes, &all);
    int flags =
        POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (apart ? POSIX_SPAWN_SETPGROUP : 0);
    return error != 0 ? error : posix_spawnattr_setflags(attributes, (short)flags);
}

/* Whoever started us may have told the system not to keep ended processes for us: their numbers
 * would be given to others while we still hold them, and how they ended would not be known. */
static void keep_the_ended(void) {
    struct sigaction now;
    if (sigaction(SIGCHLD, NULL, &now) == 0 && now.sa_handler == SIG_IGN) {
        signal(SIGCHLD, SIG_DFL);
    }
}

int base_spawn(const struct base_spawn *spawn, pid_t *out) {
    posix_spawnattr_t attributes;
    keep_the_ended();
    int error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = plan_signals(&attributes, spawn->apart);
        error = error != 0 ? error
                           : posix_spawnp(out, spawn->program, spawn->files, &attributes,
                                          spawn->argument, spawn->environment);
        posix_spawnattr_destroy(&attributes);
    }
    return error;
}

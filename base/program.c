/* SPDX-License-Identifier: Apache-2.0 */
#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/spawn.h"

/* ---- start ---- */

/* Ours, but in English: what it says is looked at. The caller frees the array alone. */
static char **make_environment(void) {
    static char english[] = "LC_ALL=C";
    size_t n = 0, kept = 0;
    while (environ[n] != NULL) {
        n++;
    }
    char **all = calloc(n + 2, sizeof *all);
    for (size_t i = 0; i < n && all != NULL; i++) {
        if (strncmp(environ[i], "LC_ALL=", 7) != 0 && strncmp(environ[i], "LANGUAGE=", 9) != 0) {
            all[kept++] = environ[i];
        }
    }
    if (all != NULL) {
        all[kept] = english;
    }
    return all;
}

static int plan_files(posix_spawn_file_actions_t *files, int input, int said) {
    int error = input >= 0 ? posix_spawn_file_actions_adddup2(files, input, 0)
                           : posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
    error = error != 0 ? error : posix_spawn_file_actions_adddup2(files, said, 1);
    error = error != 0 ? error : posix_spawn_file_actions_adddup2(files, said, 2);
    return error != 0 ? error : posix_spawn_file_actions_addclosefrom_np(files, 3);
}

/* errno of the failure; 0: it runs. */
static int spawn(const struct base_program *program, int said, pid_t *out) {
    posix_spawn_file_actions_t files;
    char **environment = make_environment();
    if (environment == NULL || posix_spawn_file_actions_init(&files) != 0) {
        free(environment);
        return ENOMEM;
    }
    const struct base_spawn plan = {program->argument[0],
                                    (char *const *)(uintptr_t)program->argument, environment,
                                    &files, false};
    int error = plan_files(&files, program->input, said);
    error = error != 0 ? error : base_spawn(&plan, out);
    posix_spawn_file_actions_destroy(&files);
    free(environment);
    return error;
}

/* ---- what it says ---- */

static int64_t now_ms(void) {
    struct timespec t = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Until it has closed its side; false when its time is up. What is too much is passed over. */
static bool listen_to(struct base_program *program, int said) {
    int64_t end = now_ms() + (int64_t)program->seconds * 1000;
    char more[512];
    size_t len = 0;
    for (;;) {
        struct pollfd one = {.fd = said, .events = POLLIN};
        int64_t left = end - now_ms();
        int n = left > 0 ? poll(&one, 1, (int)left) : 0;
        if (n == 0) {
            return false;
        }
        ssize_t got = n > 0 ? read(said, more, sizeof more) : -1;
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return true;
        }
        size_t room = sizeof program->said - 1 - len, take = got > 0 ? (size_t)got : 0;
        take = take < room ? take : room;
        memcpy(program->said + len, more, take);
        len += take;
        program->said[len] = '\0';
    }
}

static int wait_for_end(pid_t pid) {
    int state = 0;
    while (waitpid(pid, &state, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

enum sello_error base_program_run(struct base_program *program) {
    int side[2];
    pid_t pid = 0;
    program->late = false;
    program->status = -1;
    program->said[0] = '\0';
    if (pipe2(side, O_CLOEXEC) != 0) {
        return SELLO_E_SYSTEM;
    }
    int cause = spawn(program, side[1], &pid);
    close(side[1]);
    if (cause == 0) {
        program->late = !listen_to(program, side[0]);
        if (program->late) {
            kill(pid, SIGKILL);
        }
        program->status = wait_for_end(pid);
    }
    close(side[0]);
    errno = cause;
    return cause == 0 ? SELLO_OK : cause == ENOENT ? SELLO_E_NOT_FOUND : SELLO_E_SYSTEM;
}

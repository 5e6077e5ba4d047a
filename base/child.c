/* SPDX-License-Identifier: Apache-2.0 */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/part.h"
#include "base/spawn.h"

/* ---- start and end ---- */

/* Where its libraries are, if that is told so; a sanitizer's options, where there is one. */
static void make_environment(char *out[4], char buf[3][PATH_MAX]) {
#ifdef SELLO_SANITIZE
    static const char *const kept[] = {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS"};
#else
    static const char *const kept[] = {"LD_LIBRARY_PATH"};
#endif
    size_t n = 0;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const char *value = getenv(kept[i]);
        int len = value != NULL ? snprintf(buf[n], PATH_MAX, "%s=%s", kept[i], value) : -1;
        if (len > 0 && len < PATH_MAX) {
            out[n] = buf[n];
            n++;
        }
    }
    out[n] = NULL;
}

/* What it says is nobody's to read; a sanitizer's words are. */
static int plan_files(posix_spawn_file_actions_t *files, int socket) {
    int error = posix_spawn_file_actions_adddup2(files, socket, BASE_CHILD_SOCKET);
    error = error != 0 ? error : posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_RDWR, 0);
#ifndef SELLO_SANITIZE
    error = error != 0 ? error : posix_spawn_file_actions_adddup2(files, 1, 2);
#endif
    return error != 0 ? error : posix_spawn_file_actions_addclosefrom_np(files, 3);
}

static bool spawn(char *path, int socket, pid_t *out) {
    posix_spawn_file_actions_t files;
    char buf[3][PATH_MAX], *environment[4], *const argument[] = {path, NULL};
    make_environment(environment, buf);
    if (posix_spawn_file_actions_init(&files) != 0) {
        return false;
    }
    const struct base_spawn plan = {path, argument, environment, &files, false};
    bool ok = plan_files(&files, socket) == 0 && base_spawn(&plan, out) == 0;
    posix_spawn_file_actions_destroy(&files);
    return ok;
}

bool base_child_start(struct base_child *child, const char *relative) {
    char path[PATH_MAX];
    int side[2];
    pid_t pid;
    if (!base_beside(relative, path) || access(path, X_OK) != 0 ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, side) != 0) {
        return false;
    }
    bool started = spawn(path, side[1], &pid);
    close(side[1]);
    if (!started) {
        close(side[0]);
        return false;
    }
    *child = (struct base_child){.pid = pid, .socket = side[0]};
    fcntl(child->socket, F_SETFL, O_NONBLOCK);
    clock_getcpuclockid(pid, &child->work);
    return true;
}

void base_child_end(struct base_child *child) {
    if (child->pid == 0) {
        return;
    }
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    close(child->socket);
    *child = (struct base_child){.pid = 0};
}

/* ---- how long ---- */

#define SECOND UINT64_C(1000000000)
#define LOOK_AGAIN (SECOND / 10)

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec t = {0, 0};
    return clock_gettime(clock, &t) == 0 ? (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec : 0;
}

void base_child_allow(struct base_child *child, unsigned seconds) {
    child->work_end = nanoseconds(child->work) + seconds * SECOND;
    child->patience_end = nanoseconds(CLOCK_MONOTONIC) + (30 + 30 * (uint64_t)seconds) * SECOND;
}

/* How long to wait before its clock is looked at again; 0: no more. Several threads may use it up
 * together, so not as long as it has. */
static int wait_ms(const struct base_child *child) {
    uint64_t work = nanoseconds(child->work);
    if (work >= child->work_end || nanoseconds(CLOCK_MONOTONIC) >= child->patience_end) {
        return 0;
    }
    uint64_t left = child->work_end - work;
    return (int)((left < LOOK_AGAIN ? left : LOOK_AGAIN) / 1000000) + 1;
}

/* ---- talk ---- */

/* Until the socket is ready. */
static enum base_child_state wait_for(const struct base_child *child, short events) {
    for (;;) {
        struct pollfd one = {.fd = child->socket, .events = events};
        int ms = wait_ms(child);
        int n = poll(&one, 1, ms);
        if (n > 0) {
            return BASE_CHILD_WELL; /* a hang-up shows when it is read or written */
        }
        if (n == 0 && ms == 0) {
            return BASE_CHILD_LATE;
        }
        if (n < 0 && errno != EINTR) {
            return BASE_CHILD_GONE;
        }
    }
}

enum base_child_state base_child_write(const struct base_child *child, const void *bytes,
                                       size_t len) {
    const uint8_t *at = bytes;
    enum base_child_state state = BASE_CHILD_WELL;
    while (len > 0 && state == BASE_CHILD_WELL) {
        ssize_t n = send(child->socket, at, len, MSG_NOSIGNAL);
        if (n > 0) {
            at += n;
            len -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            state = wait_for(child, POLLOUT);
        } else if (n >= 0 || errno != EINTR) {
            state = BASE_CHILD_GONE;
        }
    }
    return state;
}

enum base_child_state base_child_read(const struct base_child *child, void *bytes, size_t len) {
    uint8_t *at = bytes;
    enum base_child_state state = BASE_CHILD_WELL;
    while (len > 0 && state == BASE_CHILD_WELL) {
        ssize_t n = recv(child->socket, at, len, 0);
        if (n > 0) {
            at += n;
            len -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            state = wait_for(child, POLLIN);
        } else if (n >= 0 || errno != EINTR) {
            state = BASE_CHILD_GONE;
        }
    }
    return state;
}

/* ---- in the program itself ---- */

void base_child_begin(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

bool base_child_take(void *bytes, size_t len) {
    uint8_t *at = bytes;
    while (len > 0) {
        ssize_t n = read(BASE_CHILD_SOCKET, at, len);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return false;
        }
        at += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

bool base_child_give(const void *bytes, size_t len) {
    const uint8_t *at = bytes;
    while (len > 0) {
        ssize_t n = write(BASE_CHILD_SOCKET, at, len);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        at += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "tests/support/sello_test.h"

static int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) == -1 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void read_back(FILE *file, char text[CHILD_TEXT_MAX]) {
    rewind(file);
    text[fread(text, 1, CHILD_TEXT_MAX - 1, file)] = '\0';
    fclose(file);
}

void child_run(int (*body)(void *data), void *data, struct child_outcome *out) {
    FILE *to = tmpfile(), *err = tmpfile();
    assert_true(to != NULL && err != NULL);
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
        dup2(fileno(to), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        int status = body(data);
        fflush(stdout);
        _exit(status);
    }
    out->status = wait_for(pid);
    read_back(to, out->out);
    read_back(err, out->err);
}

/* Reads until the wanted text has come, or the other side is gone, or ten seconds. */
static size_t read_until(int fd, const char *wanted, char text[CHILD_TEXT_MAX], size_t len) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    size_t from = len;
    while (len < CHILD_TEXT_MAX - 1 && poll(&wait, 1, 10000) > 0) {
        ssize_t n = read(fd, text + len, CHILD_TEXT_MAX - 1 - len);
        if (n <= 0) {
            break;
        }
        len += (size_t)n;
        text[len] = '\0';
        if (wanted != NULL && strstr(text + from, wanted) != NULL) {
            break;
        }
    }
    return len;
}

static bool echoes(int tty) {
    struct termios now;
    assert_int_equal(tcgetattr(tty, &now), 0);
    return (now.c_lflag & ECHO) != 0;
}

void child_run_on_terminal(int (*body)(void *data), void *data, const struct child_step *steps,
                           size_t n_steps, struct child_outcome *out, bool *out_echo) {
    int master = -1, slave = -1;
    assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(master);
        login_tty(slave);
        int status = body(data);
        fflush(NULL);
        _exit(status);
    }
    out->out[0] = out->err[0] = '\0';
    size_t len = 0;
    for (size_t i = 0; i < n_steps; i++) {
        len = read_until(master, steps[i].prompt, out->out, len);
        size_t typed = strlen(steps[i].typed);
        assert_true(write(master, steps[i].typed, typed) == (ssize_t)typed);
    }
    out->status = wait_for(pid);
    *out_echo = echoes(slave);
    close(slave);
    read_until(master, NULL, out->out, len);
    close(master);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/task.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/spawn.h"
#include "registry/console/visitors.h"

/* ---- start ---- */

/* What a command may know of ours: where a home is, how a database is reached, how one prints. */
static bool is_passed(const char *entry) {
    static const char *const kept[] = {
        "PATH=", "HOME=",    "TZ=",         "TMPDIR=", "XDG_",   "PG",    "CUPS_",
        "USER=", "LOGNAME=", "SELLO_PAGE=", "ASAN_",   "UBSAN_", "LSAN_", "SELLO_LABELS"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (strncmp(entry, kept[i], strlen(kept[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* The caller frees the array alone; `clerk` is "SELLO_CLERK=..." and outlives it. */
static char **make_environment(char *clerk) {
    static char progress[] = "SELLO_PROGRESS_FD=5";
    size_t n = 0, kept = 0;
    while (environ[n] != NULL) {
        n++;
    }
    char **all = calloc(n + 3, sizeof *all);
    for (size_t i = 0; i < n && all != NULL; i++) {
        if (is_passed(environ[i])) {
            all[kept++] = environ[i];
        }
    }
    if (all != NULL) {
        all[kept++] = progress;
        all[kept] = clerk;
    }
    return all;
}

/* Our ends and its ends, above all numbers that it gets them as. */
struct pipes {
    int answer[2], message[2], progress[2], passphrase[2], new_passphrase[2];
};
enum { PIPES = sizeof(struct pipes) / sizeof(int[2]), ABOVE = 16 };

static void close_pair(int pair[2]) {
    for (int i = 0; i < 2; i++) {
        if (pair[i] >= 0) {
            close(pair[i]);
            pair[i] = -1;
        }
    }
}

static bool open_pair(int pair[2]) {
    int low[2];
    if (pipe2(low, O_CLOEXEC) != 0) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        pair[i] = fcntl(low[i], F_DUPFD_CLOEXEC, ABOVE);
    }
    close_pair(low);
    return pair[0] >= 0 && pair[1] >= 0;
}

static int *pair_at(struct pipes *p, size_t i) {
    int *all[PIPES] = {p->answer, p->message, p->progress, p->passphrase, p->new_passphrase};
    return all[i];
}

static void close_pipes(struct pipes *p) {
    for (size_t i = 0; i < PIPES; i++) {
        close_pair(pair_at(p, i));
    }
}

static bool open_pipes(struct pipes *p) {
    bool good = true;
    for (size_t i = 0; i < PIPES; i++) {
        int *pair = pair_at(p, i);
        pair[0] = pair[1] = -1;
        good = good && open_pair(pair);
    }
    return good;
}

static int plan_files(posix_spawn_file_actions_t *files, struct pipes *p, const char *folder) {
    const int pairs[][2] = {{p->answer[1], STDOUT_FILENO},
                            {p->message[1], STDERR_FILENO},
                            {p->passphrase[0], TASK_PASSPHRASE},
                            {p->new_passphrase[0], TASK_NEW_PASSPHRASE},
                            {p->progress[1], TASK_PROGRESS}};
    int error = posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs && error == 0; i++) {
        error = posix_spawn_file_actions_adddup2(files, pairs[i][0], pairs[i][1]);
    }
    error = error != 0 ? error : posix_spawn_file_actions_addchdir_np(files, folder);
    return error != 0 ? error : posix_spawn_file_actions_addclosefrom_np(files, TASK_PROGRESS + 1);
}

static int spawn(const struct task_plan *plan, struct pipes *pipes, pid_t *out) {
    posix_spawn_file_actions_t files;
    char clerk[sizeof "SELLO_CLERK=" + VISITORS_CLERK];
    snprintf(clerk, sizeof clerk, "SELLO_CLERK=%s", plan->clerk);
    char **environment = make_environment(clerk);
    if (environment == NULL || posix_spawn_file_actions_init(&files) != 0) {
        free(environment);
        return ENOMEM;
    }
    const struct base_spawn how = {"/proc/self/exe", plan->word, environment, &files,
                                   .apart = true};
    int error = plan_files(&files, pipes, plan->folder);
    error = error != 0 ? error : base_spawn(&how, out);
    posix_spawn_file_actions_destroy(&files);
    free(environment);
    return error;
}

static bool give(const struct sello_passphrase *passphrase, const int pair[2]) {
    return passphrase == NULL || sello_passphrase_give(passphrase, pair[1]);
}

/* Our end, which never makes us wait. */
static int keep_end(int pair[2]) {
    int end = pair[0];
    (void)fcntl(end, F_SETFL, O_NONBLOCK);
    pair[0] = -1;
    return end;
}

bool task_start(struct task *task, const struct task_plan *plan) {
    struct pipes pipes;
    int error = 0;
    *task = (struct task){.end = -1, .answer = -1, .message = -1, .progress = -1};
    if (!open_pipes(&pipes) || !give(plan->passphrase, pipes.passphrase) ||
        !give(plan->new_passphrase, pipes.new_passphrase)) {
        error = errno;
    }
    error = error != 0 ? error : spawn(plan, &pipes, &task->pid);
    if (error == 0) {
        task->end = pidfd_open(task->pid, 0);
        task->answer = keep_end(pipes.answer);
        task->message = keep_end(pipes.message);
        task->progress = keep_end(pipes.progress);
    }
    close_pipes(&pipes);
    errno = error;
    return error == 0;
}

/* ---- what it says ---- */

size_t task_polls(const struct task *task, struct pollfd out[SELLO_LEN(TASK_POLLS)]) {
    const int all[TASK_POLLS] = {task->end, task->answer, task->message, task->progress};
    size_t n = 0;
    for (size_t i = 0; i < TASK_POLLS; i++) {
        if (all[i] >= 0) {
            out[n++] = (struct pollfd){.fd = all[i], .events = POLLIN};
        }
    }
    return n;
}

static void keep(struct task_text *text, const char *bytes, size_t len, size_t most) {
    size_t take = len <= most - text->len ? len : most - text->len;
    text->cut = text->cut || take < len;
    if (text->len + take + 1 > text->room) {
        size_t room = 2 * (text->len + take) + 256;
        char *grown = realloc(text->text, room);
        if (grown == NULL) {
            text->cut = true;
            return;
        }
        text->text = grown;
        text->room = room;
    }
    memcpy(text->text + text->len, bytes, take);
    text->len += take;
    text->text[text->len] = '\0';
}

/* Until there is nothing more for now. */
static void drain(int *fd, struct task_text *text, size_t most) {
    char bytes[16384];
    while (*fd >= 0) {
        ssize_t n = read(*fd, bytes, sizeof bytes);
        if (n > 0) {
            keep(text, bytes, (size_t)n, most);
        } else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
            close(*fd);
            *fd = -1;
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

/* The last whole line of "done total what" (cli/progress.c). */
static void look_how_far(struct task *task) {
    enum { LINE_MAX_LEN = 4096 };
    drain(&task->progress, &task->line, LINE_MAX_LEN);
    char *text = task->line.text, *end = text != NULL ? strrchr(text, '\n') : NULL;
    if (end == NULL) {
        task->line.len = task->line.cut ? 0 : task->line.len;
        return;
    }
    *end = '\0';
    const char *line = strrchr(text, '\n');
    line = line != NULL ? line + 1 : text;
    char *rest = NULL;
    uint64_t done = strtoull(line, &rest, 10), total = strtoull(rest, &rest, 10);
    if (*rest == ' ') {
        task->far.done = done;
        task->far.total = total;
        snprintf(task->far.what, sizeof task->far.what, "%s", rest + 1);
    }
    size_t left = task->line.len - (size_t)(end + 1 - text);
    memmove(text, end + 1, left + 1);
    task->line.len = left;
    task->line.cut = false;
}

static bool has_ended(struct task *task) {
    int state = 0;
    pid_t got = task->pid > 0 ? waitpid(task->pid, &state, WNOHANG) : 0;
    if (got == 0 || (got < 0 && errno == EINTR)) {
        return false;
    }
    task->died = got < 0 || !WIFEXITED(state);
    task->status = got < 0 ? 0 : task->died ? WTERMSIG(state) : WEXITSTATUS(state);
    task->pid = 0;
    return true;
}

static void close_end(int *fd) {
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

/* What another process still holds open, a printer's program, is not waited for. */
bool task_look(struct task *task) {
    bool ended = has_ended(task);
    drain(&task->answer, &task->said, TASK_SAID_MAX);
    drain(&task->message, &task->told, TASK_TOLD_MAX);
    look_how_far(task);
    if (ended) {
        close_end(&task->end);
        close_end(&task->answer);
        close_end(&task->message);
        close_end(&task->progress);
    }
    return ended;
}

void task_interrupt(const struct task *task) {
    if (task->pid > 0) {
        (void)kill(task->pid, SIGINT);
    }
}

void task_free(struct task *task) {
    close_end(&task->end);
    close_end(&task->answer);
    close_end(&task->message);
    close_end(&task->progress);
    free(task->said.text);
    free(task->told.text);
    free(task->line.text);
    task->said = task->told = task->line = (struct task_text){.text = NULL};
}

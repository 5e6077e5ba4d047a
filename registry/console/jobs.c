/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/jobs.h"

#include <errno.h>
#include <stdlib.h>

#include "base/time.h"

/* ---- the list ---- */

static void take_out(struct jobs *jobs, size_t i) {
    struct job *job = jobs->all[i];
    memmove(&jobs->all[i], &jobs->all[i + 1], (jobs->n - i - 1) * sizeof(struct job *));
    jobs->n--;
    packing_free(job->packing); /* it writes into the folder */
    scratch_drop(jobs->scratch, job->id);
    task_free(&job->task);
    gate_free(&job->call);
    free(job);
}

void jobs_forget(struct jobs *jobs, struct job *job) {
    for (size_t i = 0; i < jobs->n; i++) {
        if (jobs->all[i] == job) {
            take_out(jobs, i);
            return;
        }
    }
}

static bool may_go(const struct job *job) {
    return job->state == JOB_DONE && job->n_waiting == 0;
}

/* The oldest answer makes room for a new job. */
static bool make_room(struct jobs *jobs) {
    for (size_t i = 0; i < jobs->n && jobs->n == JOBS_MAX; i++) {
        if (may_go(jobs->all[i])) {
            take_out(jobs, i);
        }
    }
    return jobs->n < JOBS_MAX;
}

struct job *jobs_add(struct jobs *jobs, uint64_t now_ms) {
    struct job *job = make_room(jobs) ? calloc(1, sizeof *job) : NULL;
    if (job == NULL) {
        return NULL;
    }
    job->made_ms = now_ms;
    job->started = base_now();
    job->task = (struct task){.end = -1, .answer = -1, .message = -1, .progress = -1};
    visitors_token(job->id);
    if (!scratch_make(jobs->scratch, job->id)) {
        free(job);
        return NULL;
    }
    jobs->all[jobs->n++] = job;
    return job;
}

struct job *jobs_find(const struct jobs *jobs, const char *id) {
    for (size_t i = 0; i < jobs->n; i++) {
        if (strcmp(jobs->all[i]->id, id) == 0) {
            return jobs->all[i];
        }
    }
    return NULL;
}

/* ---- running ---- */

static const char *shown_fd(const struct sello_passphrase *passphrase, const char *word) {
    return passphrase != NULL ? word : NULL;
}

/* `restore` with a folder behind the backup: that one is meant, and not the registry of this
 * window. */
static bool is_elsewhere(const struct gate_call *call) {
    return call->command != NULL && strcmp(call->command->name, "restore") == 0 && call->n >= 4 &&
           strcmp(call->word[call->n - 3], "--") == 0;
}

/* The command line: the program's own options, then what the gate let through. */
static bool start_command(struct jobs *jobs, struct job *job) {
    struct visitor *visitor = visitors_find(jobs->visitors, job->cookie, NULL, false);
    const struct sello_passphrase *kept = visitor != NULL ? visitor->passphrase : NULL;
    const struct sello_passphrase *own = job->call.passphrase;
    const struct sello_passphrase *passphrase = own != NULL ? own : kept;
    bool elsewhere = is_elsewhere(&job->call);
    char folder[PATH_MAX], *word[GATE_WORDS_MAX + 16];
    const char *const first[] = {"sello",
                                 "--json",
                                 "--no-input",
                                 elsewhere ? NULL : "-r",
                                 elsewhere ? NULL : jobs->registry,
                                 "--lang",
                                 job->language,
                                 shown_fd(passphrase, "--passphrase-fd=3")};
    const char *fresh = shown_fd(job->call.new_passphrase, "--new-passphrase-fd=4");
    size_t n = 0;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        if (first[i] != NULL) {
            word[n++] = (char *)(uintptr_t)first[i];
        }
    }
    for (size_t i = 0; i < job->call.n; i++) {
        if (fresh != NULL && strcmp(job->call.word[i], "--") == 0) { /* the command's own option */
            word[n++] = (char *)(uintptr_t)fresh;
            fresh = NULL;
        }
        word[n++] = job->call.word[i];
    }
    if (fresh != NULL) {
        word[n++] = (char *)(uintptr_t)fresh;
    }
    word[n] = NULL;
    const struct task_plan plan = {word, folder, passphrase, job->call.new_passphrase,
                                   visitor != NULL ? visitor->clerk : ""};
    bool started =
        scratch_path(jobs->scratch, job->id, "", folder) && task_start(&job->task, &plan);
    job->cause = started ? 0 : errno;
    job->locked_then = passphrase == NULL;
    sello_passphrase_free(&job->call.passphrase);
    sello_passphrase_free(&job->call.new_passphrase);
    return started;
}

static bool start_packing(struct job *job) {
    bool started = packing_start(job->packing);
    job->cause = started ? 0 : errno;
    return started;
}

void jobs_start(struct jobs *jobs, uint64_t now_ms) {
    size_t running = jobs_running(jobs);
    for (size_t i = 0; i < jobs->n && running < JOBS_AT_ONCE; i++) {
        if (jobs->all[i]->state == JOB_WAITING) {
            struct job *job = jobs->all[i];
            bool started = job->packing != NULL ? start_packing(job) : start_command(jobs, job);
            job->state = started ? JOB_RUNNING : JOB_DONE;
            job->ended_ms = now_ms;
            running += started ? 1 : 0;
        }
    }
}

size_t jobs_polls(const struct jobs *jobs, struct pollfd *out) {
    size_t n = 0;
    for (size_t i = 0; i < jobs->n; i++) {
        const struct job *job = jobs->all[i];
        if (job->state == JOB_RUNNING && job->packing != NULL) {
            out[n++] = (struct pollfd){.fd = job->packing->end, .events = POLLIN};
        } else if (job->state == JOB_RUNNING) {
            n += task_polls(&job->task, out + n);
        }
    }
    return n;
}

void jobs_look(struct jobs *jobs, uint64_t now_ms) {
    for (size_t i = 0; i < jobs->n; i++) {
        struct job *job = jobs->all[i];
        if (job->state == JOB_RUNNING &&
            (job->packing != NULL ? packing_look(job->packing) : task_look(&job->task))) {
            job->state = JOB_DONE;
            job->ended_ms = now_ms;
        }
    }
}

void jobs_tick(struct jobs *jobs, uint64_t now_ms) {
    size_t kept = 0;
    for (size_t i = jobs->n; i-- > 0;) { /* the newest first: the oldest go */
        struct job *job = jobs->all[i];
        kept += job->task.said.len + job->task.told.len;
        const uint64_t kept_ms = job->answer != NULL ? JOBS_UNASKED_MS : JOBS_KEPT_MS;
        bool old = job->state == JOB_DONE && now_ms - job->ended_ms > kept_ms;
        if (may_go(job) && (old || kept > JOBS_KEPT_MAX)) {
            kept -= job->task.said.len + job->task.told.len;
            take_out(jobs, i);
        }
    }
}

size_t jobs_running(const struct jobs *jobs) {
    size_t n = 0;
    for (size_t i = 0; i < jobs->n; i++) {
        n += jobs->all[i]->state == JOB_RUNNING ? 1 : 0;
    }
    return n;
}

void jobs_interrupt(struct jobs *jobs) {
    for (size_t i = 0; i < jobs->n; i++) {
        const struct job *job = jobs->all[i];
        if (job->state == JOB_RUNNING && job->packing != NULL) {
            packing_stop(job->packing);
        } else if (job->state == JOB_RUNNING) {
            task_interrupt(&job->task);
        }
    }
}

void jobs_close(struct jobs *jobs) {
    while (jobs->n > 0) {
        take_out(jobs, jobs->n - 1);
    }
}

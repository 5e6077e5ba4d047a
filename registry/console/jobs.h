/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_JOBS_H
#define SELLO_REGISTRY_CONSOLE_JOBS_H

/* Commands that wait, run, or are done and whose answer was not fetched yet. They outlive the
 * request that asked for them, and a reload of the page. */

#include "registry/console/packing.h"
#include "registry/console/places.h"
#include "registry/console/task.h"

enum {
    JOBS_MAX = 64,    /* also of those that are done */
    JOBS_AT_ONCE = 6, /* the others wait */
    JOBS_KEPT_MS = 3600000,
    JOBS_UNASKED_MS = 60000 /* an answer of our own is kept so long when who asked has gone */
};
#define JOBS_KEPT_MAX ((size_t)64 << 20) /* bytes of answers that were not fetched */

struct server;
struct request;

struct job {
    char id[VISITORS_TOKEN];
    char cookie[VISITORS_TOKEN]; /* whose it is */
    /* Answers a question of our own when it is done; NULL: a command that was asked for. */
    bool (*answer)(struct server *server, struct request *r, struct job *job);
    enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE } state;
    struct gate_call call;
    const char *language;
    struct places places;
    struct task task;
    struct packing *packing; /* owned: this runs instead of a command; NULL: a command does */
    uint64_t made_ms, ended_ms, started; /* `started`: seconds since 1970 */
    int cause;                           /* errno: it could not be started; 0: it was */
    bool locked_then;                    /* nobody had a passphrase for it */
    bool shown;                          /* a 202 was answered: it is kept until it is forgotten */
    unsigned n_waiting;                  /* requests that wait for it */
};

struct jobs {
    struct job *all[JOBS_MAX]; /* in the order they came */
    size_t n;
    struct scratch *scratch;
    const char *registry; /* its folder */
    struct visitors *visitors;
};

/* A new one, whose folder is there; NULL: there are too many, or the disk refused. */
struct job *jobs_add(struct jobs *jobs, uint64_t now_ms);
struct job *jobs_find(const struct jobs *jobs, const char *id);
void jobs_forget(struct jobs *jobs, struct job *job); /* and its files; not while it runs */

/* Starts what waits, as many as may run at once. */
void jobs_start(struct jobs *jobs, uint64_t now_ms);

/* What to wait for: at most JOBS_AT_ONCE * TASK_POLLS. */
size_t jobs_polls(const struct jobs *jobs, struct pollfd *out);

/* Reads what came. */
void jobs_look(struct jobs *jobs, uint64_t now_ms);

/* Forgets what was done an hour ago, and what is too much. */
void jobs_tick(struct jobs *jobs, uint64_t now_ms);

size_t jobs_running(const struct jobs *jobs);
void jobs_interrupt(struct jobs *jobs);
void jobs_close(struct jobs *jobs);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_SERVER_H
#define SELLO_REGISTRY_CONSOLE_SERVER_H

/* Inside registry/console/: the one thread that serves. Connections, what the children say, and the
 * signals are waited for together; whoever waits for a job holds up nobody else. */

#include "registry/console/answer.h"
#include "registry/console/console.h"
#include "registry/console/jobs.h"
#include "registry/console/site.h"

enum {
    SERVER_CONNECTIONS = 64,
    SERVER_CONNECTIONS_OF_ONE = 16, /* computer of the office */
    SERVER_IDLE_S = 20,             /* a client that says nothing for so long is gone */
    SERVER_PATIENCE_MS = 300        /* then a job's number is answered instead of its end */
};

/* One request, from its headers to its answer. */
struct request {
    struct MHD_Connection *connection;
    char method[8], path[512];
    const char *language;
    struct visitor *visitor; /* NULL: nobody that is known; of this moment */
    const char *rule;        /* why it is refused; NULL: it is not */
    char *body;              /* NUL-terminated; wiped */
    size_t len;
    uint64_t passed_over; /* bytes of a body that is too large */
    struct scratch_incoming incoming;
    char job[VISITORS_TOKEN]; /* that it waits for; "": none */
    uint64_t until_ms;
    bool waits, answered;
};

struct server {
    const struct console_setup *setup;
    struct MHD_Daemon *daemon;
    struct visitors visitors;
    struct scratch scratch;
    struct jobs jobs;
    struct site site;
    char host[300], origin[320], cookie[24];
    struct request *waiting[SERVER_CONNECTIONS];
    size_t n_waiting;
    unsigned port;
    int signals;       /* signalfd */
    uint64_t asked_ms; /* when somebody asked for something last */
    bool ending;
};

enum sello_error console_serve(const struct console_setup *setup, struct console_fault *out);

/* ---- refuse.c ---- */

/* A refusal in words: {"error":rule,"field":...,"message":...}. field, value: may be NULL. */
bool api_refuse(struct server *server, struct request *r, const char *rule, const char *field,
                const char *value);

/* ---- waiting.c ---- */

/* Waits for the job, at most so long. */
void request_wait(struct server *server, struct request *r, struct job *job, uint64_t ms);
void request_stop_waiting(struct server *server, struct request *r);

/* Goes on with whoever waited for what is done, or for long enough. Returns how long the next one
 * waits, in milliseconds; -1: nobody does. */
int64_t request_wake(struct server *server, uint64_t now_ms, bool all);

/* ---- api_jobs.c ---- */

/* What a job came to, or, where that is not known yet, its number. */
bool api_answer_job(struct server *server, struct request *r, struct job *job);
bool api_jobs(struct server *server, struct request *r);
bool api_run(struct server *server, struct request *r, const struct console_command *command);

/* ---- api_files.c ---- */

/* `,"files":[...],"folders":[...]` of what a job that is done wrote. */
void api_put_made(FILE *to, const struct server *server, const struct job *job);
bool api_file(struct server *server, struct request *r);

/* ---- api_lock.c ---- */

bool api_hello(struct server *server, struct request *r);
bool api_unlock(struct server *server, struct request *r);
bool api_lock(struct server *server, struct request *r);

/* ---- api.c ---- */

/* Answers, or lets the request wait. False: the connection is to be closed. */
bool api_answer(struct server *server, struct request *r);

#endif

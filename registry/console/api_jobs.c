/* SPDX-License-Identifier: Apache-2.0 */
/* Commands, from the request to what came of them. */
#include <inttypes.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>

#include "registry/console/clock.h"
#include "registry/console/server.h"

enum { EXIT_OK = 0, EXIT_FAILURE_OF = 1, EXIT_USAGE = 2, EXIT_UNTOLD = 3, EXIT_INTERRUPTED = 130 };

/* ---- what a command said ---- */

/* Calls on each line that is whole; the last may have been cut by a death. */
static void each_line(const char *text, size_t len,
                      void (*on)(void *context, struct sello_bytes line), void *context) {
    const char *at = text, *end = text + len;
    while (at != NULL && at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t n = (size_t)((stop != NULL ? stop : end) - at);
        if (n > 0) {
            on(context, sello_bytes(at, n));
        }
        at = stop != NULL ? stop + 1 : end;
    }
}

struct putting {
    FILE *to;
    bool more;
};

static void put_object(void *context, struct sello_bytes line) {
    struct putting *p = context;
    if (line.ptr[0] == '{' && line.ptr[line.len - 1] == '}') {
        fputs(p->more ? "," : "", p->to);
        fwrite(line.ptr, 1, line.len, p->to);
        p->more = true;
    }
}

static void put_message(void *context, struct sello_bytes line) {
    static const char name[] = "sello: ";
    struct putting *p = context;
    size_t skip = sizeof name - 1;
    bool named = line.len > skip && memcmp(line.ptr, name, skip) == 0;
    fputs(p->more ? "," : "", p->to);
    answer_put_text(p->to, named ? sello_bytes(line.ptr + skip, line.len - skip) : line);
    p->more = true;
}

struct last {
    struct sello_bytes line;
};

static void keep_last(void *context, struct sello_bytes line) {
    ((struct last *)context)->line = line;
}

/* The error that a command answered, {"error":...}; NULL: it answered none. */
static json_t *error_of(const struct job *job) {
    struct last last = {{NULL, 0}};
    json_error_t where;
    each_line(job->task.said.text, job->task.said.len, keep_last, &last);
    json_t *object = last.line.ptr != NULL
                         ? json_loadb((const char *)last.line.ptr, last.line.len, 0, &where)
                         : NULL;
    if (json_string_value(json_object_get(object, "error")) == NULL) {
        json_decref(object);
        return NULL;
    }
    return object;
}

/* ---- what it came to ---- */

/* Nothing was done, and nobody had given the passphrase that it needs. */
static bool wants_passphrase(const struct job *job, const char *error) {
    return job->locked_then && error != NULL &&
           (strcmp(error, "keys-closed") == 0 || strcmp(error, "passphrase-none") == 0);
}

static unsigned status_of(int status) {
    return status == EXIT_OK || status == EXIT_UNTOLD ? MHD_HTTP_OK
           : status == EXIT_USAGE                     ? MHD_HTTP_BAD_REQUEST
                                                      : MHD_HTTP_CONFLICT;
}

static void put_error(FILE *to, const json_t *error, int status) {
    static const char *const names[] = {"error", "field", "message"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *text = json_string_value(json_object_get(error, names[i]));
        if (text != NULL) {
            fprintf(to, ",\"%s\":", names[i]);
            answer_put_text(to, sello_bytes_of(text));
        }
    }
    if (error == NULL && status != EXIT_OK && status != EXIT_UNTOLD) {
        answer_put_member(to,
                          ",\"error\":", status == EXIT_INTERRUPTED ? "interrupted" : "failure");
    }
}

static void put_outcome(struct answer *a, const struct server *server, const struct job *job,
                        const json_t *error) {
    const struct task *task = &job->task;
    struct putting lines = {a->to, false}, messages = {a->to, false};
    if (a->to == NULL) {
        return;
    }
    fprintf(a->to, "{\"job\":\"%s\",\"exit\":%d", job->id, task->status);
    put_error(a->to, error, task->status);
    fputs(",\"lines\":[", a->to);
    each_line(task->said.text, task->said.len, put_object, &lines);
    fputs("],\"messages\":[", a->to);
    each_line(task->told.text, task->told.len, put_message, &messages);
    fputs("]", a->to);
    api_put_made(a->to, server, job);
    fputs("}\n", a->to);
}

static bool answer_done(struct server *server, struct request *r, const struct job *job) {
    json_t *error = job->task.status != EXIT_OK ? error_of(job) : NULL;
    bool locked = wants_passphrase(job, json_string_value(json_object_get(error, "error")));
    struct answer a;
    if (locked) {
        json_decref(error);
        return api_refuse(server, r, "locked", NULL, NULL);
    }
    answer_open(&a, status_of(job->task.status));
    put_outcome(&a, server, job, error);
    json_decref(error);
    return answer_send(&a, r->connection);
}

static void put_job(FILE *to, const struct job *job) {
    static const char *const states[] = {"waiting", "running", "done"};
    const struct task_progress *far = &job->task.far;
    fprintf(to, "{\"job\":\"%s\"", job->id);
    answer_put_member(to,
                      ",\"command\":", job->call.command != NULL ? job->call.command->name : "");
    fprintf(to, ",\"state\":\"%s\",\"started\":%" PRIu64, states[job->state], job->started);
    if (far->what[0] != '\0') {
        answer_put_member(to, ",\"progress\":{\"what\":", far->what);
        fprintf(to, ",\"done\":%" PRIu64 ",\"total\":%" PRIu64 "}", far->done, far->total);
    }
    putc('}', to);
}

static bool answer_running(struct request *r, struct job *job) {
    struct answer a;
    job->shown = true;
    answer_open(&a, MHD_HTTP_ACCEPTED);
    if (a.to != NULL) {
        put_job(a.to, job);
        putc('\n', a.to);
    }
    return answer_send(&a, r->connection);
}

/* A command that left no file has nothing to be kept once its answer was given. */
static bool is_over(const struct job *job, const char *rule) {
    return !job->shown && (rule != NULL || job->places.n_made == 0);
}

bool api_answer_job(struct server *server, struct request *r, struct job *job) {
    if (job->state != JOB_DONE) {
        return job->answer == NULL ? answer_running(r, job)
                                   : api_refuse(server, r, "busy", NULL, NULL);
    }
    const char *rule = job->cause != 0      ? job->answer != NULL ? "busy" : "not-started"
                       : job->task.died     ? "died"
                       : job->task.said.cut ? "answer-too-long"
                                            : NULL;
    bool sent = false;
    if (rule != NULL) {
        sent = api_refuse(server, r, rule, NULL,
                          job->call.command != NULL ? job->call.command->name : "");
    } else {
        sent = job->answer != NULL ? job->answer(server, r, job) : answer_done(server, r, job);
    }
    if (job->n_waiting == 0 && (job->answer != NULL || is_over(job, rule))) {
        jobs_forget(&server->jobs, job);
    }
    return sent;
}

/* ---- running one ---- */

bool api_run(struct server *server, struct request *r, const struct console_command *command) {
    struct gate_fault fault;
    struct job *job = jobs_add(&server->jobs, console_now_ms());
    if (job == NULL) {
        return api_refuse(server, r, "busy", NULL, NULL);
    }
    job->language = r->language;
    memcpy(job->cookie, r->visitor->cookie, sizeof job->cookie);
    job->places = (struct places){.scratch = &server->scratch,
                                  .job = job->id,
                                  .outputs = server->setup->outputs,
                                  .registry = server->setup->folder};
    const struct gate_files files = {&job->places, places_find};
    if (!gate_take(command,
                   sello_bytes(r->body != NULL ? r->body : "{}", r->body != NULL ? r->len : 2),
                   &files, &job->call, &fault)) {
        job->state = JOB_DONE;
        jobs_forget(&server->jobs, job);
        return api_refuse(server, r, fault.rule, fault.field, fault.value);
    }
    jobs_start(&server->jobs, console_now_ms());
    if (job->call.background) {
        return answer_running(r, job);
    }
    request_wait(server, r, job, SERVER_PATIENCE_MS);
    return true;
}

/* ---- looking after them ---- */

static bool tell_all(struct server *server, struct request *r) {
    struct answer a;
    answer_open(&a, MHD_HTTP_OK);
    bool more = false;
    for (size_t i = 0; a.to != NULL && i < server->jobs.n; i++) {
        if (server->jobs.all[i]->answer == NULL && server->jobs.all[i]->shown) {
            fputs(more ? "," : "{\"jobs\":[", a.to);
            put_job(a.to, server->jobs.all[i]);
            more = true;
        }
    }
    if (a.to != NULL) {
        fputs(more ? "]}\n" : "{\"jobs\":[]}\n", a.to);
    }
    return answer_send(&a, r->connection);
}

static bool end_job(struct server *server, struct request *r, struct job *job) {
    struct answer a;
    if (job->state == JOB_RUNNING) {
        task_interrupt(&job->task);
    } else if (job->n_waiting == 0) {
        jobs_forget(&server->jobs, job);
    }
    answer_open(&a, MHD_HTTP_OK);
    if (a.to != NULL) {
        fputs("{}\n", a.to);
    }
    return answer_send(&a, r->connection);
}

static uint64_t patience(struct MHD_Connection *connection) {
    enum { LONGEST_S = 25 };
    const char *wait = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "wait");
    unsigned long seconds = wait != NULL ? strtoul(wait, NULL, 10) : 0;
    return (seconds < LONGEST_S ? seconds : LONGEST_S) * 1000;
}

bool api_jobs(struct server *server, struct request *r) {
    const char *id = r->path + strlen("/api/jobs");
    if (id[0] == '\0') {
        return tell_all(server, r);
    }
    struct job *job = jobs_find(&server->jobs, id + 1);
    if (job == NULL || job->answer != NULL) {
        return api_refuse(server, r, "not-found", NULL, r->path);
    }
    if (strcmp(r->method, "DELETE") == 0) {
        return end_job(server, r, job);
    }
    if (strcmp(r->method, "GET") != 0) {
        return api_refuse(server, r, "method", NULL, r->path);
    }
    uint64_t ms = job->state != JOB_DONE ? patience(r->connection) : 0;
    if (ms == 0) {
        return api_answer_job(server, r, job);
    }
    request_wait(server, r, job, ms);
    return true;
}

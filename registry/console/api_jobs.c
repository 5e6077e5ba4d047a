/* SPDX-License-Identifier: Apache-2.0 */
/* Commands, from the request to what came of them. */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/console/clock.h"
#include "registry/console/server.h"

#define ZIP ".zip"                     /* what a folder is taken away as */
#define PACKED_MAX ((uint64_t)1 << 30) /* bytes of a folder */

enum { EXIT_OK = 0, EXIT_FAILURE_OF = 1, EXIT_USAGE = 2, EXIT_UNTOLD = 3, EXIT_INTERRUPTED = 130 };

static void put_member(FILE *to, const char *before, const char *text) {
    fputs(before, to);
    answer_put_text(to, sello_bytes_of(text));
}

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

/* ---- what it wrote ---- */

/* "/files/<job>/<name>, to be ended by whoever has more of it. */
static void put_address(FILE *to, const char *before, const struct job *job, const char *name) {
    fprintf(to, "%s\"/files/%s/", before, job->id);
    for (const char *p = name; *p != '\0'; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                     (*p >= '0' && *p <= '9') || *p == '.' || *p == '-' || *p == '_';
        fprintf(to, plain ? "%c" : "%%%02X", (unsigned)(unsigned char)*p);
    }
}

static void put_files(FILE *to, const struct server *server, const struct job *job) {
    char path[PATH_MAX];
    DIR *dir = scratch_path(&server->scratch, job->id, "", path) ? opendir(path) : NULL;
    bool more = false;
    for (struct dirent *e = NULL; dir != NULL && (e = readdir(dir)) != NULL;) {
        struct stat info;
        if (e->d_name[0] == '.' ||
            fstatat(dirfd(dir), e->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(info.st_mode)) {
            continue;
        }
        put_member(to, more ? ",{\"name\":" : "{\"name\":", e->d_name);
        put_address(to, ",\"url\":", job, e->d_name);
        fprintf(to, "\",\"size\":%llu", (unsigned long long)info.st_size);
        put_member(to, ",\"type\":", site_type(e->d_name));
        putc('}', to);
        more = true;
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

/* A registry that was brought back has keys in it, which do not leave through a browser. */
static bool may_go(const struct places_made *made) {
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/registry.db", made->path);
    return n > 0 && (size_t)n < sizeof path && !base_file_exists(path);
}

static void put_folders(FILE *to, const struct job *job) {
    bool more = false;
    for (size_t i = 0; i < job->places.n_made; i++) {
        const struct places_made *made = &job->places.made[i];
        if (made->folder && base_file_exists(made->path)) {
            put_member(to, more ? ",{\"name\":" : "{\"name\":", made->name);
            put_member(to, ",\"path\":", made->path);
            if (may_go(made)) {
                put_address(to, ",\"zip\":", job, made->name);
                fputs(ZIP "\"", to);
            }
            putc('}', to);
            more = true;
        }
    }
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
        put_member(to, ",\"error\":", status == EXIT_INTERRUPTED ? "interrupted" : "failure");
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
    fputs("],\"files\":[", a->to);
    put_files(a->to, server, job);
    fputs("],\"folders\":[", a->to);
    put_folders(a->to, job);
    fputs("]}\n", a->to);
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
    put_member(to, ",\"command\":", job->call.command != NULL ? job->call.command->name : "");
    fprintf(to, ",\"state\":\"%s\",\"started\":%" PRIu64, states[job->state], job->started);
    if (far->what[0] != '\0') {
        put_member(to, ",\"progress\":{\"what\":", far->what);
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
    const char *rule = job->cause != 0      ? "not-started"
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

/* ---- its files ---- */

/* The folder that a job wrote and "<name>.zip" means; NULL: it means none. */
static const struct places_made *folder_of(const struct job *job, const char *name) {
    size_t len = strlen(name), end = sizeof ZIP - 1;
    for (size_t i = 0; i < job->places.n_made && len > end; i++) {
        const struct places_made *made = &job->places.made[i];
        if (made->folder && may_go(made) && strlen(made->name) == len - end &&
            strncmp(made->name, name, len - end) == 0 && strcmp(name + len - end, ZIP) == 0) {
            return made;
        }
    }
    return NULL;
}

/* Packs it as it is now, under a name that is no file of the job's. Returns NULL, or the rule. */
static const char *pack(const struct server *server, const struct job *job,
                        const struct places_made *made, char path[SELLO_LEN(PATH_MAX)]) {
    if (!scratch_path(&server->scratch, job->id, ".packed", path)) {
        return "disk";
    }
    enum sello_error error = server->setup->pack(made->path, made->name, PACKED_MAX, path);
    return error == SELLO_OK ? NULL : error == SELLO_E_TOO_LONG ? "folder-too-large" : "disk";
}

/* "/files/<job>/<name>": both are looked up, neither is a path. */
bool api_file(struct server *server, struct request *r) {
    const char *id = r->path + strlen("/files/"), *slash = strchr(id, '/');
    char job_id[VISITORS_TOKEN], path[PATH_MAX];
    struct stat info;
    if (r->visitor == NULL) {
        return api_refuse(server, r, "no-session", NULL, NULL);
    }
    if (slash == NULL || (size_t)(slash - id) >= sizeof job_id || !gate_name_ok(slash + 1)) {
        return api_refuse(server, r, "not-found", NULL, r->path);
    }
    snprintf(job_id, sizeof job_id, "%.*s", (int)(slash - id), id);
    const struct job *job = jobs_find(&server->jobs, job_id);
    bool known = job != NULL && job->state == JOB_DONE &&
                 scratch_path(&server->scratch, job->id, slash + 1, path);
    const struct places_made *folder = known ? folder_of(job, slash + 1) : NULL;
    const char *rule = folder != NULL ? pack(server, job, folder, path) : NULL;
    if (rule != NULL) {
        return api_refuse(server, r, rule, NULL, folder->path);
    }
    int file = known ? open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (file < 0 || fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        if (file >= 0) {
            close(file);
        }
        return api_refuse(server, r, "not-found", NULL, r->path);
    }
    struct MHD_Response *response = MHD_create_response_from_fd64((uint64_t)info.st_size, file);
    if (response == NULL) {
        close(file);
        return false;
    }
    answer_headers(response, false);
    (void)MHD_add_response_header(response, "Content-Type", site_type(slash + 1));
    (void)MHD_add_response_header(response, "Content-Disposition", "attachment");
    (void)MHD_add_response_header(response, "Cache-Control", "no-store");
    bool sent = MHD_queue_response(r->connection, MHD_HTTP_OK, response) == MHD_YES;
    MHD_destroy_response(response);
    return sent;
}

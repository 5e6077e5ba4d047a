/* SPDX-License-Identifier: Apache-2.0 */
/* What is here, and the passphrase: whether it is right is tried by opening a key with it. */
#include <inttypes.h>
#include <jansson.h>
#include <microhttpd.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/console/clock.h"
#include "registry/console/server.h"

enum { LOOK_MS = 20000 }; /* opening a key takes a second or two of all cores */

/* Runs one of our own commands for this request. */
static bool look(struct server *server, struct request *r,
                 bool (*answer)(struct server *server, struct request *r, struct job *job),
                 const char *const *word, struct sello_passphrase *passphrase) {
    struct job *job = jobs_add(&server->jobs, console_now_ms());
    if (job == NULL) {
        sello_passphrase_free(&passphrase);
        return api_refuse(server, r, "busy", NULL, NULL);
    }
    job->answer = answer;
    job->language = r->language;
    job->call.passphrase = passphrase;
    memcpy(job->cookie, r->visitor->cookie, sizeof job->cookie);
    for (; *word != NULL; word++) {
        job->call.word[job->call.n] = strdup(*word);
        job->call.n += job->call.word[job->call.n] != NULL ? 1 : 0;
    }
    jobs_start(&server->jobs, console_now_ms());
    request_wait(server, r, job, LOOK_MS);
    return true;
}

static bool registry_exists(const struct server *server) {
    static const char *const files[] = {"registry.db", "database"};
    char path[PATH_MAX + 16];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", server->setup->folder, files[i]);
        if (base_file_exists(path)) {
            return true;
        }
    }
    return false;
}

/* ---- hello ---- */

static void put_lock(FILE *to, const struct visitor *visitor) {
    uint64_t left = visitor != NULL ? visitors_left(visitor, console_now_ms()) : 0;
    fprintf(to, "\"unlocked\":%s,\"lock_seconds\":%" PRIu64, left > 0 ? "true" : "false", left);
}

static void put_hello(FILE *to, const struct server *server, const struct request *r,
                      const json_t *status) {
    static const char *const texts[][2] = {
        {"certifier", "name"}, {"error", "error"}, {"message", "message"}};
    fputs("{\"version\":\"" SELLO_VERSION "\",\"language\":", to);
    answer_put_text(to, sello_bytes_of(server->setup->language));
    fputs(",\"registry\":", to);
    answer_put_text(to, sello_bytes_of(server->setup->folder));
    fprintf(to, ",\"exists\":%s", status != NULL || registry_exists(server) ? "true" : "false");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = json_string_value(json_object_get(status, texts[i][0]));
        if (text != NULL) {
            fprintf(to, ",\"%s\":", texts[i][1]);
            answer_put_text(to, sello_bytes_of(text));
        }
    }
    if (status != NULL) {
        bool practice = json_is_true(json_object_get(status, "practice"));
        fprintf(to, ",\"practice\":%s", practice ? "true" : "false");
    }
    fputs(",\"folder\":", to);
    answer_put_text(to, sello_bytes_of(server->setup->outputs));
    putc(',', to);
    put_lock(to, r->visitor);
    fputs(",\"clerk\":", to);
    answer_put_text(to, sello_bytes_of(r->visitor->clerk));
    fputs("}\n", to);
}

static bool answer_hello(struct server *server, struct request *r, const json_t *status) {
    struct answer a;
    answer_open(&a, MHD_HTTP_OK);
    if (a.to != NULL) {
        put_hello(a.to, server, r, status);
    }
    return answer_send(&a, r->connection);
}

static json_t *first_line(const struct job *job) {
    json_error_t where;
    const char *text = job->task.said.text;
    return text != NULL ? json_loads(text, JSON_DISABLE_EOF_CHECK, &where) : NULL;
}

static bool answer_status(struct server *server, struct request *r, struct job *job) {
    json_t *status = first_line(job);
    bool sent = answer_hello(server, r, status);
    json_decref(status);
    return sent;
}

bool api_hello(struct server *server, struct request *r) {
    static const char *const words[] = {"status", NULL};
    return registry_exists(server) ? look(server, r, answer_status, words, NULL)
                                   : answer_hello(server, r, NULL);
}

/* ---- the lock ---- */

static bool answer_lock(struct request *r) {
    struct answer a;
    answer_open(&a, MHD_HTTP_OK);
    if (a.to != NULL) {
        putc('{', a.to);
        put_lock(a.to, r->visitor);
        fputs("}\n", a.to);
    }
    return answer_send(&a, r->connection);
}

bool api_lock(struct server *server, struct request *r) {
    (void)server;
    if (strcmp(r->method, "POST") == 0) {
        visitors_unlock(r->visitor, NULL, console_now_ms());
    }
    return answer_lock(r);
}

static struct sello_passphrase *passphrase_of(const struct request *r) {
    json_error_t where;
    json_t *body =
        json_loadb(r->body != NULL ? r->body : "", r->len, JSON_REJECT_DUPLICATES, &where);
    const char *text = json_string_value(json_object_get(body, "passphrase"));
    struct sello_passphrase *p = text != NULL ? gate_passphrase(text) : NULL;
    json_decref(body);
    return p;
}

/* Before there is a key, it can only be judged. */
static bool unlock_unborn(struct server *server, struct request *r, struct sello_passphrase *p) {
    if (sello_passphrase_judge(p) != SELLO_OK) {
        sello_passphrase_free(&p);
        return api_refuse(server, r, "passphrase-weak", "passphrase", NULL);
    }
    visitors_unlock(r->visitor, p, console_now_ms());
    return answer_lock(r);
}

/* The kid of the first key here that signs for the certifier, or else of any whose file is here. */
static bool find_key(const struct job *job, char out[SELLO_LEN(2 * SELLO_KID_LEN + 1)]) {
    const char *at = job->task.said.text;
    bool found = false, active = false;
    while (at != NULL && *at == '{' && !active) {
        json_error_t where;
        json_t *row = json_loads(at, JSON_DISABLE_EOF_CHECK, &where);
        const char *kid = json_string_value(json_object_get(row, "kid"));
        const char *state = json_string_value(json_object_get(row, "state"));
        active = state != NULL && strcmp(state, "active") == 0;
        if (kid != NULL && json_object_get(row, "file") != NULL && (active || !found)) {
            snprintf(out, 2 * SELLO_KID_LEN + 1, "%s", kid);
            found = true;
        } else {
            active = false;
        }
        json_decref(row);
        at = strchr(at, '\n');
        at = at != NULL ? at + 1 : NULL;
    }
    return found;
}

static bool answer_unlock(struct server *server, struct request *r, struct job *job) {
    struct sello_passphrase *p = job->task.status == 0 ? passphrase_of(r) : NULL;
    if (p == NULL) {
        return api_refuse(server, r, "passphrase", "passphrase", NULL);
    }
    visitors_unlock(r->visitor, p, console_now_ms());
    return answer_lock(r);
}

static bool answer_keys(struct server *server, struct request *r, struct job *job) {
    char kid[2 * SELLO_KID_LEN + 1];
    if (!find_key(job, kid)) {
        return api_refuse(server, r, "no-key-here", "passphrase", NULL);
    }
    const char *const words[] = {"key", "show", "--", kid, NULL};
    struct sello_passphrase *p = passphrase_of(r);
    return p != NULL ? look(server, r, answer_unlock, words, p)
                     : api_refuse(server, r, "passphrase-bad", "passphrase", NULL);
}

bool api_unlock(struct server *server, struct request *r) {
    static const char *const words[] = {"key", "list", NULL};
    struct sello_passphrase *p = passphrase_of(r);
    if (p == NULL) {
        return api_refuse(server, r, "passphrase-bad", "passphrase", NULL);
    }
    if (!registry_exists(server)) {
        return unlock_unborn(server, r, p);
    }
    sello_passphrase_free(&p);
    return look(server, r, answer_keys, words, NULL);
}

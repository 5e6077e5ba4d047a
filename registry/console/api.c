/* SPDX-License-Identifier: Apache-2.0 */
/* Which request is answered by what. */
#include <jansson.h>
#include <microhttpd.h>

#include "registry/console/clock.h"
#include "registry/console/guard.h"
#include "registry/console/server.h"

static bool answer_empty(struct request *r) {
    struct answer a;
    answer_open(&a, MHD_HTTP_OK);
    if (a.to != NULL) {
        fputs("{}\n", a.to);
    }
    return answer_send(&a, r->connection);
}

/* ---- sessions ---- */

static bool enter(struct server *server, struct request *r) {
    json_error_t where;
    json_t *body =
        json_loadb(r->body != NULL ? r->body : "", r->len, JSON_REJECT_DUPLICATES, &where);
    const char *token = json_string_value(json_object_get(body, "token"));
    struct visitor *visitor =
        token != NULL ? visitors_enter(&server->visitors, token, console_now_ms()) : NULL;
    json_decref(body);
    if (visitor == NULL) {
        return api_refuse(server, r, "link-used", NULL, NULL);
    }
    struct answer a;
    char cookie[160];
    answer_open(&a, MHD_HTTP_OK);
    snprintf(cookie, sizeof cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s", server->cookie,
             visitor->cookie, server->setup->tls_cert != NULL ? "; Secure" : "");
    a.cookie = cookie;
    if (a.to != NULL) {
        fprintf(a.to, "{\"key\":\"%s\"}\n", visitor->key);
    }
    bool sent = answer_send(&a, r->connection);
    explicit_bzero(cookie, sizeof cookie);
    return sent;
}

static bool invite(struct server *server, struct request *r) {
    struct answer a;
    answer_open(&a, MHD_HTTP_OK);
    if (a.to != NULL) {
        fprintf(a.to, "{\"url\":\"%s/#t=%s\"}\n", server->origin,
                visitors_invite(&server->visitors, console_now_ms()));
    }
    return answer_send(&a, r->connection);
}

/* Who works at it: events say it beside the account, which several may share. */
static bool name_clerk(struct server *server, struct request *r) {
    json_error_t where;
    json_t *body =
        json_loadb(r->body != NULL ? r->body : "", r->len, JSON_REJECT_DUPLICATES, &where);
    const char *name = json_string_value(json_object_get(body, "name"));
    bool good = name != NULL && strlen(name) < VISITORS_CLERK &&
                (name[0] == '\0' ||
                 sello_text_check(sello_bytes_of(name), 1, VISITORS_CLERK - 1, NULL) == SELLO_OK);
    if (good) {
        snprintf(r->visitor->clerk, sizeof r->visitor->clerk, "%s", name);
    }
    json_decref(body);
    return good ? answer_empty(r) : api_refuse(server, r, "clerk", "name", NULL);
}

static bool leave(struct server *server, struct request *r) {
    (void)server;
    visitors_leave(r->visitor);
    return answer_empty(r);
}

/* The window closes; what runs is finished first. */
static bool end(struct server *server, struct request *r) {
    server->ending = true;
    return answer_empty(r);
}

/* ---- what is sent ---- */

static bool take_upload(struct server *server, struct request *r) {
    struct answer a;
    struct scratch_upload upload = r->incoming.upload;
    if (!scratch_keep(&server->scratch, &r->incoming)) {
        return api_refuse(server, r, r->incoming.rule, "name", NULL);
    }
    answer_open(&a, MHD_HTTP_OK);
    if (a.to != NULL) {
        fprintf(a.to, "{\"upload\":\"%s\",\"name\":", upload.id);
        answer_put_text(a.to, sello_bytes_of(upload.name));
        fprintf(a.to, ",\"size\":%llu}\n", (unsigned long long)upload.size);
    }
    return answer_send(&a, r->connection);
}

static bool tell_volumes(struct server *server, struct request *r) {
    struct answer a;
    (void)server;
    answer_open(&a, MHD_HTTP_OK);
    if (a.to != NULL) {
        fputs("{\"volumes\":[", a.to);
        places_volumes(a.to);
        fputs("]}\n", a.to);
    }
    return answer_send(&a, r->connection);
}

/* ---- the page's files ---- */

/* Where the page was not built: what is the matter, for whoever looks. */
static bool answer_no_page(struct server *server, struct request *r) {
    char words[1024] = "";
    server->setup->words(r->language, "no-page", "", words, sizeof words);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(words), words, MHD_RESPMEM_MUST_COPY);
    if (response == NULL) {
        return false;
    }
    answer_headers(response, false);
    (void)MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
    (void)MHD_add_response_header(response, "Cache-Control", "no-store");
    bool sent = MHD_queue_response(r->connection, MHD_HTTP_OK, response) == MHD_YES;
    MHD_destroy_response(response);
    return sent;
}

static bool takes_gzip(struct MHD_Connection *connection) {
    const char *taken = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Encoding");
    return taken != NULL && strstr(taken, "gzip") != NULL;
}

static bool answer_site(struct server *server, struct request *r) {
    const struct site_file *file = site_find(&server->site, r->path);
    if (file == NULL) {
        return strcmp(r->path, "/") == 0 ? answer_no_page(server, r)
                                         : api_refuse(server, r, "not-found", NULL, r->path);
    }
    bool packed = file->packed != NULL && takes_gzip(r->connection);
    return MHD_queue_response(r->connection, MHD_HTTP_OK, packed ? file->packed : file->plain) ==
           MHD_YES;
}

/* ---- which ---- */

static const struct route {
    const char *method, *path;
    bool (*answer)(struct server *server, struct request *r);
} routes[] = {
    {"POST", "/api/session", enter},         {"DELETE", "/api/session", leave},
    {"POST", "/api/session/invite", invite}, {"POST", "/api/session/clerk", name_clerk},
    {"GET", "/api/hello", api_hello},        {"POST", "/api/unlock", api_unlock},
    {"GET", "/api/lock", api_lock},          {"POST", "/api/lock", api_lock},
    {"PUT", "/api/upload", take_upload},     {"GET", "/api/volumes", tell_volumes},
    {"GET", "/api/jobs", api_jobs},          {"POST", "/api/end", end},
};

static bool has_path(const char *path) {
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (strcmp(routes[i].path, path) == 0) {
            return true;
        }
    }
    return false;
}

/* A request that does something keeps the lock open; looking does not. */
static void stay(struct request *r) {
    uint64_t now = console_now_ms();
    r->visitor->seen_ms = now;
    if (strcmp(r->method, "POST") == 0) {
        r->visitor->unlocked_ms = now;
    }
}

bool api_answer(struct server *server, struct request *r) {
    if (!guard_is_api(r->path)) {
        return guard_is_made(r->path) ? api_file(server, r) : answer_site(server, r);
    }
    bool enters = strcmp(r->path, "/api/session") == 0 && strcmp(r->method, "POST") == 0;
    if (r->visitor == NULL && !enters) {
        return api_refuse(server, r, "no-session", NULL, NULL);
    }
    if (r->visitor != NULL) {
        stay(r);
    }
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (strcmp(routes[i].path, r->path) == 0 && strcmp(routes[i].method, r->method) == 0) {
            return routes[i].answer(server, r);
        }
    }
    if (strncmp(r->path, "/api/jobs/", strlen("/api/jobs/")) == 0) {
        return api_jobs(server, r);
    }
    const struct console_command *command =
        gate_command(server->setup->commands, r->path + strlen("/api/"));
    bool known = command != NULL || has_path(r->path);
    if (command == NULL || strcmp(r->method, "POST") != 0) {
        return api_refuse(server, r, known ? "method" : "no-command", NULL, r->path);
    }
    return api_run(server, r, command);
}

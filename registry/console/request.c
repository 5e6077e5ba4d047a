/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/request.h"

#include <stdlib.h>
#include <unistd.h>

#include "registry/console/clock.h"
#include "registry/console/guard.h"

/* A body that is refused is read to its end, so that the browser hears why; but not for ever. */
#define PASSED_OVER_MAX ((uint64_t)256 << 20)

static const char *header(struct MHD_Connection *connection, const char *name) {
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* ---- who asks ---- */

static struct visitor *find_visitor(struct server *server, const struct request *r) {
    const char *cookie =
        MHD_lookup_connection_value(r->connection, MHD_COOKIE_KIND, server->cookie);
    return visitors_find(&server->visitors, cookie, header(r->connection, "X-Sello-Key"),
                         guard_is_api(r->path));
}

static const char *language_of(const struct server *server, struct MHD_Connection *connection) {
    const char *wanted = header(connection, "X-Sello-Lang");
    return wanted != NULL && strcmp(wanted, "es") == 0   ? "es"
           : wanted != NULL && strcmp(wanted, "en") == 0 ? "en"
                                                         : server->setup->language;
}

static const char *look_at_headers(struct server *server, struct request *r) {
    const struct guard_request seen = {.method = r->method,
                                       .path = r->path,
                                       .host = header(r->connection, "Host"),
                                       .origin = header(r->connection, "Origin"),
                                       .fetch_site = header(r->connection, "Sec-Fetch-Site"),
                                       .content_type = header(r->connection, "Content-Type")};
    const char *rule = guard_refuses(&seen, server->host, server->origin);
    bool is_private = guard_is_api(r->path) || guard_is_made(r->path);
    if (rule != NULL || !is_private || strcmp(r->path, "/api/session") == 0) {
        return rule;
    }
    r->visitor = find_visitor(server, r);
    return r->visitor != NULL ? NULL : "no-session";
}

/* ---- its life ---- */

static struct request *begin(struct server *server, struct MHD_Connection *connection,
                             const char *method, const char *path) {
    struct request *r = calloc(1, sizeof *r);
    if (r == NULL) {
        return NULL;
    }
    r->connection = connection;
    server->asked_ms = console_now_ms();
    r->incoming.file = -1;
    r->language = language_of(server, connection);
    bool fits = strlen(path) < sizeof r->path && strlen(method) < sizeof r->method;
    memcpy(r->path, fits ? path : "/", fits ? strlen(path) + 1 : 2);
    memcpy(r->method, fits ? method : "GET", fits ? strlen(method) + 1 : 4);
    r->rule = fits ? look_at_headers(server, r) : "not-found";
    if (r->rule == NULL && strcmp(r->method, "PUT") == 0 && strcmp(r->path, "/api/upload") == 0) {
        scratch_begin(&server->scratch,
                      MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "name"),
                      console_now_ms(), &r->incoming);
    }
    return r;
}

static void forget_body(struct request *r) {
    if (r->body != NULL) {
        explicit_bzero(r->body, r->len);
        free(r->body);
    }
    r->body = NULL;
    r->len = 0;
}

static bool add_to_body(struct request *r, const char *piece, size_t len) {
    if (len > GATE_BODY_MAX - r->len) {
        forget_body(r);
        r->rule = "too-large";
        return true;
    }
    char *grown = malloc(r->len + len + 1);
    if (grown == NULL) {
        return false;
    }
    if (r->len > 0) {
        memcpy(grown, r->body, r->len);
    }
    memcpy(grown + r->len, piece, len);
    size_t all = r->len + len;
    forget_body(r);
    r->body = grown;
    r->len = all;
    grown[all] = '\0';
    return true;
}

/* The library's own copy is wiped: a passphrase may stand in it. */
static bool take_piece(struct server *server, struct request *r, const char *piece, size_t len) {
    bool good = true;
    if (r->rule != NULL || r->incoming.rule != NULL) {
        r->passed_over += len;
        good = r->passed_over <= PASSED_OVER_MAX;
    } else if (r->incoming.file >= 0) {
        scratch_add(&server->scratch, &r->incoming, sello_bytes(piece, len));
    } else {
        good = add_to_body(r, piece, len);
    }
    explicit_bzero((char *)(uintptr_t)piece, len);
    return good;
}

/* ---- its end ---- */

static bool answer_waited(struct server *server, struct request *r) {
    struct job *job = jobs_find(&server->jobs, r->job);
    return job != NULL ? api_answer_job(server, r, job)
                       : api_refuse(server, r, "not-found", NULL, NULL);
}

static bool finish(struct server *server, struct request *r) {
    if (r->rule != NULL) {
        return api_refuse(server, r, r->rule, NULL, r->path);
    }
    bool is_private = guard_is_api(r->path) || guard_is_made(r->path);
    r->visitor = is_private ? find_visitor(server, r) : NULL;
    if (r->visitor == NULL && r->job[0] != '\0') {
        return api_refuse(server, r, "no-session", NULL, NULL); /* who has left meanwhile */
    }
    return r->job[0] != '\0' ? answer_waited(server, r) : api_answer(server, r);
}

enum MHD_Result request_handle(void *context, struct MHD_Connection *connection, const char *path,
                               const char *method, const char *version, const char *piece,
                               size_t *piece_len, void **request) {
    struct server *server = context;
    struct request *r = *request;
    bool good = true;
    (void)version;
    if (r == NULL) {
        *request = r = begin(server, connection, method, path);
        /* From whom nothing is taken, nothing is read. */
        bool stranger = r != NULL && r->rule != NULL;
        good = r != NULL && (!stranger || api_refuse(server, r, r->rule, NULL, r->path));
    } else if (*piece_len > 0) {
        good = take_piece(server, r, piece, *piece_len);
        *piece_len = 0;
    } else if (!r->waits) {
        good = finish(server, r);
    }
    return good ? MHD_YES : MHD_NO;
}

void request_completed(void *context, struct MHD_Connection *connection, void **request,
                       enum MHD_RequestTerminationCode how) {
    struct server *server = context;
    struct request *r = *request;
    (void)connection, (void)how;
    if (r == NULL) {
        return;
    }
    request_stop_waiting(server, r);
    scratch_abandon(&server->scratch, &r->incoming);
    forget_body(r);
    free(r);
    *request = NULL;
}

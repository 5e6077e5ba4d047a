/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/guard.h"

#include <strings.h>

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

bool guard_is_api(const char *path) {
    return begins(path, "/api/");
}

bool guard_is_made(const char *path) {
    return begins(path, "/files/");
}

/* "application/json", also with parameters: "; charset=utf-8". */
static bool is_type(const char *given, const char *wanted) {
    size_t len = strlen(wanted);
    return given != NULL && strncasecmp(given, wanted, len) == 0 &&
           (given[len] == '\0' || given[len] == ';' || given[len] == ' ');
}

static bool is_read(const char *method) {
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

/* What another site's page made the browser send. Whoever types the address, or follows a link in
 * another program, comes from no site. */
static bool is_foreign(const struct guard_request *r, const char *origin) {
    if (r->origin != NULL && strcmp(r->origin, origin) != 0) {
        return true;
    }
    bool typed = r->fetch_site != NULL && strcmp(r->fetch_site, "none") == 0 && is_read(r->method);
    return r->fetch_site != NULL && !typed && strcmp(r->fetch_site, "same-origin") != 0;
}

static const char *api_refuses(const struct guard_request *r) {
    if (strcmp(r->method, "POST") == 0) {
        return is_type(r->content_type, "application/json") ? NULL : "content-type";
    }
    if (strcmp(r->method, "PUT") == 0) {
        return is_type(r->content_type, "application/octet-stream") ? NULL : "content-type";
    }
    return is_read(r->method) || strcmp(r->method, "DELETE") == 0 ? NULL : "method";
}

const char *guard_refuses(const struct guard_request *request, const char *host,
                          const char *origin) {
    if (request->host == NULL || strcmp(request->host, host) != 0) {
        return "foreign";
    }
    bool api = guard_is_api(request->path);
    if (!api && !guard_is_made(request->path)) {
        return is_read(request->method) ? NULL : "method";
    }
    if (is_foreign(request, origin)) {
        return "foreign";
    }
    if (api) {
        return api_refuses(request);
    }
    return is_read(request->method) ? NULL : "method";
}

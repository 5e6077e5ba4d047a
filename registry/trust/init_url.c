/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/init_url.h"

/* The name of the computer in an https address, small letters. Empty where it has none. */
static void take_host(const char *url, char out[SELLO_LEN(SELLO_BASE_URL_MAX + 1)]) {
    static const char scheme[] = "https://";
    size_t len = 0;
    const char *from = strncmp(url, scheme, strlen(scheme)) == 0 ? url + strlen(scheme) : url;
    while (len < SELLO_BASE_URL_MAX && from[len] != '\0' && strchr("/?#:", from[len]) == NULL) {
        char c = from[len];
        out[len++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    out[len] = '\0';
}

/* Is it a part of the name, between dots? */
static bool has_part(const char *host, const char *part) {
    size_t len = strlen(part);
    for (const char *at = host; at != NULL; at = strchr(at, '.')) {
        at += *at == '.' ? 1 : 0;
        if (strncmp(at, part, len) == 0 && (at[len] == '.' || at[len] == '\0')) {
            return true;
        }
    }
    return false;
}

static bool ends_with(const char *host, const char *end) {
    size_t len = strlen(host), n = strlen(end);
    return len >= n && strcmp(host + len - n, end) == 0;
}

static bool is_number(const char *host) {
    return host[0] == '[' || host[strspn(host, "0123456789.")] == '\0';
}

/* "example", .test and .invalid are RFC 2606's and RFC 6761's; the others are what guides write. */
static bool is_example(const char *host) {
    static const char *const parts[] = {"example",     "ejemplo",    "tudominio", "midominio",
                                        "tu-dominio",  "mi-dominio", "your-name", "yourdomain",
                                        "your-domain", "mydomain",   "tusitio",   "misitio",
                                        "tu-nombre"};
    static const char *const ends[] = {".test", ".invalid"};
    bool found = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        found = found || has_part(host, parts[i]);
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        found = found || ends_with(host, ends[i]);
    }
    return found;
}

static bool is_local(const char *host) {
    static const char *const ends[] = {"localhost", ".local", ".lan",      ".home",
                                       ".internal", ".corp",  ".home.arpa"};
    bool found = strchr(host, '.') == NULL || is_number(host);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        found = found || ends_with(host, ends[i]);
    }
    return found;
}

enum init_url_kind init_url_judge(const char *url) {
    char host[SELLO_BASE_URL_MAX + 1];
    take_host(url, host);
    return is_example(host) ? INIT_URL_EXAMPLE : is_local(host) ? INIT_URL_LOCAL : INIT_URL_OWN;
}

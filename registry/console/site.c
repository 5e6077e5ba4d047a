/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/site.h"

#include <dirent.h>
#include <limits.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/part.h"
#include "registry/console/answer.h"
#include "registry/console/gate.h"

enum { FILES_MAX = 256, FILE_MAX = 4 << 20 };

const char *site_type(const char *name) {
    static const char *const types[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".wasm", "application/wasm"},
        {".txt", "text/plain; charset=utf-8"},
        {".pdf", "application/pdf"},
        {".csv", "text/csv; charset=utf-8"},
        {".ics", "text/calendar; charset=utf-8"},
        {".tar", "application/x-tar"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof types / sizeof *types; i++) {
        if (strcmp(dot, types[i][0]) == 0) {
            return types[i][1];
        }
    }
    return "application/octet-stream";
}

/* ---- reading ---- */

/* What has a sum of its content in its name never changes. */
static struct MHD_Response *respond(const char *file, const struct site_file *f, bool packed) {
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (base_file_read(file, FILE_MAX, &bytes, &len) != SELLO_OK) {
        return NULL;
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(len, bytes, MHD_RESPMEM_MUST_FREE);
    if (r == NULL) {
        free(bytes);
        return NULL;
    }
    bool immutable = strncmp(f->path, "/assets/", 8) == 0;
    (void)MHD_add_response_header(r, "Content-Type", f->type);
    (void)MHD_add_response_header(r, "Cache-Control",
                                  immutable ? "public, max-age=31536000, immutable" : "no-cache");
    (void)MHD_add_response_header(r, "Vary", "Accept-Encoding");
    if (packed) {
        (void)MHD_add_response_header(r, "Content-Encoding", "gzip");
    }
    return r;
}

static bool is_packed(const char *name) {
    size_t len = strlen(name);
    return len > 3 && strcmp(name + len - 3, ".gz") == 0;
}

static void add(struct site *site, const char *folder, const char *path) {
    char file[PATH_MAX];
    struct site_file f = {.type = site_type(path)};
    int n = snprintf(file, sizeof file, "%s%s", folder, path);
    if (site->n == FILES_MAX || n < 0 || (size_t)n + 3 >= sizeof file) {
        return;
    }
    f.path = strdup(path);
    f.plain = f.path != NULL ? respond(file, &f, false) : NULL;
    if (f.plain == NULL) {
        free(f.path);
        return;
    }
    memcpy(file + n, ".gz", 4);
    f.packed = respond(file, &f, true);
    site->wasm = site->wasm || strcmp(f.type, "application/wasm") == 0;
    site->files[site->n++] = f;
}

/* Calls on every name in a folder that may be one of the page's. */
static void each_entry(struct site *site, const char *folder, const char *under,
                       void (*on)(struct site *site, const char *folder, const char *path,
                                  bool is_folder)) {
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s%s", folder, under);
    DIR *dir = n > 0 && (size_t)n < sizeof path ? opendir(path) : NULL;
    for (struct dirent *e = NULL; dir != NULL && (e = readdir(dir)) != NULL;) {
        n = snprintf(path, sizeof path, "%s/%s", under, e->d_name);
        if (gate_name_ok(e->d_name) && n > 0 && (size_t)n < sizeof path &&
            (e->d_type == DT_DIR || e->d_type == DT_REG)) {
            on(site, folder, path, e->d_type == DT_DIR);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

static void take_file(struct site *site, const char *folder, const char *path, bool is_folder) {
    if (!is_folder && !is_packed(path)) {
        add(site, folder, path);
    }
}

static void take_entry(struct site *site, const char *folder, const char *path, bool is_folder) {
    if (is_folder) {
        each_entry(site, folder, path, take_file);
    } else {
        take_file(site, folder, path, false);
    }
}

/* Where it was installed, wherever that was moved to; or in the build tree. */
static bool find_folder(char out[SELLO_LEN(PATH_MAX)]) {
    static const char *const places[] = {SELLO_CONSOLE_BESIDE, "../console"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char index[PATH_MAX + 16];
        if (base_beside(places[i], out)) {
            snprintf(index, sizeof index, "%s/index.html", out);
            if (base_file_exists(index)) {
                return true;
            }
        }
    }
    return false;
}

bool site_open(struct site *site, const char *folder) {
    char beside[PATH_MAX];
    *site = (struct site){.files = calloc(FILES_MAX, sizeof *site->files)};
    if (folder == NULL && find_folder(beside)) {
        folder = beside;
    }
    if (site->files == NULL || folder == NULL) {
        return false;
    }
    each_entry(site, folder, "", take_entry);
    for (size_t i = 0; i < site->n; i++) {
        answer_headers(site->files[i].plain, site->wasm);
        if (site->files[i].packed != NULL) {
            answer_headers(site->files[i].packed, site->wasm);
        }
    }
    return site_find(site, "/") != NULL;
}

const struct site_file *site_find(const struct site *site, const char *path) {
    path = strcmp(path, "/") == 0 ? "/index.html" : path;
    for (size_t i = 0; i < site->n; i++) {
        if (strcmp(site->files[i].path, path) == 0) {
            return &site->files[i];
        }
    }
    return NULL;
}

void site_close(struct site *site) {
    for (size_t i = 0; i < site->n; i++) {
        free(site->files[i].path);
        MHD_destroy_response(site->files[i].plain);
        if (site->files[i].packed != NULL) {
            MHD_destroy_response(site->files[i].packed);
        }
    }
    free(site->files);
    *site = (struct site){.n = 0};
}

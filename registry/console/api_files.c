/* SPDX-License-Identifier: Apache-2.0 */
/* What a job wrote: told with its answer, and fetched afterwards. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/console/clock.h"
#include "registry/console/server.h"

#define ZIP ".zip"                     /* what a folder is taken away as */
#define PACKED_MAX ((uint64_t)1 << 30) /* bytes of a folder */
enum { PACKING_MS = 600000 };          /* a gigabyte takes a minute or two */

/* ---- told ---- */

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
        answer_put_member(to, more ? ",{\"name\":" : "{\"name\":", e->d_name);
        put_address(to, ",\"url\":", job, e->d_name);
        fprintf(to, "\",\"size\":%llu", (unsigned long long)info.st_size);
        answer_put_member(to, ",\"type\":", site_type(e->d_name));
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
            answer_put_member(to, more ? ",{\"name\":" : "{\"name\":", made->name);
            answer_put_member(to, ",\"path\":", made->path);
            if (may_go(made)) {
                put_address(to, ",\"zip\":", job, made->name);
                fputs(ZIP "\"", to);
            }
            putc('}', to);
            more = true;
        }
    }
}

void api_put_made(FILE *to, const struct server *server, const struct job *job) {
    fputs(",\"files\":[", to);
    put_files(to, server, job);
    fputs("],\"folders\":[", to);
    put_folders(to, job);
    fputs("]", to);
}

/* ---- fetched ---- */

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

static bool send_file(struct request *r, int file, uint64_t size, const char *name) {
    struct MHD_Response *response = MHD_create_response_from_fd64(size, file);
    if (response == NULL) {
        close(file);
        return false;
    }
    answer_headers(response, false);
    (void)MHD_add_response_header(response, "Content-Type", site_type(name));
    (void)MHD_add_response_header(response, "Content-Disposition", "attachment");
    (void)MHD_add_response_header(response, "Cache-Control", "no-store");
    bool sent = MHD_queue_response(r->connection, MHD_HTTP_OK, response) == MHD_YES;
    MHD_destroy_response(response);
    return sent;
}

static bool answer_file(struct server *server, struct request *r, const char *path) {
    struct stat info;
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file >= 0 && fstat(file, &info) == 0 && S_ISREG(info.st_mode)) {
        return send_file(r, file, (uint64_t)info.st_size, strrchr(path, '/') + 1);
    }
    if (file >= 0) {
        close(file);
    }
    return api_refuse(server, r, "not-found", NULL, r->path);
}

/* The file goes with its job, once it is open here. */
static bool answer_packed(struct server *server, struct request *r, struct job *job) {
    const struct packing *packing = job->packing;
    const char *rule = packing->error == SELLO_OK              ? NULL
                       : packing->error == SELLO_E_TOO_LONG    ? "folder-too-large"
                       : packing->error == SELLO_E_INTERRUPTED ? "busy"
                                                               : "disk";
    return rule == NULL ? answer_file(server, r, packing->path)
                        : api_refuse(server, r, rule, NULL, packing->folder);
}

/* Packs it as it is now. */
static bool pack(struct server *server, struct request *r, const struct places_made *made) {
    struct job *job = jobs_add(&server->jobs, console_now_ms());
    struct packing *packing = job != NULL ? calloc(1, sizeof *packing) : NULL;
    if (packing == NULL || !scratch_path(&server->scratch, job->id, "packed" ZIP, packing->path)) {
        free(packing);
        if (job != NULL) {
            jobs_forget(&server->jobs, job);
        }
        return api_refuse(server, r, "busy", NULL, NULL);
    }
    packing->pack = server->setup->pack;
    packing->most = PACKED_MAX;
    packing->end = -1;
    snprintf(packing->folder, sizeof packing->folder, "%s", made->path);
    snprintf(packing->name, sizeof packing->name, "%s", made->name);
    job->packing = packing;
    job->answer = answer_packed;
    jobs_start(&server->jobs, console_now_ms());
    request_wait(server, r, job, PACKING_MS);
    return true;
}

/* "/files/<job>/<name>": both are looked up, neither is a path. */
bool api_file(struct server *server, struct request *r) {
    const char *id = r->path + strlen("/files/"), *slash = strchr(id, '/');
    char job_id[VISITORS_TOKEN], path[PATH_MAX];
    if (r->visitor == NULL) {
        return api_refuse(server, r, "no-session", NULL, NULL);
    }
    if (slash == NULL || (size_t)(slash - id) >= sizeof job_id || !gate_name_ok(slash + 1)) {
        return api_refuse(server, r, "not-found", NULL, r->path);
    }
    snprintf(job_id, sizeof job_id, "%.*s", (int)(slash - id), id);
    const struct job *job = jobs_find(&server->jobs, job_id);
    if (job == NULL || job->state != JOB_DONE || job->answer != NULL ||
        !scratch_path(&server->scratch, job->id, slash + 1, path)) {
        return api_refuse(server, r, "not-found", NULL, r->path);
    }
    const struct places_made *folder = folder_of(job, slash + 1);
    return folder != NULL ? pack(server, r, folder) : answer_file(server, r, path);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/places.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "registry/console/answer.h"

/* ---- paths that are typed ---- */

static bool within(const char *path, const char *folder) {
    size_t len = folder != NULL ? strlen(folder) : 0;
    while (len > 1 && folder[len - 1] == '/') {
        len--;
    }
    return len > 1 && strncmp(path, folder, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

/* No part of it is hidden, "." or "..", and none is empty. */
static bool is_plain(const char *path) {
    for (const char *at = path; *at != '\0'; at++) {
        if (at[0] == '/' && (at[1] == '.' || at[1] == '/')) {
            return false;
        }
    }
    return path[0] == '/';
}

static bool lies_well(const char *path, const char *registry) {
    static const char *const sticks[] = {"/media", "/run/media", "/mnt"};
    bool well = within(path, getenv("HOME"));
    for (size_t i = 0; i < sizeof sticks / sizeof *sticks; i++) {
        well = well || within(path, sticks[i]);
    }
    return well && is_plain(path) && !within(path, registry);
}

/* Where it leads: itself, or what its longest part that is there leads to. */
static bool resolve(const char *path, char out[SELLO_LEN(PATH_MAX)]) {
    char head[PATH_MAX];
    size_t len = strlen(path);
    if (len == 0 || len >= sizeof head) {
        return false;
    }
    memcpy(head, path, len + 1);
    while (realpath(head, out) == NULL) {
        char *slash = strrchr(head, '/');
        if (errno != ENOENT || slash == NULL || slash == head) {
            return false;
        }
        *slash = '\0';
    }
    return true;
}

bool places_typed_ok(const char *path, const char *registry) {
    char real[PATH_MAX], kept[PATH_MAX];
    bool known = registry != NULL && realpath(registry, kept) != NULL;
    return lies_well(path, registry) && resolve(path, real) &&
           lies_well(real, known ? kept : registry);
}

/* ---- what a request names ---- */

static bool note_made(struct places *p, const char *name, const char *path, bool folder) {
    if (p->n_made == PLACES_MADE_MAX) {
        return false;
    }
    struct places_made *made = &p->made[p->n_made++];
    *made = (struct places_made){.folder = folder};
    snprintf(made->name, sizeof made->name, "%s", name);
    snprintf(made->path, sizeof made->path, "%s", path);
    return true;
}

static const char *find_upload(const struct places *p, const char *id, char *out) {
    const struct scratch_upload *upload = scratch_find(p->scratch, id);
    return upload != NULL && scratch_path(p->scratch, upload->id, upload->name, out)
               ? NULL
               : "upload-gone";
}

/* One folder with links to what was sent, under its names. */
static const char *find_uploads(struct places *p, const struct gate_place *place, char *out) {
    char part[48], from[PATH_MAX], to[PATH_MAX];
    snprintf(part, sizeof part, "%s/sent-%zu", p->job, ++p->n_links);
    if (!scratch_make(p->scratch, part) || !scratch_path(p->scratch, part, "", out)) {
        return "disk";
    }
    for (size_t i = 0; i < place->n_ids; i++) {
        const struct scratch_upload *upload = scratch_find(p->scratch, place->id[i]);
        if (upload == NULL || find_upload(p, place->id[i], from) != NULL) {
            return "upload-gone";
        }
        if (!scratch_path(p->scratch, part, upload->name, to) || link(from, to) != 0) {
            return errno == EEXIST ? "same-name" : "disk";
        }
    }
    return NULL;
}

static const char *find_folder(struct places *p, const struct gate_place *place, char *out) {
    int n = snprintf(out, PATH_MAX, "%s/%s", p->outputs, place->text);
    if (!gate_name_ok(place->text) || n >= PATH_MAX) {
        return "file-name";
    }
    if (within(out, p->registry)) {
        return "path-not-here";
    }
    return !place->writes || note_made(p, place->text, out, true) ? NULL : "too-much";
}

const char *places_find(void *context, const struct gate_place *place,
                        char out[SELLO_LEN(PATH_MAX)]) {
    struct places *p = context;
    switch (place->kind) {
    case GATE_UPLOAD: return find_upload(p, place->text, out);
    case GATE_UPLOADS: return find_uploads(p, place, out);
    case GATE_FOLDER: return find_folder(p, place, out);
    case GATE_FILE:
        if (!gate_name_ok(place->text) || !scratch_path(p->scratch, p->job, place->text, out)) {
            return "file-name";
        }
        return note_made(p, place->text, out, false) ? NULL : "too-much";
    case GATE_PATH: break;
    }
    if (strlen(place->text) >= PATH_MAX || !places_typed_ok(place->text, p->registry)) {
        return "path-not-here";
    }
    memcpy(out, place->text, strlen(place->text) + 1);
    return NULL;
}

/* ---- sticks ---- */

enum { BACKUPS_SHOWN = 50 };

static bool ends_with(const char *name, const char *end) {
    size_t len = strlen(name), n = strlen(end);
    return len > n && strcmp(name + len - n, end) == 0;
}

static void put_backups(FILE *to, const char *folder) {
    DIR *dir = opendir(folder);
    size_t n = 0;
    for (struct dirent *e = NULL; dir != NULL && n < BACKUPS_SHOWN && (e = readdir(dir)) != NULL;) {
        struct stat info;
        if (!ends_with(e->d_name, ".tar") || !gate_name_ok(e->d_name) ||
            fstatat(dirfd(dir), e->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(info.st_mode)) {
            continue;
        }
        fputs(n++ > 0 ? ",{\"name\":" : "{\"name\":", to);
        answer_put_text(to, sello_bytes_of(e->d_name));
        fprintf(to, ",\"size\":%llu}", (unsigned long long)info.st_size);
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

void places_volumes(FILE *to) {
    FILE *mounts = setmntent("/proc/self/mounts", "re");
    char room[2 * PATH_MAX];
    struct mntent entry;
    bool more = false;
    while (mounts != NULL && getmntent_r(mounts, &entry, room, (int)sizeof room) != NULL) {
        struct statvfs space;
        bool stick = within(entry.mnt_dir, "/media") || within(entry.mnt_dir, "/run/media") ||
                     within(entry.mnt_dir, "/mnt");
        if (!stick || access(entry.mnt_dir, R_OK | X_OK) != 0 ||
            statvfs(entry.mnt_dir, &space) != 0) {
            continue;
        }
        const char *name = strrchr(entry.mnt_dir, '/');
        fputs(more ? ",{\"path\":" : "{\"path\":", to);
        answer_put_text(to, sello_bytes_of(entry.mnt_dir));
        fputs(",\"name\":", to);
        answer_put_text(to, sello_bytes_of(name + 1));
        bool writable = (space.f_flag & ST_RDONLY) == 0 && access(entry.mnt_dir, W_OK) == 0;
        fprintf(to, ",\"free\":%llu,\"writable\":%s,\"files\":[",
                (unsigned long long)space.f_bavail * (unsigned long long)space.f_frsize,
                writable ? "true" : "false");
        put_backups(to, entry.mnt_dir);
        fputs("]}", to);
        more = true;
    }
    if (mounts != NULL) {
        endmntent(mounts);
    }
}

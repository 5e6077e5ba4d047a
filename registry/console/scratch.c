/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "registry/console/gate.h"

enum { FOLDERS_OPEN = 8 };

static int take_away(const char *path, const struct stat *info, int kind, struct FTW *where) {
    (void)info, (void)kind, (void)where;
    (void)remove(path);
    return 0;
}

/* What stands at a link's end is not touched. */
static void take_tree(const char *path) {
    (void)nftw(path, take_away, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

/* ---- what was left ---- */

#define PREFIX "sello-console-"
enum { NEW_S = 60 }; /* it may not be locked yet */

static int lock_folder(int at, const char *name) {
    int folder = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) != 0) {
        close(folder);
        folder = -1;
    }
    return folder;
}

static void sweep_one(DIR *dir, const char *name) {
    struct stat info;
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/%s", base_temporary_folder(), name);
    if (strncmp(name, PREFIX, strlen(PREFIX)) != 0 || n < 0 || (size_t)n >= sizeof path ||
        fstatat(dirfd(dir), name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(info.st_mode) ||
        info.st_uid != geteuid() || info.st_mtime + NEW_S > (time_t)base_now()) {
        return;
    }
    int folder = lock_folder(dirfd(dir), name);
    if (folder >= 0) {
        take_tree(path);
        close(folder);
    }
}

/* Personal data may be in it. */
static void sweep(void) {
    DIR *dir = opendir(base_temporary_folder());
    for (struct dirent *e = NULL; dir != NULL && (e = readdir(dir)) != NULL;) {
        sweep_one(dir, e->d_name);
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

enum sello_error scratch_open(struct scratch *s) {
    memset(s, 0, sizeof *s);
    s->lock = -1;
    sweep();
    int n = snprintf(s->folder, sizeof s->folder, "%s/" PREFIX "XXXXXX", base_temporary_folder());
    if (n < 0 || (size_t)n >= sizeof s->folder || mkdtemp(s->folder) == NULL) {
        s->folder[0] = '\0';
        return SELLO_E_SYSTEM;
    }
    s->lock = lock_folder(AT_FDCWD, s->folder);
    return SELLO_OK;
}

void scratch_close(struct scratch *s) {
    if (s->folder[0] != '\0') {
        take_tree(s->folder);
        if (s->lock >= 0) {
            close(s->lock);
        }
    }
    s->folder[0] = '\0';
}

bool scratch_path(const struct scratch *s, const char *id, const char *name,
                  char out[SELLO_LEN(PATH_MAX)]) {
    int n = snprintf(out, PATH_MAX, "%s/%s%s%s", s->folder, id, name[0] != '\0' ? "/" : "", name);
    return n > 0 && n < PATH_MAX;
}

bool scratch_make(const struct scratch *s, const char *id) {
    char path[PATH_MAX];
    return scratch_path(s, id, "", path) && mkdir(path, 0700) == 0;
}

void scratch_drop(const struct scratch *s, const char *id) {
    char path[PATH_MAX];
    if (id[0] != '\0' && scratch_path(s, id, "", path)) {
        take_tree(path);
    }
}

/* ---- what is sent ---- */

void scratch_begin(struct scratch *s, const char *name, uint64_t now_ms,
                   struct scratch_incoming *in) {
    char path[PATH_MAX];
    *in = (struct scratch_incoming){.file = -1, .upload = {.made_ms = now_ms}};
    if (name == NULL || !gate_name_ok(name)) {
        in->rule = "file-name";
        return;
    }
    visitors_token(in->upload.id);
    snprintf(in->upload.name, sizeof in->upload.name, "%s", name);
    bool made = scratch_make(s, in->upload.id) && scratch_path(s, in->upload.id, name, path);
    in->file = made ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
    in->rule = in->file < 0 ? "disk" : NULL;
}

void scratch_add(struct scratch *s, struct scratch_incoming *in, struct sello_bytes bytes) {
    if (in->rule != NULL) {
        return;
    }
    if (bytes.len > SCRATCH_UPLOAD_MAX - in->upload.size) {
        in->rule = "too-large";
    } else if (bytes.len > SCRATCH_ALL_MAX - s->total) {
        in->rule = "too-much-sent";
    } else if (!base_write_all(in->file, bytes)) {
        in->rule = "disk";
    }
    in->upload.size += in->rule == NULL ? bytes.len : 0;
    s->total += in->rule == NULL ? bytes.len : 0;
    if (in->rule != NULL) {
        const char *rule = in->rule;
        scratch_abandon(s, in);
        in->rule = rule;
    }
}

static struct scratch_upload *free_place(struct scratch *s) {
    for (size_t i = 0; i < SCRATCH_UPLOADS; i++) {
        if (s->upload[i].id[0] == '\0') {
            return &s->upload[i];
        }
    }
    return NULL;
}

bool scratch_keep(struct scratch *s, struct scratch_incoming *in) {
    struct scratch_upload *place = free_place(s);
    if (in->rule == NULL && place == NULL) {
        scratch_abandon(s, in);
        in->rule = "too-much-sent";
    }
    if (in->rule != NULL) {
        return false;
    }
    close(in->file);
    in->file = -1;
    *place = in->upload;
    return true;
}

void scratch_abandon(struct scratch *s, struct scratch_incoming *in) {
    if (in->file >= 0) {
        close(in->file);
        s->total -= in->upload.size;
        scratch_drop(s, in->upload.id);
    }
    *in = (struct scratch_incoming){.file = -1};
}

const struct scratch_upload *scratch_find(const struct scratch *s, const char *id) {
    for (size_t i = 0; i < SCRATCH_UPLOADS && id[0] != '\0'; i++) {
        if (strcmp(s->upload[i].id, id) == 0) {
            return &s->upload[i];
        }
    }
    return NULL;
}

void scratch_tick(struct scratch *s, uint64_t now_ms) {
    for (size_t i = 0; i < SCRATCH_UPLOADS; i++) {
        struct scratch_upload *upload = &s->upload[i];
        if (upload->id[0] != '\0' && now_ms - upload->made_ms > SCRATCH_KEPT_MS) {
            scratch_drop(s, upload->id);
            s->total -= upload->size;
            *upload = (struct scratch_upload){.size = 0};
        }
    }
}

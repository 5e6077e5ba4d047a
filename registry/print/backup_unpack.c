/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/time.h"
#include "registry/desk/last_backup.h"
#include "registry/print/backup.h"
#include "registry/session/session_files.h"
#include "registry/trust/restore.h"

/* ---- proving it whole ---- */

struct unpacking {
    struct session *session;
    struct backup_unpacked *out;
    int database; /* -1: not begun */
    bool is_first, in_database, has_database;
    struct backup_part *part; /* the file that is being read; NULL: it is passed over */
    struct backup_part about;
    enum sello_error told; /* what the problem is set for */
};

static enum sello_error begin_database(struct unpacking *u) {
    if (u->has_database) {
        return SELLO_E_STORE_DAMAGED;
    }
    u->has_database = u->in_database = true;
    u->database = open(u->out->database, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return u->database != -1
               ? SELLO_OK
               : (u->told = session_refuse_write(u->session, u->out->database, 0, errno));
}

static enum sello_error begin_part(struct unpacking *u, struct backup_part *part,
                                   const struct tar_entry *entry) {
    part->bytes = malloc((size_t)entry->size + 1);
    part->len = 0;
    memcpy(part->name, entry->name, sizeof part->name);
    u->part = part;
    return part->bytes != NULL ? SELLO_OK : SELLO_E_MEMORY;
}

/* Files that a later version may bring along are passed over. */
static enum sello_error begin(void *context, const struct tar_entry *entry) {
    struct unpacking *u = context;
    bool about = strcmp(entry->name, BACKUP_ABOUT) == 0;
    u->part = NULL;
    u->in_database = false;
    if (about != u->is_first) {
        return u->is_first ? SELLO_E_STORE_NOT : SELLO_E_STORE_DAMAGED;
    }
    u->is_first = false;
    if (about) {
        return entry->size <= BACKUP_ABOUT_MAX ? begin_part(u, &u->about, entry)
                                               : SELLO_E_STORE_NOT;
    }
    if (strcmp(entry->name, BACKUP_DATABASE) == 0) {
        return begin_database(u);
    }
    if (!backup_file_known(entry->name, entry->size)) {
        return SELLO_OK;
    }
    u->out->n_keys += backup_file_is_key(entry->name) ? 1 : 0;
    return begin_part(u, &u->out->part[u->out->n_parts++], entry);
}

static enum sello_error put(void *context, struct sello_bytes piece) {
    struct unpacking *u = context;
    if (session_stopped(u->session)) {
        return u->told = session_fail(u->session, SELLO_E_INTERRUPTED);
    }
    if (u->in_database && !base_write_all(u->database, piece)) {
        return u->told = session_refuse_write(u->session, u->out->database, piece.len, errno);
    }
    if (u->part != NULL) { /* it has room for the size that its entry told */
        memcpy(u->part->bytes + u->part->len, piece.ptr, piece.len);
        u->part->len += piece.len;
    }
    return SELLO_OK;
}

/* "made 2026-11-29T22:30:00Z" and so on: lines of later versions may come behind these. */
static enum sello_error take_about(struct unpacking *u) {
    char text[BACKUP_ABOUT_MAX + 1], made[32] = "";
    unsigned long long version = 0, serial = 0;
    snprintf(text, sizeof text, "%.*s", (int)u->about.len, (const char *)u->about.bytes);
    if (sscanf(text, "sello-backup %llu\nmade %31s\ncertifier %*64s\nlast-serial %llu\n", &version,
               made, &serial) < 1) {
        return SELLO_E_STORE_NOT;
    }
    if (version != 1) {
        return SELLO_E_STORE_NEWER;
    }
    u->out->serial = serial;
    return base_instant_parse(made, &u->out->made) ? SELLO_OK : SELLO_E_STORE_DAMAGED;
}

static enum sello_error end(void *context) {
    struct unpacking *u = context;
    return u->part == &u->about ? take_about(u) : SELLO_OK;
}

static enum sello_error read_all(struct unpacking *u, int fd) {
    const struct archive_reader reader = {u, begin, put, end};
    enum sello_error error = archive_read(fd, &reader, NULL);
    if (u->database != -1 && close(u->database) != 0 && error == SELLO_OK) {
        error = u->told = session_refuse_write(u->session, u->out->database, 0, errno);
    }
    return error == SELLO_OK && !u->has_database ? SELLO_E_STORE_DAMAGED : error;
}

/* ---- its two forms ---- */

static bool is_database(int fd) {
    static const char magic[16] = "SQLite format 3";
    char begins[sizeof magic];
    return pread(fd, begins, sizeof begins, 0) == (ssize_t)sizeof begins &&
           memcmp(begins, magic, sizeof magic) == 0;
}

static enum sello_error make_folder(struct session *session, const char *beside,
                                    struct backup_unpacked *out) {
    enum sello_error error = base_scratch_open(&out->scratch, beside, out->folder,
                                               sizeof out->folder - sizeof BACKUP_DATABASE - 1);
    if (error != SELLO_OK) {
        out->folder[0] = '\0';
        return error == SELLO_E_SYSTEM ? session_refuse_write(session, beside, 0, errno)
                                       : session_fail(session, error);
    }
    int wrote = snprintf(out->database, sizeof out->database, "%s/" BACKUP_DATABASE, out->folder);
    return wrote > 0 && (size_t)wrote < sizeof out->database
               ? SELLO_OK
               : session_fail(session, SELLO_E_TOO_LONG);
}

static enum sello_error unpack(struct session *session, int fd, const char *path,
                               const char *beside, struct backup_unpacked *out) {
    struct unpacking u = {.session = session, .out = out, .database = -1, .is_first = true};
    enum sello_error error = make_folder(session, beside, out);
    if (error != SELLO_OK) {
        return error;
    }
    error = read_all(&u, fd);
    free(u.about.bytes);
    return error == SELLO_OK || error == u.told ? error : restore_refuse(session, error, path);
}

/* A file that can be read; *out is its descriptor. */
static enum sello_error open_backup(struct session *session, const char *path, int *out) {
    struct stat st;
    *out = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*out == -1 && errno != ENOENT && errno != ENOTDIR) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_SYSTEM,
                                                         .rule = "file-not-readable",
                                                         .value = {problem_text(path),
                                                                   problem_text(strerror(errno))}});
    }
    if (*out == -1) {
        return restore_refuse(session, SELLO_E_NOT_FOUND, path);
    }
    if (fstat(*out, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(*out);
        return restore_refuse(session, SELLO_E_NOT_FILE, path);
    }
    return SELLO_OK;
}

enum sello_error backup_unpack(struct session *session, const char *path, const char *beside,
                               struct backup_unpacked *out) {
    int fd = -1;
    *out = (struct backup_unpacked){.scratch = {.folder = -1}};
    enum sello_error error = restore_free_folder(session, path);
    error = error == SELLO_OK ? open_backup(session, path, &fd) : error;
    if (error != SELLO_OK) {
        return error;
    }
    session_progress(session, "restore", 0, 2);
    if (is_database(fd)) {
        snprintf(out->database, sizeof out->database, "%s", path);
    } else {
        error = unpack(session, fd, path, beside, out);
    }
    close(fd);
    return error;
}

void backup_unpacked_free(struct session *session, struct backup_unpacked *unpacked) {
    backup_parts_free(unpacked->part, unpacked->n_parts);
    unpacked->n_parts = 0;
    if (unpacked->folder[0] != '\0') {
        base_scratch_close(&unpacked->scratch, unpacked->folder);
        unpacked->folder[0] = '\0';
    }
    session_progress(session, "restore", 2, 2);
}

/* ---- into its place ---- */

struct bringing {
    struct session *session;
    const struct backup_unpacked *from;
    bool made_folder, made_keys;
    bool put[ARCHIVE_FILES_MAX]; /* which parts were not there */
};

static enum sello_error make_here(struct session *session, const char *path, bool *out_made) {
    *out_made = mkdir(path, 0700) == 0;
    return *out_made || errno == EEXIST ? SELLO_OK : session_refuse_write(session, path, 0, errno);
}

static enum sello_error put_parts(struct bringing *b) {
    char path[SESSION_PATH_MAX];
    enum sello_error error = make_here(b->session, b->session->folder, &b->made_folder);
    if (error == SELLO_OK) {
        error = session_key_path(b->session, "", path);
    }
    if (error == SELLO_OK) {
        error = make_here(b->session, path, &b->made_keys);
    }
    for (size_t i = 0; i < b->from->n_parts && error == SELLO_OK; i++) {
        if (session_stopped(b->session)) {
            return session_fail(b->session, SELLO_E_INTERRUPTED);
        }
        error = backup_file_put(b->session, &b->from->part[i], path);
        b->put[i] = path[0] != '\0';
    }
    return error;
}

/* Only what this run made. */
static void take_back(struct bringing *b) {
    static const char *const files[] = {"lock"};
    const struct problem why = b->session->problem;
    char path[SESSION_PATH_MAX];
    for (size_t i = 0; i < b->from->n_parts; i++) {
        if (b->put[i] && session_path(b->session, path, "%s", b->from->part[i].name) == SELLO_OK) {
            (void)unlink(path);
        }
    }
    if (b->made_keys && session_key_path(b->session, "", path) == SELLO_OK) {
        (void)rmdir(path);
    }
    for (size_t i = 0; b->made_folder && i < sizeof files / sizeof *files; i++) {
        if (session_path(b->session, path, "%s", files[i]) == SELLO_OK) {
            (void)unlink(path);
        }
    }
    if (b->made_folder) {
        (void)rmdir(b->session->folder);
    }
    b->session->problem = why;
}

enum sello_error backup_bring_back(struct session *session, const char *path,
                                   const struct backup_unpacked *unpacked) {
    struct bringing b = {.session = session, .from = unpacked};
    const struct last_backup made = {unpacked->made, unpacked->serial};
    enum sello_error error = put_parts(&b);
    error = error == SELLO_OK ? restore_backup(session, unpacked->database, path) : error;
    if (error != SELLO_OK) {
        take_back(&b);
    } else if (made.made > 0 && last_backup_note(session, &made) != SELLO_OK) {
        session->problem = (struct problem){.error = SELLO_OK}; /* status tells to make another */
    }
    return error;
}

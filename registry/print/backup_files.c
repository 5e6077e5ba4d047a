/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/backup_files.h"

#include <errno.h>
#include <stdlib.h>

#include "labels/stock/stock_read.h"
#include "registry/print/accent.h"
#include "registry/print/mark.h"
#include "registry/print/printers.h"
#include "registry/session/session_files.h"
#include "registry/store/backup.h"

static const struct place {
    const char *name, *other; /* other: stands for the same, where it is there */
    size_t most;              /* bytes */
} places[] = {
    {"accent", "accent", ACCENT_FILE_MAX},
    {"mark.png", "mark.svg", MARK_FILE_MAX},
    {"mark.svg", "mark.png", MARK_FILE_MAX},
    {"ornament.png", "ornament.svg", MARK_FILE_MAX},
    {"ornament.svg", "ornament.png", MARK_FILE_MAX},
    {"printers", "printers", PRINTERS_TEXT_MAX},
    {"stock.txt", "stock.txt", SELLO_STOCK_FILE_MAX},
};
enum { N_PLACES = sizeof places / sizeof *places };

static const char key_folder[] = "keys/";

static const struct place *place_of(const char *name) {
    for (size_t i = 0; i < N_PLACES; i++) {
        if (strcmp(places[i].name, name) == 0) {
            return &places[i];
        }
    }
    return NULL;
}

/* A name in keys/ itself. */
bool backup_file_is_key(const char *name) {
    return archive_name_ok(name) && strncmp(name, key_folder, strlen(key_folder)) == 0 &&
           strchr(name + strlen(key_folder), '/') == NULL;
}

bool backup_file_known(const char *name, uint64_t size) {
    const struct place *place = place_of(name);
    return place != NULL ? size > 0 && size <= place->most
                         : backup_file_is_key(name) && size <= SELLO_KEYFILE_MAX;
}

void backup_parts_free(struct backup_part *parts, size_t n) {
    for (size_t i = 0; i < n; i++) {
        free(parts[i].bytes);
    }
}

/* ---- into a backup ---- */

static enum sello_error read_part(struct session *session, const char *name, size_t most,
                                  struct backup_part *out) {
    char path[SESSION_PATH_MAX];
    *out = (struct backup_part){.bytes = NULL};
    snprintf(out->name, sizeof out->name, "%s", name);
    enum sello_error error = session_path(session, path, "%s", name);
    return error == SELLO_OK ? session_read_file(session, path, most, &out->bytes, &out->len)
                             : error;
}

static enum sello_error read_key_part(struct session *session, const char *path, const char *name,
                                      struct backup_part *out) {
    *out = (struct backup_part){.bytes = malloc(SELLO_KEYFILE_MAX)};
    struct sello_writer w = sello_writer_init(out->bytes, SELLO_KEYFILE_MAX);
    enum sello_error error = out->bytes != NULL ? sello_keyfile_read(path, &w) : SELLO_E_MEMORY;
    snprintf(out->name, sizeof out->name, "%s", name);
    out->len = w.len;
    if (error == SELLO_OK) {
        return SELLO_OK;
    }
    free(out->bytes);
    return session_refuse(session, &(struct problem){.error = error,
                                                     .rule = "key-file-not-read",
                                                     .value = {problem_text(path)}});
}

struct key_reading {
    struct session *session;
    struct backup_part *part;
    size_t n;
    enum sello_error error;
};

static bool read_key(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct key_reading *r = context;
    char name[TAR_NAME_MAX + 1];
    const char *slash = strrchr(path, '/');
    (void)info;
    int len = snprintf(name, sizeof name, "%s%s", key_folder, slash != NULL ? slash + 1 : path);
    bool fits = len > 0 && len < (int)sizeof name;
    if (!fits || !backup_file_is_key(name) || r->n == ARCHIVE_FILES_MAX - N_PLACES - 2) {
        r->error = session_refuse(r->session, &(struct problem){.error = SELLO_E_TEXT,
                                                                .rule = "backup-key-name",
                                                                .value = {problem_text(path)}});
        return false;
    }
    r->error = read_key_part(r->session, path, name, &r->part[r->n]);
    r->n += r->error == SELLO_OK ? 1 : 0;
    return r->error == SELLO_OK;
}

static enum sello_error read_keys(struct session *session, struct backup_part *out, size_t *out_n) {
    struct key_reading r = {.session = session, .part = out};
    enum sello_error error = session_key_files(session, read_key, &r);
    *out_n = r.n;
    return error == SELLO_OK ? r.error : error;
}

enum sello_error backup_files_read(struct session *session, bool keys, struct backup_part *out,
                                   size_t *out_n, size_t *out_n_keys) {
    *out_n = *out_n_keys = 0;
    enum sello_error error = keys ? read_keys(session, out, out_n_keys) : SELLO_OK;
    *out_n = *out_n_keys;
    for (size_t i = 0; i < N_PLACES && error == SELLO_OK; i++) {
        char path[SESSION_PATH_MAX];
        error = session_path(session, path, "%s", places[i].name);
        if (error == SELLO_OK && base_file_exists(path)) {
            error = read_part(session, places[i].name, places[i].most, &out[*out_n]);
            *out_n += error == SELLO_OK ? 1 : 0;
        }
    }
    return error;
}

/* ---- out of one ---- */

static enum sello_error tell_stays(struct session *session, const char *path) {
    session_notice(session,
                   &(struct problem){.rule = "stays-as-it-is", .value = {problem_text(path)}});
    return SELLO_OK;
}

static bool has_bytes(const char *path, struct sello_bytes bytes) {
    uint8_t *there = NULL;
    size_t len = 0;
    bool same = base_file_read(path, bytes.len, &there, &len) == SELLO_OK && len == bytes.len &&
                memcmp(there, bytes.ptr, len) == 0;
    free(there);
    return same;
}

static enum sello_error put_key(struct session *session, const char *path,
                                struct sello_bytes bytes) {
    enum sello_error error = sello_keyfile_restore(path, bytes);
    if (error != SELLO_E_SYSTEM) {
        return session_fail(session, error);
    }
    return session_refuse_write(session, path, bytes.len, errno);
}

enum sello_error backup_file_put(struct session *session, const struct backup_part *part,
                                 char out_path[SELLO_LEN(SESSION_PATH_MAX)]) {
    const struct place *place = place_of(part->name);
    const struct sello_bytes bytes = {part->bytes, part->len};
    char other[SESSION_PATH_MAX];
    enum sello_error error = session_path(session, out_path, "%s", part->name);
    if (error == SELLO_OK) {
        error = session_path(session, other, "%s", place != NULL ? place->other : part->name);
    }
    if (error == SELLO_OK && (base_file_exists(out_path) || base_file_exists(other))) {
        const char *there = base_file_exists(out_path) ? out_path : other;
        error = has_bytes(there, bytes) ? SELLO_OK : tell_stays(session, there);
        out_path[0] = '\0';
        return error;
    }
    if (error == SELLO_OK) {
        error = place != NULL ? session_create_file(session, out_path, bytes, 0644)
                              : put_key(session, out_path, bytes);
    }
    if (error != SELLO_OK) {
        out_path[0] = '\0';
    }
    return error;
}

/* ---- out of one of earlier versions ---- */

struct restoring {
    struct session *session;
    enum sello_error error;
};

static bool visit_kept_file(void *context, const struct sello_backup_file *file) {
    struct restoring *restoring = context;
    struct backup_part part = {.len = file->bytes.len};
    char path[SESSION_PATH_MAX];
    if (place_of(file->name) == NULL || !backup_file_known(file->name, file->bytes.len)) {
        return true;
    }
    snprintf(part.name, sizeof part.name, "%s", file->name);
    part.bytes = malloc(part.len);
    if (part.bytes == NULL) {
        restoring->error = session_fail(restoring->session, SELLO_E_MEMORY);
        return false;
    }
    memcpy(part.bytes, file->bytes.ptr, part.len);
    restoring->error = backup_file_put(restoring->session, &part, path);
    free(part.bytes);
    return restoring->error == SELLO_OK;
}

enum sello_error backup_files_restore(struct session *session) {
    struct restoring restoring = {.session = session};
    enum sello_error error = sello_store_backup_files(session->store, visit_kept_file, &restoring);
    if (restoring.error != SELLO_OK) {
        return restoring.error;
    }
    if (error == SELLO_OK) {
        error = sello_store_forget_backup_files(session->store);
    }
    return error == SELLO_OK ? SELLO_OK : session_fail(session, error);
}

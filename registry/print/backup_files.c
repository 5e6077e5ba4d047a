/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/backup_files.h"

#include <stdlib.h>

#include "labels/stock/stock_read.h"
#include "registry/print/mark.h"
#include "registry/print/printers.h"
#include "registry/session/session_files.h"
#include "registry/trust/event_head.h"

static const struct place {
    const char *name, *other; /* other: stands for the same, where it is there */
    size_t most;              /* bytes */
} places[BACKUP_FILES_MAX] = {
    {"mark.png", "mark.svg", MARK_FILE_MAX},
    {"mark.svg", "mark.png", MARK_FILE_MAX},
    {"printers", "printers", PRINTERS_TEXT_MAX},
    {"stock.txt", "stock.txt", SELLO_STOCK_FILE_MAX},
};

/* ---- into a backup ---- */

static enum sello_error read_backup_file(struct session *session, const struct place *place,
                                         struct backup_files *files) {
    char path[SESSION_PATH_MAX];
    uint8_t *bytes = NULL;
    size_t len = 0;
    enum sello_error error = session_path(session, path, "%s", place->name);
    if (error == SELLO_OK && base_file_exists(path)) {
        error = session_read_file(session, path, place->most, &bytes, &len);
    }
    if (error != SELLO_OK || len == 0) {
        free(bytes);
        return error;
    }
    files->owned[files->n] = bytes;
    files->file[files->n++] = (struct sello_backup_file){place->name, sello_bytes(bytes, len)};
    return SELLO_OK;
}

enum sello_error backup_files_read(struct session *session, struct backup_files *out) {
    enum sello_error error = SELLO_OK;
    *out = (struct backup_files){.n = 0};
    for (size_t i = 0; i < BACKUP_FILES_MAX && error == SELLO_OK; i++) {
        error = read_backup_file(session, &places[i], out);
    }
    return error;
}

void backup_files_free(struct backup_files *files) {
    for (size_t i = 0; i < files->n; i++) {
        free(files->owned[i]);
    }
    files->n = 0;
}

/* Is the newest event signed already, by a trust file that was the last thing done? */
static enum sello_error read_signed(struct session *session, bool *out) {
    struct sello_event_head head = {.seq = 0};
    uint8_t chain[SELLO_HASH_LEN];
    uint64_t newest = 0;
    enum sello_error error = sello_event_newest(session->store, &newest, chain);
    if (error == SELLO_OK) {
        error = sello_event_head_get(session->store, &head);
    }
    *out = error == SELLO_OK && head.seq == newest;
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
}

/* The status key; NULL where its file is on another computer, or nothing needs it. */
static enum sello_error open_key(struct session *session, struct sello_key **out) {
    const struct session_key_use use = {.role = SELLO_ROLE_STATUS, .at = session->now};
    bool is_signed = false;
    uint64_t index = 0;
    *out = NULL;
    enum sello_error error = read_signed(session, &is_signed);
    if (error != SELLO_OK || is_signed) {
        return error;
    }
    if (session_find_key(session, &use, &index) != SELLO_OK) {
        return session_fail(session, SELLO_OK);
    }
    return session_open_key(session, &use, out, NULL);
}

static enum sello_error write_locked(struct session *session, const char *path,
                                     const struct backup_files *files, const struct sello_key *key,
                                     bool *out_signed) {
    struct sello_event_head head;
    struct sello_backup_extra extra = {.files = files->file, .n_files = files->n};
    enum sello_error error = sello_store_lock(session->store);
    if (error != SELLO_OK) {
        return error;
    }
    if (key != NULL) {
        error = event_head_make(session->store, key, session->now, &head);
        extra.head = &head;
        *out_signed = error == SELLO_OK;
    } else {
        error = read_signed(session, out_signed);
    }
    if (error == SELLO_OK) {
        error = sello_store_backup(session->store, path, &extra);
    }
    sello_store_unlock(session->store);
    return error;
}

enum sello_error backup_write(struct session *session, const char *path, bool sign,
                              bool *out_signed) {
    struct backup_files files;
    struct sello_key *key = NULL;
    enum sello_error error = backup_files_read(session, &files);
    if (error == SELLO_OK && sign) {
        error = open_key(session, &key);
    }
    if (error != SELLO_OK) {
        backup_files_free(&files);
        return error;
    }
    error = write_locked(session, path, &files, key, out_signed);
    backup_files_free(&files);
    sello_key_free(&key);
    if (error == SELLO_OK) {
        return SELLO_OK;
    }
    const char *detail = sello_store_fault(session->store)->detail;
    return session_refuse(session, &(struct problem){.error = error,
                                                     .rule = "backup-not-made",
                                                     .value = {problem_text(path)},
                                                     .detail = detail[0] != '\0' ? detail : NULL});
}

/* ---- out of one ---- */

struct restoring {
    struct session *session;
    enum sello_error error;
};

static const struct place *place_of_file(const struct sello_backup_file *file) {
    for (size_t i = 0; i < BACKUP_FILES_MAX; i++) {
        if (strcmp(places[i].name, file->name) == 0 && file->bytes.len <= places[i].most) {
            return &places[i];
        }
    }
    return NULL;
}

/* What is in the folder is newer than any backup. */
static enum sello_error restore_backup_file(struct session *session, const struct place *place,
                                            struct sello_bytes bytes) {
    char path[SESSION_PATH_MAX], other[SESSION_PATH_MAX];
    enum sello_error error = session_path(session, path, "%s", place->name);
    if (error == SELLO_OK) {
        error = session_path(session, other, "%s", place->other);
    }
    if (error == SELLO_OK && (base_file_exists(path) || base_file_exists(other))) {
        const char *there = base_file_exists(path) ? path : other;
        session_notice(session,
                       &(struct problem){.rule = "stays-as-it-is", .value = {problem_text(there)}});
        return SELLO_OK;
    }
    return error == SELLO_OK ? session_create_file(session, path, bytes, 0644) : error;
}

static bool visit_backup_file(void *context, const struct sello_backup_file *file) {
    struct restoring *restoring = context;
    const struct place *place = place_of_file(file);
    if (place != NULL) {
        restoring->error = restore_backup_file(restoring->session, place, file->bytes);
    }
    return restoring->error == SELLO_OK;
}

enum sello_error backup_files_restore(struct session *session) {
    struct restoring restoring = {.session = session};
    enum sello_error error =
        sello_store_backup_files(session->store, visit_backup_file, &restoring);
    if (restoring.error != SELLO_OK) {
        return restoring.error;
    }
    if (error == SELLO_OK) {
        error = sello_store_forget_backup_files(session->store);
    }
    return error == SELLO_OK ? SELLO_OK : session_fail(session, error);
}

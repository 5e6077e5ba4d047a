/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/store/backup.h"
#include "registry/store/store_internal.h"

/* Files of the registry's folder that a backup brings along: rows of `kept_file`, which is empty
 * but in a backup. */

static enum sello_error delete_all(struct sello_db *db) {
    SELLO_AUTO(query) struct sello_query q = sello_query(db, "DELETE FROM kept_file");
    return sello_run(&q);
}

static enum sello_error insert(struct sello_db *db, const struct sello_backup_file *file) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(db, "INSERT INTO kept_file (name, bytes) VALUES (?, ?)");
    sello_bind_text(&q, file->name);
    sello_bind_blob(&q, file->bytes);
    return sello_run(&q);
}

/* A database that was itself copied from a backup by hand still has that one's. */
static enum sello_error put_extra(struct sello_db *db, const struct sello_backup_extra *extra) {
    enum sello_error error = sello_db_begin(db, __FILE__, __LINE__);
    if (error != SELLO_OK) {
        return error;
    }
    error = delete_all(db);
    for (size_t i = 0; i < extra->n_files && error == SELLO_OK; i++) {
        error = insert(db, &extra->files[i]);
    }
    if (error == SELLO_OK && extra->head != NULL) {
        error = sello_event_head_insert(db, extra->head);
    }
    if (error != SELLO_OK) {
        sello_db_rollback(db);
        return error;
    }
    return sello_db_commit(db);
}

/* A name beside `path` that nothing has yet: what a crash leaves there is no backup. */
static bool temporary_name(const char *path, char out[SELLO_LEN(PATH_MAX)]) {
    uint64_t random = 0;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) {
        return false;
    }
    int len = snprintf(out, PATH_MAX, "%s.%016llx.new", path, (unsigned long long)random);
    return len > 0 && len < PATH_MAX;
}

static enum sello_error put_in_place(const char *temporary, const char *path) {
    if (base_file_place(temporary, path, false) == SELLO_OK) {
        return SELLO_OK;
    }
    return errno == EEXIST ? SELLO_E_EXISTS : SELLO_E_STORE_READ_ONLY;
}

static enum sello_error write_copy(struct sello_store *store, const char *path,
                                   const struct sello_backup_extra *extra) {
    struct sello_db *copy = NULL;
    enum sello_error error = sello_db_copy(store->db, path);
    if (error == SELLO_OK) {
        error = sello_db_open(path, &sello_store_migrations, &copy);
    }
    if (error == SELLO_OK) {
        error = put_extra(copy, extra);
    }
    sello_db_close(&copy);
    return error == SELLO_OK ? base_file_sync(path) : error;
}

enum sello_error sello_store_backup(struct sello_store *store, const char *path,
                                    const struct sello_backup_extra *extra) {
    static const struct sello_backup_extra nothing = {.n_files = 0};
    char temporary[PATH_MAX];
    struct stat there;
    if (lstat(path, &there) == 0) {
        return SELLO_E_EXISTS;
    }
    if (!temporary_name(path, temporary)) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = write_copy(store, temporary, extra != NULL ? extra : &nothing);
    if (error == SELLO_OK) {
        error = put_in_place(temporary, path);
    }
    if (error != SELLO_OK) {
        unlink(temporary);
    }
    return error;
}

/* The first file whose name is behind this one: one at a time, since each may be large. Its bytes
 * are the caller's to free. */
static enum sello_error next_file(struct sello_store *store, char name[SELLO_BACKUP_NAME_MAX + 1],
                                  uint8_t **out_bytes, size_t *out_len) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "SELECT name, bytes FROM kept_file WHERE name > ? ORDER BY name LIMIT 1");
    sello_bind_text(&q, name);
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        sello_col_text(&q, name, SELLO_BACKUP_NAME_MAX + 1);
        error = sello_store_copy_blob(&q, out_bytes, out_len);
    }
    return error;
}

enum sello_error sello_store_backup_files(struct sello_store *store,
                                          bool (*visit)(void *context,
                                                        const struct sello_backup_file *file),
                                          void *context) {
    char name[SELLO_BACKUP_NAME_MAX + 1] = "";
    enum sello_error error = SELLO_OK;
    for (bool more = true; more && error == SELLO_OK;) {
        uint8_t *bytes = NULL;
        size_t len = 0;
        error = next_file(store, name, &bytes, &len);
        const struct sello_backup_file file = {name, {bytes, len}};
        more = error == SELLO_OK && visit(context, &file);
        free(bytes);
    }
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
}

enum sello_error sello_store_forget_backup_files(struct sello_store *store) {
    return delete_all(store->db);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "registry/store_internal.h"

/* Files of the registry's folder that a backup brings along: rows of `kept_file`, which is empty
 * but in a backup. */

static enum sello_status delete_all(struct sello_db *db) {
    SELLO_AUTO(query) struct sello_query q = sello_query(db, "DELETE FROM kept_file");
    return sello_run(&q);
}

static enum sello_status insert(struct sello_db *db, const struct sello_kept_file *file) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(db, "INSERT INTO kept_file (name, bytes) VALUES (?, ?)");
    sello_bind_text(&q, file->name);
    sello_bind_blob(&q, file->bytes);
    return sello_run(&q);
}

/* A database that was itself copied from a backup by hand still has that one's. */
static enum sello_status put_files(struct sello_db *db, const struct sello_kept_file *files,
                                   size_t n) {
    enum sello_status status = sello_db_begin(db, __FILE__, __LINE__);
    if (status != SELLO_OK) {
        return status;
    }
    status = delete_all(db);
    for (size_t i = 0; i < n && status == SELLO_OK; i++) {
        status = insert(db, &files[i]);
    }
    if (status != SELLO_OK) {
        sello_db_rollback(db);
        return status;
    }
    return sello_db_commit(db);
}

enum sello_status sello_store_backup(struct sello_store *store, const char *path,
                                     const struct sello_kept_file *files, size_t n) {
    struct sello_db *copy = NULL;
    enum sello_status status = sello_db_copy(store->db, path);
    if (status != SELLO_OK) {
        return status;
    }
    status = sello_db_open(path, &sello_store_migrations, &copy);
    if (status == SELLO_OK) {
        status = put_files(copy, files, n);
    }
    sello_db_close(&copy);
    if (status != SELLO_OK) {
        unlink(path);
    }
    return status;
}

enum sello_status sello_store_kept_files(struct sello_store *store,
                                         bool (*visit)(void *context,
                                                       const struct sello_kept_file *file),
                                         void *context) {
    char name[SELLO_KEPT_NAME_MAX + 1];
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT name, bytes FROM kept_file ORDER BY name");
    while (sello_row(&q)) {
        sello_col_text(&q, name, sizeof name);
        struct sello_kept_file file = {name, sello_col_blob(&q)};
        if (q.status != SELLO_OK || !visit(context, &file)) {
            break;
        }
    }
    return q.status;
}

enum sello_status sello_store_forget_kept(struct sello_store *store) {
    return delete_all(store->db);
}

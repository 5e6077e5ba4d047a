/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/store/backup.h"
#include "registry/store/store_internal.h"

/* ---- there ---- */

/* The files that an earlier version's backup brought along stand in no other one. */
static enum sello_error forget_files(struct sello_db *db) {
    SELLO_AUTO(query) struct sello_query q = sello_query(db, "DELETE FROM kept_piece");
    return sello_run(&q);
}

static enum sello_error put_head(struct sello_db *db, const struct sello_event_head *head) {
    enum sello_error error = sello_db_begin(db, __FILE__, __LINE__);
    if (error != SELLO_OK) {
        return error;
    }
    error = forget_files(db);
    if (error == SELLO_OK && head != NULL) {
        error = sello_event_head_insert(db, head);
    }
    if (error != SELLO_OK) {
        sello_db_rollback(db);
        return error;
    }
    return sello_db_commit(db);
}

enum sello_error sello_store_backup(struct sello_store *store, const char *path,
                                    const struct sello_event_head *head) {
    struct sello_db *copy = NULL;
    enum sello_error error = sello_db_copy(store->db, path);
    if (error != SELLO_OK) { /* what is there may be another's */
        return error;
    }
    error = sello_db_open_copy(path, &sello_store_migrations, &copy);
    if (error == SELLO_OK) {
        error = put_head(copy, head);
    }
    sello_db_close(&copy);
    if (error == SELLO_OK) {
        error = base_file_sync(path);
    }
    if (error != SELLO_OK) {
        unlink(path);
    }
    return error;
}

/* ---- back ---- */

/* Files of the registry's folder that a backup of earlier versions brings along: rows of
 * `kept_piece`, which is empty but in such a one. */

/* The first file whose name is behind this one: one at a time, since each may be large. Its bytes
 * are the caller's to free. */
static enum sello_error next_file(struct sello_store *store, char name[SELLO_BACKUP_NAME_MAX + 1],
                                  uint8_t **out_bytes, size_t *out_len) {
    SELLO_AUTO(pieces) struct sello_pieces whole = {.n = 0};
    enum sello_error error = SELLO_OK;
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT name, place, bytes FROM kept_piece WHERE name ="
                               " (SELECT min(name) FROM kept_piece WHERE name > ?) ORDER BY place");
    sello_bind_text(&q, name);
    while (error == SELLO_OK && sello_row(&q)) {
        sello_col_text(&q, name, SELLO_BACKUP_NAME_MAX + 1);
        error = sello_pieces_take(&q, &whole);
    }
    error = error == SELLO_OK ? q.error : error;
    if (error == SELLO_OK && whole.n == 0) {
        error = SELLO_E_NOT_FOUND;
    }
    if (error == SELLO_OK) {
        sello_pieces_give(&whole, out_bytes, out_len);
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
    return forget_files(store->db);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/sql/db_sqlite.h"

/* An empty file of our own making, so that nothing that is there is written over or followed. */
enum sello_error sello_sqlite_make_file(const char *path) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno == EEXIST                      ? SELLO_E_EXISTS
               : errno == ENOSPC || errno == EDQUOT ? SELLO_E_STORE_FULL
                                                    : SELLO_E_STORE_READ_ONLY;
    }
    return close(fd) == 0 ? SELLO_OK : SELLO_E_SYSTEM;
}

enum sello_error sello_sqlite_copy_pages(struct sello_db *from, struct sello_db *to) {
    sqlite3_busy_timeout(sello_sqlite_of(from)->handle, SELLO_DB_BUSY_MS);
    struct sello_sqlite *into = sello_sqlite_of(to);
    sqlite3_backup *backup =
        sqlite3_backup_init(into->handle, "main", sello_sqlite_of(from)->handle, "main");
    if (backup != NULL) {
        sqlite3_backup_step(backup, -1); /* all pages in one read of the source */
        sqlite3_backup_finish(backup);
    }
    return sello_sqlite_status(into, sqlite3_extended_errcode(into->handle));
}

static enum sello_error copy_to(struct sello_db *db, const char *path) {
    struct sello_sqlite to = {.handle = NULL}; /* it is asked nothing */
    int code = sqlite3_open_v2(path, &to.handle, SQLITE_OPEN_READWRITE, NULL);
    enum sello_error error = sello_sqlite_status(&to, code);
    if (error == SELLO_OK) {
        error = sello_sqlite_copy_pages(db, &to.db);
        snprintf(db->detail, sizeof db->detail, "%s", to.db.detail);
    }
    if (sqlite3_close(to.handle) != SQLITE_OK && error == SELLO_OK) {
        error = SELLO_E_STORE;
    }
    return error;
}

enum sello_error sello_sqlite_copy(struct sello_db *db, const char *path) {
    enum sello_error error = sello_sqlite_make_file(path);
    if (error != SELLO_OK) {
        return error;
    }
    error = copy_to(db, path);
    if (error == SELLO_OK) {
        error = base_file_sync(path);
    }
    if (error != SELLO_OK) {
        unlink(path);
    }
    return error;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "registry/sql/rows.h"
#include "registry/store/backup.h"
#include "registry/store/shared.h"
#include "registry/store/store_internal.h"

/* Where a folder's registry lies, and filling a server's database. */

bool sello_store_is_shared(const struct sello_store *store) {
    return store->db != NULL && sello_db_is_shared(store->db);
}

/* ---- the address ---- */

enum sello_error sello_store_check_address(const char *address) {
    return strlen(address) <= SELLO_ADDRESS_MAX ? sello_db_check_address(address)
                                                : SELLO_E_STORE_ADDRESS;
}

/* One line. What a person typed there by mistake is no address, and never another registry. */
static enum sello_error parse_line(struct sello_bytes file, char *out) {
    while (file.len > 0 && (file.ptr[file.len - 1] == '\n' || file.ptr[file.len - 1] == '\r')) {
        file.len--;
    }
    if (file.len == 0 || file.len > SELLO_ADDRESS_MAX || memchr(file.ptr, '\n', file.len) != NULL ||
        memchr(file.ptr, '\0', file.len) != NULL) {
        return SELLO_E_STORE_ADDRESS;
    }
    memcpy(out, file.ptr, file.len);
    out[file.len] = '\0';
    return sello_db_is_address(out) ? SELLO_OK : SELLO_E_STORE_ADDRESS;
}

enum sello_error sello_store_address(const char *folder,
                                     char out[SELLO_LEN(SELLO_ADDRESS_MAX + 1)]) {
    char path[PATH_MAX];
    struct stat info;
    uint8_t *bytes = NULL;
    size_t len = 0;
    int n = snprintf(path, sizeof path, "%s/" SELLO_ADDRESS_FILE, folder);
    if (n < 0 || (size_t)n >= sizeof path) {
        return SELLO_E_SYSTEM;
    }
    if (lstat(path, &info) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return SELLO_E_NOT_FOUND;
    }
    enum sello_error error = base_file_read(path, SELLO_ADDRESS_MAX + 2, &bytes, &len);
    if (error == SELLO_OK) {
        error = parse_line(sello_bytes(bytes, len), out);
    }
    free(bytes);
    return error == SELLO_E_SYSTEM     ? SELLO_E_STORE_READ_ONLY
           : error == SELLO_E_TOO_LONG ? SELLO_E_STORE_ADDRESS
           : error == SELLO_E_NOT_FILE ? SELLO_E_STORE_FILE
                                       : error;
}

enum sello_error sello_store_look_shared(const char *address,
                                         char words[SELLO_LEN(SELLO_WORDS_LEN)]) {
    struct sello_db *db = NULL;
    enum sello_error error = sello_store_check_address(address);
    words[0] = '\0';
    if (error == SELLO_OK) {
        error = sello_db_open_shared(address, &sello_store_migrations, true, &db);
        snprintf(words, SELLO_WORDS_LEN, "%s", db != NULL ? sello_db_detail(db) : "");
    }
    sello_db_close(&db);
    return error;
}

/* ---- filling ---- */

struct filling {
    struct sello_store *store;
    const char *source; /* a backup's database; NULL: empty */
};

static enum sello_error fill_empty(struct sello_store *store) {
    struct sello_change c = sello_change_begin(store);
    sello_change_event(&c, "registry.created", sello_part(SELLO_EVENT_NUMBER, 1));
    return sello_change_end(&c);
}

static enum sello_error fill_from(struct sello_store *store, const char *source) {
    struct sello_db *from = NULL;
    enum sello_error error = sello_db_open_reading(source, &sello_store_migrations, &from);
    if (error == SELLO_OK) {
        error = sello_db_copy_rows(from, store->db, &sello_store_migrations);
    }
    sello_db_close(&from);
    return error == SELLO_OK ? sello_store_settle_backup(store) : error;
}

static enum sello_error fill(struct sello_db *db, void *context) {
    struct filling *f = context;
    f->store->db = db;
    return f->source == NULL ? fill_empty(f->store) : fill_from(f->store, f->source);
}

enum sello_error sello_store_fill_shared(struct sello_store *store, const char *address,
                                         const char *source) {
    struct filling filling = {store, source};
    enum sello_error error =
        sello_db_create_shared(address, &sello_store_migrations, fill, &filling, &store->db);
    snprintf(store->fault.detail, sizeof store->fault.detail, "%s",
             store->db != NULL ? sello_db_detail(store->db) : "");
    sello_db_close(&store->db);
    return error;
}

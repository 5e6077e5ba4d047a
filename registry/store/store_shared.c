/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/store/shared.h"
#include "registry/store/store_internal.h"

static bool join(char out[PATH_MAX], const char *folder, const char *name) {
    int len = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    return len > 0 && len < PATH_MAX;
}

/* ---- the address ---- */

static enum sello_error put_address(const char *folder, const char *address) {
    char path[PATH_MAX], line[SELLO_ADDRESS_MAX + 2];
    int len = snprintf(line, sizeof line, "%s\n", address);
    if (!join(path, folder, SELLO_ADDRESS_FILE) || len < 0 || (size_t)len >= sizeof line) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = base_file_create(path, sello_bytes(line, (size_t)len), 0600);
    return error == SELLO_E_SYSTEM && errno == EEXIST ? SELLO_E_EXISTS : error;
}

static void remove_address(const char *folder) {
    char path[PATH_MAX];
    if (join(path, folder, SELLO_ADDRESS_FILE)) {
        (void)unlink(path);
    }
}

/* ---- making ---- */

enum sello_error sello_store_create_shared(const char *folder, const char *address, const char *who,
                                           uint64_t now, struct sello_store **out) {
    enum sello_error error = sello_store_check_address(address);
    error = error == SELLO_OK ? sello_store_make_folder(folder) : error;
    error = error == SELLO_OK ? put_address(folder, address) : error;
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_store_create(folder, who, now, out);
    if (error != SELLO_OK) {
        remove_address(folder);
    }
    return error;
}

void sello_store_discard_shared(struct sello_store *store) {
    if (sello_store_is_shared(store)) {
        remove_address(store->folder);
        (void)!sello_db_drop_shared(store->db);
    }
}

/* ---- joining ---- */

/* From here on this folder's marks stand beside the server's numbers. */
static enum sello_error begin_marks(const char *address, const char *folder) {
    struct sello_store store = {.lock = -1};
    struct sello_standing here = {.signs = false};
    enum sello_error error =
        sello_db_open_shared(address, &sello_store_migrations, true, &store.db);
    if (error == SELLO_OK) {
        error = sello_store_standing(&store, &here);
    }
    if (error == SELLO_OK && !here.signs) {
        error = SELLO_E_STATE; /* its first office has not finished yet */
    }
    if (error == SELLO_OK && here.unknown) {
        error = SELLO_E_STORE_UNKNOWN;
    }
    if (error == SELLO_OK) {
        enum sello_error home = SELLO_OK;
        error = sello_highwater_raise(folder, here.fingerprint, here.marks, &home);
    }
    sello_db_close(&store.db);
    return error;
}

enum sello_error sello_store_join(const char *folder, const char *address, const char *who,
                                  uint64_t now, struct sello_store **out) {
    char path[PATH_MAX];
    struct stat info;
    enum sello_error error = sello_store_check_address(address);
    if (error == SELLO_OK && join(path, folder, "registry.db") && lstat(path, &info) == 0) {
        error = SELLO_E_EXISTS;
    }
    error = error == SELLO_OK ? sello_store_make_folder(folder) : error;
    if (error == SELLO_OK && join(path, folder, "keys")) {
        error = sello_store_make_folder(path);
    }
    error = error == SELLO_OK ? put_address(folder, address) : error;
    if (error != SELLO_OK) {
        return error;
    }
    error = begin_marks(address, folder);
    if (error == SELLO_OK) {
        error = sello_store_open(folder, who, now, out);
    }
    if (error != SELLO_OK) {
        remove_address(folder);
    }
    return error;
}

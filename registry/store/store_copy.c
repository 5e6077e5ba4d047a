/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/sql/rows.h"
#include "registry/store/copy.h"
#include "registry/store/shared.h"
#include "registry/store/store_internal.h"

struct copying {
    struct sello_store *store;
    const char *address, *path; /* one of them */
    struct sello_copy_outcome *out;
};

static enum sello_error compare(struct copying *c, struct sello_db *to) {
    bool same = false;
    char table[sizeof c->out->table];
    enum sello_error error =
        sello_db_compare_rows(c->store->db, to, &sello_store_migrations, &same, table);
    if (error == SELLO_OK && !same) {
        snprintf(c->out->table, sizeof c->out->table, "%s", table);
        error = SELLO_E_STORE_DAMAGED;
    }
    return error;
}

/* ---- to a server ---- */

static enum sello_error fill_server(struct sello_db *to, void *context) {
    struct copying *c = context;
    enum sello_error error = sello_db_copy_rows(c->store->db, to, &sello_store_migrations);
    return error == SELLO_OK ? compare(c, to) : error;
}

static enum sello_error copy_to_server(void *context) {
    struct copying *c = context;
    struct sello_db *to = NULL;
    enum sello_error error =
        sello_db_create_shared(c->address, &sello_store_migrations, fill_server, c, &to);
    if (error != SELLO_OK && to != NULL) {
        snprintf(c->out->words, sizeof c->out->words, "%s", sello_db_detail(to));
    }
    sello_db_close(&to);
    return error;
}

enum sello_error sello_store_copy_to_server(struct sello_store *store, const char *address,
                                            struct sello_copy_outcome *out) {
    struct copying c = {.store = store, .address = address, .out = out};
    *out = (struct sello_copy_outcome){.table = ""};
    enum sello_error error = sello_store_check_address(address);
    return error == SELLO_OK ? sello_db_look(store->db, copy_to_server, &c) : error;
}

/* ---- to a folder ---- */

static enum sello_error fill_file(void *context) {
    struct copying *c = context;
    struct sello_db *to = NULL;
    enum sello_error error = sello_db_copy(c->store->db, c->path);
    if (error == SELLO_OK) {
        error = sello_db_open_copy(c->path, &sello_store_migrations, &to);
    }
    error = error == SELLO_OK ? compare(c, to) : error;
    sello_db_close(&to);
    return error;
}

enum sello_error sello_store_copy_to_folder(struct sello_store *store, const char *folder,
                                            struct sello_copy_outcome *out) {
    char path[PATH_MAX], keys[PATH_MAX], temporary[PATH_MAX], address[SELLO_ADDRESS_MAX + 1];
    struct copying c = {.store = store, .path = temporary, .out = out};
    struct stat info;
    *out = (struct sello_copy_outcome){.table = ""};
    int len = snprintf(path, sizeof path, "%s/registry.db", folder);
    int longest = snprintf(temporary, sizeof temporary, "%s/registry.db.new", folder);
    if (len < 0 || longest < 0 || longest >= PATH_MAX) {
        return SELLO_E_SYSTEM;
    }
    (void)snprintf(keys, sizeof keys, "%s/keys", folder);
    if (lstat(path, &info) == 0 || sello_store_address(folder, address) != SELLO_E_NOT_FOUND) {
        return SELLO_E_EXISTS;
    }
    enum sello_error error = sello_store_make_folder(folder);
    error = error == SELLO_OK ? sello_store_make_folder(keys) : error;
    if (error == SELLO_OK) {
        (void)unlink(temporary); /* of an earlier one that was cut short */
        error = sello_db_look(store->db, fill_file, &c);
    }
    if (error == SELLO_OK && base_file_place(temporary, path, false) != SELLO_OK) {
        error = SELLO_E_SYSTEM;
    }
    if (error != SELLO_OK) {
        (void)unlink(temporary);
        return error;
    }
    return sello_db_make_journal(path);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lock.h"
#include "registry/store/backup.h"
#include "registry/store/check.h"
#include "registry/store/shared.h"
#include "registry/store/store_internal.h"

static bool join(char *out, size_t cap, const char *folder, const char *name) {
    int len = snprintf(out, cap, "%s/%s", folder, name);
    return len > 0 && (size_t)len < cap;
}

/* ---- the store itself ---- */

/* An author's name that could not be signed is not written into events either. */
static void set_author(struct sello_store *store, const char *who) {
    struct sello_bytes name = sello_bytes_of(who);
    bool good = sello_text_check(name, 1, SELLO_WHO_MAX, NULL) == SELLO_OK;
    snprintf(store->who, sizeof store->who, "%s", good ? who : "unknown");
}

/* A store without its database; the folder must be there. */
static enum sello_error prepare(const char *folder, const char *who, uint64_t now,
                                struct sello_store **out) {
    struct sello_store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        return SELLO_E_MEMORY;
    }
    store->lock = -1;
    store->now = now;
    set_author(store, who);
    store->folder = realpath(folder, NULL);
    if (store->folder == NULL) {
        enum sello_error error = errno == ENOMEM                       ? SELLO_E_MEMORY
                                 : errno == ENOENT || errno == ENOTDIR ? SELLO_E_NOT_FOUND
                                                                       : SELLO_E_STORE_READ_ONLY;
        sello_store_close(&store);
        return error;
    }
    *out = store;
    return SELLO_OK;
}

void sello_store_close(struct sello_store **store) {
    if (*store == NULL) {
        return;
    }
    sello_store_unlock(*store);
    sello_db_close(&(*store)->db);
    free((*store)->folder);
    free(*store);
    *store = NULL;
}

void sello_store_set_now(struct sello_store *store, uint64_t now) {
    store->now = now;
}

void sello_store_confirm_clock(struct sello_store *store) {
    store->clock_confirmed = true;
}

enum sello_error sello_store_home_mark(const struct sello_store *store) {
    return store->home_mark;
}

enum sello_error sello_store_folder_mark(const struct sello_store *store) {
    return store->folder_mark;
}

bool sello_store_unsettled(const struct sello_store *store) {
    return store->db != NULL && sello_db_unsettled(store->db);
}

const char *sello_store_folder(const struct sello_store *store) {
    return store->folder;
}

const struct sello_store_fault *sello_store_fault(struct sello_store *store) {
    snprintf(store->fault.detail, sizeof store->fault.detail, "%s", sello_db_detail(store->db));
    return &store->fault;
}

uint64_t sello_store_queries(const struct sello_store *store) {
    return sello_db_queries(store->db);
}

/* ---- opening ---- */

static void note_finding(void *context, const struct sello_finding *finding) {
    bool *found = context;
    (void)finding;
    *found = true;
}

/* Without its journal, a registry is written to only where nothing of a half transaction can be
 * seen in it. */
static enum sello_error look_over(struct sello_store *store, const char *path) {
    bool found = false;
    enum sello_error error = sello_store_check_database(store, note_finding, &found);
    if (error == SELLO_OK) {
        error = sello_store_replay(store, note_finding, &found);
    }
    if (error == SELLO_E_STORE_DAMAGED || (error == SELLO_OK && found)) {
        return SELLO_E_STORE_JOURNAL;
    }
    return error == SELLO_OK ? sello_db_keep_journal(store->db, path) : error;
}

static enum sello_error open_database(struct sello_store *store) {
    char path[PATH_MAX], address[SELLO_ADDRESS_MAX + 1];
    bool lacks_journal = false;
    if (!join(path, sizeof path, store->folder, "registry.db")) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error elsewhere = sello_store_address(store->folder, address);
    if (elsewhere == SELLO_OK) {
        return sello_db_open_shared(address, &sello_store_migrations, store->reading, &store->db);
    }
    if (elsewhere != SELLO_E_NOT_FOUND) {
        return elsewhere;
    }
    if (store->reading) {
        return sello_db_open_reading(path, &sello_store_migrations, &store->db);
    }
    enum sello_error error =
        sello_db_open(path, &sello_store_migrations, &lacks_journal, &store->db);
    return error == SELLO_OK && lacks_journal ? look_over(store, path) : error;
}

static enum sello_error open_store(const char *folder, const char *who, uint64_t now, bool reading,
                                   char *words, struct sello_store **out) {
    struct sello_store *store = NULL;
    enum sello_error error = prepare(folder, who, now, &store);
    if (error == SELLO_OK) {
        store->reading = reading;
        error = open_database(store);
    }
    if (error == SELLO_OK) {
        error = sello_store_settle(store);
    }
    if (error != SELLO_OK) {
        bool tells = store != NULL && sello_store_is_shared(store);
        snprintf(words, SELLO_WORDS_LEN, "%s", tells ? sello_db_detail(store->db) : "");
        sello_store_close(&store);
        return error;
    }
    *out = store;
    return SELLO_OK;
}

enum sello_error sello_store_open(const char *folder, const char *who, uint64_t now,
                                  struct sello_store **out) {
    char words[SELLO_WORDS_LEN];
    return open_store(folder, who, now, false, words, out);
}

enum sello_error sello_store_open_reading(const char *folder, struct sello_store **out) {
    char words[SELLO_WORDS_LEN];
    return open_store(folder, "", 0, true, words, out);
}

enum sello_error sello_store_open_telling(const char *folder, const char *who, uint64_t now,
                                          bool reading, char words[SELLO_LEN(SELLO_WORDS_LEN)],
                                          struct sello_store **out) {
    return open_store(folder, who, now, reading, words, out);
}

/* ---- making ---- */

enum sello_error sello_store_make_folder(const char *path) {
    if (mkdir(path, 0700) == 0 || errno == EEXIST) {
        return SELLO_OK;
    }
    return errno == ENOSPC || errno == EDQUOT ? SELLO_E_STORE_FULL
           : errno == ENOENT                  ? SELLO_E_NOT_FOUND
                                              : SELLO_E_STORE_READ_ONLY;
}

/* Puts a finished database in its place, where none may be. */
static enum sello_error put_in_place(const char *temporary, const char *path) {
    if (base_file_place(temporary, path, false) == SELLO_OK) {
        return SELLO_OK;
    }
    return errno == EEXIST ? SELLO_E_EXISTS : SELLO_E_SYSTEM;
}

static void remove_database(const char *path) {
    char journal[PATH_MAX + 16];
    snprintf(journal, sizeof journal, "%s-journal", path);
    unlink(path);
    unlink(journal);
}

/* The finished one, with its journal, for good; or not at all. The folder may be new too, and a
 * power cut would take it away. */
static enum sello_error settle(const struct sello_store *store, const char *temporary,
                               const char *path) {
    enum sello_error error = put_in_place(temporary, path);
    bool ours = error != SELLO_E_EXISTS; /* whatever has that name now */
    if (error == SELLO_OK) {
        error = sello_db_make_journal(path);
    }
    if (error == SELLO_OK) {
        error = base_file_sync(store->folder);
    }
    if (error != SELLO_OK && ours) {
        remove_database(path);
    }
    return error;
}

static enum sello_error make_empty(struct sello_store *store, const char *temporary) {
    enum sello_error error = sello_db_create(temporary, &sello_store_migrations, &store->db);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_change c = sello_change_begin(store);
    sello_change_event(&c, "registry.created", sello_part(SELLO_EVENT_NUMBER, 1));
    error = sello_change_end(&c);
    sello_db_close(&store->db);
    return error;
}

static enum sello_error copy_from(struct sello_store *store, const char *source,
                                  const char *temporary) {
    enum sello_error error = sello_db_open_source(source, &sello_store_migrations, &store->db);
    if (error == SELLO_OK) {
        error = sello_db_copy(store->db, temporary);
    }
    sello_db_close(&store->db);
    if (error == SELLO_OK) { /* brings the copy up to date, never the backup */
        error = sello_db_open_copy(temporary, &sello_store_migrations, &store->db);
    }
    if (error == SELLO_OK) {
        error = sello_store_settle_backup(store);
    }
    sello_db_close(&store->db);
    return error;
}

/* Fills the folder: an empty database, or a copy of `source`; on failure there is none. Under the
 * lock, so what is left under the temporary's name is from a crash. */
static enum sello_error fill_folder(struct sello_store *store, const char *source) {
    char path[PATH_MAX], temporary[PATH_MAX], keys[PATH_MAX], address[SELLO_ADDRESS_MAX + 1];
    struct stat info;
    if (!join(path, sizeof path, store->folder, "registry.db") ||
        !join(keys, sizeof keys, store->folder, "keys") ||
        !join(temporary, sizeof temporary, store->folder, "registry.db.new")) {
        return SELLO_E_SYSTEM;
    }
    if (lstat(path, &info) == 0) {
        return SELLO_E_EXISTS;
    }
    enum sello_error error = sello_store_make_folder(keys);
    enum sello_error elsewhere = sello_store_address(store->folder, address);
    if (error == SELLO_OK && elsewhere != SELLO_E_NOT_FOUND) {
        return elsewhere == SELLO_OK ? sello_store_fill_shared(store, address, source) : elsewhere;
    }
    remove_database(temporary);
    if (error == SELLO_OK) {
        error = source == NULL ? make_empty(store, temporary) : copy_from(store, source, temporary);
    }
    if (error == SELLO_OK) {
        error = settle(store, temporary, path);
    }
    if (error != SELLO_OK) {
        remove_database(temporary);
    }
    return error;
}

static enum sello_error make_registry(const char *folder, const char *source, const char *who,
                                      uint64_t now) {
    struct sello_store *store = NULL;
    enum sello_error error = sello_store_make_folder(folder);
    if (error == SELLO_OK) {
        error = prepare(folder, who, now, &store);
    }
    if (error == SELLO_OK) {
        error = sello_store_lock(store);
    }
    if (error == SELLO_OK) {
        error = fill_folder(store, source);
    }
    sello_store_close(&store);
    return error;
}

enum sello_error sello_store_create(const char *folder, const char *who, uint64_t now,
                                    struct sello_store **out) {
    char path[PATH_MAX];
    enum sello_error error = make_registry(folder, NULL, who, now);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_store_open(folder, who, now, out);
    if (error != SELLO_OK && join(path, sizeof path, folder, "registry.db")) {
        remove_database(path); /* nobody was told of it */
    }
    return error;
}

enum sello_error sello_store_restore(const char *path, const char *folder, const char *who,
                                     uint64_t now) {
    return make_registry(folder, path, who, now);
}

/* ---- the lock ---- */

enum sello_error sello_store_lock(struct sello_store *store) {
    char path[PATH_MAX];
    if (store->lock >= 0) {
        return SELLO_OK;
    }
    if (!join(path, sizeof path, store->folder, "lock")) {
        return SELLO_E_SYSTEM;
    }
    int mode = store->reading ? O_RDONLY : O_RDWR | O_CREAT;
    int fd = open(path, mode | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd < 0) { /* where nothing was ever locked, a reader has nobody to wait for */
        return store->reading && errno == ENOENT ? SELLO_OK : SELLO_E_STORE_READ_ONLY;
    }
    enum sello_error error = base_lock_wait(fd);
    if (error == SELLO_OK && store->db != NULL && !store->reading) {
        error = sello_db_lease_take(store->db, store->who); /* and the other offices' */
    }
    if (error != SELLO_OK) {
        close(fd);
        return error;
    }
    store->lock = fd;
    return SELLO_OK;
}

void sello_store_unlock(struct sello_store *store) {
    if (store->lock >= 0) {
        if (store->db != NULL) {
            sello_db_lease_give(store->db);
        }
        (void)flock(store->lock, LOCK_UN); /* closing is not enough where a child inherited it */
        close(store->lock);
        store->lock = -1;
    }
}

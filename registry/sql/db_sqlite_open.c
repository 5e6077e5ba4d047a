/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/sql/db_sqlite.h"

#define APPLICATION_ID 1399155823 /* "Selo", at byte 68 of the file */

/* ---- settings ---- */

/* Events are only ever appended, and the schema is left alone: whatever SQL a mistake may bring, it
 * does not get prepared. */
static int authorize(void *context, int action, const char *first, const char *second,
                     const char *database, const char *view) {
    const struct sello_db *db = context;
    (void)second, (void)database, (void)view;
    if (db->migrating) {
        return SQLITE_OK;
    }
    switch (action) {
    case SQLITE_UPDATE:
    case SQLITE_DELETE: return strcmp(first, "event") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_ALTER_TABLE:
    case SQLITE_ATTACH:
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_CREATE_TEMP_TRIGGER:
    case SQLITE_CREATE_VIEW:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TABLE: return SQLITE_DENY;
    default: return SQLITE_OK;
    }
}

/* How a connection goes about it. */
enum use {
    READS,
    WRITES_KEPT, /* the registry itself: its journal is cut to nothing, and stays */
    WRITES_COPY  /* its journal goes: a copy, or one that was not looked over yet */
};

static const char *const settings[] = {
    [READS] = "PRAGMA query_only = ON;",
    [WRITES_KEPT] = "PRAGMA journal_mode = TRUNCATE;",
    [WRITES_COPY] = "PRAGMA journal_mode = DELETE;",
};

/* Rollback journal, because SQLite 3.40's write-ahead log can lose a commit when several programs
 * write; EXTRA, because a journal deleted but not synced comes back after a power cut and would
 * undo a commit. One that stays shows by its absence that it was taken away. Overwriting deleted
 * content keeps persons' names from staying behind. Changes stay in memory until the commit, which
 * alone keeps readers waiting. */
static enum sello_error configure(struct sello_db *db, enum use use) {
    sqlite3 *handle = sello_sqlite_of(db)->handle;
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, SELLO_DB_BUSY_MS);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_set_authorizer(handle, authorize, db);
    enum sello_error error = sello_sqlite_execute(db, "PRAGMA trusted_schema = OFF;"
                                                      "PRAGMA cell_size_check = ON;");
    if (error == SELLO_OK && use != READS) {
        error = sello_sqlite_execute(db, "PRAGMA foreign_keys = ON;"
                                         "PRAGMA secure_delete = ON;"
                                         "PRAGMA cache_spill = OFF;"
                                         "PRAGMA synchronous = EXTRA;");
    }
    return error == SELLO_OK ? sello_sqlite_execute(db, settings[use]) : error;
}

/* ---- opening ---- */

static enum sello_error connect_to(const char *path, enum use use, struct sello_db **out) {
    struct sello_sqlite *own = calloc(1, sizeof *own);
    if (own == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_db *db = &own->db;
    db->engine = &sello_sqlite_engine;
    int mode = use == READS ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int code = sqlite3_open_v2(path, &own->handle, mode | SQLITE_OPEN_NOFOLLOW, NULL);
    enum sello_error error = sello_sqlite_status(own, code);
    if (error == SELLO_OK) {
        error = configure(db, use);
    }
    if (error != SELLO_OK) {
        sello_db_close(&db);
        return error;
    }
    *out = db;
    return SELLO_OK;
}

static enum sello_error pragma(struct sello_db *db, const char *sql, uint64_t *out) {
    SELLO_AUTO(query) struct sello_query q = sello_query(db, sql);
    if (sello_row(&q)) {
        *out = sello_col_uint(&q);
    }
    return q.error;
}

static enum sello_error execute_all(struct sello_db *db, const char *const *texts) {
    enum sello_error error = SELLO_OK;
    for (; *texts != NULL && error == SELLO_OK; texts++) {
        error = sello_sqlite_execute(db, *texts);
    }
    return error;
}

static enum sello_error migrate(struct sello_db *db, const struct sello_migrations *migrations) {
    enum sello_error error = sello_db_begin(db, __FILE__, __LINE__);
    if (error != SELLO_OK) {
        return error;
    }
    uint64_t version = 0; /* read under the lock: another program may be migrating too */
    error = pragma(db, "PRAGMA user_version", &version);
    const uint64_t before = version;
    db->migrating = true;
    for (; version < migrations->n && error == SELLO_OK; version++) {
        error = execute_all(db, migrations->rows[version]);
    }
    if (error == SELLO_OK && before < migrations->n && migrations->finish != NULL) {
        error = migrations->finish(db, before);
    }
    db->migrating = false;
    if (error != SELLO_OK) {
        sello_db_rollback(db);
        return error;
    }
    return sello_db_commit(db);
}

/* What the file says of itself. */
struct identity {
    uint64_t application, version, page_size;
};

static enum sello_error read_identity(struct sello_db *db, struct identity *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(db, "SELECT application_id, user_version, page_size FROM pragma_application_id,"
                        " pragma_user_version, pragma_page_size");
    enum sello_error error = sello_one(&q);
    if (error == SELLO_OK) {
        out->application = sello_col_uint(&q);
        out->version = sello_col_uint(&q);
        out->page_size = sello_col_uint(&q);
        error = q.error;
    }
    return error;
}

/* A database of ours, and of a version we know? */
static enum sello_error identify(const struct identity *identity,
                                 const struct sello_migrations *migrations) {
    if (identity->application != APPLICATION_ID || identity->version == 0) {
        return SELLO_E_STORE_NOT;
    }
    return identity->version > migrations->n ? SELLO_E_STORE_NEWER : SELLO_OK;
}

/* SQLite notices a file that lacks pages, and not one that lacks a part of its last page. */
static enum sello_error check_size(const struct identity *identity, const char *path) {
    struct stat info;
    if (stat(path, &info) != 0) {
        return SELLO_E_SYSTEM;
    }
    uint64_t page = identity->page_size;
    return page > 0 && (uint64_t)info.st_size % page == 0 ? SELLO_OK : SELLO_E_STORE_DAMAGED;
}

/* The file itself: SQLite would follow links, wait on a FIFO and make what is missing. */
static enum sello_error inspect_file(const char *path) {
    struct stat info;
    if (lstat(path, &info) != 0) {
        return errno == ENOENT || errno == ENOTDIR ? SELLO_E_NOT_FOUND : SELLO_E_STORE_READ_ONLY;
    }
    if (!S_ISREG(info.st_mode)) {
        return SELLO_E_STORE_FILE;
    }
    return access(path, R_OK) == 0 ? SELLO_OK : SELLO_E_STORE_READ_ONLY;
}

/* The folder must take the rollback journal. */
static enum sello_error inspect_writable(const char *path) {
    char folder[PATH_MAX];
    int len = snprintf(folder, sizeof folder, "%s", path);
    if (len < 0 || (size_t)len >= sizeof folder) {
        return SELLO_E_SYSTEM;
    }
    bool writable = access(path, W_OK) == 0 && access(dirname(folder), W_OK | X_OK) == 0;
    return writable ? SELLO_OK : SELLO_E_STORE_READ_ONLY;
}

/* Opens what is there as it is; its schema may be an older one. */
static enum sello_error open_as_is(const char *path, enum use use,
                                   const struct sello_migrations *migrations, struct sello_db **out,
                                   uint64_t *out_version) {
    struct identity identity = {0};
    enum sello_error error = connect_to(path, use, out);
    if (error == SELLO_OK) {
        error = read_identity(*out, &identity);
    }
    if (error == SELLO_OK) {
        error = check_size(&identity, path);
    }
    *out_version = identity.version;
    return error == SELLO_OK ? identify(&identity, migrations) : error;
}

static enum sello_error open_to_read(const char *path, const struct sello_migrations *migrations,
                                     struct sello_db **out, uint64_t *out_version) {
    struct sello_db *db = NULL;
    enum sello_error error = inspect_file(path);
    if (error == SELLO_OK) {
        error = open_as_is(path, READS, migrations, &db, out_version);
    }
    if (error != SELLO_OK) {
        sello_db_close(&db);
        return error;
    }
    *out = db;
    return SELLO_OK;
}

enum sello_error sello_db_open_source(const char *path, const struct sello_migrations *migrations,
                                      struct sello_db **out) {
    uint64_t version = 0;
    return open_to_read(path, migrations, out, &version);
}

/* Puts a copy in memory in its place, up to date. */
static enum sello_error lift(struct sello_db **db, const struct sello_migrations *migrations) {
    struct sello_db *copy = NULL;
    enum sello_error error = connect_to(":memory:", WRITES_COPY, &copy);
    if (error == SELLO_OK) {
        error = sello_sqlite_copy_pages(*db, copy);
    }
    if (error == SELLO_OK) {
        error = migrate(copy, migrations);
    }
    if (error == SELLO_OK) {
        error = sello_sqlite_execute(copy, "PRAGMA query_only = ON");
    }
    sello_db_close(error == SELLO_OK ? db : &copy);
    *db = error == SELLO_OK ? copy : *db;
    return error;
}

/* What a crash left half written is put right by whoever may write. */
static enum sello_error open_mended(const char *path, const struct sello_migrations *migrations,
                                    struct sello_db **out, uint64_t *out_version) {
    struct sello_db *writer = NULL;
    uint64_t version = 0;
    enum sello_error error = open_as_is(path, WRITES_KEPT, migrations, &writer, &version);
    sello_db_close(&writer);
    return error == SELLO_OK ? open_to_read(path, migrations, out, out_version) : error;
}

enum sello_error sello_db_open_reading(const char *path, const struct sello_migrations *migrations,
                                       struct sello_db **out) {
    struct sello_db *db = NULL;
    uint64_t version = 0;
    enum sello_error error = open_to_read(path, migrations, &db, &version);
    if (error == SELLO_E_STORE_READ_ONLY && inspect_writable(path) == SELLO_OK) {
        error = open_mended(path, migrations, &db, &version);
    }
    if (error == SELLO_OK && version < migrations->n) {
        error = lift(&db, migrations);
    }
    if (error != SELLO_OK) {
        sello_db_close(&db);
        return error;
    }
    *out = db;
    return SELLO_OK;
}

static enum sello_error open_to_write(const char *path, enum use use,
                                      const struct sello_migrations *migrations,
                                      struct sello_db **out) {
    struct sello_db *db = NULL;
    uint64_t version = 0;
    enum sello_error error = inspect_file(path);
    if (error == SELLO_OK) {
        error = inspect_writable(path);
    }
    if (error == SELLO_OK) {
        error = open_as_is(path, use, migrations, &db, &version);
    }
    if (error == SELLO_OK && version < migrations->n) {
        error = migrate(db, migrations);
    }
    if (error != SELLO_OK) {
        sello_db_close(&db);
        return error;
    }
    *out = db;
    return SELLO_OK;
}

static bool join_journal(char out[PATH_MAX], const char *path) {
    int len = snprintf(out, PATH_MAX, "%s-journal", path);
    return len > 0 && len < PATH_MAX;
}

enum sello_error sello_db_open(const char *path, const struct sello_migrations *migrations,
                               bool *out_lacks_journal, struct sello_db **out) {
    char journal[PATH_MAX];
    struct stat info;
    if (!join_journal(journal, path)) {
        return SELLO_E_SYSTEM;
    }
    *out_lacks_journal = lstat(journal, &info) != 0 && errno == ENOENT;
    /* Bringing it up to date must not leave a journal behind as if all had been looked over. */
    enum use use = *out_lacks_journal ? WRITES_COPY : WRITES_KEPT;
    return open_to_write(path, use, migrations, out);
}

enum sello_error sello_db_open_copy(const char *path, const struct sello_migrations *migrations,
                                    struct sello_db **out) {
    return open_to_write(path, WRITES_COPY, migrations, out);
}

enum sello_error sello_db_make_journal(const char *path) {
    char journal[PATH_MAX];
    if (!join_journal(journal, path)) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = sello_sqlite_make_file(journal);
    if (error == SELLO_OK) {
        error = base_file_sync(dirname(journal));
    }
    return error == SELLO_E_EXISTS ? SELLO_OK : error;
}

enum sello_error sello_db_keep_journal(struct sello_db *db, const char *path) {
    enum sello_error error = sello_db_make_journal(path);
    return error == SELLO_OK ? sello_sqlite_execute(db, settings[WRITES_KEPT]) : error;
}

enum sello_error sello_db_create(const char *path, const struct sello_migrations *migrations,
                                 struct sello_db **out) {
    struct sello_db *db = NULL;
    enum sello_error error = sello_sqlite_make_file(path);
    if (error != SELLO_OK) {
        return error;
    }
    error = connect_to(path, WRITES_COPY, &db);
    if (error == SELLO_OK) {
        error = migrate(db, migrations);
    }
    if (error != SELLO_OK) {
        sello_db_close(&db);
        unlink(path);
        return error;
    }
    *out = db;
    return SELLO_OK;
}

enum sello_error sello_db_scratch(const struct sello_migrations *migrations,
                                  struct sello_db **out) {
    struct sello_db *db = NULL;
    enum sello_error error = connect_to(":memory:", WRITES_COPY, &db);
    if (error == SELLO_OK) {
        error = migrate(db, migrations);
    }
    if (error != SELLO_OK) {
        sello_db_close(&db);
        return error;
    }
    *out = db;
    return SELLO_OK;
}

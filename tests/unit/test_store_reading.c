/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "registry/sql/db.h"
#include "registry/store/store_internal.h"
#include "tests/support/store_fixture.h"

/* A registry that is opened to be read: it waits for nobody, writes nothing, and may lie where
 * nothing can be written. */

static bool count(void *context, const struct sello_product *row) {
    (void)row;
    ++*(uint64_t *)context;
    return true;
}

/* Opens the folder to read it, and lists its products. */
static enum sello_error look(const char *folder, uint64_t *out_products) {
    struct sello_store *store = NULL;
    uint64_t n = 0;
    enum sello_error error = sello_store_open_reading(folder, &store);
    if (error == SELLO_OK) {
        error = sello_product_list(store, count, &n);
    }
    sello_store_close(&store);
    *out_products = n;
    return error;
}

/* While another writes a transaction, and while the folder and the registry are locked: whoever
 * waited for these would be told that it is in vain, or never come back. */
static void nobody_is_waited_for(void **state) {
    struct fixture *f = *state;
    const struct sello_product p = {.name = "Rebozo"};
    uint64_t number = 0, n = 0;
    int fd = open(f->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_status(sello_store_lock(f->store), SELLO_OK);
    assert_status(sello_store_begin(f->store), SELLO_OK);
    for (int i = 0; i < 5000; i++) { /* more than the cache holds */
        assert_status(sello_product_add(f->store, &p, &number), SELLO_OK);
    }
    assert_status(look(f->folder, &n), SELLO_OK);
    assert_int_equal(n, 1);
    assert_status(sello_store_commit(f->store), SELLO_OK);
    assert_status(look(f->folder, &n), SELLO_OK);
    assert_int_equal(n, 5001);
    close(fd);
}

/* Each file's name, size and time of change, as a sum. */
static uint64_t state_of(const char *folder) {
    uint64_t sum = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        struct stat info;
        assert_int_equal(fstatat(dirfd(dir), entry->d_name, &info, 0), 0);
        sum += (uint64_t)info.st_ino * 31 + (uint64_t)info.st_size * 17 +
               (uint64_t)info.st_mtim.tv_sec + (uint64_t)info.st_mtim.tv_nsec;
    }
    closedir(dir);
    return sum;
}

static void nothing_is_written(void **state) {
    struct fixture *f = *state;
    struct sello_store *store = NULL;
    const struct sello_product p = {.name = "Rebozo"};
    uint64_t n = 0, before = state_of(f->folder);
    assert_status(look(f->folder, &n), SELLO_OK);
    assert_status(sello_store_open_reading(f->folder, &store), SELLO_OK);
    assert_status(sello_product_add(store, &p, &n), SELLO_E_STORE_READ_ONLY);
    assert_status(sello_store_lock(store), SELLO_OK);
    sello_store_close(&store);
    assert_int_equal(state_of(f->folder), before);
}

/* ---- where nothing can be written ---- */

/* What a child process that is nobody in particular finds. */
static enum sello_error as_nobody(const char *folder,
                                  enum sello_error (*work)(const char *folder)) {
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool nobody = geteuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0);
        _exit(nobody ? (int)work(folder) : 255);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return (enum sello_error)WEXITSTATUS(status);
}

static enum sello_error look_once(const char *folder) {
    uint64_t n = 0;
    enum sello_error error = look(folder, &n);
    return error == SELLO_OK && n != 1 ? SELLO_E_STORE_DAMAGED : error;
}

static enum sello_error open_to_write(const char *folder) {
    struct sello_store *store = NULL;
    enum sello_error error = sello_store_open(folder, "tester", T0, &store);
    sello_store_close(&store);
    return error;
}

static void close_to_others(struct fixture *f) {
    sello_store_close(&f->store);
    assert_int_equal(chmod(fixture_path(f, "registry.db"), 0444), 0);
    assert_int_equal(chmod(fixture_path(f, "marks"), 0444), 0);
    assert_int_equal(chmod(f->folder, 0555), 0);
    assert_int_equal(chmod(f->home, 0555), 0);
}

static void open_again(struct fixture *f) {
    assert_int_equal(chmod(f->home, 0700), 0);
    assert_int_equal(chmod(f->folder, 0700), 0);
    assert_int_equal(chmod(fixture_path(f, "registry.db"), 0600), 0);
}

static void a_read_only_registry_is_read(void **state) {
    struct fixture *f = *state;
    close_to_others(f);
    assert_status(as_nobody(f->folder, look_once), SELLO_OK);
    assert_status(as_nobody(f->folder, open_to_write), SELLO_E_STORE_READ_ONLY);
    open_again(f);
}

/* An older one as well, which stays as it is. */
static void an_older_one_is_read(void **state) {
    struct fixture *f = *state;
    for (size_t version = 1; version < sello_store_migrations.n; version++) {
        const struct sello_migrations past = {.rows = sello_store_migrations.rows, .n = version};
        const char *path = fixture_path(f, "registry.db");
        struct sello_db *db = NULL;
        sello_store_close(&f->store);
        assert_int_equal(unlink(path), 0);
        assert_status(sello_db_create(path, &past, &db), SELLO_OK);
        sello_db_close(&db);
        uint64_t before = state_of(f->folder), n = 1;
        assert_status(look(f->folder, &n), SELLO_OK);
        assert_int_equal(n, 0);
        struct sello_store *store = NULL;
        struct sello_store_summary summary;
        assert_status(sello_store_open_reading(f->folder, &store), SELLO_OK);
        assert_status(sello_store_summary(store, &summary), SELLO_OK);
        sello_store_close(&store);
        assert_int_equal(state_of(f->folder), before);
    }
}

/* ---- after a crash ---- */

/* Ends in the middle of a commit: the journal is there, and the database half written. */
static void crash(const char *folder) {
    struct sello_store *store = NULL;
    const struct sello_product p = {.name = "Rebozo"};
    uint64_t number = 0;
    if (sello_store_open(folder, "tester", T0, &store) != SELLO_OK ||
        sello_store_begin(store) != SELLO_OK) {
        _exit(1);
    }
    SELLO_AUTO(query)
    struct sello_query spill = sello_query(store->db, "PRAGMA cache_spill = ON");
    (void)!sello_run(&spill);
    for (int i = 0; i < 30000; i++) {
        (void)!sello_product_add(store, &p, &number);
    }
    _exit(0);
}

static void crash_in_child(struct fixture *f) {
    struct stat info;
    int status = 0;
    sello_store_close(&f->store);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        crash(f->folder);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(stat(fixture_path(f, "registry.db-journal"), &info), 0);
    assert_true(info.st_size > 0);
}

static void a_crash_is_mended_before(void **state) {
    struct fixture *f = *state;
    uint64_t n = 0;
    crash_in_child(f);
    assert_status(look(f->folder, &n), SELLO_OK);
    assert_int_equal(n, 1);
}

#define PAGE ((size_t)4096)

/* A file's bytes; the caller frees them. */
static uint8_t *bytes_of(const char *path, size_t *out_len) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *out_len = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*out_len);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *out_len, file), *out_len);
    fclose(file);
    return bytes;
}

static void write_bytes(const char *path, const uint8_t *bytes, size_t len) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

/* A commit writes its pages in their order, and may end after each of them. Where the journal was
 * taken away then, SQLite takes what is there for whole. */
static void without_its_journal_half_a_transaction_is_not_written_to(void **state) {
    struct fixture *f = *state;
    char path[PATH_MAX];
    struct sello_batch batch;
    size_t before_len = 0, after_len = 0;
    snprintf(path, sizeof path, "%s", fixture_path(f, "registry.db"));
    uint8_t *before = bytes_of(path, &before_len);
    assert_status(fixture_reserve(f, 3, &batch), SELLO_OK);
    sello_store_close(&f->store);
    uint8_t *after = bytes_of(path, &after_len);
    size_t n_halves = 0, last = 0;
    for (size_t at = 0; at < after_len; at += PAGE) {
        bool same = at < before_len && memcmp(before + at, after + at, PAGE) == 0;
        last = same ? last : at;
    }
    assert_true(before_len <= after_len && last > 0);
    for (size_t at = 0; at <= last; at += PAGE) {
        if (at < before_len && memcmp(before + at, after + at, PAGE) == 0) {
            continue;
        }
        if (at < before_len) {
            memcpy(before + at, after + at, PAGE);
        }
        write_bytes(path, at < before_len ? before : after,
                    at < before_len ? before_len : at + PAGE);
        unlink(fixture_path(f, "registry.db-journal"));
        enum sello_error error = sello_store_open(f->folder, "tester", T0, &f->store);
        if (at > 0) { /* the first page may say no more than that there was a change */
            assert_status(error, at == last ? SELLO_OK : SELLO_E_STORE_JOURNAL);
        }
        sello_store_close(&f->store);
        n_halves++;
    }
    assert_true(n_halves > 4);
    free(before);
    free(after);
}

static void a_whole_registry_gets_a_new_journal(void **state) {
    struct fixture *f = *state;
    struct stat info;
    const struct sello_product p = {.name = "Rebozo"};
    uint64_t number = 0;
    sello_store_close(&f->store);
    assert_int_equal(stat(fixture_path(f, "registry.db-journal"), &info), 0);
    assert_int_equal(info.st_size, 0);
    assert_int_equal(unlink(fixture_path(f, "registry.db-journal")), 0);
    assert_status(sello_store_open(f->folder, "tester", T0, &f->store), SELLO_OK);
    assert_status(sello_product_add(f->store, &p, &number), SELLO_OK);
    assert_int_equal(stat(fixture_path(f, "registry.db-journal"), &info), 0);
    assert_int_equal(info.st_size, 0);
}

#define reading_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        reading_test(nobody_is_waited_for),
        reading_test(nothing_is_written),
        reading_test(a_read_only_registry_is_read),
        reading_test(an_older_one_is_read),
        reading_test(a_crash_is_mended_before),
        reading_test(without_its_journal_half_a_transaction_is_not_written_to),
        reading_test(a_whole_registry_gets_a_new_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

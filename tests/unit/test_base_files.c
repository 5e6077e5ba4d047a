/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/files.h"
#include "base/sweep.h"
#include "tests/support/child.h"

/* Many files, put in place some hundreds at a time. */

static char folder[32];
static struct base_files files;

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "test-base-files.XXXXXX");
    return mkdtemp(folder) == NULL || base_files_open(&files, folder) != SELLO_OK ? -1 : 0;
}

static int remove_folder(void **state) {
    (void)state;
    char command[64];
    base_files_close(&files);
    snprintf(command, sizeof command, "rm -rf ./%s", folder);
    return system(command);
}

/* How many files there are under such names: temporary ones, or those in place. */
static size_t count(const char *inner, bool temporary) {
    char path[64];
    size_t n = 0;
    snprintf(path, sizeof path, "%s/%s", folder, inner);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        n += e->d_type == DT_REG && (strncmp(e->d_name, ".sello", 6) == 0) == temporary ? 1 : 0;
    }
    closedir(dir);
    return n;
}

static size_t add(const char *name, const char *text) {
    size_t placed = 0;
    assert_status(base_files_write(&files, name, sello_bytes_of(text)), SELLO_OK);
    assert_status(base_files_add(&files, name, &placed), SELLO_OK);
    return placed;
}

static void files_come_in_place_together(void **state) {
    (void)state;
    size_t placed = 0;
    for (unsigned i = 1; i < BASE_FILES_PENDING; i++) {
        char name[BASE_FILES_NAME];
        snprintf(name, sizeof name, "%06u.png", i);
        assert_int_equal(add(name, name), 0);
    }
    assert_int_equal(count(".", false), 0);
    assert_int_equal(count(".", true), BASE_FILES_PENDING - 1);
    assert_int_equal(add("the last there is room for", "x"), BASE_FILES_PENDING);
    assert_int_equal(count(".", false), BASE_FILES_PENDING);
    assert_int_equal(count(".", true), 0);
    assert_int_equal(add("one more", "x"), 0);
    assert_status(base_files_settle(&files, &placed), SELLO_OK);
    assert_int_equal(placed, 1);
    assert_status(base_files_settle(&files, &placed), SELLO_OK);
    assert_int_equal(placed, 0);
}

static void folders_within_are_made(void **state) {
    (void)state;
    size_t placed = 0;
    add("001000/001234.png", "a");
    add("001000/001235.png", "b");
    add("002000/002000.png", "c");
    assert_int_equal(count("001000", true), 2);
    assert_status(base_files_settle(&files, &placed), SELLO_OK);
    assert_int_equal(placed, 3);
    assert_int_equal(count("001000", false), 2);
    assert_int_equal(count("002000", false), 1);
    assert_int_equal(count("002000", true), 0);
}

static void what_is_not_settled_is_taken_away(void **state) {
    (void)state;
    add("a", "a");
    assert_status(base_files_write(&files, "b", sello_bytes_of("b")), SELLO_OK);
    assert_int_equal(count(".", true), 2);
    base_files_drop(&files, "b");
    assert_int_equal(count(".", true), 1);
    base_files_close(&files);
    assert_int_equal(count(".", true), 0);
    assert_int_equal(count(".", false), 0);
    assert_status(base_files_open(&files, folder), SELLO_OK);
}

static void leave(const char *name) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
}

/* What a run left that was killed; nothing of a run that goes on, and nothing of anybody else. */
static void leftovers_are_swept(void **state) {
    (void)state;
    static const char *const others[] = {".sello-notes", ".sello-0123456789abcdef.tmp",
                                         ".sello-0123456789abcdef-a.png", "a.tmp",
                                         "elsewhere/.sello-0123456789abcdef-a.png.tmp"};
    struct base_files second;
    add("001000/001234.png", "a");
    leave(".sello-0123456789abcdef-000001.png.tmp");
    leave("001000/.sello-fedcba9876543210-001001.png.tmp");
    char inner[64];
    snprintf(inner, sizeof inner, "%s/elsewhere", folder);
    assert_int_equal(mkdir(inner, 0755), 0);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        leave(others[i]);
    }
    assert_status(base_files_open(&second, folder), SELLO_OK);
    base_files_sweep(&second, NULL);
    assert_int_equal(count("001000", true), 2);
    base_files_close(&files);
    base_files_sweep(&second, NULL);
    assert_int_equal(count("001000", true), 0);
    assert_int_equal(count(".", true), 3);
    assert_int_equal(count(".", false), 1);
    assert_int_equal(count("elsewhere", true), 1);
    base_files_sweep(&second, (const char *const[]){"not there", "elsewhere", NULL});
    assert_int_equal(count("elsewhere", true), 0);
    base_files_close(&second);
    assert_status(base_files_open(&files, folder), SELLO_OK);
}

static void age(const char *path) {
    const struct timespec at = {.tv_sec = time(NULL) - 3600}, times[] = {at, at};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void open_scratch(struct base_scratch *scratch, const char *name, char *out, size_t size) {
    char beside[128];
    snprintf(beside, sizeof beside, "%s/%s", folder, name);
    assert_status(base_scratch_open(scratch, beside, out, size), SELLO_OK);
}

/* A folder of one run: it stays as long as it is held, or was only just made; what is not called so
 * is nobody's to take. */
static void scratch_folders_are_swept(void **state) {
    (void)state;
    static const char *const names[] = {"otro", "otro/"};
    char killed[128], next[128], last[128], file[256], own[128];
    struct base_scratch gone, held, fresh;
    snprintf(own, sizeof own, "%s/otro.Xyz123", folder);
    assert_int_equal(mkdir(own, 0700), 0);
    age(own);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        open_scratch(&gone, names[i], killed, sizeof killed);
        snprintf(file, sizeof file, "%s/registry.db", killed);
        leave(file + strlen(folder) + 1);
        open_scratch(&held, names[i], next, sizeof next);
        age(killed);
        age(next);
        open_scratch(&fresh, names[i], last, sizeof last);
        assert_true(access(file, F_OK) == 0 && access(next, F_OK) == 0);
        base_scratch_close(&fresh, last);
        assert_int_equal(access(last, F_OK), -1);

        close(gone.folder); /* as when it was killed */
        open_scratch(&fresh, names[i], last, sizeof last);
        assert_int_equal(access(killed, F_OK), -1);
        assert_int_equal(access(next, F_OK), 0);
        base_scratch_close(&held, next);
        assert_int_equal(access(next, F_OK), -1);
        close(fresh.folder);
        base_sweep(files.folder, false);
        assert_int_equal(access(last, F_OK), 0); /* it is young */
        assert_int_equal(rmdir(last), 0);
        assert_int_equal(access(own, F_OK), 0);
    }
    assert_int_equal(rmdir(own), 0);
    assert_status(base_scratch_open(&fresh, "not there/otro", next, sizeof next), SELLO_E_SYSTEM);
    assert_int_equal(errno, ENOENT);
    assert_status(base_scratch_open(&fresh, folder, next, 20), SELLO_E_TOO_LONG);
    base_scratch_close(&fresh, next);
}

/* A link is replaced and not followed; a folder stays, and what came before it is in place. */
static void what_is_there_is_replaced(void **state) {
    (void)state;
    char path[64];
    struct stat st;
    size_t placed = 0;
    add("old", "old");
    assert_status(base_files_settle(&files, &placed), SELLO_OK);
    snprintf(path, sizeof path, "%s/link", folder);
    assert_int_equal(symlink("old", path), 0);
    snprintf(path, sizeof path, "%s/sub", folder);
    assert_int_equal(mkdir(path, 0755), 0);
    add("link", "new");
    add("sub", "x");
    add("after", "x");
    errno = 0;
    assert_status(base_files_settle(&files, &placed), SELLO_E_SYSTEM);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(placed, 1);
    assert_string_equal(files.pending[0], "sub");
    snprintf(path, sizeof path, "%s/link", folder);
    assert_true(lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 3);
}

static int write_beyond_limit(void *data) {
    const struct rlimit limit = {4096, 4096};
    static uint8_t zeros[10000];
    (void)data;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    enum sello_error error =
        base_files_write(&files, "001000/large", sello_bytes(zeros, sizeof zeros));
    return error == SELLO_E_SYSTEM && errno == EFBIG ? 1 : 0;
}

static void half_a_file_is_removed(void **state) {
    (void)state;
    struct child_outcome got;
    child_run(write_beyond_limit, NULL, &got);
    assert_int_equal(got.status, 1);
    assert_int_equal(count("001000", true), 0);
}

#define files_test(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        files_test(files_come_in_place_together),
        files_test(folders_within_are_made),
        files_test(what_is_not_settled_is_taken_away),
        files_test(leftovers_are_swept),
        files_test(scratch_folders_are_swept),
        files_test(what_is_there_is_replaced),
        files_test(half_a_file_is_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

/* What base_file does is told as a value; that the words fit it, test_cli_file looks at, and how
 * files are put in place. */

static char folder[] = "test-base-file.XXXXXX";

static const char *in_folder(const char *name) {
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, 256, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state) {
    (void)state;
    char command[256];
    snprintf(command, sizeof command, "rm -rf ./%s", folder);
    return system(command);
}

static void put(const char *name, const char *text) {
    assert_status(base_file_replace(in_folder(name), sello_bytes_of(text), 0644), SELLO_OK);
}

static void assert_content(const char *name, const char *text) {
    uint8_t *ptr = NULL;
    size_t len = 0;
    assert_status(base_file_read(in_folder(name), 1000, &ptr, &len), SELLO_OK);
    assert_true(sello_bytes_eq(sello_bytes(ptr, len), sello_bytes_of(text)));
    free(ptr);
}

static void what_is_not_read_has_its_reason(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t most;
        enum sello_error error;
        int cause;
    } rows[] = {
        {"ten", 10, SELLO_OK, 0},
        {"ten", 9, SELLO_E_TOO_LONG, 0},
        {"ten", 0, SELLO_E_TOO_LONG, 0},
        {"none", 9, SELLO_E_SYSTEM, ENOENT},
        {"ten/x", 9, SELLO_E_SYSTEM, ENOTDIR},
        {".", 9, SELLO_E_NOT_FILE, 0},
        {"fifo", 9, SELLO_E_NOT_FILE, 0},
    };
    put("ten", "0123456789");
    assert_int_equal(mkfifo(in_folder("fifo"), 0600), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t *ptr = NULL;
        size_t len = 0;
        errno = 0;
        print_message("%s %zu\n", rows[i].name, rows[i].most);
        assert_status(base_file_read(in_folder(rows[i].name), rows[i].most, &ptr, &len),
                      rows[i].error);
        assert_int_equal(rows[i].error == SELLO_E_SYSTEM ? errno : 0, rows[i].cause);
        free(ptr);
    }
}

static void what_is_not_written_has_its_reason(void **state) {
    (void)state;
    put("there", "old");
    assert_status(base_file_create(in_folder("there"), sello_bytes_of("new"), 0644),
                  SELLO_E_SYSTEM);
    assert_int_equal(errno, EEXIST);
    assert_content("there", "old");
    assert_status(base_file_replace(in_folder("."), sello_bytes_of("new"), 0644), SELLO_E_SYSTEM);
    assert_int_equal(errno, EISDIR);
    assert_status(base_file_replace(in_folder("none/x"), sello_bytes_of(""), 0644), SELLO_E_SYSTEM);
    assert_int_equal(errno, ENOENT);
}

/* What is for the owner alone is for the owner, whatever the umask takes away. */
static void the_owner_keeps_a_private_file(void **state) {
    (void)state;
    static const struct {
        unsigned umask, mode, wanted;
    } rows[] = {{0777, 0600, 0600}, {0000, 0600, 0600}, {0022, 0666, 0644}, {0077, 0644, 0600}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stat st;
        mode_t before = umask((mode_t)rows[i].umask);
        enum sello_error error =
            base_file_replace(in_folder("moded"), sello_bytes_of("x"), rows[i].mode);
        umask(before);
        assert_status(error, SELLO_OK);
        assert_int_equal(stat(in_folder("moded"), &st), 0);
        assert_int_equal(st.st_mode & 0777, rows[i].wanted);
    }
}

static void a_finished_file_takes_its_place(void **state) {
    (void)state;
    put("fresh", "fresh");
    put("old", "old");
    assert_status(base_file_place(in_folder("fresh"), in_folder("old"), false), SELLO_E_SYSTEM);
    assert_int_equal(errno, EEXIST);
    assert_content("old", "old");
    assert_content("fresh", "fresh");
    assert_status(base_file_place(in_folder("fresh"), in_folder("old"), true), SELLO_OK);
    assert_content("old", "fresh");
    assert_false(base_file_exists(in_folder("fresh")));
    assert_status(base_file_place(in_folder("old"), in_folder("free"), false), SELLO_OK);
    assert_content("free", "fresh");
    assert_status(base_file_place(in_folder("none"), in_folder("free"), true), SELLO_E_SYSTEM);
    assert_int_equal(errno, ENOENT);
}

static void a_sync_needs_something_there(void **state) {
    (void)state;
    put("synced", "x");
    assert_status(base_file_sync(in_folder("synced")), SELLO_OK);
    assert_status(base_file_sync(in_folder("not there")), SELLO_E_SYSTEM);
    assert_status(base_file_sync(in_folder("synced/x")), SELLO_E_SYSTEM);
    assert_int_equal(errno, ENOTDIR);
}

static void an_output_that_was_not_opened_is_not_kept(void **state) {
    (void)state;
    struct base_output output;
    put("taken", "old");
    assert_status(base_output_open(&output, in_folder("taken"), 0644, false), SELLO_E_SYSTEM);
    assert_int_equal(errno, EEXIST);
    assert_status(base_output_end(&output, true), SELLO_E_SYSTEM);
    assert_status(base_output_end(&output, false), SELLO_OK);
    assert_status(base_output_open(&output, in_folder("given up"), 0644, false), SELLO_OK);
    assert_status(base_output_end(&output, false), SELLO_OK);
    assert_false(base_file_exists(in_folder("given up")));
}

/* ---- a disk that fails while a file is synced, closed and put in place ---- */

enum disk_call { NO_CALL, FDATASYNC, FSYNC, CLOSE };

static struct {
    enum disk_call call;
    int left; /* calls of it that go well before the one that fails */
} disk;

static bool fails_now(enum disk_call call) {
    if (disk.call != call || disk.left-- > 0) {
        return false;
    }
    disk.call = NO_CALL; /* the next one goes well: nobody is told twice of what was lost */
    errno = EIO;
    return true;
}

/* In place of the C library's. */
int fdatasync(int fd) {
    return fails_now(FDATASYNC) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd) {
    return fails_now(FSYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}

int close(int fd) {
    int done = (int)syscall(SYS_close, fd);
    return fails_now(CLOSE) ? -1 : done;
}

static size_t count_temporary(void) {
    size_t n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        n += strncmp(e->d_name, ".sello-", 7) == 0 ? 1 : 0;
    }
    closedir(dir);
    return n;
}

/* Piece by piece, with a sync on the way, as large tables are written. */
static enum sello_error put_pieces(const char *name, bool replace, enum disk_call call, int left) {
    struct base_output output;
    assert_status(base_output_open(&output, in_folder(name), 0644, replace), SELLO_OK);
    disk.call = call;
    disk.left = left;
    assert_true(base_output_put(&output, sello_bytes_of("ne")));
    base_output_sync(&output);
    bool more = base_output_put(&output, sello_bytes_of("w"));
    enum sello_error error = base_output_end(&output, true);
    assert_true(more || error != SELLO_OK);
    return error;
}

static enum sello_error put_whole(const char *name, bool replace, enum disk_call call, int left) {
    disk.call = call;
    disk.left = left;
    return replace ? base_file_replace(in_folder(name), sello_bytes_of("new"), 0644)
                   : base_file_create(in_folder(name), sello_bytes_of("new"), 0644);
}

/* A disk tells once that it lost something: whoever passes over that says "done" of half a file.
 * Only what took another's place stays when its folder was not synced. */
static void a_disk_that_fails_is_heard(void **state) {
    (void)state;
    static const struct {
        enum sello_error (*put)(const char *name, bool replace, enum disk_call call, int left);
        const char *what;
        enum disk_call call;
        int left;
        bool in_place; /* a file that took another's place */
    } rows[] = {
        {put_pieces, "pieces: the sync on the way", FDATASYNC, 0, false},
        {put_pieces, "pieces: the last sync", FSYNC, 0, false},
        {put_pieces, "pieces: closing", CLOSE, 0, false},
        {put_pieces, "pieces: the folder", FSYNC, 1, true},
        {put_whole, "whole: the sync", FSYNC, 0, false},
        {put_whole, "whole: closing", CLOSE, 1, false}, /* behind the folder that was swept */
        {put_whole, "whole: the folder", FSYNC, 1, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("%s\n", rows[i].what);
        put("kept", "old");
        assert_status(rows[i].put("kept", true, rows[i].call, rows[i].left), SELLO_E_SYSTEM);
        assert_int_equal(errno, EIO);
        assert_int_equal(disk.call, NO_CALL);
        assert_content("kept", rows[i].in_place ? "new" : "old");
        assert_status(rows[i].put("fresh one", false, rows[i].call, rows[i].left), SELLO_E_SYSTEM);
        assert_int_equal(errno, EIO);
        assert_int_equal(disk.call, NO_CALL);
        assert_false(base_file_exists(in_folder("fresh one")));
        /* It may replace, and there is nothing: then it took no place. */
        assert_status(rows[i].put("fresh one", true, rows[i].call, rows[i].left), SELLO_E_SYSTEM);
        assert_false(base_file_exists(in_folder("fresh one")));
        assert_int_equal(count_temporary(), 0);
    }
    assert_status(put_pieces("kept", true, NO_CALL, 0), SELLO_OK);
    assert_content("kept", "new");
}

static void age(const char *name, time_t seconds) {
    const struct timespec at = {.tv_sec = time(NULL) - seconds}, times[] = {at, at};
    assert_int_equal(utimensat(AT_FDCWD, in_folder(name), times, 0), 0);
}

/* Old ones that nobody holds; what is only called like them stays. */
static void what_a_killed_run_left_is_taken_away(void **state) {
    (void)state;
    static const char old[] = ".sello-0123456789abcdef.tmp",
                      young[] = ".sello-1123456789abcdef.tmp",
                      held[] = ".sello-2123456789abcdef.tmp", other[] = ".sello-notes.tmp";
    static const char *const names[] = {old, young, held, other};
    for (size_t i = 0; i < 4; i++) {
        FILE *file = fopen(in_folder(names[i]), "w");
        assert_non_null(file);
        fclose(file);
        age(names[i], i == 1 ? 5 : 3600);
    }
    int fd = open(in_folder(held), O_RDONLY | O_CLOEXEC);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    put("new", "text");
    close(fd);
    assert_false(base_file_exists(in_folder(old)));
    for (size_t i = 1; i < 4; i++) {
        assert_true(base_file_exists(in_folder(names[i])));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_read_has_its_reason),
        cmocka_unit_test(what_is_not_written_has_its_reason),
        cmocka_unit_test(the_owner_keeps_a_private_file),
        cmocka_unit_test(a_finished_file_takes_its_place),
        cmocka_unit_test(a_sync_needs_something_there),
        cmocka_unit_test(an_output_that_was_not_opened_is_not_kept),
        cmocka_unit_test(a_disk_that_fails_is_heard),
        cmocka_unit_test(what_a_killed_run_left_is_taken_away),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

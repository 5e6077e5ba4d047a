/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
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
        cmocka_unit_test(what_a_killed_run_left_is_taken_away),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

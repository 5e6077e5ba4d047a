/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "tests/support/child.h"

static char folder[] = "test-cli-file.XXXXXX";
static struct child_outcome got;

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

static size_t scan(const char *path) {
    DIR *dir = opendir(path);
    assert_non_null(dir);
    size_t n = 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        n += e->d_name[0] != '.' || strncmp(e->d_name, ".sello", 6) == 0 ? 1 : 0;
    }
    closedir(dir);
    return n;
}

static size_t entries(void) {
    return scan(folder);
}

static void put(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_content(const char *path, const char *text) {
    uint8_t *ptr = NULL;
    size_t len = 0;
    assert_true(cli_file_read(path, 1000, &ptr, &len));
    assert_true(sello_bytes_eq(sello_bytes(ptr, len), sello_bytes_of(text)));
    free(ptr);
}

static void files_are_read_whole(void **state) {
    (void)state;
    put(in_folder("empty"), "");
    put(in_folder("ten"), "0123456789");
    assert_content(in_folder("empty"), "");
    assert_content(in_folder("ten"), "0123456789");
    uint8_t *ptr = NULL;
    size_t len = 0;
    assert_true(cli_file_read(in_folder("ten"), 10, &ptr, &len));
    assert_int_equal(len, 10);
    free(ptr);
}

static void a_large_file_is_read(void **state) {
    (void)state;
    size_t len = 1000003;
    uint8_t *bytes = malloc(len), *back = NULL;
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (uint8_t)(i * 7 >> 3);
    }
    assert_true(cli_file_replace(in_folder("large"), sello_bytes(bytes, len), 0644));
    size_t back_len = 0;
    assert_true(cli_file_read(in_folder("large"), len, &back, &back_len));
    assert_true(sello_bytes_eq(sello_bytes(bytes, len), sello_bytes(back, back_len)));
    free(bytes);
    free(back);
}

struct attempt {
    const char *path;
    size_t most;
};

static int try_read(void *data) {
    const struct attempt *a = data;
    uint8_t *ptr = NULL;
    size_t len = 0;
    bool ok = cli_file_read(a->path, a->most, &ptr, &len);
    free(ptr);
    return ok ? CLI_OK : CLI_FAILURE;
}

static void what_is_not_read_says_why(void **state) {
    (void)state;
    put(in_folder("ten"), "0123456789");
    assert_int_equal(mkfifo(in_folder("fifo"), 0600), 0);
    static const struct {
        const char *name;
        size_t most;
        const char *says;
    } rows[] = {
        {"ten", 9, "too large to be what is expected here: over 9 bytes."},
        {"none", 9, "could not be read: No such file or directory."},
        {"fifo", 9, "is not a file that can be read here."},
        {".", 9, "is not a file that can be read here."},
        {"ten/x", 9, "could not be read: Not a directory."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct attempt a = {in_folder(rows[i].name), rows[i].most};
        child_run(try_read, &a, &got);
        assert_int_equal(got.status, CLI_FAILURE);
        assert_non_null(strstr(got.err, rows[i].says));
    }
}

static int try_replace(void *data) {
    const struct attempt *a = data;
    return cli_file_replace(a->path, sello_bytes("new", a->most), 0644) ? CLI_OK : CLI_FAILURE;
}

static int try_create(void *data) {
    const struct attempt *a = data;
    return cli_file_create(a->path, sello_bytes("new", a->most), 0644) ? CLI_OK : CLI_FAILURE;
}

static void a_file_is_replaced(void **state) {
    (void)state;
    size_t before = entries();
    assert_true(cli_file_replace(in_folder("out"), sello_bytes_of("first"), 0600));
    struct stat st;
    assert_int_equal(stat(in_folder("out"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_true(cli_file_replace(in_folder("out"), sello_bytes_of("second"), 0644));
    assert_content(in_folder("out"), "second");
    assert_int_equal(entries(), before + 1);
}

static void a_link_is_replaced_not_followed(void **state) {
    (void)state;
    put(in_folder("precious"), "precious");
    assert_int_equal(symlink("precious", in_folder("link")), 0);
    assert_true(cli_file_replace(in_folder("link"), sello_bytes_of("new"), 0644));
    assert_content(in_folder("precious"), "precious");
    assert_content(in_folder("link"), "new");
    struct stat st;
    assert_int_equal(lstat(in_folder("link"), &st), 0);
    assert_true(S_ISREG(st.st_mode));
}

static void what_exists_stays(void **state) {
    (void)state;
    put(in_folder("there"), "old");
    assert_int_equal(symlink("nowhere", in_folder("dangling")), 0);
    const char *const names[] = {"there", "dangling"};
    for (size_t i = 0; i < 2; i++) {
        size_t before = entries();
        struct attempt a = {in_folder(names[i]), 3};
        child_run(try_create, &a, &got);
        assert_int_equal(got.status, CLI_FAILURE);
        assert_non_null(strstr(got.err, "exists already and is not overwritten."));
        assert_int_equal(entries(), before);
    }
    assert_content(in_folder("there"), "old");
    assert_true(cli_file_create(in_folder("created"), sello_bytes_of("new"), 0644));
    assert_content(in_folder("created"), "new");
}

static void what_cannot_be_written_says_why(void **state) {
    (void)state;
    put(in_folder("plain"), "x");
    assert_int_equal(mkdir(in_folder("sub"), 0755), 0);
    assert_int_equal(symlink("/dev/null", in_folder("device")), 0);
    static const struct {
        const char *name, *says;
    } rows[] = {
        {"missing/x", "No such file or directory."},
        {"plain/x", "Not a directory."},
        {"sub", "Is a directory."},
        {"sub/", "Is a directory."},
        {"device", "Invalid argument."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t before = entries();
        struct attempt a = {in_folder(rows[i].name), 3};
        child_run(try_replace, &a, &got);
        assert_int_equal(got.status, CLI_FAILURE);
        assert_non_null(strstr(got.err, rows[i].says));
        assert_non_null(strstr(got.err, a.path));
        assert_int_equal(entries(), before);
    }
}

/* A limit on file sizes stands for a full disk: the write is cut short, then refused. */
static int try_beyond_limit(void *data) {
    const struct rlimit limit = {4096, 4096};
    static uint8_t zeros[10000];
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    return cli_file_replace(data, sello_bytes(zeros, sizeof zeros), 0644) ? CLI_OK : CLI_FAILURE;
}

static void half_a_file_is_removed(void **state) {
    (void)state;
    put(in_folder("kept"), "kept");
    size_t before = entries();
    child_run(try_beyond_limit, (void *)(uintptr_t)in_folder("kept"), &got);
    assert_int_equal(got.status, CLI_FAILURE);
    assert_non_null(strstr(got.err, "could not be written: File too large."));
    assert_content(in_folder("kept"), "kept");
    assert_int_equal(entries(), before);
}

/* A really full disk, where a process may have file systems of its own. */
static int try_on_small_disk(void *data) {
    static uint8_t zeros[100000];
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", data, "tmpfs", 0, "size=16k") != 0) {
        return 77;
    }
    char path[256];
    snprintf(path, sizeof path, "%s/big", (const char *)data);
    bool ok = cli_file_replace(path, sello_bytes(zeros, sizeof zeros), 0644);
    return ok || scan(data) != 0 ? CLI_OK : CLI_FAILURE;
}

static void a_full_disk_says_what_to_do(void **state) {
    (void)state;
    assert_int_equal(mkdir(in_folder("disk"), 0755), 0);
    child_run(try_on_small_disk, (void *)(uintptr_t)in_folder("disk"), &got);
    if (got.status == 77) {
        skip();
    }
    assert_int_equal(got.status, CLI_FAILURE);
    assert_non_null(strstr(got.err, "/big could not be written: the disk is full. Free at least "
                                    "100000 bytes there, then run the command again."));
}

/* ---- piece by piece ---- */

static void pieces_become_a_file_when_they_are_whole(void **state) {
    (void)state;
    struct base_output output;
    size_t before = entries();
    assert_true(cli_output_open(&output, in_folder("pieces"), 0644, false));
    assert_true(base_output_put(&output, sello_bytes_of("one, ")));
    assert_int_equal(access(in_folder("pieces"), F_OK), -1);
    assert_true(base_output_put(&output, sello_bytes_of("two")));
    assert_true(cli_output_end(&output, true));
    assert_content(in_folder("pieces"), "one, two");
    assert_int_equal(entries(), before + 1);
}

static void pieces_are_given_up(void **state) {
    (void)state;
    struct base_output output;
    size_t before = entries();
    assert_true(cli_output_open(&output, in_folder("given up"), 0644, false));
    assert_true(base_output_put(&output, sello_bytes_of("one")));
    assert_false(cli_output_end(&output, false));
    assert_int_equal(entries(), before);
}

static int open_output(void *data) {
    struct base_output output;
    bool opened = cli_output_open(&output, data, 0644, false);
    return opened && cli_output_end(&output, true) ? CLI_OK : CLI_FAILURE;
}

static void pieces_take_no_name_that_is_taken(void **state) {
    (void)state;
    static const char *const names[] = {"taken", "link to nothing", "missing/x"};
    put(in_folder("taken"), "old");
    assert_int_equal(symlink("nothing", in_folder("link to nothing")), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t before = entries();
        child_run(open_output, (void *)(uintptr_t)in_folder(names[i]), &got);
        assert_int_equal(got.status, CLI_FAILURE);
        assert_non_null(strstr(got.err, names[i]));
        assert_int_equal(entries(), before);
    }
    assert_content(in_folder("taken"), "old");
}

/* More than a stream holds back, so that some of it fails before the end and some at it. */
static int write_beyond_limit(void *data) {
    const struct rlimit limit = {8192, 8192};
    static uint8_t zeros[3000];
    struct base_output output;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    bool ok = cli_output_open(&output, data, 0644, false);
    for (int i = 0; i < 20 && ok; i++) {
        ok = base_output_put(&output, sello_bytes(zeros, sizeof zeros));
    }
    return cli_output_end(&output, true) ? CLI_OK : CLI_FAILURE;
}

static void pieces_beyond_the_disk_are_removed(void **state) {
    (void)state;
    size_t before = entries();
    child_run(write_beyond_limit, (void *)(uintptr_t)in_folder("huge"), &got);
    assert_int_equal(got.status, CLI_FAILURE);
    assert_non_null(strstr(got.err, "huge could not be written: File too large."));
    assert_int_equal(entries(), before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_read_whole),
        cmocka_unit_test(a_large_file_is_read),
        cmocka_unit_test(what_is_not_read_says_why),
        cmocka_unit_test(a_file_is_replaced),
        cmocka_unit_test(a_link_is_replaced_not_followed),
        cmocka_unit_test(what_exists_stays),
        cmocka_unit_test(what_cannot_be_written_says_why),
        cmocka_unit_test(half_a_file_is_removed),
        cmocka_unit_test(pieces_become_a_file_when_they_are_whole),
        cmocka_unit_test(pieces_are_given_up),
        cmocka_unit_test(pieces_take_no_name_that_is_taken),
        cmocka_unit_test(pieces_beyond_the_disk_are_removed),
        cmocka_unit_test(a_full_disk_says_what_to_do),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

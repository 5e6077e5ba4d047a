/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keys/internal.h"
#include "tests/support/child.h"

static char folder[] = "test-keyfile.XXXXXX";
static struct sello_passphrase *pass;
static struct sello_key *key;

static const char *in_folder(const char *name) {
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, 256, "%s/%s", folder, name);
    return path;
}

static int set_up(void **state) {
    (void)state;
    bool locked;
    struct sello_line line = {.len = 4, .bytes = "asdf"};
    assert_non_null(mkdtemp(folder));
    assert_status(sello_keys_start(&locked), SELLO_OK);
    assert_status(sello_passphrase_from_line(&line, &pass), SELLO_OK);
    assert_status(sello_key_new(SELLO_ROLE_STATUS, &key), SELLO_OK);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    char command[256];
    snprintf(command, sizeof command, "rm -rf ./%s", folder);
    sello_key_free(&key);
    sello_passphrase_free(&pass);
    return system(command);
}

static enum sello_error open_file(const char *path) {
    struct sello_keyfile_info info;
    struct sello_key *back = NULL;
    enum sello_error error = sello_keyfile_open(path, pass, &back);
    int cause = errno;
    assert_status(sello_keyfile_info(path, &info), error);
    sello_key_free(&back);
    errno = cause;
    return error;
}

static void a_file_is_written_and_opened(void **state) {
    (void)state;
    struct stat st;
    mode_t old = umask(0277);
    assert_status(sello_keyfile_write(in_folder("a.key"), key, pass), SELLO_OK);
    umask(0);
    assert_status(sello_keyfile_write(in_folder("b.key"), key, pass), SELLO_OK);
    umask(old);
    assert_status(open_file(in_folder("a.key")), SELLO_OK);
    assert_int_equal(stat(in_folder("a.key"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(stat(in_folder("b.key"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static void files_others_can_touch_are_refused(void **state) {
    (void)state;
    static const struct {
        mode_t mode;
        enum sello_error wanted;
    } rows[] = {
        {0600, SELLO_OK},
        {0400, SELLO_OK},
        {0640, SELLO_E_KEYFILE_MODE},
        {0620, SELLO_E_KEYFILE_MODE},
        {0610, SELLO_E_KEYFILE_MODE},
        {0604, SELLO_E_KEYFILE_MODE},
        {0602, SELLO_E_KEYFILE_MODE},
        {0601, SELLO_E_KEYFILE_MODE},
        {0777, SELLO_E_KEYFILE_MODE},
    };
    assert_status(sello_keyfile_write(in_folder("mode.key"), key, pass), SELLO_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(chmod(in_folder("mode.key"), rows[i].mode), 0);
        assert_status(open_file(in_folder("mode.key")), rows[i].wanted);
    }
}

static void a_file_of_another_user_is_refused(void **state) {
    (void)state;
    if (geteuid() != 0) {
        skip(); /* only root can give a file away */
    }
    assert_status(sello_keyfile_write(in_folder("owner.key"), key, pass), SELLO_OK);
    assert_int_equal(chown(in_folder("owner.key"), 1, 1), 0);
    assert_status(open_file(in_folder("owner.key")), SELLO_E_KEYFILE_OWNER);
}

static void only_plain_files_are_opened(void **state) {
    (void)state;
    assert_status(sello_keyfile_write(in_folder("real.key"), key, pass), SELLO_OK);
    assert_int_equal(symlink("real.key", in_folder("link")), 0);
    assert_int_equal(mkfifo(in_folder("fifo"), 0600), 0);
    assert_int_equal(mkdir(in_folder("dir"), 0700), 0);
    assert_status(open_file(in_folder("link")), SELLO_E_KEYFILE_FORMAT);
    assert_status(open_file(in_folder("fifo")), SELLO_E_KEYFILE_FORMAT);
    assert_status(open_file(in_folder("dir")), SELLO_E_KEYFILE_FORMAT);
    assert_status(open_file("/dev/null"), SELLO_E_KEYFILE_FORMAT);
    assert_status(open_file(in_folder("none")), SELLO_E_SYSTEM);
    assert_int_equal(errno, ENOENT);
}

static void files_of_other_sizes_are_refused(void **state) {
    (void)state;
    static const off_t sizes[] = {
        0, 1, 100, SELLO_KEYFILE_MAX, SELLO_KEYFILE_MAX + 1, (off_t)1 << 40};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int fd = open(in_folder("size"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        assert_true(fd >= 0);
        assert_int_equal(ftruncate(fd, sizes[i]), 0);
        close(fd);
        assert_status(open_file(in_folder("size")), SELLO_E_KEYFILE_FORMAT);
    }
}

static void a_name_that_is_taken_stays(void **state) {
    (void)state;
    assert_status(sello_keyfile_write(in_folder("taken"), key, pass), SELLO_OK);
    assert_int_equal(symlink("nowhere", in_folder("dangling")), 0);
    assert_int_equal(mkdir(in_folder("taken-dir"), 0700), 0);
    assert_status(sello_keyfile_write(in_folder("taken"), key, pass), SELLO_E_KEYFILE_EXISTS);
    assert_status(sello_keyfile_write(in_folder("dangling"), key, pass), SELLO_E_KEYFILE_EXISTS);
    assert_status(sello_keyfile_write(in_folder("taken-dir"), key, pass), SELLO_E_KEYFILE_EXISTS);
    assert_int_equal(access(in_folder("nowhere"), F_OK), -1);
    assert_status(open_file(in_folder("taken")), SELLO_OK);
    assert_status(sello_keyfile_write(in_folder("no/where"), key, pass), SELLO_E_SYSTEM);
    assert_int_equal(errno, ENOENT);
}

/* A limit on file sizes stands for a full disk. */
static int write_beyond_limit(void *data) {
    const struct rlimit limit = {100, 100};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    return (int)sello_keyfile_write(data, key, pass);
}

static void half_a_file_is_removed(void **state) {
    (void)state;
    struct child_outcome got;
    child_run(write_beyond_limit, (void *)(uintptr_t)in_folder("half"), &got);
    assert_int_equal(got.status, SELLO_E_SYSTEM);
    assert_int_equal(access(in_folder("half"), F_OK), -1);
}

/* ---- walls ---- */

static void the_walls_are_up(void **state) {
    (void)state;
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
    assert_int_equal(limit.rlim_cur, 0);
    assert_int_equal(limit.rlim_max, 0);
    assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
}

/* Root may lock whatever the limit says, so the limit is tried as another user. */
static int start_without_locks(void *data) {
    (void)data;
    const struct rlimit none = {0, 0};
    bool locked = true;
    if (setrlimit(RLIMIT_MEMLOCK, &none) != 0 || (geteuid() == 0 && setuid(65534) != 0)) {
        return 99;
    }
    return sello_keys_start(&locked) == SELLO_OK ? locked : 98;
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

static void memory_that_cannot_be_locked_is_told(void **state) {
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip(); /* the sanitizer answers for mlock, and always yes */
#endif
    struct child_outcome got;
    child_run(start_without_locks, NULL, &got);
    assert_int_equal(got.status, 0);
}

static int use_without_memory(void *data) {
    (void)data;
    const struct rlimit little = {1, 1};
    struct sello_key *made = NULL;
    struct sello_passphrase *p = NULL;
    struct sello_line line = {.len = 1, .bytes = "x"};
    setrlimit(RLIMIT_AS, &little);
    bool ok = sello_key_new(SELLO_ROLE_LABEL, &made) == SELLO_E_MEMORY &&
              sello_passphrase_from_line(&line, &p) == SELLO_E_MEMORY &&
              sello_passphrase_from_fd(0, &p) == SELLO_E_MEMORY &&
              sello_keyfile_open(in_folder("memory"), pass, &made) == SELLO_E_MEMORY &&
              made == NULL && p == NULL;
    return ok ? 0 : 1;
}

static void memory_that_cannot_be_had_is_told(void **state) {
    (void)state;
    struct child_outcome got;
    assert_status(sello_keyfile_write(in_folder("memory"), key, pass), SELLO_OK);
    child_run(use_without_memory, NULL, &got);
    assert_int_equal(got.status, 0);
}

/* The secret half of a key stands between guard pages and cannot be written to. */
static int write_into_key(void *data) {
    (void)data;
    signal(SIGSEGV, SIG_DFL);
    key->secret[0] = 1;
    return 0;
}

static void a_key_is_read_only(void **state) {
    (void)state;
    struct child_outcome got;
    child_run(write_into_key, NULL, &got);
    assert_int_equal(got.status, -SIGSEGV);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_written_and_opened),
        cmocka_unit_test(files_others_can_touch_are_refused),
        cmocka_unit_test(a_file_of_another_user_is_refused),
        cmocka_unit_test(only_plain_files_are_opened),
        cmocka_unit_test(files_of_other_sizes_are_refused),
        cmocka_unit_test(a_name_that_is_taken_stays),
        cmocka_unit_test(half_a_file_is_removed),
        cmocka_unit_test(the_walls_are_up),
        cmocka_unit_test(memory_that_cannot_be_locked_is_told),
        cmocka_unit_test(memory_that_cannot_be_had_is_told),
        cmocka_unit_test(a_key_is_read_only),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

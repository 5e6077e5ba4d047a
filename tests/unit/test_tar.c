/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "registry/exchange/tar.h"

/* An archive as tar itself reads it: names, sizes, contents. */

static uint8_t archive[16 * TAR_BLOCK];

static size_t make(const char *const (*files)[2], size_t n) {
    struct sello_writer w = sello_writer_init(archive, sizeof archive);
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(files[i][1]);
        tar_put_head(&w, files[i][0], len, 1790000000);
        sello_write(&w, files[i][1], len);
        tar_put_padding(&w, len);
    }
    tar_put_end(&w);
    assert_false(w.failed);
    assert_int_equal(w.len % TAR_BLOCK, 0);
    return w.len;
}

/* What tar says of the archive; names: which files, or none. */
static void run(const char *options, const char *names, size_t len, char *out, size_t size) {
    char path[] = "test_tar.XXXXXX", line[256];
    int fd = mkstemp(path);
    assert_true(fd != -1);
    FILE *file = fdopen(fd, "wb");
    assert_int_equal(fwrite(archive, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    snprintf(line, sizeof line, "TZ=UTC tar %s %s %s", options, path, names);
    FILE *from = popen(line, "r");
    assert_non_null(from);
    size_t n = fread(out, 1, size - 1, from);
    out[n] = '\0';
    assert_int_equal(pclose(from), 0);
    remove(path);
}

static void tar_reads_it(void **state) {
    (void)state;
    char full[TAR_BLOCK + 1], name[TAR_NAME_MAX + 1], out[4096], want[512];
    memset(full, 'x', TAR_BLOCK);
    full[TAR_BLOCK] = '\0';
    memset(name, 'n', TAR_NAME_MAX);
    name[TAR_NAME_MAX] = '\0';
    const char *const files[][2] = {
        {"000001.png", "one"}, {"empty", ""}, {"001000/001234.png", full}, {name, "long"}};
    size_t len = make(files, 4);
    run("-tvf", "", len, out, sizeof out);
    snprintf(want, sizeof want,
             "-rw-r--r-- 0/0               3 2026-09-21 14:13 000001.png\n"
             "-rw-r--r-- 0/0               0 2026-09-21 14:13 empty\n"
             "-rw-r--r-- 0/0             512 2026-09-21 14:13 001000/001234.png\n"
             "-rw-r--r-- 0/0               4 2026-09-21 14:13 %s\n",
             name);
    assert_string_equal(out, want);
    run("-xOf", "000001.png 001000/001234.png", len, out, sizeof out);
    assert_memory_equal(out, "one", 3);
    assert_string_equal(out + 3, full);
}

static void nothing_is_an_archive_too(void **state) {
    (void)state;
    char out[16];
    size_t len = make(NULL, 0);
    assert_int_equal(len, 2 * TAR_BLOCK);
    run("-tf", "", len, out, sizeof out);
    assert_string_equal(out, "");
}

/* ---- sizes ---- */

static void head_of(uint64_t size, uint8_t block[SELLO_LEN(TAR_BLOCK)]) {
    const struct tar_entry entry = {
        .name = "large", .size = size, .instant = TAR_INSTANT_MAX, .mode = 0600};
    struct sello_writer w = sello_writer_init(block, TAR_BLOCK);
    tar_put_entry(&w, &entry);
    assert_false(w.failed);
}

static void sizes_there_and_back(void **state) {
    static const uint64_t sizes[] = {
        0, 1, (UINT64_C(1) << 33) - 1, UINT64_C(1) << 33, UINT64_C(123456789012), TAR_SIZE_MAX};
    uint8_t block[TAR_BLOCK];
    struct tar_entry entry;
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        head_of(sizes[i], block);
        assert_true(tar_take_entry(block, &entry));
        assert_int_equal(entry.size, sizes[i]);
        assert_int_equal(entry.instant, TAR_INSTANT_MAX);
    }
    head_of(TAR_SIZE_MAX + 1, block);
    assert_false(tar_take_entry(block, &entry));
    head_of(UINT64_C(2) << 32, block); /* one that has digits; the sum stays */
    block[124 + 7] = 0;
    block[124 + 8] = 2;
    assert_false(tar_take_entry(block, &entry));
    head_of(UINT64_C(3) << 32, block); /* one of more than 64 bits */
    block[124 + 7] = 2;
    block[124 + 3] = 1;
    assert_false(tar_take_entry(block, &entry));
}

/* A file of 9 GiB that takes no room on the disk. */
static void tar_reads_large_ones(void **state) {
    const uint64_t size = UINT64_C(9) << 30;
    char path[] = "test_tar.XXXXXX", line[256], out[256];
    uint8_t block[TAR_BLOCK];
    (void)state;
    int fd = mkstemp(path);
    assert_true(fd != -1);
    head_of(size, block);
    bool made = write(fd, block, sizeof block) == (ssize_t)sizeof block &&
                ftruncate(fd, (off_t)(size + (size_t)3 * TAR_BLOCK)) == 0;
    close(fd);
    if (!made) {
        remove(path);
        skip();
    }
    snprintf(line, sizeof line, "tar -tvf %s", path);
    FILE *from = popen(line, "r");
    assert_non_null(from);
    out[fread(out, 1, sizeof out - 1, from)] = '\0';
    assert_int_equal(pclose(from), 0);
    remove(path);
    assert_non_null(strstr(out, " 9663676416 "));
    assert_non_null(strstr(out, " large\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tar_reads_it),
        cmocka_unit_test(nothing_is_an_archive_too),
        cmocka_unit_test(sizes_there_and_back),
        cmocka_unit_test(tar_reads_large_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

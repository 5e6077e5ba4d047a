/* SPDX-License-Identifier: Apache-2.0 */
/* An archive is whole or it is not: every end too early, every bit. */
#include <fcntl.h>
#include <unistd.h>

#include "registry/exchange/archive.h"
#include "tests/support/sello_test.h"

#define PATH "archive_test.tar"
#define BROKEN "archive_broken.tar"

/* ---- a reader that keeps all ---- */

struct kept {
    char names[256];
    uint8_t bytes[200000];
    size_t len;
};

static enum sello_error keep_begin(void *context, const struct tar_entry *entry) {
    struct kept *kept = context;
    snprintf(kept->names + strlen(kept->names), sizeof kept->names - strlen(kept->names),
             "%s:%llu:%o ", entry->name, (unsigned long long)entry->size, entry->mode);
    return SELLO_OK;
}

static enum sello_error keep_put(void *context, struct sello_bytes piece) {
    struct kept *kept = context;
    assert_true(kept->len + piece.len <= sizeof kept->bytes);
    memcpy(kept->bytes + kept->len, piece.ptr, piece.len);
    kept->len += piece.len;
    return SELLO_OK;
}

static enum sello_error keep_end(void *context) {
    (void)context;
    return SELLO_OK;
}

static enum sello_error read_it(const char *path, struct kept *kept, struct archive_sums *sums) {
    const struct archive_reader reader = {kept, keep_begin, keep_put, keep_end};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    if (kept != NULL) {
        *kept = (struct kept){.names = ""};
    }
    enum sello_error error = archive_read(fd, kept != NULL ? &reader : NULL, sums);
    close(fd);
    return error;
}

/* ---- making one ---- */

static void write_raw(const char *path, struct sello_bytes bytes) {
    FILE *to = fopen(path, "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, to), bytes.len);
    assert_int_equal(fclose(to), 0);
}

static void make(size_t large, struct archive_sums *sums) {
    struct base_output output;
    struct archive_writer archive;
    uint8_t *bytes = calloc(1, large + 1);
    assert_non_null(bytes);
    memset(bytes, 'x', large);
    write_raw("archive_large", sello_bytes(bytes, large));
    free(bytes);
    int fd = open("archive_large", O_RDONLY | O_CLOEXEC);
    unlink(PATH);
    assert_status(base_output_open(&output, PATH, 0600, false), SELLO_OK);
    archive_begin(&archive, &output, 1, sums);
    assert_status(archive_put(&archive, "about", 0644, sello_bytes_of("hola\n")), SELLO_OK);
    assert_status(archive_put_file(&archive, "large", 0600, fd, NULL, NULL), SELLO_OK);
    assert_status(archive_put(&archive, "keys/a.key", 0600, sello_bytes(NULL, 0)), SELLO_OK);
    assert_status(archive_put(&archive, "../a", 0600, sello_bytes(NULL, 0)), SELLO_E_TOO_LONG);
    assert_status(archive_end(&archive), SELLO_OK);
    assert_status(base_output_end(&output, true), SELLO_OK);
    close(fd);
}

static void test_there_and_back(void **state) {
    static const size_t sizes[] = {0, 1, 511, 512, 513, 65536, 65537, 150000};
    struct archive_sums *sums = malloc(2 * sizeof *sums);
    struct kept *kept = malloc(sizeof *kept);
    (void)state;
    assert_non_null(sums);
    assert_non_null(kept);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char names[128];
        make(sizes[i], &sums[0]);
        assert_status(read_it(PATH, kept, &sums[1]), SELLO_OK);
        snprintf(names, sizeof names, "about:5:644 large:%zu:600 keys/a.key:0:600 ", sizes[i]);
        assert_string_equal(kept->names, names);
        assert_int_equal(kept->len, sizes[i] + 5);
        assert_int_equal(sums[0].len, sums[1].len);
        assert_memory_equal(sums[0].text, sums[1].text, sums[0].len);
        assert_status(read_it(PATH, NULL, NULL), SELLO_OK);
    }
    /* FIPS 180-4, of nothing */
    assert_non_null(strstr(sums[1].text,
                           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  "
                           "keys/a.key\n"));
    free(sums);
    free(kept);
}

/* ---- anything else ---- */

static void refused(struct sello_bytes bytes) {
    write_raw(BROKEN, bytes);
    enum sello_error error = read_it(BROKEN, NULL, NULL);
    if (error != SELLO_E_STORE_DAMAGED && error != SELLO_E_STORE_NOT) {
        fail();
    }
}

static void test_nothing_else(void **state) {
    struct archive_sums *sums = malloc(sizeof *sums);
    uint8_t *bytes = NULL;
    size_t len = 0;
    (void)state;
    assert_non_null(sums);
    make(700, sums);
    assert_status(base_file_read(PATH, 1 << 20, &bytes, &len), SELLO_OK);
    for (size_t n = 0; n < len; n += n < 3 * TAR_BLOCK ? 1 : 64) {
        refused(sello_bytes(bytes, n));
    }
    for (size_t bit = 0; bit < 8 * len; bit += 17) {
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        refused(sello_bytes(bytes, len));
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    uint8_t *longer = calloc(1, len + TAR_BLOCK);
    assert_non_null(longer);
    memcpy(longer, bytes, len);
    refused(sello_bytes(longer, len + 1));
    refused(sello_bytes(longer, len + TAR_BLOCK));
    free(longer);
    free(bytes);
    free(sums);
}

/* As many files as there may be, with names as long as they may be. */
static void test_full(void **state) {
    struct archive_sums *sums = malloc(2 * sizeof *sums);
    struct base_output output;
    struct archive_writer archive;
    char name[TAR_NAME_MAX + 1];
    (void)state;
    assert_non_null(sums);
    unlink(PATH);
    assert_status(base_output_open(&output, PATH, 0600, false), SELLO_OK);
    archive_begin(&archive, &output, 1, &sums[0]);
    for (int i = 0; i < ARCHIVE_FILES_MAX; i++) {
        snprintf(name, sizeof name, "%0*d", TAR_NAME_MAX, i);
        assert_status(archive_put(&archive, name, 0644, sello_bytes_of("x")), SELLO_OK);
    }
    assert_status(archive_end(&archive), SELLO_OK);
    assert_status(base_output_end(&output, true), SELLO_OK);
    assert_true(sums[0].len < sizeof sums[0].text);
    assert_int_equal(sums[0].text[sums[0].len - 1], '\n');
    assert_status(read_it(PATH, NULL, &sums[1]), SELLO_OK);
    assert_memory_equal(sums[0].text, sums[1].text, sums[0].len);
    free(sums);
}

static void test_names(void **state) {
    static const struct {
        const char *name;
        bool ok;
    } rows[] = {
        {"registry.db", true},
        {"keys/member-1.key", true},
        {"keys/llave de Ana.key", true},
        {"", false},
        {"/etc/passwd", false},
        {"../a", false},
        {"keys/../a", false},
        {"keys/.oculta", false},
        {"keys//a", false},
        {"keys/", false},
        {"a\nb", false},
        {"a\\b", false},
    };
    char longest[TAR_NAME_MAX + 2];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (archive_name_ok(rows[i].name) != rows[i].ok) {
            print_error("%s\n", rows[i].name);
            fail();
        }
    }
    memset(longest, 'a', sizeof longest);
    longest[TAR_NAME_MAX] = '\0';
    assert_true(archive_name_ok(longest));
    longest[TAR_NAME_MAX] = 'a';
    longest[TAR_NAME_MAX + 1] = '\0';
    assert_false(archive_name_ok(longest));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_nothing_else),
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <sys/stat.h>

#include "base/log_folder.h"

/* A log as it lies on a disk: every bit of every file counts. A short one, and one of a full tile
 * and a few entries, of which not every bit is tried. */

enum { FILES_MAX = 8, ENTRIES_MAX = 259 };

static char folder[TEST_FOLDER_MAX];
static uint64_t n_entries;
static size_t n_files;

static struct {
    char name[SELLO_TILE_PATH_MAX];
    uint8_t bytes[256 * (SELLO_LOG_ENTRY_MAX + 2) + 1];
    size_t len;
} files[FILES_MAX];

enum { PLACE_MAX = TEST_FOLDER_MAX + SELLO_TILE_PATH_MAX + 1 };

static void put_place(size_t file, char out[PLACE_MAX]) {
    snprintf(out, PLACE_MAX, "%s/%.*s", folder, SELLO_TILE_PATH_MAX - 1, files[file].name);
}

static void write_file(size_t file, const uint8_t *bytes, size_t len) {
    char path[PLACE_MAX];
    put_place(file, path);
    FILE *to = fopen(path, "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(bytes, 1, len, to), len);
    assert_int_equal(fclose(to), 0);
}

static void add_file(struct sello_bytes name, const struct sello_writer *w) {
    char path[PLACE_MAX];
    memcpy(files[n_files].name, name.ptr, name.len);
    files[n_files].name[name.len] = '\0';
    files[n_files].len = w->len;
    assert_false(w->failed);
    put_place(n_files, path);
    for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    write_file(n_files, files[n_files].bytes, files[n_files].len);
    n_files++;
}

static void put_entry(struct sello_writer *w, uint64_t i, uint8_t leaf[SELLO_HASH_LEN]) {
    struct sello_log_entry entry = {.kind = SELLO_LOG_BUNDLE, .version = i};
    uint8_t buf[SELLO_LOG_ENTRY_MAX];
    struct sello_writer bytes = sello_writer_init(buf, sizeof buf);
    memset(entry.hash, (int)i, sizeof entry.hash);
    sello_put_log_entry(&bytes, &entry);
    sello_put_entry(w, sello_written(&bytes));
    sello_log_entry_hash(&entry, leaf);
}

static void add_checkpoint(const struct sello_leaves *leaves) {
    static const char signature[] = "\n\xe2\x80\x94 otro.example AAAAAAA=\n";
    uint8_t root[SELLO_HASH_LEN];
    struct sello_writer w = sello_writer_init(files[n_files].bytes, sizeof files->bytes - 1);
    sello_leaves_hash(leaves, 0, leaves->n, root);
    sello_put_checkpoint_text(&w, sello_bytes_of("sello.example/v/log"), leaves->n, root);
    sello_write(&w, signature, sizeof signature - 1);
    add_file(sello_bytes_of("checkpoint"), &w);
}

static void make_log(uint64_t n) {
    static uint8_t leaf[ENTRIES_MAX][SELLO_HASH_LEN];
    const struct sello_leaves leaves = {leaf[0], n};
    struct sello_tile_walk walk = {.size = n};
    make_test_folder(folder);
    n_entries = n;
    n_files = 0;
    for (uint64_t i = 0; i < n; i++) {
        uint8_t buf[SELLO_LOG_ENTRY_MAX + 2];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        put_entry(&w, i, leaf[i]);
    }
    while (sello_tile_next(&walk)) {
        struct sello_writer w = sello_writer_init(files[n_files].bytes, sizeof files->bytes - 1);
        uint8_t name[SELLO_TILE_PATH_MAX], hash[SELLO_HASH_LEN];
        struct sello_writer path = sello_writer_init(name, sizeof name - 1);
        sello_put_tile_path(&path, &walk.tile);
        for (unsigned i = 0; walk.tile.entries && i < walk.tile.width; i++) {
            put_entry(&w, walk.tile.index * SELLO_TILE_WIDTH + i, hash);
        }
        if (!walk.tile.entries) {
            sello_put_tile(&w, &leaves, &walk.tile);
        }
        add_file(sello_written(&path), &w);
    }
    add_checkpoint(&leaves);
}

/* Reads it: refused, and `file` named. */
static void refused(size_t file) {
    struct base_log log;
    char at[PATH_MAX] = "";
    assert_true(base_log_read(folder, &log, at) != SELLO_OK);
    base_log_free(&log);
    if (strncmp(at, files[file].name, strlen(files[file].name)) != 0) {
        print_error("%s is bent, and %s was named\n", files[file].name, at);
    }
    assert_memory_equal(at, files[file].name, strlen(files[file].name));
}

/* Of the checkpoint the hash alone: its other lines and signatures are their own readers'
 * (test_note). step: between the bits that are tried. */
static void flip(size_t step) {
    for (size_t file = 0; file < n_files; file++) {
        size_t from = 0, end = files[file].len;
        if (file == n_files - 1) {
            const uint8_t *second = memchr(files[file].bytes, '\n', end);
            const uint8_t *third = memchr(second + 1, '\n', end);
            from = (size_t)(third + 1 - files[file].bytes);
            end = from + 42; /* of 44 letters: the last has spare bits, and an equals sign */
        }
        for (size_t bit = 8 * from; bit < 8 * end; bit += step) {
            files[file].bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
            write_file(file, files[file].bytes, files[file].len);
            refused(file);
            files[file].bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
        write_file(file, files[file].bytes, files[file].len);
    }
}

static void cut(size_t step) {
    for (size_t file = 0; file < n_files; file++) {
        for (size_t len = 0; len < files[file].len; len += step) {
            write_file(file, files[file].bytes, len);
            refused(file);
        }
        files[file].bytes[files[file].len] = 0;
        write_file(file, files[file].bytes, files[file].len + 1);
        refused(file);
        write_file(file, files[file].bytes, files[file].len);
    }
}

static void drop_log(void) {
    for (size_t file = 0; file < n_files; file++) {
        char path[PLACE_MAX];
        put_place(file, path);
        remove(path);
    }
    for (int again = 0; again < 3; again++) { /* folders within folders */
        for (size_t file = 0; file < n_files; file++) {
            char path[PLACE_MAX];
            put_place(file, path);
            for (char *end; (end = strrchr(path, '/')) > path + strlen(folder);) {
                *end = '\0';
                remove(path);
            }
        }
    }
    assert_int_equal(remove(folder), 0);
}

static void whole(void) {
    struct base_log log;
    char at[PATH_MAX] = "";
    assert_status(base_log_read(folder, &log, at), SELLO_OK);
    assert_int_equal(log.n, n_entries);
    base_log_free(&log);
}

static void test_short(void **state) {
    (void)state;
    make_log(5);
    whole();
    flip(1);
    cut(1);
    whole();
    drop_log();
}

static void test_longer(void **state) {
    (void)state;
    make_log(ENTRIES_MAX);
    whole();
    flip(331);
    cut(997);
    whole();
    drop_log();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short),
        cmocka_unit_test(test_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

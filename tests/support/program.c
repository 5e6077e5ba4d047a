/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/program.h"

#include <unistd.h>

#include "tests/support/sello_test.h"

static void put_file(const char *path, struct sello_bytes bytes) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

/* Past the stream's own small buffer: pictures are large. */
static struct sello_bytes read_all(FILE *file) {
    size_t len = 0, cap = 1 << 16;
    uint8_t *buf = malloc(cap);
    for (ssize_t n = 1; n > 0; len += (size_t)n) {
        if (len == cap) {
            cap *= 4;
            buf = realloc(buf, cap);
        }
        assert_non_null(buf);
        n = read(fileno(file), buf + len, cap - len);
        assert_true(n >= 0);
    }
    return sello_bytes(buf, len);
}

struct sello_bytes program_output(struct sello_bytes in, const char *command) {
    char folder[TEST_FOLDER_MAX], line[400];
    make_test_folder(folder);
    snprintf(line, sizeof line, "%s/in", folder);
    put_file(line, in);
    snprintf(line, sizeof line, "cd %s && %s", folder, command);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    struct sello_bytes output = read_all(pipe);
    if (pclose(pipe) != 0) {
        print_error("it failed: %s\n", command);
        fail();
    }
    snprintf(line, sizeof line, "rm -rf %s", folder);
    assert_int_equal(system(line), 0);
    return output;
}

void program_free(struct sello_bytes output) {
    free((void *)(uintptr_t)output.ptr);
}

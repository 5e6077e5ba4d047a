/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/vectors.h"

static struct vector_row split(char *line) {
    struct vector_row row;
    char *rest = line;
    for (size_t i = 0; i < VECTOR_WORDS; i++) {
        char *word = strsep(&rest, " \n");
        row.word[i] = word != NULL ? word : "";
    }
    return row;
}

size_t vectors_each(const char *folder, const char *kind,
                    void (*check)(const struct vector_row *row)) {
    char command[4096];
    char *line = NULL;
    size_t room = 0, n_rows = 0;
    int len = snprintf(command, sizeof command, "%s -B %s/tests/python/vector_lines.py %s '%s'",
                       SELLO_PYTHON, SELLO_SOURCE_DIR, kind, folder);
    assert_true(len > 0 && (size_t)len < sizeof command);
    FILE *lines = popen(command, "r");
    assert_non_null(lines);
    for (; getline(&line, &room, lines) > 0; n_rows++) {
        struct vector_row row = split(line);
        check(&row);
    }
    free(line);
    assert_int_equal(pclose(lines), 0);
    return n_rows;
}

struct sello_bytes vector_bytes(const char *hex) {
    size_t len = strcmp(hex, "-") == 0 ? 0 : strlen(hex) / 2;
    uint8_t *bytes = test_malloc(len + 1);
    return len == 0 ? sello_bytes(bytes, 0) : from_hex(hex, bytes, len);
}

void vector_bytes_free(struct sello_bytes bytes) {
    test_free((void *)(uintptr_t)bytes.ptr);
}

/* SPDX-License-Identifier: Apache-2.0 */

/* read_table FILE: the rows of a table, as sello takes them in, a line a row with bars between the
 * cells. For tests that compare tables of different formats. */

#include <stdio.h>
#include <stdlib.h>

#include "registry/exchange/rows.h"

static bool read_file(const char *path, struct sello_bytes *out) {
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = file != NULL ? malloc(ROWS_FILE_MAX) : NULL;
    size_t len = bytes != NULL ? fread(bytes, 1, ROWS_FILE_MAX, file) : 0;
    if (file != NULL) {
        fclose(file);
    }
    *out = sello_bytes(bytes, len);
    return bytes != NULL;
}

int main(int argc, char **argv) {
    struct sello_bytes file;
    struct rows rows;
    struct row row;
    if (argc != 2 || !read_file(argv[1], &file)) {
        return 2;
    }
    bool open = rows_open(&rows, file, NULL);
    while (open && rows_next(&rows, &row)) {
        while (row.n > 0 && row.field[row.n - 1].len == 0) {
            row.n--;
        }
        for (size_t i = 0; i < row.n; i++) {
            struct sello_bytes cell = csv_plain(row.field[i]);
            printf("%s%.*s", i > 0 ? "|" : "", (int)cell.len, (const char *)cell.ptr);
        }
        printf("\n");
    }
    bool good = rows.fault.problem == ROWS_GOOD;
    rows_close(&rows);
    free((void *)(uintptr_t)file.ptr);
    return good ? 0 : 1;
}

/* SPDX-License-Identifier: Apache-2.0 */

/* read_table FILE: the rows of a table, as sello takes them in, a line a row with bars between the
 * cells. For tests that compare tables of different formats. */

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "registry/exchange/rows.h"

int main(int argc, char **argv) {
    uint8_t *file = NULL;
    size_t len = 0;
    struct rows rows;
    struct row row;
    if (argc != 2 || base_file_read(argv[1], ROWS_FILE_MAX, &file, &len) != SELLO_OK) {
        return 2;
    }
    bool open = rows_open(&rows, sello_bytes(file, len), NULL);
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
    free(file);
    return good ? 0 : 1;
}

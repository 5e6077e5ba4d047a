/* SPDX-License-Identifier: Apache-2.0 */

/* Rows stay within the text and the limits, lines only go forward, and a row that is written out
 * reads back as itself. */

#include "registry/exchange/csv.h"
#include "tests/fuzz/fuzz.h"

enum { LARGEST = 1 << 16 };

static char line[ROWS_COLUMNS_MAX * (2 * ROWS_FIELD_MAX + 4) + 1];

static void put_field(struct sello_writer *w, struct sello_bytes field) {
    static char text[ROWS_FIELD_MAX + 1];
    memcpy(text, field.ptr, field.len);
    text[field.len] = '\0';
    csv_put(w, text, CSV_MARK_TEXTS);
}

static void check_field(const struct csv *csv, struct sello_bytes field) {
    const char *ptr = (const char *)field.ptr;
    FUZZ_ASSERT(field.len <= ROWS_FIELD_MAX);
    FUZZ_ASSERT(ptr >= csv->text && ptr + field.len <= csv->text + csv->len);
    for (size_t at = 0; at < field.len;) {
        uint32_t code_point;
        size_t n = sello_utf8_next(sello_bytes(field.ptr + at, field.len - at), &code_point);
        FUZZ_ASSERT(n > 0 && code_point != 0);
        at += n;
    }
}

/* A first line of separators keeps the detection from guessing another one. */
static void check_again(const struct row *row) {
    struct csv csv;
    struct row again;
    struct sello_writer w = sello_writer_init(line, sizeof line);
    sello_write(&w, "sep=,\n", 6);
    for (size_t i = 0; i < row->n; i++) {
        sello_write(&w, ",", i > 0 ? 1 : 0);
        put_field(&w, row->field[i]);
    }
    FUZZ_ASSERT(csv_open(&csv, sello_written(&w)) && csv_next(&csv, &again));
    FUZZ_ASSERT(again.n == row->n);
    for (size_t i = 0; i < row->n; i++) {
        FUZZ_ASSERT(sello_bytes_eq(csv_plain(again.field[i]), row->field[i]));
    }
    csv_close(&csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct csv csv;
    struct row row;
    size_t before = 0;
    bool open = size <= LARGEST && csv_open(&csv, sello_bytes(data, size));
    while (open && csv_next(&csv, &row)) {
        FUZZ_ASSERT(row.line > before && row.n >= 1 && row.n <= ROWS_COLUMNS_MAX);
        for (size_t i = 0; i < row.n; i++) {
            check_field(&csv, row.field[i]);
        }
        check_again(&row);
        before = row.line;
    }
    if (size <= LARGEST) {
        FUZZ_ASSERT(csv.fault.problem != ROWS_GOOD || csv.at == csv.len);
        csv_close(&csv);
    }
    return 0;
}

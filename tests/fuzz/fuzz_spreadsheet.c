/* SPDX-License-Identifier: Apache-2.0 */

/* Spreadsheets' files: as archives, and as packages of texts (tests/support/text_package.h), which
 * changed bytes leave readable. Rows stay within the limits and lines only go forward. */

#include "registry/exchange/spreadsheet.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/text_package.h"

enum { LARGEST = 1 << 16 };

static void check_rows(struct spreadsheet *s) {
    struct row row;
    size_t before = 0;
    while (spreadsheet_next(s, &row)) {
        bool any = false;
        FUZZ_ASSERT(row.line > before && row.n >= 1 && row.n <= ROWS_COLUMNS_MAX);
        for (size_t i = 0; i < row.n; i++) {
            FUZZ_ASSERT(row.field[i].len <= ROWS_FIELD_MAX);
            for (size_t at = 0; at < row.field[i].len;) {
                uint32_t c;
                size_t n =
                    sello_utf8_next(sello_bytes(row.field[i].ptr + at, row.field[i].len - at), &c);
                FUZZ_ASSERT(n > 0 && c != 0);
                at += n;
            }
            any = any || row.field[i].len > 0;
        }
        FUZZ_ASSERT(any);
        before = row.line;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sello_bytes file = sello_bytes(data, size);
    struct spreadsheet s;
    if (size > LARGEST) {
        return 0;
    }
    if (spreadsheet_is(file)) {
        bool open = spreadsheet_open(&s, file, NULL);
        FUZZ_ASSERT(open == (s.fault.problem == ROWS_GOOD));
    } else {
        struct text_package holder;
        struct package package = text_package(&holder, file);
        bool open = spreadsheet_read(&s, &package, size % 2 == 0 ? NULL : "Dos");
        FUZZ_ASSERT(open == (s.fault.problem == ROWS_GOOD));
    }
    check_rows(&s);
    spreadsheet_close(&s);
    return 0;
}

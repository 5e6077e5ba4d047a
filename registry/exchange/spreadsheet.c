/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/spreadsheet.h"

#include <stdlib.h>

#include "registry/exchange/sheet_build.h"

/* ---- the file ---- */

static bool starts_with(struct sello_bytes file, const char *mark, size_t len) {
    return file.len >= len && memcmp(file.ptr, mark, len) == 0;
}

static bool is_old(struct sello_bytes file) {
    return starts_with(file, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
}

bool spreadsheet_is(struct sello_bytes file) {
    return is_old(file) || starts_with(file, "PK\x03\x04", 4) || starts_with(file, "PK\x05\x06", 4);
}

/* .xlsx has its list of types, .ods says what it is in its first entry; the text of both is looked
 * at by what reads them. */
bool spreadsheet_read(struct spreadsheet *out, struct package *package, const char *sheet) {
    *out = (struct spreadsheet){.len = 0};
    if (package->has(package->context, "[Content_Types].xml")) {
        xlsx_read(out, package, sheet);
    } else if (package->has(package->context, "content.xml")) {
        ods_read(out, package, sheet);
    } else {
        out->fault.problem = ROWS_NOT_SPREADSHEET;
    }
    if (out->fault.problem == ROWS_GOOD && out->sheet[0] == '\0') {
        enum rows_problem unnamed = out->names[0] != '\0' ? ROWS_ALL_HIDDEN : ROWS_EMPTY;
        out->fault.problem = sheet != NULL ? ROWS_NO_SHEET : unnamed;
    }
    if (out->fault.problem == ROWS_GOOD && out->n_rows == 0) {
        out->fault.problem = ROWS_EMPTY;
    }
    return out->fault.problem == ROWS_GOOD;
}

bool spreadsheet_open(struct spreadsheet *out, struct sello_bytes file, const char *sheet) {
    *out = (struct spreadsheet){.len = 0};
    if (is_old(file)) {
        out->fault.problem = ROWS_OLD_EXCEL;
        return false;
    }
    struct package package;
    enum rows_problem problem = package_open(file, &package);
    bool read = problem == ROWS_GOOD && spreadsheet_read(out, &package, sheet);
    package_close(&package);
    if (problem != ROWS_GOOD) {
        out->fault.problem = problem;
    }
    return read;
}

void spreadsheet_close(struct spreadsheet *s) {
    free(s->text);
    free(s->row);
    s->text = NULL;
    s->row = NULL;
    s->n_rows = 0;
}

bool spreadsheet_next(struct spreadsheet *s, struct row *out) {
    if (s->fault.problem != ROWS_GOOD || s->next == s->n_rows) {
        return false;
    }
    const struct sheet_row *row = &s->row[s->next++];
    const char *text = s->text + row->at;
    out->line = row->line;
    out->n = row->n;
    out->dates = row->dates;
    for (size_t i = 0; i < row->n; i++) {
        out->field[i] = sello_bytes_of(text);
        text += out->field[i].len + 1;
    }
    return true;
}

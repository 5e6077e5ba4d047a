/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/rows.h"

bool rows_open(struct rows *out, struct sello_bytes file, const char *sheet) {
    *out = (struct rows){.is_spreadsheet = spreadsheet_is(file)};
    if (out->is_spreadsheet) {
        bool open = spreadsheet_open(&out->spreadsheet, file, sheet);
        out->fault = out->spreadsheet.fault;
        return open;
    }
    if (sheet != NULL) {
        out->fault.problem = ROWS_NO_SHEETS;
        return false;
    }
    bool open = csv_open(&out->csv, file);
    out->fault = out->csv.fault;
    return open;
}

void rows_close(struct rows *rows) {
    csv_close(&rows->csv);
    spreadsheet_close(&rows->spreadsheet);
}

bool rows_next(struct rows *rows, struct row *out) {
    bool more = rows->is_spreadsheet ? spreadsheet_next(&rows->spreadsheet, out)
                                     : csv_next(&rows->csv, out);
    rows->fault = rows->is_spreadsheet ? rows->spreadsheet.fault : rows->csv.fault;
    rows->n_rows += more ? 1 : 0;
    return more;
}

bool rows_other_sheet(const struct rows *rows) {
    return rows->is_spreadsheet && !rows->spreadsheet.is_first;
}

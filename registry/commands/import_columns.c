/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/import_columns.h"

#include "registry/commands/app.h"

bool import_next_heading(const char **rest, struct sello_bytes *out) {
    const char *end = strchr(*rest, IMPORT_HEADING_END);
    if (end == NULL) {
        return false;
    }
    *out = sello_bytes(*rest, (size_t)(end - *rest));
    *rest = end + 1;
    return true;
}

void import_json_headings(const char *headings) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_open_in(&j, "columns", '[');
    for (struct sello_bytes h; import_next_heading(&headings, &h);) {
        cli_json_open_in(&j, NULL, '{');
        cli_json_text(&j, "heading", h);
        cli_json_close_in(&j, '}');
    }
    cli_json_close_in(&j, ']');
    cli_json_close(&j);
}

void import_json_columns(const struct importer *im) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_open_in(&j, "columns", '[');
    for (size_t c = 1; c <= im->n_columns; c++) {
        if (im->heading[c - 1][0] == '\0') {
            continue;
        }
        cli_json_open_in(&j, NULL, '{');
        cli_json_string(&j, "heading", im->heading[c - 1]);
        for (size_t i = 0; i < im->n_fields; i++) {
            if (im->at.column[i] == c) {
                cli_json_string(&j, "field", im->field[i].name);
            }
        }
        cli_json_close_in(&j, '}');
    }
    cli_json_close_in(&j, ']');
    cli_json_close(&j);
}

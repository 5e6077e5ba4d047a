/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/import_row.h"

#include <inttypes.h>

enum sello_error import_refused(struct import *import, enum sello_error error,
                                struct import_result *out) {
    const struct problem *problem = &import->session->problem;
    if (error == SELLO_OK || (problem->field == NULL && problem->rule == NULL)) {
        return error;
    }
    importer_refuse_problem(&import->importer, problem, out);
    return SELLO_OK;
}

void import_repeats(const struct seen_record *earlier, struct import_result *out) {
    out->action = IMPORT_REPEATED;
    out->first_line = earlier->line;
}

enum sello_error import_note_once(struct import *import, uint64_t number,
                                  struct import_result *out) {
    char by_number[32];
    const struct seen_record *before;
    snprintf(by_number, sizeof by_number, "#%" PRIu64, number);
    enum sello_error error = duplicates_note(&import->seen, by_number, 0, out->line, &before);
    if (error == SELLO_OK && before != NULL) {
        import_repeats(before, out);
    }
    return error;
}

void import_differs(const struct import *import, const char *field, const char *before,
                    const char *after, struct import_result *out) {
    const struct importer *im = &import->importer;
    for (size_t i = 0; i < im->n_fields && strcmp(before, after) != 0; i++) {
        if (strcmp(im->field[i].name, field) == 0) {
            out->differs[i] = true;
            snprintf(out->before[i], sizeof out->before[i], "%s", before);
            snprintf(out->text[i], sizeof out->text[i], "%s", after);
        }
    }
}

bool import_id(struct import *import, const struct row *row, const char *field,
               enum sello_kind kind, uint64_t *out, struct import_result *result) {
    char text[SELLO_ID_LEN + 8];
    *out = 0;
    if (!IMPORTER_TEXT(&import->importer, row, field, text, result)) {
        return false;
    }
    if (text[0] != '\0' && sello_id_parse_kind(text, kind, false, out) != SELLO_OK) {
        importer_refuse(&import->importer, field, "id-expected", problem_id(kind, 1), result);
        return false;
    }
    return true;
}

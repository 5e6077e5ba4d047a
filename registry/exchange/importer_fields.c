/* SPDX-License-Identifier: Apache-2.0 */
#include <uninorm.h>

#include "registry/commands/app.h"
#include "registry/exchange/importer_internal.h"

static size_t field_index(const struct importer *im, const char *name) {
    size_t i = 0;
    while (i < im->n_fields && strcmp(im->field[i].name, name) != 0) {
        i++;
    }
    return i;
}

void importer_refuse(const struct importer *im, const char *field, struct import_result *out) {
    size_t i = field_index(im, field);
    out->action = IMPORT_REFUSED;
    if (i < im->n_fields) {
        out->field = &im->field[i];
        out->column = im->column[i];
    }
}

void importer_refuse_status(const struct importer *im, enum sello_error error,
                            const struct sello_store_fault *fault, struct import_result *out) {
    importer_refuse(im, fault->field != NULL ? fault->field : "", out);
    app_reason(error, fault, out->reason, sizeof out->reason);
}

struct sello_bytes importer_raw(const struct importer *im, const struct csv_row *row,
                                const char *name) {
    size_t i = field_index(im, name);
    size_t column = i < im->n_fields ? im->column[i] : 0;
    return column > 0 && column <= row->n ? csv_plain(row->field[column - 1]) : sello_bytes("", 0);
}

/* A text field in NFC. False when the row was refused. */
bool importer_text(struct importer *im, const struct csv_row *row, const char *name, char *out,
                   size_t size, struct import_result *result) {
    struct sello_bytes raw = importer_raw(im, row, name);
    uint8_t buf[3 * CSV_FIELD_MAX]; /* NFC at most triples UTF-8 */
    size_t len = sizeof buf;
    const uint8_t *composed =
        raw.len > 0 ? u8_normalize(UNINORM_NFC, raw.ptr, raw.len, buf, &len) : raw.ptr;
    len = raw.len > 0 ? len : 0;
    if (composed == NULL || (raw.len > 0 && composed != buf) || len >= size) {
        struct sello_store_fault fault = {.field = name};
        importer_refuse_status(im, SELLO_E_TOO_LONG, &fault, result);
        return false;
    }
    im->n_composed += sello_bytes_eq(raw, sello_bytes(composed, len)) ? 0 : 1;
    snprintf(out, size, "%.*s", (int)len, (const char *)composed);
    return true;
}

/* More cells than the header has: a separator within an unquoted text. */
bool importer_fits_header(struct importer *im, const struct csv_row *row,
                          struct import_result *result) {
    for (size_t c = im->n_columns; c < row->n; c++) {
        if (row->field[c].len > 0) {
            importer_refuse(im, "", result);
            result->column = c + 1;
            snprintf(result->reason, sizeof result->reason, "%s",
                     _("there are more columns than in the first line"));
            return false;
        }
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "cli/cli.h"
#include "registry/exchange/importer_internal.h"

/* A row of the table that `sello issue --csv` takes. */

void importer_refuse_field(const struct importer *im, const char *field, const char *reason,
                           struct import_result *result) {
    importer_refuse(im, field, result);
    snprintf(result->reason, sizeof result->reason, "%s", reason);
}

static bool refuse(const struct importer *im, const char *field, const char *reason,
                   struct import_result *result) {
    importer_refuse_field(im, field, reason, result);
    return false;
}

static bool take_certificate(struct importer *im, const struct csv_row *row, uint64_t *out,
                             struct import_result *result) {
    char text[SELLO_ID_LEN + 8];
    if (!IMPORTER_TEXT(im, row, "certificate", text, result)) {
        return false;
    }
    if (sello_id_parse_kind(text, SELLO_KIND_CERTIFICATE, true, out) != SELLO_OK) {
        return refuse(im, "certificate", _("a certificate is expected, like C1"), result);
    }
    return true;
}

/* Decimal digits alone: "1,000" and "1.5" are mistakes more often than they are meant. */
static bool take_count(struct importer *im, const struct csv_row *row, uint64_t *out,
                       struct import_result *result) {
    struct sello_bytes raw = importer_raw(im, row, "count");
    uint64_t count = 0;
    bool digits = raw.len > 0 && raw.len <= 7;
    for (size_t i = 0; digits && i < raw.len; i++) {
        digits = raw.ptr[i] >= '0' && raw.ptr[i] <= '9';
        count = 10 * count + (uint64_t)(raw.ptr[i] - '0');
    }
    if (!digits || count < 1 || count > SELLO_BATCH_MAX) {
        return refuse(im, "count", _("a number from 1 to 1000000 is expected, without separators"),
                      result);
    }
    *out = count;
    return true;
}

static bool take_day(struct importer *im, const struct csv_row *row, const char *name,
                     struct sello_number *out, struct import_result *result) {
    char text[BASE_DATE_LEN + 20];
    if (!IMPORTER_TEXT(im, row, name, text, result)) {
        return false;
    }
    out->present = text[0] != '\0';
    if (out->present && !base_date_parse(text, &out->value)) {
        return refuse(im, name, _("a date is expected like 2026-11-23 (year, month, day)"), result);
    }
    return true;
}

/* A text that will be signed. */
static bool take_signed(struct importer *im, const struct csv_row *row, const char *name, char *out,
                        size_t size, struct import_result *result) {
    struct sello_store_fault fault = {.field = name};
    if (!importer_text(im, row, name, out, size, result)) {
        return false;
    }
    enum sello_error error =
        out[0] != '\0' ? sello_name_check(sello_bytes_of(out), size - 1, &fault.name) : SELLO_OK;
    if (error != SELLO_OK) {
        importer_refuse_status(im, error, &fault, result);
    }
    return error == SELLO_OK;
}

void importer_batch(struct importer *im, const struct csv_row *row, struct import_batch *out,
                    struct import_result *out_result) {
    struct import_result result = {.line = row->line, .action = IMPORT_ADDED};
    struct import_batch batch = {.line = row->line};
    bool good = importer_fits_header(im, row, &result) &&
                take_certificate(im, row, &batch.certificate, &result) &&
                take_count(im, row, &batch.count, &result) &&
                take_signed(im, row, "lot", batch.lot, sizeof batch.lot, &result) &&
                take_signed(im, row, "traits", batch.traits, sizeof batch.traits, &result) &&
                take_day(im, row, "made", &batch.made, &result) &&
                take_day(im, row, "expires", &batch.expires, &result);
    *out_result = result;
    if (good) {
        *out = batch;
    }
}

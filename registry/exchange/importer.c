/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/importer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <uninorm.h>

#include "base/time.h"

enum sello_kind import_kind(const char *word) {
    static const struct {
        const char *word;
        enum sello_kind kind;
    } words[] = {
        {"producer", SELLO_KIND_PRODUCER},       {"producers", SELLO_KIND_PRODUCER},
        {"productor", SELLO_KIND_PRODUCER},      {"productores", SELLO_KIND_PRODUCER},
        {"productora", SELLO_KIND_PRODUCER},     {"productoras", SELLO_KIND_PRODUCER},
        {"product", SELLO_KIND_PRODUCT},         {"products", SELLO_KIND_PRODUCT},
        {"producto", SELLO_KIND_PRODUCT},        {"productos", SELLO_KIND_PRODUCT},
        {"certificate", SELLO_KIND_CERTIFICATE}, {"certificates", SELLO_KIND_CERTIFICATE},
        {"certificado", SELLO_KIND_CERTIFICATE}, {"certificados", SELLO_KIND_CERTIFICATE},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i].word) == 0) {
            return words[i].kind;
        }
    }
    return SELLO_KIND_NONE;
}

/* ---- the file and its headings ---- */

void importer_start(struct importer *im, enum sello_kind kind) {
    *im = (struct importer){.kind = kind};
    im->field = import_fields(kind, &im->n_fields);
}

static void close_table(struct importer *im) {
    rows_close(&im->rows);
    for (size_t c = 0; c < im->n_columns; c++) {
        free(im->heading[c]);
        im->heading[c] = NULL;
    }
    im->n_columns = 0;
}

void importer_end(struct importer *im) {
    close_table(im);
}

static bool take_map(struct importer *im, const struct import_source *source) {
    im->map.n = 0;
    for (size_t i = 0; i < source->n_map; i++) {
        if (!heading_map_add(&im->map, im->field, im->n_fields, source->map[i],
                             &im->fault.heading)) {
            return false;
        }
    }
    return true;
}

static bool keep_headings(struct importer *im, const struct row *row) {
    for (size_t c = 0; c < row->n; c++) {
        im->heading[c] = strndup((const char *)row->field[c].ptr, row->field[c].len);
        if (im->heading[c] == NULL) {
            im->fault.rows.problem = ROWS_MEMORY;
            return false;
        }
        im->n_columns = c + 1;
    }
    return true;
}

/* The headings stand in the first row that names all that is needed: above them may be a title, a
 * date, a line of thanks. Where none does, the row that comes closest is told of. */
static bool find_headings(struct importer *im) {
    struct row row;
    size_t most = 0;
    for (size_t i = 0; i < IMPORT_TITLE_ROWS_MAX && rows_next(&im->rows, &row); i++) {
        struct heading_fault fault;
        if (headings_of(im->field, im->n_fields, &im->map, &row, &im->at, &fault)) {
            im->fault.heading = fault;
            return keep_headings(im, &row);
        }
        if (i == 0 || im->at.n_found > most) {
            im->fault.heading = fault;
            most = im->at.n_found;
        }
    }
    im->fault.rows = im->rows.fault;
    if (im->rows.n_rows == 0 && im->fault.rows.problem == ROWS_GOOD) {
        im->fault.rows.problem = ROWS_EMPTY;
    }
    return false;
}

static bool uses(const struct importer *im, size_t column) {
    for (size_t i = 0; i < im->n_fields; i++) {
        if (im->at.column[i] == column) {
            return true;
        }
    }
    return false;
}

bool importer_open(struct importer *im, const struct import_source *source,
                   const struct import_watch *watch) {
    close_table(im);
    im->fault = (struct table_fault){.heading = {.trouble = HEADING_FINE}};
    if (!take_map(im, source)) {
        return false;
    }
    bool open = rows_open(&im->rows, source->file, source->sheet);
    im->fault.is_spreadsheet = im->rows.is_spreadsheet;
    snprintf(im->fault.sheet, sizeof im->fault.sheet, "%s", im->rows.spreadsheet.sheet);
    snprintf(im->fault.sheets, sizeof im->fault.sheets, "%s", im->rows.spreadsheet.names);
    im->fault.rows = im->rows.fault;
    if (!open || !find_headings(im)) {
        return false;
    }
    if (watch != NULL && watch->opened != NULL) {
        watch->opened(watch->context, im);
    }
    for (size_t c = 1; watch != NULL && watch->passed_over != NULL && c <= im->n_columns; c++) {
        if (!uses(im, c) && im->heading[c - 1][0] != '\0') {
            watch->passed_over(watch->context, c, sello_bytes_of(im->heading[c - 1]));
        }
    }
    return true;
}

bool importer_next(struct importer *im, struct row *out) {
    bool more = rows_next(&im->rows, out);
    im->fault.rows = im->rows.fault;
    return more;
}

bool importer_readable(const struct importer *im) {
    return im->fault.rows.problem == ROWS_GOOD && im->fault.heading.trouble == HEADING_FINE;
}

void importer_hash(const struct importer *im, const struct import_source *source,
                   uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]) {
    const char *sheet = im->fault.sheet;
    const struct sello_bytes parts[] = {source->file, sello_bytes(sheet, strlen(sheet) + 1)};
    sello_sha256(parts, rows_other_sheet(&im->rows) ? 2 : 1, out);
}

/* ---- what becomes of a row ---- */

bool import_differs_anywhere(const struct import_result *row) {
    bool any = false;
    for (size_t i = 0; i < IMPORT_FIELDS_MAX; i++) {
        any = any || row->differs[i];
    }
    return any;
}

static size_t field_index(const struct importer *im, const char *name) {
    size_t i = 0;
    while (i < im->n_fields && strcmp(im->field[i].name, name) != 0) {
        i++;
    }
    return i;
}

void importer_refuse_problem(const struct importer *im, const struct problem *problem,
                             struct import_result *out) {
    size_t i = problem->field != NULL ? field_index(im, problem->field) : im->n_fields;
    out->action = IMPORT_REFUSED;
    out->problem = *problem;
    if (i < im->n_fields) {
        out->field = im->field[i].name;
        out->column = im->at.column[i];
    }
    out->heading =
        out->column > 0 && out->column <= im->n_columns ? im->heading[out->column - 1] : NULL;
}

void importer_refuse(const struct importer *im, const char *field, const char *rule,
                     struct problem_value value, struct import_result *result) {
    const struct problem problem = {
        .error = SELLO_E_RANGE, .rule = rule, .field = field, .value = {value}};
    importer_refuse_problem(im, &problem, result);
}

void importer_refuse_error(const struct importer *im, enum sello_error error,
                           const struct sello_store_fault *fault, struct import_result *out) {
    const struct problem problem = {.error = error, .field = fault->field, .name = fault->name};
    importer_refuse_problem(im, &problem, out);
}

/* A row that breaks a rule which needs no value. */
static bool breaks(const struct importer *im, const char *field, const char *rule,
                   struct import_result *result) {
    importer_refuse(im, field, rule, (struct problem_value){.kind = PROBLEM_NOTHING}, result);
    return false;
}

static size_t column_of(const struct importer *im, const char *name) {
    size_t i = field_index(im, name);
    return i < im->n_fields ? im->at.column[i] : 0;
}

bool importer_has(const struct importer *im, const char *name) {
    return column_of(im, name) > 0;
}

/* A field as it stands in the file; empty where there is none. */
static struct sello_bytes raw_field(const struct importer *im, const struct row *row,
                                    const char *name) {
    size_t column = column_of(im, name);
    return column > 0 && column <= row->n ? csv_plain(row->field[column - 1]) : sello_bytes("", 0);
}

bool importer_says(const struct importer *im, const struct row *row, const char *name) {
    return raw_field(im, row, name).len > 0;
}

void importer_show(const struct importer *im, const char *name, const char *text,
                   struct import_result *result) {
    size_t i = field_index(im, name);
    if (i < im->n_fields) {
        snprintf(result->text[i], sizeof result->text[i], "%s", text);
    }
}

/* A day where a text should be: the lot 2026-11, as a spreadsheet took it. */
static bool is_day(const struct importer *im, const struct row *row, const char *name) {
    size_t column = column_of(im, name);
    return column > 0 && (row->dates >> (column - 1) & 1) != 0;
}

static void note_eaten(struct importer *im, const struct row *row, const char *name,
                       const char *text) {
    struct eaten *eaten = &im->eaten;
    if (eaten->n++ == 0) {
        eaten->line = row->line;
        eaten->column = column_of(im, name);
        snprintf(eaten->text, sizeof eaten->text, "%.*s", EATEN_TEXT_MAX, text);
    }
}

/* What stands in a cell whose formula failed: "#REF!", in Spanish "#¡REF!", in LibreOffice also
 * "Err:502". */
static bool is_failed_formula(const char *text) {
    static const char *const failed[] = {"REF!",    "N/A",   "N/D",  "DIV/0!", "VALUE!", "VALOR!",
                                         "NOMBRE?", "NAME?", "NUM!", "NULL!",  "NULO!",  "SPILL!"};
    bool spanish = strncmp(text, "#\xc2\xa1", 3) == 0 || strncmp(text, "#\xc2\xbf", 3) == 0;
    for (size_t i = 0; i < sizeof failed / sizeof *failed && text[0] == '#'; i++) {
        if (strcmp(text + (spanish ? 3 : 1), failed[i]) == 0) {
            return true;
        }
    }
    return strncmp(text, "Err:", 4) == 0 && strlen(text) == 7 &&
           strspn(text + 4, "0123456789") == 3;
}

/* A text in NFC. False when the row was refused. */
static bool take_composed(struct importer *im, const struct row *row, const char *name, char *out,
                          size_t size, struct import_result *result) {
    struct sello_bytes raw = raw_field(im, row, name);
    uint8_t buf[3 * ROWS_FIELD_MAX]; /* NFC at most triples UTF-8 */
    size_t len = sizeof buf;
    const uint8_t *composed =
        raw.len > 0 ? u8_normalize(UNINORM_NFC, raw.ptr, raw.len, buf, &len) : raw.ptr;
    len = raw.len > 0 ? len : 0;
    if (composed == NULL || (raw.len > 0 && composed != buf) || len >= size) {
        struct sello_store_fault fault = {.field = name};
        importer_refuse_error(im, composed == NULL ? SELLO_E_MEMORY : SELLO_E_TOO_LONG, &fault,
                              result);
        return false;
    }
    im->n_composed += sello_bytes_eq(raw, sello_bytes(composed, len)) ? 0 : 1;
    snprintf(out, size, "%.*s", (int)len, (const char *)composed);
    importer_show(im, name, out, result);
    return !is_failed_formula(out) || breaks(im, name, "formula-failed", result);
}

bool importer_text(struct importer *im, const struct row *row, const char *name, char *out,
                   size_t size, struct import_result *result) {
    bool taken = take_composed(im, row, name, out, size, result);
    if (taken && (looks_eaten(out) || is_day(im, row, name))) {
        note_eaten(im, row, name, out);
    }
    return taken;
}

/* More cells than the header has: in CSV a separator within an unquoted text, on a sheet something
 * written beside the table. */
bool importer_fits(const struct importer *im, const struct row *row, struct import_result *result) {
    for (size_t c = im->n_columns; c < row->n && !im->rows.is_spreadsheet; c++) {
        if (row->field[c].len > 0) {
            result->column = c + 1;
            return breaks(im, NULL, "row-too-wide", result);
        }
    }
    return true;
}

/* ---- a row's fields ---- */

static bool is_one_of(const char *folded, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(folded, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool importer_yes(struct importer *im, const struct row *row, const char *name, bool *out,
                  struct import_result *result) {
    static const char *const yes[] = {"si", "s", "yes", "y", "1", "true", "verdadero", "x"};
    static const char *const no[] = {"", "no", "n", "0", "false", "falso"};
    char folded[IMPORT_HEADING_MAX] = "";
    struct sello_bytes raw = raw_field(im, row, name);
    if (raw.len > 0 && sello_name_fold(raw, folded, sizeof folded) != SELLO_OK) {
        folded[0] = '\0';
    }
    *out = is_one_of(folded, yes, sizeof yes / sizeof *yes);
    importer_show(im, name, *out ? "yes" : "no", result);
    if (*out || is_one_of(folded, no, sizeof no / sizeof *no)) {
        return true;
    }
    return breaks(im, name, "yes-or-no-expected", result);
}

bool importer_gtin(struct importer *im, const struct row *row, struct sello_number *out,
                   struct import_result *result) {
    char text[32];
    if (!IMPORTER_TEXT(im, row, "gtin", text, result)) {
        return false;
    }
    out->present = text[0] != '\0';
    enum sello_error error = out->present ? sello_gtin_parse(text, &out->value) : SELLO_OK;
    if (error != SELLO_OK) {
        struct sello_store_fault fault = {.field = "gtin"};
        importer_refuse_error(im, error, &fault, result);
    }
    return error == SELLO_OK;
}

/* ---- rows of batches to be issued ---- */

static bool take_certificate(struct importer *im, const struct row *row, uint64_t *out,
                             struct import_result *result) {
    char text[SELLO_ID_LEN + 8];
    if (!IMPORTER_TEXT(im, row, "certificate", text, result)) {
        return false;
    }
    if (sello_id_parse_kind(text, SELLO_KIND_CERTIFICATE, true, out) != SELLO_OK) {
        return breaks(im, "certificate", "certificate-expected", result);
    }
    return true;
}

/* Decimal digits alone: "1,000" and "1.5" are mistakes more often than they are meant. */
static bool take_count(struct importer *im, const struct row *row, uint64_t *out,
                       struct import_result *result) {
    struct sello_bytes raw = raw_field(im, row, "count");
    uint64_t count = 0;
    bool digits = raw.len > 0 && raw.len <= 7;
    for (size_t i = 0; digits && i < raw.len; i++) {
        digits = raw.ptr[i] >= '0' && raw.ptr[i] <= '9';
        count = 10 * count + (uint64_t)(raw.ptr[i] - '0');
    }
    if (!digits || count < 1 || count > SELLO_BATCH_MAX) {
        return breaks(im, "count", "count-expected", result);
    }
    *out = count;
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, count);
    importer_show(im, "count", text, result);
    return true;
}

bool importer_day(struct importer *im, const struct row *row, const char *name,
                  struct sello_number *out, struct import_result *result) {
    char text[BASE_DATE_LEN + 20];
    if (!take_composed(im, row, name, text, sizeof text, result)) {
        return false;
    }
    out->present = text[0] != '\0';
    if (out->present && !base_date_parse(text, &out->value)) {
        return breaks(im, name, "date-expected", result);
    }
    return true;
}

/* A text that will be signed. */
static bool take_signed(struct importer *im, const struct row *row, const char *name, char *out,
                        size_t size, struct import_result *result) {
    struct sello_store_fault fault = {.field = name};
    if (!importer_text(im, row, name, out, size, result)) {
        return false;
    }
    enum sello_error error =
        out[0] != '\0' ? sello_name_check(sello_bytes_of(out), size - 1, &fault.name) : SELLO_OK;
    if (error != SELLO_OK) {
        importer_refuse_error(im, error, &fault, result);
    }
    return error == SELLO_OK;
}

void importer_batch(struct importer *im, const struct row *row, struct import_batch *out,
                    struct import_result *out_result) {
    struct import_result result = {.line = row->line, .action = IMPORT_ADDED};
    struct import_batch batch = {.line = row->line};
    bool good = importer_fits(im, row, &result) &&
                take_certificate(im, row, &batch.certificate, &result) &&
                take_count(im, row, &batch.count, &result) &&
                take_signed(im, row, "lot", batch.lot, sizeof batch.lot, &result) &&
                take_signed(im, row, "traits", batch.traits, sizeof batch.traits, &result) &&
                importer_day(im, row, "made", &batch.made, &result) &&
                importer_day(im, row, "expires", &batch.expires, &result);
    *out_result = result;
    if (good) {
        *out = batch;
    }
}

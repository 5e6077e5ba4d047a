/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/importer.h"

#include <stdio.h>
#include <uninorm.h>

#include "base/time.h"
#include "registry/exchange/duplicates.h"

/* clang-format off */
static const struct import_field producer_fields[] = {
    {"name", {"nombre", "name", "productor", "productora", "producer"}, true},
    {"origin", {"comunidad", "origen", "origin", "community"}, true},
    {"state", {"estado", "state"}, false},
    {"public", {"publico", "public", "en etiquetas", "on labels"}, false},
};

static const struct import_field product_fields[] = {
    {"name", {"nombre", "name", "producto", "product"}, true},
    {"traits", {"senas", "traits", "rasgos", "visible traits"}, false},
    {"gtin", {"gtin", "codigo de barras", "bar code"}, false},
    {"net_content", {"contenido", "contenido neto", "net content", "net_content", "content"}, false},
    {"language", {"idioma", "language", "lang", "lengua"}, false},
};
static const struct import_field batch_fields[] = {
    {"certificate", {"certificado", "certificate"}, true},
    {"count", {"cantidad", "count", "etiquetas", "labels"}, true},
    {"lot", {"lote", "lot"}, false},
    {"traits", {"senas", "traits", "rasgos", "visible traits"}, false},
    {"made", {"hecho", "made", "elaborado", "fecha de elaboracion"}, false},
    {"expires", {"vence", "expires", "caduca", "caducidad", "vencimiento"}, false},
};
/* clang-format on */

#define FIELDS(list) (list), sizeof(list) / sizeof *(list)

enum sello_kind import_kind(const char *word) {
    static const struct {
        const char *word;
        enum sello_kind kind;
    } words[] = {
        {"producer", SELLO_KIND_PRODUCER},   {"producers", SELLO_KIND_PRODUCER},
        {"productor", SELLO_KIND_PRODUCER},  {"productores", SELLO_KIND_PRODUCER},
        {"productora", SELLO_KIND_PRODUCER}, {"productoras", SELLO_KIND_PRODUCER},
        {"product", SELLO_KIND_PRODUCT},     {"products", SELLO_KIND_PRODUCT},
        {"producto", SELLO_KIND_PRODUCT},    {"productos", SELLO_KIND_PRODUCT},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i].word) == 0) {
            return words[i].kind;
        }
    }
    return SELLO_KIND_NONE;
}

/* ---- what the registry has ---- */

struct learning {
    struct importer *im;
    enum sello_error error;
};

static bool learn(struct learning *l, const char *key, uint64_t number) {
    const struct seen_record *before;
    if (l->error == SELLO_OK) {
        l->error = duplicates_note(&l->im->seen, key, number, 0, &before);
    }
    return l->error == SELLO_OK;
}

static bool learn_producer(void *context, const struct sello_producer *row) {
    struct learning *l = context;
    char key[DUPLICATES_KEY_MAX];
    l->error = duplicates_producer_key(row, key);
    return learn(l, key, row->number);
}

static bool learn_product(void *context, const struct sello_product *row) {
    struct learning *l = context;
    char key[DUPLICATES_KEY_MAX];
    l->error = duplicates_product_key(row, key);
    return learn(l, key, row->number);
}

static void choose_fields(struct importer *im, const struct import_field *field, size_t n) {
    im->field = field;
    im->n_fields = n;
}

enum sello_error importer_start(struct importer *im, struct sello_store *store,
                                enum sello_kind kind) {
    struct learning l = {im, SELLO_OK};
    enum sello_error error = SELLO_OK;
    *im = (struct importer){.store = store, .kind = kind};
    if (kind == SELLO_KIND_PRODUCER) {
        choose_fields(im, FIELDS(producer_fields));
        error = sello_producer_list(store, learn_producer, &l);
    } else if (kind == SELLO_KIND_PRODUCT) {
        choose_fields(im, FIELDS(product_fields));
        error = sello_product_list(store, learn_product, &l);
    } else {
        choose_fields(im, FIELDS(batch_fields));
    }
    return error != SELLO_OK ? error : l.error;
}

void importer_end(struct importer *im) {
    duplicates_free(&im->seen);
    csv_close(&im->csv);
}

/* ---- the header ---- */

static bool is_headed(const struct import_field *field, const char *folded) {
    for (size_t i = 0; i < sizeof field->headers / sizeof *field->headers; i++) {
        if (field->headers[i] != NULL && strcmp(field->headers[i], folded) == 0) {
            return true;
        }
    }
    return false;
}

/* The field a column's heading stands for; n_fields: none. */
static size_t field_headed(const struct importer *im, struct sello_bytes heading) {
    char folded[DUPLICATES_FOLDED_MAX];
    size_t i = im->n_fields;
    if (sello_name_fold(heading, folded, sizeof folded) == SELLO_OK) {
        for (i = 0; i < im->n_fields && !is_headed(&im->field[i], folded); i++) {
        }
    }
    return i;
}

/* A required field that is missing or one that stands there twice (*out_twice), else NULL. */
static const struct import_field *take_header(struct importer *im, const struct csv_row *row,
                                              bool *out_twice) {
    *out_twice = false;
    im->n_columns = row->n;
    memset(im->column, 0, sizeof im->column);
    for (size_t c = 0; c < row->n; c++) {
        size_t i = field_headed(im, row->field[c]);
        if (i < im->n_fields && im->column[i] != 0) {
            *out_twice = true;
            return &im->field[i];
        }
        if (i < im->n_fields) {
            im->column[i] = c + 1;
        }
    }
    for (size_t i = 0; i < im->n_fields; i++) {
        if (im->field[i].required && im->column[i] == 0) {
            return &im->field[i];
        }
    }
    return NULL;
}

static bool uses(const struct importer *im, size_t column) {
    for (size_t i = 0; i < im->n_fields; i++) {
        if (im->column[i] == column) {
            return true;
        }
    }
    return false;
}

bool importer_open(struct importer *im, struct sello_bytes file, const struct import_watch *watch) {
    struct csv_row header;
    csv_close(&im->csv);
    if (!csv_open(&im->csv, file) || !csv_next(&im->csv, &header)) {
        im->fault.csv = im->csv.fault;
        return false;
    }
    im->fault.field = take_header(im, &header, &im->fault.twice);
    if (im->fault.field != NULL) {
        return false;
    }
    for (size_t c = 1; watch != NULL && watch->passed_over != NULL && c <= header.n; c++) {
        if (!uses(im, c) && header.field[c - 1].len > 0) {
            watch->passed_over(watch->context, c, header.field[c - 1]);
        }
    }
    return true;
}

bool importer_next(struct importer *im, struct csv_row *out) {
    bool more = csv_next(&im->csv, out);
    im->fault.csv = im->csv.fault;
    return more;
}

bool importer_readable(const struct importer *im) {
    return im->fault.csv.problem == CSV_GOOD && im->fault.field == NULL;
}

/* ---- refusing a row ---- */

static size_t field_index(const struct importer *im, const char *name) {
    size_t i = 0;
    while (i < im->n_fields && strcmp(im->field[i].name, name) != 0) {
        i++;
    }
    return i;
}

static void refuse(const struct importer *im, const struct problem *problem,
                   struct import_result *out) {
    size_t i = problem->field != NULL ? field_index(im, problem->field) : im->n_fields;
    out->action = IMPORT_REFUSED;
    out->problem = *problem;
    if (i < im->n_fields) {
        out->field = im->field[i].name;
        out->column = im->column[i];
    }
}

void importer_refuse(const struct importer *im, const char *field, const char *rule,
                     struct problem_value value, struct import_result *result) {
    const struct problem problem = {
        .error = SELLO_E_RANGE, .rule = rule, .field = field, .value = {value}};
    refuse(im, &problem, result);
}

void importer_refuse_error(const struct importer *im, enum sello_error error,
                           const struct sello_store_fault *fault, struct import_result *out) {
    const struct problem problem = {.error = error, .field = fault->field, .name = fault->name};
    refuse(im, &problem, out);
}

/* A row that breaks a rule which needs no value. */
static bool breaks(const struct importer *im, const char *field, const char *rule,
                   struct import_result *result) {
    importer_refuse(im, field, rule, (struct problem_value){.kind = PROBLEM_NOTHING}, result);
    return false;
}

/* A field as it stands in the file; empty where there is none. */
static struct sello_bytes raw_field(const struct importer *im, const struct csv_row *row,
                                    const char *name) {
    size_t i = field_index(im, name);
    size_t column = i < im->n_fields ? im->column[i] : 0;
    return column > 0 && column <= row->n ? csv_plain(row->field[column - 1]) : sello_bytes("", 0);
}

static void note_eaten(struct importer *im, const struct csv_row *row, const char *name,
                       const char *text) {
    struct eaten *eaten = &im->eaten;
    if (!looks_eaten(text)) {
        return;
    }
    if (eaten->n++ == 0) {
        eaten->line = row->line;
        eaten->column = im->column[field_index(im, name)];
        snprintf(eaten->text, sizeof eaten->text, "%.*s", EATEN_TEXT_MAX, text);
    }
}

/* A text field in NFC. False when the row was refused. */
static bool take_text(struct importer *im, const struct csv_row *row, const char *name, char *out,
                      size_t size, struct import_result *result) {
    struct sello_bytes raw = raw_field(im, row, name);
    uint8_t buf[3 * CSV_FIELD_MAX]; /* NFC at most triples UTF-8 */
    size_t len = sizeof buf;
    const uint8_t *composed =
        raw.len > 0 ? u8_normalize(UNINORM_NFC, raw.ptr, raw.len, buf, &len) : raw.ptr;
    len = raw.len > 0 ? len : 0;
    if (composed == NULL || (raw.len > 0 && composed != buf) || len >= size) {
        struct sello_store_fault fault = {.field = name};
        importer_refuse_error(im, SELLO_E_TOO_LONG, &fault, result);
        return false;
    }
    im->n_composed += sello_bytes_eq(raw, sello_bytes(composed, len)) ? 0 : 1;
    snprintf(out, size, "%.*s", (int)len, (const char *)composed);
    note_eaten(im, row, name, out);
    return true;
}

#define TAKE_TEXT(im, row, name, field, result)                                                    \
    take_text((im), (row), (name), (field), sizeof(field), (result))

/* More cells than the header has: a separator within an unquoted text. */
static bool fits_header(struct importer *im, const struct csv_row *row,
                        struct import_result *result) {
    for (size_t c = im->n_columns; c < row->n; c++) {
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

static bool take_public(struct importer *im, const struct csv_row *row, bool *out,
                        struct import_result *result) {
    static const char *const yes[] = {"si", "s", "yes", "y", "1", "true", "verdadero", "x"};
    static const char *const no[] = {"", "no", "n", "0", "false", "falso"};
    char folded[DUPLICATES_FOLDED_MAX] = "";
    struct sello_bytes raw = raw_field(im, row, "public");
    if (raw.len > 0 && sello_name_fold(raw, folded, sizeof folded) != SELLO_OK) {
        folded[0] = '\0';
    }
    *out = is_one_of(folded, yes, sizeof yes / sizeof *yes);
    if (*out || is_one_of(folded, no, sizeof no / sizeof *no)) {
        return true;
    }
    return breaks(im, "public", "yes-or-no-expected", result);
}

static bool take_gtin(struct importer *im, const struct csv_row *row, struct sello_number *out,
                      struct import_result *result) {
    char text[32];
    if (!TAKE_TEXT(im, row, "gtin", text, result)) {
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

/* ---- adding ---- */

/* A row that is new is added; one that is refused is forgotten, so that a later one like it is
 * judged by itself. */
static enum sello_error settle(struct importer *im, char *key, struct import_result *out,
                               enum sello_error (*add)(struct importer *im, const void *record,
                                                       uint64_t *out_number),
                               const void *record) {
    const struct seen_record *before;
    enum sello_error error = duplicates_note(&im->seen, key, 0, out->line, &before);
    if (error != SELLO_OK) {
        return error;
    }
    if (before != NULL) {
        out->action = before->number > 0 ? IMPORT_PRESENT : IMPORT_REPEATED;
        out->number = before->number;
        out->first_line = before->line;
        return SELLO_OK;
    }
    error = add(im, record, &out->number);
    const struct sello_store_fault *fault = sello_store_fault(im->store);
    if (error == SELLO_OK) {
        out->action = IMPORT_ADDED;
    } else if (fault->field != NULL) {
        importer_refuse_error(im, error, fault, out);
        duplicates_forget(&im->seen, key);
        error = SELLO_OK;
    }
    return error;
}

static enum sello_error add_producer(struct importer *im, const void *record, uint64_t *out) {
    return sello_producer_add(im->store, record, out);
}

static enum sello_error add_product(struct importer *im, const void *record, uint64_t *out) {
    return sello_product_add(im->store, record, out);
}

static enum sello_error producer_row(struct importer *im, const struct csv_row *row,
                                     struct import_result *out) {
    struct sello_producer p = {0};
    char key[DUPLICATES_KEY_MAX];
    if (!TAKE_TEXT(im, row, "name", p.name, out) || !TAKE_TEXT(im, row, "origin", p.origin, out) ||
        !TAKE_TEXT(im, row, "state", p.state, out) || !take_public(im, row, &p.is_public, out)) {
        return SELLO_OK;
    }
    snprintf(out->name, sizeof out->name, "%s", p.name);
    snprintf(out->second, sizeof out->second, "%s", p.origin);
    enum sello_error error = duplicates_producer_key(&p, key);
    return error == SELLO_OK ? settle(im, key, out, add_producer, &p) : error;
}

static enum sello_error product_row(struct importer *im, const struct csv_row *row,
                                    struct import_result *out) {
    struct sello_product p = {0};
    char key[DUPLICATES_KEY_MAX];
    if (!TAKE_TEXT(im, row, "name", p.name, out) || !TAKE_TEXT(im, row, "traits", p.traits, out) ||
        !take_gtin(im, row, &p.gtin, out) ||
        !TAKE_TEXT(im, row, "net_content", p.net_content, out) ||
        !TAKE_TEXT(im, row, "language", p.language, out)) {
        return SELLO_OK;
    }
    snprintf(out->name, sizeof out->name, "%s", p.name);
    snprintf(out->second, sizeof out->second, "%s", p.traits);
    enum sello_error error = duplicates_product_key(&p, key);
    return error == SELLO_OK ? settle(im, key, out, add_product, &p) : error;
}

enum sello_error importer_row(struct importer *im, const struct csv_row *row,
                              struct import_result *out) {
    struct import_result result = {.line = row->line};
    enum sello_error error = SELLO_OK;
    if (fits_header(im, row, &result)) {
        error = im->kind == SELLO_KIND_PRODUCER ? producer_row(im, row, &result)
                                                : product_row(im, row, &result);
    }
    if (error != SELLO_OK) {
        return error;
    }
    im->n_added += result.action == IMPORT_ADDED ? 1 : 0;
    im->n_present += result.action == IMPORT_PRESENT ? 1 : 0;
    im->n_repeated += result.action == IMPORT_REPEATED ? 1 : 0;
    im->n_refused += result.action == IMPORT_REFUSED ? 1 : 0;
    *out = result;
    return SELLO_OK;
}

/* ---- rows of batches to be issued ---- */

static bool take_certificate(struct importer *im, const struct csv_row *row, uint64_t *out,
                             struct import_result *result) {
    char text[SELLO_ID_LEN + 8];
    if (!TAKE_TEXT(im, row, "certificate", text, result)) {
        return false;
    }
    if (sello_id_parse_kind(text, SELLO_KIND_CERTIFICATE, true, out) != SELLO_OK) {
        return breaks(im, "certificate", "certificate-expected", result);
    }
    return true;
}

/* Decimal digits alone: "1,000" and "1.5" are mistakes more often than they are meant. */
static bool take_count(struct importer *im, const struct csv_row *row, uint64_t *out,
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
    return true;
}

static bool take_day(struct importer *im, const struct csv_row *row, const char *name,
                     struct sello_number *out, struct import_result *result) {
    char text[BASE_DATE_LEN + 20];
    if (!TAKE_TEXT(im, row, name, text, result)) {
        return false;
    }
    out->present = text[0] != '\0';
    if (out->present && !base_date_parse(text, &out->value)) {
        return breaks(im, name, "date-expected", result);
    }
    return true;
}

/* A text that will be signed. */
static bool take_signed(struct importer *im, const struct csv_row *row, const char *name, char *out,
                        size_t size, struct import_result *result) {
    struct sello_store_fault fault = {.field = name};
    if (!take_text(im, row, name, out, size, result)) {
        return false;
    }
    enum sello_error error =
        out[0] != '\0' ? sello_name_check(sello_bytes_of(out), size - 1, &fault.name) : SELLO_OK;
    if (error != SELLO_OK) {
        importer_refuse_error(im, error, &fault, result);
    }
    return error == SELLO_OK;
}

void importer_batch(struct importer *im, const struct csv_row *row, struct import_batch *out,
                    struct import_result *out_result) {
    struct import_result result = {.line = row->line, .action = IMPORT_ADDED};
    struct import_batch batch = {.line = row->line};
    bool good = fits_header(im, row, &result) &&
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

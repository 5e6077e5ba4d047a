/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/importer.h"

#include <uninorm.h>

#include "registry/app.h"
#include "registry/known.h"

/* clang-format off */
static const struct import_field producer_fields[] = {
    {"name", N_("Name"), {"nombre", "name", "productor", "productora", "producer"}, true},
    {"origin", N_("Origin"), {"comunidad", "origen", "origin", "community"}, true},
    {"state", N_("State"), {"estado", "state"}, false},
    {"public", N_("On labels"), {"publico", "public", "en etiquetas", "on labels"}, false},
};

static const struct import_field product_fields[] = {
    {"name", N_("Name"), {"nombre", "name", "producto", "product"}, true},
    {"traits", N_("Traits"), {"rasgos", "traits", "rasgos visibles", "visible traits"}, false},
    {"gtin", N_("GTIN"), {"gtin", "codigo de barras", "bar code"}, false},
    {"net_content", N_("Net content"), {"contenido", "contenido neto", "net content", "net_content", "content"}, false},
    {"language", N_("Language of the texts"), {"idioma", "language", "lang", "lengua"}, false},
};
/* clang-format on */

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

/* ---- what tells records apart: a producer's name and origin, a product's name, traits and net
 * content ---- */

static enum sello_status producer_key(const struct sello_producer *p, char *out) {
    const char *const texts[] = {p->name, p->origin};
    return known_key(texts, 2, out);
}

static enum sello_status product_key(const struct sello_product *p, char *out) {
    const char *const texts[] = {p->name, p->traits, p->net_content};
    return known_key(texts, 3, out);
}

/* ---- what the registry has ---- */

struct learning {
    struct importer *im;
    enum sello_status status;
};

static bool learn(struct learning *l, const char *key, uint64_t number) {
    const struct known *before;
    if (l->status == SELLO_OK) {
        l->status = known_note(&l->im->known, key, number, 0, &before);
    }
    return l->status == SELLO_OK;
}

static bool learn_producer(void *context, const struct sello_producer *row) {
    struct learning *l = context;
    char key[KNOWN_KEY_MAX];
    l->status = producer_key(row, key);
    return learn(l, key, row->number);
}

static bool learn_product(void *context, const struct sello_product *row) {
    struct learning *l = context;
    char key[KNOWN_KEY_MAX];
    l->status = product_key(row, key);
    return learn(l, key, row->number);
}

enum sello_status importer_start(struct importer *im, struct sello_store *store,
                                 enum sello_kind kind) {
    bool producers = kind == SELLO_KIND_PRODUCER;
    *im = (struct importer){.store = store, .kind = kind};
    im->field = producers ? producer_fields : product_fields;
    im->n_fields = producers ? sizeof producer_fields / sizeof *producer_fields
                             : sizeof product_fields / sizeof *product_fields;
    struct learning l = {im, SELLO_OK};
    enum sello_status status = producers ? sello_producer_list(store, learn_producer, &l)
                                         : sello_product_list(store, learn_product, &l);
    return status != SELLO_OK ? status : l.status;
}

void importer_end(struct importer *im) {
    known_free(&im->known);
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
    char folded[KNOWN_FOLDED_MAX];
    size_t i = im->n_fields;
    if (sello_name_fold(heading, folded, sizeof folded) == SELLO_OK) {
        for (i = 0; i < im->n_fields && !is_headed(&im->field[i], folded); i++) {
        }
    }
    return i;
}

const struct import_field *importer_header(struct importer *im, const struct csv_row *row,
                                           bool *out_twice) {
    *out_twice = false;
    im->n_columns = row->n;
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

bool importer_uses(const struct importer *im, size_t column) {
    for (size_t i = 0; i < im->n_fields; i++) {
        if (im->column[i] == column) {
            return true;
        }
    }
    return false;
}

/* ---- a row's fields ---- */

static size_t field_index(const struct importer *im, const char *name) {
    size_t i = 0;
    while (i < im->n_fields && strcmp(im->field[i].name, name) != 0) {
        i++;
    }
    return i;
}

static void refuse(const struct importer *im, const char *field, struct import_result *out) {
    size_t i = field_index(im, field);
    out->action = IMPORT_REFUSED;
    if (i < im->n_fields) {
        out->field = &im->field[i];
        out->column = im->column[i];
    }
}

static void refuse_status(const struct importer *im, enum sello_status status,
                          const struct sello_store_fault *fault, struct import_result *out) {
    refuse(im, fault->field != NULL ? fault->field : "", out);
    app_reason(status, fault, out->reason, sizeof out->reason);
}

static struct sello_bytes raw_field(const struct importer *im, const struct csv_row *row,
                                    const char *name) {
    size_t i = field_index(im, name);
    size_t column = i < im->n_fields ? im->column[i] : 0;
    return column > 0 && column <= row->n ? csv_plain(row->field[column - 1]) : sello_bytes("", 0);
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
        refuse_status(im, SELLO_E_TOO_LONG, &fault, result);
        return false;
    }
    im->n_composed += sello_bytes_eq(raw, sello_bytes(composed, len)) ? 0 : 1;
    snprintf(out, size, "%.*s", (int)len, (const char *)composed);
    return true;
}

#define TAKE_TEXT(im, row, name, field, result)                                                    \
    take_text((im), (row), (name), (field), sizeof(field), (result))

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
    char folded[KNOWN_FOLDED_MAX] = "";
    struct sello_bytes raw = raw_field(im, row, "public");
    if (raw.len > 0 && sello_name_fold(raw, folded, sizeof folded) != SELLO_OK) {
        folded[0] = '\0';
    }
    *out = is_one_of(folded, yes, sizeof yes / sizeof *yes);
    if (*out || is_one_of(folded, no, sizeof no / sizeof *no)) {
        return true;
    }
    refuse(im, "public", result);
    snprintf(result->reason, sizeof result->reason, "%s", _("yes or no is expected (sí, si, no)"));
    return false;
}

static bool take_gtin(struct importer *im, const struct csv_row *row, struct sello_number *out,
                      struct import_result *result) {
    char text[32];
    if (!TAKE_TEXT(im, row, "gtin", text, result)) {
        return false;
    }
    out->present = text[0] != '\0';
    enum sello_status status = out->present ? sello_gtin_parse(text, &out->value) : SELLO_OK;
    if (status != SELLO_OK) {
        struct sello_store_fault fault = {.field = "gtin"};
        refuse_status(im, status, &fault, result);
    }
    return status == SELLO_OK;
}

/* More cells than the header has: a separator within an unquoted text. */
static bool fits_header(struct importer *im, const struct csv_row *row,
                        struct import_result *result) {
    for (size_t c = im->n_columns; c < row->n; c++) {
        if (row->field[c].len > 0) {
            refuse(im, "", result);
            result->column = c + 1;
            snprintf(result->reason, sizeof result->reason, "%s",
                     _("there are more columns than in the first line"));
            return false;
        }
    }
    return true;
}

/* ---- adding ---- */

/* A row that is new is added; one that is refused is forgotten, so that a later one like it is
 * judged by itself. */
static enum sello_status settle(struct importer *im, char *key, struct import_result *out,
                                enum sello_status (*add)(struct importer *im, const void *record,
                                                         uint64_t *out_number),
                                const void *record) {
    const struct known *before;
    enum sello_status status = known_note(&im->known, key, 0, out->line, &before);
    if (status != SELLO_OK) {
        return status;
    }
    if (before != NULL) {
        out->action = before->number > 0 ? IMPORT_PRESENT : IMPORT_REPEATED;
        out->number = before->number;
        out->first_line = before->line;
        return SELLO_OK;
    }
    status = add(im, record, &out->number);
    const struct sello_store_fault *fault = sello_store_fault(im->store);
    if (status == SELLO_OK) {
        out->action = IMPORT_ADDED;
    } else if (fault->field != NULL) {
        refuse_status(im, status, fault, out);
        known_forget(&im->known, key);
        status = SELLO_OK;
    }
    return status;
}

static enum sello_status add_producer(struct importer *im, const void *record, uint64_t *out) {
    return sello_producer_add(im->store, record, out);
}

static enum sello_status add_product(struct importer *im, const void *record, uint64_t *out) {
    return sello_product_add(im->store, record, out);
}

static enum sello_status producer_row(struct importer *im, const struct csv_row *row,
                                      struct import_result *out) {
    struct sello_producer p = {0};
    char key[KNOWN_KEY_MAX];
    if (!TAKE_TEXT(im, row, "name", p.name, out) || !TAKE_TEXT(im, row, "origin", p.origin, out) ||
        !TAKE_TEXT(im, row, "state", p.state, out) || !take_public(im, row, &p.is_public, out)) {
        return SELLO_OK;
    }
    snprintf(out->name, sizeof out->name, "%s", p.name);
    snprintf(out->second, sizeof out->second, "%s", p.origin);
    enum sello_status status = producer_key(&p, key);
    return status == SELLO_OK ? settle(im, key, out, add_producer, &p) : status;
}

static enum sello_status product_row(struct importer *im, const struct csv_row *row,
                                     struct import_result *out) {
    struct sello_product p = {0};
    char key[KNOWN_KEY_MAX];
    if (!TAKE_TEXT(im, row, "name", p.name, out) || !TAKE_TEXT(im, row, "traits", p.traits, out) ||
        !take_gtin(im, row, &p.gtin, out) ||
        !TAKE_TEXT(im, row, "net_content", p.net_content, out) ||
        !TAKE_TEXT(im, row, "language", p.language, out)) {
        return SELLO_OK;
    }
    snprintf(out->name, sizeof out->name, "%s", p.name);
    snprintf(out->second, sizeof out->second, "%s", p.traits);
    enum sello_status status = product_key(&p, key);
    return status == SELLO_OK ? settle(im, key, out, add_product, &p) : status;
}

enum sello_status importer_row(struct importer *im, const struct csv_row *row,
                               struct import_result *out) {
    struct import_result result = {.line = row->line};
    enum sello_status status = SELLO_OK;
    if (fits_header(im, row, &result)) {
        status = im->kind == SELLO_KIND_PRODUCER ? producer_row(im, row, &result)
                                                 : product_row(im, row, &result);
    }
    if (status != SELLO_OK) {
        return status;
    }
    im->n_added += result.action == IMPORT_ADDED ? 1 : 0;
    im->n_present += result.action == IMPORT_PRESENT ? 1 : 0;
    im->n_repeated += result.action == IMPORT_REPEATED ? 1 : 0;
    im->n_refused += result.action == IMPORT_REFUSED ? 1 : 0;
    *out = result;
    return SELLO_OK;
}

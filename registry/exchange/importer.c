/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/importer.h"

#include "cli/cli.h"
#include "registry/exchange/known.h"

/* clang-format off */
static const struct import_field producer_fields[] = {
    {"name", N_("Name"), {"nombre", "name", "productor", "productora", "producer"}, true},
    {"origin", N_("Origin"), {"comunidad", "origen", "origin", "community"}, true},
    {"state", N_("State"), {"estado", "state"}, false},
    {"public", N_("On labels"), {"publico", "public", "en etiquetas", "on labels"}, false},
};

static const struct import_field product_fields[] = {
    {"name", N_("Name"), {"nombre", "name", "producto", "product"}, true},
    {"traits", N_("Traits"), {"senas", "traits", "rasgos", "visible traits"}, false},
    {"gtin", N_("GTIN"), {"gtin", "codigo de barras", "bar code"}, false},
    {"net_content", N_("Net content"), {"contenido", "contenido neto", "net content", "net_content", "content"}, false},
    {"language", N_("Language of the texts"), {"idioma", "language", "lang", "lengua"}, false},
};
static const struct import_field batch_fields[] = {
    {"certificate", N_("Certificate"), {"certificado", "certificate"}, true},
    {"count", N_("Labels"), {"cantidad", "count", "etiquetas", "labels"}, true},
    {"lot", N_("Lot"), {"lote", "lot"}, false},
    {"traits", N_("Traits"), {"senas", "traits", "rasgos", "visible traits"}, false},
    {"made", N_("Made"), {"hecho", "made", "elaborado", "fecha de elaboracion"}, false},
    {"expires", N_("Expires"), {"vence", "expires", "caduca", "caducidad", "vencimiento"}, false},
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
    const struct known *before;
    if (l->error == SELLO_OK) {
        l->error = known_note(&l->im->known, key, number, 0, &before);
    }
    return l->error == SELLO_OK;
}

static bool learn_producer(void *context, const struct sello_producer *row) {
    struct learning *l = context;
    char key[KNOWN_KEY_MAX];
    l->error = known_producer_key(row, key);
    return learn(l, key, row->number);
}

static bool learn_product(void *context, const struct sello_product *row) {
    struct learning *l = context;
    char key[KNOWN_KEY_MAX];
    l->error = known_product_key(row, key);
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

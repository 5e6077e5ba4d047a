/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/heading.h"

#include <stdio.h>

/* clang-format off */
static const struct import_field producer_fields[] = {
    {"id", {"id", "id"}, "|", NULL, false, NULL},
    {"name", {"nombre", "name"},
     "|productor|productora|producer|nombre productor|nombre productora|producer name|nombre completo|full name"
     "|nombre artesano|nombre artesana|artesano|artesana|artisan|nombre taller|taller|workshop|razon social"
     "|productor o taller|nombre o razon social|", "|nombre|name|", true, NULL},
    {"origin", {"comunidad", "origin"},
     "|origen|community|localidad|pueblo|lugar|lugar origen|town|village|procedencia|",
     "|comunidad|localidad|community|origen|origin|", true, NULL},
    {"state", {"estado", "state"}, "|entidad|entidad federativa|", "|entidad|estado|", false, NULL},
    {"public", {"público", "public"},
     "|en etiquetas|en etiqueta|on labels|on label|nombre en etiqueta|nombre en etiquetas|es publico"
     "|nombre publico|hacer publico|", "|publico|public|", false, NULL},
};

static const struct import_field product_fields[] = {
    {"id", {"id", "id"}, "|", NULL, false, NULL},
    {"name", {"nombre", "name"},
     "|producto|product|nombre producto|product name|articulo|pieza|item|",
     "|nombre|name|producto|product|", true, NULL},
    {"traits", {"señas", "traits"},
     "|rasgos|visible traits|senas particulares|senas visibles|caracteristicas|descripcion|description|",
     "|senas|rasgos|traits|caracteristicas|", false, NULL},
    {"gtin", {"gtin", "gtin"}, "|codigo barras|bar code|barcode|ean|upc|", "|gtin|barras|barcode|", false, NULL},
    {"net_content", {"contenido", "net content"}, "|contenido neto|content|net contents|",
     "|contenido|", false, NULL},
    {"language", {"idioma", "language"}, "|lang|lengua|idioma textos|", NULL, false, NULL},
};

static const struct import_field certificate_fields[] = {
    {"id", {"id", "id"}, "|certificado|certificate|", NULL, false, NULL},
    {"state", {"situación", "state"}, "|estado|status|resultado|result|", NULL, false, NULL},
    {"product", {"producto", "product"}, "|", NULL, true, "product_name"},
    {"product_name", {"nombre del producto", "product name"}, "|nombre producto|", NULL, false, NULL},
    {"producer", {"productor", "producer"}, "|productora|artesano|artesana|taller|workshop|", NULL, true,
     "producer_name"},
    {"producer_name", {"nombre del productor", "producer name"},
     "|nombre productor|nombre productora|nombre artesano|nombre artesana|nombre taller|", NULL, false, NULL},
    {"scheme", {"esquema", "scheme"}, "|marca colectiva|denominacion origen|", NULL, false, "scheme_name"},
    {"scheme_name", {"nombre del esquema", "scheme name"}, "|nombre esquema|", NULL, false, NULL},
    {"from", {"desde", "from"}, "|vigente desde|valid from|", NULL, false, NULL},
    {"until", {"hasta", "until"}, "|vigente hasta|valid until|vigencia|vence|vencimiento|", NULL, false, NULL},
    {"note", {"nota", "note"}, "|notas|notes|observaciones|remarks|", NULL, false, NULL},
};

static const struct import_field batch_fields[] = {
    {"certificate", {"certificado", "certificate"}, "|numero certificado|certificate number|", "|certificado|certificate|",
     true, NULL},
    {"count", {"cantidad", "count"}, "|etiquetas|labels|numero etiquetas|cuantas|piezas|",
     "|cantidad|", true, NULL},
    {"lot", {"lote", "lot"}, "|numero lote|lot number|", "|lote|", false, NULL},
    {"traits", {"señas", "traits"}, "|rasgos|visible traits|senas particulares|senas visibles|",
     "|senas|rasgos|traits|", false, NULL},
    {"made", {"hecho", "made"}, "|elaborado|fecha elaboracion|elaboracion|date made|", NULL, false, NULL},
    {"expires", {"vence", "expires"}, "|caduca|caducidad|vencimiento|fecha caducidad|fecha vencimiento|",
     NULL, false, NULL},
};
/* clang-format on */

#define FIELDS(list) ((*out_n = sizeof(list) / sizeof *(list)), (list))

const struct import_field *import_fields(enum sello_kind kind, size_t *out_n) {
    return kind == SELLO_KIND_PRODUCER      ? FIELDS(producer_fields)
           : kind == SELLO_KIND_PRODUCT     ? FIELDS(product_fields)
           : kind == SELLO_KIND_CERTIFICATE ? FIELDS(certificate_fields)
                                            : FIELDS(batch_fields);
}

/* ---- words ---- */

/* Bytes of what a word is made of: letters and digits, not the signs of Latin-1 (U+0080 to U+00BF)
 * and of general punctuation (U+2000 to U+207F). 0: none. */
static size_t letter_len(const char *p) {
    const unsigned char *c = (const unsigned char *)p;
    if ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9')) {
        return 1;
    }
    if (c[0] < 0xc3 || (c[0] == 0xe2 && (c[1] == 0x80 || c[1] == 0x81))) {
        return 0;
    }
    uint32_t code_point;
    return sello_utf8_next(sello_bytes_of(p), &code_point);
}

/* A sign's bytes: they are passed over. */
static size_t sign_len(const char *p) {
    uint32_t code_point;
    size_t n = sello_utf8_next(sello_bytes_of(p), &code_point);
    return n > 0 ? n : 1;
}

/* `word` stands in the list, between bars. */
static bool lists(const char *list, const char *word, size_t len) {
    for (const char *at = list; at != NULL && at[0] != '\0' && at[1] != '\0';
         at = strchr(at + 1, '|')) {
        if (strncmp(at + 1, word, len) == 0 && at[1 + len] == '|') {
            return true;
        }
    }
    return false;
}

/* Folded, words alone and single spaces between them, without those that say nothing. */
static void fold(struct sello_bytes heading, char out[SELLO_LEN(IMPORT_HEADING_MAX + 1)]) {
    static const char little[] = "|de|del|la|el|las|los|the|of|y|and|";
    char folded[4 * IMPORT_HEADING_MAX];
    size_t len = 0;
    out[0] = '\0';
    if (sello_name_fold(heading, folded, sizeof folded) != SELLO_OK) {
        return;
    }
    for (const char *p = folded; *p != '\0';) {
        const char *word = p;
        for (size_t more; (more = letter_len(p)) > 0;) {
            p += more;
        }
        size_t n = (size_t)(p - word);
        if (n > 0 && !lists(little, word, n) && len + n + 2 <= IMPORT_HEADING_MAX) {
            len += (size_t)snprintf(out + len, IMPORT_HEADING_MAX + 1 - len, "%s%.*s",
                                    len > 0 ? " " : "", (int)n, word);
        }
        p += *p != '\0' ? sign_len(p) : 0;
    }
}

static bool is_called(const struct import_field *field, const char *folded) {
    char title[IMPORT_HEADING_MAX + 1];
    for (size_t i = 0; i < 2; i++) {
        fold(sello_bytes_of(field->titles[i]), title);
        if (strcmp(title, folded) == 0) {
            return true;
        }
    }
    fold(sello_bytes_of(field->name), title);
    return strcmp(title, folded) == 0 || lists(field->headings, folded, strlen(folded));
}

/* A longer heading with one of the field's words; what says no is not taken for what says yes. */
static bool mentions(const struct import_field *field, const char *folded) {
    static const char against[] = "|no|not|sin|without|privado|private|";
    bool found = false;
    if (field->words == NULL) {
        return false;
    }
    for (const char *p = folded; *p != '\0';) {
        size_t n = strcspn(p, " ");
        if (lists(against, p, n)) {
            return false;
        }
        found = found || lists(field->words, p, n);
        p += n + (p[n] == ' ' ? 1 : 0);
    }
    return found;
}

/* ---- what a person said ---- */

static bool is_called_nothing(const char *folded) {
    return folded[0] == '\0' || strcmp(folded, "nada") == 0 || strcmp(folded, "nothing") == 0;
}

static bool fail(struct heading_fault *out, enum heading_trouble trouble, const char *text) {
    out->trouble = trouble;
    snprintf(out->text, sizeof out->text, "%s", text);
    return false;
}

bool heading_map_add(struct heading_map *map, const struct import_field *field, size_t n_fields,
                     const char *text, struct heading_fault *out) {
    const char *equals = strrchr(text, '=');
    char folded[IMPORT_HEADING_MAX + 1];
    if (equals == NULL || equals == text) {
        return fail(out, HEADING_MAP_FORM, text);
    }
    if (map->n == IMPORT_MAPS_MAX) {
        return fail(out, HEADING_MAP_MANY, text);
    }
    size_t i = n_fields;
    fold(sello_bytes_of(equals + 1), folded);
    if (!is_called_nothing(folded)) {
        for (i = 0; i < n_fields && !is_called(&field[i], folded); i++) {
        }
        if (i == n_fields) {
            return fail(out, HEADING_MAP_FIELD, equals + 1);
        }
    }
    fold(sello_bytes(text, (size_t)(equals - text)), map->heading[map->n]);
    map->field[map->n++] = i;
    return true;
}

/* ---- a row of headings ---- */

static void list_headings(const struct row *row, char out[SELLO_LEN(IMPORT_HEADINGS_MAX)]) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t c = 0; c < row->n; c++) {
        const struct sello_bytes h = row->field[c];
        if (h.len > 0 && len + h.len + 2 < IMPORT_HEADINGS_MAX) {
            len += (size_t)snprintf(out + len, IMPORT_HEADINGS_MAX - len, "%.*s%c", (int)h.len,
                                    (const char *)h.ptr, IMPORT_HEADING_END);
        }
    }
}

struct matching {
    const struct import_field *field;
    size_t n_fields, n_columns;
    char folded[ROWS_COLUMNS_MAX][IMPORT_HEADING_MAX + 1];
    bool taken[ROWS_COLUMNS_MAX]; /* it is a field's, or passed over */
    struct headings *out;
};

static void take(struct matching *m, size_t field, size_t column, bool by_word) {
    m->out->column[field] = column + 1;
    m->out->by_word[field] = by_word;
    m->out->n_found++;
    m->taken[column] = true;
}

static bool take_mapped(struct matching *m, const struct heading_map *map,
                        struct heading_fault *fault) {
    for (size_t k = 0; map != NULL && k < map->n; k++) {
        size_t c = 0;
        while (c < m->n_columns && strcmp(m->folded[c], map->heading[k]) != 0) {
            c++;
        }
        if (c == m->n_columns) {
            return fail(fault, HEADING_MAP_COLUMN, map->heading[k]);
        }
        if (map->field[k] < m->n_fields) {
            take(m, map->field[k], c, false);
        }
        m->taken[c] = true;
    }
    return true;
}

/* Those that are called so; then, for a field without a column, the only one that mentions it. */
static bool take_called(struct matching *m, struct heading_fault *fault) {
    for (size_t i = 0; i < m->n_fields; i++) {
        bool mapped = m->out->column[i] > 0;
        for (size_t c = 0; c < m->n_columns && !mapped; c++) {
            if (m->taken[c] || !is_called(&m->field[i], m->folded[c])) {
                continue;
            }
            if (m->out->column[i] > 0) {
                fault->trouble = HEADING_TWICE;
                fault->field = &m->field[i];
                return false;
            }
            take(m, i, c, false);
        }
    }
    return true;
}

static void take_mentioned(struct matching *m) {
    for (size_t i = 0; i < m->n_fields; i++) {
        size_t found = m->n_columns, n = 0;
        for (size_t c = 0; c < m->n_columns && m->out->column[i] == 0; c++) {
            if (!m->taken[c] && mentions(&m->field[i], m->folded[c])) {
                found = c;
                n++;
            }
        }
        if (n == 1) {
            take(m, i, found, true);
        }
    }
}

static bool has_field(const struct matching *m, const char *name) {
    for (size_t i = 0; name != NULL && i < m->n_fields; i++) {
        if (strcmp(m->field[i].name, name) == 0 && m->out->column[i] > 0) {
            return true;
        }
    }
    return false;
}

bool headings_of(const struct import_field *field, size_t n_fields, const struct heading_map *map,
                 const struct row *row, struct headings *out, struct heading_fault *fault) {
    struct matching m = {.field = field, .n_fields = n_fields, .n_columns = row->n, .out = out};
    *out = (struct headings){.n_found = 0};
    *fault = (struct heading_fault){.trouble = HEADING_FINE};
    list_headings(row, fault->headings);
    for (size_t c = 0; c < row->n; c++) {
        fold(row->field[c], m.folded[c]);
    }
    bool good = take_mapped(&m, map, fault) && take_called(&m, fault);
    if (!good) {
        return false;
    }
    if (out->n_found > 0) { /* a title above the table mentions such words too */
        take_mentioned(&m);
    }
    for (size_t i = 0; i < n_fields; i++) {
        if (field[i].required && out->column[i] == 0 && !has_field(&m, field[i].instead)) {
            fault->trouble = HEADING_MISSING;
            fault->field = &field[i];
            return false;
        }
    }
    return true;
}

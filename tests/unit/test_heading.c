/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/heading.h"
#include "tests/support/sello_test.h"

/* A row of headings out of "a|b". */
static void make_row(const char *text, struct row *out) {
    *out = (struct row){.line = 1};
    for (const char *p = text;; p++) {
        size_t len = strcspn(p, "|");
        out->field[out->n++] = sello_bytes(p, len);
        p += len;
        if (*p == '\0') {
            return;
        }
    }
}

/* Fields with their columns, as "name=1 origin=2?"; ? where a word in it told. */
static void check(enum sello_kind kind, const char *headings, const char *map, const char *wanted) {
    size_t n, len = 0;
    const struct import_field *field = import_fields(kind, &n);
    struct heading_map maps = {.n = 0};
    struct heading_fault fault = {.trouble = HEADING_FINE};
    struct headings at;
    struct row row;
    char got[400] = "";
    make_row(headings, &row);
    bool good = map == NULL || heading_map_add(&maps, field, n, map, &fault);
    good = good && headings_of(field, n, &maps, &row, &at, &fault);
    for (size_t i = 0; good && i < n; i++) {
        if (at.column[i] > 0) {
            len += (size_t)snprintf(got + len, sizeof got - len, "%s%s=%zu%s", len > 0 ? " " : "",
                                    field[i].name, at.column[i], at.by_word[i] ? "?" : "");
        }
    }
    if (!good) {
        snprintf(got, sizeof got, "!%d %s%s", fault.trouble,
                 fault.field != NULL ? fault.field->name : "", fault.text);
    }
    assert_string_equal(got, wanted);
}

static void test_producers(void **state) {
    (void)state;
    const enum sello_kind kind = SELLO_KIND_PRODUCER;
    check(kind, "nombre|comunidad", NULL, "name=1 origin=2");
    check(kind, "STATE|Origin| Name ", NULL, "name=3 origin=2 state=1");
    check(kind, "Nombre del productor|Comunidad", NULL, "name=1 origin=2");
    check(kind, "No.|Nombre o razón social|Comunidad de origen|¿Público?", NULL,
          "name=2 origin=3? public=4");
    check(kind, "Artesana|Localidad|Entidad federativa|En etiquetas", NULL,
          "name=1 origin=2 state=3 public=4");
    check(kind, "id|nombre|comunidad|estado|público", NULL,
          "id=1 name=2 origin=3 state=4 public=5");
    /* what says no is not taken for what says yes */
    check(kind, "nombre|comunidad|No publico", NULL, "name=1 origin=2");
    check(kind, "nombre", NULL, "!1 origin");
    check(kind, "nombre|name|comunidad", NULL, "!2 name");
    /* two that mention it: neither is taken */
    check(kind, "nombre|comunidad natal|comunidad actual", NULL, "!1 origin");
    check(kind, "nombre|comunidad natal|comunidad actual", "Comunidad actual=comunidad",
          "name=1 origin=3");
    check(kind, "nombre|name|comunidad", "NAME=", "name=1 origin=3");
    check(kind, "nombre|comunidad|Visible", "visible=público", "name=1 origin=2 public=3");
    check(kind, "nombre|comunidad", "x=origin", "!4 x");
    check(kind, "nombre|comunidad", "nombre=sabor", "!3 sabor");
    check(kind, "nombre|comunidad", "nombre", "!5 nombre");
}

static void test_others(void **state) {
    (void)state;
    check(SELLO_KIND_PRODUCT, "Nombre del producto|Señas particulares|Código de barras", NULL,
          "name=1 traits=2 gtin=3");
    check(SELLO_KIND_PRODUCT, "Pieza|Contenido neto|net_content", NULL, "!2 net_content");
    check(SELLO_KIND_BATCH, "Certificado|Número de etiquetas|Número de lote", NULL,
          "certificate=1 count=2 lot=3");
    check(SELLO_KIND_CERTIFICATE, "id|situación|producto|nombre del producto|productor|esquema",
          NULL, "id=1 state=2 product=3 product_name=4 producer=5 scheme=6");
    check(SELLO_KIND_CERTIFICATE, "Nombre del producto|Productor|Vigente hasta", NULL,
          "product_name=1 producer=2 until=3");
    check(SELLO_KIND_CERTIFICATE, "Productor|Esquema", NULL, "!1 product");
}

/* A title mentions what it is of; the headings stand below it. */
static void test_titles(void **state) {
    (void)state;
    check(SELLO_KIND_PRODUCT, "Nombre de la cooperativa: Tejedoras", NULL, "!1 name");
    check(SELLO_KIND_PRODUCT, "Catálogo por producto", NULL, "!1 name");
    check(SELLO_KIND_PRODUCER, "Nombres por localidad|Localidad: Temoaya", NULL, "!1 name");
    check(SELLO_KIND_PRODUCT, "Nombre del rebozo|Señas", NULL, "name=1? traits=2");
    check(SELLO_KIND_PRODUCT, "Nombre del rebozo|Cómo es", "Cómo es=señas", "name=1? traits=2");
    check(SELLO_KIND_PRODUCT, "Nombre del rebozo|Cómo es", "Cómo es=nada", "!1 name");
}

static void test_many_maps(void **state) {
    (void)state;
    size_t n;
    const struct import_field *field = import_fields(SELLO_KIND_PRODUCT, &n);
    struct heading_map maps = {.n = 0};
    struct heading_fault fault = {.trouble = HEADING_FINE};
    for (size_t i = 0; i < ROWS_COLUMNS_MAX; i++) {
        assert_true(heading_map_add(&maps, field, n, "x=nada", &fault));
    }
    assert_false(heading_map_add(&maps, field, n, "x=nada", &fault));
    assert_int_equal(fault.trouble, HEADING_MAP_MANY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_producers),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_many_maps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

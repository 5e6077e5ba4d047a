/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "registry/store/store_pages.h"

/* Producers and products: what is typed in or imported. */

static uint64_t col_import(struct sello_query *q) {
    struct sello_number import = sello_col_number(q);
    return import.present ? import.value : 0;
}

/* ---- producers ---- */

static enum sello_error check_producer(struct sello_store *store, const struct sello_producer *p,
                                       char search[SELLO_FOLDED_LEN]) {
    const struct sello_text_rule rules[] = {{"name", p->name, SELLO_NAME_MAX, true},
                                            {"origin", p->origin, SELLO_NAME_MAX, true},
                                            {"state", p->state, SELLO_NAME_MAX, false}};
    const char *const texts[] = {p->name, p->origin, p->state};
    enum sello_error error = sello_store_check_texts(store, rules, COUNT_OF(rules));
    return error == SELLO_OK ? sello_store_fold(texts, COUNT_OF(texts), search) : error;
}

static void bind_producer(struct sello_query *q, const struct sello_producer *p,
                          const char *search) {
    sello_bind_text(q, p->name);
    sello_bind_text(q, p->origin);
    sello_bind_text(q, p->state);
    sello_bind_uint(q, p->is_public);
    sello_bind_text(q, search);
}

enum sello_error sello_producer_add(struct sello_store *store,
                                    const struct sello_producer *producer, uint64_t *out_number) {
    char search[SELLO_FOLDED_LEN];
    enum sello_error error = check_producer(store, producer, search);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_change c = sello_change_begin(store);
    uint64_t number = sello_change_next(&c, "producer");
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "INSERT INTO producer (name, origin, state, is_public, search,"
                               " number, import) VALUES (?, ?, ?, ?, ?, ?, ?)");
    bind_producer(&q, producer, search);
    sello_bind_uint(&q, number);
    sello_bind_number(&q, sello_store_import(store));
    sello_change_run(&c, &q);
    sello_change_event(&c, "producer.added", sello_part(SELLO_EVENT_NUMBER, number),
                       sello_part_number(SELLO_EVENT_IMPORT, sello_store_import(store)),
                       sello_part_record(&c, SELLO_KIND_PRODUCER, number));
    error = sello_change_end(&c);
    if (error == SELLO_OK) {
        store->import_rows++;
        *out_number = number;
    }
    return error;
}

enum sello_error sello_producer_edit(struct sello_store *store,
                                     const struct sello_producer *producer) {
    char search[SELLO_FOLDED_LEN];
    enum sello_error error = check_producer(store, producer, search);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_producer before = {0};
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, sello_producer_get(store, producer->number, &before));
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "UPDATE producer SET name = ?, origin = ?, state = ?,"
                               " is_public = ?, search = ? WHERE number = ?");
    bind_producer(&q, producer, search);
    sello_bind_uint(&q, producer->number);
    sello_change_run_one(&c, &q);
    const struct sello_edited edits[] = {
        {"name", before.name, producer->name},
        {"origin", before.origin, producer->origin},
        {"state", before.state, producer->state},
        {"public", before.is_public ? "true" : "false", producer->is_public ? "true" : "false"}};
    sello_change_event(&c, "producer.edited", sello_part(SELLO_EVENT_NUMBER, producer->number),
                       sello_part_number(SELLO_EVENT_IMPORT, sello_store_import(store)),
                       sello_part_record(&c, SELLO_KIND_PRODUCER, producer->number),
                       sello_part_edits(&c, edits, COUNT_OF(edits)));
    sello_change_edits(&c, edits, COUNT_OF(edits));
    error = sello_change_end(&c);
    store->import_rows += error == SELLO_OK;
    return error;
}

#define PRODUCER_COLUMNS "number, name, origin, state, is_public, import"

static struct sello_producer read_producer(struct sello_query *q) {
    struct sello_producer p = {.number = sello_col_uint(q)};
    sello_col_text(q, p.name, sizeof p.name);
    sello_col_text(q, p.origin, sizeof p.origin);
    sello_col_text(q, p.state, sizeof p.state);
    p.is_public = sello_col_uint(q) != 0;
    p.import = col_import(q);
    return p;
}

enum sello_error sello_producer_get(struct sello_store *store, uint64_t number,
                                    struct sello_producer *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT " PRODUCER_COLUMNS " FROM producer WHERE number = ?");
    sello_bind_uint(&q, number);
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_producer producer = read_producer(&q);
    if (q.error == SELLO_OK) {
        *out = producer;
    }
    return q.error;
}

static uint64_t read_producer_row(struct sello_query *q, void *row) {
    struct sello_producer *producer = row;
    *producer = read_producer(q);
    return producer->number;
}

/* The certificates that a producer or a product must have one of, as three pairs of values. */
#define CERTIFIED                                                                                  \
    " FROM certificate c WHERE (? = 0 OR c.producer = ?) AND (? = 0 OR c.product = ?)"             \
    " AND (? = 0 OR c.scheme = ?)"

static void bind_certified(struct sello_query *q, const struct sello_record_filter *filter) {
    const struct sello_number limits[] = {{filter->producer > 0, filter->producer},
                                          {filter->product > 0, filter->product},
                                          filter->scheme};
    sello_bind_uint(q, limits[0].present || limits[1].present || limits[2].present);
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        sello_bind_uint(q, limits[i].present);
        sello_bind_uint(q, limits[i].value);
    }
}

/* Accents and case aside; NULL is as good as empty. */
static enum sello_error fold_state(const char *state, char out[SELLO_LEN(SELLO_FOLDED_LEN)]) {
    out[0] = '\0';
    return state != NULL ? sello_store_fold(&state, 1, out) : SELLO_OK;
}

enum sello_error sello_producer_find(struct sello_store *store,
                                     const struct sello_record_filter *filter,
                                     bool (*visit)(void *context, const struct sello_producer *row),
                                     void *context) {
    char asked[SELLO_FOLDED_LEN], its[SELLO_FOLDED_LEN];
    enum sello_error error = fold_state(filter->state, asked);
    if (error != SELLO_OK) {
        return error;
    }
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_producer));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT " PRODUCER_COLUMNS " FROM producer"
                                   " WHERE (? = 0 OR number IN (SELECT c.producer" CERTIFIED "))"
                                   " AND number >= ? ORDER BY number LIMIT ?");
        bind_certified(&q, filter);
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_producer_row);
        const struct sello_producer *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            error = fold_state(filter->state != NULL ? row->state : NULL, its);
            bool wanted = error == SELLO_OK && strcmp(its, asked) == 0;
            if (error != SELLO_OK || (wanted && !visit(context, row))) {
                sello_page_stop(&page);
            }
        }
    }
    return error == SELLO_OK ? page.error : error;
}

enum sello_error sello_producer_list(struct sello_store *store,
                                     bool (*visit)(void *context, const struct sello_producer *row),
                                     void *context) {
    const struct sello_record_filter all = {0};
    return sello_producer_find(store, &all, visit, context);
}

/* ---- products ---- */

static enum sello_error check_product(struct sello_store *store, const struct sello_product *p,
                                      char search[SELLO_FOLDED_LEN]) {
    const struct sello_text_rule rules[] = {
        {"name", p->name, SELLO_NAME_MAX, true},
        {"traits", p->traits, SELLO_TRAITS_MAX, false},
        {"net_content", p->net_content, SELLO_NET_CONTENT_MAX, false},
        {"language", p->language, SELLO_LANGUAGE_MAX, false}};
    const char *const texts[] = {p->name, p->traits};
    enum sello_error error = sello_store_check_texts(store, rules, COUNT_OF(rules));
    if (error == SELLO_OK && p->gtin.present && !sello_gtin_ok(p->gtin.value)) {
        error = sello_store_refuse(store, "gtin", SELLO_E_RANGE);
    }
    if (error == SELLO_OK && p->language[0] != '\0' && !sello_language_ok(p->language)) {
        error = sello_store_refuse(store, "language", SELLO_E_TYPE);
    }
    return error == SELLO_OK ? sello_store_fold(texts, COUNT_OF(texts), search) : error;
}

static void bind_product(struct sello_query *q, const struct sello_product *p, const char *search) {
    sello_bind_text(q, p->name);
    sello_bind_text(q, p->traits);
    sello_bind_number(q, p->gtin);
    sello_bind_text(q, p->net_content);
    sello_bind_text(q, p->language);
    sello_bind_text(q, search);
}

enum sello_error sello_product_add(struct sello_store *store, const struct sello_product *product,
                                   uint64_t *out_number) {
    char search[SELLO_FOLDED_LEN];
    enum sello_error error = check_product(store, product, search);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_change c = sello_change_begin(store);
    uint64_t number = sello_change_next(&c, "product");
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "INSERT INTO product (name, traits, gtin, net_content, language,"
                               " search, number, import) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    bind_product(&q, product, search);
    sello_bind_uint(&q, number);
    sello_bind_number(&q, sello_store_import(store));
    sello_change_run(&c, &q);
    sello_change_event(&c, "product.added", sello_part(SELLO_EVENT_NUMBER, number),
                       sello_part_number(SELLO_EVENT_IMPORT, sello_store_import(store)),
                       sello_part_record(&c, SELLO_KIND_PRODUCT, number));
    error = sello_change_end(&c);
    if (error == SELLO_OK) {
        store->import_rows++;
        *out_number = number;
    }
    return error;
}

static void gtin_text(struct sello_number gtin, char out[SELLO_LEN(21)]) {
    out[0] = '\0';
    if (gtin.present) {
        snprintf(out, 21, "%014llu", (unsigned long long)gtin.value);
    }
}

enum sello_error sello_product_edit(struct sello_store *store,
                                    const struct sello_product *product) {
    char search[SELLO_FOLDED_LEN];
    enum sello_error error = check_product(store, product, search);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_product before = {0};
    char gtin_before[21] = "", gtin_after[21] = "";
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, sello_product_get(store, product->number, &before));
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "UPDATE product SET name = ?, traits = ?, gtin = ?,"
                               " net_content = ?, language = ?, search = ? WHERE number = ?");
    bind_product(&q, product, search);
    sello_bind_uint(&q, product->number);
    sello_change_run_one(&c, &q);
    gtin_text(before.gtin, gtin_before);
    gtin_text(product->gtin, gtin_after);
    const struct sello_edited edits[] = {{"name", before.name, product->name},
                                         {"traits", before.traits, product->traits},
                                         {"gtin", gtin_before, gtin_after},
                                         {"net_content", before.net_content, product->net_content},
                                         {"language", before.language, product->language}};
    sello_change_event(&c, "product.edited", sello_part(SELLO_EVENT_NUMBER, product->number),
                       sello_part_number(SELLO_EVENT_IMPORT, sello_store_import(store)),
                       sello_part_record(&c, SELLO_KIND_PRODUCT, product->number),
                       sello_part_edits(&c, edits, COUNT_OF(edits)));
    sello_change_edits(&c, edits, COUNT_OF(edits));
    error = sello_change_end(&c);
    store->import_rows += error == SELLO_OK;
    return error;
}

#define PRODUCT_COLUMNS "number, name, traits, gtin, net_content, language, import"

static struct sello_product read_product(struct sello_query *q) {
    struct sello_product p = {.number = sello_col_uint(q)};
    sello_col_text(q, p.name, sizeof p.name);
    sello_col_text(q, p.traits, sizeof p.traits);
    p.gtin = sello_col_number(q);
    sello_col_text(q, p.net_content, sizeof p.net_content);
    sello_col_text(q, p.language, sizeof p.language);
    p.import = col_import(q);
    return p;
}

enum sello_error sello_product_get(struct sello_store *store, uint64_t number,
                                   struct sello_product *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT " PRODUCT_COLUMNS " FROM product WHERE number = ?");
    sello_bind_uint(&q, number);
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_product product = read_product(&q);
    if (q.error == SELLO_OK) {
        *out = product;
    }
    return q.error;
}

static uint64_t read_product_row(struct sello_query *q, void *row) {
    struct sello_product *product = row;
    *product = read_product(q);
    return product->number;
}

enum sello_error sello_product_find(struct sello_store *store,
                                    const struct sello_record_filter *filter,
                                    bool (*visit)(void *context, const struct sello_product *row),
                                    void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_product));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT " PRODUCT_COLUMNS " FROM product"
                                   " WHERE (? = 0 OR number IN (SELECT c.product" CERTIFIED "))"
                                   " AND number >= ? ORDER BY number LIMIT ?");
        bind_certified(&q, filter);
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_product_row);
        const struct sello_product *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

enum sello_error sello_product_list(struct sello_store *store,
                                    bool (*visit)(void *context, const struct sello_product *row),
                                    void *context) {
    const struct sello_record_filter all = {0};
    return sello_product_find(store, &all, visit, context);
}

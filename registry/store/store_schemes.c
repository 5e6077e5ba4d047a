/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_pages.h"

/* Schemes: what a certificate says was held to, by the code that labels carry. */

static enum sello_error check_scheme(struct sello_store *store, const struct sello_scheme *s,
                                     char search[SELLO_FOLDED_LEN]) {
    const struct sello_text_rule rules[] = {{"name", s->name, SELLO_NAME_MAX, true},
                                            {"name_en", s->name_en, SELLO_NAME_MAX, false},
                                            {"url", s->url, SELLO_URL_MAX, false}};
    const char *const texts[] = {s->name, s->name_en};
    enum sello_error error = sello_store_check_texts(store, rules, COUNT_OF(rules));
    if (error == SELLO_OK && s->code > SELLO_SCHEME_MAX) {
        error = sello_store_refuse(store, "code", SELLO_E_RANGE);
    }
    return error == SELLO_OK ? sello_store_fold(texts, COUNT_OF(texts), search) : error;
}

/* Both statements take the fields in one order, the code last. */
static void write_scheme(struct sello_change *c, const char *sql, const struct sello_scheme *s,
                         const char *search) {
    SELLO_AUTO(query) struct sello_query q = sello_query(c->store->db, sql);
    sello_bind_text(&q, s->name);
    sello_bind_text(&q, s->name_en);
    sello_bind_text(&q, s->url);
    sello_bind_text(&q, search);
    sello_bind_uint(&q, s->code);
    sello_change_run_one(c, &q);
}

enum sello_error sello_scheme_add(struct sello_store *store, const struct sello_scheme *scheme) {
    char search[SELLO_FOLDED_LEN];
    enum sello_error error = check_scheme(store, scheme, search);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_change c = sello_change_begin(store);
    write_scheme(&c, "INSERT INTO scheme (name, name_en, url, search, code) VALUES (?, ?, ?, ?, ?)",
                 scheme, search);
    sello_change_event(&c, "scheme.added", sello_part(SELLO_EVENT_NUMBER, scheme->code),
                       sello_part_record(&c, SELLO_KIND_SCHEME, scheme->code));
    return sello_change_end(&c);
}

enum sello_error sello_scheme_edit(struct sello_store *store, const struct sello_scheme *scheme) {
    char search[SELLO_FOLDED_LEN];
    enum sello_error error = check_scheme(store, scheme, search);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_scheme before = {0};
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, sello_scheme_get(store, scheme->code, &before));
    write_scheme(&c, "UPDATE scheme SET name = ?, name_en = ?, url = ?, search = ? WHERE code = ?",
                 scheme, search);
    const struct sello_edited edits[] = {{"name", before.name, scheme->name},
                                         {"name_en", before.name_en, scheme->name_en},
                                         {"url", before.url, scheme->url}};
    sello_change_event(&c, "scheme.edited", sello_part(SELLO_EVENT_NUMBER, scheme->code),
                       sello_part_record(&c, SELLO_KIND_SCHEME, scheme->code),
                       sello_part_edits(&c, edits, COUNT_OF(edits)));
    sello_change_edits(&c, edits, COUNT_OF(edits));
    return sello_change_end(&c);
}

#define SCHEME_COLUMNS "code, name, name_en, url"

static struct sello_scheme read_scheme(struct sello_query *q) {
    struct sello_scheme s = {.code = sello_col_uint(q)};
    sello_col_text(q, s.name, sizeof s.name);
    sello_col_text(q, s.name_en, sizeof s.name_en);
    sello_col_text(q, s.url, sizeof s.url);
    return s;
}

enum sello_error sello_scheme_get(struct sello_store *store, uint64_t code,
                                  struct sello_scheme *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT " SCHEME_COLUMNS " FROM scheme WHERE code = ?");
    sello_bind_uint(&q, code);
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_scheme scheme = read_scheme(&q);
    if (q.error == SELLO_OK) {
        *out = scheme;
    }
    return q.error;
}

static uint64_t read_scheme_row(struct sello_query *q, void *row) {
    struct sello_scheme *scheme = row;
    *scheme = read_scheme(q);
    return scheme->code;
}

enum sello_error sello_scheme_list(struct sello_store *store,
                                   bool (*visit)(void *context, const struct sello_scheme *row),
                                   void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_scheme));
    while (sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(store->db, "SELECT " SCHEME_COLUMNS " FROM scheme WHERE code >= ?"
                                   " ORDER BY code LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_scheme_row);
        const struct sello_scheme *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

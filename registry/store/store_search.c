/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "registry/store/store_pages.h"

/* Searching folded texts for all of a few words. The database looks for the longest word; the
 * others are looked for in what it finds. */

#define WORDS_MAX 8
#define WORDS_LEN 256 /* bytes of the words, folded */
#define HAYSTACK_LEN                                                                               \
    (3 * SELLO_FOLDED_LEN) /* a batch's or certificate's, its product's, its producer's */

struct words {
    char text[WORDS_LEN]; /* NUL behind each word */
    const char *word[WORDS_MAX];
    size_t n, longest;
};

/* Words after the eighth are passed over: the answer only gets wider. */
static enum sello_error split(const char *text, struct words *out) {
    *out = (struct words){0};
    enum sello_error error = sello_name_fold(sello_bytes_of(text), out->text, sizeof out->text);
    char *at = out->text;
    while (error == SELLO_OK && *at != '\0' && out->n < WORDS_MAX) {
        char *space = strchr(at, ' ');
        if (space != NULL) {
            *space = '\0';
        }
        if (out->n > 0 && strlen(at) > strlen(out->word[out->longest])) {
            out->longest = out->n;
        }
        out->word[out->n++] = at;
        at = space != NULL ? space + 1 : at + strlen(at);
    }
    return error == SELLO_OK && out->n == 0 ? SELLO_E_TEXT : error;
}

/* "%word%", with LIKE's own characters escaped by '!'. */
static void make_pattern(const char *word, char out[2 * WORDS_LEN + 3]) {
    size_t len = 0;
    out[len++] = '%';
    for (const char *p = word; *p != '\0'; p++) {
        if (*p == '%' || *p == '_' || *p == '!') {
            out[len++] = '!';
        }
        out[len++] = *p;
    }
    out[len++] = '%';
    out[len] = '\0';
}

static bool has_all(const char *haystack, const struct words *words) {
    for (size_t i = 0; i < words->n; i++) {
        if (strstr(haystack, words->word[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* One row per kind: number, what to show, what to search; the word, the first number, how many. */
static const struct source {
    enum sello_kind kind;
    const char *sql;
} sources[] = {
    {SELLO_KIND_SCHEME, "SELECT code, name, search FROM scheme"
                        " WHERE search LIKE ? ESCAPE '!' AND code >= ? ORDER BY code LIMIT ?"},
    {SELLO_KIND_PRODUCER,
     "SELECT number, name, search FROM producer"
     " WHERE search LIKE ? ESCAPE '!' AND number >= ? ORDER BY number LIMIT ?"},
    {SELLO_KIND_PRODUCT, "SELECT number, name, search FROM product"
                         " WHERE search LIKE ? ESCAPE '!' AND number >= ? ORDER BY number LIMIT ?"},
    {SELLO_KIND_CERTIFICATE,
     "SELECT c.number, p.name || ' · ' || r.name,"
     " c.search || ' ' || p.search || ' ' || r.search"
     " FROM certificate c JOIN product p ON p.number = c.product"
     " JOIN producer r ON r.number = c.producer"
     " WHERE c.search || ' ' || p.search || ' ' || r.search LIKE ? ESCAPE '!'"
     " AND c.number >= ? ORDER BY c.number LIMIT ?"},
    {SELLO_KIND_BATCH,
     "SELECT b.number, b.lot,"
     " b.search || ' ' || coalesce(p.search, '') || ' ' || coalesce(r.search, '')"
     " FROM batch b LEFT JOIN certificate c ON c.number = b.certificate"
     " LEFT JOIN product p ON p.number = c.product"
     " LEFT JOIN producer r ON r.number = c.producer"
     " WHERE b.search || ' ' || coalesce(p.search, '') || ' ' || coalesce(r.search, '')"
     " LIKE ? ESCAPE '!' AND b.number >= ? ORDER BY b.number LIMIT ?"},
};

struct search {
    const struct words *words;
    unsigned most;
    bool (*visit)(void *context, const struct sello_hit *hit);
    void *context;
    bool stopped; /* by visit */
};

/* Reads the next rows with the longest word into the page: those that have all of them. */
static void read_hits(struct sello_store *store, const struct source *source,
                      const struct words *words, struct sello_page *page) {
    char pattern[2 * WORDS_LEN + 3], haystack[HAYSTACK_LEN];
    size_t n_read = 0;
    make_pattern(words->word[words->longest], pattern);
    struct sello_query q = sello_query(store->db, source->sql);
    sello_bind_text(&q, pattern);
    sello_bind_uint(&q, page->next);
    sello_bind_uint(&q, SELLO_PAGE_ROWS);
    for (; sello_row(&q); n_read++) {
        struct sello_hit hit = {.id = {source->kind, sello_col_uint(&q)}};
        sello_col_text(&q, hit.text, sizeof hit.text);
        sello_col_text(&q, haystack, sizeof haystack);
        page->next = hit.id.number + 1;
        if (q.error == SELLO_OK && has_all(haystack, words)) {
            sello_page_add(page, &hit);
        }
    }
    sello_page_close(page, &q, n_read);
}

static enum sello_error search_kind(struct sello_store *store, const struct source *source,
                                    struct search *search) {
    unsigned found = 0;
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_hit));
    while (sello_page_turn(&page)) {
        read_hits(store, source, search->words, &page);
        const struct sello_hit *hit = NULL;
        while ((hit = sello_page_row(&page)) != NULL) {
            search->stopped = !search->visit(search->context, hit);
            if (search->stopped || ++found == search->most) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

enum sello_error sello_store_search(struct sello_store *store, const char *words, unsigned most,
                                    bool (*visit)(void *context, const struct sello_hit *hit),
                                    void *context) {
    struct words split_words;
    struct search search = {&split_words, most, visit, context, false};
    enum sello_error error = split(words, &split_words);
    for (size_t i = 0; i < COUNT_OF(sources) && most > 0 && error == SELLO_OK && !search.stopped;
         i++) {
        error = search_kind(store, &sources[i], &search);
    }
    return error;
}

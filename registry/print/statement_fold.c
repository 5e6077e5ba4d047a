/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/statement_fold.h"

#include <stdio.h>
#include <stdlib.h>

/* A row has at least seven bytes: no token has more of them than this. */
enum { ROWS_FIT = SELLO_TOKEN_MAX / 7 };

struct folding {
    const struct statement *whole;
    enum page_words words;
    uint64_t now;
    size_t base_url_len;
    size_t *product_rank;     /* of each: how many go before it */
    size_t *certificate_rank; /* of each: how many go before it */
    struct statement *best;   /* what was tried last */
    bool no_memory;
};

/* ---- what goes first ---- */

static uint64_t labels_of(const struct statement *s, size_t product) {
    uint64_t n = 0;
    for (size_t i = 0; i < s->n_rows; i++) {
        if (s->row[i].product == product) {
            n += s->row[i].issued + s->row[i].delivered + s->row[i].sold + s->row[i].withdrawn;
        }
    }
    return n;
}

static bool rank_products(struct folding *f) {
    const struct statement *s = f->whole;
    uint64_t *labels = calloc(s->n_products + 1, sizeof *labels);
    if (labels == NULL) {
        return false;
    }
    for (size_t i = 0; i < s->n_products; i++) {
        labels[i] = labels_of(s, i);
    }
    for (size_t i = 0; i < s->n_products; i++) {
        for (size_t k = 0; k < s->n_products; k++) {
            f->product_rank[i] += labels[k] > labels[i] || (labels[k] == labels[i] && k < i);
        }
    }
    free(labels);
    return true;
}

/* Those that end last, or never. */
static void rank_certificates(struct folding *f) {
    const struct statement *s = f->whole;
    for (size_t i = 0; i < s->n_certificates; i++) {
        uint64_t mine = s->certificate[i].until > 0 ? s->certificate[i].until : UINT64_MAX;
        for (size_t k = 0; k < s->n_certificates; k++) {
            uint64_t other = s->certificate[k].until > 0 ? s->certificate[k].until : UINT64_MAX;
            f->certificate_rank[i] += other > mine || (other == mine && k > i);
        }
    }
}

/* ---- adding up ---- */

/* How far: months a row covers, products that keep a name of their own, certificates listed. */
struct extent {
    uint64_t months;
    size_t products, certificates;
};

static void name_rest(const struct folding *f, bool all, size_t n, char *out, size_t room) {
    if (f->words == PAGE_WORDS_EN) {
        snprintf(out, room, "%s products (%zu)", all ? "All" : "The other", n);
    } else {
        snprintf(out, room, "%s productos (%zu)", all ? "Todos los" : "Los demás", n);
    }
}

/* Their places, in the order they had; the rest is one at the end. */
static void add_products(const struct folding *f, const struct extent *to, uint64_t *place,
                         struct statement *out) {
    const struct statement *s = f->whole;
    for (size_t i = 0; i < s->n_products; i++) {
        place[i] = to->products;
        if (f->product_rank[i] < to->products) {
            place[i] = out->n_products++;
            memcpy(out->product[place[i]], s->product[i], sizeof *out->product);
        }
    }
    if (to->products < s->n_products) {
        out->fold.products = s->n_products - to->products;
        name_rest(f, to->products == 0, s->n_products - to->products, out->product[out->n_products],
                  sizeof *out->product);
        out->n_products++;
    }
}

static void add_certificates(const struct folding *f, const struct extent *to,
                             const uint64_t *place, struct statement *out) {
    const struct statement *s = f->whole;
    for (size_t i = 0; i < s->n_certificates; i++) {
        if (f->certificate_rank[i] < to->certificates) {
            out->certificate[out->n_certificates] = s->certificate[i];
            out->certificate[out->n_certificates++].product = place[s->certificate[i].product];
        }
    }
    out->fold.certificates = s->n_certificates - to->certificates;
}

/* False: more rows than any code holds, or no memory. */
static bool add_rows(const struct folding *f, const struct extent *to, const uint64_t *place,
                     struct statement *out) {
    const struct statement *s = f->whole;
    for (size_t i = 0; i < s->n_rows; i++) {
        const struct sello_statement_row *from = &s->row[i];
        struct sello_statement_row *row =
            statement_row(out, place[from->product], from->month - from->month % to->months);
        if (row == NULL || out->n_rows > ROWS_FIT) {
            return false;
        }
        row->issued += from->issued;
        row->delivered += from->delivered;
        row->sold += from->sold;
        row->withdrawn += from->withdrawn;
    }
    return true;
}

static struct statement *empty(const struct statement *whole) {
    struct statement *out = calloc(1, sizeof *out);
    if (out != NULL) {
        out->request = whole->request;
        out->producer = whole->producer;
        out->consent = whole->consent;
        out->product = calloc(SELLO_STATEMENT_PRODUCTS_MAX, sizeof *out->product);
        out->certificate = calloc(whole->n_certificates + 1, sizeof *out->certificate);
    }
    if (out != NULL && (out->product == NULL || out->certificate == NULL)) {
        statement_free(out);
        return NULL;
    }
    return out;
}

/* Does it fit into a code when added up so far? Then it is f->best. */
static bool fits(struct folding *f, struct extent to) {
    const struct statement *s = f->whole;
    if (to.products + (to.products < s->n_products) > SELLO_STATEMENT_PRODUCTS_MAX) {
        return false;
    }
    uint64_t *place = calloc(s->n_products + 1, sizeof *place);
    struct statement *out = empty(s);
    bool ok = place != NULL && out != NULL;
    f->no_memory = f->no_memory || !ok;
    if (ok) {
        out->fold.months = to.months;
        add_products(f, &to, place, out);
        add_certificates(f, &to, place, out);
        ok = add_rows(f, &to, place, out);
    }
    size_t len = ok ? statement_token_len(out, f->now) : 0;
    ok = len > 0 && sello_symbol_version_for(f->base_url_len, len) > 0;
    free(place);
    if (!ok) {
        statement_free(out);
        return false;
    }
    f->best = out;
    return true;
}

/* One product alone is not added up. */
static bool fewer_products(struct folding *f, uint64_t months) {
    size_t most = f->whole->n_products;
    if (most < 2) {
        return false;
    }
    most =
        most - 2 < SELLO_STATEMENT_PRODUCTS_MAX - 1 ? most - 2 : SELLO_STATEMENT_PRODUCTS_MAX - 1;
    for (size_t n = most + 1; n-- > 0;) {
        if (fits(f, (struct extent){months, n, f->whole->n_certificates})) {
            return true;
        }
    }
    return false;
}

static bool find(struct folding *f) {
    static const uint64_t steps[] = {1, 3, 6, 12};
    const struct statement *s = f->whole;
    uint64_t all = statement_months(&s->request), months = 1;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && (i == 0 || months < all); i++) {
        months = steps[i] < all ? steps[i] : all;
        if (fits(f, (struct extent){months, s->n_products, s->n_certificates})) {
            return true;
        }
    }
    if (fewer_products(f, months)) {
        return true;
    }
    const struct extent whole_time = {all, s->n_products, s->n_certificates};
    if (months < all && (fits(f, whole_time) || fewer_products(f, all))) {
        return true;
    }
    for (size_t n = s->n_certificates; n-- > 0;) {
        if (fits(f, (struct extent){all, s->n_products > 1 ? 0 : s->n_products, n})) {
            return true;
        }
    }
    return false;
}

enum sello_error statement_fold_within(const struct statement *whole, enum page_words words,
                                       uint64_t now, size_t base_url_len, struct statement **out) {
    struct folding f = {.whole = whole,
                        .words = words,
                        .now = now,
                        .base_url_len = base_url_len,
                        .product_rank = calloc(whole->n_products + 1, sizeof(size_t)),
                        .certificate_rank = calloc(whole->n_certificates + 1, sizeof(size_t))};
    bool found = false;
    f.no_memory = f.product_rank == NULL || f.certificate_rank == NULL || !rank_products(&f);
    if (!f.no_memory) {
        rank_certificates(&f);
        found = find(&f);
    }
    free(f.product_rank);
    free(f.certificate_rank);
    if (found) {
        *out = f.best;
        return SELLO_OK;
    }
    return f.no_memory ? SELLO_E_MEMORY : SELLO_E_TOO_LONG;
}

enum sello_error statement_fold(struct session *session, const struct statement *whole,
                                enum page_words words, struct statement **out) {
    const struct sello_root *root = NULL;
    enum sello_error error = session_root(session, &root);
    if (error != SELLO_OK) {
        return error;
    }
    error = statement_fold_within(whole, words, session->now, root->base_url.len, out);
    return error == SELLO_E_TOO_LONG ? statement_refuse_long(session, whole)
                                     : session_fail(session, error);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/statement_page.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "labels/page/figures.h"
#include "registry/session/session_files.h"
#include "registry/trust/sign.h"

static enum sello_error refuse_long(struct session *session, const struct statement *s) {
    return session_refuse(session, &(struct problem){.error = SELLO_E_TOO_LONG,
                                                     .rule = "statement-too-long",
                                                     .field = "from",
                                                     .value = {problem_id(SELLO_KIND_PRODUCER,
                                                                          s->request.producer)}});
}

/* ---- signing ---- */

struct arrays {
    uint8_t products[SELLO_TOKEN_MAX], certificates[SELLO_TOKEN_MAX], rows[SELLO_TOKEN_MAX];
};

static bool put_claims(const struct statement *s, uint64_t now, struct sello_writer *out) {
    struct arrays room;
    struct sello_writer p = sello_writer_init(room.products, sizeof room.products);
    struct sello_writer c = sello_writer_init(room.certificates, sizeof room.certificates);
    struct sello_writer r = sello_writer_init(room.rows, sizeof room.rows);
    sello_put_array(&p, s->n_products);
    for (size_t i = 0; i < s->n_products; i++) {
        sello_put_text(&p, sello_bytes_of(s->product[i]));
    }
    sello_put_array(&c, s->n_certificates);
    for (size_t i = 0; i < s->n_certificates; i++) {
        sello_put_statement_certificate(&c, &s->certificate[i]);
    }
    sello_put_array(&r, s->n_rows);
    for (size_t i = 0; i < s->n_rows; i++) {
        sello_put_statement_row(&r, &s->row[i]);
    }
    const struct sello_statement claims = {.made = now,
                                           .producer = s->request.producer,
                                           .producer_name = sello_bytes_of(s->producer.name),
                                           .from = s->request.from,
                                           .until = s->request.until,
                                           .consent = s->consent.day,
                                           .products = sello_written(&p),
                                           .certificates = sello_written(&c),
                                           .rows = sello_written(&r)};
    sello_put_statement(out, &claims);
    return !p.failed && !c.failed && !r.failed && !out->failed;
}

static enum sello_error sign(struct session *session, struct sello_bytes claims,
                             struct sello_writer *out) {
    const struct session_key_use use = {.role = SELLO_ROLE_STATUS, .at = session->now};
    struct sello_key *key = NULL;
    enum sello_error error = session_open_key(session, &use, &key, NULL);
    if (error == SELLO_OK) {
        error = session_fail(session, sign_typed(key, SELLO_TYPE_STATEMENT, claims, out));
    }
    sello_key_free(&key);
    return error;
}

enum sello_error statement_sign(struct session *session, const struct statement *statement,
                                struct statement_signed *out) {
    uint8_t claims[SELLO_TOKEN_MAX];
    const struct sello_root *root = NULL;
    struct sello_writer c = sello_writer_init(claims, sizeof claims);
    struct sello_writer w = sello_writer_init(out->token, sizeof out->token);
    struct sello_writer text = sello_writer_init(out->text, sizeof out->text - 1);
    struct sello_statement read;
    if (!put_claims(statement, session->now, &c)) {
        return refuse_long(session, statement);
    }
    enum sello_error error = session_root(session, &root);
    error = error == SELLO_OK ? sign(session, sello_written(&c), &w) : error;
    if (error != SELLO_OK) {
        return error == SELLO_E_NO_ROOM ? refuse_long(session, statement) : error;
    }
    sello_put_label_text(&text, root->base_url, sello_written(&w));
    out->token_len = w.len;
    out->text[text.failed ? 0 : text.len] = '\0';
    error = sello_statement_parse(sello_written(&w), &read); /* as readers will */
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    error = sello_symbol_make(sello_written(&text), SELLO_SYMBOL_VERSION_MAX, &out->symbol);
    return error == SELLO_E_SYMBOL_TOO_LONG || text.failed ? refuse_long(session, statement)
                                                           : session_fail(session, error);
}

/* ---- the page ---- */

enum { COLUMNS = 4, UNDER_MAX = 200 };

struct drawing {
    struct sello_figures_bar bar[SELLO_FIGURES_BARS_MAX];
    char label[SELLO_FIGURES_BARS_MAX][24];
    size_t n_bars;
    struct sello_figures_row row[SELLO_STATEMENT_PRODUCTS_MAX];
    char under[SELLO_STATEMENT_PRODUCTS_MAX][UNDER_MAX];
    struct sello_figures_row total;
};

static void put_bars(const struct statement *s, bool english, struct drawing *d) {
    struct base_date date = {.year = 1970, .month = 1}, end = date;
    if (!base_date_of(s->request.from, &date) || !base_date_of(s->request.until, &end)) {
        return;
    }
    unsigned first = date.year * 12 + date.month - 1, last = end.year * 12 + end.month - 1;
    d->n_bars = last - first + 1 <= SELLO_FIGURES_BARS_MAX ? last - first + 1 : 0;
    for (size_t i = 0; i < d->n_bars; i++) {
        unsigned month = (first + (unsigned)i) % 12, year = (first + (unsigned)i) / 12;
        char below[12] = "";
        if (i == 0 || month == 0) {
            snprintf(below, sizeof below, "\n%u", year);
        }
        snprintf(d->label[i], sizeof d->label[i], "%s%s", base_month_short(month + 1, english),
                 below);
        d->bar[i].label = sello_bytes_of(d->label[i]);
    }
    for (size_t i = 0; i < s->n_rows; i++) {
        if (s->row[i].month < d->n_bars) {
            d->bar[s->row[i].month].value[0] += s->row[i].issued;
            d->bar[s->row[i].month].value[1] += s->row[i].delivered;
        }
    }
}

/* "C1, C4": the certificates that were good in the time, below the product's name. */
static void put_under(const struct statement *s, size_t product, char *out) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < s->n_certificates && len < UNDER_MAX; i++) {
        if (s->certificate[i].product == product) {
            len += (size_t)snprintf(out + len, UNDER_MAX - len, "%sC%llu", len > 0 ? ", " : "",
                                    (unsigned long long)s->certificate[i].number);
        }
    }
}

static void put_rows(const struct statement *s, struct drawing *d) {
    for (size_t i = 0; i < s->n_products; i++) {
        put_under(s, i, d->under[i]);
        d->row[i].name = sello_bytes_of(s->product[i]);
        d->row[i].under = sello_bytes_of(d->under[i]);
    }
    for (size_t i = 0; i < s->n_rows; i++) {
        const struct sello_statement_row *row = &s->row[i];
        const uint64_t values[COLUMNS] = {row->issued, row->delivered, row->sold, row->withdrawn};
        for (size_t k = 0; k < COLUMNS; k++) {
            d->row[row->product].value[k] += values[k];
            d->total.value[k] += values[k];
        }
    }
}

static struct sello_bytes in(bool english, const char *es, const char *en) {
    return sello_bytes_of(english ? en : es);
}

/* The page's sentences. */
struct sentences {
    char lead[600], note[1200], sign_here[200];
    char foot[2 * SELLO_URL_MAX + SELLO_FINGERPRINT_TEXT_LEN];
};

static void put_sentences(const struct statement_page *page, uint64_t now, struct sentences *out) {
    const struct statement *s = page->statement;
    bool english = page->words == PAGE_WORDS_EN;
    struct page_dated from = page_day_in_words(s->request.from);
    struct page_dated until = page_day_in_words(s->request.until);
    struct page_dated made = page_day_in_words(base_here_day(now));
    struct page_dated agreed = page_day_in_words(s->consent.day);
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    sello_fingerprint_text(page->root->fingerprint, fingerprint);
    snprintf(out->lead, sizeof out->lead,
             english ? "A statement of %.*s about %s (R%llu) for %s to %s, made on %s"
                     : "Constancia de %.*s sobre %s (R%llu) del %s al %s, hecha el %s",
             (int)page->root->name.len, (const char *)page->root->name.ptr, s->producer.name,
             (unsigned long long)s->producer.number, english ? from.en : from.es,
             english ? until.en : until.es, english ? made.en : made.es);
    snprintf(out->note, sizeof out->note,
             english ? "It tells of labels, each in the month in which it was done; not of income. "
                       "The producer agreed to it on %s (%s). Its code holds all of it, signed: a "
                       "phone's camera opens it, and sello-verify reads a photo of it."
                     : "Habla de etiquetas, cada cosa en el mes en que se hizo; no de ingresos. El "
                       "productor dio su consentimiento el %s (%s). Su código lleva todo, firmado: "
                       "lo abre la cámara de un teléfono, y sello-verify lo lee en una foto.",
             english ? agreed.en : agreed.es, s->consent.note);
    snprintf(out->foot, sizeof out->foot, "%s · %.*s", fingerprint, (int)page->root->base_url.len,
             (const char *)page->root->base_url.ptr);
    snprintf(out->sign_here, sizeof out->sign_here,
             english ? "For %.*s\nName, signature and date" : "Por %.*s\nNombre, firma y fecha",
             (int)page->root->name.len, (const char *)page->root->name.ptr);
}

static enum sello_error draw(const struct statement_page *page, uint64_t now, struct drawing *d,
                             struct sello_writer *out) {
    const struct statement *s = page->statement;
    bool english = page->words == PAGE_WORDS_EN;
    struct sentences words;
    put_sentences(page, now, &words);
    put_bars(s, english, d);
    put_rows(s, d);
    d->total.name = in(english, "Total", "All");
    const struct sello_figures figures = {
        .paper = page->paper,
        .name =
            in(english, "Constancia de producción certificada", "Statement of certified output"),
        .issuer = page->root->name,
        .title =
            in(english, "Constancia de producción certificada", "Statement of certified output"),
        .lead = sello_bytes_of(words.lead),
        .chart_title = in(english, "Mes por mes", "Month by month"),
        .legend = {in(english, "emitidas", "issued"), in(english, "entregadas", "delivered")},
        .bar = d->bar,
        .n_bars = d->n_bars,
        .table_title = in(english, "Por producto", "By product"),
        .name_title = in(english, "Producto y certificados", "Product and certificates"),
        .column = {in(english, "Emitidas", "Issued"), in(english, "Entregadas", "Delivered"),
                   in(english, "Vendidas", "Sold"), in(english, "Retiradas", "Withdrawn")},
        .n_columns = COLUMNS,
        .row = d->row,
        .n_rows = s->n_products,
        .total = d->total,
        .note = sello_bytes_of(words.note),
        .symbol = &page->code->symbol,
        .sign_left = sello_bytes_of(words.sign_here),
        .sign_right =
            in(english, "Recibió\nNombre, firma y fecha", "Received\nName, signature and date"),
        .footer = sello_bytes_of(words.foot),
        .page_word = in(english, "Hoja", "Page"),
        .of_word = in(english, "de", "of"),
        .practice = page->root->practice,
    };
    return sello_figures_write(&figures, out);
}

enum sello_error statement_page_write(struct session *session, const struct statement_page *page) {
    struct drawing *d = calloc(1, sizeof *d);
    uint8_t *room = malloc(SELLO_PAGE_ROOM);
    struct sello_writer w = sello_writer_init(room, room != NULL ? SELLO_PAGE_ROOM : 0);
    enum sello_error error =
        d != NULL && room != NULL ? draw(page, session->now, d, &w) : SELLO_E_MEMORY;
    error = error == SELLO_E_PAGE_FONT
                ? session_refuse(session, &(struct problem){.error = error,
                                                            .rule = "fonts-missing-for-report"})
                : session_fail(session, error);
    if (error == SELLO_OK) {
        error = session_replace_file(session, page->path, sello_written(&w), 0644);
    }
    free(room);
    free(d);
    return error;
}

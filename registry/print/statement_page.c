/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/statement_page.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "labels/page/figures.h"
#include "registry/session/session_files.h"

enum { COLUMNS = 4, UNDER_MAX = 200 };

struct drawing {
    struct sello_figures_bar bar[SELLO_FIGURES_BARS_MAX];
    char label[SELLO_FIGURES_BARS_MAX][24];
    size_t n_bars;
    struct sello_figures_row row[SELLO_STATEMENT_PRODUCTS_MAX];
    char under[SELLO_STATEMENT_PRODUCTS_MAX][UNDER_MAX];
    struct sello_figures_row total;
};

/* "ene", "ene–mar"; the year below it, where it is the first of that year. */
static void put_bar_label(uint64_t first, uint64_t last, bool is_first, bool english, char *out,
                          size_t room) {
    char below[12] = "", to[16] = "";
    if (is_first || first % 12 < last - first + 1) {
        snprintf(below, sizeof below, "\n%u", (unsigned)(first / 12));
    }
    if (last > first) {
        snprintf(to, sizeof to, "–%s", base_month_short((unsigned)(last % 12) + 1, english));
    }
    snprintf(out, room, "%s%s%s", base_month_short((unsigned)(first % 12) + 1, english), to, below);
}

/* A bar for each row's time; none where that is the whole time. */
static void put_bars(const struct statement *s, bool english, struct drawing *d) {
    struct base_date date = {.year = 1970, .month = 1};
    if (!base_date_of(s->request.from, &date)) {
        return;
    }
    uint64_t first = date.year * 12 + date.month - 1, step = s->fold.months;
    uint64_t n_months = statement_months(&s->request), n = (n_months + step - 1) / step;
    d->n_bars = n <= SELLO_FIGURES_BARS_MAX && (n > 1 || step == 1) ? n : 0;
    for (size_t i = 0; i < d->n_bars; i++) {
        uint64_t end = (i + 1) * step < n_months ? (i + 1) * step : n_months;
        put_bar_label(first + i * step, first + end - 1, i == 0, english, d->label[i],
                      sizeof d->label[i]);
        d->bar[i].label = sello_bytes_of(d->label[i]);
    }
    for (size_t i = 0; i < s->n_rows; i++) {
        if (s->row[i].month / step < d->n_bars) {
            d->bar[s->row[i].month / step].value[0] += s->row[i].issued;
            d->bar[s->row[i].month / step].value[1] += s->row[i].delivered;
        }
    }
}

/* "C1, C4": the certificates that were good in the time, below the product's name; "…" for those
 * that have no room there. */
static void put_under(const struct statement *s, size_t product, char *out) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < s->n_certificates; i++) {
        if (s->certificate[i].product == product) {
            char next[32];
            size_t n = (size_t)snprintf(next, sizeof next, "%sC%llu", len > 0 ? ", " : "",
                                        (unsigned long long)s->certificate[i].number);
            if (len + n + sizeof ", …" > UNDER_MAX) {
                snprintf(out + len, UNDER_MAX - len, ", …");
                return;
            }
            memcpy(out + len, next, n + 1);
            len += n;
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
    char lead[600], added[600], note[1800], sign_here[200];
    char foot[2 * SELLO_URL_MAX + SELLO_FINGERPRINT_TEXT_LEN];
};

/* What was added up, and what can be had of it: nothing to say where nothing was. */
static void put_added(const struct statement *s, bool english, char *out, size_t room) {
    const struct sello_statement_fold *fold = &s->fold;
    char months[120] = "", products[200] = "", certificates[160] = "";
    if (fold->months > 1) {
        snprintf(months, sizeof months,
                 english ? " by %llu months at a time;" : " de %llu en %llu meses;",
                 (unsigned long long)fold->months, (unsigned long long)fold->months);
    }
    if (fold->products > 0) {
        snprintf(products, sizeof products,
                 english ? " the %llu products with the fewest labels as one;"
                         : " los %llu productos con menos etiquetas, en uno solo;",
                 (unsigned long long)fold->products);
    }
    if (fold->certificates > 0) {
        snprintf(certificates, sizeof certificates,
                 english ? " %llu certificates that ended earlier are not listed;"
                         : " %llu certificados que terminaron antes no están en la lista;",
                 (unsigned long long)fold->certificates);
    }
    if (sello_statement_is_folded(fold)) {
        snprintf(out, room,
                 english ? " So that it fits into a code, it is added up:%s%s%s no label is left "
                           "out."
                         : " Para que quepa en un código, está sumada:%s%s%s no falta ninguna "
                           "etiqueta.",
                 months, products, certificates);
    }
}

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
    out->added[0] = '\0';
    put_added(s, english, out->added, sizeof out->added);
    snprintf(out->note, sizeof out->note,
             english ? "It tells of labels, each in the month in which it was done; not of income. "
                       "The producer agreed to it on %s (%s). Its code holds all of it, signed: a "
                       "phone's camera opens it, and sello-verify reads a photo of it.%s"
                     : "Habla de etiquetas, cada cosa en el mes en que se hizo; no de ingresos. El "
                       "productor dio su consentimiento el %s (%s). Su código lleva todo, firmado: "
                       "lo abre la cámara de un teléfono, y sello-verify lo lee en una foto.%s",
             english ? agreed.en : agreed.es, s->consent.note, out->added);
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
        .chart_title = s->fold.months > 1 ? in(english, "A lo largo del tiempo", "Over the time")
                                          : in(english, "Mes por mes", "Month by month"),
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

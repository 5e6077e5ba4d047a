/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/report_page.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "labels/page/figures.h"
#include "registry/session/session_files.h"

#define MONTHS_MOST 36 /* in the chart; of more, years are shown */

struct bars {
    struct sello_figures_bar bar[SELLO_FIGURES_BARS_MAX];
    char label[SELLO_FIGURES_BARS_MAX][24];
    size_t n;
};

/* The year stands below the first month that is shown of it. */
static void put_months(const struct report *r, bool english, struct bars *out) {
    for (size_t i = 0; i < r->n_months; i++) {
        const struct report_month *m = &r->month[i];
        char year[12] = "";
        if (i == 0 || m->month == 1) {
            snprintf(year, sizeof year, "\n%u", m->year);
        }
        snprintf(out->label[i], sizeof out->label[i], "%s%s", base_month_short(m->month, english),
                 year);
        out->bar[i].value[0] = m->n.issued;
        out->bar[i].value[1] = m->n.delivered;
    }
    out->n = r->n_months;
}

/* The last ones, where there are more than the chart takes. */
static void put_years(const struct report *r, struct bars *out) {
    unsigned last = r->month[r->n_months - 1].year, first = r->month[0].year;
    first = last - first >= SELLO_FIGURES_BARS_MAX ? last - SELLO_FIGURES_BARS_MAX + 1 : first;
    out->n = last - first + 1;
    for (size_t i = 0; i < out->n; i++) {
        snprintf(out->label[i], sizeof out->label[i], "%u", first + (unsigned)i);
    }
    for (size_t i = 0; i < r->n_months; i++) {
        if (r->month[i].year >= first) {
            struct sello_figures_bar *bar = &out->bar[r->month[i].year - first];
            bar->value[0] += r->month[i].n.issued;
            bar->value[1] += r->month[i].n.delivered;
        }
    }
}

static void put_bars(const struct report *r, bool english, struct bars *out) {
    *out = (struct bars){.n = 0};
    if (r->n_months > MONTHS_MOST) {
        put_years(r, out);
    } else {
        put_months(r, english, out);
    }
    for (size_t i = 0; i < out->n; i++) {
        out->bar[i].label = sello_bytes_of(out->label[i]);
    }
}

static void put_values(const struct report_counts *n, uint64_t out[SELLO_FIGURES_COLUMNS_MAX]) {
    out[0] = n->issued;
    out[1] = n->printed;
    out[2] = n->delivered;
    out[3] = n->sold;
    out[4] = n->withdrawn;
    out[5] = n->spoiled;
    out[6] = n->left;
}

/* Its time in words. */
static void put_lead(const struct report *r, bool english, char *out, size_t size) {
    struct page_dated from = page_day_in_words(r->request.from.value);
    struct page_dated to = page_day_in_words(r->to_day);
    if (r->request.from.present) {
        snprintf(out, size, english ? "From %s to %s" : "Del %s al %s", english ? from.en : from.es,
                 english ? to.en : to.es);
    } else {
        snprintf(out, size, english ? "Up to %s" : "Hasta el %s", english ? to.en : to.es);
    }
}

static const char note_es[] =
    "Cada cifra cuenta lo que se hizo en ese tiempo, cualquiera que sea la fecha en que se emitió "
    "la "
    "etiqueta. Impresas: por primera vez. Retiradas: sin contar las arruinadas. Quedan: al final "
    "de "
    "ese tiempo, las emitidas que no se habían entregado, vendido ni retirado.";
static const char note_en[] = "Each figure counts what was done in that time, whenever the label "
                              "was issued. Printed: for the "
                              "first time. Withdrawn: the spoiled ones aside. Left: at the end of "
                              "that time, those issued and "
                              "not yet delivered, sold or withdrawn.";

static const char *const columns[7][2] = {
    {"Emitidas", "Issued"}, {"Impresas", "Printed"},    {"Entregadas", "Delivered"},
    {"Vendidas", "Sold"},   {"Retiradas", "Withdrawn"}, {"Arruinadas", "Spoiled"},
    {"Quedan", "Left"},
};

static struct sello_bytes in(bool english, const char *es, const char *en) {
    return sello_bytes_of(english ? en : es);
}

static enum sello_error draw_report(const struct report_page *page, struct sello_figures_row *rows,
                                    struct sello_writer *out) {
    const struct report *r = page->report;
    bool english = page->words == PAGE_WORDS_EN;
    char lead[200], foot[2 * SELLO_URL_MAX + SELLO_FINGERPRINT_TEXT_LEN];
    char sign[SELLO_NAME_MAX + 80], fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    struct bars bars;
    put_bars(r, english, &bars);
    put_lead(r, english, lead, sizeof lead);
    sello_fingerprint_text(page->root->fingerprint, fingerprint);
    snprintf(foot, sizeof foot, "%s · %.*s", fingerprint, (int)page->root->base_url.len,
             (const char *)page->root->base_url.ptr);
    snprintf(sign, sizeof sign,
             english ? "For %.*s\nName, signature and date" : "Por %.*s\nNombre, firma y fecha",
             (int)page->root->name.len, (const char *)page->root->name.ptr);
    for (size_t i = 0; i < r->n_producers; i++) {
        const struct report_producer *p = &r->producer[i];
        rows[i].name = p->number > 0
                           ? sello_bytes_of(p->name)
                           : in(english, "Etiquetas sin registro", "Labels of lost records");
        rows[i].under = sello_bytes_of(p->origin);
        put_values(&p->n, rows[i].value);
    }
    struct sello_figures figures = {
        .paper = page->paper,
        .name = in(english, "Informe de etiquetas", "Report on labels"),
        .issuer = page->root->name,
        .title = in(english, "Informe de etiquetas", "Report on labels"),
        .lead = sello_bytes_of(lead),
        .chart_title = r->n_months > MONTHS_MOST ? in(english, "Año por año", "Year by year")
                                                 : in(english, "Mes por mes", "Month by month"),
        .legend = {in(english, "emitidas", "issued"), in(english, "entregadas", "delivered")},
        .bar = bars.bar,
        .n_bars = bars.n,
        .table_title = in(english, "Por productor", "By producer"),
        .name_title = in(english, "Productor", "Producer"),
        .n_columns = sizeof columns / sizeof *columns,
        .row = rows,
        .n_rows = r->n_producers,
        .total = {.name = in(english, "Total", "All")},
        .note = in(english, note_es, note_en),
        .sign_left = sello_bytes_of(sign),
        .sign_right = in(english, "Por la asamblea\nNombre, firma y fecha",
                         "For the assembly\nName, signature and date"),
        .footer = sello_bytes_of(foot),
        .page_word = in(english, "Hoja", "Page"),
        .of_word = in(english, "de", "of"),
        .practice = page->root->practice,
    };
    for (size_t i = 0; i < figures.n_columns; i++) {
        figures.column[i] = sello_bytes_of(columns[i][english]);
    }
    put_values(&r->total, figures.total.value);
    return sello_figures_write(&figures, out);
}

enum sello_error report_page_write(struct session *session, const struct report_page *page) {
    struct sello_figures_row *rows = calloc(page->report->n_producers + 1, sizeof *rows);
    uint8_t *room = malloc(SELLO_PAGE_ROOM);
    struct sello_writer w = sello_writer_init(room, SELLO_PAGE_ROOM);
    enum sello_error error =
        rows != NULL && room != NULL ? draw_report(page, rows, &w) : SELLO_E_MEMORY;
    if (error == SELLO_E_PAGE_FONT) {
        error = session_refuse(
            session, &(struct problem){.error = error, .rule = "fonts-missing-for-report"});
    } else {
        error = session_fail(session, error);
    }
    if (error == SELLO_OK) {
        error = session_replace_file(session, page->path, sello_written(&w), 0644);
    }
    free(room);
    free(rows);
    return error;
}

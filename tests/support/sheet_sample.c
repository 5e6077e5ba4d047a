/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sheet_sample.h"

#include <stdio.h>
#include <stdlib.h>

#include "labels/art_draw.h"

#define LETTER .paper_width = 215.9, .paper_height = 279.4
#define A4 .paper_width = 210, .paper_height = 297

const struct sheet_sample sheet_samples[] = {
    {{.name = "avery-5160",
      LETTER,
      .columns = 3,
      .rows = 10,
      .width = 66.68,
      .height = 25.40,
      .left = 4.76,
      .top = 12.70,
      .pitch_x = 69.85,
      .pitch_y = 25.40,
      .corner = 1.5,
      .shape = SELLO_STOCK_RECTANGLE},
     150},
    {{.name = "avery-5162",
      LETTER,
      .columns = 2,
      .rows = 7,
      .width = 101.60,
      .height = 33.87,
      .left = 3.97,
      .top = 21.17,
      .pitch_x = 106.36,
      .pitch_y = 33.87,
      .corner = 1.5,
      .shape = SELLO_STOCK_RECTANGLE},
     400},
    {{.name = "avery-3112",
      LETTER,
      .columns = 4,
      .rows = 5,
      .width = 38.10,
      .height = 38.10,
      .left = 12.70,
      .top = 19.05,
      .pitch_x = 50.80,
      .pitch_y = 50.80,
      .shape = SELLO_STOCK_ROUND},
     260},
    {{.name = "avery-5371",
      LETTER,
      .columns = 2,
      .rows = 5,
      .width = 88.90,
      .height = 50.80,
      .left = 19.05,
      .top = 12.70,
      .pitch_x = 88.90,
      .pitch_y = 50.80,
      .shape = SELLO_STOCK_RECTANGLE},
     560},
    {{.name = "onlinelabels-ol5175",
      LETTER,
      .columns = 4,
      .rows = 5,
      .width = 45.72,
      .height = 45.72,
      .left = 16.51,
      .top = 25.40,
      .pitch_x = 45.72,
      .pitch_y = 45.72,
      .shape = SELLO_STOCK_RECTANGLE},
     560},
    {{.name = "avery-l7159",
      A4,
      .columns = 3,
      .rows = 8,
      .width = 64.00,
      .height = 33.86,
      .left = 6.46,
      .top = 13.06,
      .pitch_x = 66.54,
      .pitch_y = 33.86,
      .corner = 1.5,
      .shape = SELLO_STOCK_RECTANGLE},
     561},
    {{.name = "avery-l7160",
      A4,
      .columns = 3,
      .rows = 7,
      .width = 63.50,
      .height = 38.10,
      .left = 7.20,
      .top = 15.15,
      .pitch_x = 66.04,
      .pitch_y = 38.10,
      .corner = 1.5,
      .shape = SELLO_STOCK_RECTANGLE},
     561},
    {{.name = "avery-l7651",
      A4,
      .columns = 5,
      .rows = 13,
      .width = 38.10,
      .height = 21.17,
      .left = 4.67,
      .top = 10.90,
      .pitch_x = 40.64,
      .pitch_y = 21.17,
      .corner = 1.5,
      .shape = SELLO_STOCK_RECTANGLE},
     60},
    {{.name = "avery-l6112",
      A4,
      .columns = 4,
      .rows = 6,
      .width = 40,
      .height = 40,
      .left = 16,
      .top = 13.43,
      .pitch_x = 46,
      .pitch_y = 46,
      .shape = SELLO_STOCK_ROUND},
     260},
    {{.name = "zweckform-3475",
      A4,
      .columns = 3,
      .rows = 8,
      .width = 70,
      .height = 36,
      .left = 0,
      .top = 4.43,
      .pitch_x = 70,
      .pitch_y = 36,
      .shape = SELLO_STOCK_RECTANGLE},
     561},
    {{.name = "rayfilm-2626",
      A4,
      .columns = 4,
      .rows = 5,
      .width = 50,
      .height = 50,
      .left = 5,
      .top = 23.5,
      .pitch_x = 50,
      .pitch_y = 50,
      .shape = SELLO_STOCK_RECTANGLE},
     561},
};
const size_t n_sheet_samples = sizeof sheet_samples / sizeof *sheet_samples;

const struct sheet_sample *sheet_sample_find(const char *name) {
    for (size_t i = 0; i < n_sheet_samples; i++) {
        if (strcmp(sheet_samples[i].stock.name, name) == 0) {
            return &sheet_samples[i];
        }
    }
    return NULL;
}

struct sello_bytes sheet_sample_text(const struct sheet_sample *sample, uint64_t i,
                                     char buf[SHEET_TEXT_MAX]) {
    int n =
        snprintf(buf, SHEET_TEXT_MAX, "https://sello.example/v/#%08llu", (unsigned long long)i + 1);
    size_t len = (size_t)n, end = len - 8 + sample->n_digits;
    uint32_t random = 2463534242u + (uint32_t)i * 7919u;
    for (; len < end; len++) {
        random = random * 1664525u + 1013904223u;
        buf[len] = (char)('0' + (random >> 16) % 10);
    }
    return sello_bytes(buf, len);
}

/* ---- in place of art ---- */

struct sello_art {
    struct sello_art_setup setup;
};

enum sello_status sello_art_new(const struct sello_art_setup *setup, struct sello_art **out) {
    *out = malloc(sizeof **out);
    (*out)->setup = *setup;
    return SELLO_OK;
}

void sello_art_free(struct sello_art **art) {
    free(*art);
    *art = NULL;
}

enum sello_status art_draw(struct sello_art *art, cairo_t *cairo,
                           const struct sello_art_label *label) {
    (void)art;
    (void)label;
    cairo_set_source_rgb(cairo, 0.5, 0, 0);
    cairo_rectangle(cairo, 3, 3, 6, 2);
    cairo_fill(cairo);
    return SELLO_OK;
}

static unsigned middle(double mm, const struct sello_art *art, const struct sello_symbol *symbol) {
    struct sello_print_size size = art->setup.size;
    double dots = mm / 25.4 * size.dpi - sello_symbol_page(symbol) * size.dots_per_module;
    return dots > 0 ? (unsigned)(dots / 2) : 0;
}

void art_symbol_at(const struct sello_art *art, const struct sello_symbol *symbol,
                   unsigned *out_x_dots, unsigned *out_y_dots) {
    *out_x_dots = middle(art->setup.stock->width, art, symbol);
    *out_y_dots = middle(art->setup.stock->height, art, symbol);
}

struct sello_print_size art_size(const struct sello_art *art) {
    return art->setup.size;
}

/* ---- sheets ---- */

static void must(enum sello_status status) {
    if (status != SELLO_OK) {
        fprintf(stderr, "sheet_sample: %s\n", sello_status_name(status));
        abort();
    }
}

static struct sello_art *art_for(const struct sheet_job *job, unsigned dpi) {
    struct sello_art_setup setup = {.stock = &job->sample->stock,
                                    .size = {dpi, job->dots_per_module}};
    struct sello_art *art;
    must(sello_art_new(&setup, &art));
    return art;
}

static void put_label(struct sello_sheet *sheet, const struct sheet_job *job, struct sello_art *art,
                      unsigned cell, uint64_t i) {
    char text[SHEET_TEXT_MAX];
    struct sello_symbol symbol;
    must(sello_symbol_make(sheet_sample_text(job->sample, i, text), 22, &symbol));
    const struct sello_art_label label = {&symbol, sello_bytes_of("000001-1")};
    must(sello_sheet_put(sheet, cell, art, &label));
}

static void put_page(struct sello_sheet *sheet, const struct sheet_job *job, struct sello_art *art,
                     uint64_t page) {
    const struct sello_stock *stock = &job->sample->stock;
    must(sello_sheet_page(sheet, sello_bytes_of("Tanda B7, series 000001-1 a 000024-Q")));
    for (uint64_t i = 0; i < job->n; i++) {
        struct sello_place place = sello_place_of(stock, job->order, job->start, job->n, i);
        if (place.page == page) {
            put_label(sheet, job, art, place.cell, i);
        }
    }
}

struct sello_bytes sheet_sample_pdf(const struct sheet_job *job, struct sello_sheet_setup setup) {
    struct sello_sheet *sheet;
    uint8_t *pdf;
    size_t len;
    setup.stock = &job->sample->stock;
    must(sello_sheet_new(&setup, &sheet));
    struct sello_art *art = art_for(job, setup.dpi);
    uint64_t pages = sello_place_pages(setup.stock, job->order, job->start, job->n);
    for (uint64_t page = 0; page < pages; page++) {
        put_page(sheet, job, art, page);
    }
    sello_art_free(&art);
    must(sello_sheet_finish(&sheet, &pdf, &len));
    return sello_bytes(pdf, len);
}

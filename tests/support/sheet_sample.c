/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sheet_sample.h"

#include <stdio.h>
#include <stdlib.h>

/* Version 5 to 14: what the square of each takes at 10 dots of 600 dpi. */
const struct sheet_sample sheet_samples[] = {
    {"avery-5160", 150},          /* Letter, no gap between its rows */
    {"avery-5162", 400},          /* wide */
    {"avery-3112", 260},          /* round */
    {"avery-5371", 560},          /* no gaps at all */
    {"onlinelabels-ol5175", 560}, /* square */
    {"avery-l7159", 561},         /* A4, and a record of 231 bytes: version 12 */
    {"avery-l7651", 60},          /* small */
    {"avery-l6112", 260},         /* round */
    {"zweckform-3475", 561},      /* from edge to edge */
    {"rayfilm-2626", 561},        /* square */
};
const size_t n_sheet_samples = sizeof sheet_samples / sizeof *sheet_samples;

const struct sheet_sample *sheet_sample_find(const char *name) {
    for (size_t i = 0; i < n_sheet_samples; i++) {
        if (strcmp(sheet_samples[i].stock, name) == 0) {
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

/* ---- sheets ---- */

static void must(enum sello_error error) {
    if (error != SELLO_OK) {
        fprintf(stderr, "sheet_sample: %s\n", sello_error_name(error));
        abort();
    }
}

struct sello_art *sheet_sample_art(const struct sheet_job *job, unsigned dpi) {
    static struct sello_label_words words; /* lives as long as any art */
    words =
        (struct sello_label_words){.product = sello_bytes_of("Rebozo de seda, teñido con grana"),
                                   .producer = sello_bytes_of("Taller de María Hernández"),
                                   .origin = sello_bytes_of("Santa María Tlahuitoltepec"),
                                   .scheme = sello_bytes_of("Denominación de origen"),
                                   .lot = sello_bytes_of("2026-07"),
                                   .certificate = sello_bytes_of("C12"),
                                   .certifier = sello_bytes_of("Cooperativa Ñuu Savi"),
                                   .web = sello_bytes_of("sello.example/v/")};
    struct sello_symbol symbol;
    char text[SHEET_TEXT_MAX];
    must(sello_symbol_make(sheet_sample_text(job->sample, 0, text), 22, &symbol));
    const struct sello_art_setup setup = {
        .stock = sello_stock_find(job->sample->stock),
        .design = sello_design_find(job->design != NULL ? job->design : "plain"),
        .bleeds = job->bleeds,
        .mark = job->mark,
        .words = &words,
        .language = SELLO_LABEL_BOTH,
        .size = {dpi, job->dots_per_module},
        .symbol_page = sello_symbol_page(&symbol)};
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
    const struct sello_stock *stock = sello_stock_find(job->sample->stock);
    must(sello_sheet_page(sheet, sello_bytes_of(job->header)));
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
    setup.stock = sello_stock_find(job->sample->stock);
    must(sello_sheet_new(&setup, &sheet));
    struct sello_art *art = sheet_sample_art(job, setup.dpi);
    uint64_t pages = sello_place_pages(setup.stock, job->order, job->start, job->n);
    for (uint64_t page = 0; page < pages; page++) {
        put_page(sheet, job, art, page);
    }
    sello_art_free(&art);
    must(sello_sheet_finish(&sheet, &pdf, &len));
    return sello_bytes(pdf, len);
}

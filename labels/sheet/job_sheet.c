/* SPDX-License-Identifier: Apache-2.0 */
/* These words are the page's own, in both languages, and not messages. */
#include "labels/sheet/job_sheet.h"

#include <math.h>
#include <stdio.h>

#define WORDS_MAX 1024

/* In Spanish and in English. */
struct both {
    char es[WORDS_MAX], en[WORDS_MAX];
};

/* ---- numbers, with a decimal point in every locale ---- */

#define LENGTH_MAX 32

/* "64.00" */
static const char *hundredths(double mm, char out[LENGTH_MAX]) {
    long n = lround(mm * 100);
    snprintf(out, LENGTH_MAX, "%ld.%02ld", n / 100, n % 100);
    return out;
}

/* "0.423" */
static const char *thousandths(double mm, char out[LENGTH_MAX]) {
    long n = lround(mm * 1000);
    snprintf(out, LENGTH_MAX, "%ld.%03ld", n / 1000, n % 1000);
    return out;
}

/* ---- what it is ---- */

#define PAPER_MAX (2 * LENGTH_MAX + 16)

/* "A4, 210.00 × 297.00 mm"; letter: what Letter is called. */
static const char *paper_of(const struct sello_stock *stock, const char *letter,
                            char out[PAPER_MAX]) {
    const char *name = sello_stock_is_letter(stock) ? letter : "";
    char width[LENGTH_MAX], height[LENGTH_MAX];
    snprintf(out, PAPER_MAX, "%s%s × %s mm", sello_stock_is_a4(stock) ? "A4, " : name,
             hundredths(stock->paper_width, width), hundredths(stock->paper_height, height));
    return out;
}

struct order_words {
    const char *es, *en;
};

static const struct order_words order_words[] = {
    [SELLO_ORDER_ROW] = {"por filas", "along the rows"},
    [SELLO_ORDER_COLUMN] = {"por columnas", "down the columns"},
    [SELLO_ORDER_STACK] = {"cortar y apilar, fila por fila", "cut and stack, row by row"},
};

static void put_what(const struct sello_job_sheet *job, struct both *out) {
    const struct sello_stock *stock = job->stock;
    char paper_es[PAPER_MAX], paper_en[PAPER_MAX];
    char width[LENGTH_MAX], height[LENGTH_MAX];
    int n_first = (int)job->first.len, n_last = (int)job->last.len;
    const char *first = (const char *)job->first.ptr, *last = (const char *)job->last.ptr;
    unsigned long long labels = job->n_labels, sheets = job->n_sheets;
    paper_of(stock, "carta, ", paper_es);
    paper_of(stock, "Letter, ", paper_en);
    hundredths(stock->width, width);
    hundredths(stock->height, height);
    snprintf(out->es, sizeof out->es,
             "Hoja de etiquetas: %s\nPapel: %s\nEtiqueta: %s × %s mm, %u por hoja\n"
             "Etiquetas: %llu, en %llu %s\nCopias: %u\nSeries: %.*s a %.*s\nOrden: %s",
             stock->title, paper_es, width, height, sello_stock_cells(stock), labels, sheets,
             sheets == 1 ? "hoja" : "hojas", job->copies, n_first, first, n_last, last,
             order_words[job->order].es);
    snprintf(out->en, sizeof out->en,
             "Label stock: %s\nPaper: %s\nLabel: %s × %s mm, %u on a sheet\n"
             "Labels: %llu, on %llu %s\nCopies: %u\nSerials: %.*s to %.*s\nOrder: %s",
             stock->title, paper_en, width, height, sello_stock_cells(stock), labels, sheets,
             sheets == 1 ? "sheet" : "sheets", job->copies, n_first, first, n_last, last,
             order_words[job->order].en);
}

/* ---- how it is printed ---- */

static void put_how(const struct sello_job_sheet *job, struct both *out) {
    char module[LENGTH_MAX];
    unsigned dpi = job->size.dpi, dots = job->size.dots_per_module;
    thousandths(sello_module_mm(job->size), module);
    snprintf(out->es, sizeof out->es,
             "Tamaño real (100 %%), %s, %s.\n%u puntos por pulgada: un módulo "
             "del código mide %u puntos, %s mm. El archivo no se convierte en fotografía.%s",
             job->backs ? "por los dos lados, volteando como en un libro" : "por un solo lado",
             job->coloured ? "a color" : "en negro", dpi, dots, module,
             job->crop_marks ? "\nCorta por las marcas de los márgenes." : "");
    snprintf(out->en, sizeof out->en,
             "Actual size (100 %%), %s, %s.\n%u dots per inch: a module of the code "
             "is %u dots, %s mm. The file is not turned into a picture.%s",
             job->backs ? "on both sides, turned as in a book" : "on one side",
             job->coloured ? "in colour" : "in black", dpi, dots, module,
             job->crop_marks ? "\nCut along the marks in the margins." : "");
}

static void put_check(const struct sello_job_sheet *job, struct both *out) {
    char side[LENGTH_MAX];
    hundredths(job->symbol_side * sello_module_mm(job->size), side);
    snprintf(out->es, sizeof out->es,
             "Una hoja en papel común, a contraluz sobre una de etiquetas. El código más grande "
             "mide %s mm por lado, de negro a negro. Escanea uno.",
             side);
    snprintf(out->en, sizeof out->en,
             "One sheet on plain paper, held to the light over a sheet of labels. The largest "
             "code is %s mm wide, from black to black. Scan one.",
             side);
}

static const struct both back = {
    "Devuelve todo, también lo echado a perder: cada etiqueta lleva su propio número. No imprimas "
    "de más.",
    "Give everything back, spoiled sheets too: each label has a number of its own. Print no more "
    "than this.",
};

/* ---- the page ---- */

static void put_lead(const struct sello_job_sheet *job, char out[WORDS_MAX]) {
    snprintf(out, WORDS_MAX, "%.*s · Tanda / Batch %.*s%s%.*s%s", (int)job->certifier.len,
             (const char *)job->certifier.ptr, (int)job->batch.len, (const char *)job->batch.ptr,
             job->file.len > 0 ? "\nArchivo / File: " : "", (int)job->file.len,
             (const char *)job->file.ptr,
             job->proof ? "\nPRUEBA: no es para usarse · PROOF: not to be used" : "");
}

static struct sello_page_part pair(enum sello_part_kind kind, const struct both *words) {
    return (struct sello_page_part){
        .kind = kind, .text = sello_bytes_of(words->es), .beside = sello_bytes_of(words->en)};
}

enum sello_error sello_job_sheet_write(const struct sello_job_sheet *job, enum sello_paper paper,
                                       enum sello_page_form form, struct sello_writer *out) {
    static const struct both what_head = {"Qué es", "What it is"},
                             how_head = {"Cómo se imprime", "How it is printed"},
                             check_head = {"Antes de imprimir todo", "Before printing it all"},
                             back_head = {"Al entregar", "When done"};
    struct both what, how, check;
    char lead[WORDS_MAX];
    put_what(job, &what);
    put_how(job, &how);
    put_check(job, &check);
    put_lead(job, lead);
    const struct sello_page_part parts[] = {
        {.kind = SELLO_PART_TITLE, .text = sello_bytes_of("Hoja de trabajo · Job sheet")},
        {.kind = SELLO_PART_LEAD, .text = sello_bytes_of(lead)},
        {.kind = SELLO_PART_STRIP},
        pair(SELLO_PART_HEADING, &what_head),
        pair(SELLO_PART_TEXT, &what),
        pair(SELLO_PART_HEADING, &how_head),
        pair(SELLO_PART_TEXT, &how),
        pair(SELLO_PART_HEADING, &check_head),
        pair(SELLO_PART_TEXT, &check),
        pair(SELLO_PART_HEADING, &back_head),
        pair(SELLO_PART_TEXT, &back),
        {.kind = SELLO_PART_TEXT,
         .text = sello_bytes_of("Hojas buenas / Good sheets: __________"),
         .beside = sello_bytes_of("Echadas a perder / Spoiled: __________")},
        {.kind = SELLO_PART_SIGNATURES,
         .text = sello_bytes_of("Impreso por / Printed by"),
         .beside = sello_bytes_of("Fecha / Date")},
    };
    const struct sello_page page = {.paper = paper,
                                    .name = sello_bytes_of("Hoja de trabajo"),
                                    .part = parts,
                                    .n_parts = sizeof parts / sizeof *parts,
                                    .practice = job->practice};
    return sello_page_write(&page, form, out);
}

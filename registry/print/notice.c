/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/notice.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "registry/print/page_words.h"

enum { WORDS_MAX = 512 };

#define SYMBOL_MM 114.0 /* what a symbol of few modules is enlarged to, quiet zone included */

/* ---- the symbol ---- */

enum sello_error notice_symbol(const struct notice *notice, struct sello_symbol *out) {
    struct sello_bundle bundle;
    uint8_t text[4096]; /* more than a symbol holds */
    struct sello_writer w = sello_writer_init(text, sizeof text);
    enum sello_error error = sello_bundle_parse(notice->bundle, &bundle);
    if (error != SELLO_OK) {
        return error;
    }
    if (!bundle.status_only || bundle.n_rows > 0 || bundle.n_batches > 0) {
        return SELLO_E_STATE;
    }
    sello_write(&w, notice->root->base_url.ptr, notice->root->base_url.len);
    sello_write(&w, "#", 1);
    sello_digits_put(&w, notice->bundle);
    return w.failed ? SELLO_E_SYMBOL_TOO_LONG
                    : sello_symbol_make(sello_written(&w), SELLO_SYMBOL_VERSION_MAX, out);
}

/* ---- the words, which are on every notice in both languages ---- */

struct words {
    char when[WORDS_MAX], until_es[WORDS_MAX], until_en[WORDS_MAX], footer[WORDS_MAX];
};

static void put_when(const struct sello_bundle *bundle, struct words *out) {
    struct page_dated day = page_day_in_words(base_here_day(bundle->generated));
    char here[BASE_HERE_LEN]; /* "2026-11-23 14:00" */
    base_here_format(bundle->generated, here);
    snprintf(out->when, sizeof out->when,
             "Etiquetas retiradas y suspendidas al %s, %s\n"
             "Labels withdrawn and suspended as of %s, %s",
             day.es, here + BASE_DATE_LEN, day.en, here + BASE_DATE_LEN);
}

static void put_until(const struct sello_bundle *bundle, struct words *out) {
    struct page_dated day =
        page_day_in_words(base_here_day(bundle->generated) + bundle->fresh_days);
    snprintf(out->until_es, sizeof out->until_es,
             "Este aviso vale hasta el siguiente. Después del %s pide uno más nuevo.", day.es);
    snprintf(out->until_en, sizeof out->until_en,
             "This notice is valid until the next one. After %s, ask for a newer one.", day.en);
}

static void put_footer(const struct notice *notice, const struct sello_bundle *bundle,
                       struct words *out) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], hash[SELLO_FINGERPRINT_TEXT_LEN];
    sello_fingerprint_text(notice->root->fingerprint, fingerprint);
    sello_fingerprint_text(notice->root->hash, hash);
    snprintf(out->footer, sizeof out->footer,
             "Huella / Fingerprint: %s\n"
             "Raíz / Root %llu: %s · Datos / Data %llu · Etiquetas / Labels 1–%llu",
             fingerprint, (unsigned long long)notice->root->version, hash,
             (unsigned long long)bundle->version, (unsigned long long)bundle->highest);
}

static const char what_es[] =
    "El código lleva el estado de todas las etiquetas de este certificador: cuáles fueron "
    "retiradas, suspendidas o vendidas. Con él, tu verificador lo sabe sin señal. Toma una foto y "
    "dale:";
static const char what_en[] =
    "The code holds the status of all labels of this certifier: which were withdrawn, suspended "
    "or sold. With it your verifier knows, without a signal. Take a photo of it and run:";

/* ---- the page ---- */

static struct sello_bytes text(const char *words) {
    return sello_bytes_of(words);
}

static double module_of(const struct sello_symbol *symbol) {
    double mm = SYMBOL_MM / sello_symbol_page(symbol);
    return mm > NOTICE_MODULE_MM ? mm : NOTICE_MODULE_MM;
}

static enum sello_error put_notice(const struct notice *notice, const struct sello_symbol *symbol,
                                   const struct words *words, struct sello_page page,
                                   enum sello_page_form form, struct sello_writer *out) {
    const struct sello_page_part parts[] = {
        {.kind = SELLO_PART_TITLE, .text = notice->root->name},
        {.kind = SELLO_PART_LEAD, .text = text(words->when)},
        {.kind = SELLO_PART_SYMBOL, .symbol = symbol, .module_mm = module_of(symbol)},
        {.kind = SELLO_PART_HEADING, .text = text("Qué hacer"), .beside = text("What to do")},
        {.kind = SELLO_PART_TEXT, .text = text(what_es), .beside = text(what_en)},
        /* As verifiers of every version take it: who reads the notice may have an old one. */
        {.kind = SELLO_PART_COMMAND,
         .text = text("sello-verify trust update FOTO"),
         .beside = text("sello-verify trust update PHOTO")},
        {.kind = SELLO_PART_TEXT, .text = text(words->until_es), .beside = text(words->until_en)},
    };
    page.name = notice->root->name;
    page.part = parts;
    page.n_parts = sizeof parts / sizeof *parts;
    page.footer = text(words->footer);
    page.practice = notice->root->practice;
    return sello_page_write(&page, form, out);
}

enum sello_error notice_write(const struct notice *notice, enum sello_paper paper,
                              enum sello_page_form form, struct sello_writer *out) {
    struct sello_symbol *symbol = malloc(sizeof *symbol);
    struct sello_bundle bundle;
    struct words words;
    enum sello_error error = symbol != NULL ? notice_symbol(notice, symbol) : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        error = sello_bundle_parse(notice->bundle, &bundle);
    }
    if (error == SELLO_OK) {
        put_when(&bundle, &words);
        put_until(&bundle, &words);
        put_footer(notice, &bundle, &words);
        error = put_notice(notice, symbol, &words, (struct sello_page){.paper = paper}, form, out);
    }
    free(symbol);
    return error;
}

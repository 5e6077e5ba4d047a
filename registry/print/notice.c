/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/notice.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "registry/print/page_words.h"

enum { WORDS_MAX = 512 };

#define SYMBOL_MM 100.0 /* what a symbol of few modules is enlarged to, quiet zone included */

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
    char phone_es[WORDS_MAX], phone_en[WORDS_MAX], last_es[WORDS_MAX], last_en[WORDS_MAX];
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

/* The address as it is typed: without what every phone adds. */
static struct sello_bytes typed_address(const struct sello_root *root) {
    static const char https[] = "https://";
    struct sello_bytes url = root->base_url;
    size_t n = sizeof https - 1;
    bool has = url.len > n && memcmp(url.ptr, https, n) == 0;
    return has ? sello_bytes(url.ptr + n, url.len - n) : url;
}

static void put_phone(const struct notice *notice, struct words *out) {
    struct sello_bytes url = typed_address(notice->root);
    int len = (int)url.len;
    const char *address = (const char *)url.ptr;
    snprintf(out->phone_es, sizeof out->phone_es,
             "Con un teléfono: apunta la cámara al código y abre el enlace, %.*s. El código lleva "
             "el estado de todas las etiquetas; desde entonces tu teléfono sabe, sin señal, cuáles "
             "fueron retiradas, suspendidas o vendidas.",
             len, address);
    snprintf(out->phone_en, sizeof out->phone_en,
             "With a phone: point its camera at the code and open the link, %.*s. The code holds "
             "the status of all labels; from then on your phone knows, without a signal, which "
             "were withdrawn, suspended or sold.",
             len, address);
}

static const char tool_es[] = "Con sello-verify: toma una foto y dale:";
static const char tool_en[] = "With sello-verify: take a photo and run:";

/* ---- what was withdrawn last ---- */

/* Of one label, and of several. */
struct reason_words {
    const char *es[2], *en;
};

static struct reason_words words_of_reason(uint64_t reason) {
    static const struct reason_words words[] = {
        [SELLO_REASON_OTHER] = {{"por otro motivo", "por otro motivo"}, "another reason"},
        [SELLO_REASON_LOST] = {{"perdida", "perdidas"}, "lost"},
        [SELLO_REASON_STOLEN] = {{"robada", "robadas"}, "stolen"},
        [SELLO_REASON_DAMAGED] = {{"dañada", "dañadas"}, "damaged"},
        [SELLO_REASON_MISPRINT] = {{"mal impresa", "mal impresas"}, "misprint"},
        [SELLO_REASON_CERTIFICATE_ENDED] = {{"terminó su certificado", "terminó su certificado"},
                                            "its certificate ended"},
        [SELLO_REASON_COUNTERFEIT] = {{"vista una copia", "vistas copias"}, "copies were seen"},
        [SELLO_REASON_PRODUCER] = {{"a petición del productor", "a petición del productor"},
                                   "the producer's request"},
    };
    bool known = reason < sizeof words / sizeof *words && words[reason].en != NULL;
    return words[known ? reason : SELLO_REASON_OTHER];
}

/* Without its year, where that is the notice's own. */
static struct page_dated day_near(uint64_t day, uint64_t notice_day) {
    struct page_dated words = page_day_in_words(day);
    struct base_date date, own;
    if (base_date_of(day, &date) && base_date_of(notice_day, &own) && date.year == own.year) {
        words.es[strlen(words.es) - strlen(" de 2026")] = '\0';
        words.en[strlen(words.en) - strlen(" 2026")] = '\0';
    }
    return words;
}

static void put_last(const struct notice *notice, size_t n_rows, uint64_t notice_day,
                     struct words *out) {
    int es = 0, en = 0;
    out->last_es[0] = out->last_en[0] = '\0';
    for (size_t i = 0; i < n_rows; i++) {
        const struct notice_row *row = &notice->row[i];
        char from[SELLO_SERIAL_LEN], to[SELLO_SERIAL_LEN] = "";
        bool many = row->count > 1;
        struct page_dated day = day_near(row->day, notice_day);
        struct reason_words why = words_of_reason(row->reason);
        sello_serial_format(row->first, from);
        if (many) {
            sello_serial_format(row->first + row->count - 1, to);
        }
        es += snprintf(out->last_es + es, sizeof out->last_es - (size_t)es, "%s%s%s%s, %s, %s",
                       i > 0 ? "\n" : "", from, many ? " a " : "", to, why.es[many], day.es);
        en += snprintf(out->last_en + en, sizeof out->last_en - (size_t)en, "%s%s%s%s, %s, %s",
                       i > 0 ? "\n" : "", from, many ? " to " : "", to, why.en, day.en);
    }
}

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
    bool any = words->last_es[0] != '\0';
    const struct sello_page_part parts[] = {
        {.kind = SELLO_PART_TITLE, .text = notice->root->name},
        {.kind = SELLO_PART_LEAD, .text = text(words->when)},
        {.kind = SELLO_PART_STRIP},
        {.kind = SELLO_PART_SYMBOL, .symbol = symbol, .module_mm = module_of(symbol)},
        {.kind = SELLO_PART_HEADING, .text = text("Qué hacer"), .beside = text("What to do")},
        {.kind = SELLO_PART_TEXT, .text = text(words->phone_es), .beside = text(words->phone_en)},
        {.kind = SELLO_PART_TEXT, .text = text(tool_es), .beside = text(tool_en)},
        /* As verifiers of every version take it: who reads the notice may have an old one. */
        {.kind = SELLO_PART_COMMAND,
         .text = text("sello-verify trust update FOTO"),
         .beside = text("sello-verify trust update PHOTO")},
        {.kind = SELLO_PART_TEXT, .text = text(words->until_es), .beside = text(words->until_en)},
        {.kind = SELLO_PART_HEADING,
         .text = text("Las últimas retiradas"),
         .beside = text("Withdrawn last")},
        {.kind = SELLO_PART_TEXT, .text = text(words->last_es), .beside = text(words->last_en)},
    };
    page.name = notice->root->name;
    page.part = parts;
    page.n_parts = sizeof parts / sizeof *parts - (any ? 0 : 2);
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
        put_phone(notice, &words);
        put_footer(notice, &bundle, &words);
        error = SELLO_E_PAGE_FULL;
    }
    /* A large symbol leaves room for fewer rows. */
    for (size_t n = notice->n_rows + 1; n > 0 && error == SELLO_E_PAGE_FULL; n--) {
        put_last(notice, n - 1, base_here_day(bundle.generated), &words);
        error = put_notice(notice, symbol, &words, (struct sello_page){.paper = paper}, form, out);
    }
    free(symbol);
    return error;
}

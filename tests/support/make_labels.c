/* SPDX-License-Identifier: Apache-2.0 */
/* make_labels STOCK FILE.pdf [ACCENT]: one label a page, in each of our designs with short words,
 * with the longest that are signed and, on small stock, with names as long as people have, in the
 * accent (six hex digits; or none). What each page says is on standard output: a line "page DESIGN
 * WORDS MODULE_MM", then a line a text, "FIELD TOLD TEXT", where TOLD is "whole", "cut" or "out".
 *
 * make_labels STOCK FILE.pdf sheets [DPI]: a full sheet in each design, each label with a symbol of
 * its own, as it is printed. On standard output "page DESIGN", then a line a label with its text.
 */
#include <stdio.h>
#include <stdlib.h>

#include "labels/sheet/sheet.h"
#include "tests/support/labels_fixture.h"

static unsigned dpi = 600;

enum { N_DESIGNS = 5, SHORT = 0, LONG = 3, NAMES = 5 };
#define SMALL_MM2 2200.0 /* on a larger label names have room */

static const struct {
    enum sello_art_part part;
    const char *name;
    size_t at; /* in the words */
} fields[] = {
    {SELLO_ART_PRODUCT, "product", offsetof(struct sello_label_words, product)},
    {SELLO_ART_PRODUCER, "producer", offsetof(struct sello_label_words, producer)},
    {SELLO_ART_CERTIFIER, "certifier", offsetof(struct sello_label_words, certifier)},
    {SELLO_ART_ORIGIN, "community", offsetof(struct sello_label_words, origin)},
    {SELLO_ART_TRAITS, "traits", offsetof(struct sello_label_words, traits)},
    {SELLO_ART_SCHEME, "scheme", offsetof(struct sello_label_words, scheme)},
    {SELLO_ART_CERTIFICATE, "certificate", offsetof(struct sello_label_words, certificate)},
    {SELLO_ART_WEB, "web", offsetof(struct sello_label_words, web)},
};

static void must(enum sello_error error) {
    if (error != SELLO_OK) {
        fprintf(stderr, "make_labels: %s\n", sello_error_name(error));
        exit(1);
    }
}

static const char *told(const struct sello_art_lack *lack, enum sello_art_part part) {
    return lack->left_out[part] ? "out" : lack->cut[part] ? "cut" : "whole";
}

static void tell(const struct sello_art *art, const struct label_job *job, const char *design,
                 size_t words) {
    struct sello_art_lack lack;
    sello_art_lack(art, &lack);
    printf("page %s %zu %.4f\n", design, words, sello_module_mm(job->setup.size));
    printf("scan %s Escanea para verificar\n", told(&lack, SELLO_ART_SCAN));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct sello_bytes *text =
            (const struct sello_bytes *)(const void *)((const char *)&job->words + fields[i].at);
        if (text->len > 0) {
            printf("%s %s %.*s\n", fields[i].name, told(&lack, fields[i].part), (int)text->len,
                   (const char *)text->ptr);
        }
    }
}

static uint32_t accent;

static void put_page(struct sello_sheet *sheet, const struct sello_stock *stock, const char *design,
                     size_t words) {
    static struct label_job job;
    struct sello_art *art = NULL;
    if (!label_job_printed(stock, design, label_words_at(words).words, NULL, dpi, &job)) {
        must(SELLO_E_PAGE_FULL);
    }
    job.setup.accent = accent;
    must(sello_art_new(&job.setup, &art));
    const struct sello_art_label label = {&job.symbol, sello_bytes_of(LABEL_SERIAL)};
    must(sello_sheet_page(sheet, sello_bytes_of("")));
    must(sello_sheet_put(sheet, 0, art, &label));
    tell(art, &job, design, words);
    sello_art_free(&art);
}

/* The text, in this buffer, with the serial in its last digits. */
static void put_serial(struct sello_bytes text, unsigned serial, char *buf) {
    for (size_t i = 1; i <= 4; i++, serial /= 10) {
        buf[text.len - i] = (char)('0' + serial % 10);
    }
}

static void put_sheet(struct sello_sheet *sheet, const struct sello_stock *stock,
                      const char *design) {
    static struct label_job job;
    struct sello_art *art = NULL;
    char buf[2048];
    if (!label_job_printed(stock, design, label_words_at(SHORT).words, NULL, dpi, &job)) {
        must(SELLO_E_PAGE_FULL);
    }
    struct sello_bytes text = label_job_text(&job, buf);
    must(sello_art_new(&job.setup, &art));
    must(sello_sheet_page(sheet, sello_bytes_of("")));
    printf("page %s\n", design);
    for (unsigned cell = 0; cell < sello_stock_cells(stock); cell++) {
        put_serial(text, cell + 1, buf);
        must(sello_symbol_make(text, 22, &job.symbol));
        const struct sello_art_label label = {&job.symbol, sello_bytes_of(LABEL_SERIAL)};
        must(sello_sheet_put(sheet, cell, art, &label));
        printf("%.*s\n", (int)text.len, (const char *)text.ptr);
    }
    sello_art_free(&art);
}

int main(int argc, char **argv) {
    const struct sello_stock *stock = argc >= 3 && argc <= 5 ? sello_stock_find(argv[1]) : NULL;
    if (stock == NULL) {
        fputs("make_labels STOCK FILE.pdf [ACCENT | sheets [DPI]]\n", stderr);
        return 2;
    }
    bool sheets = argc >= 4 && strcmp(argv[3], "sheets") == 0;
    dpi = argc == 5 ? (unsigned)strtoul(argv[4], NULL, 10) : dpi;
    accent = argc == 4 && !sheets ? (uint32_t)strtoul(argv[3], NULL, 16) : 0;
    struct sello_stock alone = *stock; /* the paper is the label */
    alone.columns = alone.rows = 1;
    alone.paper_width = alone.width;
    alone.paper_height = alone.height;
    alone.left = alone.top = 0;
    const struct sello_sheet_setup setup = {.stock = sheets ? stock : &alone,
                                            .profile = {0, 0, 1, 1},
                                            .dpi = dpi,
                                            .title = sello_bytes_of("")};
    struct sello_sheet *sheet = NULL;
    must(sello_sheet_new(&setup, &sheet));
    for (size_t i = 0; i < N_DESIGNS; i++) {
        const char *design = sello_design_name(sello_design_at(i));
        if (sheets) {
            put_sheet(sheet, stock, design);
            continue;
        }
        put_page(sheet, stock, design, SHORT);
        put_page(sheet, stock, design, LONG);
        if (stock->width * stock->height < SMALL_MM2) {
            put_page(sheet, stock, design, NAMES);
        }
    }
    uint8_t *pdf = NULL;
    size_t len = 0;
    must(sello_sheet_finish(&sheet, &pdf, &len));
    FILE *file = fopen(argv[2], "wb");
    bool ok = file != NULL && fwrite(pdf, 1, len, file) == len;
    ok = file != NULL && fclose(file) == 0 && ok;
    free(pdf);
    return ok ? 0 : 1;
}

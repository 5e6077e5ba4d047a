/* SPDX-License-Identifier: Apache-2.0 */
/* contact_sheet WORDS MARK DPI FILE.png STOCK...: one label of each stock in each of our designs,
 * on one picture of so many dots an inch. WORDS: the number of a fixture's row; MARK: a file, or
 * "-". */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "labels/art/art_draw.h"
#include "labels/art/words.h"
#include "tests/support/labels_fixture.h"

#define DPI 600  /* the printer's */
#define GAP 10.0 /* points, around each label */
#define MM (72 / 25.4)
#define NAMES 26.0 /* points, above a label: the stock, then the design */
#define NAME 12.0
enum { N_DESIGNS = 5 };

struct sheet {
    cairo_t *cairo;
    PangoContext *context;
    struct sello_label_words words;
    const struct sello_mark *mark;
};

static struct sello_art *art_of(const struct sheet *sheet, const struct sello_stock *stock,
                                const char *design, struct label_job *job) {
    struct sello_art *art = NULL;
    return label_job_printed(stock, design, sheet->words, sheet->mark, DPI, job) &&
                   sello_art_new(&job->setup, &art) == SELLO_OK
               ? art
               : NULL;
}

static void put_modules(cairo_t *cairo, const struct sello_art *art,
                        const struct sello_symbol *symbol) {
    unsigned left, top, dots = art_size(art).dots_per_module;
    art_symbol_at(art, symbol, &left, &top);
    double dot = 72.0 / DPI;
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (unsigned y = 0; y < sello_symbol_page(symbol); y++) {
        for (unsigned x = 0; x < sello_symbol_page(symbol); x++) {
            if (sello_symbol_dark(symbol, x, y)) {
                cairo_rectangle(cairo, (left + x * dots) * dot, (top + y * dots) * dot, dots * dot,
                                dots * dot);
            }
        }
    }
    cairo_fill(cairo);
}

static void trace_edge(cairo_t *cairo, const struct sello_stock *stock) {
    double width = stock->width * MM, height = stock->height * MM;
    double corner = stock->shape == SELLO_STOCK_ROUND ? width / 2 : stock->corner * MM;
    art_rounded_path(cairo, 0, 0, width, height, corner);
}

static void put_name(const struct sheet *sheet, double x, double y, const char *name) {
    PangoLayout *layout = pango_layout_new(sheet->context);
    words_face(layout, WORDS_LABEL_PLAIN, 8);
    pango_layout_set_text(layout, name, -1);
    cairo_set_source_rgb(sheet->cairo, 0.3, 0.3, 0.3);
    cairo_move_to(sheet->cairo, x, y);
    pango_cairo_show_layout(sheet->cairo, layout);
    g_object_unref(layout);
}

static void put_label(const struct sheet *sheet, const struct sello_stock *stock,
                      const char *design, double x, double y) {
    static struct label_job job;
    cairo_t *cairo = sheet->cairo;
    struct sello_art *art = art_of(sheet, stock, design, &job);
    char name[120];
    snprintf(name, sizeof name, "%s, %.2f mm", design,
             art != NULL ? sello_module_mm(job.setup.size) : 0);
    put_name(sheet, x, y + NAME, name);
    cairo_save(cairo);
    cairo_translate(cairo, x, y + NAMES);
    trace_edge(cairo, stock);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_fill_preserve(cairo);
    if (art != NULL) {
        const struct sello_art_label label = {&job.symbol, sello_bytes_of(LABEL_SERIAL)};
        cairo_save(cairo);
        cairo_clip(cairo);
        if (art_draw(art, cairo, &label) == SELLO_OK) {
            put_modules(cairo, art, &job.symbol);
        }
        cairo_restore(cairo);
        sello_art_free(&art);
    }
    trace_edge(cairo, stock);
    cairo_set_line_width(cairo, 0.4);
    cairo_set_source_rgb(cairo, 0.6, 0.6, 0.6);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

static cairo_status_t write_to(void *context, const unsigned char *data, unsigned len) {
    return fwrite(data, 1, len, (FILE *)context) == len ? CAIRO_STATUS_SUCCESS
                                                        : CAIRO_STATUS_WRITE_ERROR;
}

static void measure(char **names, int n, double *out_width, double *out_height) {
    *out_width = *out_height = GAP;
    for (int i = 0; i < n; i++) {
        const struct sello_stock *stock = sello_stock_find(names[i]);
        double width = GAP + N_DESIGNS * (stock->width * MM + GAP);
        *out_width = width > *out_width ? width : *out_width;
        *out_height += NAMES + stock->height * MM + GAP;
    }
}

static void open_mark(const char *path, struct sello_mark **out) {
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (base_file_read(path, 1 << 22, &bytes, &len) != SELLO_OK ||
        sello_mark_open(sello_bytes(bytes, len), out) != SELLO_OK) {
        fprintf(stderr, "%s cannot be used as a mark.\n", path);
        exit(2);
    }
    free(bytes);
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fputs("contact_sheet WORDS MARK DPI FILE.png STOCK...\n", stderr);
        return 2;
    }
    double width, height, y = GAP, scale = strtod(argv[3], NULL) / 72;
    struct sello_mark *mark = NULL;
    measure(argv + 5, argc - 5, &width, &height);
    if (argv[2][0] != '-') {
        open_mark(argv[2], &mark);
    }
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(width * scale), (int)(height * scale));
    struct sheet sheet = {.cairo = cairo_create(surface),
                          .words = label_words_at(strtoul(argv[1], NULL, 10)).words,
                          .mark = mark};
    if (words_open(&sheet.context) != SELLO_OK) {
        return 1;
    }
    cairo_scale(sheet.cairo, scale, scale);
    cairo_set_source_rgb(sheet.cairo, 0.93, 0.92, 0.9);
    cairo_paint(sheet.cairo);
    for (int i = 5; i < argc; i++) {
        const struct sello_stock *stock = sello_stock_find(argv[i]);
        double x = GAP;
        put_name(&sheet, x, y, stock->name);
        for (size_t k = 0; k < N_DESIGNS; k++) {
            put_label(&sheet, stock, sello_design_name(sello_design_at(k)), x, y);
            x += stock->width * MM + GAP;
        }
        y += NAMES + stock->height * MM + GAP;
    }
    cairo_surface_flush(surface);
    FILE *file = fopen(argv[4], "wb");
    bool ok = file != NULL && cairo_surface_write_to_png_stream(surface, write_to, file) == 0;
    ok = file != NULL && fclose(file) == 0 && ok;
    cairo_destroy(sheet.cairo);
    cairo_surface_destroy(surface);
    g_object_unref(sheet.context);
    sello_mark_free(&mark);
    return ok ? 0 : 1;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/sheet/designs.h"

#include <math.h>
#include <stdlib.h>

#include "labels/art/art_draw.h"
#include "labels/page/page_pen.h"

#define MM (72 / 25.4)
#define GAP 14.0       /* points around each label */
#define NAME_ROOM 16.0 /* above it */
#define DPI 200.0
#define SIDE_MAX 3600.0 /* pixels */
#define SHAPE 1.4       /* the picture's width by its height, about */

static const struct page_style name_style = {.face = WORDS_LABEL_PLAIN, .size = 9, .grey = 0.15};

struct table {
    double wide, high; /* of a label with its name and gap */
    size_t columns, rows;
};

/* In the number of columns that makes it most nearly the shape of a screen. */
static struct table table_of(const struct sello_design_shown *shown, size_t n) {
    struct table table = {.columns = 1};
    double least = INFINITY;
    table.wide = shown[0].stock->width * MM + GAP;
    table.high = shown[0].stock->height * MM + GAP + NAME_ROOM;
    for (size_t columns = 1; columns <= n; columns++) {
        size_t rows = (n + columns - 1) / columns;
        double shape = (double)columns * table.wide / ((double)rows * table.high);
        double off = fabs(log(shape / SHAPE));
        if (off < least) {
            least = off;
            table.columns = columns;
            table.rows = rows;
        }
    }
    return table;
}

/* ---- one label ---- */

static void trace_edge(cairo_t *cairo, const struct sello_stock *stock) {
    double width = stock->width * MM, height = stock->height * MM;
    double corner = stock->shape == SELLO_STOCK_ROUND ? width / 2 : stock->corner * MM;
    art_rounded_path(cairo, 0, 0, width, height, corner);
}

static void put_symbol(cairo_t *cairo, const struct sello_art *art,
                       const struct sello_symbol *symbol) {
    struct sello_print_size size = art_size(art);
    unsigned left, top;
    double dot = 72.0 / size.dpi;
    art_symbol_at(art, symbol, &left, &top);
    cairo_save(cairo);
    cairo_translate(cairo, left * dot, top * dot);
    page_symbol_trace(cairo, symbol, size.dots_per_module * dot);
    cairo_restore(cairo);
}

static enum sello_error put_label(cairo_t *cairo, const struct sello_design_shown *shown) {
    cairo_save(cairo);
    trace_edge(cairo, shown->stock);
    cairo_clip(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    enum sello_error error = art_draw(shown->art, cairo, &shown->label);
    put_symbol(cairo, shown->art, shown->label.symbol);
    cairo_restore(cairo);
    return error;
}

/* ---- all of them ---- */

static enum sello_error draw_table(struct page_pen *pen, const struct table *table,
                                   const struct sello_design_shown *shown, size_t n) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < n && error == SELLO_OK; i++) {
        size_t column = i % table->columns, row = i / table->columns;
        double x = GAP + (double)column * table->wide;
        double y = GAP + (double)row * table->high;
        struct page_extent used;
        struct page_place place = {x, y - 2, table->wide - GAP};
        error = page_text_put_line(pen, &name_style, shown[i].name, place, &used);
        cairo_save(pen->cairo);
        cairo_translate(pen->cairo, x, y + NAME_ROOM - 2);
        error = error == SELLO_OK ? put_label(pen->cairo, &shown[i]) : error;
        cairo_restore(pen->cairo);
    }
    return error;
}

enum sello_error sello_designs_png(const struct sello_design_shown *shown, size_t n,
                                   uint8_t **out_ptr, size_t *out_len) {
    if (n == 0) {
        return SELLO_E_RANGE;
    }
    struct table table = table_of(shown, n);
    struct page_pen pen = {.width = GAP + (double)table.columns * table.wide,
                           .height = GAP + (double)table.rows * table.high};
    double scale = fmin(DPI / 72, SIDE_MAX / fmax(pen.width, pen.height));
    struct page_file png = {NULL, 0, 0};
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)ceil(pen.width * scale), (int)ceil(pen.height * scale));
    pen.cairo = cairo_create(surface);
    cairo_scale(pen.cairo, scale, scale);
    cairo_set_source_rgb(pen.cairo, 0.85, 0.85, 0.85);
    cairo_paint(pen.cairo);
    enum sello_error error = page_text_start(&pen);
    error = error == SELLO_OK ? draw_table(&pen, &table, shown, n) : error;
    page_text_end(&pen);
    cairo_destroy(pen.cairo);
    if (error == SELLO_OK && cairo_surface_write_to_png_stream(surface, page_file_append, &png) !=
                                 CAIRO_STATUS_SUCCESS) {
        error = SELLO_E_MEMORY;
    }
    cairo_surface_destroy(surface);
    if (error != SELLO_OK) {
        free(png.ptr);
        return error;
    }
    *out_ptr = png.ptr;
    *out_len = png.len;
    return SELLO_OK;
}

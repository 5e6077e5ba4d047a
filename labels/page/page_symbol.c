/* SPDX-License-Identifier: Apache-2.0 */
/* A symbol on a page, on the grid of 300 dpi. */
#include <math.h>

#include "labels/page/page_pen.h"

double page_dots_up(double points) {
    return ceil(points * PAGE_DPI / 72 - 1e-6) * 72 / PAGE_DPI;
}

/* A single path of rectangles, each a module high: filled at once, they show no seams. */
void page_symbol_trace(cairo_t *cairo, const struct sello_symbol *symbol, double module) {
    unsigned page = sello_symbol_page(symbol);
    cairo_new_path(cairo);
    for (unsigned y = 0; y < page; y++) {
        for (unsigned x = 0; x < page; x++) {
            unsigned start = x;
            while (sello_symbol_dark(symbol, x, y)) {
                x++;
            }
            if (x > start) {
                cairo_rectangle(cairo, start * module, y * module, (x - start) * module, module);
            }
        }
    }
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_fill(cairo);
}

void page_symbol_put(cairo_t *cairo, const struct sello_symbol *symbol, double x, double y,
                     double module) {
    cairo_save(cairo);
    cairo_translate(cairo, page_dots_up(x), page_dots_up(y));
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    page_symbol_trace(cairo, symbol, module);
    cairo_restore(cairo);
}

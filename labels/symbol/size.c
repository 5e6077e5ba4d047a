/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/symbol.h"

#define MM_PER_INCH 25.4

#define USUAL_MM 0.423
#define USUAL_MM_203 0.500 /* thermal printers of 8 dots/mm print less than 4 dots unevenly */
#define LEAST_MM 0.33      /* smaller modules defeat phone cameras */

/* Targets are given in thousandths: 5 dots at 300 dpi are 0.42333 mm, and count as 0.423. */
#define ROUNDING_MM 0.0005

static double aim_of(unsigned dpi, double module_mm) {
    if (module_mm == 0) {
        return dpi == 203 ? USUAL_MM_203 : USUAL_MM;
    }
    return module_mm;
}

bool sello_print_size_ok(struct sello_print_size size) {
    return size.dpi >= 1 && size.dpi <= SELLO_DPI_MAX && size.dots_per_module >= 1 &&
           size.dots_per_module <= SELLO_DOTS_MAX;
}

double sello_module_mm(struct sello_print_size size) {
    return size.dots_per_module * MM_PER_INCH / size.dpi;
}

enum sello_error sello_print_size(unsigned dpi, double module_mm, bool forced,
                                  struct sello_print_size *out, bool *out_small) {
    /* Written so that NaN is out of range too. */
    if (dpi < 1 || dpi > SELLO_DPI_MAX || !(module_mm >= 0)) {
        return SELLO_E_RANGE;
    }
    double dots = (aim_of(dpi, module_mm) + ROUNDING_MM) * dpi / MM_PER_INCH;
    if (dots >= SELLO_DOTS_MAX + 1) {
        return SELLO_E_RANGE;
    }
    struct sello_print_size size = {dpi, (unsigned)dots};
    if (size.dots_per_module == 0 || (sello_module_mm(size) < LEAST_MM && !forced)) {
        return SELLO_E_SYMBOL_TOO_SMALL;
    }
    *out = size;
    *out_small = sello_module_mm(size) < SELLO_MODULE_RETAIL_MM;
    return SELLO_OK;
}

/* ---- room ---- */

static size_t png_room(size_t page, size_t high, size_t dots) {
    size_t side = page * dots;
    size_t rows = high * dots * (1 + (side + 7) / 8); /* a filter byte before each */
    /* zlib never adds more than an eighth and a 64th; the rest is for the chunks' headers. */
    return rows + rows / 4 + 1024;
}

static size_t svg_room(size_t page, size_t high) {
    size_t runs = high * (page / 2); /* at least a light module between dark runs */
    return 512 + 5 * SELLO_TITLE_ROOM + sizeof "M111 111h111v1h-111z" * runs;
}

static size_t terminal_room(size_t page, size_t high) {
    size_t lines = (high + 1) / 2;
    return lines * (3 * page + 32); /* a half block is three bytes; two escapes and a newline */
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

size_t sello_symbol_room(const struct sello_symbol *symbol, struct sello_print_size size) {
    size_t page = sello_symbol_page(symbol), high = sello_symbol_rows(symbol);
    size_t drawn = larger(svg_room(page, high), terminal_room(page, high));
    return larger(drawn, png_room(page, high, size.dots_per_module));
}

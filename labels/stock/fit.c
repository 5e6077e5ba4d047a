/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/stock/fit.h"

#include <math.h>

#define MM_PER_INCH 25.4
#define VERSION_MAX 40
#define LEAST_MM 0.33
#define HAIR 1e-9 /* rounding of sums of millimetres */

/* ---- the square ---- */

double sello_fit_square(const struct sello_stock *stock) {
    double side = fmin(stock->width, stock->height) - 2 * SELLO_FIT_MARGIN;
    side = stock->shape == SELLO_STOCK_ROUND ? side / sqrt(2) : side;
    return fmax(side, 0);
}

static unsigned page_of_version(unsigned version) {
    return 17 + 4 * version + 2 * SELLO_QUIET_ZONE;
}

unsigned sello_fit_version(const struct sello_stock *stock, double module_mm) {
    double modules = sello_fit_square(stock) / module_mm + HAIR;
    unsigned version = 0;
    while (version < VERSION_MAX && page_of_version(version + 1) <= modules) {
        version++;
    }
    return version;
}

/* ---- the module ---- */

/* The most dots per module that the label has room for. */
static unsigned dots_within(const struct sello_stock *stock, unsigned dpi, unsigned symbol_page) {
    double dots = sello_fit_square(stock) / MM_PER_INCH * dpi / symbol_page + HAIR;
    return dots < SELLO_DOTS_MAX ? (unsigned)dots : SELLO_DOTS_MAX;
}

#define MOST_MM 0.8 /* as large as a phone at arm's length needs it */

/* The side of a symbol that leaves a label of this shape its words, in millimetres: on large stock
 * more than what usual modules take. */
static double fair_side(const struct sello_stock *stock) {
    double width = stock->width, height = stock->height, ratio = width / height;
    if (stock->shape == SELLO_STOCK_ROUND) {
        return 0.5 * width;
    }
    if (ratio > 1.35) {
        return fmin(0.38 * width, height - 2 * SELLO_FIT_MARGIN);
    }
    return ratio < 1 / 1.35 ? fmin(0.64 * width, 0.42 * height) : 0.48 * fmin(width, height);
}

/* Grows with the label, from the usual module on. */
static void grow(const struct sello_stock *stock, unsigned symbol_page,
                 struct sello_print_size *size) {
    double module = fmin(fair_side(stock) / symbol_page, MOST_MM);
    unsigned dots = (unsigned)(module * size->dpi / MM_PER_INCH + HAIR);
    if (dots > size->dots_per_module && dots <= SELLO_DOTS_MAX) {
        size->dots_per_module = dots;
    }
}

#define WORDS_MM 12.8 /* four lines of 6 points in two groups, and a margin above and below */
#define LEAST_FOR_WORDS_MM 0.375

bool sello_fit_leaves_words(const struct sello_stock *stock, struct sello_print_size size,
                            unsigned symbol_page) {
    double longer = fmax(stock->width, stock->height), shorter = fmin(stock->width, stock->height);
    bool leaves = stock->shape == SELLO_STOCK_ROUND || longer > 1.35 * shorter;
    for (; !leaves && sello_module_mm(size) >= LEAST_FOR_WORDS_MM; size.dots_per_module--) {
        leaves = stock->height - symbol_page * sello_module_mm(size) >= WORDS_MM;
    }
    return leaves;
}

enum sello_error sello_fit(const struct sello_stock *stock, unsigned dpi, double module_mm,
                           bool forced, unsigned symbol_page, struct sello_fit *out) {
    struct sello_fit fit;
    enum sello_error error = sello_print_size(dpi, module_mm, forced, &fit.size, &fit.small);
    if (error != SELLO_OK) {
        return error;
    }
    if (module_mm == 0) {
        grow(stock, symbol_page, &fit.size);
    }
    unsigned most = dots_within(stock, dpi, symbol_page);
    if (fit.size.dots_per_module > most) {
        fit.size.dots_per_module = most;
    }
    double module = sello_module_mm(fit.size);
    if (most == 0 || (module < LEAST_MM && !forced)) {
        return SELLO_E_SYMBOL_TOO_SMALL;
    }
    fit.small = module < SELLO_MODULE_RETAIL_MM;
    *out = fit;
    return SELLO_OK;
}

/* ---- what would help ---- */

static bool stock_takes(const struct sello_stock *stock, unsigned dpi, unsigned symbol_page,
                        double least_mm) {
    struct sello_fit fit;
    return sello_fit(stock, dpi, 0, false, symbol_page, &fit) == SELLO_OK &&
           sello_module_mm(fit.size) >= least_mm;
}

/* Does it fit the same printer's tray? Paper that is neither Letter nor A4 counts as Letter. */
static bool same_kind(const struct sello_stock *a, const struct sello_stock *b) {
    return a->roll == b->roll && sello_stock_is_a4(a) == sello_stock_is_a4(b);
}

static double label_area(const struct sello_stock *stock) {
    return stock->width * stock->height;
}

/* Inserts it, smallest first; when they are full, the largest drops out. */
static void keep_smallest(struct sello_fit_help *help, const struct sello_stock *stock) {
    size_t at = help->n_stock;
    while (at > 0 && label_area(help->stock[at - 1]) > label_area(stock)) {
        at--;
    }
    if (help->n_stock < SELLO_FIT_STOCK_MAX) {
        help->n_stock++;
    }
    for (size_t i = help->n_stock; i-- > at + 1;) {
        help->stock[i] = help->stock[i - 1];
    }
    if (at < help->n_stock) {
        help->stock[at] = stock;
    }
}

static unsigned finer_printer(const struct sello_stock *stock, unsigned dpi, unsigned symbol_page) {
    static const unsigned printers[] = {300, 600, 1200};
    for (size_t i = 0; i < sizeof printers / sizeof *printers; i++) {
        if (printers[i] > dpi && stock_takes(stock, printers[i], symbol_page, LEAST_MM)) {
            return printers[i];
        }
    }
    return 0;
}

static unsigned version_here(const struct sello_stock *stock, unsigned dpi) {
    double dot = MM_PER_INCH / dpi;
    return sello_fit_version(stock, ceil(LEAST_MM / dot - HAIR) * dot);
}

void sello_fit_help(const struct sello_stock *stock, unsigned dpi, unsigned symbol_page,
                    struct sello_fit_help *out) {
    *out = (struct sello_fit_help){.module_mm = sello_fit_square(stock) / symbol_page,
                                   .dpi = finer_printer(stock, dpi, symbol_page),
                                   .version = version_here(stock, dpi)};
    for (size_t i = 0; i < sello_stock_count(); i++) {
        const struct sello_stock *other = sello_stock_at(i);
        bool larger = sello_fit_square(other) > sello_fit_square(stock) &&
                      label_area(other) > label_area(stock);
        if (larger && same_kind(stock, other) &&
            stock_takes(other, dpi, symbol_page, SELLO_MODULE_RETAIL_MM)) {
            keep_smallest(out, other);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_STOCK_FIT_H
#define SELLO_LABELS_STOCK_FIT_H

/* Does a symbol fit a label? And if not, what would help? */

#include "labels/stock/stock.h"

#define SELLO_FIT_MARGIN 1.5 /* mm, on each side: how far labels shift in printers */

struct sello_fit {
    struct sello_print_size size; /* the most whole dots that fit, up to the target */
    bool small;                   /* below 0.396 mm, GS1's least at retail */
};

/* For a symbol of this many modules with its quiet zone, inside the label less a margin on each
 * side (round: its inscribed square). module_mm: the target; 0: the usual one, or up to 0.8 mm
 * where the label leaves room beside it. SELLO_E_SYMBOL_TOO_SMALL below 0.33 mm unless forced, and
 * always if not even one dot fits; SELLO_E_RANGE as for sello_print_size. */
SELLO_NODISCARD enum sello_error sello_fit(const struct sello_stock *stock, unsigned dpi,
                                           double module_mm, bool forced, unsigned symbol_page,
                                           struct sello_fit *out);

/* Does a symbol of this size, or of fewer dots that are still 0.375 mm, leave a label that is
 * nearly a square the lines above and below it that it must say? On others words have room beside
 * it. */
bool sello_fit_leaves_words(const struct sello_stock *stock, struct sello_print_size size,
                            unsigned symbol_page);

/* The largest version (1..40) that fits the label at this module or a larger one; 0: none. */
unsigned sello_fit_version(const struct sello_stock *stock, double module_mm);

/* The square that the symbol with its quiet zone may take, in millimetres; 0: none. */
double sello_fit_square(const struct sello_stock *stock);

/* ---- what would help ---- */

#define SELLO_FIT_STOCK_MAX 4

struct sello_fit_help {
    double module_mm; /* the largest that this label has room for */
    /* Of our table, of the same kind (Letter, A4, roll; else Letter), the smallest labels that take
     * the symbol at 0.396 mm or more at this printer and are larger than this one: the nearest
     * first. */
    const struct sello_stock *stock[SELLO_FIT_STOCK_MAX];
    size_t n_stock;
    /* The coarsest printer, of 300, 600 and 1200 dpi and finer than this one, that puts the symbol
     * on this very label with modules of 0.33 mm or more; 0: none does. */
    unsigned dpi;
    unsigned version; /* the largest that this printer puts on this label at 0.33 mm; 0: none */
};

/* For a symbol that sello_fit refuses or finds small. */
void sello_fit_help(const struct sello_stock *stock, unsigned dpi, unsigned symbol_page,
                    struct sello_fit_help *out);

#endif

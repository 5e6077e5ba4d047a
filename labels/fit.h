/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_FIT_H
#define SELLO_LABELS_FIT_H

/* Does a symbol fit a label? */

#include "labels/stock.h"

struct sello_fit {
    struct sello_print_size size; /* the most whole dots that fit, up to the aim */
    bool small;                   /* below 0.396 mm, GS1's least at retail */
};

/* For a symbol of so many modules with its quiet zone, inside the label less a margin on each side
 * (round: its inscribed square). module_mm: the aim, 0: the usual one. Below 0.33 mm it is
 * SELLO_E_SYMBOL_TOO_SMALL unless forced; not even one dot is never forced. */
SELLO_NODISCARD enum sello_status sello_fit(const struct sello_stock *stock, unsigned dpi,
                                            double module_mm, bool forced, unsigned symbol_page,
                                            struct sello_fit *out);

/* The largest version (1..40) that fits the label at this module or a larger one; 0: none. */
unsigned sello_fit_version(const struct sello_stock *stock, double module_mm);

/* The square that the symbol with its quiet zone may take, in millimetres. */
double sello_fit_square(const struct sello_stock *stock);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SHEET_DESIGNS_H
#define SELLO_LABELS_SHEET_DESIGNS_H

/* One label in many designs, side by side, to choose by eye. */

#include "labels/art/art.h"

struct sello_design_shown {
    struct sello_art *art;
    const struct sello_stock *stock; /* the art's */
    struct sello_art_label label;
    struct sello_bytes name; /* above it */
};

/* The picture, each label as large as the others, on a grey table; the caller frees *out_ptr.
 * SELLO_E_RANGE for none; SELLO_E_PAGE_FONT, SELLO_E_TEXT, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_designs_png(const struct sello_design_shown *shown, size_t n,
                                                   uint8_t **out_ptr, size_t *out_len);

#endif

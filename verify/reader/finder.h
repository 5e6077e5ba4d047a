/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_FINDER_H
#define SELLO_VERIFY_READER_FINDER_H

/* Inside the picture reader: the finder patterns of QR codes, those squares within squares in three
 * of their corners (ISO/IEC 18004:2015, section 6.3.3), and how each lies. */

#include "verify/reader/pattern.h"
#include "wire/bytes.h"

struct sello_finder {
    struct sello_frame frame; /* at its middle; which of the four sides is up it cannot tell */
    double likeness;          /* to a finder pattern: the correlation, to 1 */
    double dark, light;       /* mean grey of its modules */
};

enum { SELLO_FINDERS_MAX = 256 };

/* Finds up to SELLO_FINDERS_MAX of them, the most alike first. SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_finders_find(const struct sello_image *image,
                                                    struct sello_finder *out, size_t *out_n);

#endif
